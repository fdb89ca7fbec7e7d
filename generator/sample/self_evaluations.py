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
        yield (
            project.code,
            project.name,
            project.agency_code,
            project.agency,
            case.goal,
            case.result,
            points(total),
            "" if case.cancelled else grade(total),
            case.note,
            case.problems,
            case.improvements,
            case.remark,
        )


def fund_rows(cases: Iterable[Case]) -> Rows:
    """The total and its three sources for each self-evaluated project; points stand on the total only."""
    for case in cases:
        code = case.project.code
        budget = case.budget
        yield (
            code,
            "年度资金总额",
            money(case.total if case.goal_published else 0),
            money(budget),
            money(case.spent),
            points(EXECUTION_WEIGHT),
            fixed(execution_rate(case)) if budget else "",
            points(execution_score(case)) if budget else "",
        )
        for source, initial, annual, spend in zip(SOURCES, case.initial, case.annual, case.spend, strict=True):
            rate = fixed(percent(spend, annual)) if annual else ""
            first = money(initial if case.goal_published else 0)
            yield (code, source, first, money(annual), money(spend), "", rate, "")


def self_evaluation_indicator_rows(cases: Iterable[Case]) -> Rows:
    """The scored third-level indicators of each self-evaluated project."""
    for case in cases:
        code = case.project.code
        for number, one in enumerate(case.indicators, 1):
            yield (
                code,
                str(number),
                one.level1,
                one.level2,
                one.name,
                one.operator,
                target_text(one),
                one.unit,
                actual_text(one),
                points(one.weight),
                points(one.score),
                one.note,
            )
