"""What hangs on a file or a cell that was refused: a cause is told once, and nothing is concluded from its absence."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.check.keys import Place, Refused
from generator.core.data import Loaded
from generator.core.finding import Finding
from generator.core.runs import Mask
from generator.core.schema import CONTEXT, Table
from generator.facts.joining import known

Places = npt.NDArray[np.intp]
# A file with more rows in which a cell was refused is not what it was meant to be: nothing of it is judged further.
MOST_ROWS = 5_000
# Rules that miss rows of a record, and the tables in which.
_ROWS_MISSED: Mapping[str, tuple[str, ...]] = {"C06": ("self_evaluation_funds", "self_evaluation_indicators")}
_ORIGIN = ["_file", "_row"]
_SUBJECT = "subject_department"  # whom a row of the finance bureau's folder is about
_NEIGHBOURS = (-1, 0, 1)  # rules look at the year before and the year after, too


class RefusedCells:
    """The refused cells of each table, by field: positions in the table's frame."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, list[Places]]] = {}

    def add(self, table: str, field: str, positions: Places) -> None:
        """Note the cells of a field."""
        if len(positions):
            self._places.setdefault(table, {}).setdefault(field, []).append(positions)

    def of(self, table: str) -> Iterator[tuple[str, Places]]:
        """Each field of a table with refused cells, and their positions."""
        for field, places in self._places.get(table, {}).items():
            yield from ((field, positions) for positions in places)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The rows of a table in which a cell was refused, as read; ``unclear``: whether one of a row's own codes was."""

    rows: pd.DataFrame
    unclear: Mask


@dataclass(frozen=True, kw_only=True)
class Refusals:
    """What was refused: ``files`` by table and place, and the ``cells`` of each table.

    ``codes``: the fields by which a record is known in several tables. ``given_up``: by table, the rows of files that
    were refused as a whole because of their cells.
    """

    files: Refused
    cells: Mapping[str, Cells]
    codes: Collection[str]
    given_up: Mapping[str, Mask]
    _hanging: dict[tuple[str, str], Mask] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def any_of(self, read: Iterable[str]) -> bool:
        """Whether anything was refused in tables of these names."""
        return any(name in self.files or name in self.cells for name in read)

    def reasons(
        self, table: str, rows: pd.DataFrame, read: Iterable[str], titles: Mapping[str, str]
    ) -> Mapping[str, Mask]:
        """Why rows of a table cannot be judged by the tables that were read for it → which rows.

        ``rows``: all of the table, the same each time: which of them hang on another is worked out once for all rules.
        """
        found: dict[str, Mask] = {}
        for name in sorted(read):
            if name in self.files and name != table:
                found[unread(titles[name])] = self._of_folders(rows, self.files[name])
            if name in self.cells:
                if (table, name) not in self._hanging:
                    self._hanging[table, name] = self._of_cells(rows, self.cells[name])
                found[f"「{titles[name]}」有格子没有读进来"] = self._hanging[table, name]
        return {reason: mask for reason, mask in found.items() if mask.any()}

    def folders(self) -> frozenset[Place]:
        """The folders in which anything was refused."""
        files = {place for places in self.files.values() for place in places}
        return frozenset(files.union(*(_folders(one.rows) for one in self.cells.values())))

    def targets(self) -> Refused:
        """Tables and folders in which records lack their code, or cannot be read: whether one is there nobody knows."""
        places = {table: set(some) for table, some in self.files.items()}
        for table, one in self.cells.items():
            if one.unclear.any():
                places.setdefault(table, set()).update(_folders(one.rows[one.unclear]))
        return {table: frozenset(some) for table, some in places.items()}

    def _of_cells(self, rows: pd.DataFrame, refused: Cells) -> Mask:
        """Rows about a record of which a cell was refused; by folders where they have no code in common."""
        shared = [code for code in self.codes if code in rows and code in refused.rows]
        mask = self._of_folders(rows, _folders(refused.rows[refused.unclear] if shared else refused.rows))
        for code in shared:
            mask |= _same(rows, refused.rows, code)
        return mask

    def _of_folders(self, rows: pd.DataFrame, places: Iterable[Place]) -> Mask:
        """Rows of a folder or about its department, and those that sum up its whole division; all of a common file."""
        some = list(places)
        if not some:
            return np.zeros(len(rows), dtype=np.bool_)
        if not set(CONTEXT[:2]) <= set(rows.columns) or any(year is None for _, year, _ in some):
            return np.ones(len(rows), dtype=np.bool_)
        years = [(one, year + apart, bureau) for one, year, bureau in some if year is not None for apart in _NEIGHBOURS]
        near = pd.DataFrame(years, columns=list(CONTEXT))
        if not {*self.codes, _SUBJECT} & set(rows.columns):
            return np.asarray(known(rows, near, CONTEXT[:2]), dtype=np.bool_)
        whose = [name for name in ("department", _SUBJECT) if name in rows]
        found = [known(rows, near.rename(columns={"department": name}), [*CONTEXT[:2], name]) for name in whose]
        return np.asarray(np.logical_or.reduce(found), dtype=np.bool_)


def unread(title: str) -> str:
    """Why something cannot be judged without a file of a table."""
    return f"「{title}」有文件没有读进来"


