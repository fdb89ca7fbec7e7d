"""Rows of ``self_evaluations``, their funds and their indicators."""

from __future__ import annotations

from collections.abc import Iterable

from generator.sample.goals import target_text
from generator.sample.numbers import figure, fixed, money, percent, points
from generator.sample.plan import SOURCES, Case, Indicator
from generator.sample.results import EXECUTION_WEIGHT, NOT_DONE, execution_rate, execution_score, grade, total_score
from generator.sample.tables import Rows


def actual_text(one: Indicator) -> str:
    """The result as the form has it: a plain number, one of the three official phrases, or 未实施."""
    if one.outcome == NOT_DONE or one.qualitative:
        return one.outcome
    return figure(one.actual)


def self_evaluation_rows(cases: Iterable[Case]) -> Rows:
    """One row a self-evaluated project."""
    for case in cases:
        project = case.project
        total = total_score(case)
        yield {
            "project_code": project.code,
            "project_name": case.new_name or project.name,
            "agency_code": project.agency_code,
            "agency_name": project.agency,
            "annual_goal": case.goal,
            "actual_result": case.result,
            "total_score": points(total),
            "grade": "" if case.cancelled else grade(total),
            "deviation_note": case.note,
            "problems": case.problems,
            "improvements": case.improvements,
            "remark": case.remark,
        }


def fund_rows(cases: Iterable[Case]) -> Rows:
    """The total and its three sources for each self-evaluated project; points stand on the total only."""
    for case in cases:
        code = case.project.code
        budget = case.budget
        yield {
            "project_code": code,
            "fund_source": "年度资金总额",
            "initial_budget": money(case.total if case.goal_published else 0),
            "annual_budget": money(budget),
            "actual_spend": money(case.spent),
            "weight": points(EXECUTION_WEIGHT),
            "execution_rate": fixed(execution_rate(case)) if budget else "",
            "score": points(execution_score(case)) if budget else "",
        }
        for source, initial, annual, spend in zip(SOURCES, case.initial, case.annual, case.spend, strict=True):
            rate = fixed(percent(spend, annual)) if annual else ""
            first = money(initial if case.goal_published else 0)
            yield {
                "project_code": code,
                "fund_source": source,
                "initial_budget": first,
                "annual_budget": money(annual),
                "actual_spend": money(spend),
                "execution_rate": rate,
            }


def self_evaluation_indicator_rows(cases: Iterable[Case]) -> Rows:
    """The scored third-level indicators of each self-evaluated project."""
    for case in cases:
        code = case.project.code
        for number, one in enumerate(case.indicators, 1):
            yield {
                "project_code": code,
                "indicator_no": str(number),
                "level1": one.level1,
                "level2": one.level2,
                "level3": one.name,
                "operator": one.operator,
                "target_value": target_text(one),
                "unit": one.unit,
                "actual_value": actual_text(one),
                "weight": points(one.weight),
                "score": points(one.score),
                "deviation_note": one.note,
            }
