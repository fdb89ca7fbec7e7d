"""Findings as text for a terminal, JSON, annotations of GitHub Actions, or Markdown for a summary."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.core.characters import visible
from generator.core.codes import CODES
from generator.core.data import Checked
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.rules import RULES

_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "flag": "notice"}
_FIRST = 5
_MARKS = "\\`*_{}[]()<>#+!|@~&:$"


def title_of(code: str) -> str:
    """The short title of a rule or structural code."""
    return RULES[code].title if code in RULES else CODES[code].title


def location(finding: Finding) -> str:
    """Where a finding is: file, row, column."""
    row = f" 第 {finding.row} 行" if finding.row else ""
    field = f"「{finding.title}」" if finding.field else ""
    return f"{finding.file}{row}{field}"


def said(finding: Finding) -> str:
    """What is wrong, and who let it pass with which reason where somebody did."""
    if (waiver := finding.waiver) is None:
        return finding.message
    return f"{finding.message}已由{waiver.by}于 {waiver.date} 准予照登：{waiver.reason}"


def sentence(finding: Finding) -> str:
    """One finding in one line: where, whose, what, the code, and what to do."""
    whose = " ".join(part for part in (finding.record, finding.name) if part)
    whose = f"（{whose}）" if whose else ""
    reply = finding.reply
    then = f"{reply.by}已于 {reply.date} 说明：{reply.text}" if reply else finding.hint
    return f"{location(finding)}{whose}：{said(finding).rstrip('。')}（{finding.code}）。{then}"


def summary(checked: Checked, findings: Sequence[Finding]) -> str:
    """The closing line; ``findings`` may be those of some places only, but what is published is everything."""
    count = {level: sum(one.severity == level for one in findings) for level in SEVERITIES}
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


def as_text(checked: Checked, findings: Sequence[Finding]) -> str:
    """Grouped by severity and kind, the first few of each kind in full."""
    lines: list[str] = []
    for level, word in SEVERITIES.items():
        groups: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.severity == level:
                groups[finding.code].append(finding)
        for code, group in sorted(groups.items()):
            lines.append(f"【{word}】{code} {title_of(code)}：{len(group)} 处")
            lines += [f"  {_flat(sentence(one))}" for one in group[:_FIRST]]
            if len(group) > _FIRST:
                lines.append(f"  …… 另有 {len(group) - _FIRST} 处，用 --format json 看全部。")
    return "\n".join([*lines, summary(checked, findings)])


def as_json(checked: Checked, findings: Sequence[Finding]) -> str:
    """Everything, for programs: the findings, and of every division-year what each rule did there.

    ``findings`` may be those of some places only; the rules' account is always of everything.
    """
    document = {
        "summary": {
            "errors": sum(one.severity == "error" for one in findings),
            "warnings": sum(one.severity == "warning" for one in findings),
            "flags": sum(one.severity == "flag" for one in findings),
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
            }
            for one in findings
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
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_github(checked: Checked, findings: Sequence[Finding]) -> str:
    """Workflow commands; every part is encoded so that no cell can start a command of its own (threat 8)."""
    lines = []
    for one in findings:
        if one.severity == "flag":
            continue
        row = f",line={one.row}" if one.row else ""
        title = _property(f"{one.code} {title_of(one.code)}")
        text = _data(_flat(sentence(one)))
        lines.append(f"::{_GITHUB[one.severity]} file={_property(visible(one.file))}{row},title={title}::{text}")
    return "\n".join([*lines, _data(summary(checked, findings))])


def as_markdown(checked: Checked, findings: Sequence[Finding]) -> str:
    """A table for people who read a pull request; cells are encoded, so that no value becomes markup or a mention."""
    lines = ["## 数据检查", "", _cell(summary(checked, findings)), ""]
    shown = [one for one in findings if one.severity != "flag"]
    if shown:
        lines += ["| 级别 | 位置 | 记录 | 问题 | 怎么改 |", "|---|---|---|---|---|"]
        lines += list(_rows(shown[:200]))
    if len(shown) > 200:
        lines += ["", f"另有 {len(shown) - 200} 处未列出。"]
    return "\n".join(lines)


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        cells = (
            f"{SEVERITIES[one.severity]} {one.code}",
            location(one),
            f"{one.record} {one.name}".strip(),
            said(one),
            one.hint,
        )
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _flat(text: str) -> str:
    """One line, without anything that steers a terminal or turns the direction of what follows."""
    return visible(" ".join(text.split()))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("::", ":\u200b:")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    """Text with every mark encoded that Markdown or GitHub could read as markup, link, mention or reference.

    GitHub looks for @names and #numbers after decoding, so a zero-width space follows those two.
    """
    coded = "".join(f"&#{ord(one)};" if one in _MARKS else one for one in _flat(text))
    coded = coded.replace("&#64;", "&#64;&#8203;").replace("&#35;", "&#35;&#8203;")
    return re.sub("www[.]", "www&#46;", coded, flags=re.IGNORECASE)  # the one link that needs no colon


FORMATS: Mapping[str, Callable[[Checked, Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
}
