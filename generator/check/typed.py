"""The cells of all tables: typed, and what is wrong with them told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from generator.check.alike import ToldCell, alike
from generator.check.capping import MOST, capped
from generator.check.cells import ColumnFaults, type_column
from generator.check.composing import findings_of, row_findings
from generator.check.hanging import RefusedCells
from generator.check.judging import permitted
from generator.check.remembering import Typing, keep, typing
from generator.check.shapes import shapes
from generator.check.waivers import Waivers
from generator.core.codes import UNFILLED
from generator.core.data import Loaded
from generator.core.finding import Finding
from generator.core.frames import Frames, Later, rows_of
from generator.core.memory import text_type
from generator.core.naming import Names
from generator.core.profile import profile_for
from generator.core.runs import Mask
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.load.kept import Store
from generator.load.tables import no_rows

ORIGIN = ("_file", "_row")  # where a row stands: the last columns of typed frames


def typed_cells(
    loaded: Loaded,
    names: Names,
    progress: Callable[[str], None],
    wrong: RefusedCells,
    waivers: Waivers,
    store: Store | None,
) -> tuple[Frames, list[Finding]]:
    """The typed frames, and a finding for each cell that is not of its type or breaks a constraint, noted in wrong."""
    frames = Frames()
    findings: list[Finding] = []
    for name, table in loaded.catalogue.tables.items():
        progress(table.title)
        frames[name], faults = _typed(table, loaded.frames, store)
        faults = {field: _asked(one, loaded, name, field) for field, one in faults.items()}
        for field, one in faults.items():
            wrong.add(name, field, one.unread)
        if faults:
            tables = loaded.catalogue.tables
            findings += _refused_cells(table, loaded.frames[name], names, faults, waivers, wrong, tables)
    return frames, findings


def _typed(
    table: Table, frames: Mapping[str, pd.DataFrame], store: Store | None
) -> tuple[pd.DataFrame | Later, dict[str, ColumnFaults]]:
    """The typed frame, and what is wrong with the cells of each field; ``store``: what was typed before.

    Where nothing is to be typed anew nothing is wrong, and the frame is made later, if anybody asks for it.
    """
    rows = rows_of(frames, table.name)
    how = typing(table, rows, store)
    if rows and not len(how.anew):
        return Later(
            rows,
            lambda: _columns(table, frames[table.name], how)[0],
            lambda places: _columns(table, Frames(frames).take(table.name, places), how.some(places))[0],
        ), {}
    frame, faults = _columns(table, frames[table.name], how)
    if rows:
        keep(how, frame, [one.positions for one in faults.values()], store)
    return frame, faults


def _columns(table: Table, raw: pd.DataFrame, how: Typing) -> tuple[pd.DataFrame, dict[str, ColumnFaults]]:
    if raw.empty:  # most tables of a small district
        return no_rows(table, typed=True), {}
    columns: dict[str, pd.Series] = {name: raw[name] for name in table.context}
    faults: dict[str, ColumnFaults] = {}
    for field in table.fields:
        columns[field.name], found = how.column(raw[field.name], field)
        if len(found):
            faults[field.name] = found
    columns |= {name: raw[name] for name in ORIGIN}
    return pd.DataFrame(columns, index=raw.index), faults


def _refused_cells(
    table: Table,
    raw: pd.DataFrame,
    names: Names,
    faults: Mapping[str, ColumnFaults],
    waivers: Waivers,
    wrong: RefusedCells,
    tables: Mapping[str, Table],
) -> Iterator[Finding]:
    """Findings about the shape of rows, then about the cells that it does not explain, then the blanks that may be."""
    left: dict[str, ColumnFaults] = {}
    blank: list[Finding] = []
    for name, one in faults.items():
        waived_ones = _blanks(table, raw, name, one, waivers)
        left[name] = one.without(waived_ones)
        blank += _told(table, raw, names, {name: one.only(waived_ones)}, MOST["warning"])
    there = {name: one for name, one in left.items() if len(one.positions)}
    yield from _left(table, raw, names, there, wrong, tables)
    yield from blank


def _asked(faults: ColumnFaults, loaded: Loaded, table: str, field: str) -> ColumnFaults:
    """The same without blanks in forms that don't have the field at all, as the profile or the whole column says."""
    raw = loaded.frames[table]
    if loaded.catalogue.tables[table].of_lists:
        faults = _without_columns(faults, raw)
    profiles = [one for one in loaded.profiles if field in one.lacking_fields.get(table, ())]
    if not profiles or not set(CONTEXT[:2]) <= set(raw.columns):
        return faults
    places = raw[list(CONTEXT[:2])].drop_duplicates()
    lacking = [
        (division, year)
        for division, year in places.itertuples(index=False)
        if profile_for(loaded.profiles, str(division), int(year)) in profiles
    ]
    here = pd.MultiIndex.from_frame(raw[list(CONTEXT[:2])]).isin(lacking)
    blank = np.zeros(len(raw), dtype=np.bool_)
    blank[faults.positions[faults.codes == UNFILLED]] = True
    return faults.without(np.asarray(here, dtype=np.bool_) & blank)


