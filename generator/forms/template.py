"""Template workbooks: a sheet a table made from its schema, for a clerk to fill in with Excel, WPS or LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from generator.core.archive import SHARED, archive, entry, pack
from generator.core.numbers import to_places
from generator.core.schema import Field, Table

Row = Mapping[str, str]
_BLANK = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')
GUIDE = "填报说明"
OPTIONS = "选项"
ROOM, MORE_ROOM = 60, 400  # empty rows below those that are filled in; of what each project has several rows of
_MOST_IN_RULE = 255  # characters of a list written out in a rule
# The tables whose scores a self-evaluation adds up.
_SCORED = ("self_evaluation_indicators", "self_evaluation_funds")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a template is for: whose it is, which tables, and the rows that are already known."""

    division: str
    year: int
    department: str
    bureau: str
    tables: Sequence[Table]
    rows: Mapping[str, Sequence[Row]]
    names: Mapping[str, str]  # code of a project → its name


@dataclass(frozen=True, kw_only=True)
class _Formats:
    """The cell formats of a book."""

    head: Any
    wanted: Any
    text: Any
    number: Any
    live: Any
    aside: Any
    title: Any
    missing: Any
    wrong: Any


class _Sheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are taken as they are.

    XlsxWriter looks through each for some thirty functions that the first Excel did not have and that none of ours
    uses, which was half of the time of a template; an XlsxWriter without this method only takes that time again.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def template(order: Order, *, clock: datetime) -> bytes:
    """The workbook; ``clock``: what the file says of when it was made."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": clock, "title": f"{order.bureau}{order.year}年度绩效信息填报表"})
    formats = _formats(book)
    _guide(book, order, formats)
    options: dict[tuple[str, ...], str] = {}
    for table in order.tables:
        _sheet(book, table, order, formats, options)
    _options(book, options)
    book.close()
    return _with_blanks(content.getvalue(), clock)


def _with_blanks(content: bytes, clock: datetime) -> bytes:
    """The workbook with the empty results of its formulas marked as texts, which they are, and not as unknown."""
    entries = []
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        for info in before.infolist():
            part = before.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = _BLANK.sub(rb'\1 t="str"\2', part)
            entries.append(entry(info.filename, pack(part, SHARED)))
    return archive(entries, clock)[0]


def _formats(book: Any) -> _Formats:
    base = {"font_name": "宋体", "font_size": 10, "valign": "top"}
    edge = {"border": 1, "border_color": "#BFBFBF"}
    return _Formats(
        head=book.add_format({**base, **edge, "bold": True, "bg_color": "#E7E6E6", "text_wrap": True}),
        wanted=book.add_format({**base, **edge, "bold": True, "bg_color": "#D9E2F3", "text_wrap": True}),
        text=book.add_format({**base, "num_format": "@", "text_wrap": True}),
        number=book.add_format(base),
        live=book.add_format({**base, "font_color": "#375623", "bg_color": "#E2EFDA"}),
        aside=book.add_format({**base, "font_color": "#595959", "italic": True}),
        title=book.add_format({**base, "bold": True, "font_size": 14}),
        missing=book.add_format({"bg_color": "#FFF2CC"}),
        wrong=book.add_format({"bg_color": "#F8CBAD"}),
    )


def _guide(book: Any, order: Order, formats: _Formats) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    lines: list[tuple[str, str]] = [
        ("区划代码", order.division),
        ("财政年度", str(order.year)),
        ("部门代码", order.department),
        ("部门", order.bureau),
        ("", ""),
        (
            "怎样填",
            "一张工作表是一类内容，一行是一个项目（或一个指标、一笔资金）。已经知道的项目和目标先填好了，只补发生了的。",
        ),
        ("颜色", "蓝底的列必填；黄色的格还没有填；橙色的格超出范围；绿字的格是公式，自动算，不用填。"),
        ("金额", "一律万元，只写数字。百分数写数值，不写百分号（执行率 89.97）。"),
        ("日期", "写成 2025-08-30。"),
        ("编码", "已设为文本，照系统原样写；不要让它变成 1.05E+20。"),
        ("说明", "把鼠标停在表头上，看这一列的意思、单位和例子；有下拉箭头的从里面选。"),
        ("个人信息", "不写个人姓名、手机号、身份证号。涉密项目不写进任何一张表。"),
        ("填完以后", "交给本单位汇总的人，或上传到填报的文件夹；不用改文件名和工作表名。"),
    ]
    sheet.write_string(0, 0, f"{order.bureau}{order.year}年度绩效信息填报表", formats.title)
    for number, (name, text) in enumerate(lines, 2):
        sheet.write_string(number, 0, name, formats.number)
        sheet.write_string(number, 1, text, formats.text)
    start = len(lines) + 3
    sheet.write_string(start, 0, "工作表", formats.head)
    sheet.write_string(start, 1, "填什么", formats.head)
    for number, table in enumerate(order.tables, start + 1):
        sheet.write_string(number, 0, sheet_title(table), formats.text)
        sheet.write_string(number, 1, table.description, formats.text)


def sheet_title(table: Table) -> str:
    """The name of a table's sheet."""
    return table.title[:31]


