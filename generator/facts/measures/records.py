"""The records of one division as measures select them: views, their Chinese titles, and rows that meet conditions."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from generator.core.data import Checked
from generator.core.schema import CONTEXT_TITLES, Catalogue, Table
from generator.facts.measures.conditions import Selection, Where
from generator.facts.measures.division import Division
from generator.facts.measures.views import ADDED, VIEWS, beside


@dataclass(frozen=True, kw_only=True)
class Records(Division):
    """The records of a division; each view, and each selection of its rows, is made once."""

    catalogue: Catalogue
    _views: dict[tuple[str, int], pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    _met: dict[tuple[str, tuple[Where, ...], int], pd.DataFrame] = field(
        default_factory=dict, compare=False, repr=False
    )

    def view(self, name: str, year: int) -> pd.DataFrame:
        """The division's rows of a table with added columns; ``year`` is the subject year of whoever asks."""
        if name not in VIEWS:
            return self.table(name)
        kept = (name, year if VIEWS[name].dated else 0)
        if kept not in self._views:
            self._views[kept] = VIEWS[name].make(self, year)
        return self._views[kept]

    def base(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows that must be there at all."""
        return self._where(selection.view, selection.base, year)

    def rows(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows selected; those of the base that meet the other conditions."""
        return self._where(selection.view, (*selection.base, *selection.where), year)

    def _where(self, view: str, conditions: tuple[Where, ...], year: int) -> pd.DataFrame:
        """The rows of a view that meet all conditions; measures share most of theirs, so each is met once."""
        if not conditions:
            return self.view(view, year)
        key = (view, conditions, year)
        if key not in self._met:
            rows = self._where(view, conditions[:-1], year)
            self._met[key] = rows[conditions[-1].mask(rows, year)] if len(rows) else rows
        return self._met[key]

    def titles(self, view: str) -> dict[str, str]:
        """Chinese titles of a view's columns."""
        names = (*reversed(beside(view)), view)
        tables = [self.catalogue.tables[name] for name in names if name in self.catalogue.tables]
        own = {one.name: one.title for table in tables for one in table.fields}
        return {"kind": "文种", **own, **CONTEXT_TITLES, **ADDED}

    def title(self, view: str) -> str:
        """A view's Chinese title."""
        table: Table | None = self.catalogue.tables.get(view)
        return table.title if table else "公开文件（发布信息）"


def records_of(checked: Checked, division: str) -> Records:
    """The records of one division out of checked data."""
    return Records(
        division=division,
        frames=checked.frames,
        catalogue=checked.catalogue,
        packages=tuple(one for one in checked.packages if one.division == division),
        profiles=checked.profiles,
        today=checked.today,
    )
