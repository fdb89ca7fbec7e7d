"""Charts of what a people's congress may ask about: what is left open in each year, and by which bureau."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.pages.charts.cells import Heat, HeatChart, HeatLine, heat
from generator.pages.charts.frame import LOW, REST, Key


class Left(NamedTuple):
    """What is left open in a division and year, of each kind; None where the records do not say it."""

    place: str
    path: str
    numbers: Sequence[int | None]


def left_open(lines: Sequence[Left], kinds: Sequence[str]) -> HeatChart:
    """Years by kinds of what is left open."""
    totals = [sum(number or 0 for number in column) for column in zip(*(one.numbers for one in lines), strict=True)]
    told = "，".join(f"{kind} {total:,}" for kind, total in zip(kinds, totals, strict=True) if total) if totals else ""
    return heat(
        "left-open",
        f"还没有了结的：{told}" if told else "没有要了结的" if lines else "还没有逐项记录的年度",
        "一格是一个年度的一种，数是个数，空着的看不出；只关系到填写的发现不算，期限没有到的不算。",
        kinds,
        [HeatLine(label=one.place, cells=[_cell(number) for number in one.numbers], path=one.path) for one in lines],
        head="区划与年度",
        keys=(Key(LOW, "还有"), Key(REST, "没有")),
    )


def _cell(number: int | None) -> Heat | None:
    return None if number is None else Heat(short=f"{number:,}", text=f"{number:,}", tone=LOW if number else REST)
