"""Whole departments and lower governments: the same arithmetic on their own forms."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import beside, summed
from generator.facts.numbers import shown
from generator.rules.examples import rows
from generator.rules.registry import hits, rule
from generator.rules.shared import grades, limits, rates

_OURS = "本项目约定，参照《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表"
_FOLDER = ["division", "fiscal_year", "department"]
_SELF = [*_FOLDER, "self_evaluation_code"]
_SUBJECT = [*_FOLDER, "subject_code"]


def _department(**others: str) -> dict[str, str]:
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "示例区教育局"}
    row |= {"annual_goal": "保障义务教育学校运转。", "actual_result": "各校运转正常，校舍维修按期完成。"}
    row |= {"annual_budget": "8000", "actual_spend": "7600", "execution_rate": "95", "execution_weight": "10"}
    return row | {"execution_score": "9.5", "total_score": "94.5", "grade": "优"} | others


def _task(rate: str) -> dict[str, str]:
    row = {"task_no": "1", "task_name": "校舍维修", "annual_budget": "320", "actual_spend": "304"}
    return row | {"execution_rate": rate}


def _indicators(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "self_evaluation_code": "990001-2023-edu",
            "indicator_no": str(number),
            "level1": "履职效能",
            "level2": "工作完成",
            "level3": f"第{number}项指标",
            "operator": "≥",
            "target_value": "12",
            "actual_value": "12",
            "weight": weight,
            "score": score,
            "deviation_note": "1所学校推迟竣工。",
        }
        for number, (weight, score) in enumerate(pairs, 1)
    )


def _street(**others: str) -> dict[str, str]:
    row = {"subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86", "grade": "良"}
    return row | others


def _dimensions(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "subject_code": "st01",
            "dimension_no": str(number),
            "dimension": f"第{number}个维度",
            "weight": weight,
            "score": score,
        }
        for number, (weight, score) in enumerate(pairs, 1)
    )


@rule(
    "R01d",
    title="部门整体执行率",
    severity="error",
    table="department_self_evaluations",
    fields=("execution_rate",),
    formula="执行率 = 全年执行数 ÷ 全年预算数 × 100%",
    thresholds=("rate_tolerance",),
    source=_OURS,
    good=rows(department_self_evaluations=_department()),
    bad=rows(department_self_evaluations=_department(execution_rate="98")),
)
def department_rate(facts: Facts) -> pd.DataFrame:
    """部门整体支出自评的执行率，等于全年执行数除以全年预算数。请核对两个金额。"""
    return rates(
        facts,
        "department_self_evaluations",
        part="actual_spend",
        whole="annual_budget",
        rate="execution_rate",
        names=("全年执行数", "全年预算数"),
        hint="请核对「全年执行数」和「全年预算数」，或在「偏差说明」写明口径。",
    )


@rule(
    "R01e",
    title="主要任务执行率",
    severity="error",
    table="department_tasks",
    fields=("execution_rate",),
    formula="执行率 = 执行数 ÷ 预算数 × 100%",
    thresholds=("rate_tolerance",),
    source=_OURS,
    good=rows(department_tasks=_task("95")),
    bad=rows(department_tasks=_task("98")),
)
def task_rate(facts: Facts) -> pd.DataFrame:
    """部门年度主要任务的执行率，等于执行数除以预算数。请核对两个金额。"""
    return rates(
        facts,
        "department_tasks",
        part="actual_spend",
        whole="annual_budget",
        rate="execution_rate",
        names=("执行数", "预算数"),
        hint="请核对「执行数」和「预算数」。",
    )


@rule(
    "R03g",
    title="部门整体自评合计",
    severity="error",
    table="department_self_evaluations",
    fields=("total_score",),
    formula="执行率分值 + Σ指标分值 = 100；总分 = 执行率得分 + Σ指标得分",
    thresholds=("execution_weight", "score_tolerance"),
    source=_OURS,
    good=rows(
        department_self_evaluations=_department(),
        department_self_evaluation_indicators=_indicators(("50", "48"), ("40", "37")),
    ),
    bad=(
        *rows(
            department_self_evaluations=_department(),
            department_self_evaluation_indicators=_indicators(("50", "48"), ("40", "36")),
        ),
        *rows(
            department_self_evaluations=_department(),
            department_self_evaluation_indicators=_indicators(("50", "48"), ("38", "37")),
        ),
    ),
)
def department_totals(facts: Facts) -> pd.DataFrame:
    """部门整体自评的分值合计为100分，总分等于执行率得分加各指标得分。

    没有单列执行率的，执行率分值和得分留空。请核对各行分值和得分。
    """
    given = facts.tables["department_self_evaluations"]
    summing = summed(facts.tables["department_self_evaluation_indicators"], _SELF)
    joined = beside(given, summing, _SELF, ["weight", "score"])
    weight = joined["weight"] + given["execution_weight"].fillna(0)
    score = joined["score"] + given["execution_score"].fillna(0)
    tolerance = (facts.profile(given, "score_tolerance") * MICRO).round().astype("int64")
    unequal = (weight != 100 * MICRO).fillna(False).astype(bool)
    off = ((given["total_score"] - score).abs() > tolerance).fillna(False).astype(bool)
    stated, added, total = shown(weight[unequal]), shown(score[off]), shown(given["total_score"][off])
    return pd.concat(
        [
            hits(
                given[unequal],
                value=stated,
                expected="100",
                message="执行率分值与各指标分值合计 " + stated + " 分，应为 100 分。",
                hint="请核对各指标分值，看是否漏了一行。",
            ),
            hits(
                given[off],
                value=total,
                expected=added,
                message="总分写的是 " + total + " 分，执行率得分与各指标得分合计应为 " + added + " 分。",
                hint="请核对「总分」和各行得分。",
            ),
        ]
    )


@rule(
    "R11d",
    title="部门整体指标得分不越界",
    severity="error",
    table="department_self_evaluation_indicators",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_OURS,
    good=rows(department_self_evaluation_indicators=_indicators(("50", "48"))),
    bad=rows(department_self_evaluation_indicators=_indicators(("48", "50"))),
)
def department_limit(facts: Facts) -> pd.DataFrame:
    """部门整体自评的指标得分不超过分值，不设加分项。请核对是否填反。"""
    return limits(facts.tables["department_self_evaluation_indicators"])


@rule(
    "R11e",
    title="财政运行维度得分不越界",
    severity="error",
    table="fiscal_operation_dimensions",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source="本项目约定",
    good=rows(fiscal_operation_dimensions=_dimensions(("60", "54"), ("40", "36"))),
    bad=rows(fiscal_operation_dimensions=_dimensions(("60", "54"), ("40", "42"))),
)
def dimension_limit(facts: Facts) -> pd.DataFrame:
    """财政运行评价各维度的得分不超过分值。请核对是否填反。"""
    return limits(facts.tables["fiscal_operation_dimensions"])


@rule(
    "R12c",
    title="部门整体自评等级",
    severity="error",
    table="department_self_evaluations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=_OURS,
    good=rows(department_self_evaluations=_department()),
    bad=rows(department_self_evaluations=_department(grade="良")),
)
def department_grade(facts: Facts) -> pd.DataFrame:
    """部门整体自评的等级由总分决定，等级线与项目自评相同。没有填等级的不检查。"""
    return grades(facts, facts.tables["department_self_evaluations"], "total_score")


@rule(
    "R12d",
    title="财政运行评价等级",
    severity="warning",
    table="fiscal_operations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source="本项目约定",
    good=rows(fiscal_operations=_street()),
    bad=rows(fiscal_operations=_street(grade="优")),
)
def operation_grade(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价的等级应当与得分相称；各地另有分档办法的，请写进口径文件。"""
    return grades(facts, facts.tables["fiscal_operations"], "score")


