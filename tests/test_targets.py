"""Target and actual values as people write them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from generator.rules.targets import Value, parse, parse_text

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
]


@pytest.mark.parametrize(("text", "operator", "number", "unit"), NUMBERS)
def test_numbers(text, operator, number, unit):
    read = parse_text(text)
    assert (read.kind, read.operator, read.number, read.unit) == ("number", operator, number, unit)


@pytest.mark.parametrize(("text", "operator", "begin", "until"), DATES)
def test_dates(text, operator, begin, until):
    read = parse_text(text)
    assert (read.kind, read.operator, read.date, read.until) == ("date", operator, begin, until)


def test_a_range():
    read = parse_text("90%—95%")
    assert (read.kind, read.number, read.upper, read.unit) == ("range", 90, 95, "%")


@pytest.mark.parametrize("text", ["显著提升", "有所改善", "达成年度指标", "A级", "一户一策", "三包到位", "应保尽保"])
def test_words(text):
    assert parse_text(text) == parse_text("好")
    assert parse_text(text).kind == "qualitative"


@pytest.mark.parametrize("text", ["", "—", "/", "*", "无", " "])
def test_nothing(text):
    assert parse_text(text).kind == "missing"


@pytest.mark.parametrize("text", ["12所学校（含2所小学）", "3/5", "1:3", "2023年2月30日", "第1名第2名", "100%，无遗漏"])
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
