"""What an import understood and would change, for people (text, a page) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.core.characters import INVISIBLE, visible
from generator.core.schema import Table
from generator.intake.merging import Change
from generator.intake.placing import Placed
from generator.intake.readings import LeftOut, Reading, document
from generator.intake.understanding import Understood

_TEMPLATES = Path(__file__).parent / "templates"
_LISTED = 8  # cells of a reason, as text
_CHANGES = 60  # as text
_MANY = 8  # forms from which on what each of them left out is told together
_SUMMED = ("total_amount", "annual_budget", "actual_spend")
_KINDS = {"added": "新增", "changed": "改动", "removed": "删去"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An import as it is told: the forms, what changes in the records, and in one line what came of it."""

    understood: Understood
    changes: Sequence[Change]
    tables: Mapping[str, Table]
    verdict: str


def as_text(told: Told) -> str:
    """For a terminal; of many forms what was left out is told once for all."""
    forms = told.understood.forms
    many = len(forms) > _MANY
    lines: list[str] = []
    for form in forms:
        lines += [visible(" ".join(line.split("\n"))) for line in _form(form, told.tables, brief=many)]
    if many:
        lines += [visible(" ".join(line.split("\n"))) for line in _left_out(forms)]
    if told.changes:
        lines.append(f"与现有记录相比：{counted(told.changes)}。")
        lines += [f"  {visible(' '.join(line.split()))}" for line in _changes(told.changes)]
    return "\n".join([*lines, told.verdict])


def _form(form: Placed, tables: Mapping[str, Table], *, brief: bool) -> Iterator[str]:
    reading = form.reading
    yield f"{reading.place('') or '（文件）'}：{headline(form)}"
    if reading.values:
        yield f"  读到 {len(reading.values):,} 个值：{rows_told(reading, tables)}。{sums_told(reading, tables)}"
    if not brief:
        for reason, cells in grouped(reading.left_out).items():
            listed = "、".join(cells[:_LISTED]) + (f" 等 {len(cells):,} 格" if len(cells) > _LISTED else "")
            yield f"  没有取：{listed}——{reason}。"
        if reading.tails:
            yield f"  {len(reading.tails)} 格的数存了更多位，照表上显示的读（如 {reading.tails[0]}）。"
    for problem in reading.problems:
        mark = "请改" if problem.stops else "请核对"
        yield f"  【{mark}】{reading.place(problem.cell)}：{problem.message}{problem.hint}"


def _left_out(forms: Sequence[Placed]) -> Iterator[str]:
    """What all forms left out, by reason, each with its first cell."""
    reasons: dict[str, list[str]] = {}
    for form in forms:
        for one in form.reading.left_out:
            reasons.setdefault(one.reason, []).append(form.reading.place(one.cell))
    if reasons:
        yield "没有取的（逐格的清单用 --format html 看）："
    for reason, places in reasons.items():
        yield f"  {reason}：{len(places):,} 格，如 {places[0]}。"
    if tails := [form.reading.place(cell) for form in forms for cell in form.reading.tails]:
        yield f"  数存了更多位，照表上显示的读：{len(tails):,} 格，如 {tails[0]}。"


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    """Each change, what is lost or altered first; of many, new rows are only counted by table."""
    added: dict[str, list[Change]] = {}
    for one in changes:
        if one.kind == "added":
            added.setdefault(one.table.title, []).append(one)
    told = [said(one) for one in changes if one.kind != "added"]
    if len(changes) > _CHANGES:
        told += [f"新增：{title} {len(rows):,} 行" for title, rows in added.items()]
    else:
        told += [said(one) for rows in added.values() for one in rows]
    yield from told[:_CHANGES]
    if len(told) > _CHANGES:
        yield f"…… 另有 {len(told) - _CHANGES:,} 处；用 --format html 看全部。"


