"""The records of one division as measures select them: views, their Chinese titles, and rows that meet conditions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.schema import CONTEXT_TITLES, Table
from generator.facts.measures.conditions import Selection, Where
from generator.facts.measures.division import Division, own_rows
from generator.facts.measures.views import ADDED, VIEWS, beside


@dataclass(frozen=True, kw_only=True)
class Records(Division):
    """The records of a division; each view, and each selection of its rows, is made once."""

    def view(self, name: str, year: int) -> pd.DataFrame:
        """The division's rows of a table with added columns; ``year`` is the subject year of whoever asks."""
        if name not in VIEWS:
            return self.table(name)
        return self.facts.of(_view, self.division, name, year if VIEWS[name].dated else 0)

    def base(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows that must be there at all."""
        return self.facts.of(_met, self.division, selection.view, selection.base, year)

    def rows(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows selected; those of the base that meet the other conditions."""
        return self.facts.of(_met, self.division, selection.view, (*selection.base, *selection.where), year)

    def titles(self, view: str) -> dict[str, str]:
        """Chinese titles of a view's columns."""
        names = (*reversed(beside(view)), view)
        tables = [self.facts.schemas[name] for name in names if name in self.facts.schemas]
        own = {one.name: one.title for table in tables for one in table.fields}
        return {"kind": "文种", **own, **CONTEXT_TITLES, **ADDED}

    def title(self, view: str) -> str:
        """A view's Chinese title."""
        table: Table | None = self.facts.schemas.get(view)
        return table.title if table else "公开文件（发布信息）"


def _view(facts: Facts, division: str, name: str, year: int) -> pd.DataFrame:
    return VIEWS[name].make(Division(facts=facts, division=division), year)


def _met(facts: Facts, division: str, view: str, conditions: tuple[Where, ...], year: int) -> pd.DataFrame:
    """The rows of a view that meet all conditions; measures share most of theirs, so each is met once."""
    if not conditions:
        return Records(facts=facts, division=division).view(view, year)
    rows = facts.of(_met, division, view, conditions[:-1], year)
    if rows.empty:
        return rows
    met = conditions[-1].mask(rows, year)
    return rows if met.all() else rows[met]


# What figures are reckoned from: cuts of whole tables, one for each condition and year.
SELECTED = (own_rows, _view, _met)
