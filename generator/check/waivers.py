"""Permissions to publish an original with a mistake as it is: errors with one become warnings that say so."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from generator.check.cells import UNFILLED
from generator.check.packages import package_finding
from generator.check.privacy.gate import UNWAIVABLE
from generator.core.codes import CODES
from generator.core.finding import Finding, Severity
from generator.core.package import Package, Waiver
from generator.core.schema import Table
from generator.rules import RULES

WAIVABLE = {*RULES, UNFILLED}
Place = tuple[str, int | None, str, str, str]  # division, fiscal year, folder, rule, table
Surely = Callable[[str, Package], bool]


_AS_IT_IS = "照登原件，复算值并列公布。"
_PERMITTED = {UNFILLED: "照登原件，标明“原件未填”。"}


class Waivers:
    """All waivers, met by what they are about: their place, their record and their field."""

    def __init__(self, packages: Iterable[Package]) -> None:
        self._known: dict[Place, dict[str, dict[str, tuple[Package, Waiver]]]] = {}
        self._all: list[tuple[Package, Waiver]] = []
        for package in packages:
            for waiver in package.waivers:
                records = self._known.setdefault((*package.key, waiver.rule, waiver.table), {})
                records.setdefault(waiver.record, {}).setdefault(waiver.field, (package, waiver))
                self._all.append((package, waiver))

    def at(self, place: Place) -> bool:
        """Whether there is any for what a rule finds in a table of a folder."""
        return place in self._known

    def of(self, place: Place, record: str, field: str) -> Waiver | None:
        """The one for a record's field; a record may be named in full or by the first part of its key."""
        records = self._known.get(place)
        if records is None:
            return None
        # The first part of the key is how people know a record.
        for name in (record, record.partition("＋")[0]):
            entries = records.get(name, {})
            if found := entries.get("") or entries.get(field):
                return found[1]
        return None

    def named(self, place: Place, record: str) -> bool:
        """Whether there is any for a record, whichever its field."""
        records = self._known.get(place, {})
        return record in records or record.partition("＋")[0] in records

    def unused(self, used: Container[int], surely: Surely, tables: Mapping[str, Table]) -> Iterator[Finding]:
        """A warning for each that nothing needs; ``used``: by identity."""
        for package, waiver in self._all:
            if waiver.rule in RULES and not surely(waiver.rule, package):
                continue
            if id(waiver) not in used and waiver.table in tables:  # otherwise the form itself has been refused
                message = f"豁免没有用上：{waiver.rule}，{waiver.table}，记录「{waiver.record}」。"
                yield package_finding(package, "P03", message, _unused(waiver), severity="warning", about=waiver)


def waived(
    findings: Iterable[Finding], waivers: Waivers, tables: Mapping[str, Table], surely: Surely
) -> Iterator[Finding]:
    """The findings, those with a waiver as warnings that say so; then the waivers that nothing needs.

    ``surely``: whether a rule has judged all that a package has, so that what it did not find is not there.
    """
    used: set[int] = set()
    for finding in findings:
        place = (finding.division, finding.year, finding.department, finding.code, finding.table)
        waiver = waivers.of(place, finding.record, finding.field) if finding.code in WAIVABLE else None
        if waiver is not None:
            used.add(id(waiver))
            level: Severity = "warning" if finding.severity == "error" else finding.severity
            yield replace(finding, severity=level, hint=_PERMITTED.get(finding.code, _AS_IT_IS), waiver=waiver)
        elif finding.code in UNWAIVABLE and waivers.named(place, finding.record):
            yield replace(finding, hint=f"这一类错误不能豁免。{finding.hint}")
        else:
            yield finding
    yield from waivers.unused(used, surely, tables)


def _unused(waiver: Waiver) -> str:
    """What to do with a waiver that waives nothing."""
    if waiver.rule in UNWAIVABLE:
        return "个人信息和密级标识不能豁免，请从数据中删除。"
    if waiver.rule in CODES and waiver.rule not in WAIVABLE:
        return "文件和单元格的写法问题不能豁免，请改正数据。"
    return "数据已改正时请删除这条豁免；否则请核对规则、表名与记录编码。"
