"""Rows of whole departments that the rules are shown by."""

from __future__ import annotations


def with_budget(budget: str) -> dict[str, str]:
    """A self-evaluation that only tells its budget."""
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "某区教育局", "annual_budget": budget}
    return row | {
        "annual_goal": "保障运转。",
        "actual_result": "运转正常。",
        "actual_spend": budget,
        "total_score": "95",
    }


def department_goal(kind: str, first: str, last: str, **others: str) -> dict[str, str]:
    """A goal."""
    row = {"goal_no": "1", "goal_kind": kind, "goal_text": "办好家门口的学校。", "from_year": first, "to_year": last}
    return row | others


def weighted_task(**others: str) -> dict[str, str]:
    """A task with its money."""
    row = {"task_no": "1", "task_name": "校舍维修", "annual_budget": "320", "fiscal_appropriation": "300"}
    return row | {"other_funds": "20", "actual_spend": "304", "execution_rate": "95"} | others


TWO_TASKS = (weighted_task(weight="60"), weighted_task(task_no="2", task_name="教师培训", weight="40"))


def department_evaluation(**others: str) -> dict[str, str]:
    """A self-evaluation with the score of its spending."""
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "某区教育局", "annual_budget": "8000"}
    row |= {"annual_goal": "保障运转。", "actual_result": "运转正常。", "actual_spend": "7600", "execution_rate": "95"}
    return row | {"execution_weight": "10", "execution_score": "9.5", "total_score": "94.5"} | others


def department_indicator(number: int, weight: str, **others: str) -> dict[str, str]:
    """An indicator of a goal."""
    row = {"indicator_no": str(number), "level1": "履职效能", "level2": "重点工作", "level3": f"第{number}项指标"}
    return row | {"operator": "≥", "target_value": "95", "unit": "%", "weight": weight} | others


def department_self_evaluation(**others: str) -> dict[str, str]:
    """A self-evaluation in full."""
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "某区教育局"}
    row |= {"annual_goal": "保障义务教育学校运转。", "actual_result": "各校运转正常，校舍维修按期完成。"}
    row |= {"annual_budget": "8000", "actual_spend": "7600", "execution_rate": "95", "execution_weight": "10"}
    return row | {"execution_score": "9.5", "total_score": "94.5", "grade": "优"} | others


def task(rate: str) -> dict[str, str]:
    """A task with its rate of spending."""
    row = {"task_no": "1", "task_name": "校舍维修", "annual_budget": "320", "actual_spend": "304"}
    return row | {"execution_rate": rate}


def scored_indicators(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    """Indicators of a self-evaluation, each with its weight and score."""
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
