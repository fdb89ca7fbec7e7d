"""What bureaus say to warnings and flags, put beside them; a reply to nothing is itself a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from generator.check.keys import Refused
from generator.check.packages import package_finding
from generator.check.waivers import Surely
from generator.core.characters import shortened
from generator.core.finding import Finding
from generator.core.naming import records_of, texts
from generator.core.package import Package, Reply
from generator.core.schema import CONTEXT, Table
from generator.load.names import waivers_place
from generator.rules import RULES

_JOINT = "＋"  # between the parts of a key
_SUBJECT = "subject_department"  # whom a row of the finance bureau's folder is about
Place = tuple[str, int | None, str, str, str]  # division, fiscal year, folder, rule, table


def replied(
    findings: Iterable[Finding],
    packages: tuple[Package, ...],
    tables: Mapping[str, Table],
    frames: Mapping[str, pd.DataFrame],
    surely: Surely,
    refused: Refused,
) -> Iterator[Finding]:
    """The findings with the replies to them, then what is wrong with the replies themselves.

    A reply names a record of the bureau's own folder, or one of another folder that is about the bureau, as the finance
    bureau's evaluations are; in full or by the first part of its key, as waivers do. ``surely``: whether a rule has
    judged all that a division-year has; a reply to another one may be of use. ``refused``: where records could not be
    read.
    """
    places: dict[Place, dict[str, Reply]] = {}
    spoken = _spoken(packages, tables, frames)
    faults: list[Finding] = []
    known: list[tuple[Package, Reply]] = []
    for package in packages:
        for reply in package.replies:
            rule = RULES.get(reply.rule)
            if rule is None or rule.severity == "error":
                faults.append(package_finding(package, "P04", *_refused(package, reply, rule is None), about=reply))
                continue
            if reply.table not in tables:  # the form itself has been refused
                continue
            folders = spoken[reply.table].folders(package, reply.record)
            if not folders and _unread(package, reply, refused):
                continue
            if not folders:
                message = f"部门说明里的记录「{shortened(reply.record)}」在{tables[reply.table].title}表中找不到。"
                hint = "请核对表名与记录编码；只能说明本部门的记录，或其他文件夹里以本部门为对象的记录。"
                faults.append(package_finding(package, "P04", message, hint, about=reply))
                continue
            known.append((package, reply))
            for folder in folders:
                place: Place = (package.division, package.fiscal_year, folder, reply.rule, reply.table)
                places.setdefault(place, {}).setdefault(reply.record, reply)
    used: set[int] = set()
    for finding in findings:
        where: Place = (finding.division, finding.year, finding.department, finding.code, finding.table)
        replies = places.get(where, {})
        reply_ = replies.get(finding.record) or replies.get(finding.record.partition(_JOINT)[0])
        if reply_ is None or finding.severity == "error":
            yield finding
        else:
            used.add(id(reply_))
            yield replace(finding, reply=reply_)
    yield from faults
    for package, reply in known:
        if id(reply) not in used and surely(reply.rule, *package.key[:2]):
            message = f"部门说明没有用上：{reply.rule}，{reply.table}，记录「{reply.record}」现在没有这条提示。"
            hint = "数据已改正时请删除这条说明；否则请核对规则代码。"
            yield package_finding(package, "P04", message, hint, severity="warning", about=reply)


def _spoken(
    packages: Iterable[Package], tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]
) -> Mapping[str, _Records]:
    """By table, the records that some reply may speak of: by the first part of their keys."""
    named: dict[str, set[str]] = {}
    for package in packages:
        for reply in package.replies:
            named.setdefault(reply.table, set()).add(reply.record.partition(_JOINT)[0])
    spoken: dict[str, _Records] = {}
    for name in named.keys() & tables.keys():
        first = frames[name][tables[name].primary_key[0]].astype("str")
        parted = first.str.contains(_JOINT, regex=False).fillna(False)
        spoken[name] = _Records(tables[name], frames[name][first.isin(named[name]) | parted])
    return spoken


def _unread(package: Package, reply: Reply, refused: Refused) -> bool:
    """Whether the record may stand in what could not be read."""
    return any(place[:2] == package.key[:2] for place in refused.get(reply.table, ()))


def _refused(package: Package, reply: Reply, unknown: bool) -> tuple[str, str]:
    if unknown:
        hint = "请照检查结果里的规则代码填写，如 F02；全部代码见网站“方法说明”。"
        return f"部门说明里的规则「{shortened(reply.rule)}」不存在。", hint
    return (
        f"部门说明里的规则「{reply.rule}」是错误，不能只作说明。",
        f"请改正数据；原件如此须照登的，请财政部门写豁免（{waivers_place(package.division)}）。",
    )


class _Records:
    """The records of a table that replies may speak of, by division, fiscal year and name."""

    def __init__(self, table: Table, rows: pd.DataFrame) -> None:
        # In which folder each stands, and whom it is about.
        self._places: dict[tuple[str, int, str], list[tuple[str, str]]] = {}
        if not set(CONTEXT) <= set(rows.columns):
            return
        subjects = texts(rows[_SUBJECT]) if _SUBJECT in rows else [""] * len(rows)
        places = (rows[name].tolist() for name in CONTEXT)
        for division, year, folder, subject, record in zip(*places, subjects, records_of(table, rows), strict=True):
            for name in {record, record.partition(_JOINT)[0]}:
                self._places.setdefault((division, year, name), []).append((folder, subject))

    def folders(self, package: Package, record: str) -> list[str]:
        """The folders in which a record stands: the bureau's own before others that are about it."""
        found = self._places.get((package.division, package.fiscal_year, record), [])
        own = {folder for folder, _ in found if folder == package.department}
        return sorted(own or {folder for folder, subject in found if subject == package.department})
