"""Chart of a department: what its projects spent against how they score themselves."""

from __future__ import annotations

from collections.abc import Sequence

from generator.derive.projects import Project
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.planes import PlaneChart, Point, scatter
from generator.pages.views.pictures.values import per_cent

DRAWN = 60  # projects


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
    elif slow:
        title = f"{year} 年度：{slow} 个项目钱花得少{f'，其中 {best} 个自评仍是最高等级' if best else ''}"
    else:
        title = f"{year} 年度：没有项目钱花得少"
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
