"""Self-evaluation forms as bureaus really fill them, made by script in many variations, with what each cell means."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from typing import Any

import openpyxl

CODE, NAME, BUREAU = "99000123T000000000101", "校舍维修改造", "示例区教育局"
AGENCY_CODE, AGENCY = "101001", "示例区教育局机关"
GOAL = "完成12所义务教育学校校舍维修改造，验收合格率达到100%。"
RESULT = "完成11所学校校舍维修改造，验收合格率100%。"
# level1, weight of the level, level2, level3, operator, target, unit, actual, weight, score, note
INDICATORS = (
    ("产出指标", "50", "数量指标", "维修学校数", "≥", "12", "所", "11", "20", "18.33", "1所学校推迟开工。"),
    ("产出指标", "50", "质量指标", "验收合格率", "=", "100", "%", "100", "15", "15", ""),
    ("产出指标", "50", "成本指标", "项目总成本", "≤", "320", "万元", "288", "15", "15", ""),
    ("效益指标", "30", "社会效益指标", "惠及学生人数", "≥", "9600", "人", "9120", "15", "14.25", "一所学校未完工。"),
    ("效益指标", "30", "可持续影响指标", "校舍安全状况", "定性", "明显改善", "", "达成年度指标", "15", "15", ""),
    ("满意度指标", "10", "服务对象满意度", "师生满意度", "≥", "95", "%", "96.4", "10", "10", ""),
)  # fmt: skip
FUNDS = (
    ("年度资金总额", "320", "320", "288", "10", "90", "9"),
    ("当年财政拨款", "300", "300", "268", "", "89.33", ""),
    ("上年结转资金", "20", "20", "20", "", "100", ""),
    ("其他资金", "0", "0", "0", "", "", ""),
)
TOTAL = "96.58"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a bureau made its form."""

    spread: bool = False  # 项 目 名 称
    code_before_name: bool = False
    glued: bool = True  # direction, value and unit in one cell
    signs: str = "usual"  # usual, wide (＝, ％), words (不低于)
    level_weights: bool = False  # 产出指标（50分）
    levels: str = "merged"  # merged, first (only in the first row), each
    nothing: str = "—"
    rows_above: int = 0
    columns_left: int = 0
    blank_columns: bool = False  # between label and value
    blank_rows: bool = False  # between blocks
    money: str = "万元"
    names: str = "usual"  # usual, later (调整后预算数 …)
    persons: bool = False
    notes: bool = False
    signed: bool = False
    prompts: bool = False
    numbers: bool = True  # numbers as numbers, not as text
    percent: bool = False  # rates as cells formatted in per cent
    year_at: str = "under"  # under, title, label
    code_row: bool = True
    empty_rows: bool = False  # rows of the blank form that nobody filled


