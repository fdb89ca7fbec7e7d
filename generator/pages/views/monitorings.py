"""The pages of monitoring, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.monitoring import LIGHTS
from generator.derive.site import Site, Year
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import overview_lines, year_key, yearly_pages


def monitoring_pages(site: Site) -> Iterator[PageContext]:
    """Monitoring of one year."""

    def describe(year: Year) -> str:
        one = site.monitoring.main(*year_key(year))
        if not one:
            return f"{year.division.name}{year.year}年度还没有公开绩效运行监控。"
        return (
            f"{year.division.name}{year.year}年1—{one.month}月监控 {one.total.projects} 个项目，"
            f"执行率 {one.total.rate}，红灯 {one.total.red} 个、黄灯 {one.total.yellow} 个。"
        )

    return yearly_pages(
        site,
        folder="monitoring",
        title="绩效运行监控",
        describe=describe,
        values=lambda year: {
            "periods": site.monitoring.years.get(year_key(year), ()),
            "bands": site.monitoring.bands.get(year_key(year)),
            "lights": LIGHTS,
        },
    )


def overview(site: Site) -> dict[str, object]:
    """The overview of monitoring."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        period = site.monitoring.main(*key)
        if not period:
            return None
        total = period.total
        lights = map(str, (total.red, total.yellow, total.green))
        return (f"1—{period.month}月", f"{total.projects:,}", total.rate, *lights, total.recovered)

    return {
        "lines": overview_lines(site, "monitoring", cells),
        "heads": ("监控期间", "项目（个）", "执行率", "红灯", "黄灯", "绿灯", "收回调整（万元）"),
        "lights": LIGHTS,
        "stated": stated(site, "运行监控"),
    }
