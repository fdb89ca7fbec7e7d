"""Chart of a year's projects: how much of the money the large ones take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import MICRO, number, percent
from generator.derive.projects import Project
from generator.pages.charts.rows import Item, RowChart, bars


class _Band(NamedTuple):
    """A class of size: its name, and the least money in it (万元)."""

    name: str
    least: int


_BANDS = (
    _Band("1,000 万元及以上", 1_000),
    _Band("100 万至 1,000 万元", 100),
    _Band("10 万至 100 万元", 10),
    _Band("不到 10 万元", 0),
)


def sizes(projects: Sequence[Project]) -> RowChart:
    """How many projects there are of each size, and what they come to; those of which nobody says it last."""
    known = [one.size_micro for one in projects if one.size_micro is not None]
    total, unsaid = sum(known), len(projects) - len(known)
    of_band: dict[_Band, list[int]] = {band: [] for band in _BANDS}
    for size in known:
        of_band[next((band for band in _BANDS if size >= band.least * MICRO), _BANDS[-1])].append(size)
    filled = [(band, found) for band, found in of_band.items() if found]
    first, largest = filled[0] if filled else (None, [])
    return bars(
        "sizes",
        f"{first.name}的 {len(largest)} 个项目，占全部的 {percent(sum(largest), total)}"
        if first and total
        else "各项目都没有公布金额",
        "条是这一档各项目的年初预算合计，没有年初预算的按全年预算。" if first else "",
        [
            *(
                Item(label=f"{band.name}，{len(found)} 个", value=sum(found), text=number(sum(found)))
                for band, found in filled
            ),
            *([Item(label=f"没有公布金额，{unsaid} 个", value=None, text="")] if unsaid and filled else []),
        ],
        heads=("每个项目的金额", "合计（万元）"),
        unit="万元",
    )
