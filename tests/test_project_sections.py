"""Sections of a project's page: what was found, with addresses that hold, and its monitorings side by side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from generator.core.finding import Finding
from generator.derive.rows import Row
from generator.derive.site import Site
from generator.pages.engine.filters import untold
from generator.pages.views.findings import department_pages
from generator.pages.views.parts.found import FIRST, record_findings
from generator.pages.views.parts.monitored import Reached, monitored


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


def test_what_was_found_about_a_project_has_its_address(site: Site) -> None:
    """Each finding once, the first before the fold, each at an address that the page of its bureau has."""
    stands = {one.path for page in department_pages(site) for group in page.content.groups for one in group.findings}
    for findings in site.findings.of_project.values():
        told = record_findings(site, findings)
        lines = [one for group in (*told.first, *told.others) for one in group.lines]
        assert told.total == len(findings) == len(lines)
        assert sum(len(group.lines) for group in told.first) == min(FIRST, told.total)
        assert {one.path for one in lines} <= stands
        places = [site.published.of_finding[id(one.finding)] for one in lines]
        assert max(places[:FIRST]) <= min(places[FIRST:], default=len(site.published.lines))


def finding(message: str, value: str, expected: str) -> Finding:
    return Finding(
        code="C24", severity="flag", title="", message=message, hint="", file="", value=value, expected=expected
    )


def test_figures_are_said_once() -> None:
    assert not untold(finding("写的是「98百分比」，单位应写 %。", "98百分比", "%"))
    assert untold(finding("自评 92.79 分，财政重点评价 74.6 分。", "74.6", "与自评 92.79 分相近"))
    assert not untold(finding("没有写。", "", ""))


def indicator(period: str, reached: str, likelihood: str, cause: str = "") -> SimpleNamespace:
    return SimpleNamespace(
        level3="修路", promised="≥10公里", period=period, reached=reached, expected_value="10公里",
        likelihood=likelihood, cause=cause,
    )  # fmt: skip


def test_monitorings_stand_side_by_side() -> None:
    """One line an indicator; a name that a monitoring has twice has two; what is said each time is said once."""
    said = {"dual_monitoring": "是", "needs_rectification": "否", "key_monitoring": None}
    silent = dict.fromkeys(said)
    rounds = cast(
        "list[Row]",
        [
            SimpleNamespace(period="7", monitored_date="2025-08-01", **said),
            SimpleNamespace(period="10", monitored_date=None, **silent),
        ],
    )
    rows = [
        indicator("7", "3公里", "有可能", "雨多"),
        indicator("7", "4公里", "有可能"),
        indicator("10", "9公里", "确定能", "雨多"),
    ]
    found = monitored(rounds, cast("list[Row]", rows))
    assert found.notes == ["2025-08-01，双监控，不需要整改", ""]
    assert [one.reached for one in found.progress] == [
        [Reached("3公里", "10公里", "有可能"), Reached("9公里", "10公里", "确定能")],
        [Reached("4公里", "10公里", "有可能"), None],
    ]
    assert [one.causes for one in found.progress] == [["雨多"], []]
    rows[2].cause = "雨停了"
    told = monitored(rounds, cast("list[Row]", rows)).progress[0].causes
    assert told == ["1—7月：雨多", "1—10月：雨停了"]
    assert monitored(rounds, cast("list[Row]", rows[:2])).likelihood == "有可能"
