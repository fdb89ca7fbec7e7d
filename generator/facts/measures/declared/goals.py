"""Goals of the statement's own year: how many, how much money, which budgets, how they were graded on review."""

from __future__ import annotations

from fractions import Fraction

from generator.facts.measures.conditions import Selection, filled, is_
from generator.facts.measures.measure import Count, Made, Measure, Total, Value, booked, graded
from generator.facts.measures.records import Records

_STAGE = "绩效目标"
_ALL = Selection(view="goals")


def _rounds(records: Records, year: int) -> Value | None:
    """As many as the goal that went through most."""
    given = records.base(_ALL, year)["review_rounds"].dropna()
    return Value(number=Fraction(int(given.max())), count=len(given)) if len(given) else None


MEASURES = (
    Measure(code="goal_count", stage=_STAGE, title="编制绩效目标项目数", unit="个", how=Count(rows=_ALL)),
    Measure(
        code="goal_amount",
        stage=_STAGE,
        title="编制绩效目标项目资金",
        unit="万元",
        how=Total(rows=_ALL, field="total_amount"),
    ),
    Measure(
        code="goal_department_count",
        stage=_STAGE,
        title="编制项目绩效目标的部门数",
        unit="家",
        how=Count(rows=_ALL, distinct="department"),
    ),
    Measure(
        code="goal_indicator_count",
        stage=_STAGE,
        title="绩效目标三级指标数",
        unit="条",
        how=Count(rows=Selection(view="goal_indicators")),
    ),
    Measure(
        code="goal_new_count",
        stage=_STAGE,
        title="新增项目编制绩效目标个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("project_attribute", "新增"))),
    ),
    Measure(
        code="goal_review_rounds",
        stage=_STAGE,
        title="绩效目标审核轮次",
        unit="轮",
        how=Made(
            views=("goals",),
            make=_rounds,
            formula_text="各项目目标审核轮次的最大值",
            filter_text="财政年度＝{year}；目标审核轮次已填写",
        ),
    ),
    *booked("goal", _STAGE, "绩效目标", _ALL, "total_amount", field="budget_type"),
    *graded(
        "goal_review",
        _STAGE,
        "绩效目标审核等级",
        "个",
        _ALL.based(filled("review_grade")),
        field="review_grade",
    ),
)
