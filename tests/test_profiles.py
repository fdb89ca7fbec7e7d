"""Rules under the profiles for local variants: the same rows, judged by the division's own weights and bands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.check import typed_frames
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES, Context
from generator.rules.examples import fund, indicator, indicators, self_evaluation

DATA = Path(__file__).parents[1] / "data"


def fires(code: str, profile: str, **tables: tuple[dict[str, str], ...]) -> bool:
    """Whether a rule finds anything in some rows of 990001 in 2023, where that profile is in force."""
    profiles = tuple(
        replace(one, in_force=(("990001", 2022, 2023),)) if one.name == profile != "default" else one
        for one in load_profiles(DATA)
    )
    return not RULES[code].function(Context(tables=typed_frames(load_catalogue(DATA), tables), profiles=profiles)).empty


@pytest.mark.parametrize(
    ("profile", "score", "grade", "wrong"),
    [
        ("default", "90", "优", False),
        ("default", "89.99", "优", True),
        ("default", "89.5", "良", False),
        ("default", "59.99", "差", False),
        ("default", "0", "差", False),
        ("bands-80-70-60", "80", "优", False),
        ("bands-80-70-60", "85", "良", True),
        ("bands-80-70-60", "70", "良", False),
    ],
)
def test_grade_bands_are_half_open(profile, score, grade, wrong):
    assert fires("R12", profile, self_evaluations=(self_evaluation(total_score=score, grade=grade),)) is wrong


@pytest.mark.parametrize(
    ("profile", "score", "wrong"),
    [("default", "7.5", False), ("default", "8", False), ("at-most-ratio", "7.5", True), ("at-most-ratio", "8", False)],
)
def test_both_formulas_for_at_most(profile, score, wrong):
    row = indicator(1, "产出指标", operator="≤", target_value="12", actual_value="15", score=score)
    assert fires("R07", profile, self_evaluation_indicators=(row,)) is wrong


@pytest.mark.parametrize(("profile", "score", "wrong"), [("default", "5.5", True), ("execution-20", "5.5", False)])
def test_qualitative_bands(profile, score, wrong):
    row = indicator(1, "效益指标", operator="定性", target_value="改善", actual_value="部分达成", score=score)
    assert fires("R10", profile, self_evaluation_indicators=(row,)) is wrong


@pytest.mark.parametrize(
    ("profile", "code", "execution", "levels", "wrong"),
    [
        ("default", "R04", "10", {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}, False),
        ("default", "R04", "20", {"产出指标": "40", "效益指标": "30", "满意度指标": "10"}, True),
        ("execution-20", "R04", "20", {"产出指标": "40", "效益指标": "30", "满意度指标": "10"}, False),
        ("execution-20", "R04", "20", {"产出指标": "40", "效益指标": "40"}, False),
        ("execution-20", "R04", "20", {"产出指标": "50", "效益指标": "30"}, True),
        ("county-10-60-30", "R04", "10", {"产出指标": "60", "效益指标": "30"}, False),
        ("county-four-equal", "R04", "10", {"产出指标": "60", "效益指标": "30"}, False),  # says nothing of scheme A
        (
            "county-four-equal",
            "R05",
            "10",
            {"成本指标": "22.5", "产出指标": "22.5", "效益指标": "22.5", "满意度指标": "22.5"},
            False,
        ),
        ("default", "R05", "10", {"成本指标": "20", "产出指标": "40", "效益指标": "30"}, False),
    ],
)
def test_weights(profile, code, execution, levels, wrong):
    rows = {
        "self_evaluations": (self_evaluation(),),
        "self_evaluation_funds": (fund(weight=execution),),
        "self_evaluation_indicators": indicators(**levels),
    }
    assert fires(code, profile, **rows) is wrong


def test_a_profile_ends_with_its_years():
    row = self_evaluation(total_score="85", grade="优", fiscal_year="2024")
    assert fires("R12", "bands-80-70-60", self_evaluations=(row,))
