"""What other tables say of a project: the rows of every table that carries a project code, streamed by project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from generator.core.schema import Catalogue, Table
from generator.derive.children import Children, attach
from generator.derive.printed import Marks
from generator.derive.projects import CHUNK
from generator.derive.rows import Row, rows

PROJECT = "project_code"
# The tables a project's line and detail are made of, and those whose rows have pages of their own.
OWN = frozenset(
    {
        "goals",
        "goal_indicators",
        "self_evaluations",
        "self_evaluation_funds",
        "self_evaluation_indicators",
        "evaluations",
        "applications",
        "ex_ante_evaluations",
        "rectifications",
    }
)
_KEY = ["division", "fiscal_year", "_key"]

Rows = Mapping[str, list[Row]]  # table → the project's rows, only where there are some
NOTHING: Rows = {}


@dataclass(frozen=True, kw_only=True)
class Related:
    """The rows of the tables that carry a project code, by project.

    ``more`` names columns added to a table, ``only`` the fields a page shows of a large one (all of any other);
    ``made`` makes such columns of the rows that are asked for.
    """

    tables: Mapping[str, Table]
    children: Mapping[str, Children]
    more: Mapping[str, tuple[str, ...]]
    only: Mapping[str, tuple[str, ...]]
    made: Mapping[str, Callable[[pd.DataFrame, Marks], pd.DataFrame]]
    projects: int
    marks: Marks

    def stream(self) -> Iterator[Rows]:
        """For each project in order: its rows by table, a chunk of projects at a time."""
        for first in range(0, self.projects, CHUNK):
            last = min(first + CHUNK, self.projects)
            cuts = [
                (name, self._rows(name, children.cut(first, last)), list(pairwise(children.offsets(first, last))))
                for name, children in self.children.items()
            ]
            for i in range(last - first):
                found = {name: made[slice(*bounds[i])] for name, made, bounds in cuts if bounds[i][0] < bounds[i][1]}
                yield found or NOTHING

    def _rows(self, name: str, cut: pd.DataFrame) -> list[Row]:
        given = self.made[name](cut, self.marks) if name in self.made else cut
        beside = self.marks.beside(name, given)
        return rows(given, self.tables[name], self.more.get(name, ()), self.only.get(name), beside=beside)


def derive_related(
    catalogue: Catalogue,
    frames: Mapping[str, pd.DataFrame],
    spine: pd.DataFrame,
    more: Mapping[str, tuple[str, ...]],
    only: Mapping[str, tuple[str, ...]],
    made: Mapping[str, Callable[[pd.DataFrame, Marks], pd.DataFrame]],
    marks: Marks,
) -> Related:
    """Attach every such table's rows to their projects, by division, fiscal year and code in whatever case."""
    tables = {
        name: table
        for name, table in catalogue.tables.items()
        if name not in OWN and table.scope == "department-year" and PROJECT in table.names and len(frames[name])
    }
    owners = spine[["division", "fiscal_year"]].assign(_key=spine["key"])
    children = {}
    for name, table in tables.items():
        given = frames[name].assign(_key=frames[name][PROJECT].str.lower())
        order = [one for one in table.primary_key if one != PROJECT]
        children[name] = attach(given, owners, _KEY, order)
    return Related(tables=tables, children=children, more=more, only=only, made=made, projects=len(spine), marks=marks)
