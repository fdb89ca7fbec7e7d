"""Judgements of judgements: graded reports, rated bureaus, checked self-evaluations."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.grades import graded
from generator.facts.numbers import briefly, shown, units
from generator.facts.wording import blank
from generator.rules.examples import checked, review, rows
from generator.rules.registry import hits, rule
from generator.rules.shared import grades

_OURS = "本项目约定"


@rule(
    "R12e",
    title="报告等级",
    severity="warning",
    table="report_reviews",
    fields=("report_grade",),
    formula="报告等级与评审得分相称：优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=_OURS,
    good=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告", review_score="85")),
    bad=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告", review_score="92")),
)
def report_grade(facts: Facts) -> pd.DataFrame:
    """报告评审的等级说的是第三方报告写得好不好，不是项目绩效的等级；它应当与评审得分相称。

    各地评审另有分档办法的，请写进口径文件。
    """
    given = facts.tables["report_reviews"]
    earned = graded(facts, given, "review_score")
    wrong = given["report_grade"].notna() & earned.notna() & (given["report_grade"] != earned)
    found, due = given[wrong], earned[wrong]
    said = "报告等级写的是「" + found["report_grade"] + "」，按评审得分 " + shown(found["review_score"])
    return hits(
        found,
        value=found["report_grade"],
        expected=due,
        message=said + " 分应为「" + due + "」。",
        hint="请核对评审得分与等级。",
    )


@rule(
    "R12f",
    title="考核等次",
    severity="warning",
    table="management_assessments",
    fields=("grade",),
    formula="考核等次与考核得分相称：优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=_OURS,
    good=rows(
        management_assessments={
            "subject_department": "edu", "department_name": "示例区教育局", "score": "92", "grade": "优",
        }
    ),
    bad=rows(
        management_assessments={
            "subject_department": "edu", "department_name": "示例区教育局", "score": "82", "grade": "优",
        }
    ),
)  # fmt: skip
def assessment_grade(facts: Facts) -> pd.DataFrame:
    """预算绩效管理考核的等次应当与得分相称。按名次定等次的，请写进口径文件或在备注说明。"""
    given = facts.tables["management_assessments"]
    return grades(facts, given[blank(given["remark"])], "score")


@rule(
    "F07b",
    title="自评与抽查复核差距大",
    severity="flag",
    table="self_evaluation_checks",
    fields=("checked_score",),
    formula="自评得分 − 复核得分 ≥ 10（按本地口径）",
    thresholds=("evaluation_gap",),
    source=_OURS,
    good=rows(self_evaluation_checks=checked(1, population="5")),
    bad=rows(self_evaluation_checks=checked(1, population="5", checked_score="82")),
)
def checked_lower(facts: Facts) -> pd.DataFrame:
    """财政部门抽查复核的得分，比单位自评低得多。

    可能是佐证材料当时没有备齐，也可能打分宽松。请看抽查发现的问题和处理情况。
    """
    given = facts.tables["self_evaluation_checks"]
    gap = units(given["self_score"]) - units(given["checked_score"])
    wide = gap >= facts.profile(given, "evaluation_gap") - 1e-9
    found, gap = given[wide], briefly(gap[wide])
    own, score = shown(found["self_score"]), shown(found["checked_score"])
    return hits(
        found,
        value=score,
        expected="与自评 " + own + " 分相近",
        message="自评 "
        + own
        + " 分，抽查复核 "
        + score
        + " 分，相差 "
        + gap
        + " 分，一般应与自评 "
        + own
        + " 分相近。",
        hint="请对照抽查发现的问题核对自评打分，并公开处理情况。",
    )
