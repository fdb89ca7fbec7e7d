"""The pages of monitoring, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core import addresses
from generator.core.numbers import MISSING
from generator.derive.answers import monitoring_answer
from generator.derive.monitorings import LIGHTS, Period
from generator.derive.site import Site, Year
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.words import Meaning
from generator.pages.views.parts.yearly import (
    Key,
    YearlyOverview,
    YearlyPage,
    newest_answer,
    others,
    over_years,
    overview_lines,
    year_key,
    yearly_page,
)
from generator.pages.views.pictures.monitorings import pace


@dataclass(frozen=True, kw_only=True)
class MonitoringPage(YearlyPage):
    """The monitorings of a year, the earliest first, and what each shows by department as a chart."""

    periods: Sequence[Period]
    paces: Sequence[RowChart]


def monitoring_pages(site: Site) -> Iterator[PageContext[MonitoringPage]]:
    """Monitoring of one year."""
    for key, year in site.years.items():
        periods = site.monitorings.years.get(key, ())
        ordered = sorted(periods, key=lambda one: one.month)
        yield yearly_page(
            year,
            title="绩效运行监控",
            description=_description(site, year),
            content=MonitoringPage(
                year=year,
                sample=year.division.sample,
                answer=_answer(site, key),
                others=others(site, year, addresses.monitorings),
                periods=ordered,
                paces=[pace(site, year, one) for one in ordered],
            ),
        )


def _answer(site: Site, key: Key) -> str:
    return monitoring_answer(site.monitorings.main(*key), len(site.monitorings.years.get(key, ())))


def _description(site: Site, year: Year) -> str:
    main = site.monitorings.main(*year_key(year))
    if not main:
        return f"{year.division.name}{year.year}年度还没有公开绩效运行监控。"
    return f"{year.division.name}{year.year}年1—{main.month}月监控 {main.total.projects} 个项目，" + (
        f"执行率 {main.total.rate}，红灯 {main.total.red} 个、黄灯 {main.total.yellow} 个。"
        if main.total.lit
        else "没有评灯。"
    )


@dataclass(frozen=True, kw_only=True)
class MonitoringsOverview(YearlyOverview):
    """``lights`` are told by their words."""

    lights: Sequence[Meaning]


def overview(site: Site) -> MonitoringsOverview:
    """The overview of monitoring."""

    def cells(key: Key) -> Sequence[str] | None:
        period = site.monitorings.main(*key)
        if not period:
            return None
        total = period.total
        lights = map(str, (total.red, total.yellow, total.green)) if total.lit else [MISSING] * 3
        return (f"1—{period.month}月", f"{total.projects:,}", total.rate, *lights, total.recovered)

    lines = overview_lines(site, addresses.monitorings, cells)
    heads = ("监控期间", "项目（个）", "执行率", "红灯", "黄灯", "绿灯", "收回调整（万元）")
    return MonitoringsOverview(
        answer=newest_answer(site, site.monitorings.years, lambda key: _answer(site, key)),
        lines=lines,
        heads=heads,
        chart=over_years(lines, heads, "执行率"),
        lights=[Meaning(word, slug, meaning) for word, (slug, meaning) in LIGHTS.items()],
        stated=stated(site, "运行监控"),
    )
