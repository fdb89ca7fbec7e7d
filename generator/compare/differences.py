"""Rows of one side set against those of the other by their keys; what differs becomes entries, losses first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.compare.comparison import KINDS, Cell, Comparison, Entry, Kind, Place, TableCount
from generator.compare.side import FORMS, Frames, Side
from generator.compare.totals import amounts, place_names, totals
from generator.core.naming import Names, records_of
from generator.core.numbers import MICRO
from generator.core.schema import CONTEXT, Field, Table

MOST = 20_000  # entries of a kind that are told one by one
_BETWEEN = "\x1f"  # between the parts of a key; no cell holds it
_ORDER = list(KINDS)
_LEVELS = ("folder", "project", "record")
Positions = npt.NDArray[np.int64]
Projects = frozenset[tuple[Place, str]]


@dataclass(frozen=True, kw_only=True)
class _Changed:
    """The cells of one field that differ: the positions of their rows, and what they hold."""

    field: Field
    old: Positions
    new: Positions
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """What one table differs in, by the positions of its rows on either side."""

    table: Table
    removed: Positions
    added: Positions
    fields: Sequence[_Changed]

    @property
    def changed(self) -> int:
        """How many records changed."""
        return len({int(one) for field in self.fields for one in field.old})


def compared(
    old: Side,
    new: Side,
    tables: Mapping[str, Table],
    *,
    most: int = MOST,
    stays: Callable[[Collection[Place]], Projects] = lambda _: frozenset(),
) -> Comparison:
    """What changes from one side to the other; ``most``: how many entries of each kind are told one by one.

    ``stays``: the projects in some department-years of rows that both sides have and that were not read.
    """
    unread = sorted(old.unread | new.unread)
    every = {**tables, **{name: one for name, one in FORMS.items() if name in old.frames and name in new.frames}}
    before, after = _told(old.frames, every, unread), _told(new.frames, every, unread)
    found = [
        _table(table, _Rows(before[name], old.differing), _Rows(after[name], new.differing))
        for name, table in every.items()
    ]
    here, there = _projects(before, tables), _projects(after, tables)
    gone, came = _known(here.difference(there)), _known(there.difference(here))
    both = stays({place for place, _ in gone | came}) if gone or came else frozenset()
    gone, came = gone - both, came - both
    places = _places(before, every) | old.folders, _places(after, every) | new.folders
    entries = sorted(_entries(found, before, after, gone, came, places, every), key=_rank)
    counts: dict[Kind, int] = {
        "removed": sum(len(one.removed) for one in found),
        "changed": sum(one.changed for one in found),
        "added": sum(len(one.added) for one in found),
    }
    told: dict[Kind, list[Entry]] = {kind: [one for one in entries if one.kind == kind][:most] for kind in KINDS}
    return Comparison(
        old=old.title,
        new=new.title,
        records=counts,
        cells=sum(len(field.old) for one in found for field in one.fields),
        projects=_counted(entries, gone, came),
        tables=[
            TableCount(
                table=one.table,
                counts={"removed": len(one.removed), "changed": one.changed, "added": len(one.added)},
            )
            for one in found
            if len(one.removed) or len(one.added) or one.fields
        ],
        totals=totals(before, after, {one.place for one in entries}, unread),
        entries=[one for kind in KINDS for one in told[kind]],
        left_out={kind: counts[kind] - sum(one.rows for one in told[kind]) for kind in KINDS},
        unread=unread,
        names=place_names(before, after, {one.place for one in entries}),
    )


def _told(frames: Frames, tables: Mapping[str, Table], unread: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The frames without rows of files that the other side may have and could not be read."""
    found = {}
    for name, table in tables.items():
        frame = frames.get(name)
        if frame is None:
            columns = [*table.context, *table.names, "_file", "_row"]
            frame = pd.DataFrame({one: [] for one in columns}, dtype=object)
        if unread and len(frame):
            files = frame["_file"].astype(object)
            refused = files.isin(unread) | files.str.startswith(tuple(f"{one}/" for one in unread))
            frame = frame[~refused]
        found[name] = frame.reset_index(drop=True)
    return found


