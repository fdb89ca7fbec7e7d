"""The library of indicators, and the pages of those that several bureaus report on in a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.derive.answers import shared_indicators_answer
from generator.derive.indicator_library import IndicatorLibrary
from generator.derive.shared_indicators import Reported, SharedIndicator
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, PageContext
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.parts.yearly import OtherYear, YearlyPage, others, year_key, yearly_page
from generator.pages.views.pictures.counted import counts, lengths
from generator.pages.views.pictures.indicators import reached

LISTED, ROWS = 60, 20  # indicators on a page, and projects of each


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Content):
    """The library of indicators of each division, with charts, and what annual statements say of them.

    ``years``: of each division the pages of what several bureaus report on.
    """

    groups: Sequence[OfDivision[IndicatorLibrary]]
    charts: Sequence[RowChart]
    years: Sequence[Sequence[OtherYear]]
    stated: Sequence[Stated]


def overview(site: Site) -> IndicatorsPage:
    """The library of indicators of each division."""
    groups = by_division(site, site.indicator_library)
    charts = [
        counts(f"counts-{place}", "指标", "个", lengths(here.found.sectors), "行业领域")
        for place, here in enumerate(groups, 1)
    ]
    years = [
        [
            OtherYear(site.years[key], addresses.shared_indicators(*key))
            for key in site.shared_indicators
            if key[0] == division and key in site.years
        ]
        for division in site.indicator_library
    ]
    return IndicatorsPage(groups=groups, charts=charts, years=years, stated=stated(site, "部门整体"))


class Listed(NamedTuple):
    """An indicator with the projects that have room, and how many others there are."""

    indicator: SharedIndicator
    rows: Sequence[Reported]
    left: int


@dataclass(frozen=True, kw_only=True)
class SharedIndicatorsPage(YearlyPage):
    """The indicators that several bureaus report on in a year, with a chart of how many projects reached each.

    ``left`` counts the indicators that have no room.
    """

    chart: RowChart
    listed: Sequence[Listed]
    left: int


def shared_pages(site: Site) -> Iterator[PageContext[SharedIndicatorsPage]]:
    """A page for each division and year in which bureaus share an indicator."""
    shared = site.shared_indicators
    for key, year in site.years.items():
        if key not in shared:
            continue
        found = shared[key]
        yield yearly_page(
            year,
            title="同名指标在各部门",
            description=f"{year.division.name}{year.year}年度不止一个部门在用的绩效指标：各部门各项目定的多少、完成多少、达成没有。",
            content=SharedIndicatorsPage(
                year=year,
                sample=year.division.sample,
                answer=shared_indicators_answer(found),
                others=[one for one in others(site, year, addresses.shared_indicators) if year_key(one.year) in shared],
                chart=reached(found),
                listed=[Listed(one, one.rows[:ROWS], max(0, len(one.rows) - ROWS)) for one in found[:LISTED]],
                left=max(0, len(found) - LISTED),
            ),
        )
