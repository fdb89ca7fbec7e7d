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
from generator.core.naming import records_of
from generator.core.package import Package, Reply
from generator.core.schema import Table
from generator.load.names import waivers_place
from generator.rules import RULES

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
    years: dict[tuple[str, str, int], pd.DataFrame] = {}
    records: dict[tuple[str, str, int, str], _Records] = {}
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
            key = (reply.table, *package.key)
            if key not in records:
                if key[:3] not in years:
                    years[key[:3]] = _of_year(frames[reply.table], *key[1:3])
                records[key] = _Records(tables[reply.table], years[key[:3]], package.department)
            folders = records[key].folders(reply.record)
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
        reply_ = replies.get(finding.record) or replies.get(finding.record.partition("＋")[0])
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


def _of_year(rows: pd.DataFrame, division: str, year: int) -> pd.DataFrame:
    rows = rows[rows["fiscal_year"] == year]
    return rows[rows["division"] == division]


class _Records:
    """The records of a table that a bureau may speak of, by name: in which folders each stands."""

    def __init__(self, table: Table, year: pd.DataFrame, department: str) -> None:
        self._own = self._places(table, year[year["department"] == department])
        about = year[year[_SUBJECT] == department] if _SUBJECT in year else year.iloc[:0]
        self._about = self._places(table, about)

    def folders(self, record: str) -> list[str]:
        """The folders in which a record stands: the bureau's own before others that are about it."""
        return sorted(self._own.get(record, ()) or self._about.get(record, ()))

    @staticmethod
    def _places(table: Table, rows: pd.DataFrame) -> Mapping[str, set[str]]:
        places: dict[str, set[str]] = {}
        for record, folder in zip(records_of(table, rows), rows["department"], strict=True):
            for name in (record, record.partition("＋")[0]):
                places.setdefault(name, set()).add(str(folder))
        return places
