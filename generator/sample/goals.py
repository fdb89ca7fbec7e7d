"""Rows of ``goals`` and ``goal_indicators``."""

from __future__ import annotations

from collections.abc import Iterable

from generator.sample.numbers import figure, money, points
from generator.sample.plan import Case, Indicator
from generator.sample.tables import Rows

_RULES = {
    "b": "达到目标值得满分，超出的按目标值与完成值之比计分。",
    "a": "达到目标值得满分，每超出1%扣减该指标分值的1%。",
}


def target_text(one: Indicator) -> str:
    """The target as the form has it: a plain number, or words."""
    return one.text if one.qualitative else figure(one.target)


def scoring_rule(one: Indicator) -> str:
    """How the indicator is scored, in the words of the form."""
    if one.qualitative:
        return "达成得80%—100%分值，部分达成得60%—80%，未达成得60%以下。"
    if one.operator == "≤":
        return _RULES[one.formula]
    return "达到目标值得满分，未达到的按完成比例计分。"


def value_source(one: Indicator) -> str:
    """Where the target value comes from, by the kind of indicator."""
    if one.level2 in {"经济效益指标", "社会效益指标", "服务对象满意度指标"}:
        return "历史标准"
    if one.operator == "=" or "/" in one.unit:
        return "行业标准"
    return "计划标准"


def goal_rows(cases: Iterable[Case]) -> Rows:
    """One row a project whose goal is published."""
    for case in cases:
        if not case.goal_published:
            continue
        project = case.project
        fiscal, carryover, other = case.initial
        yield (
            project.code,
            project.name,
            project.agency_code,
            project.agency,
            project.template.kind,
            "新增" if project.started == case.year else "延续",
            project.template.budget,
            project.template.function_class,
            project.template.fund,
            f"{project.started}-01-01",
            f"{case.until}-12-31",
            *(
                money(amount * case.goal_scale)
                for amount in (case.total, fiscal, case.superior, fiscal - case.superior, carryover, other)
            ),
            case.term_goal,
            case.goal,
            project.scheme,
            case.review,
            "2" if case.review == "优" else "3",
            case.goal_remark,
        )


def goal_indicator_rows(cases: Iterable[Case]) -> Rows:
    """The third-level indicators of each published goal."""
    for case in cases:
        if not case.goal_published:
            continue
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
                points(one.weight),
                scoring_rule(one),
                value_source(one),
                "",
            )
