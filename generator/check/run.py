"""One run of all checks: cells, keys, rules, waivers; findings in the order of files and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from generator.check.alike import ToldCell, alike
from generator.check.capping import MOST, capped, first_told
from generator.check.cells import ColumnFaults, type_column
from generator.check.composing import findings_of, row_findings
from generator.check.documents import HELD_AGAINST, documents
from generator.check.exchanged import Exchanged, exchanged
from generator.check.hanging import RefusedCells, codes_of, missed, refusals
from generator.check.judging import Found, Judging, permitted, runs
from generator.check.keys import (
    NUMBERED,
    Lacking,
    Refused,
    RowFault,
    bureaus,
    collisions,
    duplicates,
    few_and_distinct,
    orphans,
    statements,
    strangers,
    unique,
)
from generator.check.misplaced import OF_PROJECTS, of_last_year, of_others, told_once
from generator.check.originals import originals
from generator.check.packages import ahead, misnamed, package_finding, signed
from generator.check.privacy.gate import (
    RefusedTexts,
    known_numbers,
    look_ahead,
    refused_cells,
    refused_forms,
    refused_names,
    without_numbers,
)
from generator.check.privacy.personal import Known
from generator.check.privacy.sealed import sealed_names, without_names
from generator.check.privacy.searched import Searched
from generator.check.profiles import SPANS, spans
from generator.check.recalling import Noted, Recalling
from generator.check.remembering import Typing, keep, typing
from generator.check.replies import replied
from generator.check.rounding import perhaps_cut, rounded
from generator.check.settled import WHOSE, Settled, Sought
from generator.check.shapes import shapes
from generator.check.spelling import misspelt
from generator.check.waivers import Waivers, granted, still_there, waived
from generator.core.codes import UNFILLED
from generator.core.data import Checked, Loaded
from generator.core.facts import Facts
from generator.core.finding import SEVERITIES, Finding
from generator.core.frames import Frames, Later, rows_of
from generator.core.memory import FEW, text_type
from generator.core.naming import Names
from generator.core.package import NO_PROJECTS, Package
from generator.core.profile import profile_for
from generator.core.runs import Mask
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.core.sharing import here, shared
from generator.facts.departments import register
from generator.facts.disclosure import HELD
from generator.load.kept import Store
from generator.load.tables import no_rows
from generator.rules import RULES

_HELD_TABLES = frozenset(name for held in HELD.values() for name in held.tables)
_WORDS = ("scopes", "deadlines", "departments", "statements")
_ORIGIN = ("_file", "_row")  # where a row stands: the last columns of typed frames
# Frames, tables and names of codes → a table, a fault in it, and the labels of the rows that it stands for.
Seeker = Callable[
    [Mapping[str, pd.DataFrame], Mapping[str, Table], Collection[str]], Iterator[tuple[str, RowFault, list[int]]]
]


@dataclass(frozen=True, kw_only=True)
class _Codes:
    """What was found of codes within and across tables, and of what documents say of the records."""

    keys: Sequence[Finding]
    documents: Sequence[Finding]


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """What a process that did a part of the work noted, for what is kept."""

    asking: Noted
    settled: Mapping[str, str]


_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(SEVERITIES)}


def check(
    loaded: Loaded,
    *,
    today: date,
    rules: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
    store: Store | None = None,
) -> Checked:
    """Type the frames and find everything that is wrong or worth a look.

    ``rules``: the codes of those that are to run, and of what is held against the data beside them (P08 to P11); all,
    unless given. ``progress`` is called with the name of each table and rule before it runs. ``store``: where what was
    typed and said of unchanged files is taken from.
    """
    tables, packages = loaded.catalogue.tables, loaded.packages
    chosen = [rule for code, rule in RULES.items() if rules is None or code in rules]
    names = Names(loaded.frames)
    settled = Settled(store, loaded)
    known = known_numbers(loaded.frames, tables, packages, today, settled.numbers)
    departments = register(loaded.frames["departments"])
    unlisted = any(one.table == "departments" and one.severity == "error" for one in loaded.findings)
    holding, unfounded = granted(loaded.waivers, departments, unread=unlisted)
    wrong, waivers = RefusedCells(), Waivers(holding)
    frames, cells = _cells(loaded, names, progress, wrong, waivers, store)
    searched = Searched(store, today)
    private, sealed = _private(loaded, names, known, progress, wrong, searched)
    searched.keep()
    cut = _cut(loaded, names, wrong, settled)
    turned, explained = _exchanged(loaded, names, wrong, cells, settled)
    cells = [one for one in cells if (one.file, one.field) not in explained]
    cut += turned
    refused = refusals(loaded, wrong)
    whole = _without(loaded, wrong)
    for name, given_up in refused.given_up.items():
        whole[name], frames[name] = whole[name][~given_up], frames[name][~given_up]
    if refused.targets() or refused.given_up or _lost(loaded, wrong):
        settled = Settled(None, loaded)  # what is found hangs on more than the codes: nothing is taken or kept
    bare = Frames({name: _bare(table, frames) for name, table in tables.items()})
    sound = Frames({name: _sound(table, bare, settled) for name, table in tables.items()})
    facts = Facts(
        tables=sound, profiles=loaded.profiles, packages=packages, today=today, schemas=tables, waivers=holding
    )
    asking = Recalling(facts, loaded, store, names) if store is not None else None
    judging = Judging(chosen, facts, tables, names, frames, waivers=waivers, refused=refused, asking=asking)

    def against() -> _Codes:
        lacking: Lacking = defaultdict(set)
        keys = [*_keys(loaded, whole, frames, names, refused.targets(), lacking, settled)]
        if rules is not None and not HELD_AGAINST & {*rules}:
            return _Codes(keys=keys, documents=())
        untold = _untold(refused.targets(), lacking, loaded.findings)
        return _Codes(keys=keys, documents=_documents(loaded, facts, untold, settled))

    asked = judging.tasks(here(progress))
    tasks: list[Callable[[], _Codes | Mapping[str, Found]]] = [against, *asked]
    done = shared(
        "检查",
        tasks,
        lambda: _Noted(asking=judging.asking.noted(), settled=settled.known),
        beside=bool(asked) and judging.asking.beside,
    )
    if done.noted is not None:
        judging.asking.note(done.noted.asking)
        settled.take(done.noted.settled)
    judged = judging.judged(one for one in done.answers if not isinstance(one, _Codes))
    codes = next(one for one in done.answers if isinstance(one, _Codes))
    findings = [*refused_names(loaded.findings, known), *cells, *private, *cut, *codes.keys]
    findings += [*_strangers(packages, loaded.frames, refused.targets()), *ahead(packages, loaded.waivers, today)]
    findings += [*unfounded, *still_there(loaded.withdrawn, packages), *misnamed(packages, departments)]
    files = originals(loaded.originals, packages, known, store)
    findings += [*files.findings, *codes.documents]
    if rules is None or SPANS in rules:
        findings += spans(loaded.profiles, frames, unread="divisions" in refused.targets())
    settled.keep()
    said = missed(judged.findings, findings)
    findings = list(waived([*findings, *said], waivers, packages, judged.surely))
    findings = list(replied(findings, signed(packages, departments), tables, frames, judged.surely, refused.targets()))
    if sealed:
        findings = list(without_names(findings, sealed))
    findings = first_told(sorted(_masked(findings, known, everything=bool(private)), key=_place))
    return Checked(
        catalogue=loaded.catalogue,
        profiles=loaded.profiles,
        packages=packages,
        frames=bare,
        facts=facts,
        findings=tuple(findings),
        files=loaded.files,
        rows=loaded.rows,
        today=today,
        runs=runs(judged, findings, facts, tables=tables, refused=refused),
        originals=tuple(files.published),
    )


def _cells(
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


def _private(
    loaded: Loaded,
    names: Names,
    known: Known,
    progress: Callable[[str], None],
    wrong: RefusedCells,
    searched: Searched,
) -> tuple[list[Finding], frozenset[str]]:
    """What must not be published, in the forms and in the cells, which are noted in wrong; and the names under seal."""
    tables = loaded.catalogue.tables
    left = {name: searched.left(name, rows_of(loaded.frames, name)) for name in tables}
    wanted = sorted((name for name in tables if left[name]), key=lambda name: -left[name])  # the longest first
    look_ahead(loaded.frames, [tables[name] for name in tables if left[name]])
    show = here(progress)

    def search(name: str) -> RefusedTexts:
        show(f"{tables[name].title}：个人信息与密级标识")
        return refused_cells(tables[name], loaded.frames[name], known, searched)

    done = shared(
        "查找个人信息与密级标识",
        [partial(search, name) for name in wanted],
        lambda: searched.noted,
        beside=sum(left.values()) >= FEW,
    )
    searched.take(done.noted or frozenset())
    found = dict(zip(wanted, done.answers, strict=True))
    findings = list(
        refused_forms(loaded.packages, (*loaded.waivers, *loaded.withdrawn), known, loaded.unread, searched)
    )
    secret: dict[str, np.ndarray] = {}
    for name, table in tables.items():
        if name not in found:
            continue
        for field, places in found[name].cells.items():
            wrong.add(name, field, places)
        if len(found[name].secret):
            secret[name] = found[name].secret
        findings += row_findings(table, loaded.frames[name], names, found[name].faults)
    # What a project under seal is called is itself a secret.
    told = [replace(one, name="") if one.code == "S05" else one for one in findings]
    return told, sealed_names(loaded.frames, tables, secret) if secret else frozenset()


def _codes(
    loaded: Loaded, names: Names, wrong: RefusedCells, frames: Mapping[str, pd.DataFrame], seek: Seeker
) -> list[Finding]:
    """Codes that a spreadsheet has cut, or that are spelt otherwise elsewhere; their cells are noted in wrong."""
    tables, faults = loaded.catalogue.tables, defaultdict(list)
    for name, fault, labels in [*seek(frames, tables, codes_of(tables))]:
        faults[name].append(fault)
        wrong.add(name, fault.field, loaded.frames[name].index.get_indexer(labels))
    return [one for name, own in faults.items() for one in row_findings(tables[name], loaded.frames[name], names, own)]


def _cut(loaded: Loaded, names: Names, wrong: RefusedCells, settled: Settled) -> list[Finding]:
    """Codes that a spreadsheet has cut, or that are spelt in several ways; their cells are noted in wrong."""
    lost = bool(_lost(loaded, wrong))
    word = settled.word("codes", loaded.catalogue.tables) if not lost else ""
    if settled.nothing(word):
        return []
    found = [] if settled.free("cut", perhaps_cut) else _codes(loaded, names, wrong, loaded.frames, rounded)
    sought = Sought(frames=_without(loaded, wrong))
    if not lost and not found:
        sought = settled.by_folder("spelt", loaded.catalogue.tables)
    if sought.some:
        found += _codes(loaded, names, wrong, sought.frames, misspelt)
    if not found:
        settled.note(word)
        for one in sought.words.values():
            settled.note(one)
    return found


def _lost(loaded: Loaded, wrong: RefusedCells) -> Mapping[str, Sequence[str]]:
    """The fields of tables in which codes were refused."""
    lost: dict[str, list[str]] = {}
    for name, table in loaded.catalogue.tables.items():
        codes = {*table.primary_key, *(one for key in table.foreign_keys for one in key.fields)}
        if own := [field for field, _ in wrong.of(name) if field in codes]:
            lost[name] = own
    return lost


def _exchanged(
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


def _without(loaded: Loaded, wrong: RefusedCells) -> Frames:
    """The frames as read without the codes that were refused: nothing points to them, and they point to nothing."""
    frames = Frames(loaded.frames)
    for name, lost in _lost(loaded, wrong).items():
        for field, positions in wrong.of(name):
            if field in lost:
                mask = np.zeros(len(frames[name]), dtype=np.bool_)
                mask[positions] = True
                frames[name] = frames[name].assign(**{field: frames[name][field].mask(mask)})
    return frames


def _keys(
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


def _masked(findings: Sequence[Finding], known: Known, *, everything: bool) -> list[Finding]:
    """The findings without the personal numbers that they quote; rules quote texts, which were looked at before.

    ``everything``: some text holds such a number, so that what the rules quote needs a second look.
    """
    aside = [] if everything else [one for one in findings if one.code in RULES]
    return [*aside, *without_numbers((one for one in findings if everything or one.code not in RULES), known)]


def _bare(table: Table, frames: Frames) -> pd.DataFrame | Later:
    """A typed frame without the columns that say where its rows stand."""
    one = frames.held(table.name)
    if not isinstance(one, Later):
        return _without_origin(table, one)
    return Later(
        one.rows, lambda: _without_origin(table, one.frame), lambda rows: _without_origin(table, one.take(rows))
    )


def _without_origin(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:  # as most are in a small district
        return no_rows(table, typed=True, placed=False)
    return frame.iloc[:, : -len(_ORIGIN)]


def _sound(table: Table, frames: Frames, settled: Settled) -> pd.DataFrame | Later:
    """What rules see: one row a key, so that none has to ask which of two is meant; the others are errors already."""
    if not frames.rows(table.name) or settled.nothing(
        word := settled.word(f"one row a key {table.name}", [table.name])
    ):
        return frames.held(table.name)
    frame = frames[table.name]
    whole = not any(frame[name].isna().any() for name in table.key)
    if not (whole and few_and_distinct(frame, table.key)):
        key = frame[list(table.key)]
        kept = key.notna().all(axis=1) & ~key.duplicated()
        if not kept.all():
            return frame[kept]
    settled.note(word)
    return frame


def _documents(loaded: Loaded, facts: Facts, untold: Refused, settled: Settled) -> list[Finding]:
    """What documents and data say of each other: where there are records, and whose they are, is what they go by."""
    tables, packages = loaded.catalogue.tables, loaded.packages
    # Of some, their words count, too.
    counted = settled.all_of("documents", [name for name in _WORDS if name in facts.tables])
    # Of most tables it is asked whether a folder has rows; of others whose they are, or whether they name projects.
    declared = any(NO_PROJECTS in one.declares for one in packages)
    named = [name for name, one in tables.items() if declared or not one.context or {*WHOSE} & {*one.names}]
    there = settled.folders(tables)
    beside = (repr(packages), repr(sorted(untold.items())), counted, there)
    word = settled.word("documents", named, *beside) if counted and there else ""
    found = [] if settled.nothing(word) else [*documents(packages, facts, tables, untold)]
    if not found:
        settled.note(word)
    return found


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.file, finding.row or 0, _ORDER[finding.severity], finding.code)


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
    columns |= {name: raw[name] for name in _ORIGIN}
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


def _untold(refused: Refused, lacking: Lacking, findings: Collection[Finding]) -> Refused:
    """The tables of which nothing is known, or all has been told, and where: those of forms with faults, too."""
    names = {*refused, *lacking, *_HELD_TABLES}
    forms = {(one.division, one.year, one.department) for one in findings if one.code == "P02"}
    return {name: frozenset({*refused.get(name, ()), *lacking.get(name, ()), *forms}) for name in names}


def _strangers(
    packages: tuple[Package, ...], frames: Mapping[str, pd.DataFrame], refused: Refused
) -> Iterator[Finding]:
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
