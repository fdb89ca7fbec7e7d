"""A department beside the medians of all, and governments beside their group: each figure where it belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.derive import Site
from generator.derive.projects import Achieved
from generator.derive.site import DepartmentYear
from generator.pages.views.pictures.departments import medians
from generator.pages.views.pictures.fiscal_operations import dimensions


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


def told(one: DepartmentYear, rate: str, met: int) -> DepartmentYear:
    summary = replace(one.summary, rate=rate, achieved=Achieved(met, 10 - met, 0), score_mean="—", other_mean="—")
    return replace(one, summary=summary)


def test_a_department_stands_beside_the_median_of_those_that_tell(site: Site) -> None:
    one = next(iter(site.department_years.values()))
    every = [told(one, "90.00%", 9), told(one, "80.00%", 5), told(one, "—", 7)]
    chart = medians(every[0], every)
    assert chart is not None
    assert [line.label for line in chart.lines] == ["执行率", "指标达成率"]
    assert chart.figures is not None
    assert [row.cells for row in chart.figures.rows] == [
        ("执行率", "90.00%", "85.00%（2 个部门）"),
        ("指标达成率", "90.00%", "70.00%（3 个部门）"),
    ]
    assert chart.title.endswith("没有一项低于各部门中位数")
    low = medians(every[1], every)
    assert low is not None
    assert low.title.endswith("低于各部门中位数的有执行率、指标达成率")
    assert medians(told(one, "—", 9), [told(one, "—", 9)]) is None


def test_a_group_is_drawn_by_its_dimensions_the_weakest_first(site: Site) -> None:
    year = max(number for _, number in site.fiscal_operations)
    for group in site.fiscal_operations["990001", year]:
        chart = dimensions("a", year, group)
        assert chart.figures is not None
        shares = [float(row.cells[1].rstrip("%")) for row in chart.figures.rows]
        assert shares == sorted(shares)
        assert all(len(row.cells) == 2 + len(group.members) for row in chart.figures.rows)
        assert chart.lines[0].label in chart.title
        assert len(chart.lines[0].dots) == len(group.members)
