"""Which rows belong to which set: every table sorted once, so that each set is a run of rows.

Rows are ordered by division, fiscal year, department and project code, then as the bureau wrote them. A *folder* is a
department-year that has rows; a *year* is a division-year. Rows of a table whose project is declared in another folder
(a finance bureau's evaluation of a school's project) stand in their publisher's folder sets and in the project's own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.schema import CONTEXT, Catalogue, Table
from generator.downloads.cells import Arrays, Cells, arrays, cut

PROJECT = "project_code"
Folder = tuple[str, int, str]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """The order of a department-year table: ``order[starts[f]:starts[f + 1]]`` are the rows of folder ``f``."""

    table: Table
    arrays: Arrays
    order: Numbers
    starts: Numbers

    def between(self, first: int, last: int) -> Numbers:
        """Where the rows of the folders ``first`` to ``last`` (exclusive) stand in the table."""
        return self.order[self.starts[first] : self.starts[last]]

    def rows(self, first: int, last: int) -> Cells:
        """The rows of the folders ``first`` to ``last`` (exclusive)."""
        return cut(self.arrays, self.between(first, last))


@dataclass(frozen=True, kw_only=True)
class Linked:
    """Rows that speak of a project without living beside it, sorted by the project's folder and code.

    ``order`` and ``starts`` as in ``Ordered``, but by the folder that declares the project; ``projects`` gives the code
    of each row in that order.
    """

    table: Table
    arrays: Arrays
    order: Numbers
    projects: list[str]
    starts: Numbers

    def between(self, first: int, last: int) -> Numbers:
        """Where the rows that speak of projects of the folders ``first`` to ``last`` (exclusive) stand in the table."""
        return self.order[self.starts[first] : self.starts[last]]


@dataclass(frozen=True, kw_only=True)
class Ordering:
    """All tables in order. ``own`` tables carry a project's rows in the project's folder, ``linked`` ones anywhere."""

    folders: list[Folder]
    tables: Mapping[str, Ordered]
    common: Mapping[str, Table]
    own: tuple[str, ...]
    linked: Mapping[str, Linked]

    def years(self) -> Iterator[tuple[tuple[str, int], int, int]]:
        """Each division-year with its first and last (exclusive) folder."""
        first = 0
        for index in range(1, len(self.folders) + 1):
            if index == len(self.folders) or self.folders[index][:2] != self.folders[first][:2]:
                yield self.folders[first][:2], first, index
                first = index

    def span(self, key: tuple[str | int, ...]) -> tuple[int, int]:
        """The folders whose division, year and department begin with ``key``."""
        begin = bisect_left(self.folders, key, key=lambda one: one[: len(key)])
        return begin, bisect_right(self.folders, key, key=lambda one: one[: len(key)])

    def chunks(self, first: int, last: int, most: int) -> Iterator[tuple[int, int]]:
        """Runs of folders of at most ``most`` rows, or of one folder."""
        sizes = sum(np.diff(table.starts) for table in self.tables.values())
        begin, rows = first, 0
        for folder in range(first, last):
            size = int(np.asarray(sizes)[folder])
            if folder > begin and rows + size > most:
                yield begin, folder
                begin, rows = folder, 0
            rows += size
        if begin < last:
            yield begin, last


def arrange(catalogue: Catalogue, frames: Mapping[str, pd.DataFrame]) -> Ordering:
    """Sort every department-year table and find what belongs to each project."""
    placed = {name: table for name, table in catalogue.tables.items() if table.scope == "department-year"}
    keys = {name: _folders(frames[name]) for name in placed}
    folders = sorted({folder for found in keys.values() for folder in found})
    place = {folder: index for index, folder in enumerate(folders)}
    tables = {}
    for name, table in placed.items():
        codes = _codes(frames[name], place)
        projects = _ranks(frames[name][PROJECT]) if PROJECT in table.names else np.zeros(len(codes), dtype=np.int64)
        order = np.lexsort((projects, codes)).astype(np.int64)
        starts = np.searchsorted(codes[order], np.arange(len(folders) + 1)).astype(np.int64)
        tables[name] = Ordered(table=table, arrays=arrays(frames[name], table), order=order, starts=starts)
    own = tuple(name for name, table in placed.items() if declares(table) or _beside(table, placed))
    homes = _homes([frames[name] for name, table in placed.items() if declares(table)])
    linked = {}
    for name, table in placed.items():
        codes_of = None if name in own else _projects(table, placed, frames)
        if codes_of is not None:
            linked[name] = _link(table, frames[name], codes_of, homes, place)
    return Ordering(
        folders=folders,
        tables=tables,
        common={name: table for name, table in catalogue.tables.items() if table.scope == "common"},
        own=own,
        linked=linked,
    )


def span(frame: pd.DataFrame, columns: tuple[str, ...], key: tuple[str | int, ...]) -> tuple[int, int]:
    """The run of rows of a frame sorted by ``columns`` that begin with ``key``."""
    low, high = 0, len(frame)
    for name, wanted in zip(columns, key, strict=True):
        values = frame[name].iloc[low:high].tolist()
        low, high = low + bisect_left(values, wanted), low + _after(values, wanted)
    return low, high


def _after(values: list[str | int], wanted: str | int) -> int:
    first = bisect_left(values, wanted)
    return first + sum(1 for value in values[first:] if value == wanted)


def _folders(frame: pd.DataFrame) -> set[Folder]:
    distinct = frame[list(CONTEXT)].drop_duplicates()
    return set(zip(distinct["division"], distinct["fiscal_year"].tolist(), distinct["department"], strict=True))


def _codes(frame: pd.DataFrame, place: Mapping[Folder, int]) -> Numbers:
    """The index of each row's folder."""
    grouped = frame.groupby(list(CONTEXT), sort=False, observed=True)
    group = grouped.ngroup().to_numpy()
    heads = frame[list(CONTEXT)].drop_duplicates()
    known = [
        place[folder]
        for folder in zip(heads["division"], heads["fiscal_year"].tolist(), heads["department"], strict=True)
    ]
    return np.array(known, dtype=np.int64)[group] if len(frame) else np.zeros(0, dtype=np.int64)


