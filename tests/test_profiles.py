"""Rules under the profiles for local variants: the same rows, judged by the division's own weights and bands."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from generator.core.errors import UserError
from generator.core.facts import Facts
from generator.core.profile import Profile
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES
from generator.rules.examples import fund, indicator, indicators, self_evaluation
from tests.conftest import ROOT, DataFolder
from tests.frames import typed_frames
from tests.shipped import DATA

CATALOGUE, PROFILES = load_catalogue(DATA), load_profiles(DATA)


def fires(code: str, profile: str, **tables: tuple[dict[str, str], ...]) -> bool:
    """Whether a rule finds anything in some rows of 990001 in 2023, where that profile is in force."""
    profiles = tuple(
        replace(one, in_force=(("990001", 2022, 2023),)) if one.name == profile != "default" else one
        for one in PROFILES
    )
    return not RULES[code].function(Facts(tables=typed_frames(CATALOGUE, tables), profiles=profiles)).empty


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


MONITORED = {
    "project_code": "990001230010001",
    "period": "6",
    "project_name": "校舍维修",
    "agency_name": "示例区教育局机关",
    "annual_budget": "100",
    "actual_spend": "39",
    "dual_monitoring": "是",
    "needs_rectification": "否",
    "key_monitoring": "否",
}


@pytest.mark.parametrize(
    ("profile", "spend", "period", "slow"),
    [
        ("default", "39", "6", True),  # index 78
        ("default", "40", "6", False),
        ("progress-steps", "39", "6", True),
        ("progress-steps", "40", "6", False),
        ("progress-steps", "45", "7", False),  # the minimum of June holds until August
        ("default", "45", "7", True),
        ("progress-steps", "1", "3", True),  # before the first month with a minimum the index counts
    ],
)
def test_monitoring_minimums(profile, spend, period, slow):
    row = MONITORED | {"actual_spend": spend, "period": period}
    assert fires("R19", profile, monitorings=(row,)) is slow


def test_a_variant_is_like_the_default_in_all_it_leaves_out():
    profiles = {one.name: one for one in load_profiles(DATA)}
    default = profiles["default"]
    for one in profiles.values():
        assert one.thresholds == default.thresholds
    assert profiles["execution-20"].bands == default.bands
    assert profiles["execution-20"].execution_weight == 20


def test_thresholds_can_be_listed():
    default = next(one for one in load_profiles(DATA) if one.name == "default")
    listed = {name: text for name, _, text in default.thresholds}
    assert listed["low_execution"] == "70%"
    assert listed["evaluation_gap"] == "10分"
    assert len(listed) == len({title for _, title, _ in default.thresholds})


@pytest.mark.parametrize(("low", "fired"), [("70", True), ("60", False)])
def test_a_threshold_of_its_own(low, fired):
    profiles = tuple(replace(one, low_execution=float(low)) for one in load_profiles(DATA))
    rows = {
        "self_evaluations": (self_evaluation(total_score="95", deviation_note="尾款次年支付。"),),
        "self_evaluation_funds": (fund(actual_spend="208", execution_rate="65", score="6.5"),),
    }
    facts = Facts(tables=typed_frames(load_catalogue(DATA), rows), profiles=profiles)
    assert RULES["F02"].function(facts).empty is not fired


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('similar_text: "100.5"', "应不大于 100"),
        ('low_execution: "-1"', "应不小于 0"),
        ('score_tolerance: "-0.01"', "应不小于 0"),
    ],
)
def test_values_that_no_rule_can_go_by_are_refused(tmp_path: Path, line: str, said: str):
    (tmp_path / "profiles").mkdir()
    text = (DATA / "profiles" / "default.yaml").read_text(encoding="utf-8")
    (tmp_path / "profiles" / "default.yaml").write_text(text, encoding="utf-8")
    own = f"name: own\ntitle: 本地口径\nin_force: []\nsource: 例子\n{line}\n"
    (tmp_path / "profiles" / "own.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        load_profiles(tmp_path)


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ({"execution-20": '[{division: "990001", from: "2022", to: "2024"}]'}, []),
        (
            {"execution-20": '[{division: "990009", from: "2022", to: "2024"}]'},
            ["in_force 里的区划 990009 没有登记，对谁也不生效。"],
        ),
        (
            {"execution-20": '[{division: "990001", from: "2024", to: "2020"}]'},
            ["in_force 写的是从 2024 到 2020，先后颠倒，哪一年也不生效。"],
        ),
        (
            {
                "execution-20": '[{division: "990001", from: "2022", to: "2024"}]',
                "progress-steps": '[{division: "990001", from: "2024", to: "2025"}]',
            },
            ["990001 的 2024—2024 年度，另一份口径 execution-20 也写了生效，不知道用哪一份。"],
        ),
    ],
)
def test_whom_a_profile_is_in_force_for(folder: DataFolder, spans: dict[str, str], told: list[str]) -> None:
    for name, entry in spans.items():
        folder.replace(f"profiles/{name}.yaml", "in_force: []", f"in_force: {entry}")
    found = folder.found("P11")
    assert [one.message for one in found] == told
    assert {one.file for one in found} <= {f"data/profiles/{name}.yaml" for name in spans}


def test_every_key_of_a_profile_is_documented() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("### 口径\n")[2].partition("\n### ")[0]
    documented = set(re.findall(r"`([a-z_0-9]+)`", section))
    assert {one.name for one in fields(Profile)} <= documented
    for one in PROFILES[0].thresholds:
        assert f"| `{one.name}` | {one.title} |" in section
