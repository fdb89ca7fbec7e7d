"""The table at the end: every figure with its year, scope, formula and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.facts.measures.figure import Figure
from generator.statement.draft import Draft

HEADINGS = ("序号", "指标", "数值", "单位", "所属年度", "口径", "公式", "记录数", "出处")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure's line; ``cells`` follow ``HEADINGS``."""

    number: int
    figure: Figure
    cells: Sequence[str]


def rows(draft: Draft) -> list[Row]:
    """One line for each figure."""
    return [
        Row(
            number=number,
            figure=figure,
            cells=(
                str(number),
                figure.title,
                figure.number,
                figure.shown_unit,
                str(figure.subject_year),
                "；".join(part for part in (figure.scope, figure.note) if part),
                figure.formula,
                str(figure.count),
                f"{figure.source.title}：{figure.source.filter}",
            ),
        )
        for number, figure in enumerate(draft.figures, 1)
    ]
