"""The pages of ex-ante evaluations, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.ex_ante import ASPECTS
from generator.derive.site import Site, Year
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import overview_lines, year_key, yearly_pages


def ex_ante_pages(site: Site) -> Iterator[PageContext]:
    """Ex-ante evaluations of one budget year."""

    def describe(year: Year) -> str:
        found = site.ex_ante.years.get(year_key(year))
        if not found:
            return f"{year.division.name}{year.year}年度预算没有公开事前绩效评估。"
        return (
            f"{year.division.name}{year.year}年度预算事前绩效评估 {found.count} 个，申报 {found.applied} 万元，"
            f"审减 {found.cut} 万元，审减率 {found.rate}。"
        )

    return yearly_pages(
        site,
        folder="ex-ante",
        title="事前绩效评估",
        describe=describe,
        values=lambda year: {"found": site.ex_ante.years.get(year_key(year)), "aspects": ASPECTS},
    )


def overview(site: Site) -> dict[str, object]:
    """The overview of ex-ante evaluations."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        one = site.ex_ante.years.get(key)
        return (f"{one.count:,}", one.applied, one.cut, one.rate, one.approved, str(one.again)) if one else None

    return {
        "lines": overview_lines(site, "ex-ante", cells),
        "heads": ("评估（个）", "申报额（万元）", "审减额（万元）", "审减率", "核定额（万元）", "复评（个）"),
        "stated": stated(site, "事前评估"),
    }
