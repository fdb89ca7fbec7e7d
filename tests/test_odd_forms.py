"""Odd forms that came from nowhere in the other tests: each says what the usual form says, and is read the same."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.readings import Reading
from generator.intake.recognising import read_file

CODE = "99000123T000000000101"
Rows = list[list[Any]]
Found = dict[tuple[str, int, str], str]


def usual(name: str = "校舍维修改造", code: str = CODE) -> Rows:
    """The form as it is usually filled in: a row a line."""
    return [
        ["项目支出绩效自评表"],
        ["（2023年度）"],
        ["项目名称", "", name, "", "", "", "项目编码", code],
        ["主管部门", "", "示例区教育局", "", "", "", "实施单位", "示例区教育局机关"],
        ["项目资金（万元）", "", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "", "年度资金总额", "", 320, 320, 288, 10, "90%", 9],
        ["", "", "其中：当年财政拨款", "", 300, 300, 268, "—", "89.33%", "—"],
        ["", "", "其他资金", "", 20, 20, 20, "—", "100%", "—"],
        ["年度总体目标", "", "预期目标", "", "", "", "实际完成情况"],
        ["", "", "完成12所校舍维修。", "", "", "", "完成11所。"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
        ["", "产出指标", "数量指标", "维修学校数", "≥12所", "11所", 50, 45.83, "1所推迟开工"],
        ["", "效益指标", "社会效益指标", "惠及学生人数", "≥9600人", "9120人", 30, 28.5, "一所未完工"],
        ["", "满意度指标", "服务对象满意度指标", "师生满意度", "≥95%", "96.4%", 10, 10, ""],
        ["总分", "", "", "", "", "", 100, 93.33],
    ]


def book(rows: Rows, merges: Sequence[str] = (), hidden: str = "") -> bytes:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                sheet.cell(number, column).value = value
                if isinstance(value, str):
                    sheet.cell(number, column).data_type = "s"
    for one in merges:
        sheet.merge_cells(one)
    if hidden:
        sheet.column_dimensions[hidden].hidden = True
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _read(content: bytes, catalogue: Catalogue) -> list[Reading]:
    return read_file("自评表.xlsx", content, catalogue.tables, layouts())


def _values(reading: Reading) -> Found:
    return {(one.table, one.row, one.field): one.value for one in reading.values}


def _below() -> bytes:
    rows = usual()
    rows[2:4] = [["项目名称", "", "", "", "", "", "项目编码", CODE], ["", "", "校舍维修改造"], rows[3]]
    return book(rows, ["A3:B4"])


def _inline() -> bytes:
    rows = usual()
    rows[2] = ["项目名称：校舍维修改造", "", "", "", "", "", f"项目编码：{CODE}"]
    rows[3] = ["主管部门：示例区教育局", "", "", "", "", "", "实施单位：示例区教育局机关"]
    return book(rows)


def _above() -> bytes:
    rows = usual()
    rows[2:4] = [
        ["项目名称", "", "项目编码", "", "主管部门", "", "实施单位"],
        ["校舍维修改造", "", CODE, "", "示例区教育局", "", "示例区教育局机关"],
    ]
    return book(rows)


def _one_column_in_yuan() -> bytes:
    rows = usual()
    rows[4][:1], rows[4][4:7] = ["项目资金"], ["年初预算数（万元）", "全年预算数（万元）", "全年执行数（元）"]
    for number, value in zip((5, 6, 7), (2_880_000, 2_680_000, 200_000), strict=True):
        rows[number][6] = value
    return book(rows)


def _one_row_in_yuan() -> bytes:
    rows = usual()
    rows[6][2:7] = ["其中：当年财政拨款（元）", "", 3_000_000, 3_000_000, 2_680_000]
    return book(rows)


def _next_sheet_of_paper() -> bytes:
    rows = usual()
    rows[13:13] = [["项目支出绩效自评表（续）"], list(rows[10])]
    return book(rows)


def _full_width() -> bytes:
    rows = usual()
    rows[5][4:] = ["３２０", "３２０", "２８８", "１０", "９０％", "９"]
    rows[11][4:8] = ["≥１２所", "１１所", "５０", "４５．８３"]
    return book(rows)


def _hidden_numbers() -> bytes:
    rows = [["", *row] for row in usual()]
    for number in (11, 12, 13):
        rows[number][0] = number
    return book(rows, hidden="A")


def _vertical() -> bytes:
    rows = usual()
    rows[8][0], rows[10][0], rows[4][0] = "\n".join("年度总体目标"), "\n".join("绩效指标"), "项目\n资金\n（万元）"
    rows[10][4:6] = ["年度\n指标值", "实际\n完成值"]
    return book(rows, ["A3:B3", "C3:F3", "A5:B8", "C5:D5", "A9:B10", "C9:F9", "G9:J9", "C10:F10", "G10:J10", "A11:A14"])


def _total_above() -> bytes:
    rows = usual()[:-1]
    rows.insert(4, ["自评总分", "", 93.33])
    return book(rows)


def _glued() -> bytes:
    rows = usual()
    rows[5][4:7] = ["320.00万元", "320万", "288 万元"]
    return book(rows)


def _starred() -> bytes:
    rows = usual()
    rows[2][0], rows[2][6], rows[3][0], rows[14][0] = "*项目名称：", "项目编码:", "主管部门（公章）", "合 计"
    return book(rows)


ODD: dict[str, Callable[[], bytes]] = {
    "label over two rows, value in the second": _below,
    "label and value in one cell": _inline,
    "labels above their values": _above,
    "one column in yuan": _one_column_in_yuan,
    "one row in yuan": _one_row_in_yuan,
    "heads again on the next sheet of paper": _next_sheet_of_paper,
    "full-width digits": _full_width,
    "hidden first column": _hidden_numbers,
    "labels from top to bottom": _vertical,
    "total above the list": _total_above,
    "units behind amounts": _glued,
    "stars and colons": _starred,
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_form_says_what_the_usual_one_does(name: str, catalogue: Catalogue) -> None:
    [expected] = _read(book(usual()), catalogue)
    [reading] = _read(ODD[name](), catalogue)
    assert _values(reading) == _values(expected)
    assert len(reading.values) == 52
    assert (reading.year, reading.heads["department"]) == (2023, "示例区教育局")
    assert [one for one in reading.problems if one.stops] == []
    assert [one.cell for one in reading.left_out if one.reason.startswith("没有认出")] == []


def test_forms_side_by_side_are_read_apart(catalogue: Catalogue) -> None:
    other = f"{CODE[:-1]}2"
    left, right = usual(), usual("操场改造", other)
    width = max(map(len, left)) + 1
    both = [row + [""] * (width - len(row)) + beside for row, beside in zip(left, right, strict=True)]
    readings = _read(book(both), catalogue)
    assert [(one.record, one.name) for one in readings] == [(CODE, "校舍维修改造"), (other, "操场改造")]
    [expected] = _read(book(left), catalogue)
    assert _values(readings[0]) == _values(expected)
    assert len(readings[1].values) == len(expected.values)
    assert readings[1].values[0].cell[0] >= "K"


def test_an_indicator_merged_over_two_rows_names_both(catalogue: Catalogue) -> None:
    rows = usual()
    rows[12] = ["", "", "", "", "≥90%", "92%", 30, 28.5, ""]
    [reading] = _read(book(rows, ["D12:D13"]), catalogue)
    names = [one.value for one in reading.values if one.field == "level3"]
    assert names == ["维修学校数", "维修学校数", "师生满意度"]
    tall = usual()
    tall.insert(12, [""] * 9)
    [same] = _read(book(tall, [f"{column}12:{column}13" for column in "BCDEFGHI"]), catalogue)
    assert [one.value for one in same.values if one.field == "level3"] == ["维修学校数", "惠及学生人数", "师生满意度"]
