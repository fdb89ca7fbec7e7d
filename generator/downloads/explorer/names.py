"""Names, codes and texts of a slice: what the projects of the same or the next year say as well is lent by these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.derive.flat import Column, FlatTable
from generator.downloads.explorer.packed import Packed, Packer, joined, steps
from generator.facts.columns import strings

PROJECTS = "projects"
# What a project's name and code begin in other tables; and in those of other years.
_LENT: Mapping[str, Mapping[str, str]] = {
    PROJECTS: {"project_name": "project_name", "project_code": "project_code"},
    "evaluations": {"subject_name": "project_name", "project_code": "project_code"},
    "findings": {"record_name": "project_name", "record": "project_code", "project_code": "project_code"},
    "rectifications": {"subject_name": "project_name", "project_code": "project_code"},
}
_FOLLOWS: Mapping[str, Sequence[str]] = {
    "division": ("division_name",),
    "department": ("department_name",),
    "document_name": ("department_name", "document"),
}


@dataclass(frozen=True, kw_only=True)
class Lender:
    """The projects of a year: the row of each code, and what each row says by column."""

    year: int
    places: Mapping[str, int]
    texts: Mapping[str, Sequence[str]]


class Lenders:
    """The projects of each division-year."""

    def __init__(self, projects: pd.DataFrame) -> None:
        self._by_division: dict[str, dict[int, Lender]] = {}
        for (division, year), rows in projects.groupby(["division", "fiscal_year"], sort=True):
            texts = {name: strings(rows[name]) for name in _LENT[PROJECTS]}
            places = {code: place for place, code in enumerate(texts["project_code"])}
            lender = Lender(year=int(year), places=places, texts=texts)
            self._by_division.setdefault(str(division), {})[int(year)] = lender

    def projects(self, division: str, year: int) -> Lender:
        """The projects of a division-year; KeyError if it has none."""
        return self._by_division[division][year]

    def of(self, table: str, division: str, year: int) -> Lender | None:
        """Who lends to a slice: to projects those of the next year that there is, to all else those of its own."""
        known = self._by_division.get(division, {})
        if table != PROJECTS:
            return known.get(year) if table in _LENT else None
        return known.get(min((one for one in known if one > year), default=0))


def names_of(
    table: FlatTable, columns: Sequence[Column], rows: pd.DataFrame, lender: Lender | None, packer: Packer
) -> dict[str, Any]:
    """The texts of a slice by column; ``lender`` there: for each row how far its project is from the one before."""
    places = [lender.places.get(code) for code in strings(rows["project_code"])] if lender else []
    content: dict[str, Any] = {"rows": len(rows), "columns": {}}
    if lender:
        content["lender"] = steps(places)
    for column in columns:
        values, name = strings(rows[column.name]), _LENT.get(table.name, {}).get(column.name)
        if lender and name:
            others = [None if place is None else lender.texts[name][place] for place in places]
            made: Packed | None = packer.lent(values, name, others)
        else:
            made = _following(column.name, rows, values, packer) or packer.texts(values)
        content["columns"][column.name] = made
    return content


def _following(name: str, rows: pd.DataFrame, values: Sequence[str], packer: Packer) -> Packed | None:
    """A column that follows from what readers choose among, if it does."""
    by = _FOLLOWS.get(name, ())
    choices = [strings(rows[one]) for one in by]
    if len(by) > 1:
        return joined(values, by, choices)
    return packer.determined(values, by[0], choices[0]) if by else None
