"""Findings as text for a terminal, JSON, annotations of GitHub Actions, or Markdown for a summary."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.core.characters import INVISIBLE, visible
from generator.core.codes import CODES
from generator.core.data import Checked
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.core.inert import command_data, command_property, flat, logged, markdown
from generator.core.numbers import to_places
from generator.rules import RULES
from generator.rules.asking import PLAIN

_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "flag": "notice"}
_FIRST = 5  # of each kind as text
# How many of a kind the other formats list; the kinds of one file have been cut before, so that this is for many files.
_ANNOTATIONS, _LINES = 50, 200
_LISTED: Mapping[Severity, int] = {"error": 1_000, "warning": 10_000, "flag": 10_000}
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,12}(?:\.\d{1,6})?(?= (?:万元|分(?!钟)))")


def title_of(code: str) -> str:
    """The short title of a rule or structural code."""
    return RULES[code].title if code in RULES else CODES[code].title


def plain_title(finding: Finding) -> str:
    """A finding's title in plain words: its rule's words for it or for all of them, else what its code is called.

    Amounts and scores are grouped by thousands and have two decimals, as pages have them, unless that made different
    ones alike; the finding itself has the exact ones.
    """
    exact = [Decimal(one) for one in _AMOUNT.findall(finding.plain)]
    told = {one: to_places(one, 2) for one in exact}
    if len(set(told.values())) < len(told):
        told = {one: one for one in exact}
    plain = _AMOUNT.sub(lambda found: f"{told[Decimal(found[0])]:,f}", finding.plain)
    return plain or PLAIN.get(finding.code) or title_of(finding.code)


def location(finding: Finding) -> str:
    """Where a finding is: file, row, column, and before them the cell of the workbook that was imported."""
    field = f"「{finding.title}」" if finding.field else ""
    return f"{_line(finding)}{field}"


def _line(finding: Finding) -> str:
    place = f"{finding.file} 第 {finding.row} 行" if finding.row else finding.file
    return f"{finding.origin}（{place}）" if finding.origin else place


def whose(finding: Finding) -> str:
    """The record a finding is about: what people call it, and its code."""
    if finding.name and finding.record:
        return f"{finding.name}（{finding.record}）"
    return finding.name or finding.record


def said(finding: Finding) -> str:
    """What is wrong, and who let it pass with which reason where somebody did."""
    if (waiver := finding.waiver) is None:
        return finding.message
    return f"{finding.message}已由{waiver.by}于 {waiver.date} 准予照登：{waiver.said}"


def sentence(finding: Finding) -> str:
    """One finding in one line: whose and which cell, what is wrong, the code, what to do, and where it stands."""
    reply = finding.reply
    then = f"{reply.by}已于 {reply.date} 说明：{reply.text}" if reply else finding.hint
    what = f"{said(finding).rstrip('。')}（{finding.code}）。{then.rstrip('。')}。"
    if record := whose(finding):
        field = f"「{finding.title}」" if finding.field else ""
        return f"{record}{field}：{what}见 {_line(finding)}。{_besides(finding)}"
    return f"{location(finding)}：{what}{_besides(finding)}"


def _besides(finding: Finding) -> str:
    """How many more of its kind the file has."""
    return f"这份文件里另有 {finding.others:,} 处同样的问题。" if finding.others else ""


def _counted(findings: Iterable[Finding]) -> int:
    """How many places findings stand for."""
    return sum(one.count for one in findings)


def summary(checked: Checked, findings: Sequence[Finding]) -> str:
    """The closing line; ``findings`` may be those of some places only, but what is published is everything."""
    count = {level: _counted(one for one in findings if one.severity == level) for level in SEVERITIES}
    counts = "，".join(f"{SEVERITIES[level]} {count[level]}" for level in SEVERITIES)
    if count["error"]:
        verdict = "不能发布，请先改正错误。"
    elif others := checked.count("error"):
        verdict = f"这里没有错误；别处还有 {others} 处错误，改正以后才能发布。"
    elif not checked.packages:
        verdict = "还没有任何部门年度的数据，没有内容可以发布，只能生成空的网站。"
    else:
        verdict = "可以发布。"
    return f"检查了 {checked.files} 个文件、{checked.rows:,} 行：{counts}。{verdict}"


def _kinds(findings: Iterable[Finding]) -> Mapping[tuple[Severity, str], Sequence[Finding]]:
    """The findings of each severity and code, the most serious first."""
    groups: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for one in findings:
        groups[one.severity, one.code].append(one)
    order = list(SEVERITIES)
    return dict(sorted(groups.items(), key=lambda group: (order.index(group[0][0]), group[0][1])))


def nothing_found(checked: Checked) -> str:
    """What to say where nothing was found: so, and what was looked at."""
    states: dict[str, bool] = {}  # code of a rule → whether it had anything to check anywhere
    for place in checked.runs.places:
        for code, run in checked.runs.at(place).items():
            states[code] = states.get(code, False) or run.state == "checked"
    looked = sum(states.values())
    idle = f"，另有 {len(states) - looked} 条没有适用的记录" if len(states) > looked else ""
    rules = f"；{looked} 条规则{idle}" if looked else ""
    return (
        "没有发现问题。查了：每一格的类型、选项、范围、字数和必填；编码有没有重复、在别的表里找不找得到；"
        f"身份证号、手机号、银行卡号和密级标识{rules}。"
    )


def as_text(checked: Checked, findings: Sequence[Finding]) -> str:
    """Grouped by severity and kind, the first few of each kind in full."""
    lines: list[str] = []
    for (level, code), group in _kinds(findings).items():
        lines.append(f"【{SEVERITIES[level]}】{code} {title_of(code)}：{_counted(group)} 处")
        lines += [f"  {logged(flat(sentence(replace(one, others=0))))}" for one in group[:_FIRST]]
        if left := _counted(group) - len(group[:_FIRST]):
            then = "，改好以上各处后再检查一次，就会列出" if level == "error" else ""
            lines.append(f"  …… 另有 {left:,} 处{then}。")
    lines += [] if findings else [nothing_found(checked)]
    return "\n".join([*lines, summary(checked, findings)])


def as_json(checked: Checked, findings: Sequence[Finding]) -> str:
    """Everything, for programs: the findings, and of every division-year what each rule did there.

    ``findings`` may be those of some places only; the rules' account is always of everything. Of a great many of a kind
    the first are listed; ``others`` of a finding and ``left_out`` of a kind say how many are not.
    """
    kinds = _kinds(findings)
    left = {kind: _counted(group) - len(group[: _LISTED[kind[0]]]) for kind, group in kinds.items()}
    skipped = {id(one) for kind, group in kinds.items() for one in group[_LISTED[kind[0]] :]}
    document = {
        "summary": {
            "errors": _counted(one for one in findings if one.severity == "error"),
            "warnings": _counted(one for one in findings if one.severity == "warning"),
            "flags": _counted(one for one in findings if one.severity == "flag"),
            "files": checked.files,
            "rows": checked.rows,
        },
        "findings": [
            {
                "code": one.code,
                "severity": one.severity,
                "division": one.division,
                "year": one.year,
                "department": one.department,
                "table": one.table,
                "file": one.file,
                "row": one.row,
                "field": one.field,
                "title": one.title,
                "record": one.record,
                "name": one.name,
                "value": one.value,
                "expected": one.expected,
                "message": said(one),
                "hint": one.hint,
                "reply": {"by": one.reply.by, "date": one.reply.date, "text": one.reply.text} if one.reply else None,
                "others": one.others,
                "origin": one.origin,
            }
            for one in findings
            if id(one) not in skipped
        ],
        "left_out": [
            {"severity": level, "code": code, "count": count} for (level, code), count in left.items() if count
        ],
        "rules": [
            {
                "division": division,
                "year": year,
                "rules": [
                    {
                        "code": code,
                        "state": run.state,
                        "checked": run.checked,
                        "hits": run.hits,
                        "waived": run.waived,
                        "replied": run.replied,
                        "why": run.why,
                    }
                    for code, run in checked.runs.at((division, year)).items()
                ],
            }
            for division, year in checked.runs.places
        ],
    }
    # Names of files and texts of cells may hold characters that turn the direction of what is read.
    return INVISIBLE.sub(
        lambda found: json.dumps(found.group())[1:-1], json.dumps(document, ensure_ascii=False, indent=1)
    )


def as_github(checked: Checked, findings: Sequence[Finding]) -> str:
    """Workflow commands; every part is encoded so that no cell can start a command of its own (threat 8)."""
    lines = []
    for (level, code), group in _kinds(findings).items():
        if level == "flag":
            continue
        title = command_property(f"{code} {title_of(code)}")
        for one in group[:_ANNOTATIONS]:
            row = f",line={one.row}" if one.row else ""
            text = command_data(flat(sentence(one)))
            lines.append(f"::{_GITHUB[level]} file={command_property(visible(one.file))}{row},title={title}::{text}")
        if left := _counted(group[_ANNOTATIONS:]):
            lines.append(f"::{_GITHUB[level]} title={title}::另有 {left:,} 处没有列出。")
    return "\n".join([*lines, command_data(summary(checked, findings))])


def as_markdown(checked: Checked, findings: Sequence[Finding]) -> str:
    """A table for people who read a pull request; cells are encoded, so that no value becomes markup or a mention."""
    lines = ["## 数据检查", "", markdown(summary(checked, findings)), ""]
    shown = [one for one in findings if one.severity != "flag"]
    if shown:
        lines += ["| 级别 | 记录 | 位置 | 问题 | 怎么改 |", "|---|---|---|---|---|"]
        lines += list(_rows(shown[:_LINES]))
    if not findings:
        lines.append(markdown(nothing_found(checked)))
    if left := _counted(shown) - len(shown[:_LINES]):
        lines += ["", f"另有 {left} 处未列出。"]
    return "\n".join(lines)


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        cells = (
            f"{SEVERITIES[one.severity]} {one.code}",
            whose(one),
            location(one),
            f"{said(one)}{_besides(one)}",
            one.hint,
        )
        yield "| " + " | ".join(markdown(cell) for cell in cells) + " |"


FORMATS: Mapping[str, Callable[[Checked, Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
}