def _folders(rows: pd.DataFrame) -> list[Place]:
    """The folders in which rows lie; of common tables, none in particular."""
    if rows.empty:
        return []
    if not set(CONTEXT) <= set(rows.columns):
        return [("", None, "")]
    distinct = rows[list(CONTEXT)].drop_duplicates().itertuples(index=False)
    return [(str(division), int(year), str(department)) for division, year, department in distinct]


def _same(rows: pd.DataFrame, refused: pd.DataFrame, code: str) -> Mask:
    """Rows with the code of a refused one, in its division and around its year."""
    keys = [name for name in ("division", code) if name in rows and name in refused]
    wanted = refused[keys].dropna().drop_duplicates()
    mask = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(wanted))
    return np.asarray(mask, dtype=np.bool_)


def missed(said: Sequence[Finding], found: Iterable[Finding]) -> list[Finding]:
    """What rules say without that rows are missing where there are some whose code points nowhere: they may be these.

    ``found``: what was found of keys.
    """
    lost = {(one.table, one.division, one.year, one.department) for one in found if one.code == "K02"}
    return [
        one
        for one in said
        if not any((table, one.division, one.year, one.department) in lost for table in _ROWS_MISSED.get(one.code, ()))
    ]


def codes_of(tables: Mapping[str, Table]) -> tuple[str, ...]:
    """The fields by which records are known: codes that are the key of a table."""
    codes = {
        name: None
        for table in tables.values()
        for name in table.primary_key
        if "pattern" in table.field(name).constraints and name not in {*CONTEXT, _SUBJECT}
    }
    return tuple(codes)


def refusals(loaded: Loaded, refused: RefusedCells) -> Refusals:
    """All that was refused: what the reader found, which is added to the refused cells, and these."""
    codes = codes_of(loaded.catalogue.tables)
    _read_with_faults(loaded, refused)
    untold = {one.file for one in loaded.findings if one.table and one.field and one.others and one.severity == "error"}
    cells: dict[str, Cells] = {}
    given_up: dict[str, Mask] = {}
    for name, table in loaded.catalogue.tables.items():
        refused_here = [*refused.of(name)]
        if not refused_here and not untold:
            continue
        frame = loaded.frames[name]
        if frame.empty:
            continue
        wrong, unclear = (np.zeros(len(frame), dtype=np.bool_) for _ in range(2))
        for field, positions in refused_here:
            wrong[positions] = True
            unclear[positions] |= field in table.primary_key
        hopeless = _hopeless(frame, wrong) | np.asarray(frame["_file"].isin(untold), dtype=np.bool_)
        if hopeless.any():
            given_up[name] = hopeless
            wrong, unclear = wrong & ~hopeless, unclear & ~hopeless
        if wrong.any():
            columns = [one for one in (*CONTEXT, *codes) if one in frame]
            cells[name] = Cells(rows=frame.loc[wrong, columns], unclear=unclear[wrong])
    files = {table: set(places) for table, places in _files(loaded).items()}
    for name, mask in given_up.items():
        files.setdefault(name, set()).update(_folders(loaded.frames[name][mask]))
    whole = {table: frozenset(places) for table, places in files.items()}
    return Refusals(files=whole, cells=cells, codes=codes, given_up=given_up)


def _hopeless(frame: pd.DataFrame, wrong: Mask) -> Mask:
    """The rows of files in which a cell was refused in more rows than a file is worth."""
    if wrong.sum() <= MOST_ROWS:
        return np.zeros(len(frame), dtype=np.bool_)
    counts = frame.loc[wrong, "_file"].value_counts()
    return np.asarray(frame["_file"].isin(counts.index[counts > MOST_ROWS]), dtype=np.bool_)


def _files(loaded: Loaded) -> Refused:
    """The tables of which a file could not be read, or is so full of faults that they were not all told, and where."""
    files = {
        (one.table, one.file, (one.division, one.year, one.department), one.others > 0)
        for one in loaded.findings
        if one.table and one.severity == "error"
    }
    files |= {(table, path, place, False) for table, path, place in _not_files(loaded)}
    places: dict[str, set[Place]] = {}
    read = {table: set(loaded.frames[table]["_file"].unique()) for table in {table for table, *_ in files}}
    for table, file, place, many in files:
        if many or file not in read[table]:
            places.setdefault(table, set()).add(place)
    return {table: frozenset(some) for table, some in places.items()}


def _not_files(loaded: Loaded) -> Iterator[tuple[str, str, Place]]:
    """Links, pipes and the like where a table's file should stand: (table, path, place)."""
    for one in loaded.findings:
        folders, name = one.file.split("/")[1:-1], one.file.rpartition("/")[2].removesuffix(".csv")
        if one.code == "L10" and name in loaded.catalogue.tables and len(folders) == len(CONTEXT):
            division, year, department = folders
            yield name, one.file, (division, int(year), department)


def _read_with_faults(loaded: Loaded, refused: RefusedCells) -> None:
    """Note the cells that the reader found fault with."""
    wrong: dict[tuple[str, str], list[tuple[object, ...]]] = {}
    for one in loaded.findings:
        if one.table and one.field and one.row is not None and one.severity == "error":
            wrong.setdefault((one.table, one.field), []).append((one.file, one.row))
    for (table, field), cells in wrong.items():
        there = known(loaded.frames[table], pd.DataFrame(cells, columns=_ORIGIN), _ORIGIN)
        refused.add(table, field, np.flatnonzero(there))
