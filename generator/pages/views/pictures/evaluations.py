"""Chart of the evaluations of a year: the department's own score and the independent one."""

from __future__ import annotations

from collections.abc import Sequence

from generator.pages.charts.rows import Pair, RowChart, dumbbells
from generator.pages.views.parts.rows import EvaluationRow
from generator.pages.views.pictures.values import of_all


def gaps(name: str, label: str, rows: Sequence[EvaluationRow]) -> RowChart:
    """The evaluations of projects that scored themselves, those furthest apart first."""
    pairs = [
        (one.evaluation.score_micro, one.project.counted_score, one)
        for one in rows
        if one.project and one.project.counted_score is not None and one.evaluation.score_micro is not None
    ]
    pairs.sort(key=lambda pair: pair[0] - pair[1])
    lower = sum(other < own for other, own, _ in pairs)
    told = of_all(
        lower,
        len(pairs),
        some=f"{lower} 个的独立评价比自评低",
        whole=f"独立评价{'都' if lower > 1 else ''}比自评低",
        none="独立评价没有比自评低的",
    )
    return dumbbells(
        name,
        f"{label}：{len(pairs)} 个项目两种得分都有，{told}" if pairs else f"{label}：没有两种得分都有的项目",
        "实心是部门自评，空心是独立评价；虚线表示两者的等级不同，差得最多的在前。" if pairs else "",
        [
            Pair(
                label=row.evaluation.name,
                first=own,
                second=other,
                apart=row.gap.removeprefix("比自评").removesuffix(" 分"),
                far=row.project is not None and row.project.grade != row.evaluation.grade,
                path=row.evaluation.path,
            )
            for other, own, row in pairs
        ],
        heads=("项目", "自评得分", "独立评价得分", "独立评价比自评"),
        unit="分",
    )
