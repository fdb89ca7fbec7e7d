"""Chart of a department: what its projects spent against how they score themselves."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from generator.core.numbers import number, percent
from generator.derive.projects import Project
from generator.derive.site import DepartmentYear
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.planes import PlaneChart, Point, scatter
from generator.pages.charts.rows import Item, RowChart, bars
from generator.pages.views.pictures.values import per_cent

DRAWN = 60  # projects


def medians(own: DepartmentYear, every: Sequence[DepartmentYear]) -> RowChart | None:
    """Its figures of a year against the medians of the division's departments; None where it has none of them.

    Rates and scores of 100 stand on one scale.
    """
    items = [
        Item(label=label, value=value, text=text, mark=mark, mark_text=f"{number(mark)}{unit}（{count} 个部门）")
        for label, unit, figure in _FIGURES
        for value, text in (figure(own),)
        for known in ([one for other in every for one, _ in (figure(other),) if one is not None],)
        if value is not None and len(known) > 1
        for mark, count in ((round(median(known)), len(known)),)
    ]
    if not items:
        return None
    below = "、".join(one.label for one in items if (one.value or 0) < (one.mark or 0))
    title = f"低于各部门中位数的有{below}" if below else "没有一项低于各部门中位数"
    return bars(
        "medians",
        f"{own.year} 年度：{title}",
        "条是本部门，竖线是本区划各部门的中位数；项目多少、难易不同，高低不等于好坏。",
        items,
        heads=("指标", "本部门", "各部门中位数"),
        unit="%、分",
        keys=(Key(OWN, "本部门"), Key("pin", "各部门中位数")),
    )


def spread(year: int, projects: Sequence[Project]) -> PlaneChart:
    """Projects of a year that count and have a self-evaluation: execution rate, score, and money as size.

    ``projects`` come with the largest first; no more than ``DRAWN`` are drawn, the title counts them all.
    """
    every = [one for one in projects if one.counted and one.has_self]
    counted = every[:DRAWN]
    slow = sum(one.slow for one in every)
    best = sum(one.slow and one.highest for one in every)
    rest = f"，画出最大的 {DRAWN} 个" if len(every) > DRAWN else ""
    if not counted:
        title = f"{year} 年度还没有公开自评的项目"
    elif all(per_cent(one.rate) is None for one in every):
        title = f"{year} 年度公开了自评的项目都没有公布执行率"
    elif slow:
        title = f"{year} 年度：{slow} 个项目钱花得少{f'，其中 {best} 个自评仍是最高等级' if best else ''}"
    else:
        title = f"{year} 年度：没有钱花得少的项目"
    return scatter(
        "spread",
        title,
        f"每个圆是一个项目，共 {len(every)} 个{rest}；圆的大小是年初预算，没有的按全年预算。" if counted else "",
        [
            Point(
                label=one.name,
                across=per_cent(one.rate),
                up=one.score_micro,
                size=one.size_micro,
                texts=(one.rate, one.score, one.promised, one.annual),
                tone=LOW if one.slow else OWN,
                path=one.path,
            )
            for one in counted
        ],
        heads=("项目", "执行率", "自评得分（分）", "年初预算（万元）", "全年预算（万元）"),
        unit="左右是执行率（%）",
        up_unit="自评得分（分）",
        keys=(Key(OWN, "平常"), Key(LOW, "钱花得少")),
    )


def _rate(one: DepartmentYear) -> tuple[int | None, str]:
    return per_cent(one.summary.rate), one.summary.rate


def _met(one: DepartmentYear) -> tuple[int | None, str]:
    achieved = one.summary.achieved
    text = percent(achieved.met, achieved.told) if achieved and achieved.told else ""
    return per_cent(text), text


def _score(one: DepartmentYear) -> tuple[int | None, str]:
    return per_cent(one.summary.score_mean), one.summary.score_mean


def _other(one: DepartmentYear) -> tuple[int | None, str]:
    return per_cent(one.summary.other_mean), one.summary.other_mean


_FIGURES = (
    ("执行率", "%", _rate),
    ("指标达成率", "%", _met),
    ("自评平均分", " 分", _score),
    ("独立评价平均分", " 分", _other),
)
