"""Whole departments: words left over from a template."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.rules.departments.examples import (
    department_goal,
    department_indicator,
    department_self_evaluation,
    scored_indicators,
    weighted_task,
)
from generator.rules.examples import rows
from generator.rules.looking import some_filled
from generator.rules.registry import rule
from generator.rules.sources import OURS
from generator.rules.wording import LEFTOVERS, leftovers

_GOAL_TEXTS = {
    "goal_text": "目标内容",
    "remark": "备注",
}


@rule(
    "F11j",
    title="部门整体目标的模板残留",
    severity="flag",
    table="department_goals",
    fields=("goal_text",),
    looks_at=(some_filled(*_GOAL_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(department_goals=department_goal("年度目标", "2023", "2023")),
    bad=rows(department_goals=department_goal("年度目标", "2023", "2023", goal_text="目标1：完成××任务。")),
)
def leftover_department_goals(facts: Facts) -> pd.DataFrame:
    """部门整体的目标里有像是没有改掉的模板文字，可能只是漏改了一处。请写具体的数量和效果。"""
    return leftovers(facts.tables["department_goals"], _GOAL_TEXTS)


_TASK_TEXTS = {
    "task_name": "任务名称",
    "content": "主要内容",
    "remark": "备注",
}


@rule(
    "F11k",
    title="部门主要任务的模板残留",
    severity="flag",
    table="department_tasks",
    fields=("task_name",),
    looks_at=(some_filled(*_TASK_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(department_tasks=weighted_task()),
    bad=rows(department_tasks=weighted_task(content="同上")),
)
def leftover_tasks(facts: Facts) -> pd.DataFrame:
    """部门的主要任务里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的内容。"""
    return leftovers(facts.tables["department_tasks"], _TASK_TEXTS)


_TARGET_TEXTS = {
    "level3": "三级指标",
    "explanation": "指标解释",
    "target_value": "指标值",
    "scoring_rule": "评分标准",
    "remark": "备注",
}


@rule(
    "F11l",
    title="部门整体目标指标的模板残留",
    severity="flag",
    table="department_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_TARGET_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(department_indicators=department_indicator(1, "100")),
    bad=rows(department_indicators=department_indicator(1, "100", target_value="待定")),
)
def leftover_department_targets(facts: Facts) -> pd.DataFrame:
    """部门整体的指标里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的内容；原件如此的照登即可。"""
    return leftovers(facts.tables["department_indicators"], _TARGET_TEXTS)


_SELF_TEXTS = {
    "annual_goal": "预期目标",
    "actual_result": "实际完成情况",
    "deviation_note": "偏差说明",
    "problems": "存在问题",
    "improvements": "改进措施",
    "agency_functions": "部门职能",
    "remark": "备注",
}


@rule(
    "F11m",
    title="部门整体自评的模板残留",
    severity="flag",
    table="department_self_evaluations",
    fields=("actual_result",),
    looks_at=(some_filled(*_SELF_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(department_self_evaluations=department_self_evaluation()),
    bad=(
        *rows(department_self_evaluations=department_self_evaluation(actual_result="完成XX项重点工作。")),
        *rows(department_self_evaluations=department_self_evaluation(problems="（150字内）")),
    ),
)
def leftover_department_self_evaluations(facts: Facts) -> pd.DataFrame:
    """部门整体自评里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际做了多少、效果如何；原件如此的照登即可。"""
    return leftovers(facts.tables["department_self_evaluations"], _SELF_TEXTS)


_RESULT_TEXTS = {
    "level3": "三级指标",
    "target_value": "年度指标值",
    "actual_value": "实际完成值",
    "deviation_note": "偏差原因分析及改进措施",
    "explanation": "指标解释",
    "scoring_rule": "评分标准",
}


@rule(
    "F11n",
    title="部门整体自评指标的模板残留",
    severity="flag",
    table="department_self_evaluation_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_RESULT_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(department_self_evaluation_indicators=scored_indicators(("90", "85"))),
    bad=rows(department_self_evaluation_indicators={**scored_indicators(("90", "85"))[0], "actual_value": "原表未填"}),
)
def leftover_department_results(facts: Facts) -> pd.DataFrame:
    """部门整体自评的指标里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的内容；原件如此的照登即可。"""
    return leftovers(facts.tables["department_self_evaluation_indicators"], _RESULT_TEXTS)
