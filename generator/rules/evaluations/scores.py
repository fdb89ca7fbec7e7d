"""Scores of evaluations and of their indicators: sums, weights, grades, and the project's own score beside them."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import GRADES, OTHER_GRADES
from generator.facts.evaluations import evaluation_sums
from generator.facts.grades import graded
from generator.facts.joining import EVALUATION, PROJECT_OF_YEAR, beside, known, summed
from generator.facts.numbers import briefly, fixed, grouped, shown, units
from generator.facts.projects import project_years
from generator.facts.scores import FULL
from generator.rules.examples import evaluation, evaluation_indicator, fund, rows, self_evaluation
from generator.rules.looking import (
    EVALUATION_INDICATORS,
    EVALUATION_SCORES,
    SELF_EVALUATION,
    among,
    filled,
    some_filled,
)
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import grades, level_weights, limits
from generator.rules.sources import EVALUATION_FRAMEWORK, METHOD, OURS

_RANKS = {grade: rank for rank, grade in enumerate(reversed(tuple(GRADES)), 1)}
_RANKS |= {grade: _RANKS[same] for grade, same in OTHER_GRADES.items()}


def _full(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The weights of the indicators add up to 100."""
    return (facts.of(evaluation_sums)["weight_sum"] == FULL).fillna(False).astype(bool).reindex(rows.index)


@rule(
    "R03c",
    title="评价分值合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    needs=(EVALUATION_INDICATORS,),
    formula="Σ三级指标分值 = 100",
    source=EVALUATION_FRAMEWORK,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="88", grade="良"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "35", "34"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
)
def evaluation_weights(facts: Facts) -> pd.DataFrame:
    """评价指标体系的满分是100分，全部三级指标的分值合计应为100。

    只公布部分指标的，请补齐；评价报告用其他满分的，请按100分折算并在备注说明。
    """
    joined = facts.of(evaluation_sums)
    wrong = (joined["weight_sum"] != FULL).fillna(False).astype(bool)
    found = joined[wrong]
    stated = shown(found["weight_sum"])
    return hits(
        found,
        value=stated,
        expected="100",
        message="各评价指标分值合计 " + stated + " 分，应为 100 分。",
        hint="请核对「评价指标得分」各行分值，看是否漏了一行。",
    )


@rule(
    "R03l",
    title="评价指标各级分值",
    severity="error",
    table="evaluation_indicators",
    fields=("level1_weight", "level2_weight"),
    looks_at=(some_filled("level1_weight", "level2_weight"),),
    formula="一、二级指标另写了分值的，等于下面各三级指标分值之和",
    source=EVALUATION_FRAMEWORK,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            {**evaluation_indicator(1, "过程", "40", "36"), "level1_weight": "40", "level2_weight": "40"},
            {**evaluation_indicator(2, "产出", "60", "54"), "level1_weight": "60"},
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            {**evaluation_indicator(1, "过程", "40", "36"), "level1_weight": "35"},
            {**evaluation_indicator(2, "产出", "60", "54"), "level1_weight": "60"},
        ),
    ),
)
def levels_of_evaluations(facts: Facts) -> pd.DataFrame:
    """评价指标体系给一级、二级指标另写了分值的，应当等于下面各行分值之和。

    有一行没有写分值的不检查；没有给一、二级指标另写分值的也不检查。
    """
    return level_weights(facts, "evaluation_indicators", EVALUATION)


@rule(
    "R03d",
    title="评价得分合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(EVALUATION_SCORES,),
    formula="评价得分 = Σ三级指标得分",
    thresholds=("score_tolerance",),
    source=EVALUATION_FRAMEWORK,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="92", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
)
def evaluation_total(facts: Facts) -> pd.DataFrame:
    """评价得分应当等于各三级指标得分之和。请核对评价得分或各行得分；报告如此的照登并申请豁免。"""
    joined = facts.of(evaluation_sums)
    tolerance = facts.tolerance(joined, "score_tolerance")
    wrong = ((joined["score"] - joined["score_sum"]).abs() > tolerance).fillna(False).astype(bool)
    found = joined[wrong]
    stated, added = shown(found["score"]), shown(found["score_sum"])
    return hits(
        found,
        value=stated,
        expected=added,
        message="写的是 " + stated + " 分，各评价指标得分合计应为 " + added + " 分。",
        hint="请核对「评价得分」和「评价指标得分」各行。",
    )


@rule(
    "R11b",
    title="评价得分不越界",
    severity="error",
    table="evaluation_indicators",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有填写分值", filled("weight")),),
    formula="0 ≤ 得分 ≤ 分值",
    source=EVALUATION_FRAMEWORK,
    good=rows(evaluation_indicators=evaluation_indicator(1, "产出", "60", "54")),
    bad=rows(evaluation_indicators=evaluation_indicator(1, "产出", "54", "60")),
)
def evaluation_limit(facts: Facts) -> pd.DataFrame:
    """评价指标得分不超过分值。请核对得分和分值是否填反。"""
    return limits(facts.tables["evaluation_indicators"])


