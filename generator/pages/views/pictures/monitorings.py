"""Chart of a monitoring: how much of its money each department had spent, against the share of the year gone."""

from __future__ import annotations

from generator.core.numbers import MISSING
from generator.derive.answers import NO_RATE
from generator.derive.monitorings import Period
from generator.derive.site import Site, Year
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.rows import Item, RowChart, bars
from generator.pages.views.pictures.values import per_cent


def pace(site: Site, year: Year, period: Period) -> RowChart:
    """Execution rates of the departments, the lowest first, and the calendar as a mark."""
    rated = sorted(period.departments, key=lambda one: per_cent(one.rate) or 0)
    behind = sum(bool(one.red or one.yellow) for one in rated)
    return bars(
        f"pace-{period.month}",
        f"到 {period.month} 月底时间过了 {period.share}，"
        + (NO_RATE if period.total.rate == MISSING else f"钱花了 {period.total.rate}"),
        "条是各部门的执行率，竖线是时间进度"
        + (
            f"；{f'{behind} 个部门有亮红灯或黄灯的项目' if behind else '没有亮红灯或黄灯的项目'}。"
            if period.total.lit
            else "；没有评灯。"
        ),
        [
            Item(
                label=site.bureau(year.division.code, one.department),
                value=per_cent(one.rate),
                text=one.rate,
                tone=LOW if one.red else OWN,
                mark=per_cent(period.share),
                mark_text=period.share,
            )
            for one in rated
            if per_cent(one.rate) is not None
        ],
        heads=("部门", "执行率", "时间进度"),
        unit="%",
        keys=(Key(OWN, "没有红灯项目"), Key(LOW, "有红灯项目"), Key("pin", "时间进度")),
    )
