"""Records as they are registered: the rows of every table that no project's page shows whole, folder by folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core import addresses
from generator.core.facts import Facts
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.derive.children import Positions
from generator.derive.printed import Marks
from generator.derive.related import PROJECT
from generator.derive.rest import belongs
from generator.derive.rows import Row, rows
from generator.facts.joining import known

PAGE = 200  # records on one page
CHUNK = 2_000  # records made into rows at a time: converting columns costs by the column, whatever their length
COMMON = "common"
_OWNER = ["division", "fiscal_year", "_key"]
Place = tuple[str, int | None, str]  # division, fiscal year, department; of a division as a whole neither


class Part(NamedTuple):
    """Some records of a table in a folder, the first of them being the ``first``-th (from 1) of the table there."""

    table: Table
    first: int
    rows: Sequence[Row]


class Shelf:
    """The records of a table, folder by folder, each folder's in the order of their keys: ``order`` are their rows.

    Pages ask for them in this order, so that no more than a chunk is kept as rows.
    """

    def __init__(self, table: Table, frame: pd.DataFrame, order: Positions, marks: Marks) -> None:
        self.table = table
        self._frame, self._order, self._marks = frame, order, marks
        self._number, self._made = -1, list[Row]()

    def cut(self, first: int, last: int) -> list[Row]:
        """The records from ``first`` to ``last`` (exclusive)."""
        found: list[Row] = []
        for number in range(first // CHUNK, -(-last // CHUNK)):
            start = number * CHUNK
            found += self._chunk(number)[max(0, first - start) : last - start]
        return found

    def _chunk(self, number: int) -> list[Row]:
        if number != self._number:
            places = self._order[number * CHUNK : (number + 1) * CHUNK]
            given = self._frame.take(places)
            beside = self._marks.beside(self.table.name, given)
            self._number, self._made = number, rows(given, self.table, beside=beside)
        return self._made


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The ``count`` records of a table in a folder, from ``start`` on its shelf; ``before`` come others there."""

    shelf: Shelf
    start: int
    count: int
    before: int

    @property
    def table(self) -> Table:
        """The table they belong to."""
        return self.shelf.table

    def part(self, first: int, last: int) -> Part:
        """The records between two places of the folder."""
        begin, end = max(0, first - self.before), min(self.count, last - self.before)
        return Part(self.table, begin + 1, self.shelf.cut(self.start + begin, self.start + end))


@dataclass(frozen=True, kw_only=True)
class Folder:
    """Everything that is registered in a department-year, or of a division (``year`` is None)."""

    division: str
    year: int | None
    department: str
    kept: Sequence[Kept]

    @property
    def name(self) -> str:
        """The folder as addresses call it."""
        return COMMON if self.year is None else f"{self.year}-{self.department}"

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(one.count for one in self.kept)

    @property
    def pages(self) -> int:
        """How many pages they take."""
        return -(-self.count // PAGE)

    @property
    def path(self) -> str:
        """The first page's path below the site's root."""
        return addresses.records(self.division, self.name)

    def path_of(self, kept: Kept) -> str:
        """The page on which the records of a table begin, and the place on it."""
        return f"{addresses.records(self.division, self.name, kept.before // PAGE + 1)}#{kept.table.name}"

    def page(self, number: int) -> list[Part]:
        """The records on a page, counted from 1."""
        first, last = (number - 1) * PAGE, number * PAGE
        return [one.part(first, last) for one in self.kept if one.before < last and one.before + one.count > first]


@dataclass(frozen=True, kw_only=True)
class Records:
    """The folders in the order of their places, and where each table has records."""

    folders: Mapping[Place, Folder]
    of_table: Mapping[str, Sequence[tuple[Folder, Kept]]]

    def of_department(self, division: str, department: str) -> list[Folder]:
        """The folders of a department, the newest first."""
        own = [one for one in self.folders.values() if (one.division, one.department) == (division, department)]
        return sorted(own, key=lambda one: -(one.year or 0))


def derive_records(catalogue: Catalogue, facts: Facts, spine: pd.DataFrame, marks: Marks) -> Records:
    """Cut every table into its folders; what stands on the page of one of the projects of ``spine`` is left out."""
    found: dict[Place, list[Kept]] = {}
    for name, table in catalogue.tables.items():
        frame = facts.tables[name]
        cuts = list(_cut(table, frame, _left(table, frame, spine)))
        shelf = Shelf(table, frame, np.concatenate([order for _, order in cuts] or [np.empty(0, np.int64)]), marks)
        start = 0
        for place, order in cuts:
            own = found.setdefault(place, [])
            own.append(Kept(shelf=shelf, start=start, count=len(order), before=sum(one.count for one in own)))
            start += len(order)
    folders = {
        place: Folder(division=place[0], year=place[1], department=place[2], kept=found[place])
        for place in sorted(found, key=lambda one: (one[0], -(one[1] or 0), one[2]))
    }
    of_table: dict[str, list[tuple[Folder, Kept]]] = {name: [] for name in catalogue.tables}
    for folder in folders.values():
        for one in folder.kept:
            of_table[one.table.name].append((folder, one))
    return Records(folders=folders, of_table=of_table)


def _left(table: Table, frame: pd.DataFrame, spine: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows stand on no project's page."""
    if frame.empty or not belongs(table):
        return np.ones(len(frame), dtype=np.bool_)
    mine = frame[_OWNER[:2]].assign(_key=frame[PROJECT].str.lower())
    left: npt.NDArray[np.bool_] = ~known(mine, spine[_OWNER[:2]].assign(_key=spine["key"]), _OWNER).to_numpy(np.bool_)
    return left


def _cut(table: Table, frame: pd.DataFrame, left: npt.NDArray[np.bool_]) -> Iterator[tuple[Place, Positions]]:
    """The places of the rows ``left`` as pages come, and where these stand in the frame in the order of their keys."""
    if not left.any():  # as of most tables of a small district
        return
    folder = list(CONTEXT) if table.scope == "department-year" else ["division"]
    key = [one for one in table.primary_key if one not in folder]
    rising = [*(one != "fiscal_year" for one in folder), *(True for _ in key)]
    given = frame[[*folder, *key]].reset_index(drop=True)[left]
    given = given.sort_values([*folder, *key], ascending=rising, kind="stable")
    for place, part in given.groupby(folder, sort=False):
        where: tuple[Any, ...] = place if isinstance(place, tuple) else (place,)
        division, year, department = where if len(where) == len(CONTEXT) else (where[0], None, "")
        yield (str(division), year if year is None else int(year), str(department)), part.index.to_numpy(np.int64)
