"""Codes within and across tables: cut or misspelt, under the name of another column, given twice, pointing nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from generator.check.composing import row_findings
from generator.check.exchanged import Exchanged, exchanged
from generator.check.hanging import RefusedCells, codes_of
from generator.check.keys import (
    NUMBERED,
    Lacking,
    Refused,
    RowFault,
    bureaus,
    collisions,
    duplicates,
    orphans,
    statements,
    strangers,
    unique,
)
from generator.check.misplaced import OF_PROJECTS, of_last_year, of_others, told_once
from generator.check.packages import package_finding
from generator.check.rounding import perhaps_cut, rounded
from generator.check.settled import Settled, Sought
from generator.check.spelling import misspelt
from generator.core.data import Loaded
from generator.core.finding import Finding
from generator.core.frames import Frames
from generator.core.naming import Names
from generator.core.package import Package
from generator.core.schema import Table
from generator.facts.disclosure import HELD

_HELD_TABLES = frozenset(name for held in HELD.values() for name in held.tables)
# Frames, tables and names of codes → a table, a fault in it, and the labels of the rows that it stands for.
Seeker = Callable[
    [Mapping[str, pd.DataFrame], Mapping[str, Table], Collection[str]], Iterator[tuple[str, RowFault, list[int]]]
]


def _codes(
    loaded: Loaded, names: Names, wrong: RefusedCells, frames: Mapping[str, pd.DataFrame], seek: Seeker
) -> list[Finding]:
    """Codes that a spreadsheet has cut, or that are spelt otherwise elsewhere; their cells are noted in wrong."""
    tables, faults = loaded.catalogue.tables, defaultdict(list)
    for name, fault, labels in [*seek(frames, tables, codes_of(tables))]:
        faults[name].append(fault)
        wrong.add(name, fault.field, loaded.frames[name].index.get_indexer(labels))
    return [one for name, own in faults.items() for one in row_findings(tables[name], loaded.frames[name], names, own)]


def cut_codes(loaded: Loaded, names: Names, wrong: RefusedCells, settled: Settled) -> list[Finding]:
    """Codes that a spreadsheet has cut, or that are spelt in several ways; their cells are noted in wrong."""
    lost = bool(lost_codes(loaded, wrong))
    word = settled.word("codes", loaded.catalogue.tables) if not lost else ""
    if settled.nothing(word):
        return []
    found = [] if settled.free("cut", perhaps_cut) else _codes(loaded, names, wrong, loaded.frames, rounded)
    sought = Sought(frames=without_refused(loaded, wrong))
    if not lost and not found:
        sought = settled.by_folder("spelt", loaded.catalogue.tables)
    if sought.some:
        found += _codes(loaded, names, wrong, sought.frames, misspelt)
    if not found:
        settled.note(word)
        for one in sought.words.values():
            settled.note(one)
    return found


def lost_codes(loaded: Loaded, wrong: RefusedCells) -> Mapping[str, Sequence[str]]:
    """The fields of tables in which codes were refused."""
    lost: dict[str, list[str]] = {}
    for name, table in loaded.catalogue.tables.items():
        codes = {*table.primary_key, *(one for key in table.foreign_keys for one in key.fields)}
        if own := [field for field, _ in wrong.of(name) if field in codes]:
            lost[name] = own
    return lost


def exchanged_columns(
    loaded: Loaded, names: Names, wrong: RefusedCells, cells: Sequence[Finding], settled: Settled
) -> tuple[list[Finding], set[tuple[str, str]]]:
    """Files with columns under each other's names, or of the year before, and the columns (file, field) it explains.

    Their cells are noted in wrong. ``cells``: what was found in cells; files that stand askew are told there.
    """
    tables, faults = loaded.catalogue.tables, defaultdict(list)
    troubled = _files_of(loaded.frames, tables, wrong)  # whether a cell is refused hangs on the profile, too
    sought = settled.by_bureau("exchanged", troubled)
    askew = {one.file for one in cells if one.code in ("S10", "L06")}
    explained: set[tuple[str, str]] = set()
    refused = {name: {field for field, _ in wrong.of(name)} for name in tables}
    found = (
        [*exchanged(sought.frames, tables, refused), *of_last_year(sought.frames, tables, refused)]
        if sought.some
        else []
    )
    settled.note_bureaus(sought, [*troubled, *(_file(loaded, one) for one in found)])
    strangers_word = settled.word("strangers", OF_PROJECTS)
    if not settled.nothing(strangers_word):
        others = [*of_others(loaded.frames, tables, refused)]
        if not others and not any(refused.values()):
            settled.note(strangers_word)
        found += others
    kept: list[Exchanged] = []
    for one in found:
        frame, file = loaded.frames[one.table], _file(loaded, one)
        if file in askew:
            continue
        kept.append(one)
        explained |= {(file, field) for field in one.fields}
        for field in one.fields:
            wrong.add(one.table, field, frame.index.get_indexer(one.labels))
    for one in told_once(kept, tables):
        faults[one.table].append(one.fault)
    told = [(tables[name], loaded.frames[name], own) for name, own in faults.items()]
    return [one for table, frame, own in told for one in row_findings(table, frame, names, own)], explained


def _file(loaded: Loaded, one: Exchanged) -> str:
    """The file that a fault of a whole file is about."""
    return str(loaded.frames[one.table].loc[one.fault.label, "_file"])


def _files_of(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], wrong: RefusedCells) -> set[str]:
    """The files of department-years in which a cell was refused."""
    placed = [name for name, table in tables.items() if table.context]
    return {str(file) for name in placed for _, places in wrong.of(name) for file in frames[name]["_file"].iloc[places]}


def without_refused(loaded: Loaded, wrong: RefusedCells) -> Frames:
    """The frames as read without the codes that were refused: nothing points to them, and they point to nothing."""
    frames = Frames(loaded.frames)
    for name, lost in lost_codes(loaded, wrong).items():
        for field, positions in wrong.of(name):
            if field in lost:
                mask = np.zeros(len(frames[name]), dtype=np.bool_)
                mask[positions] = True
                frames[name] = frames[name].assign(**{field: frames[name][field].mask(mask)})
    return frames


def key_findings(
    loaded: Loaded,
    whole: Frames,
    frames: Frames,
    names: Names,
    refused: Refused,
    lacking: Lacking,
    settled: Settled,
) -> Iterator[Finding]:
    """Keys within and across tables, and codes that would share an address; whole: the frames without refused codes."""
    tables = loaded.catalogue.tables
    for name, table in tables.items():
        word = settled.word(f"keys {name}", (name, *(key.table for key in table.foreign_keys)))
        if not whole.rows(name) or settled.nothing(word):
            continue
        raw = whole[name]
        numbers = {one: frames[name][one] for one in table.primary_key if table.field(one).type in ("integer", "year")}
        wrong = [
            *duplicates(table, raw.assign(**numbers) if numbers else raw),  # 1 and 01 are one number
            *unique(table, raw),
            *orphans(table, whole, tables, refused, lacking),
        ]
        if not wrong and not lacking:  # what one table lacks is told once, of the first that points to it
            settled.note(word)
        yield from row_findings(table, loaded.frames[name], names, wrong)
    clashes: dict[str, list[RowFault]] = defaultdict(list)
    word = settled.all_of("statements", ("statements", "reported_figures"))
    told = [] if settled.nothing(word) else [*statements(whole)]
    if not told:
        settled.note(word)
    for name, fault in told:
        clashes[name].append(fault)
    for name, fault in bureaus(whole):
        clashes[name].append(fault)
    for codes in NUMBERED:
        word = settled.word(f"collisions {codes.field}", codes.tables)
        found = [] if settled.nothing(word) else [*collisions(codes, whole)]
        if not found:
            settled.note(word)
        for name, fault in found:
            clashes[name].append(fault)
    for name, faults in clashes.items():
        yield from row_findings(tables[name], loaded.frames[name], names, faults)


def untold_tables(refused: Refused, lacking: Lacking, findings: Collection[Finding]) -> Refused:
    """The tables of which nothing is known, or all has been told, and where: those of forms with faults, too."""
    names = {*refused, *lacking, *_HELD_TABLES}
    forms = {(one.division, one.year, one.department) for one in findings if one.code == "P02"}
    return {name: frozenset({*refused.get(name, ()), *lacking.get(name, ()), *forms}) for name in names}


def unregistered(
    packages: tuple[Package, ...], frames: Mapping[str, pd.DataFrame], refused: Refused
) -> Iterator[Finding]:
    """Folders named by a division or a bureau that is not registered."""
    for package, title, value, table in strangers(packages, frames, refused):
        yield package_finding(
            package,
            "K02",
            f"文件夹名「{value}」不在 common/{table}.csv 登记的{title}里。",
            f"请改正文件夹名，或请财政部门先在 common/{table}.csv 登记。",
            title=title,
            value=value,
            expected=f"已登记的{title}",
        )
