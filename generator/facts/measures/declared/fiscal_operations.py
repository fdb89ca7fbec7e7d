"""Comprehensive evaluations of how lower governments run their finances; ranked inside their groups only."""

from __future__ import annotations

from generator.facts.measures.conditions import Selection, is_
from generator.facts.measures.measure import Count, Mean, Measure, graded

_STAGE = "财政运行"
_ALL = Selection(view="fiscal_operations")

MEASURES = (
    Measure(
        code="fiscal_operation_count",
        stage=_STAGE,
        title="财政运行综合绩效评价个数",
        unit="个",
        how=Count(rows=_ALL),
        offset=-1,
        whole=True,
    ),
    Measure(
        code="fiscal_operation_group_count",
        stage=_STAGE,
        title="财政运行综合绩效评价分组数",
        unit="组",
        how=Count(rows=_ALL, distinct="group_name"),
        offset=-1,
        whole=True,
    ),
    Measure(
        code="fiscal_operation_dimension_count",
        stage=_STAGE,
        title="财政运行综合绩效评价维度数",
        unit="个",
        how=Count(rows=Selection(view="fiscal_operation_dimensions"), distinct="dimension"),
        offset=-1,
        whole=True,
    ),
    *graded("fiscal_operation", _STAGE, "财政运行综合绩效评价等级", "个", _ALL, offset=-1, whole=True),
)


def group_measures(group: str) -> tuple[Measure, Measure]:
    """How many governments a group holds and their mean score."""
    rows = _ALL.based(is_("group_name", group))
    return (
        Measure(
            code="fiscal_operation_group_size",
            stage=_STAGE,
            title=f"财政运行综合绩效评价个数（{group}）",
            unit="个",
            how=Count(rows=rows),
            offset=-1,
            whole=True,
        ),
        Measure(
            code="fiscal_operation_group_mean_score",
            stage=_STAGE,
            title=f"财政运行综合绩效评价平均分（{group}）",
            unit="分",
            how=Mean(rows=rows, field="score"),
            offset=-1,
            whole=True,
            note="简单平均，只在组内比较",
        ),
    )