def _sheet(book: Any, table: Table, order: Order, formats: _Formats, options: dict[tuple[str, ...], str]) -> None:
    sheet = book.add_worksheet(sheet_title(table), _Sheet)
    rows = order.rows.get(table.name, ())
    fields = [table.field(name) for name in table.columns(rows)]
    last = len(rows) + _room(table)
    sheet.freeze_panes(1, min(2, len(fields)))
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.heading, formats.wanted if field.wanted else formats.head)
        sheet.write_comment(0, column, _note(field), {"x_scale": 2, "y_scale": 1.5})
        sheet.set_column(column, column, _width(field), formats.number if field.numeric else formats.text)
        _rule(sheet, column, last, field, options)
        _marks(sheet, column, last, field, fields, formats)
    for number, row in enumerate(rows, 1):
        for column, field in enumerate(fields):
            _write(sheet, number, column, field, row.get(field.name, ""), formats)
    _formulas(sheet, table, fields, rows, order, formats)
    if "project_code" in table.names and "project_name" not in table.names:
        _names(sheet, len(fields), rows, order, formats)


def _room(table: Table) -> int:
    return MORE_ROOM if len(table.primary_key) > 1 else ROOM


def _note(field: Field) -> str:
    unit = f"\n单位：{field.unit}" if field.unit else ""
    need = "\n必填" if field.wanted else ""
    return f"{field.description}{unit}\n例：{field.example[:120]}{need}"


def _width(field: Field) -> int:
    longest = int(field.constraints.get("maxLength", 0) or 0)
    if longest > 1_000:
        return 40
    return 24 if "code" in field.name or "name" in field.name or field.name == "level3" else 14


def _rule(sheet: Any, column: int, last: int, field: Field, options: dict[tuple[str, ...], str]) -> None:
    """What a cell may hold, offered as a list or told when it is left."""
    rule: dict[str, Any] = {"ignore_blank": True, "error_type": "warning", "error_title": field.title[:32]}
    if choices := tuple(field.constraints.get("enum", ())):
        rule |= {"validate": "list", "error_message": "请从下拉的选项里选。"}
        if len(",".join(choices)) > _MOST_IN_RULE or any("," in one for one in choices):
            options.setdefault(choices, xl_col_to_name(len(options)))
            rule["source"] = f"={OPTIONS}!${options[choices]}$1:${options[choices]}${len(choices)}"
        else:
            rule["source"] = list(choices)
    elif field.type == "number":
        least = field.constraints.get("minimum")
        rule |= {"validate": "decimal", "criteria": ">=", "value": float(least) if least is not None else -1e12}
        rule["error_message"] = "请只写数字，不写单位和百分号。"
    elif field.type in ("integer", "year"):
        rule |= {"validate": "integer", "criteria": ">=", "value": int(field.constraints.get("minimum", 0))}
        rule["error_message"] = "请写整数。"
    else:
        return
    sheet.data_validation(1, column, last, column, rule)


def _marks(sheet: Any, column: int, last: int, field: Field, fields: Sequence[Field], formats: _Formats) -> None:
    """Colours for what is missing, out of range, or short of full score without a reason."""
    here = f"{xl_col_to_name(column)}2"
    names = {one.name: xl_col_to_name(number) for number, one in enumerate(fields)}
    if field.wanted and column:
        _mark(sheet, column, last, f'=AND($A2<>"",{here}="")', formats.missing)
    if field.name == "score" and "weight" in names:
        _mark(
            sheet,
            column,
            last,
            f"=AND(ISNUMBER({here}),ISNUMBER(${names['weight']}2),{here}>${names['weight']}2)",
            formats.wrong,
        )
    if field.name == "deviation_note" and {"score", "weight"} <= set(names):
        short = f"ISNUMBER(${names['score']}2),${names['score']}2<${names['weight']}2"
        _mark(sheet, column, last, f'=AND({here}="",{short})', formats.missing)
    if field.type == "number" and field.constraints.get("minimum") is not None:
        _mark(sheet, column, last, f"=AND(ISNUMBER({here}),{here}<{field.constraints['minimum']})", formats.wrong)


def _mark(sheet: Any, column: int, last: int, criteria: str, how: Any) -> None:
    sheet.conditional_format(1, column, last, column, {"type": "formula", "criteria": criteria, "format": how})


def _write(sheet: Any, row: int, column: int, field: Field, text: str, formats: _Formats) -> None:
    if field.numeric and (value := _number(text)) is not None:
        sheet.write_number(row, column, float(value), formats.number)
    elif text:
        sheet.write_string(row, column, text, formats.text)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


# Live figures: the formula, and what it comes to now.