def _without_columns(faults: ColumnFaults, raw: pd.DataFrame) -> ColumnFaults:
    """The same without blanks of folders whose list has no such column: not one of its rows fills it."""
    blank = np.zeros(len(raw), dtype=np.bool_)
    blank[faults.positions[faults.codes == UNFILLED]] = True
    if not blank.any() or not {*CONTEXT} <= {*raw.columns}:
        return faults
    whole = pd.Series(blank, index=raw.index).groupby([raw[name] for name in CONTEXT], sort=False).transform("all")
    return faults.without(np.asarray(whole, dtype=np.bool_) & blank)


def _blanks(table: Table, raw: pd.DataFrame, name: str, faults: ColumnFaults, waivers: Waivers) -> Mask:
    """The rows in which a field is blank as the original is, by a waiver."""
    mask = np.zeros(len(raw), dtype=np.bool_)
    places = faults.positions[faults.codes == UNFILLED]
    if len(places):
        rows = raw.iloc[places]
        mask[places] = permitted(UNFILLED, table, rows, pd.Series(name, index=rows.index), waivers)
    return mask


def _left(
    table: Table,
    raw: pd.DataFrame,
    names: Names,
    faults: Mapping[str, ColumnFaults],
    wrong: RefusedCells,
    tables: Mapping[str, Table],
) -> Iterator[Finding]:
    """What shapes explain, the cells noted in wrong; then the other cells."""
    missing = {name: one.missing for name, one in faults.items() if len(one.missing)}
    found = shapes(table, raw, missing, {name: one.positions for name, one in faults.items()}, tables)
    yield from row_findings(table, raw, names, found.faults)
    for name, mask in found.explained.items():
        wrong.add(table.name, name, np.flatnonzero(mask))
    left = {
        name: one.without(found.explained[name]) if name in found.explained else one for name, one in faults.items()
    }
    yield from _told(table, raw, names, left, MOST["error"])


def _told(
    table: Table, raw: pd.DataFrame, names: Names, faults: Mapping[str, ColumnFaults], most: int
) -> Sequence[Finding]:
    """The first findings about cells, of each field and kind in a file; one where the same was done many times."""
    told: list[ToldCell] = []
    files = raw["_file"].to_numpy()
    for field, one in faults.items():
        kept = capped([files[one.positions], one.codes], most)
        for place, others in zip(kept.places.tolist(), kept.others, strict=True):
            position = int(one.positions[place])
            told.append(
                ToldCell(field=field, position=position, file=files[position], fault=one.fault(place), others=others)
            )
    told = alike(told, table, raw)
    return findings_of(
        table,
        raw.iloc[[one.position for one in told]],
        names,
        code=[one.fault.code for one in told],
        severity="error",
        field=[one.field for one in told],
        value=[one.fault.value for one in told],
        expected=[one.fault.expected for one in told],
        message=[one.fault.message for one in told],
        hint=[one.fault.hint + one.more for one in told],
        others=[one.others for one in told],
    )


def typed_frames(
    catalogue: Catalogue,
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    *,
    facts: tuple[str, int, str] = ("990001", 2023, "edu"),
) -> dict[str, pd.DataFrame]:
    """Every table as a typed frame, filled with example rows of raw cells; ValueError if a cell is not valid.

    Missing cells are empty; a row may give ``division``, ``fiscal_year`` and ``department`` itself.
    """
    frames: dict[str, pd.DataFrame] = {}
    text = text_type()
    for name, table in catalogue.tables.items():
        given = rows.get(name, ())
        unknown = {key for row in given for key in row} - {*table.names, *CONTEXT}
        if unknown:
            raise ValueError(f"{name} has no field {', '.join(sorted(unknown))}")
        if not given:
            frames[name] = no_rows(table, typed=True)
            continue
        columns: dict[str, pd.Series] = {}
        for key, default in zip(CONTEXT, facts, strict=True):
            if key in table.context:
                values = [row.get(key, str(default)) for row in given]
                columns[key] = pd.Series(values, dtype="int64" if key == "fiscal_year" else text)
        for field in table.fields:
            cells = pd.Series([row.get(field.name) or None for row in given], dtype=text)
            columns[field.name], faults = type_column(cells, field)
            told = [faults.fault(place) for place in range(len(faults))]
            wrong = [fault for fault in told if fault.code not in ("S02", UNFILLED)]
            if wrong:
                raise ValueError(f"{name}.{field.name}: {wrong[0].message}")
        columns["_file"] = pd.Series([f"data/example/{name}.csv"] * len(given), dtype=text)
        columns["_row"] = pd.Series(range(2, len(given) + 2), dtype="int64")
        frames[name] = pd.DataFrame(columns)
    return frames
