"""The pages of ex-ante evaluations, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.core import addresses
from generator.core.numbers import MISSING
from generator.derive.answers import ex_ante_answer
from generator.derive.ex_ante_evaluations import ASPECTS, Assessed
from generator.derive.site import Site, Year
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import (
    Key,
    YearlyOverview,
    YearlyPage,
    newest_answer,
    others,
    over_years,
    overview_lines,
    yearly_page,
)
from generator.pages.views.pictures.counted import granted


@dataclass(frozen=True, kw_only=True)
class ExAntePage(YearlyPage):
    """The ex-ante evaluations of a budget year (None without any), and the titles of their scores by field."""

    found: Assessed | None
    aspects: Mapping[str, str]
    chart: RowChart | None


def ex_ante_pages(site: Site) -> Iterator[PageContext[ExAntePage]]:
    """Ex-ante evaluations of one budget year."""
    for key, year in site.years.items():
        found = site.ex_ante_evaluations.years.get(key)
        yield yearly_page(
            year,
            title="事前绩效评估",
            description=_description(year, found),
            content=ExAntePage(
                year=year,
                sample=year.division.sample,
                answer=ex_ante_answer(found),
                others=others(site, year, addresses.ex_ante_evaluations),
                found=found,
                aspects=ASPECTS,
                chart=granted(found) if found else None,
            ),
        )


def _description(year: Year, found: Assessed | None) -> str:
    if not found:
        return f"{year.division.name}{year.year}年度预算没有公开事前绩效评估。"
    return (
        f"{year.division.name}{year.year}年度预算事前绩效评估 {found.count} 个，申报 {found.applied} 万元，"
        f"审减 {found.cut} 万元，审减率 {found.rate}。"
    )


def overview(site: Site) -> YearlyOverview:
    """The overview of ex-ante evaluations."""

    def cells(key: Key) -> Sequence[str] | None:
        one = site.ex_ante_evaluations.years.get(key)
        if one is None:
            return None
        again = MISSING if one.again is None else str(one.again)
        return f"{one.count:,}", one.applied, one.cut, one.rate, one.approved, again

    lines = overview_lines(site, addresses.ex_ante_evaluations, cells)
    heads = ("评估（个）", "申报额（万元）", "审减额（万元）", "审减率", "核定额（万元）", "复评（个）")
    return YearlyOverview(
        answer=newest_answer(
            site, site.ex_ante_evaluations.years, lambda key: ex_ante_answer(site.ex_ante_evaluations.years[key])
        ),
        lines=lines,
        heads=heads,
        chart=over_years(lines, heads, "审减率"),
        stated=stated(site, "事前评估"),
    )
