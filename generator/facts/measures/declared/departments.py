"""Performance of whole departments: this year's goals, last year's self-evaluations and evaluations."""

from __future__ import annotations

from generator.core.words import DEPARTMENT_EVALUATION, KEY_EVALUATION
from generator.facts.measures.conditions import Selection, is_
from generator.facts.measures.measure import Count, Mean, Measure, Share, Total, graded

_STAGE = "部门整体"
_GOALS = Selection(view="department_goals")
_SELF = Selection(view="department_self_evaluations")
_WHOLE = Selection(view="evaluations", where=(is_("subject_type", "部门整体"),))
_FIRST = Measure(
    code="department_count",
    stage=_STAGE,
    title="一级预算部门数",
    unit="家",
    how=Count(rows=Selection(view="departments", base=(is_("first_", "是"),))),
)
_COVERED = Measure(
    code="whole_department_count",
    stage=_STAGE,
    title="纳入部门整体绩效管理的部门数",
    unit="家",
    how=Count(rows=_GOALS, distinct="department"),
    note="编制了部门整体绩效目标的部门",
)

MEASURES = (
    _FIRST,
    _COVERED,
    Measure(
        code="whole_department_coverage",
        stage=_STAGE,
        title="部门整体绩效管理覆盖率",
        unit="%",
        how=Share(part=_COVERED, whole=_FIRST),
        note="基数为一级预算部门数",
    ),
    Measure(
        code="whole_department_indicator_count",
        stage=_STAGE,
        title="部门整体绩效指标数",
        unit="条",
        how=Count(rows=Selection(view="department_indicators")),
    ),
    Measure(
        code="whole_department_self_evaluation_count",
        stage=_STAGE,
        title="部门整体绩效自评部门数",
        unit="家",
        how=Count(rows=_SELF),
        offset=-1,
    ),
    Measure(
        code="whole_department_self_evaluation_amount",
        stage=_STAGE,
        title="部门整体绩效自评资金",
        unit="万元",
        how=Total(rows=_SELF, field="annual_budget"),
        offset=-1,
    ),
    Measure(
        code="whole_department_self_evaluation_mean_score",
        stage=_STAGE,
        title="部门整体绩效自评平均分",
        unit="分",
        how=Mean(rows=_SELF, field="total_score"),
        offset=-1,
        note="简单平均",
    ),
    *graded("whole_department_self_evaluation", _STAGE, "部门整体绩效自评等级", "家", _SELF, offset=-1, local=True),
    Measure(
        code="whole_department_evaluation_count",
        stage=_STAGE,
        title="部门自行开展的部门整体绩效评价数",
        unit="个",
        how=Count(rows=_WHOLE.and_(is_("evaluation_kind", DEPARTMENT_EVALUATION))),
        offset=-1,
    ),
    Measure(
        code="whole_department_key_evaluation_count",
        stage=_STAGE,
        title="财政部门开展的部门整体绩效评价数",
        unit="个",
        how=Count(rows=_WHOLE.and_(is_("evaluation_kind", KEY_EVALUATION))),
        offset=-1,
    ),
)
