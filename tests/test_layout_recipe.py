"""The recipe for a layout in CONTRIBUTING.md, followed: one description, one example, in and back."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import openpyxl
import pytest

from generator.core.errors import UserError
from generator.core.schema import Catalogue
from generator.forms.layout import Layout
from generator.forms.printing import Filling, printed
from generator.forms.reading import layouts, read_layout
from generator.forms.workbook import workbook
from generator.intake.readings import Reading
from generator.intake.recognising import read_file
from tests.conftest import ROOT

_BLOCK = re.compile(r"^```\w+ (layout|example)=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = {way: (name, text) for way, name, text in _BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))}
NAME, TEXT = BLOCKS["layout"]


def _values(reading: Reading) -> list[tuple[str, int, str, str]]:
    return sorted((one.table, one.row, one.field, one.value) for one in reading.values)


@pytest.fixture
def layout() -> Layout:
    """The layout of the recipe."""
    return read_layout(TEXT.encode(), NAME)


@pytest.fixture
def reading(layout: Layout, catalogue: Catalogue) -> Reading:
    """The example as read."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(BLOCKS["example"][1])):
        book.active.append([cell or None for cell in row])
    content = io.BytesIO()
    book.save(content)
    return read_file("例表.xlsx", content.getvalue(), catalogue.tables, (*layouts(), layout))[0]


def test_the_example_is_recognised_and_every_cell_understood(reading: Reading) -> None:
    assert (reading.form, reading.year, reading.heads["department"]) == ("转移支付绩效自评表", 2023, "示例区教育局")
    assert reading.record == "99000123T000000000109"
    funds = {
        row["fund_source"].value: row["actual_spend"].value for row in reading.rows("self_evaluation_funds").values()
    }
    assert funds == {"年度资金总额": "480", "上级财政资金": "290", "本级财政资金": "190"}
    first = {name: one.value for name, one in reading.rows("self_evaluation_indicators")[1].items()}
    assert first == {
        "level1": "产出指标", "level2": "数量指标", "level3": "补助学生人数", "operator": "≥", "target_value": "6000",
        "unit": "人", "actual_value": "5900", "deviation_note": "人数减少",
    }  # fmt: skip
    assert reading.problems == ()
    assert [one.text for one in reading.left_out] == ["教育部"]


def test_it_is_printed_back(layout: Layout, reading: Reading, catalogue: Catalogue) -> None:
    rows = {
        table: [{name: one.value for name, one in row.items()} for row in reading.rows(table).values()]
        for table in layout.tables
    }
    for number, row in enumerate(rows["self_evaluation_indicators"], 1):
        row["indicator_no"] = str(number)
    filling = Filling(record=rows["self_evaluations"][0], rows=rows, year="2023", department="示例区教育局")
    content = workbook([("表", printed(layout, filling, catalogue.tables))], clock=datetime(2026, 1, 1))
    again = read_file("表.xlsx", content, catalogue.tables, (*layouts(), layout))[0]
    assert again.layout == layout.name
    assert _values(again) == _values(reading)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: list", "kind: lists", "只能是"),
        ("needs: [转移支付（项目）名称", "needs: [项目名字", "needs 里的「项目名字」"),
        ('across: "3"}', 'across: "2"}', "打印的列数不是 7"),
        ("name: transfer-self-evaluation\n", "name: another\n", "应与文件名相同"),
    ],
)
def test_a_slip_in_a_layout_is_told(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(UserError, match=message):
        read_layout(TEXT.replace(old, new).encode(), NAME)


@pytest.mark.parametrize("shipped", layouts(), ids=lambda one: one.name)
def test_every_layout_fills_fields_that_there_are(shipped: Layout, catalogue: Catalogue) -> None:
    for block in shipped.blocks:
        record, table = catalogue.tables[shipped.record], catalogue.tables[block.table]
        for part in block.parts:
            owner = record if part.reading == "record" else table
            named = [one for one in (*part.field.split("|"), part.code) if one]
            assert set(named) <= set(owner.names), part.label
        assert {part.field for part in block.totals} <= set(record.names)
        assert {one for one in (block.by, *block.keys) if one} <= set(table.names)
