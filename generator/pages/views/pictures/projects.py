"""Charts of a project: its indicators as signs, its spending against the calendar, and its money through the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import MICRO, headed, percent
from generator.core.words import GREEN
from generator.derive.projects import Detail, Project
from generator.derive.rows import Row
from generator.facts.monitorings import MONTHS
from generator.pages.charts.cells import StripChart, strip
from generator.pages.charts.frame import OTHER, OWN
from generator.pages.charts.planes import PlaneChart, Series, line
from generator.pages.charts.scales import place
from generator.pages.views.pictures.values import per_cent


class Pace(NamedTuple):
    """A bullet bar of a monitoring: the share of the year gone in words, and bar and mark in % of the width.

    ``spent`` is '' where nobody says the rate; ``slow``: its light is not green.
    """

    gone: str
    spent: str
    mark: str
    slow: bool


def met_strip(project: Project, detail: Detail) -> StripChart | None:
    """Which indicators were met; None where nothing was to be met, or nothing was reported."""
    achieved = project.achieved
    if achieved is None or not detail.reported:
        return None
    parts = (("做到", achieved.met), ("没做到", achieved.missed), ("判断不了", achieved.untold))
    title = "，".join(f"{word} {count} 个" for word, count in parts if count)
    states = [row.met for group in detail.groups for row in group.rows]
    return strip("met", title, "圆点是做到，叉是没做到，横线判断不了。", states, there="indicators")


def paces(monitorings: Sequence[Row]) -> list[Pace]:
    """How far the money had come at each monitoring, and the year."""
    found = []
    for row in monitorings:
        gone = percent(int(row.period), MONTHS)
        said = row.rate_text.partition("（")[0]
        rate = per_cent(said) if said[:1].isdigit() else None  # words stand where the original has none
        spent = "" if rate is None else place(min(max(rate / MICRO, 0), 100))
        found.append(Pace(gone, spent, place((per_cent(gone) or 0) / MICRO), slow=row.light not in (None, "", GREEN)))
    return found


def trend(history: Sequence[Project]) -> PlaneChart | None:
    """Budget and spending of a project through its years, with its scores below; None with less than two years."""
    years = sorted(history, key=lambda one: one.year)
    if len(years) < 2:
        return None
    first, last = years[0], years[-1]
    return line(
        "trend",
        f"年初预算：{first.year} 年 {headed(first.promised_micro)}，{last.year} 年 {headed(last.promised_micro)}",
        "年份下面是自评得分。",
        [str(one.year) for one in years],
        [
            Series("年初预算", [one.promised_micro for one in years], OWN),
            Series("执行数", [one.spend_micro for one in years], OTHER),
        ],
        unit="万元",
        below=[_score(one) for one in years],
        there="history",
    )


def _score(one: Project) -> str:
    """The self-score below a year."""
    if not one.counted:
        return one.state.word
    return f"{one.score} 分" if one.score_micro is not None else ""