# One table.


class _Rows:
    """The rows of one side that the other may not have word for word, and their positions among all."""

    def __init__(self, frame: pd.DataFrame, differing: Mapping[str, Positions]) -> None:
        self.places = np.flatnonzero(_perhaps(frame, differing))
        self.frame = frame if len(self.places) == len(frame) else frame.take(self.places).reset_index(drop=True)


def _perhaps(frame: pd.DataFrame, differing: Mapping[str, Positions]) -> npt.NDArray[np.bool_]:
    """Which rows are not known to stand on the other side, too."""
    perhaps = np.ones(len(frame), dtype=np.bool_)
    if not differing or not len(frame):
        return perhaps
    numbers, files = pd.factorize(frame["_file"])
    rows = frame["_row"].to_numpy(dtype="int64")
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers, minlength=len(files)))
    for file, own in zip(files, np.split(order, ends[:-1]), strict=True):
        if file in differing:
            perhaps[own] = np.isin(rows[own], differing[file])
    return perhaps


def _table(table: Table, old: _Rows, new: _Rows) -> _Table:
    """What a table differs in."""
    keys, others = _keys(table, old.frame), _keys(table, new.frame)
    place = others.get_indexer(keys) if len(keys) and len(others) else np.full(len(keys), -1)
    kept = np.flatnonzero(place >= 0)
    there = np.zeros(len(others), dtype=np.bool_)
    there[place[kept]] = True
    own = [one for one in table.fields if one.name not in table.primary_key]
    fields = [found for one in own if (found := _field(one, old, new, kept, place[kept])) is not None]
    removed, added = old.places[place < 0], new.places[~there]
    return _Table(table=table, removed=removed, added=added, fields=fields)


def _keys(table: Table, frame: pd.DataFrame) -> pd.Index:
    """What identifies each row; of rows that say the same of themselves, the first is the first on the other side."""
    parts = [_key(frame[name], name in table.names and table.field(name).type == "integer") for name in table.key]
    whole = pc.binary_join_element_wise(*parts, pa.scalar(_BETWEEN, pa.large_string()))
    keys = pd.Index(whole.to_numpy(zero_copy_only=False), dtype=object)
    if keys.is_unique:
        return keys
    number = pd.Series(keys).groupby(keys, sort=False).cumcount().to_numpy()
    return pd.Index([f"{key}{_BETWEEN}{one}" if one else key for key, one in zip(keys, number, strict=True)])


def _key(column: pd.Series, number: bool) -> Any:
    text = _texts(column)
    return pc.replace_substring_regex(text, pattern=r"^0+(\d)", replacement=r"\1") if number else text


def _texts(column: pd.Series) -> Any:
    """A column as an Arrow array of text, missing as empty."""
    array = pa.array(column.array)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return pc.fill_null(array.cast(pa.large_string()), "")


def _field(field: Field, old: _Rows, new: _Rows, kept: Positions, place: Positions) -> _Changed | None:
    """The cells of a field that differ, of the rows that both sides have."""
    if not len(kept):
        return None
    before = _texts(old.frame[field.name]).take(pa.array(kept))
    after = _texts(new.frame[field.name]).take(pa.array(place))
    differ = np.flatnonzero(pc.not_equal(before, after).to_numpy(zero_copy_only=False))
    if not len(differ):
        return None
    left, right = before.take(pa.array(differ)).to_pylist(), after.take(pa.array(differ)).to_pylist()
    if field.numeric:
        other = np.array([not _one_number(*pair) for pair in zip(left, right, strict=True)], dtype=np.bool_)
        left = [one for one, kept_ in zip(left, other, strict=True) if kept_]
        right = [one for one, kept_ in zip(right, other, strict=True) if kept_]
        differ = differ[other]
    if not len(differ):
        return None
    return _Changed(field=field, old=old.places[kept[differ]], new=new.places[place[differ]], before=left, after=right)


