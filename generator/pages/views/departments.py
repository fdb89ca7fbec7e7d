"""The pages of departments, and their overview."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.finding import Finding
from generator.derive.bias import bias, changes
from generator.derive.site import Site, evaluations_of
from generator.derive.summary import distribute
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.parts.findings import kinds_of, subject_of
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.rows import evaluation_rows, project_rows

LISTED = 60  # projects of one year, and rectifications, on the page of a department


def department_pages(site: Site) -> Iterator[PageContext]:
    """One page for each department."""
    everyone = {
        division: bias([one for one in site.projects.lines if one.division == division], site.evaluations.of_project)
        for division in {key[0] for key in site.departments}
    }
    answers = _answers(site)
    for (division, code), department in site.departments.items():
        years = [site.department_years[division, code, year] for year in department.years]
        projects = [one for year in department.years for one in site.projects_of(division, year, code)]
        evaluations = evaluations_of(site, division, code)
        findings = [
            finding for year in department.years for finding in site.findings.of_folder.get((division, year, code), ())
        ]
        place = site.place(division)
        latest = next((one.year for one in years if one.summary.reported), department.years[0])
        yield PageContext(
            params={"division": division, "department": code},
            title=department.name,
            description=(
                f"{place}{department.name}历年预算绩效：{len(projects)} 个项目年度的目标、自评与独立评价，"
                "公开了什么、还欠什么。"
            ),
            trail=(Crumb(place, f"departments/#d{division}"), Crumb(department.name)),
            values={
                "dept": department,
                "place": place,
                "sample": site.sample(division),
                "years": years,
                "latest": site.department_years.get((division, code, latest)),
                "scores": distribute(projects, evaluations),
                "evaluations": evaluation_rows(site, evaluations),
                "applications": site.applications.of_department.get((division, code), ()),
                "biases": [
                    (department.name, bias(projects, site.evaluations.of_project)),
                    (f"{place}全部部门", everyone[division]),
                ],
                "wholes": [
                    (year, site.wholes[division, code, year])
                    for year in sorted(department.years, key=lambda year: (year != latest, -year))
                    if (division, code, year) in site.wholes
                ],
                "whole_states": {year: site.disclosure.status(division, year, code, "D5") for year in department.years},
                "coverages": [
                    (year, found)
                    for year in sorted(department.years, key=lambda year: (year != latest, -year))
                    if (found := site.coverage.of_department.get((division, code, year)))
                ],
                "coverage_paths": {
                    year: {
                        **link_paths(site.years[division, year]),
                        "应编目标": "#projects",
                        "应自评": "#projects",
                        "应公开": "#projects",
                        "应评价": "#evaluations",
                        "应应用": "#consequences",
                    }
                    for year in department.years
                },
                "rectified": site.rectifications.of_department.get((division, code)),
                "capped": LISTED,
                "proofs": {
                    year: share for year in department.years if (share := site.proved.get((division, code, year)))
                },
                "changes": changes({year: site.projects_of(division, year, code) for year in department.years}),
                "lists": [
                    (
                        year,
                        len(site.projects_of(division, year, code)),
                        project_rows(
                            site,
                            sorted(
                                site.projects_of(division, year, code),
                                key=lambda one: (-(one.budget_micro or 0), one.position),
                            )[:LISTED],
                        ),
                    )
                    for year in department.years
                ],
                "seen": kinds_of(site, findings, dated=True),
                "answers": [
                    answer
                    for year in sorted(department.years, reverse=True)
                    if (package := site.disclosure.packages.get((division, year, code)))
                    for answer in answers.get((division, year, package.publisher), ())
                ],
            },
        )


def _answers(site: Site) -> dict[tuple[str, int, str], list[tuple[Finding, str, str]]]:
    """(division, year, who answered) → the findings answered, each with the name and path of what it is about."""
    found: dict[tuple[str, int, str], list[tuple[Finding, str, str]]] = {}
    for one in site.checked.findings:
        if one.reply and one.year is not None:
            name, path = subject_of(site, one, dated=True) or (one.name or one.record, "")
            found.setdefault((one.division, one.year, one.reply.by), []).append((one, name, path))
    return found


def overview(site: Site) -> dict[str, object]:
    """The departments of each division, with their years."""
    return {
        "groups": [
            (
                site.divisions.get(division),
                [
                    (department, [site.department_years[division, department.code, year] for year in department.years])
                    for (place, _), department in site.departments.items()
                    if place == division
                ],
            )
            for division in dict.fromkeys(key[0] for key in site.departments)
        ]
    }
