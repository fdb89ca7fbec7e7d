"""What was found before sending, for a page, for programs and for a terminal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.core.characters import INVISIBLE, visible
from generator.core.codes import UNFILLED
from generator.core.finding import Finding
from generator.core.schema import Table
from generator.intake.placing import Placed
from generator.intake.telling import grouped, headline, rows_told, sums_told
from generator.selfcheck.examining import Examined

_LISTED = 40  # cells of a reason
_VALUES = 2_000  # of a form, on a page
_FINDINGS = 500  # of all, on a page
_DAY = (1980, 1, 1, 0, 0, 0)  # every archive of the same tables is the same
UNASKED = (
    "各条核对规则（加总、得分复算、跨表、跨年度）没有在这里查，提交以后的检查会查。",
    "没有与已经公布的记录逐条比对；只用已公布的部门名册和项目名称认表。",
    "图片里的文字、人名和住址认不出来，要靠人把关。",
)


def verdict(examined: Examined) -> str:
    """What came of it, in one line."""
    if examined.stops:
        return f"有 {examined.stops:,} 处要先改好，再交。"
    if not any(one.values for one in examined.understood.readings):
        return "没有读到任何内容，没有什么可以交。"
    if examined.looks:
        blank = sum(one.count for one in examined.cells if one.code == UNFILLED)
        then = f"其中 {blank:,} 处没有填写，不填、财政部门也没有准予照登的，检查通不过。" if blank else ""
        return f"没有必须改的；有 {examined.looks:,} 处请核对{'，' if then else '。'}{then}"
    return "没有发现问题，可以交。"


def asked(examined: Examined) -> Sequence[str]:
    """What was checked, in words: said above all where nothing was found."""
    looked, readings = examined.looked, examined.understood.readings
    known = [one for one in readings if one.form]
    values = sum(len(one.values) for one in readings)
    return (
        f"认表：{looked.files:,} 个文件里认出 {len(known):,} 份表，取了 {values:,} 格，每一格没有取的都写明原因。",
        f"写法：逐格核对了 {looked.cells:,} 个值的类型、选项、范围、字数和必填。",
        f"保密：在 {looked.texts:,} 处文字、文件名和工作表名里找了身份证号、手机号、银行卡号和密级标识。",
    )


def document(examined: Examined, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Everything, for programs and for the page."""
    findings = [_finding(one, tables) for one in (*examined.gate, *examined.cells)]
    return {
        "verdict": verdict(examined),
        "stops": examined.stops,
        "looks": examined.looks,
        "asked": list(asked(examined)),
        "unasked": list(UNASKED),
        "findings": findings[:_FINDINGS],
        "findings_left": len(findings[_FINDINGS:]),
        "forms": [_form(one, tables) for one in examined.understood.forms],
        "files": sorted(examined.files),
    }


def _finding(one: Finding, tables: Mapping[str, Table]) -> dict[str, Any]:
    return {
        "code": one.code,
        "stops": one.severity == "error",
        "whose": _whose(one),
        "place": one.origin,
        "title": one.title,
        "table": tables[one.table].title if one.table else "",
        "record": one.record,
        "field": one.field,
        "value": one.value,
        "expected": one.expected,
        "message": one.message,
        "hint": one.hint,
    }


def _whose(one: Finding) -> str:
    return f"{one.name}（{one.record}）" if one.name and one.record else one.name or one.record


def _form(form: Placed, tables: Mapping[str, Table]) -> dict[str, Any]:
    reading = form.reading
    return {
        "place": reading.place("") or "（文件）",
        "headline": headline(form),
        "rows": rows_told(reading, tables) if reading.values else "",
        "sums": sums_told(reading, tables),
        "values": [
            {
                "cell": one.cell,
                "table": tables[one.table].title,
                "row": one.row,
                "title": tables[one.table].field(one.field).title,
                "value": one.value,
            }
            for one in reading.values[:_VALUES]
        ],
        "values_left": len(reading.values[_VALUES:]),
        "left_out": [
            {"reason": reason, "cells": cells[:_LISTED], "count": len(cells)}
            for reason, cells in grouped(reading.left_out).items()
        ],
        "tails": list(reading.tails[:_LISTED]),
        "problems": [
            {
                "stops": one.stops,
                "place": reading.place(one.cell),
                "cell": one.cell,
                "message": one.message,
                "hint": one.hint,
            }
            for one in reading.problems
        ],
    }


def archive(examined: Examined) -> bytes:
    """The tables as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, table in sorted(examined.files.items()):
            packed.writestr(zipfile.ZipInfo(path, _DAY), table, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def as_json(examined: Examined, tables: Mapping[str, Table]) -> str:
    """For programs, and for the page."""
    text = json.dumps(document(examined, tables), ensure_ascii=False, indent=1)
    return INVISIBLE.sub(lambda found: json.dumps(found.group())[1:-1], text)


def as_text(examined: Examined, tables: Mapping[str, Table]) -> str:
    """For a terminal."""
    return "\n".join(visible(" ".join(line.split("\n"))) for line in _lines(document(examined, tables)))


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    for one in told["findings"]:
        mark = "请改" if one["stops"] else "请核对"
        whose = one["whose"] or one["place"]
        field = f"「{one['title']}」" if one["field"] else ""
        yield f"【{mark}】{whose}{field}：{one['message']}{one['hint']}见 {one['place']}（{one['code']}）。"
    if told["findings_left"]:
        yield f"…… 另有 {told['findings_left']:,} 处，改好以上各处后再查一遍，就会列出。"
    for form in told["forms"]:
        yield f"{form['place']}：{form['headline']}"
        if form["rows"]:
            yield f"  读到：{form['rows']}。{form['sums']}"
        for left in form["left_out"]:
            cells = "、".join(left["cells"][:8]) + (f" 等 {left['count']:,} 格" if left["count"] > 8 else "")
            yield f"  没有取：{cells}——{left['reason']}。"
        for one in form["problems"]:
            yield f"  【{'请改' if one['stops'] else '请核对'}】{one['place']}：{one['message']}{one['hint']}"
    yield told["verdict"]
    yield from (f"  {one}" for one in told["asked"])
    yield from (f"  {one}" for one in told["unasked"])


FORMATS = {"text": as_text, "json": as_json}
