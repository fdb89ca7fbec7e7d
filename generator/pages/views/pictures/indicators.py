"""Chart of the indicators that several bureaus report on: how many projects reached each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generator.core.numbers import MICRO, half_up, in_percent
from generator.derive.shared_indicators import SharedIndicator
from generator.pages.charts.frame import LOW, OWN
from generator.pages.charts.rows import Item, RowChart, bars
from generator.pages.views.pictures.values import named

_SHOWN = 15


def reached(found: Sequence[SharedIndicator]) -> RowChart:
    """The share of projects that reached each of the indicators that most bureaus use."""
    told = [one for one in found if one.told][:_SHOWN]
    least = min((Fraction(one.met, one.told) for one in told), default=None)
    worst = [one for one in told if Fraction(one.met, one.told) == least]
    if least is None:
        title = "这些指标达成没有，都判断不了"
    elif least == 1:
        title = f"用得最多的 {len(told)} 个指标，各项目都达成"
    else:
        of_some = f"用得最多的 {len(told)} 个指标里，" if len(told) < sum(bool(one.told) for one in found) else ""
        alike = {(one.told, one.met) for one in worst}
        how = f"{worst[0].told} 个项目里 {worst[0].met} 个" if len(alike) == 1 else in_percent(least)
        title = f"{of_some}达成最少的是{named([one.name for one in worst])}：{'各 ' if len(worst) > 1 else ''}{how}"
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
