"""Chart of annual statements: how many of their figures agree with what they are computed from."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.numbers import MICRO
from generator.derive.statements import Statement
from generator.facts.figures.verdicts import CONSISTENT, INCONSISTENT
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.rows import Item, RowChart, bars


def agreeing(statements: Sequence[Statement]) -> RowChart:
    """Of each statement how many recomputations agree, of those that can be judged."""
    counted = [(one, _times(one, CONSISTENT), _times(one, INCONSISTENT)) for one in statements]
    judged = [(one, agree, agree + differ) for one, agree, differ in counted if agree + differ]
    agreed, every = sum(agree for _, agree, _ in judged), sum(count for *_, count in judged)
    return bars(
        "agreeing",
        f"判断得了的 {every:,} 项复算，{agreed:,} 项一致" if judged else "没有判断得了的复算",
        "条是一致的项数，竖线是判断得了的项数；基数没有公布、口径存疑和推算的不算。" if judged else "",
        [
            Item(
                label=one.called,
                value=agree * MICRO,
                text=f"{agree} / {count}",
                tone=OWN if agree == count else LOW,
                mark=count * MICRO,
                mark_text=f"{count}",
                path=one.path,
            )
            for one, agree, count in judged
        ],
        heads=("说明", "一致的 / 判断得了的（项）", "判断得了的（项）"),
        unit="项",
        keys=(Key(OWN, "全部一致"), Key(LOW, "有不一致的"), Key("pin", "判断得了的")),
    )


def _times(statement: Statement, verdict: str) -> int:
    return sum(one.verdict == verdict for one in statement.recomputations)
