"""One run of all checks: cells, keys, rules, waivers; findings in the order of files and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from generator.check.cells import type_column
from generator.check.composing import Names, findings_of, row_findings
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
from generator.check.replies import replied
from generator.core.codes import CODES
from generator.core.data import Checked, Loaded
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.core.package import Package, Waiver
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.facts.basis import Facts
from generator.facts.figures import recompute
from generator.load.folder import Frames
from generator.rules import RULES, Rule

_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(SEVERITIES)}


def check(loaded: Loaded, *, today: date, progress: Callable[[str], None] = lambda _: None) -> Checked:
    """Type the frames and find everything that is wrong or worth a look.

    ``progress`` is called with the name of each table and rule before it runs.
    """
    tables = loaded.catalogue.tables
    findings = list(loaded.findings)
    frames = Frames()
    names = Names(tables, loaded.frames)
    for name, table in tables.items():
        progress(table.title)
        frames[name], found = _typed(table, loaded.frames[name], names)
        findings += found
    known = known_numbers(loaded.frames, tables, loaded.packages, today)
    private = list(refused_forms(loaded.packages, known))
    for name, table in tables.items():
        progress(f"{table.title}：个人信息与密级标识")
        faults = list(refused_cells(table, loaded.frames[name], known))
        private += row_findings(table, loaded.frames[name], names, faults)
    # What a project under seal is called is itself a secret.
    findings += [replace(one, name="") if one.code == "S05" else one for one in private]
    refused = _refused(loaded)
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
        findings += row_findings(table, raw, names, wrong)
    clashes: dict[str, list[RowFault]] = defaultdict(list)
    for name, fault in statements(loaded.frames):
        clashes[name].append(fault)
    for codes in NUMBERED:
        for name, fault in collisions(codes, loaded.frames):
            clashes[name].append(fault)
    for name, faults in clashes.items():
        findings += row_findings(tables[name], loaded.frames[name], names, faults)
    findings += _strangers(loaded.packages, loaded.frames, refused)
    findings += ahead(loaded.packages, today)
    sound = Frames({name: _sound(tables[name], frame) for name, frame in frames.items()})
    facts = Facts(tables=sound, profiles=loaded.profiles, packages=loaded.packages, today=today)
    for rule in RULES.values():
        if rule.table not in sound or sound[rule.table].empty:  # what a rule finds are rows of its own table
            continue
        progress(f"{rule.code} {rule.title}")
        findings += run_rule(rule, facts, tables, names)
    findings = list(_waived(findings, loaded.packages, tables))
    findings = list(replied(findings, loaded.packages, tables, frames))
    # Rules quote texts: they need no second look where none holds a number.
    aside = [] if private else [one for one in findings if one.code in RULES]
    findings = [*aside, *without_numbers((one for one in findings if private or one.code not in RULES), known)]
    return Checked(
        catalogue=loaded.catalogue,
        profiles=loaded.profiles,
        packages=loaded.packages,
        frames=Frames({name: frame.drop(columns=["_file", "_row"]) for name, frame in frames.items()}),
        recomputations=recompute(sound, loaded.profiles),
        findings=tuple(sorted(findings, key=_place)),
        files=loaded.files,
        rows=loaded.rows,
        today=today,
    )


def _sound(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """What rules see: one row a key, so that none has to ask which of two is meant; the others are errors already."""
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


def run_rule(rule: Rule, facts: Facts, tables: Mapping[str, Table], names: Names | None = None) -> list[Finding]:
    """What one rule finds in the typed tables."""
    found = rule.function(facts)
    if found.empty:
        return []
    table = tables[rule.table]
    default = rule.fields[0] if rule.fields else ""
    return findings_of(
        table,
        facts.tables[rule.table].loc[found.index],
        names or Names(tables, facts.tables),
        code=rule.code,
        severity=[level or rule.severity for level in found["severity"]],
        field=[one or default for one in found["field"]],
        value=found["value"].fillna("").tolist(),
        expected=found["expected"].fillna("").tolist(),
        message=found["message"].tolist(),
        hint=found["hint"].tolist(),
    )


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
    findings: Iterable[Finding], packages: tuple[Package, ...], tables: Mapping[str, Table]
) -> Iterator[Finding]:
    """Errors with a waiver become warnings that say so; a waiver that nothing needs is itself a warning."""
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
