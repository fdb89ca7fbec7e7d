"""Independent evaluations of the year before: by the bureaus themselves, and by the finance bureau."""

from __future__ import annotations

from generator.core.words import DEPARTMENT_EVALUATION, KEY_EVALUATION
from generator.facts.measures.conditions import Selection, is_
from generator.facts.measures.measure import Count, Mean, Measure, Total, booked, graded

_STAGE = "绩效评价"
_ALL = Selection(view="evaluations")
_PROJECT = is_("subject_type", "项目")


def _kind(prefix: str, name: str, kind: str, grades: str) -> tuple[Measure, ...]:
    """What is told of either kind; counts and money are of projects, grades of projects and whole departments."""
    every = _ALL.based(is_("evaluation_kind", kind))
    rows = every.and_(_PROJECT)
    return (
        Measure(
            code=f"{prefix}_count", stage=_STAGE, title=f"{name}项目数", unit="个", how=Count(rows=rows), offset=-1
        ),
        Measure(
            code=f"{prefix}_amount",
            stage=_STAGE,
            title=f"{name}项目资金",
            unit="万元",
            how=Total(rows=rows, field="evaluated_amount"),
            offset=-1,
        ),
        Measure(
            code=f"{prefix}_third_party_count",
            stage=_STAGE,
            title=f"{name}中委托第三方实施的项目数",
            unit="个",
            how=Count(rows=rows.and_(is_("organisation_mode", "委托第三方"))),
            offset=-1,
        ),
        Measure(
            code=f"{prefix}_own_count",
            stage=_STAGE,
            title=f"{name}中自行组织实施的项目数",
            unit="个",
            how=Count(rows=rows.and_(is_("organisation_mode", "自行组织"))),
            offset=-1,
        ),
        Measure(
            code=f"{prefix}_department_count",
            stage=_STAGE,
            title=f"{name}涉及部门数",
            unit="家",
            how=Count(rows=every, distinct="subject_department"),
            offset=-1,
        ),
        Measure(
            code=f"{prefix}_mean_score",
            stage=_STAGE,
            title=f"{name}平均分",
            unit="分",
            how=Mean(rows=every, field="score"),
            offset=-1,
            note="简单平均，含部门整体",
        ),
        *graded(grades, _STAGE, f"{name}等级", "个", every, field="grade", offset=-1, local=True),
        Measure(
            code=f"{prefix}_finding_count",
            stage=_STAGE,
            title=f"{name}发现问题数",
            unit="个",
            how=Count(rows=Selection(view="evaluation_findings").and_(is_("kind_", kind))),
            offset=-1,
        ),
    )


MEASURES = (
    *_kind("department_evaluation", "部门评价", DEPARTMENT_EVALUATION, "department_evaluation"),
    *_kind("key_evaluation", "财政重点评价", KEY_EVALUATION, "grade"),
    *booked(
        "key_evaluation",
        _STAGE,
        "财政重点评价",
        _ALL.based(is_("evaluation_kind", KEY_EVALUATION), _PROJECT),
        "evaluated_amount",
        offset=-1,
    ),
)