def headline(form: Placed) -> str:
    """What a form was taken for: kind, year, bureau, record, unit of money."""
    reading = form.reading
    if not reading.form:
        guide = any("说明，不是数据" in one.reason for one in reading.left_out)
        return "说明，不是数据" if guide else "没有认出表"
    parts = [f"《{reading.form}》"]
    parts += [f"{reading.year} 年度"] if reading.year else []
    parts += [form.bureau] if form.bureau else []
    if reading.name or reading.record:
        code = reading.record or ("" if reading.record_table.startswith("department_") else "没有编码")
        if reading.name != form.bureau or code:
            parts.append(f"{reading.name}（{code}）" if code else reading.name)
    if unit := reading.heads.get("unit"):
        parts.append(f"金额单位 {unit}")
    return "，".join(parts)


def rows_told(reading: Reading, tables: Mapping[str, Table]) -> str:
    """How many rows of which tables."""
    names = dict.fromkeys(one.table for one in reading.values)
    return "、".join(f"{tables[name].title} {len(reading.rows(name))} 行" for name in names)


def sums_told(reading: Reading, tables: Mapping[str, Table]) -> str:
    """The sums of money that a reader knows by heart; of funds the total row, of lists the sum of their rows."""
    told = []
    for name in dict.fromkeys(one.table for one in reading.values):
        rows = list(reading.rows(name).values())
        if name == "self_evaluation_funds" and reading.layout:
            rows = [one for one in rows if one.get("fund_source") and one["fund_source"].value == "年度资金总额"]
        for field in _SUMMED:
            values = [one[field].value for one in rows if field in one]
            if field in tables[name].names and values and (total := _sum(values)) is not None:
                told.append(f"{tables[name].field(field).title} {total} 万元")
    return f"合计：{'，'.join(told)}。" if told else ""


def _sum(values: Sequence[str]) -> str | None:
    try:
        return f"{sum((Decimal(one) for one in values), Decimal(0)):f}"
    except InvalidOperation:
        return None


def grouped(left: Sequence[LeftOut]) -> dict[str, list[str]]:
    """Reason → the cells left out for it."""
    reasons: dict[str, list[str]] = {}
    for one in left:
        reasons.setdefault(one.reason, []).append(one.cell)
    return reasons


def counted(changes: Sequence[Change]) -> str:
    """How many rows are new, gone, and how many fields changed."""
    numbers = {kind: sum(one.kind == kind for one in changes) for kind in _KINDS}
    units = {"added": "行", "changed": "处", "removed": "行"}
    return "，".join(f"{_KINDS[kind]} {number:,} {units[kind]}" for kind, number in numbers.items() if number)


def said(change: Change) -> str:
    """One change in the words of the form."""
    origin = f"（{change.origin}）" if change.origin else ""
    if change.kind != "changed":
        return f"{_KINDS[change.kind]}：{change.table.title} {change.name}（{change.record}）{origin}"
    old, new = change.old or "空", change.new or "空"
    return f"{change.name}「{change.title}」：{_short(old)} → {_short(new)}{origin}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def as_json(told: Told) -> str:
    """For programs, as issue trackers and pages read it."""
    text = json.dumps(document(told.understood.readings), ensure_ascii=False, indent=1)
    return INVISIBLE.sub(lambda found: json.dumps(found.group())[1:-1], text)


def as_html(told: Told) -> str:
    """A page that stands alone."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # the other formats do without

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    forms = [
        {
            "place": form.reading.place("") or "（文件）",
            "headline": headline(form),
            "rows": rows_told(form.reading, told.tables),
            "sums": sums_told(form.reading, told.tables),
            "values": [
                {
                    "cell": one.cell,
                    "table": told.tables[one.table].title,
                    "row": one.row,
                    "title": told.tables[one.table].field(one.field).title,
                    "value": one.value,
                }
                for one in form.reading.values
            ],
            "left": form.reading.left_out,
            "problems": form.reading.problems,
            "tails": form.reading.tails,
        }
        for form in told.understood.forms
    ]
    page = environment.get_template("report.html.j2")
    return page.render(
        forms=forms, changes=[said(one) for one in told.changes], verdict=told.verdict, counted=counted(told.changes)
    )


FORMATS = {"text": as_text, "json": as_json, "html": as_html}