def _one_number(old: str, new: str) -> bool:
    """Whether two texts are one number: 12.50 and 12.5."""
    try:
        return bool(old and new) and len(old) < 40 and len(new) < 40 and Decimal(old) == Decimal(new)
    except InvalidOperation:
        return False


# Projects: what goes or comes with all its rows is one thing.


def _projects(frames: Frames, tables: Mapping[str, Table]) -> pd.Index:
    """The keys of the projects that some record tells of."""
    found = []
    for name, table in tables.items():
        if table.primary_key[0] == "project_code" and len(frames[name]):
            parts = [_texts(frames[name][one]) for one in (*CONTEXT, "project_code")]
            whole = pc.binary_join_element_wise(*parts, pa.scalar(_BETWEEN, pa.large_string()))
            found.append(pc.unique(whole))
    every = pc.unique(pa.concat_arrays(found)).to_pylist() if found else []
    return pd.Index(every, dtype=object)


def _known(keys: pd.Index) -> Projects:
    """Projects of their keys: department-year and code."""
    parts = (key.split(_BETWEEN) for key in keys)
    return frozenset((Place(division, int(year), department), code) for division, year, department, code in parts)


def _counted(entries: Sequence[Entry], gone: Projects, came: Projects) -> dict[Kind, int]:
    """How many projects went, changed and came as a whole."""
    changed = {(one.place, one.project) for one in entries if one.kind == "changed" and one.project}
    return {"removed": len(gone), "changed": len(changed - gone - came), "added": len(came)}


# Entries.


@dataclass(frozen=True, kw_only=True)
class _Whole:
    """What one side has and the other has not, put together where a whole project or department-year is meant."""

    kind: Kind
    frames: Frames
    places: frozenset[Place]
    projects: Mapping[tuple[Place, str], str]  # → the folder in which the same code stands on the other side

    def entries(self, found: Sequence[_Table], names: Names) -> Iterator[Entry]:
        """The entries of a kind."""
        folders: dict[Place, int] = defaultdict(int)
        wholes: dict[tuple[Place, str], int] = defaultdict(int)
        for one in found:
            positions = one.removed if self.kind == "removed" else one.added
            if not len(positions):
                continue
            rows = self.frames[one.table.name].iloc[positions]
            alone = []
            for position, (place, code) in enumerate(_owners(one.table, rows)):
                if place in self.places:
                    folders[place] += 1
                elif (place, code) in self.projects:
                    wholes[place, code] += 1
                else:
                    alone.append(position)
            yield from _records(self.kind, one.table, rows.iloc[alone], names)
        if not folders and not wholes:
            return
        money, called = amounts(self.frames), _called(self.frames)
        for place, count in folders.items():
            own = [one for (whose, _), one in money.items() if whose == place and one is not None]
            yield Entry(
                kind=self.kind,
                level="folder",
                place=place,
                rows=count,
                amount=sum(own) if own else None,
                file=place.path,
            )
        for (place, code), count in wholes.items():
            yield Entry(
                kind=self.kind,
                level="project",
                place=place,
                record=code,
                project=code,
                name=called.get((place, code), ""),
                rows=count,
                amount=money.get((place, code)),
                file=place.path,
                elsewhere=self.projects[place, code],
            )


def _entries(
    found: Sequence[_Table],
    old: Frames,
    new: Frames,
    gone: Projects,
    came: Projects,
    places: tuple[frozenset[Place], frozenset[Place]],
    tables: Mapping[str, Table],
) -> Iterator[Entry]:
    """All entries, in no order."""
    names = Names(old), Names(new)
    kinds: tuple[Kind, Kind] = ("removed", "added")
    for kind, frames, here, there, called, (mine, other) in (
        (kinds[0], old, gone, came, names[0], places),
        (kinds[1], new, came, gone, names[1], places[::-1]),
    ):
        folders = {code: place.path for place, code in there}
        whole = {key: folders.get(key[1], "") for key in here}
        side = _Whole(kind=kind, frames=frames, places=mine - other, projects=whole)
        yield from side.entries(found, called)
    for one in found:
        yield from _changes(one, old[one.table.name], new[one.table.name], names[1])