@rule(
    "R12b",
    title="评价等级",
    severity="error",
    table="evaluations",
    fields=("grade",),
    looks_at=(filled("grade"),),
    needs=(Need("没有填写评价得分", filled("score")),),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=METHOD,
    good=rows(evaluations=evaluation(score="80", grade="良")),
    bad=rows(evaluations=evaluation(score="86.4", grade="优")),
)
def evaluation_grade(facts: Facts) -> pd.DataFrame:
    """评价等级由评价得分决定，等级线与自评相同。

    注意这里是项目绩效的等级，不是专家给第三方报告质量打的等级，两者最容易混淆。
    """
    return grades(facts, facts.tables["evaluations"], "score")


@rule(
    "R23",
    title="产出与效益分值",
    severity="warning",
    table="evaluations",
    fields=("score",),
    looks_at=(among("subject_type", "项目"),),
    needs=(
        EVALUATION_INDICATORS,
        Need("分值合计不是 100", _full),
    ),
    formula="产出分值 + 效益分值 ≥ 60（按本地口径）",
    thresholds=("results_weight",),
    source=METHOD,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "60", "54"),
            evaluation_indicator(2, "产出", "40", "36"),
        ),
    ),
)
def results_weigh_most(facts: Facts) -> pd.DataFrame:
    """部门评价和财政评价应突出结果导向，产出、效益两部分的分值合计原则上不低于60分。

    部门整体评价的指标体系由各地自定，不适用本条。请调整分值，或在备注说明理由。
    """
    joined = facts.of(evaluation_sums)
    given = facts.tables["evaluation_indicators"]
    results = given[given["level1"].fillna("").str.contains("产出|效益|效果|满意度")]
    summing = summed(results, EVALUATION).rename(columns={"weight": "results"})
    weight = beside(joined, summing, EVALUATION, ["results"])["results"]
    project = (joined["subject_type"] == "项目") & _full(facts, joined)
    least = facts.profile(joined, "results_weight")
    wrong = project & (units(weight).fillna(0) < least - 1e-9)
    stated, bound = shown(weight[wrong].fillna(0)), briefly(least[wrong])
    return hits(
        joined[wrong],
        value=stated,
        expected="不低于" + bound,
        message="产出与效益分值合计 " + stated + " 分，应不低于" + bound + "分。",
        hint="请核对评价指标体系，或在备注中说明。",
    )


def _self_scored(facts: Facts) -> pd.Series:
    """Whether the self-score of each evaluation's project counts: pages set no other one beside the evaluation's."""
    projects = facts.of(project_years)
    return known(facts.tables["evaluations"], projects[projects["counted"] & projects["has_self"]], PROJECT_OF_YEAR)


def _carried_out(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(_self_scored)


@rule(
    "F07",
    title="自评与独立评价差距大",
    severity="flag",
    table="evaluations",
    fields=("score",),
    looks_at=(filled("project_code", "score", "grade", "evaluation_kind"),),
    needs=(SELF_EVALUATION, Need("项目没有照计划实施，自评不计分", _carried_out)),
    formula="自评得分 − 评价得分 ≥ 10，或自评高一个等级以上（没有填等级的按得分定；按本地口径）",
    thresholds=("bands", "evaluation_gap"),
    source=OURS,
    good=(
        *rows(self_evaluations=self_evaluation(total_score="88"), evaluations=evaluation()),
        *rows(
            self_evaluations=self_evaluation(total_score="98", deviation_note="项目因选址变更取消。"),
            self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
            evaluations=evaluation(),
        ),
    ),
    bad=(
        *rows(self_evaluations=self_evaluation(total_score="98"), evaluations=evaluation()),
        *rows(self_evaluations=self_evaluation(total_score="91"), evaluations=evaluation()),
    ),
)
def self_against_independent(facts: Facts) -> pd.DataFrame:
    """同一个项目，单位自评和部门、财政评价差得多。

    两者的指标体系不同，分数本来就可能不一样；差距大的，值得看评价报告里的扣分原因和自评的打分依据。
    """
    given, own = facts.tables["evaluations"], facts.tables["self_evaluations"]
    projects = given[facts.of(_self_scored)].dropna(subset=["project_code", "grade", "evaluation_kind"])
    own = own.assign(earned=graded(facts, own, "total_score"))
    joined = beside(projects, own, PROJECT_OF_YEAR, ["total_score", "earned", "grade"])
    gap = units(joined["total_score"]) - units(projects["score"])
    mine = joined["grade"].where(joined["grade"].notna(), joined["earned"])
    ranks = mine.map(_RANKS).astype("float64") - projects["grade"].map(_RANKS).astype("float64")
    wide = (gap >= facts.profile(projects, "evaluation_gap") - 1e-9) | ((ranks >= 1) & (gap > 0))
    found, mine, joined, gap = projects[wide], mine[wide], joined[wide], gap[wide]
    score, other = grouped(found["score"]), grouped(joined["total_score"])
    said = (
        "单位自评 "
        + other
        + " 分（"
        + mine
        + "），"
        + found["evaluation_kind"]
        + " "
        + score
        + " 分（"
        + found["grade"]
        + "）"
    )
    return hits(
        found,
        value=shown(found["score"]),
        expected="与自评 " + other + " 分相近",
        message=said + "，相差 " + fixed(gap) + " 分，差距较大。",
        hint="请对照评价报告的扣分原因核对自评打分。",
        plain="自评 " + other + " 分，独立评价 " + score + " 分",
    )
