"""Rows of ``goals``, ``goal_indicators`` and ``goal_term_indicators``."""

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
        scale = case.goal_scale
        yield {
            "project_code": project.code,
            "project_name": project.name,
            "agency_code": project.agency_code,
            "agency_name": project.agency,
            "project_kind": project.template.kind,
            "project_attribute": "新增" if project.started == case.year else "延续",
            "budget_type": project.template.budget,
            "function_class": project.template.function_class,
            "fund_domains": project.template.fund,
            "start_date": f"{project.started}-01-01",
            "end_date": f"{case.until}-12-31",
            "total_amount": money(case.total * scale),
            "fiscal_appropriation": money(fiscal * scale),
            "superior_appropriation": money(case.superior * scale),
            "local_appropriation": money((fiscal - case.superior) * scale),
            "carryover": money(carryover * scale),
            "other_funds": money(other * scale),
            "term_goal": case.term_goal,
            "annual_goal": case.goal,
            "indicator_scheme": project.scheme,
            "review_grade": case.review,
            "review_rounds": "2" if case.review == "优" else "3",
            "remark": case.goal_remark,
        }


def goal_indicator_rows(cases: Iterable[Case]) -> Rows:
    """The third-level indicators of each published goal."""
    for case in cases:
        if not case.goal_published:
            continue
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
                "weight": points(one.weight),
                "scoring_rule": scoring_rule(one),
                "value_source": value_source(one),
            }


def term_indicator_rows(cases: Iterable[Case]) -> Rows:
    """What published goals that run over several years count, over all of them."""
    for case in cases:
        years = case.until - case.project.started + 1
        counted = [one for one in case.indicators if one.level2 == "数量指标" and not one.qualitative]
        if not case.goal_published or not case.term_goal or years < 2:
            continue
        for number, one in enumerate(counted, 1):
            yield {
                "project_code": case.project.code,
                "indicator_no": str(number),
                "level1": one.level1,
                "level2": one.level2,
                "level3": f"{years}年{one.name}",
                "operator": one.operator,
                "target_value": figure(one.target * years),
                "unit": one.unit,
            }
