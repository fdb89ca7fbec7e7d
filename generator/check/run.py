"""One run of all checks: cells, keys, rules, waivers; findings in the order of files and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from generator.check.cells import type_column
from generator.check.composing import Names, findings_of, row_findings
from generator.check.judging import judge, runs
from generator.check.keys import (
    NUMBERED,
    Place,
    Refused,
    RowFault,
    collisions,
    duplicates,
    orphans,
    statements,
    strangers,
    unique,
)
from generator.check.packages import ahead, package_finding
from generator.check.privacy.gate import UNWAIVABLE, known_numbers, refused_cells, refused_forms, without_numbers
from generator.check.privacy.personal import Known
from generator.check.replies import replied
from generator.core.codes import CODES
from generator.core.data import Checked, Loaded
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.core.package import Package, Waiver
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.facts.basis import Facts
from generator.load.folder import Frames
from generator.rules import RULES

_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(SEVERITIES)}


def check(
    loaded: Loaded,
    *,
    today: date,
    rules: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Checked:
    """Type the frames and find everything that is wrong or worth a look.

    ``rules``: the codes of those that are to run; all, unless given. ``progress`` is called with the name of each table
    and rule before it runs.
    """
    tables, packages = loaded.catalogue.tables, loaded.packages
    chosen = [rule for code, rule in RULES.items() if rules is None or code in rules]
    refused = _refused(loaded)
    names = Names(tables, loaded.frames)
    known = known_numbers(loaded.frames, tables, packages, today)
    frames, cells = _cells(loaded, names, progress)
    private = _private(loaded, names, known, progress)
    findings = [*loaded.findings, *cells, *private, *_keys(loaded, frames, names, refused)]
    findings += [*_strangers(packages, loaded.frames, refused), *ahead(packages, today)]
    bare = {name: frame.drop(columns=["_file", "_row"]) for name, frame in frames.items()}
    sound = Frames({name: _sound(tables[name], frame) for name, frame in bare.items()})
    facts = Facts(tables=sound, profiles=loaded.profiles, packages=packages, today=today, schemas=tables)
    judged = judge(chosen, facts, tables, names, frames, refused=refused, progress=progress)
    findings = list(_waived([*findings, *judged.findings], packages, tables, set(judged.looked)))
    findings = list(replied(findings, packages, tables, frames, set(judged.looked)))
    findings = _masked(findings, known, everything=bool(private))
    return Checked(
        catalogue=loaded.catalogue,
        profiles=loaded.profiles,
        packages=packages,
        frames=Frames(bare),
        facts=facts,
        findings=tuple(sorted(findings, key=_place)),
        files=loaded.files,
        rows=loaded.rows,
        today=today,
        runs=runs(judged, findings, frames, sound, tables=tables, packages=packages, refused=refused),
    )


def _cells(loaded: Loaded, names: Names, progress: Callable[[str], None]) -> tuple[Frames, list[Finding]]:
    """The typed frames, and a finding for each cell that is not of its type or breaks a constraint."""
    frames, findings = Frames(), []
    for name, table in loaded.catalogue.tables.items():
        progress(table.title)
        frames[name], found = _typed(table, loaded.frames[name], names)
        findings += found
    return frames, findings


def _private(loaded: Loaded, names: Names, known: Known, progress: Callable[[str], None]) -> list[Finding]:
    """What must not be published, in the forms and in the cells."""
    findings = list(refused_forms(loaded.packages, known))
    for name, table in loaded.catalogue.tables.items():
        progress(f"{table.title}：个人信息与密级标识")
        findings += row_findings(
            table, loaded.frames[name], names, list(refused_cells(table, loaded.frames[name], known))
        )
    # What a project under seal is called is itself a secret.
    return [replace(one, name="") if one.code == "S05" else one for one in findings]


def _keys(loaded: Loaded, frames: Frames, names: Names, refused: Refused) -> Iterator[Finding]:
    """Keys within and across tables, and codes that would share an address."""
    tables = loaded.catalogue.tables
    for name, table in tables.items():
        raw = loaded.frames[name]
        if raw.empty:
            continue
        numbers = {one: frames[name][one] for one in table.primary_key if table.field(one).type in ("integer", "year")}
        wrong = [
            *duplicates(table, raw.assign(**numbers)),  # 1 and 01 are one number
            *unique(table, raw),
            *orphans(table, loaded.frames, tables, refused),
        ]
        yield from row_findings(table, raw, names, wrong)
    clashes: dict[str, list[RowFault]] = defaultdict(list)
    for name, fault in statements(loaded.frames):
        clashes[name].append(fault)
    for codes in NUMBERED:
        for name, fault in collisions(codes, loaded.frames):
            clashes[name].append(fault)
    for name, faults in clashes.items():
        yield from row_findings(tables[name], loaded.frames[name], names, faults)


def _masked(findings: Sequence[Finding], known: Known, *, everything: bool) -> list[Finding]:
    """The findings without the personal numbers that they quote; rules quote texts, which were looked at before.

    ``everything``: some text holds such a number, so that what the rules quote needs a second look.
    """
    aside = [] if everything else [one for one in findings if one.code in RULES]
    return [*aside, *without_numbers((one for one in findings if everything or one.code not in RULES), known)]


def _sound(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """What rules see: one row a key, so that none has to ask which of two is meant; the others are errors already."""
    if frame.empty:
        return frame
    key = frame[list(table.key)]
    kept = key.notna().all(axis=1) & ~key.duplicated()
    return frame if kept.all() else frame[kept]


def _refused(loaded: Loaded) -> dict[str, frozenset[Place]]:
    """The tables of which a file could not be read, and where it lies."""
    files = {(one.table, one.file, (one.division, one.year, one.department)) for one in loaded.findings if one.table}
    places: dict[str, set[Place]] = defaultdict(set)
    for table, file, place in files:
        if not (loaded.frames[table]["_file"] == file).any():
            places[table].add(place)
    return {table: frozenset(some) for table, some in places.items()}


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.file, finding.row or 0, _ORDER[finding.severity], finding.code)


def _typed(table: Table, raw: pd.DataFrame, names: Names) -> tuple[pd.DataFrame, list[Finding]]:
    """The typed frame and a finding a refused cell."""
    columns: dict[str, pd.Series] = {name: raw[name] for name in table.context}
    findings: list[Finding] = []
    for field in table.fields:
        columns[field.name], faults = type_column(raw[field.name], field)
        if not faults:
            continue
        each = [fault for positions, fault in faults for _ in positions]
        findings += findings_of(
            table,
            raw.iloc[np.concatenate([positions for positions, _ in faults])],
            names,
            code=[fault.code for fault in each],
            severity="error",
            field=[field.name] * len(each),
            value=[fault.value for fault in each],
            expected=[fault.expected for fault in each],
            message=[fault.message for fault in each],
            hint=[fault.hint for fault in each],
        )
    columns["_file"], columns["_row"] = raw["_file"], raw["_row"]
    return pd.DataFrame(columns, index=raw.index), findings


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


def _waived(
    findings: Iterable[Finding], packages: tuple[Package, ...], tables: Mapping[str, Table], ran: Container[str]
) -> Iterator[Finding]:
    """Errors with a waiver become warnings that say so; a waiver that nothing needs is itself a warning.

    ``ran``: the codes of the rules that ran; what the others would have found, nobody knows.
    """
    waivers: dict[tuple[str, int | None, str, str, str], list[tuple[Package, Waiver]]] = {}
    for package in packages:
        for waiver in package.waivers:
            waivers.setdefault((*package.key, waiver.rule, waiver.table), []).append((package, waiver))
    used: set[int] = set()
    for finding in findings:
        place = (finding.division, finding.year, finding.department, finding.code, finding.table)
        for _, waiver in waivers.get(place, ()):
            # A record may be named in full or by the first part of its key, which is how people know it.
            named = waiver.record in (finding.record, finding.record.split("＋")[0])
            if named and finding.code in RULES and waiver.field in ("", finding.field):
                used.add(id(waiver))
                level: Severity = "warning" if finding.severity == "error" else finding.severity
                yield replace(finding, severity=level, hint="照登原件，复算值并列公布。", waiver=waiver)
                break
            if named and finding.code in UNWAIVABLE:
                yield replace(finding, hint=f"这一类错误不能豁免。{finding.hint}")
                break
        else:
            yield finding
    for package, waiver in (one for entries in waivers.values() for one in entries):
        if waiver.rule in RULES and waiver.rule not in ran:
            continue
        if id(waiver) not in used and waiver.table in tables:  # otherwise the form itself has been refused
            message = f"豁免没有用上：{waiver.rule}，{waiver.table}，记录「{waiver.record}」。"
            yield package_finding(package, "P03", message, _unused(waiver), severity="warning", about=waiver)


def _unused(waiver: Waiver) -> str:
    """What to do with a waiver that waives nothing."""
    if waiver.rule in UNWAIVABLE:
        return "个人信息和密级标识不能豁免，请从数据中删除。"
    if waiver.rule in CODES:
        return "文件和单元格的写法问题不能豁免，请改正数据。"
    return "数据已改正时请删除这条豁免；否则请核对规则、表名与记录编码。"


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
    text = pd.StringDtype("pyarrow", na_value=np.nan)
    for name, table in catalogue.tables.items():
        given = rows.get(name, ())
        unknown = {key for row in given for key in row} - {*table.names, *CONTEXT}
        if unknown:
            raise ValueError(f"{name} has no field {', '.join(sorted(unknown))}")
        columns: dict[str, pd.Series] = {}
        for key, default in zip(CONTEXT, facts, strict=True):
            if key in table.context:
                values = [row.get(key, str(default)) for row in given]
                columns[key] = pd.Series(values, dtype="int64" if key == "fiscal_year" else text)
        for field in table.fields:
            cells = pd.Series([row.get(field.name) or None for row in given], dtype=text)
            columns[field.name], faults = type_column(cells, field)
            wrong = [fault for _, fault in faults if fault.code != "S02"]
            if wrong:
                raise ValueError(f"{name}.{field.name}: {wrong[0].message}")
        columns["_file"] = pd.Series([f"data/example/{name}.csv"] * len(given), dtype=text)
        columns["_row"] = pd.Series(range(2, len(given) + 2), dtype="int64")
        frames[name] = pd.DataFrame(columns)
    return frames
