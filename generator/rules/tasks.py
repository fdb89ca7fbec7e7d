"""Whole departments: tasks, indicators and scores that add up."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.scores import FULL
from generator.facts.wording import blank
from generator.rules.examples import rows
from generator.rules.registry import hits, rule
from generator.rules.shared import limits

_OURS = "本项目约定，参照《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表"
_FOLDER = ["division", "fiscal_year", "department"]
_SUBJECT = [*_FOLDER, "subject_code"]


def _task(**others: str) -> dict[str, str]:
    row = {"task_no": "1", "task_name": "校舍维修", "annual_budget": "320", "fiscal_appropriation": "300"}
    return row | {"other_funds": "20", "actual_spend": "304", "execution_rate": "95"} | others


_TWO = (_task(weight="60"), _task(task_no="2", task_name="教师培训", weight="40"))


def _evaluation(**others: str) -> dict[str, str]:
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "示例区教育局", "annual_budget": "8000"}
    row |= {"annual_goal": "保障运转。", "actual_result": "运转正常。", "actual_spend": "7600", "execution_rate": "95"}
    return row | {"execution_weight": "10", "execution_score": "9.5", "total_score": "94.5"} | others


def _indicator(number: int, weight: str, **others: str) -> dict[str, str]:
    row = {"indicator_no": str(number), "level1": "履职效能", "level2": "重点工作", "level3": f"第{number}项指标"}
    return row | {"operator": "≥", "target_value": "95", "unit": "%", "weight": weight} | others


def _dimension(number: int, weight: str, score: str) -> dict[str, str]:
    row = {"subject_code": "st01", "dimension_no": str(number), "dimension": f"第{number}个维度"}
    return row | {"weight": weight, "score": score}


@rule(
    "R14e",
    title="主要任务资金构成",
    severity="error",
    table="department_tasks",
    fields=("annual_budget",),
    formula="预算数 = 财政拨款 + 其他资金",
    thresholds=("amount_tolerance",),
    source=_OURS,
    good=rows(department_tasks=_task()),
    bad=rows(department_tasks=_task(other_funds="30")),
)
def task_sources(facts: Facts) -> pd.DataFrame:
    """部门主要任务的预算数等于财政拨款加其他资金；两项都没有填的不检查。请核对三个金额。"""
    given = facts.tables["department_tasks"]
    parts = given[["fiscal_appropriation", "other_funds"]]
    added = parts["fiscal_appropriation"].fillna(0) + parts["other_funds"].fillna(0)
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
    wrong = parts.notna().any(axis=1) & ((given["annual_budget"] - added).abs() > tolerance).fillna(False).astype(bool)
    stated, due = shown(given["annual_budget"][wrong]), shown(added[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="预算数写的是 " + stated + " 万元，财政拨款＋其他资金应为 " + due + " 万元。",
        hint="请核对「预算数」「财政拨款」「其他资金」。",
    )


@rule(
    "R11f",
    title="主要任务得分不越界",
    severity="error",
    table="department_tasks",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_OURS,
    good=rows(department_tasks=(_TWO[0] | {"score": "55"}, _TWO[1])),
    bad=rows(department_tasks=(_TWO[0] | {"score": "65"}, _TWO[1])),
)
def task_limit(facts: Facts) -> pd.DataFrame:
    """主要任务单独打分的，得分不超过分值。请核对是否填反。"""
    return limits(facts.tables["department_tasks"])


@rule(
    "R03i",
    title="主要任务分值合计",
    severity="warning",
    table="department_tasks",
    fields=("weight",),
    formula="各项任务都写了分值的，Σ分值 = 100",
    source=_OURS,
    good=rows(department_tasks=_TWO),
    bad=rows(department_tasks=(_task(weight="60"), _task(task_no="2", task_name="教师培训", weight="30"))),
)
def task_weights(facts: Facts) -> pd.DataFrame:
    """部门主要任务逐项打分的，分值合计一般为100分，单独计算，不并入部门整体自评的总分。没有写分值的不检查。"""
    given = facts.tables["department_tasks"]
    return _whole(given, _FOLDER, "各项任务的分值", (FULL,))


@rule(
    "R03j",
    title="部门整体指标权重合计",
    severity="warning",
    table="department_indicators",
    fields=("weight",),
    formula="各项指标都写了权重的，Σ权重 = 100，或 100 − 预算执行率分值（一般为90）",
    thresholds=("execution_weight",),
    source=_OURS,
    good=(
        *rows(department_indicators=(_indicator(1, "50"), _indicator(2, "40"))),
        *rows(department_indicators=(_indicator(1, "60"), _indicator(2, "40"))),
    ),
    bad=rows(department_indicators=(_indicator(1, "50"), _indicator(2, "30"))),
)
def indicator_weights(facts: Facts) -> pd.DataFrame:
    """部门整体绩效指标写了权重的，合计应为100分，或者正好留出预算执行率的分值。全部没有写的不检查。"""
    given = facts.tables["department_indicators"]
    rest = 100 - facts.profile(given, "execution_weight")
    return _whole(given, _FOLDER, "各项指标的权重", (FULL, (rest * MICRO).round().astype("int64")))


def _whole(given: pd.DataFrame, key: list[str], what: str, due: tuple[pd.Series | int, ...]) -> pd.DataFrame:
    """The first row of each group whose weights, all written, add up to none of the sums that are right."""
    grouped = given.groupby(key, sort=False)["weight"]
    added, whole = grouped.transform("sum"), grouped.transform("count") == grouped.transform("size")
    right = pd.Series(False, index=given.index)
    for one in due:
        right |= (added == one).fillna(False).astype(bool)
    wrong = whole & ~right & ~given.duplicated(key)
    stated = shown(added[wrong])
    texts = [shown((added * 0 + one)[wrong]) for one in due]
    expected = texts[0]
    for text in texts[1:]:
        expected = expected + " 或 " + text
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message=f"{what}合计 " + stated + " 分，应为 " + expected + " 分。",
        hint="请核对各行的分值，看是否漏了一行。",
    )


@rule(
    "R02b",
    title="部门整体执行得分",
    severity="error",
    table="department_self_evaluations",
    fields=("execution_score",),
    formula="执行率得分 = 执行率分值 × min(执行率, 100%)",
    thresholds=("execution_weight", "score_tolerance"),
    source=_OURS,
    good=rows(department_self_evaluations=_evaluation()),
    bad=rows(department_self_evaluations=_evaluation(execution_score="10")),
)
def execution_score(facts: Facts) -> pd.DataFrame:
    """部门整体自评的执行率得分等于分值乘执行率，超过100%的按100%计。没有单列执行率的留空。"""
    given = facts.tables["department_self_evaluations"]
    names = ("annual_budget", "actual_spend", "execution_weight", "execution_score")
    budget, spend, weight, score = (units(given[name]) for name in names)
    due = weight * (spend / budget.where(budget > 0)).clip(upper=1)
    wrong = (score - due).abs() > facts.profile(given, "score_tolerance") + 1e-9
    stated, expected = fixed(score[wrong]), fixed(due[wrong])
    how = (
        briefly(weight[wrong]) + "×" + shown(given["actual_spend"][wrong]) + "÷" + shown(given["annual_budget"][wrong])
    )
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message="写的是 " + stated + " 分，按 分值×执行率 = " + how + " 应为 " + expected + " 分。",
        hint="请核对「执行率得分」和「执行率分值」；超过100%的按满分计，不加分。",
    )


@rule(
    "R17e",
    title="部门整体扣分须说明",
    severity="warning",
    table="department_self_evaluation_indicators",
    fields=("deviation_note",),
    formula="得分 < 分值 时，偏差原因分析及改进措施不得为空，也不得只写“无”“暂无”",
    source=_OURS,
    good=rows(
        department_self_evaluation_indicators={
            "self_evaluation_code": "990001-2023-edu",
            **_indicator(1, "50", actual_value="90", score="47", deviation_note="1所学校推迟竣工。"),
        }
    ),
    bad=rows(
        department_self_evaluation_indicators={
            "self_evaluation_code": "990001-2023-edu",
            **_indicator(1, "50", actual_value="90", score="47", deviation_note="无"),
        }
    ),
)
def deduction_explained(facts: Facts) -> pd.DataFrame:
    """部门整体自评扣了分的指标，要写清原因和改进措施，写“无”“暂无”等于没有写。"""
    given = facts.tables["department_self_evaluation_indicators"]
    less = (given["score"] < given["weight"]).fillna(False).astype(bool)
    found = given[less & blank(given["deviation_note"])]
    note, score = found["deviation_note"].fillna(""), shown(found["score"])
    written = ("写的是「" + note + "」").where(note != "", "没有填写")
    return hits(
        found,
        value=note,
        expected="写明原因和措施",
        message="得分 "
        + score
        + " 低于分值 "
        + shown(found["weight"])
        + "，偏差说明"
        + written
        + "，应写明原因和措施。",
        hint="请写清没有达到的具体原因和改进措施，不写“无”或“暂无”。",
    )


@rule(
    "R03k",
    title="财政运行评价分值合计",
    severity="error",
    table="fiscal_operation_dimensions",
    fields=("weight",),
    formula="同一被评价政府各维度 Σ分值 = 100",
    source="本项目约定",
    good=rows(fiscal_operation_dimensions=(_dimension(1, "60", "50"), _dimension(2, "40", "36"))),
    bad=rows(fiscal_operation_dimensions=(_dimension(1, "60", "50"), _dimension(2, "30", "26"))),
)
def dimension_weights(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价各维度的分值合计为100分。用其他满分的，请折算成100分并在备注说明。"""
    return _whole(facts.tables["fiscal_operation_dimensions"], _SUBJECT, "各维度的分值", (FULL,))