def _ranks(column: pd.Series) -> Numbers:
    """The place of each text among the column's distinct texts; a missing one comes last."""
    codes, distinct = pd.factorize(column)
    texts = distinct.tolist()
    ranks = np.empty(len(texts) + 1, dtype=np.int64)
    ranks[np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.int64)] = np.arange(len(texts))
    ranks[-1] = len(texts)
    ranked: Numbers = ranks[codes]
    return ranked


def declares(table: Table) -> bool:
    """Whether a row of the table is a project: its key is the project code alone, which refers to no other table."""
    return table.primary_key == (PROJECT,) and not any(PROJECT in key.fields for key in table.foreign_keys)


def said(table: Table) -> int:
    """How many of a table's first columns are the same in all rows of a project that stand in its own folder."""
    return len(table.context) + (table.fields[0].name == PROJECT)


def _beside(table: Table, tables: Mapping[str, Table]) -> bool:
    """Whether the table's rows stand in the folder that declares their project, because a key says so."""
    return any(
        key.match == "folder" and key.fields == (PROJECT,) and key.table in tables and declares(tables[key.table])
        for key in table.foreign_keys
    )


def _homes(declaring: list[pd.DataFrame]) -> pd.DataFrame:
    parts = [frame[[*CONTEXT, PROJECT]] for frame in declaring]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*CONTEXT, PROJECT])
    return whole.drop_duplicates(["division", "fiscal_year", PROJECT])


def _projects(table: Table, tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> pd.Series | None:
    """The project code of each row of a linked table, its own or that of the row it belongs to; None if it has none."""
    frame = frames[table.name]
    if PROJECT in table.names:
        return frame[PROJECT]
    for key in table.foreign_keys:
        target = tables.get(key.table)
        if target is not None and PROJECT in target.names:
            columns = [*key.context, *key.reference]
            other = frames[target.name][[*columns, PROJECT]].drop_duplicates(columns)
            mine = frame[[*key.context, *key.fields]].set_axis(columns, axis=1)
            return mine.merge(other, on=columns, how="left")[PROJECT].set_axis(frame.index)
    return None


def _link(
    table: Table, frame: pd.DataFrame, projects: pd.Series, homes: pd.DataFrame, place: Mapping[Folder, int]
) -> Linked:
    columns = ["division", "fiscal_year", PROJECT]
    mine = frame[["division", "fiscal_year"]].assign(**{PROJECT: projects, "_at": np.arange(len(frame))})
    found = mine.dropna(subset=[PROJECT]).merge(homes, on=columns, how="inner")
    codes = _codes(found, place)
    order = np.lexsort((found["_at"].to_numpy(), _ranks(found[PROJECT]), codes)).astype(np.int64)
    return Linked(
        table=table,
        arrays=arrays(frame, table),
        order=found["_at"].to_numpy(dtype=np.int64)[order],
        projects=found[PROJECT].take(order).tolist(),
        starts=np.searchsorted(codes[order], np.arange(len(place) + 1)).astype(np.int64),
    )