@rule(
    "R03h",
    title="财政运行评价合计",
    severity="error",
    table="fiscal_operations",
    fields=("score",),
    formula="评价得分 = Σ各维度得分",
    thresholds=("score_tolerance",),
    source="本项目约定",
    good=rows(fiscal_operations=_street(), fiscal_operation_dimensions=_dimensions(("50", "44"), ("50", "42"))),
    bad=rows(fiscal_operations=_street(), fiscal_operation_dimensions=_dimensions(("50", "44"), ("50", "40"))),
)
def operation_total(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价的得分等于各维度得分之和。请核对各维度。"""
    given = facts.tables["fiscal_operations"]
    summing = summed(facts.tables["fiscal_operation_dimensions"], _SUBJECT).rename(columns={"score": "added"})
    added = beside(given, summing, _SUBJECT, ["added"])["added"]
    tolerance = (facts.profile(given, "score_tolerance") * MICRO).round().astype("int64")
    wrong = ((given["score"] - added).abs() > tolerance).fillna(False).astype(bool)
    stated, due = shown(given["score"][wrong]), shown(added[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="评价得分写的是 " + stated + " 分，各维度得分合计应为 " + due + " 分。",
        hint="请核对「评价得分」和各维度得分。",
    )


@rule(
    "C18",
    title="组内名次",
    severity="warning",
    table="fiscal_operations",
    fields=("group_rank",),
    formula="同一组内，得分高的名次在前",
    source="本项目约定",
    good=rows(
        fiscal_operations=(
            _street(group_rank="1"),
            _street(subject_code="st02", subject_name="样例街道", score="82", group_rank="2"),
        )
    ),
    bad=rows(
        fiscal_operations=(
            _street(group_rank="1"),
            _street(subject_code="st02", subject_name="样例街道", score="82", group_rank="3"),
        )
    ),
)
def group_rank(facts: Facts) -> pd.DataFrame:
    """名次只在同一组内排，得分相同的名次相同。不同组（如行政区与开发区）之间不比较。"""
    given = facts.tables["fiscal_operations"].dropna(subset=["group_name", "score", "group_rank"])
    groups = [*_FOLDER[:2], "group_name"]
    due = given.groupby(groups, sort=False)["score"].rank(method="min", ascending=False).astype("Int64")
    wrong = (given["group_rank"] != due).fillna(False).astype(bool)
    found, due = given[wrong], due[wrong].astype("str")
    stated = found["group_rank"].astype("str")
    return hits(
        found,
        value=stated,
        expected=due,
        message="组内名次写的是 " + stated + "，按得分 " + shown(found["score"]) + " 分在「" + found["group_name"]
        + "」组应为 " + due + "。",
        hint="请核对得分与名次，名次只在同一组内排。",
    )  # fmt: skip
