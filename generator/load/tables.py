"""Tables of a data folder: their files read, and a frame made of each.

Files that are the same as before are taken from what is kept, plain ones are parsed together, others read with care.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.core.frames import Later
from generator.core.memory import text_type
from generator.core.schema import CONTEXT, Table
from generator.load.csvfile import MAX_BYTES, read_csv
from generator.load.files import read_file
from generator.load.forms import MAX_BYTES as MAX_FORM_BYTES
from generator.load.kept import Slice, digest
from generator.load.plainfile import parsed, plain
from generator.load.reading import File, Place, Reading, Same, closed_to_us

_ENOUGH = 8 * 1024 * 1024  # bytes of a table's files that are kept before they are parsed


def read_table(reading: Reading, path: Place, table: Table, context: tuple[str, str, str]) -> None:
    """Read a file of a table, or note that it is kept, or that it can be parsed together with its neighbours."""
    if not reading.asks(path):
        return
    reading.files += 1
    parts = reading.parts.setdefault(table.name, [])
    if (same := _told_ahead(reading, path, table)) is not None:
        parts.append(Same(path=path, context=context, place=same))
        return
    try:
        content = read_file(path, MAX_BYTES)
    except OSError as error:
        reading.add(closed_to_us(error), path, table, context)
        return
    if (same := _same(reading, path, content, table)) is not None:
        parts.append(Same(path=path, context=context, place=same))
        return
    some = reading.lines(reading.below(path), content, table) if reading.lines is not None else None
    if some is not None and not len(some.rows):
        return
    lines = plain(content if some is None else some.content, table)
    if lines is not None:
        rows = np.arange(2, lines.rows + 2) if some is None else some.rows
        parts.append(File(path=path, context=context, lines=lines, rows=rows))
        reading.waiting[table.name] += len(lines.body)
        if reading.waiting[table.name] > _ENOUGH:
            reading.parts[table.name] = list(_cells(reading, table))
        return
    cells = (
        _careful(reading, path, content, table, context)
        if some is None
        else _careful(reading, path, some.content, table, context, some.rows)
    )
    if cells is not None:
        parts.append(cells)


def _told_ahead(reading: Reading, path: Place, table: Table) -> Slice | None:
    """Where the cells of a file are kept of which another process says that it is the same as before."""
    told = reading.store.told_ahead(reading.below(path)) if reading.store is not None else None
    return None if told is None else _found(reading, path, told, table)


def _same(reading: Reading, path: Place, content: bytes, table: Table) -> Slice | None:
    """Where the cells of a file are kept that is the same as when it was read before."""
    if reading.store is None or len(content) > MAX_BYTES:
        return None
    return _found(reading, path, digest(content), table)


def _found(reading: Reading, path: Place, content: str, table: Table) -> Slice | None:
    """Where the cells of a file with this digest are kept, which is noted."""
    if reading.store is None:
        return None
    if table.name not in reading.kept:
        schema = read_file(reading.data / "schemas" / f"{table.name}.yaml", MAX_FORM_BYTES)
        reading.schemas[table.name] = digest(schema)
        reading.kept[table.name] = reading.store.read(table.name, reading.schemas[table.name])
    shown = reading.shown(path)
    reading.digests[shown] = content
    return reading.kept[table.name].find(shown, content)


def _careful(
    reading: Reading,
    path: Place,
    content: bytes,
    table: Table,
    context: tuple[str, str, str],
    places: np.ndarray | None = None,
) -> pa.Table | None:
    """A file read with care; what is wrong with it goes to the findings. ``places``: the rows of an excerpt."""
    sheet = read_csv(content, table, reading.catalogue.tables)
    for problem in sheet.problems:
        reading.add(problem, path, table, context)
    if not sheet.cells:
        return None
    file = (reading.shown(path), context, len(sheet.rows))
    rows = np.array(sheet.rows)
    return _placed(pa.table(dict(sheet.cells)), table, [file], rows if places is None else places[rows - 2])


def _placed(
    cells: pa.Table, table: Table, files: Sequence[tuple[str, tuple[str, str, str], int]], rows: np.ndarray
) -> pa.Table:
    """The cells with what their folders say and where they stand; ``files``: path, context and number of rows."""
    owner = pa.array(np.repeat(np.arange(len(files)), [count for _, _, count in files]))
    columns = {}
    for position, name in enumerate(CONTEXT):
        if name in table.context:
            columns[name] = pa.array([context[position] for _, context, _ in files], pa.large_string()).take(owner)
    blank = pa.nulls(len(cells), pa.large_string())  # columns that only local forms have may be left out
    columns |= {name: cells[name] if name in cells.column_names else blank for name in table.names}
    columns["_file"] = pa.array([path for path, _, _ in files], pa.large_string()).take(owner)
    columns["_row"] = pa.array(rows, pa.int64())
    return pa.table(columns)


def _cells(reading: Reading, table: Table) -> Iterator[pa.Table]:
    """All cells of a table in the order of its files; neighbouring files with the same columns are parsed together."""
    parts = reading.parts.pop(table.name, [])
    del reading.waiting[table.name]
    for names, run in groupby(parts, key=_kind):
        files: list[Any] = list(run)
        if names == _KEPT:
            yield from _again(reading, table, files)
            continue
        if not names:
            yield from files
            continue
        cells = parsed([file.lines for file in files])
        if cells is None:
            for file in files:
                content = ",".join(names).encode() + b"\n" + file.lines.body
                if (whole := _careful(reading, file.path, content, table, file.context, file.rows)) is not None:
                    yield whole
            continue
        places = [(reading.shown(file.path), file.context, file.lines.rows) for file in files]
        yield _placed(cells, table, places, np.concatenate([file.rows for file in files]))


_KEPT = ("",)  # no column is called so


def _kind(part: pa.Table | File | Same) -> tuple[str, ...]:
    """What neighbouring files have in common that are taken together."""
    return part.lines.names if isinstance(part, File) else _KEPT if isinstance(part, Same) else ()


def rows_read(part: pa.Table | File | Same) -> int:
    """How many rows there are in what was read of a table."""
    if isinstance(part, File):
        return part.lines.rows
    return part.place.rows if isinstance(part, Same) else len(part)


def _again(reading: Reading, table: Table, files: Sequence[Same]) -> Iterator[pa.Table]:
    """The cells that are kept of some files, those that lie one behind the other in one piece."""
    cells = reading.kept[table.name].cells
    runs: list[list[Same]] = []
    for file in files:
        last = runs[-1][-1].place if runs else None
        if last is not None and last.first + last.rows == file.place.first:
            runs[-1].append(file)
        else:
            runs.append([file])
    for run in runs:
        piece = cells.slice(run[0].place.first, sum(file.place.rows for file in run))
        places = [(reading.shown(file.path), file.context, file.place.rows) for file in run]
        yield _placed(piece, table, places, piece["_row"].to_numpy())


def _some_again(reading: Reading, table: Table, files: Sequence[Same], rows: np.ndarray) -> pa.Table:
    """The cells that are kept of some rows of some files, by their positions in all of these; in ascending order."""
    before = np.array([file.place.first for file in files])
    counts = np.array([file.place.rows for file in files])
    first = np.cumsum(counts) - counts
    owners = np.searchsorted(first, rows, side="right") - 1
    piece = reading.kept[table.name].cells.take(pa.array(before[owners] + rows - first[owners]))
    own, counted = np.unique(owners, return_counts=True)
    places = [
        (reading.shown(files[one].path), files[one].context, count)
        for one, count in zip(own.tolist(), counted.tolist(), strict=True)
    ]
    return _placed(piece, table, places, piece["_row"].to_numpy()).combine_chunks()


def _keep(reading: Reading, table: Table, whole: pa.Table) -> None:
    """Tell the store the cells of files in which nothing was wrong."""
    if reading.store is None or table.name not in reading.kept:
        return
    wrong = {one.file for one in reading.findings if one.table == table.name}
    names = whole["_file"].dictionary_encode().combine_chunks()
    codes, paths = names.indices.to_numpy(), names.dictionary.to_pylist()
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    counts = np.diff(np.append(starts, len(codes)))
    if len(starts) != len(paths):  # a file's rows lie apart: nothing that is known of
        return
    files: dict[str, Slice] = {}
    known = 0
    for first, rows, code in zip(starts.tolist(), counts.tolist(), codes[starts].tolist(), strict=True):
        path = paths[code]
        if path not in wrong and path in reading.digests:
            files[path] = Slice(digest=reading.digests[path], first=first, rows=rows)
            known += rows if reading.kept[table.name].find(path, reading.digests[path]) else 0
    kept = whole.select([*table.names, "_row"])
    reading.store.saw(table.name, reading.schemas[table.name], files)
    reading.store.note(table.name, reading.schemas[table.name], kept, files, known)


def read_frame(reading: Reading, table: Table) -> pd.DataFrame | Later:
    """The frame of a table; of one in which no file is another, later, if anybody asks for it."""
    parts = reading.parts.get(table.name, [])
    same = [one for one in parts if isinstance(one, Same)]
    others = [one for one in parts if not isinstance(one, Same)]
    if same and all(isinstance(one, File) and not one.lines.rows for one in others):
        _see(reading, table, same)
        return Later(
            sum(one.place.rows for one in same),
            lambda: _made(table, _whole(list(_again(reading, table, same)))),
            lambda rows: _made(table, _some_again(reading, table, same, rows)),
        )
    cells = list(_cells(reading, table)) if parts else []
    if not cells:
        return no_rows(table)
    whole = _whole(cells)
    _keep(reading, table, whole)
    return _made(table, whole)


def _see(reading: Reading, table: Table, files: Sequence[Same]) -> None:
    """Tell the store where the rows of files lie, none of which is another."""
    if reading.store is None:
        return
    places: dict[str, Slice] = {}
    first = 0
    for one in files:
        places[reading.shown(one.path)] = replace(one.place, first=first)
        first += one.place.rows
    reading.store.saw(table.name, reading.schemas[table.name], places)


def _whole(parts: Sequence[pa.Table]) -> pa.Table:
    """One piece a column: what selects rows of many pieces is slow, and many small pieces scatter the memory."""
    return pa.concat_tables(parts).combine_chunks()


def _made(table: Table, whole: pa.Table) -> pd.DataFrame:
    """The frame of a table's cells."""
    text = text_type()
    columns: dict[str, Any] = {
        name: pd.array(whole[name], dtype=text) for name in (*table.context, *table.names, "_file")
    }
    if "fiscal_year" in table.context:
        columns["fiscal_year"] = columns["fiscal_year"].astype("int64")
    return pd.DataFrame({**columns, "_row": whole["_row"].to_numpy()})


def no_rows(table: Table, *, typed: bool = False, placed: bool = True) -> pd.DataFrame:
    """A frame of the table without rows, not to be changed: most tables of a small district have none.

    ``typed``: with numbers that are numbers; ``placed``: with the columns that say where a row stands.
    """
    return _no_rows(table.context, table.names, table.numbers if typed else (), placed, text_type().storage)


@cache
def _no_rows(
    context: tuple[str, ...], names: tuple[str, ...], numbers: tuple[str, ...], placed: bool, storage: str
) -> pd.DataFrame:
    """It is made once: to make one anew, or a copy, or to look at its types, takes pandas as long as to type rows."""
    text = pd.StringDtype(storage, na_value=np.nan)
    kinds: dict[str, Any] = dict.fromkeys((*context, *names), text) | dict.fromkeys(numbers, "Int64")
    kinds |= {"fiscal_year": "int64"} if "fiscal_year" in context else {}
    kinds |= {"_file": text, "_row": "int64"} if placed else {}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
