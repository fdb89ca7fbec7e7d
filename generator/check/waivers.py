"""Permissions to publish an original with a mistake as it is: errors with one become warnings that say so."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from generator.check.packages import package_finding, waiver_finding
from generator.check.privacy.texts import UNWAIVABLE
from generator.core.characters import shortened
from generator.core.codes import CODES, UNFILLED
from generator.core.finding import Finding, Severity
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.words import FINANCE_BUREAU
from generator.facts.departments import Register, compiled
from generator.rules import RULES

WAIVABLE = {*RULES, UNFILLED}
Place = tuple[str, int | None, str, str, str]  # division, fiscal year, folder, rule, table
_SOMEBODY = FINANCE_BUREAU  # where its registered name could not be read
_ASK = (
    "请写明 authority（同意照登的另一机关，如本级人大常委会、上级财政部门）和 basis（所依据的文件）；"
    "没有的，请改正数据。"
)
Surely = Callable[[str, str, int], bool]  # rule, division, fiscal year


_AS_IT_IS = "照登原件，复算值并列公布。"
# What documents say that somebody else published: not for a compiler to correct, and nobody's to waive.
_DOCUMENTS = frozenset({"statements", "reported_figures"})
_COMPILED = "汇编的材料照登原文，复算值并列公布；原文由它的发布机构更正。请只核对登记得对不对。"
_PERMITTED = {UNFILLED: "照登原件，标明“原件未填”。"}


class Waivers:
    """All waivers, met by what they are about: their place, their record and their field."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._known: dict[Place, dict[str, dict[str, Waiver]]] = {}
        self._all: list[Waiver] = []
        for waiver in waivers:
            records = self._known.setdefault((*waiver.key, waiver.rule, waiver.table), {})
            records.setdefault(waiver.record, {}).setdefault(waiver.field, waiver)
            self._all.append(waiver)
        self._rules = {waiver.rule for waiver in self._all}

    def of_rule(self, rule: str) -> bool:
        """Whether there is any for what a rule finds, wherever."""
        return rule in self._rules

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
                return found
        return None

    def named(self, place: Place, record: str) -> bool:
        """Whether there is any for a record, whichever its field."""
        records = self._known.get(place, {})
        return record in records or record.partition("＋")[0] in records

    def unused(
        self, used: Container[int], surely: Surely, folders: Container[tuple[str, int, str]]
    ) -> Iterator[Finding]:
        """A warning for each that nothing needs; ``used``: by identity, ``folders``: those that are there."""
        for waiver in self._all:
            if id(waiver) in used:
                continue
            if waiver.key in folders and waiver.rule in RULES and not surely(waiver.rule, *waiver.key[:2]):
                continue
            folder = f"{waiver.fiscal_year}/{waiver.department}"
            message = f"豁免没有用上：{folder}，{waiver.rule}，{waiver.table}，记录「{waiver.record}」。"
            hint = _unused(waiver) if waiver.key in folders else f"没有 {folder} 这个文件夹，请核对。"
            yield waiver_finding(waiver, "P03", message, hint, severity="warning")


def granted(
    waivers: Iterable[Waiver], register: Register, *, unread: bool
) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """The waivers that hold, each signed by who answers for it, and a finding for each that does not.

    The registered finance bureau waives; in its own folder it needs somebody else's word, and the document of it.
    ``unread``: the departments could not be read, which is told elsewhere and is no fault of a waiver.
    """
    holding, findings = [], []
    for waiver in waivers:
        signatory = _SOMEBODY if unread else _signatory(waiver, register)
        if isinstance(signatory, Finding):
            findings.append(signatory)
        else:
            holding.append(replace(waiver, by=signatory or _SOMEBODY))
    return tuple(holding), tuple(findings)


def still_there(withdrawn: Iterable[Withdrawal], packages: Iterable[Package]) -> Iterator[Finding]:
    """Department-years that are said to be taken away and are there."""
    folders = {one.key: one for one in packages}
    for one in withdrawn:
        if one.key in folders:
            folder = f"{one.fiscal_year}/{one.department}"
            message = f"withdrawn 写了撤下 {folder}，它还在数据里。"
            hint = f"请删除 data/{one.division}/{folder} 文件夹，或删除这一条。"
            yield replace(package_finding(folders[one.key], "P06", message, hint, value=folder), file=one.path)


def _signatory(waiver: Waiver, register: Register) -> str | Finding:
    """Who answers for a waiver, or why nobody does."""
    bureau = register.finance_bureau(waiver.division)
    record = f"{shortened(waiver.rule)}，记录「{shortened(waiver.record)}」"
    what = f"{waiver.fiscal_year}/{waiver.department} 的豁免（{record}）"
    said = shortened(waiver.authority)
    if bureau is None:
        hint = "请先在 common/departments.csv 登记本级财政部门。"
        return waiver_finding(waiver, "P06", f"{what}没有人能作：{waiver.division} 没有登记财政部门。", hint)
    if waiver.department != bureau.code:
        if not waiver.authority:
            return bureau.name
        message = f"{what}写了 authority「{said}」，这一项只用于财政部门自己的文件夹。"
        hint = "请删除 authority；这一条由登记的财政部门署名，依据写在 basis。"
        return waiver_finding(waiver, "P06", message, hint, value=said)
    if not waiver.authority or not waiver.basis:
        return waiver_finding(waiver, "P06", f"{what}是财政部门豁免自己，须有另一机关同意。", _ASK)
    if bureau.named(waiver.authority):
        message = f"{what}的 authority「{said}」就是财政部门自己。"
        return waiver_finding(waiver, "P06", message, _ASK, value=said)
    return waiver.authority


def waived(
    findings: Iterable[Finding], waivers: Waivers, packages: Iterable[Package], surely: Surely
) -> Iterator[Finding]:
    """The findings, those with a waiver as warnings that say so; then the waivers that nothing needs.

    A document that does not add up is a warning where all that is told of a division was compiled by somebody else:
    nobody there can correct it or let it stand.
    ``surely``: whether a rule has judged all that a division-year has, so that what it did not find is not there.
    """
    packages = tuple(packages)
    used: set[int] = set()
    others = compiled(packages)
    for finding in findings:
        place = (finding.division, finding.year, finding.department, finding.code, finding.table)
        waiver = waivers.of(place, finding.record, finding.field) if finding.code in WAIVABLE else None
        if waiver is not None:
            used.add(id(waiver))
            level: Severity = "warning" if finding.severity == "error" else finding.severity
            yield replace(finding, severity=level, hint=_PERMITTED.get(finding.code, _AS_IT_IS), waiver=waiver)
        elif finding.code in RULES and finding.table in _DOCUMENTS and finding.division in others:
            yield finding if finding.severity != "error" else replace(finding, severity="warning", hint=_COMPILED)
        elif finding.code in UNWAIVABLE and waivers.named(place, finding.record):
            yield replace(finding, hint=f"这一类错误不能豁免。{finding.hint}")
        else:
            yield finding
    yield from waivers.unused(used, surely, {one.key for one in packages})


def _unused(waiver: Waiver) -> str:
    """What to do with a waiver that waives nothing."""
    if waiver.rule in UNWAIVABLE:
        return "个人信息和密级标识不能豁免，请从数据中删除。"
    if waiver.rule in CODES and waiver.rule not in WAIVABLE:
        return "文件和单元格的写法问题不能豁免，请改正数据。"
    return "数据已改正时请删除这条豁免；否则请核对规则、表名与记录编码。"