def _places(frames: Frames, tables: Mapping[str, Table]) -> frozenset[Place]:
    """The department-years that hold anything; what the finance bureau waives in one is not in it."""
    found: set[Place] = set()
    for name, table in tables.items():
        frame = frames[name]
        if table.context and len(frame) and name not in ("waivers", "withdrawn"):
            columns = frame[list(CONTEXT)].drop_duplicates()
            rows = zip(*(columns[one].tolist() for one in CONTEXT), strict=True)
            found |= {Place(division, int(year), department) for division, year, department in rows}
    return frozenset(found)


def _owners(table: Table, rows: pd.DataFrame) -> list[tuple[Place, str]]:
    """The department-year and the project of each row; empty where it belongs to none."""
    if not table.context:
        return [(Place("", 0, ""), "")] * len(rows)
    code = rows["project_code"].fillna("").tolist() if table.primary_key[:1] == ("project_code",) else [""] * len(rows)
    columns = (rows[one].tolist() for one in CONTEXT)
    return [
        (Place(division, int(year), department), one)
        for division, year, department, one in zip(*columns, code, strict=True)
    ]


def _called(frames: Frames) -> dict[tuple[Place, str], str]:
    """What each project is called."""
    found: dict[tuple[Place, str], str] = {}
    for name in ("self_evaluations", "goals"):
        rows = frames[name][[*CONTEXT, "project_code", "project_name"]].dropna()
        columns = (rows[one].tolist() for one in rows.columns)
        for division, year, department, code, called in zip(*columns, strict=True):
            found[Place(division, int(year), department), code] = called
    return found


def _records(kind: Kind, table: Table, rows: pd.DataFrame, names: Names) -> Iterator[Entry]:
    """An entry a row."""
    if rows.empty:
        return
    own = zip(
        _owners(table, rows),
        records_of(table, rows),
        names.of(table, rows),
        rows["_file"].tolist(),
        rows["_row"].tolist(),
        strict=True,
    )
    for (place, code), record, name, file, row in own:
        yield Entry(
            kind=kind,
            level="record",
            place=place,
            table=table,
            record=record,
            name=name,
            project=code,
            file=file,
            row=int(row) or None,
        )


def _changes(found: _Table, old: pd.DataFrame, new: pd.DataFrame, names: Names) -> Iterator[Entry]:
    """An entry a record that both sides have and that is another now, with its cells in the order of the fields."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for one in found.fields:
        for position, before, after in zip(one.new.tolist(), one.before, one.after, strict=True):
            cells[position].append(Cell(field=one.field, old=before, new=after))
    positions = sorted(cells)
    for position, entry in zip(positions, _records("changed", found.table, new.iloc[positions], names), strict=True):
        yield replace(entry, cells=tuple(cells[position]))


def _rank(entry: Entry) -> tuple[object, ...]:
    """Losses first; whole department-years before projects before records; the most money first."""
    return (
        _ORDER.index(entry.kind),
        _LEVELS.index(entry.level),
        -(entry.amount or 0) if entry.level != "record" else -moved(entry),
        entry.place,
        entry.project,
        entry.file,
        entry.row or 0,
    )


def moved(entry: Entry) -> int:
    """The money by which the most changed amount of a record changes, in millionths of 万元."""
    steps = [_micro(one.new) - _micro(one.old) for one in entry.cells if one.field.unit == "万元"]
    return max(map(abs, steps), default=0)


def _micro(text: str) -> int:
    try:
        return int(Decimal(text) * MICRO) if text and len(text) < 30 else 0
    except (InvalidOperation, ValueError, OverflowError):
        return 0
