"""Target and actual values as people write them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from generator.facts.targets import Value, parse, parse_text

NUMBERS = [
    ("12", "", 12, ""),
    ("１２", "", 12, ""),
    ("95%", "", 95, "%"),
    ("９５％", "", 95, "%"),
    ("≥95%", "≥", 95, "%"),
    ("≤ 30", "≤", 30, ""),
    ("100百分比", "", 100, "%"),
    ("百分之95", "", 95, "%"),
    ("不少于3次", "≥", 3, "次"),
    ("不低于三次", "≥", 3, "次"),
    ("十二个", "", 12, "个"),
    ("控制在30万元以内", "≤", 30, "万元"),
    ("不超过15天", "≤", 15, "天"),
    ("达到90%以上", "≥", 90, "%"),
    ("95％以上", "≥", 95, "%"),
    ("完成12所", "", 12, "所"),
    ("1,200.5", "", 1200.5, ""),
    ("-0.5", "", -0.5, ""),
    ("5个百分点", "", 5, "个百分点"),
    ("1次/月", "", 1, "次/月"),
    ("每月1次", "", 1, "次/月"),
    ("每年不少于4次", "≥", 4, "次/年"),
    ("≥95％（含）", "≥", 95, "%"),
    ("≧95%", "≥", 95, "%"),
    ("≦5", "≤", 5, ""),
    ("5个及以上", "≥", 5, "个"),
    ("10个工作日内", "≤", 10, "个工作日"),
    ("24小时内", "≤", 24, "小时"),
    ("一年内", "≤", 1, "年"),
    ("100余人", "", 100, "人"),
    ("近100人", "", 100, "人"),
    ("3000㎡", "", 3000, "平方米"),
    ("5（个）", "", 5, "个"),
    ("（5个）", "", 5, "个"),
    ("500元/人·年", "", 500, "元/人·年"),
    ("满意度≥90%", "≥", 90, "%"),
    ("群众满意度达到90%以上", "≥", 90, "%"),
    ("达标率100%", "", 100, "%"),
    ("100%达标", "", 100, "%"),
    ("5‰", "", 5, "‰"),
    ("0起", "", 0, "起"),
    ("20231231", "", 20231231, ""),
    ("−12.5", "", -12.5, ""),
    ("－12.5", "", -12.5, ""),
    ("–12.5%", "", -12.5, "%"),
    ("—12.5", "", -12.5, ""),
    ("‑12.5", "", -12.5, ""),
    ("﹣12.5", "", -12.5, ""),
    ("负12.5", "", -12.5, ""),
    ("≤−5", "≤", -5, ""),
    ("不高于–0.5%", "≤", -0.5, "%"),
    (".5", "", 0.5, ""),
    ("-.5", "", -0.5, ""),
    ("12.", "", 12, ""),
    ("≥.5%", "≥", 0.5, "%"),
    ("12.5元", "", 12.5, "元"),
    ("1,234.5", "", 1234.5, ""),
    ("1，234.5万元", "", 1234.5, "万元"),
    ("【5个】", "", 5, "个"),
    ("5［个］", "", 5, "个"),
]
DATES = [
    ("12月底前完成", "≤", "--12-31", ""),
    ("2023年12月31日前", "≤", "2023-12-31", ""),
    ("2023-12-31", "", "2023-12-31", ""),
    ("2024.5.1", "", "2024-05-01", ""),
    ("2023年6月—12月", "", "2023-06", "2023-12"),
    ("2023年10月至2024年3月", "", "2023-10", "2024-03"),
    ("5—8月", "", "--05", "--08"),
    ("2023年2月底", "≤", "2023-02-28", ""),
    ("年底前", "≤", "--12-31", ""),
    ("年内完成", "≤", "--12-31", ""),
    ("2023/12/31", "", "2023-12-31", ""),
    ("2023年12月31日前完成验收", "≤", "2023-12-31", ""),
    ("6月30日之前", "≤", "--06-30", ""),
    ("2023-06至2023-12", "", "2023-06", "2023-12"),
    ("2023年第四季度", "", "2023-10", "2023-12"),
    ("二季度", "", "--04", "--06"),
    ("上半年", "", "--01", "--06"),
    ("2023年度", "", "2023-01", "2023-12"),
    ("全年", "", "--01", "--12"),
    ("二〇二三年十二月", "", "2023-12", ""),
]


@pytest.mark.parametrize(("text", "operator", "number", "unit"), NUMBERS)
def test_numbers(text, operator, number, unit):
    read = parse_text(text)
    assert (read.kind, read.operator, read.number, read.unit) == ("number", operator, number, unit)


@pytest.mark.parametrize(("text", "operator", "begin", "until"), DATES)
def test_dates(text, operator, begin, until):
    read = parse_text(text)
    assert (read.kind, read.operator, read.date, read.until) == ("date", operator, begin, until)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("90%—95%", 90, 95, "%"),
        ("90-95%", 90, 95, "%"),
        ("1至2次", 1, 2, "次"),
        ("3‑5天", 3, 5, "天"),
        ("5—8", 5, 8, ""),
        ("−5～−3", -5, -3, ""),
        ("≥95%且≤100%", 95, 100, "%"),
    ],
)
def test_ranges(text, low, high, unit):
    read = parse_text(text)
    assert (read.kind, read.number, read.upper, read.unit) == ("range", low, high, unit)


@pytest.mark.parametrize("text", ["显著提升", "有所改善", "达成年度指标", "A级", "一户一策", "三包到位", "应保尽保"])
def test_words(text):
    assert parse_text(text) == parse_text("好")
    assert parse_text(text).kind == "qualitative"


@pytest.mark.parametrize("text", ["", "—", "/", "*", "无", " "])
def test_nothing(text):
    assert parse_text(text).kind == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "12所学校（含2所小学）",
        "3/5",
        "1:3",
        "2023年2月30日",
        "第1名第2名",
        "100%，无遗漏",
        "提高5%",  # than what?
        "较上年下降3个百分点",
        "2023年13月",
        "(12.5)",
        "（12.5）",
        "[12.5]",
        "【12.5】",
        "〔12.5%〕",
        "12.5-",
        "12.5－",
        "△12.5",
        "▲12.5",
        "1.2.3",
        "12..5",
        "9" * 201,
    ],
)
def test_what_is_not_understood_says_so(text):
    assert parse_text(text).kind == "unknown"


def test_a_column_keeps_its_index():
    column = pd.Series(["≥95%", None, "显著提升", "≥95%"], index=[3, 5, 8, 9], dtype="str")
    read = parse(column)
    assert list(read.index) == [3, 5, 8, 9]
    assert list(read["kind"]) == ["number", "missing", "qualitative", "number"]
    assert list(read["number"])[::3] == [95, 95]
    assert math.isnan(read["number"][5])
    assert list(read.columns) == list(Value.__dataclass_fields__)


def test_an_empty_column():
    read = parse(pd.Series([], dtype="str"))
    assert read.empty
    assert read["number"].dtype == "float64"


def test_what_was_not_read_is_told_once_a_table(folder):
    """Of two bureaus and years, each in one finding that says how many and quotes the first."""
    values = ["（12.5）", "12所（含2所）", "▲5", "9", "1至2.", "3-", "〔4〕", "12.5元"]
    rows = [
        folder.row("self_evaluation_indicators", indicator_no=str(number), level3=f"指标{number}", operator="≥")
        | {"target_value": "12", "unit": "所", "actual_value": value}
        for number, value in enumerate(values, 1)
    ]
    folder.table("self_evaluation_indicators", *rows)
    (found,) = folder.found("F22")
    assert "有 6 处没有写成能复算的数字：「指标1」的实际完成值「（12.5）」、" in found.message
    assert found.message.count("实际完成值「") == 5
    assert "指标8" not in found.message.split("等")[0]


def test_a_number_beside_a_range_of_something_else_is_told(folder):
    cells = {"operator": "=", "target_value": "2-3公里", "unit": "", "actual_value": "2500人"}
    folder.table("self_evaluation_indicators", folder.row("self_evaluation_indicators", level3="里程", **cells))
    (found,) = folder.found("F22")
    assert "「里程」的指标值「2-3公里」与完成值「2500人」" in found.message
