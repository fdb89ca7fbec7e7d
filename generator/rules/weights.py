"""Weights and totals that add up: of self-evaluations, of evaluations, of goals."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.evaluations import evaluation_sums
from generator.facts.joining import PROJECT, beside
from generator.facts.numbers import shown
from generator.facts.scores import FULL
from generator.facts.self_evaluations import sums
from generator.rules.examples import (
    WHOLE,
    evaluation,
    evaluation_indicator,
    fund,
    goal,
    goal_indicator,
    indicators,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule

_FORM = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表"
_EVALUATION = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效评价指标体系框架"


@rule(
    "R03",
    title="自评分值合计",
    severity="error",
    table="self_evaluations",
    fields=("total_score",),
    formula="预算执行率分值 + Σ三级指标分值 = 100",
    thresholds=("execution_weight",),
    source=_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="94.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="45", 效益指标="30", 满意度指标="10"),
    ),
)
def weights_add_up(facts: Facts) -> pd.DataFrame:
    """自评表的满分是100分：预算执行率的分值（一般10分）加上全部三级指标的分值。

    合计不是100的，总得分就没有意义。常见原因是漏填一行指标，或年度资金总额行没有填分值。
    """
    joined = facts.of(sums)
    stated = joined["weight_sum"] + joined["execution_weight"].fillna(0)
    wrong = (joined["count"].notna() & (stated != FULL)).fillna(False).astype(bool)
    found, stated = joined[wrong], shown(stated[wrong])
    parts = shown(found["execution_weight"].fillna(0)) + "＋" + shown(found["weight_sum"])
    return hits(
        found,
        value=stated,
        expected="100",
        message="执行率分值与各指标分值合计 " + parts + " = " + stated + " 分，应为 100 分。",
        hint="请核对「自评绩效指标」各行分值和「年度资金总额」行的分值，看是否漏了一行。",
    )


@rule(
    "R03b",
    title="自评总分合计",
    severity="error",
    table="self_evaluations",
    fields=("total_score",),
    formula="总得分 = 预算执行率得分 + Σ三级指标得分",
    thresholds=("execution_weight", "score_tolerance"),
    source=_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="98"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
)
def total_score(facts: Facts) -> pd.DataFrame:
    """总得分应当等于执行率得分加上各三级指标得分。

    请核对总得分或各行得分；原表如此的照登并申请豁免，页面会并列复算的总分。
    """
    joined = facts.of(sums)
    added = joined["score_sum"] + joined["execution_score"].fillna(0)
    tolerance = (facts.profile(joined, "score_tolerance") * MICRO).round().astype("int64")
    gap = (joined["total_score"] - added).abs()
    wrong = (joined["count"].notna() & (gap > tolerance)).fillna(False).astype(bool)
    found, added = joined[wrong], shown(added[wrong])
    parts = shown(found["execution_score"].fillna(0)) + "＋" + shown(found["score_sum"])
    return hits(
        found,
        value=shown(found["total_score"]),
        expected=added,
        message="写的是 " + shown(found["total_score"]) + " 分，按 执行率得分＋各指标得分 = " + parts + " 应为 "
        + added + " 分。",
        hint="请核对「总得分」和各行得分。",
    )  # fmt: skip


@rule(
    "R03c",
    title="评价分值合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    formula="Σ三级指标分值 = 100",
    source=_EVALUATION,
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
    "R03d",
    title="评价得分合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    formula="评价得分 = Σ三级指标得分",
    thresholds=("score_tolerance",),
    source=_EVALUATION,
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
    tolerance = (facts.profile(joined, "score_tolerance") * MICRO).round().astype("int64")
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
    "R03e",
    title="目标分值合计",
    severity="warning",
    table="goals",
    fields=("project_name",),
    formula="Σ三级指标权重 = 100 − 预算执行率分值（一般为90）",
    thresholds=("execution_weight",),
    source="本项目约定，参照《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表",
    good=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="30"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
    bad=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="20"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
)
def goal_weights(facts: Facts) -> pd.DataFrame:
    """目标表写了权重的，各指标权重合计应当正好留出预算执行率的分值；全部没有写权重的不检查。

    现在配好，年末自评就不必再改分值。请调整权重，或请财政部门核对本地口径。
    """
    goals, given = facts.tables["goals"], facts.tables["goal_indicators"]
    grouped = given.assign(empty=given["weight"].isna()).groupby(PROJECT, sort=False)
    summing = grouped.agg(weight=("weight", "sum"), empty=("empty", "any")).reset_index()
    joined = beside(goals, summing, PROJECT, ["weight", "empty"])
    due = (FULL - facts.profile(goals, "execution_weight") * MICRO).round().astype("int64")
    whole = joined["empty"].eq(False).fillna(False).astype(bool)
    wrong = whole & (joined["weight"] != due).fillna(False).astype(bool)
    stated, expected = shown(joined["weight"][wrong]), shown(due[wrong])
    return hits(
        goals[wrong],
        value=stated,
        expected=expected,
        message="各指标权重合计 " + stated + " 分，应为 " + expected + " 分（另留预算执行率的分值）。",
        hint="请核对「绩效目标指标」各行权重。",
    )
