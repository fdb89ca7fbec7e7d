"""Chart of the indicators that several bureaus report on: how many projects reached each."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.numbers import MICRO, half_up
from generator.derive.shared_indicators import SharedIndicator
from generator.pages.charts.frame import LOW, OWN
from generator.pages.charts.rows import Item, RowChart, bars

_SHOWN = 15


def reached(found: Sequence[SharedIndicator]) -> RowChart:
    """The share of projects that reached each of the indicators that most bureaus use."""
    told = [one for one in found if one.told][:_SHOWN]
    worst = min(told, key=lambda one: one.met / one.told, default=None)
    if worst is None:
        title = "这些指标达成没有，都判断不了"
    elif worst.met == worst.told:
        title = f"用得最多的 {len(told)} 个指标，各项目都达成"
    else:
        title = f"达成最少的是“{worst.name}”：{worst.told} 个项目里 {worst.met} 个"
    return bars(
        "reached",
        title,
        "条是能判断的项目里达成的比例；指标按用它的部门从多到少排。" if told else "",
        [
            Item(
                label=one.name,
                value=half_up(one.met * 100 * MICRO, one.told),
                text=f"{one.met} / {one.told}",
                tone=OWN if one.met == one.told else LOW,
            )
            for one in told
        ],
        heads=("指标", "达成的项目 / 能判断的项目"),
        unit="%",
    )
