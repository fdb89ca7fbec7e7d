"""Chart of what the next budget made of the evaluations of a year, by their grades."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.numbers import MICRO, half_up, number
from generator.derive.next_budgets import GradeBudgets
from generator.pages.charts.frame import LOW, OWN
from generator.pages.charts.planes import PlaneChart, Slope, slopes
from generator.pages.views.pictures.values import of_all


def by_grade(year: int, grades: Sequence[GradeBudgets]) -> PlaneChart:
    """A line for each grade from this year's budgets, all taken as 100, to the next year's."""
    fell = [one.grade for one in grades if one.after < one.before]
    count = sum(one.projects for one in grades)
    told = of_all(
        len(fell),
        len(grades),
        some=f"下一年预算减少的等级：{'、'.join(fell)}",
        whole="各等级下一年的预算都减少了",
        none="各等级下一年的预算都没有减少",
    )
    return slopes(
        "grades",
        f"{year} 年度评价过的项目，{told}" if grades else "没有可以比的预算",
        f"{count} 个项目两年的年初预算都已公布；今年的都当作 100，看下一年是多少。" if grades else "",
        [
            Slope(
                label=f"{one.grade}（{one.projects} 个）",
                before=100 * MICRO,
                after=half_up(one.after * 100 * MICRO, one.before),
                texts=(number(one.before), number(one.after)),
                change=one.rate,
                tone=LOW if one.after < one.before else OWN,
            )
            for one in grades
        ],
        heads=("独立评价的等级", f"{year} 年年初预算（万元）", f"{year + 1} 年年初预算（万元）", "后一年 ÷ 前一年"),
        ends=(f"{year} 年", f"{year + 1} 年"),
        unit="今年 = 100",
    )
