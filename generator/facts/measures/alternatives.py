"""Other readings of a measure: when a published figure equals one of these, the scope was read differently."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.words import BUDGETS, KEY_EVALUATION
from generator.facts.measures.conditions import Selection, is_, that_year
from generator.facts.measures.measure import Count, How, Mean, Total

Reading = tuple[str, How]  # what it takes in, and how it is reckoned

_GOALS = Selection(view="goals")
_SELF = Selection(view="self_evaluations")
_MONITORINGS = Selection(view="monitorings")
_PICKED = is_("key_monitoring", "是")
_EVALUATIONS = Selection(view="evaluations")
_KEY = _EVALUATIONS.based(is_("evaluation_kind", KEY_EVALUATION))
_EX_ANTE = Selection(view="ex_ante_evaluations")
_NEXT = Selection(view="applications", base=(that_year("applied_fiscal_year"),))


def _books(rows: Selection, field: str, amount: str = "") -> tuple[Reading, ...]:
    """Only one of the four budgets."""
    readings: list[Reading] = []
    for budget in BUDGETS:
        own = rows.and_(is_(field, budget))
        readings.append((f"只算{budget}", Total(rows=own, field=amount) if amount else Count(rows=own)))
    return tuple(readings)


ALTERNATIVES: Mapping[str, tuple[Reading, ...]] = {
    "goal_count": (
        ("只算特定目标类项目", Count(rows=_GOALS.and_(is_("project_kind", "特定目标类")))),
        ("只算新增项目", Count(rows=_GOALS.and_(is_("project_attribute", "新增")))),
        *_books(_GOALS, "budget_type"),
    ),
    "goal_amount": (
        ("只算财政拨款", Total(rows=_GOALS, field="fiscal_appropriation")),
        (
            "只算特定目标类项目",
            Total(rows=_GOALS.and_(is_("project_kind", "特定目标类")), field="total_amount"),
        ),
        *_books(_GOALS, "budget_type", "total_amount"),
    ),
    "self_evaluation_count": (
        ("只算编制了绩效目标的项目", Count(rows=_SELF.and_(is_("goal_", "是")))),
        *_books(_SELF, "budget_"),
    ),
    "self_evaluation_mean_score": (
        ("把年中取消、暂缓、并入其他项目的也算进平均", Mean(rows=_SELF, field="total_score")),
    ),
    "self_evaluation_amount": (
        ("按年初预算数", Total(rows=_SELF, field="initial_budget")),
        ("按全年执行数", Total(rows=_SELF, field="actual_spend")),
        *_books(_SELF, "budget_", "annual_budget"),
    ),
    "monitoring_count": (
        ("各次监控的项目合在一起", Count(rows=_MONITORINGS, distinct="project_code")),
        ("各次监控的条数相加", Count(rows=_MONITORINGS)),
        *_books(_MONITORINGS.based(is_("main_", "是")), "budget_"),
    ),
    "monitoring_amount": (
        ("按年初预算数", Total(rows=_MONITORINGS.based(is_("main_", "是")), field="initial_budget")),
        *_books(_MONITORINGS.based(is_("main_", "是")), "budget_", "annual_budget"),
    ),
    "key_monitoring_count": (
        ("连同项目最多的一次之外的监控", Count(rows=_MONITORINGS.and_(_PICKED), distinct="project_code")),
        ("各次重点监控的条数相加", Count(rows=_MONITORINGS.and_(_PICKED))),
    ),
    "key_monitoring_amount": (
        (
            "按最近一次监控时的全年预算数",
            Total(rows=_MONITORINGS.and_(_PICKED, is_("latest_", "是")), field="annual_budget"),
        ),
        ("各次重点监控的全年预算数相加", Total(rows=_MONITORINGS.and_(_PICKED), field="annual_budget")),
    ),
    "key_evaluation_count": (
        ("连同部门整体评价", Count(rows=_KEY)),
        ("连同部门评价", Count(rows=_EVALUATIONS.and_(is_("subject_type", "项目")))),
        ("连同部门评价和部门整体评价", Count(rows=_EVALUATIONS)),
    ),
    "key_evaluation_amount": (
        ("连同部门整体评价", Total(rows=_KEY, field="evaluated_amount")),
        ("连同部门评价", Total(rows=_EVALUATIONS.and_(is_("subject_type", "项目")), field="evaluated_amount")),
    ),
    "ex_ante_amount": (("按核定金额", Total(rows=_EX_ANTE, field="approved_amount")),),
    "key_evaluation_cut": (("连同其他依据的压减", Total(rows=_NEXT, field="cut_amount")),),
}
