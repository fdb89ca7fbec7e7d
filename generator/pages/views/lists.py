"""The lists of projects: all of a year, a hundred a page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.derive.site import Site
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.parts.rows import project_rows

PAGE = 100  # projects on one page of a list


def list_pages(site: Site) -> Iterator[PageContext]:
    """The projects of a year, largest first, a hundred a page."""
    for division, year in site.projects.years:
        projects = sorted(site.projects_of(division, year), key=lambda one: (-(one.budget_micro or 0), one.position))
        pages = -(-len(projects) // PAGE)
        place = site.place(division)
        for page in range(1, pages + 1):
            shown = projects[(page - 1) * PAGE : page * PAGE]
            title = f"{place}{year}年度项目" + (f"（第 {page} 页，共 {pages} 页）" if pages > 1 else "")
            yield PageContext(
                params={"division": division, "year": str(year), "page": str(page)},
                title=title,
                description=(
                    f"{place}{year}年度 {len(projects)} 个项目的预算、执行率、自评得分和独立评价，按金额从大到小排列。"
                ),
                trail=(Crumb(f"{place}{year}年度"),),
                values={
                    "sample": site.sample(division),
                    "division": division,
                    "year": year,
                    "rows": project_rows(site, shown),
                    "number": page,
                    "pages": pages,
                    "total": len(projects),
                    "first": (page - 1) * PAGE + 1,
                },
            )
