"""Scores within their limits, and the grades they earn."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.rules.examples import (
    evaluation,
    evaluation_indicator,
    indicator,
    rows,
    self_evaluation,
)
from generator.rules.registry import rule
from generator.rules.shared import grades, limits

_FORM = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表"
_EVALUATION = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效评价指标体系框架"


@rule(
    "R11",
    title="指标得分不越界",
    severity="error",
    table="self_evaluation_indicators",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_FORM,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", score="10")),
    bad=rows(self_evaluation_indicators=indicator(1, "产出指标", score="12")),
)
def score_limit(facts: Facts) -> pd.DataFrame:
    """指标得分不超过分值，不设加分项：超额完成也只得满分。请核对得分和分值是否填反。"""
    return limits(facts.tables["self_evaluation_indicators"])


@rule(
    "R11b",
    title="评价得分不越界",
    severity="error",
    table="evaluation_indicators",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_EVALUATION,
    good=rows(evaluation_indicators=evaluation_indicator(1, "产出", "60", "54")),
    bad=rows(evaluation_indicators=evaluation_indicator(1, "产出", "54", "60")),
)
def evaluation_limit(facts: Facts) -> pd.DataFrame:
    """评价指标得分不超过分值。请核对得分和分值是否填反。"""
    return limits(facts.tables["evaluation_indicators"])


@rule(
    "R12",
    title="自评等级",
    severity="error",
    table="self_evaluations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(self_evaluations=self_evaluation(total_score="90", grade="优")),
    bad=rows(self_evaluations=self_evaluation(total_score="89.5", grade="优")),
)
def self_evaluation_grade(facts: Facts) -> pd.DataFrame:
    """等级由总得分决定：90分及以上为优，80到90分为良，60到80分为中，60分以下为差，正好在线上的归上一档。

    本地等级线不同的，由财政部门写进口径文件，按区划和年度适用。没有填等级的不检查。
    """
    return grades(facts, facts.tables["self_evaluations"], "total_score")


@rule(
    "R12b",
    title="评价等级",
    severity="error",
    table="evaluations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(evaluations=evaluation(score="80", grade="良")),
    bad=rows(evaluations=evaluation(score="86.4", grade="优")),
)
def evaluation_grade(facts: Facts) -> pd.DataFrame:
    """评价等级由评价得分决定，等级线与自评相同。

    注意这里是项目绩效的等级，不是专家给第三方报告质量打的等级，两者最容易混淆。
    """
    return grades(facts, facts.tables["evaluations"], "score")
