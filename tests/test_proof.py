"""Scores worked out again: line by line, in total, and how many of them can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.facts import Facts
from generator.facts.scores import DIFFERENT, INSIDE, PARTLY, PROVED, SAME, UNPROVABLE, Proof, prove
from generator.load import load_catalogue, load_profiles
from generator.rules.examples import fund, indicator, self_evaluation
from tests.frames import typed_frames

DATA = Path(__file__).parents[1] / "data"
CATALOGUE = load_catalogue(DATA)
WORDS = {"operator": "定性", "target_value": "明显改善", "unit": ""}


def proof(*indicators: dict[str, str], profile: str = "default", funds: tuple[dict[str, str], ...] = (fund(),), **own):
    profiles = tuple(
        replace(one, in_force=(("990001", 2023, 2023),)) if one.name == profile != "default" else one
        for one in load_profiles(DATA)
    )
    rows = {
        "self_evaluations": (self_evaluation(**{"total_score": "99.5", **own}),),
        "self_evaluation_funds": funds,
        "self_evaluation_indicators": indicators,
    }
    return prove(Facts(tables=typed_frames(CATALOGUE, rows), profiles=profiles))


def line(found: Proof) -> dict[str, object]:
    return found.indicators.iloc[0].to_dict()


# Cells of an indicator; then the verdict, what its score comes to, and how.
PROVABLE = (
    ({}, SAME, 10, "实际 12，达到指标值 12，得满分 10"),
    ({"actual_value": "9", "score": "7.5"}, SAME, 7.5, "10×9÷12 = 7.5"),
    ({"actual_value": "9", "score": "9"}, DIFFERENT, 7.5, "10×9÷12 = 7.5"),
    ({"operator": "≤", "actual_value": "11"}, SAME, 10, "实际 11，没有超过指标值 12，得满分 10"),
    (
        {"operator": "≤", "actual_value": "15", "score": "7.5"},
        SAME,
        7.5,
        "超过指标值，10×(1−(15−12)÷12) = 7.5 或 10×12÷15 = 8",
    ),
    (
        {"operator": "≤", "actual_value": "15", "score": "8"},
        SAME,
        8,
        "超过指标值，10×(1−(15−12)÷12) = 7.5 或 10×12÷15 = 8",
    ),
    (
        {"operator": "=", "target_value": "0", "actual_value": "2", "score": "0"},
        SAME,
        0,
        "指标值 0，实际 2，不得分",
    ),
    ({**WORDS, "actual_value": "达成年度指标", "score": "9"}, INSIDE, 9, "「达成」，8—10 分"),
    ({**WORDS, "actual_value": "部分达成年度指标", "score": "9.5"}, DIFFERENT, 8, "「部分达成」，6—8 分"),
    ({**WORDS, "actual_value": "部分达成年度指标", "score": "8"}, DIFFERENT, 8, "「部分达成」，6—8 分"),
    (
        {"operator": "≤", "target_value": "2023年12月底前", "actual_value": "2023年12月20日", "unit": ""},
        SAME,
        10,
        "按期完成，得满分 10",
    ),
    (
        {"operator": "=", "target_value": "12月底前", "actual_value": "11月", "unit": ""},
        SAME,
        10,
        "按期完成，得满分 10",
    ),
    ({"target_value": "300万元", "actual_value": "0.03亿元", "unit": ""}, SAME, 10, None),
)
# Cells of an indicator, and why its score cannot be worked out.
UNKNOWN = (
    ({"actual_value": "已全部完工"}, "「实际完成值」是文字"),
    ({"target_value": "12所（含2所小学）"}, "「年度指标值」没有读懂"),
    ({"target_value": "12月底前完成"}, "「年度指标值」是日期"),
    (
        {"operator": "≤", "target_value": "12月底前", "actual_value": "2024年2月", "unit": ""},
        "「年度指标值」是日期",
    ),
    ({"target_value": "12万元", "unit": "", "actual_value": "12所"}, "指标值与完成值单位不同"),
    ({"target_value": "2-3公里", "unit": "", "actual_value": "2500人"}, "指标值与完成值单位不同"),
    ({"target_value": "90%—95%", "unit": "", "actual_value": "89%"}, "「年度指标值」是一个区间"),
    ({**WORDS, "actual_value": "群众反映良好"}, "完成情况没有写明达成、部分达成或未达成"),
    ({"score": ""}, "没有填写分值或得分"),
)


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    """What is told of each of them, all as indicators of one project."""
    every = [cells for cells, *_ in (*PROVABLE, *UNKNOWN)]
    return proof(*(indicator(number, "产出指标", **cells) for number, cells in enumerate(every, 1))).indicators.to_dict(
        "records"
    )


@pytest.mark.parametrize("number", range(len(PROVABLE)))
def test_each_score_is_worked_out_again(lines: list[dict[str, object]], number: int) -> None:
    found, (_, verdict, recomputed, how) = lines[number], PROVABLE[number]
    assert found["verdict"] == verdict
    assert found["recomputed"] == pytest.approx(recomputed)
    assert how is None or found["how"] == how
    assert found["reason"] == ""


@pytest.mark.parametrize("number", range(len(UNKNOWN)))
def test_what_cannot_be_worked_out_says_why(lines: list[dict[str, object]], number: int) -> None:
    found = lines[len(PROVABLE) + number]
    assert (found["verdict"], found["reason"]) == (UNPROVABLE, UNKNOWN[number][1])
    assert found["recomputed"] != found["recomputed"]


def test_the_total_and_its_grade():
    found = proof(
        indicator(1, "产出指标", weight="50", score="50"),
        indicator(2, "效益指标", weight="40", actual_value="6", score="36"),
        total_score="95.5",
        grade="优",
    )
    whole = found.evaluations.iloc[0]
    assert whole["verdict"] == PROVED
    assert (whole["indicators"], whole["proved"], whole["share"]) == (2, 2, 100)
    assert (whole["stated"], whole["added"], whole["recomputed"]) == (95.5, 95.5, 79.5)
    assert whole["difference"] == 16
    assert (whole["grade_stated"], whole["grade"]) == ("优", "中")
    bureau = found.bureaus.iloc[0]
    assert (bureau["evaluations"], bureau["proved"], bureau["agreeing"]) == (1, 1, 0)


def test_what_is_not_understood_counts_as_stated_and_as_not_proved():
    found = proof(
        indicator(1, "产出指标", weight="60", score="60"),
        indicator(2, "效益指标", weight="30", actual_value="群众受益", score="30"),
    )
    whole, bureau = found.evaluations.iloc[0], found.bureaus.iloc[0]
    assert whole["verdict"] == PARTLY
    assert (whole["recomputed"], whole["difference"], whole["share"]) == (99.5, 0, 70)
    assert (bureau["proved"], bureau["indicators"], bureau["proved_indicators"]) == (0, 2, 1)
    assert bureau["share"] == 50
    assert bureau["weight_share"] == pytest.approx(200 / 3)


def test_the_score_for_execution():
    found = proof(indicator(1, "产出指标", weight="90", score="90"), funds=(fund(score="10"),), total_score="100")
    whole = found.evaluations.iloc[0]
    assert (whole["execution_stated"], whole["execution"], whole["recomputed"]) == (10, 9.5, 99.5)
    none = proof(indicator(1, "产出指标", weight="100", score="100"), funds=(), total_score="100").evaluations.iloc[0]
    assert (none["verdict"], none["recomputed"], none["share"]) == (PROVED, 100, 100)
    cancelled = fund(annual_budget="0", actual_spend="0", execution_rate="", score="0")
    zero = proof(indicator(1, "产出指标", weight="90", score="90"), funds=(cancelled,), total_score="90")
    assert zero.evaluations.iloc[0]["verdict"] == PARTLY


def test_a_form_without_indicators():
    found = proof(funds=())
    assert found.evaluations.iloc[0]["verdict"] == UNPROVABLE
    assert found.bureaus.iloc[0]["evaluations"] == 1


def test_the_profile_decides():
    row = indicator(1, "产出指标", operator="≤", actual_value="15", score="7.5")
    assert line(proof(row))["verdict"] == SAME
    other = line(proof(row, profile="at-most-ratio"))
    assert (other["verdict"], other["recomputed"]) == (DIFFERENT, 8)


def test_no_data():
    found = prove(Facts(tables=typed_frames(CATALOGUE, {}), profiles=load_profiles(DATA)))
    assert found.indicators.empty
    assert found.evaluations.empty
    assert found.bureaus.empty