def _formulas(
    sheet: Any, table: Table, fields: Sequence[Field], rows: Sequence[Row], order: Order, formats: _Formats
) -> None:
    columns = {one.name: number for number, one in enumerate(fields)}
    letters = {name: xl_col_to_name(number) for name, number in columns.items()}
    summed = _score_ranges(order) if table.name == "self_evaluations" else ()
    scores = _scores(order) if summed else {}
    for number in range(1, len(rows) + _room(table) + 1):
        row = rows[number - 1] if number <= len(rows) else {}
        line = number + 1
        if "execution_rate" in columns and {"annual_budget", "actual_spend"} <= set(columns):
            budget, spent = f"{letters['annual_budget']}{line}", f"{letters['actual_spend']}{line}"
            formula = f'=IF(AND(ISNUMBER({budget}),ISNUMBER({spent}),N({budget})>0),ROUND({spent}/{budget}*100,2),"")'
            sheet.write_formula(number, columns["execution_rate"], formula, formats.live, _rate(row))
        if table.name == "self_evaluation_funds":
            source, weight = f"{letters['fund_source']}{line}", f"{letters['weight']}{line}"
            budget, spent = f"{letters['annual_budget']}{line}", f"{letters['actual_spend']}{line}"
            ready = f'{source}="年度资金总额",ISNUMBER({spent}),ISNUMBER({weight}),N({budget})>0'
            formula = f'=IF(AND({ready}),ROUND({weight}*MIN({spent}/{budget},1),2),"")'
            sheet.write_formula(number, columns["score"], formula, formats.live, _fund_score(row))
        if summed:
            formula = _total_formula(f"{letters['project_code']}{line}", summed)
            total = _total(scores.get(row.get("project_code", ""), ()))
            sheet.write_formula(number, columns["total_score"], formula, formats.live, total)


def _rate(row: Row) -> float | str:
    budget, spent = _number(row.get("annual_budget", "")), _number(row.get("actual_spend", ""))
    if budget is None or spent is None or budget <= 0:
        return ""
    return float(to_places(spent / budget * 100, 2))


def _fund_score(row: Row) -> float | str:
    budget, spent = _number(row.get("annual_budget", "")), _number(row.get("actual_spend", ""))
    weight = _number(row.get("weight", ""))
    if not budget or spent is None or weight is None or row.get("fund_source") != "年度资金总额":
        return ""
    return float(to_places(weight * min(spent / budget, Decimal(1)), 2))


def _score_ranges(order: Order) -> Sequence[tuple[str, str]]:
    """Where the codes and scores of a project's indicators and funds stand; nothing unless both sheets are there."""
    found = []
    for table in order.tables:
        if table.name in _SCORED:
            score = xl_col_to_name(table.columns(order.rows.get(table.name, ())).index("score"))
            name = sheet_title(table)
            found.append((f"'{name}'!$A$2:$A$2000", f"'{name}'!${score}$2:${score}$2000"))
    return found if len(found) == len(_SCORED) else ()


def _total_formula(code: str, ranges: Sequence[tuple[str, str]]) -> str:
    """The sum of a project's scores; empty where it has none."""
    sums = "+".join(f"SUMIF({codes},{code},{scores})" for codes, scores in ranges)
    counts = "+".join(f'COUNTIFS({codes},{code},{scores},">=0")' for codes, scores in ranges)
    return f'=IF(OR({code}="",{counts}=0),"",ROUND({sums},2))'


def _scores(order: Order) -> Mapping[str, Sequence[Decimal]]:
    """The scores that each project has so far, by its code: of its indicators, then of its money."""
    found: dict[str, list[Decimal]] = {}
    for row in order.rows.get("self_evaluation_indicators", ()):
        if (score := _number(row.get("score", ""))) is not None:
            found.setdefault(row.get("project_code", ""), []).append(score)
    for row in order.rows.get("self_evaluation_funds", ()):
        if (scored := _fund_score(row)) != "":
            found.setdefault(row.get("project_code", ""), []).append(Decimal(str(scored)))
    found.pop("", None)
    return found


def _total(scores: Sequence[Decimal]) -> float | str:
    return float(to_places(sum(scores, Decimal(0)), 2)) if scores else ""


def _names(sheet: Any, column: int, rows: Sequence[Row], order: Order, formats: _Formats) -> None:
    """The project's name beside rows that only have its code, to compare."""
    sheet.write_string(0, column, "项目名称（对照）", formats.head)
    sheet.set_column(column, column, 30)
    for number, row in enumerate(rows, 1):
        if name := order.names.get(row.get("project_code", "")):
            sheet.write_string(number, column, name, formats.aside)


def _options(book: Any, options: Mapping[tuple[str, ...], str]) -> None:
    """The long lists, on a sheet that nobody sees."""
    if not options:
        return
    sheet = book.add_worksheet(OPTIONS)
    for column, choices in enumerate(options):
        for row, one in enumerate(choices):
            sheet.write_string(row, column, one)
    sheet.hide()
