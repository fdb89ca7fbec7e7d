"""Units of measure: how many of one another is, and what is no number of the other."""

from __future__ import annotations

import math

import pytest

from generator.core.units import times
from generator.facts.indicators import changed_from_goal
from generator.rules.examples import goal_indicator, indicator
from tests.test_facts_projects import year


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("公里", "米", 1000),
        ("万平方米", "亩", 15),
        ("千万元", "亿元", 0.1),
        ("百分点", "个百分点", 1),
        ("米/秒", "公里/小时", 3.6),
        ("元/人/小时", "元/人/分钟", 1 / 60),
        ("元/亩/年", "元/平方米/年", 3 / 2000),
    ],
)
def test_one_is_so_many_of_the_other(one: str, other: str, number: float) -> None:
    assert math.isclose(times(one, other), number)
    assert math.isclose(times(other, one), 1 / number)


@pytest.mark.parametrize(
    ("one", "other"), [("天", "工作日"), ("人次", "人"), ("%", "个百分点"), ("元/人/年", "元/年"), ("百分点", "分点")]
)
def test_no_number_of_it(one: str, other: str) -> None:
    assert math.isnan(times(one, other))


@pytest.mark.parametrize("unit", ["亿" * 49 + "人", "/" * 5_000, "万" * 5_000])
def test_a_senseless_unit_is_a_unit_of_its_own(unit: str) -> None:
    assert math.isnan(times(unit, "人"))


@pytest.mark.parametrize(
    ("approved", "now", "changed"),
    [
        (("12.345678901", "亿元"), ("1234567890.1", "元"), False),
        (("1200", "元"), ("0.12", "万元"), False),
        (("1200", "元"), ("0.11", "万元"), True),
        (("12场", ""), ("12次", ""), False),
        (("12场", ""), ("11次", ""), True),
        (("2-3公里", ""), ("2000-3000", "米"), False),
        (("2-3公里", ""), ("2000-2900", "米"), True),
        (("90%", ""), ("90%-95%", ""), True),
    ],
)
def test_a_target_in_other_words_is_not_changed(approved: tuple[str, str], now: tuple[str, str], changed: bool) -> None:
    then, own = ({"target_value": value, "unit": unit} for value, unit in (approved, now))
    facts = year(
        goal_indicators=(goal_indicator(1, "产出指标", "数量指标", **then),),
        self_evaluation_indicators=(indicator(1, "产出指标", **own),),
    )
    assert len(changed_from_goal(facts, "self_evaluation_indicators")) == changed