@dataclass
class Made:
    """A workbook, and what its cells mean: (table, row, field) → (cell, value)."""

    content: bytes = b""
    expected: dict[tuple[str, int, str], tuple[str, str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)  # every cell that holds something


class _Writer:
    def __init__(self, look: Look, sheet: Any, made: Made, top: int) -> None:
        self.look, self.sheet, self.made, self.row = look, sheet, made, top

    def label(self, text: str) -> str:
        bare, _, tail = text.partition("（")
        if self.look.spread and 2 <= len(bare) <= 6 and bare.isalpha():
            text = " ".join(bare) + (f"（{tail}" if tail else "")
        return text

    def put(
        self,
        column: int,
        value: Any,
        meaning: tuple[str, int, str] | None = None,
        as_: str = "",
        width: int = 1,
        height: int = 1,
    ) -> str:
        column += 1 + self.look.columns_left
        cell = self.sheet.cell(row=self.row, column=column)
        if width > 1 or height > 1:
            self.sheet.merge_cells(
                start_row=self.row, start_column=column, end_row=self.row + height - 1, end_column=column + width - 1
            )
        if value in (None, ""):
            return cell.coordinate
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl takes what begins with = for a formula
        self.made.written.add(cell.coordinate)
        if meaning:
            self.made.expected[meaning] = (cell.coordinate, as_ or str(value))
        return cell.coordinate

    def also(self, meaning: tuple[str, int, str], cell: str, value: str) -> None:
        self.made.expected[meaning] = (cell, value)

    def figure(self, column: int, text: str, meaning: tuple[str, int, str], *, rate: bool = False) -> None:
        if text == "":
            self.put(column, self.look.nothing)
            return
        value: Any = text
        money = meaning[2] in ("initial_budget", "annual_budget", "actual_spend")
        if money and self.look.money == "元":
            value = str(int(text) * 10_000)
        if self.look.numbers:
            value = float(value)
        elif money and len(value) > 3:
            value = f"{int(value):,}"
        cell = self.put(column, value, meaning, text)
        if rate and self.look.percent:
            self.sheet[cell].value, self.sheet[cell].number_format = float(text) / 100, "0.00%"
        elif rate and not self.look.numbers:
            self.sheet[cell].value = f"{text}%"


def workbook(*looks: Look, together: bool = False) -> list[Made]:
    """A workbook with a form a look, one a sheet or one below the other; each has the whole file's bytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    made = []
    top = 1
    for number, look in enumerate(looks, 1):
        if not together and number > 1:
            sheet, top = book.create_sheet(f"表{number}"), 1
        one = Made()
        writer = _Writer(look, sheet, one, top + look.rows_above)
        _form(writer)
        made.append(one)
        top = writer.row + 2
    content = io.BytesIO()
    book.save(content)
    for one in made:
        one.content = content.getvalue()
    return made


def _form(writer: _Writer) -> None:
    look = writer.look
    gap = 1 if look.blank_columns else 0
    title = "2023年度项目支出绩效自评表" if look.year_at == "title" else "项目支出绩效自评表"
    writer.put(0, title, width=10 + gap)
    writer.row += 1
    if look.year_at == "under":
        writer.put(0, "（2023年度）", width=10 + gap)
        writer.row += 1
    elif look.year_at == "label":
        writer.put(0, writer.label("年度"))
        writer.put(2 + gap, 2023)
        writer.row += 1
    _heads(writer, gap)
    _funds(writer)
    _goals(writer)
    _indicators(writer)
    if look.notes:
        writer.row += look.blank_rows
        writer.put(0, "注：1.定量指标完成值按实际填写；2.定性指标分三档。", width=10)
        writer.row += 1
    if look.signed:
        writer.put(0, "填报人：张三")
        writer.put(4, "联系电话：0533-0000000")
        writer.put(7, "单位（盖章）")
        writer.row += 1


def _heads(writer: _Writer, gap: int) -> None:
    look, table = writer.look, "self_evaluations"
    writer.put(0, writer.label("项目名称"), width=2)
    name = writer.put(2 + gap, f"{CODE}-{NAME}" if look.code_before_name else NAME, (table, 1, "project_name"), NAME)
    if look.code_before_name:
        writer.also((table, 1, "project_code"), name, CODE)
    if look.code_row and not look.code_before_name:
        writer.put(6, writer.label("项目编码"))
        writer.put(7 + gap, CODE, (table, 1, "project_code"), CODE)
    writer.row += 1
    writer.put(0, writer.label("主管部门"), width=2)
    writer.put(2 + gap, f"101-{BUREAU}" if look.code_before_name else BUREAU)
    writer.put(6, writer.label("实施单位"))
    agency = writer.put(
        7 + gap, f"{AGENCY_CODE}-{AGENCY}" if look.code_before_name else AGENCY, (table, 1, "agency_name"), AGENCY
    )
    if look.code_before_name:
        writer.also((table, 1, "agency_code"), agency, AGENCY_CODE)
    writer.row += 1
    if look.persons:
        writer.put(0, "项目负责人", width=2)
        writer.put(2 + gap, "李四")
        writer.put(6, "联系电话")
        writer.put(7 + gap, "13800000000")
        writer.row += 1
    writer.row += look.blank_rows


def _funds(writer: _Writer) -> None:
    look, table = writer.look, "self_evaluation_funds"
    later = look.names == "later"
    heads = ("年初预算", "调整后预算数", "预算执行数", "权重", "预算执行率", "得分") if later else (
        "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")  # fmt: skip
    writer.put(0, f"项目资金（{look.money}）", width=2, height=5)
    for number, text in enumerate(heads):
        writer.put(4 + number, writer.label(text))
    writer.row += 1
    titles = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    for number, (title, fund) in enumerate(zip(titles, FUNDS, strict=True), 1):
        shown = {"当年财政拨款": "财政资金"}.get(fund[0], title) if later else title
        writer.put(2, shown, (table, number, "fund_source"), fund[0], width=2)
        names = ("initial_budget", "annual_budget", "actual_spend", "weight", "execution_rate", "score")
        for column, (name, text) in enumerate(zip(names, fund[1:], strict=True)):
            writer.figure(4 + column, text, (table, number, name), rate=name == "execution_rate")
        writer.row += 1
    writer.row += look.blank_rows


def _goals(writer: _Writer) -> None:
    table = "self_evaluations"
    writer.put(0, "年度总体目标", width=2, height=2)
    writer.put(2, writer.label("预期目标"), width=4)
    writer.put(6, writer.label("实际完成情况"), width=4)
    writer.row += 1
    writer.put(2, GOAL, (table, 1, "annual_goal"), width=4)
    writer.put(6, RESULT, (table, 1, "actual_result"), width=4)
    writer.row += 1 + writer.look.blank_rows


def _sign(look: Look, operator: str) -> str:
    if look.signs == "wide":
        return {"≥": "＞＝", "≤": "＜＝", "=": "＝"}[operator]
    if look.signs == "words":
        return {"≥": "不低于", "≤": "不超过", "=": "＝"}[operator]
    return operator


def _indicators(writer: _Writer) -> None:
    look, table = writer.look, "self_evaluation_indicators"
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    if not look.glued:
        heads[3:5] = ["指标性质", "指标值", "度量单位", "完成值"]
    for number, text in enumerate(heads):
        writer.put(number, writer.label(text))
    writer.row += 1
    for number, one in enumerate(INDICATORS, 1):
        level1, points, level2, level3, operator, target, unit, actual, weight, score, note = one
        first = number == 1 or INDICATORS[number - 2][0] != level1
        count = sum(other[0] == level1 for other in INDICATORS)
        shown = f"{level1}（{points}分）" if look.level_weights else level1
        if first or look.levels == "each":
            height = count if look.levels == "merged" and first else 1
            anchor = writer.put(0, writer.label(shown), height=height)
        writer.also((table, number, "level1"), anchor, level1)
        writer.put(1, level2, (table, number, "level2"))
        writer.put(2, level3, (table, number, "level3"))
        column = _target(writer, number, operator, target, unit, actual)
        writer.figure(column, weight, (table, number, "weight"))
        writer.figure(column + 1, score, (table, number, "score"))
        if note:
            writer.put(column + 2, note, (table, number, "deviation_note"))
        else:
            writer.put(column + 2, "……（100字以内）" if look.prompts else look.nothing)
        writer.row += 1
    if look.empty_rows:
        writer.put(1, "生态效益指标")
        writer.row += 1
    writer.put(0, writer.label("总分"))
    column = 5 if look.glued else 7
    writer.put(column, 100)
    writer.put(column + 1, float(TOTAL) if look.numbers else TOTAL, ("self_evaluations", 1, "total_score"), TOTAL)
    writer.row += 1 + look.blank_rows


def _target(writer: _Writer, number: int, operator: str, target: str, unit: str, actual: str) -> int:
    """Write target and actual value; the next column is returned."""
    look, table = writer.look, "self_evaluation_indicators"
    words = operator == "定性"
    if look.glued:
        shown = unit.replace("%", "％") if look.signs == "wide" else unit
        text = target if words else f"{_sign(look, operator)}{target}{shown}"
        cell = writer.put(3, text, (table, number, "target_value"), target)
        writer.also((table, number, "operator"), cell, operator)
        if unit:
            writer.also((table, number, "unit"), cell, unit)
        done = actual if words else f"{actual}{shown}"
        writer.put(4, done, (table, number, "actual_value"), actual)
        return 5
    writer.put(3, operator, (table, number, "operator"))
    writer.put(4, target if words or not look.numbers else float(target), (table, number, "target_value"), target)
    writer.put(5, unit or look.nothing, (table, number, "unit") if unit else None)
    writer.put(6, actual if words or not look.numbers else float(actual), (table, number, "actual_value"), actual)
    return 7


def looks(count: int) -> list[Look]:
    """Many looks, each property in combination with others; the same every time."""
    choose = random.Random(13)
    made = []
    for _ in range(count):
        flags = (
            "spread",
            "code_before_name",
            "glued",
            "level_weights",
            "blank_columns",
            "blank_rows",
            "persons",
            "notes",
            "signed",
            "prompts",
            "numbers",
            "percent",
            "empty_rows",
        )
        values: dict[str, Any] = {name: choose.random() < 0.5 for name in flags}
        made.append(
            Look(
                **values,
                signs=choose.choice(("usual", "wide", "words")),
                levels=choose.choice(("merged", "first", "each")),
                nothing=choose.choice(("—", "/", "无", "", "——", "-")),
                rows_above=choose.choice((0, 0, 2)),
                columns_left=choose.choice((0, 1, 2)),
                money=choose.choice(("万元", "万元", "元")),
                names=choose.choice(("usual", "later")),
                year_at=choose.choice(("under", "title", "label")),
            )
        )
    return made
