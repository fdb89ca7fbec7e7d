"""Chart of what bureaus are to fill in now: how many of them still owe each document, and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import MICRO
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.rows import Item, RowChart, bars


class Wanted(NamedTuple):
    """A document that a bureau is to fill in: of which year, what, and its last day ('' where none is set)."""

    year: int
    title: str
    day: str

    @property
    def order(self) -> tuple[bool, str, int, str]:
        """The nearest day first, what has none last."""
        return not self.day, self.day, self.year, self.title


def wanted(name: str, asked: Sequence[Wanted], today: str) -> RowChart:
    """How many bureaus are to fill in each document of a year; what is overdue stands out. ISO days sort as text."""
    found = sorted(Counter(asked).items(), key=lambda pair: pair[0].order)
    late = sum(count for one, count in found if "" < one.day < today)
    ahead = next((one for one, _ in found if one.day >= today), None)
    said = [f"要填 {len(asked):,} 份"]
    said += [f"{late:,} 份过了期限"] if late else []
    said += [f"最近的期限 {ahead.day}"] if ahead else []
    return bars(
        name,
        "，".join(said) if found else "没有要填的",
        "条是还没有公开这种文件的部门。",
        [
            Item(
                label=f"{one.year} {one.title}，{one.day or '没有登记期限'}",
                value=count * MICRO,
                text=f"{count:,}",
                tone=LOW if "" < one.day < today else OWN,
            )
            for one, count in found
        ],
        heads=("年度、文件和最后一天", "部门（个）"),
        unit="个部门",
        keys=(Key(OWN, "没有到期"), Key(LOW, "过了期限")) if late else (),
    )
