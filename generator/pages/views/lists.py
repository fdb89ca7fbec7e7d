"""The lists of projects: all of a year, a hundred a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.projects import by_size
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.rows import ProjectRow, project_rows
from generator.pages.views.pictures.lists import sizes

PAGE = 100  # projects on one page of a list


@dataclass(frozen=True, kw_only=True)
class ListPage(Content):
    """Page ``number`` of ``pages`` of the ``total`` projects of a division and year; the first has a chart of all."""

    division: str
    year: int
    sample: bool
    rows: Sequence[ProjectRow]
    chart: RowChart | None
    number: int
    pages: int
    total: int


def list_pages(site: Site) -> Iterator[PageContext[ListPage]]:
    """The projects of a year, largest first, a hundred a page; one page that says so where there are none."""
    for division, year in site.years:
        projects = by_size(site.projects_of(division, year))
        pages = max(1, -(-len(projects) // PAGE))
        place = site.place(division)
        for number in range(1, pages + 1):
            yield PageContext(
                params={"division": division, "year": str(year), "page": str(number)},
                title=f"{place}{year}年度项目" + (f"（第 {number} 页，共 {pages} 页）" if pages > 1 else ""),
                description=_description(f"{place}{year}年度", len(projects)),
                trail=(Crumb(f"{place}{year}年度"),),
                content=ListPage(
                    division=division,
                    year=year,
                    sample=site.sample(division),
                    rows=project_rows(site, projects[(number - 1) * PAGE : number * PAGE]),
                    chart=sizes(projects) if projects and number == 1 else None,
                    number=number,
                    pages=pages,
                    total=len(projects),
                ),
            )


def _description(place: str, count: int) -> str:
    if not count:
        return f"{place}还没有公开项目的绩效目标和自评。"
    return (
        f"{place} {count} 个项目的状态、年初预算、全年预算、执行率、自评得分、指标达成"
        "和独立评价，按年初预算从大到小排列。"
    )
