"""Contexts of the pages of independent evaluations and of the lists of projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project
from generator.derive.site import Site
from generator.pages.context import PageContext, crumbs, gap, shortened, source

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
                values={
                    "sample": site.sample(division),
                    "crumbs": crumbs(("项目", "projects/"), f"{place}{year}年度"),
                    "division": division,
                    "year": year,
                    "rows": project_rows(site, shown),
                    "number": page,
                    "pages": pages,
                    "total": len(projects),
                    "first": (page - 1) * PAGE + 1,
                },
            )


def project_rows(site: Site, projects: Sequence[Project]) -> list[tuple[Project, str, list[Evaluation]]]:
    """Projects with their department's name and their evaluations."""
    return [
        (
            one,
            site.department(one.division, one.department),
            list(site.evaluations.of_project.get(one.position, ())),
        )
        for one in projects
    ]


def evaluation_rows(site: Site, evaluations: Sequence[Evaluation]) -> list[tuple[Evaluation, str, Project | None, str]]:
    """Evaluations with the evaluated department's name, the project and how the scores lie to each other."""
    rows = []
    for one in evaluations:
        project = site.projects.lines[one.project] if one.project is not None else None
        rows.append(
            (
                one,
                site.department(one.division, one.subject_department),
                project,
                gap(one.score_micro, project.score_micro if project else None),
            )
        )
    return rows


def evaluation_pages(site: Site) -> Iterator[PageContext]:
    """One page for each independent evaluation."""
    for line, detail in site.evaluations.details():
        department = site.department(line.division, line.subject_department)
        project = site.projects.lines[line.project] if line.project is not None else None
        apart = gap(line.score_micro, project.score_micro if project else None)
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}{line.kind}（{line.year}年度）",
            description=shortened(
                f"{line.evaluator}对{department}“{line.name}”的{line.kind}："
                f"{line.score} 分，{line.grade}。{line.conclusion}"
            ),
            values={
                "e": line,
                "d": detail,
                "department": department,
                "place": site.place(line.division),
                "publisher": site.department(line.division, line.department),
                "project": project,
                "gap": apart,
                "problems": site.evaluations.problems[line.position],
                "sample": site.sample(line.division),
                "crumbs": crumbs(
                    ("独立评价", "evaluations/"),
                    (f"{line.year}年度", f"years/{line.division}/{line.year}/"),
                    (department, f"departments/{line.division}/{line.subject_department}/"),
                    line.name,
                ),
                "applications": site.applications.of_evaluation.get(line.position, ()),
                "rectifications": site.rectifications.of_evaluation.get(line.position, ()),
                "status": site.disclosure.dated(line.division, line.year, "D8", ""),
                "findings": site.findings.of_evaluation.get(line.position, ()),
                "source": source(
                    site,
                    line.division,
                    line.year,
                    line.department,
                    what=f"{line.name}{line.kind}（{line.year}年度，评价编码 {line.code}）",
                    tables=("evaluations", "evaluation_indicators", "evaluation_findings"),
                ),
            },
        )
