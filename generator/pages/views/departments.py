"""The pages of departments, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.finding import Finding
from generator.derive.bias import Bias, Change, bias, changes
from generator.derive.coverage import Link
from generator.derive.disclosure import Status
from generator.derive.evaluations import Application
from generator.derive.rectifications import Rectified
from generator.derive.scores import Share
from generator.derive.site import Department, DepartmentYear, Division, Site, evaluations_of
from generator.derive.summary import Distribution, distribute
from generator.derive.whole_departments import Whole
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.findings import Seen, Subject, kinds_of, subject_of
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.rows import EvaluationRow, ProjectRow, evaluation_rows, largest, project_rows

LISTED = 60  # projects of one year, and rectifications, on the page of a department


class YearRow(NamedTuple):
    """A year of a department, and how many of its scores could be worked out again (None without any)."""

    figures: DepartmentYear
    proof: Share | None


class ProjectList(NamedTuple):
    """The largest projects of a year, and how many there are in all."""

    year: int
    total: int
    rows: Sequence[ProjectRow]


class BiasRow(NamedTuple):
    """How self-scores lie to independent ones, for some departments."""

    title: str
    figures: Bias


class WholeYear(NamedTuple):
    """A department as a whole in one year, and the state of its self-evaluation as a whole."""

    year: int
    whole: Whole
    status: Status


class CoverageYear(NamedTuple):
    """The links of a department in one year, and where their records stand by kind."""

    year: int
    links: Sequence[Link]
    paths: Mapping[str, str]


class Answer(NamedTuple):
    """A finding that the department has answered, and what it is about."""

    finding: Finding
    subject: Subject


@dataclass(frozen=True, kw_only=True)
class DepartmentPage(Content):
    """A department through its years, the newest first.

    ``latest`` is the newest year with results; what is shown year by year of ``wholes`` and ``coverages`` begins with
    it. ``listed`` is how many rectifications are listed, ``seen`` are the findings by kind.
    """

    department: Department
    place: str
    sample: bool
    years: Sequence[YearRow]
    latest: DepartmentYear | None
    project_lists: Sequence[ProjectList]
    biases: Sequence[BiasRow]
    scores: Distribution
    evaluations: Sequence[EvaluationRow]
    rectified: Rectified | None
    listed: int
    changes: Sequence[Change]
    applications: Sequence[Application]
    wholes: Sequence[WholeYear]
    coverages: Sequence[CoverageYear]
    seen: Sequence[Seen]
    answers: Sequence[Answer]


def department_pages(site: Site) -> Iterator[PageContext[DepartmentPage]]:
    """One page for each department."""
    everyone = {
        division: BiasRow(
            f"{site.place(division)}全部部门",
            bias([one for one in site.projects.lines if one.division == division], site.evaluations.of_project),
        )
        for division in {key[0] for key in site.departments}
    }
    answers = _answers(site)
    for (division, code), department in site.departments.items():
        place = site.place(division)
        count = sum(len(site.projects_of(division, year, code)) for year in department.years)
        yield PageContext(
            params={"division": division, "department": code},
            title=department.name,
            description=(
                f"{place}{department.name}历年预算绩效：{count} 个项目年度的目标、自评与独立评价，"
                "公开了什么、还欠什么。"
            ),
            trail=(Crumb(place, f"departments/#d{division}"), Crumb(department.name)),
            content=_content(site, department, everyone[division], answers),
        )


def _content(
    site: Site, department: Department, everyone: BiasRow, answers: Mapping[tuple[str, int, str], Sequence[Answer]]
) -> DepartmentPage:
    division, code = department.division, department.code
    years = [site.department_years[division, code, year] for year in department.years]
    latest = next((one.year for one in years if one.summary.reported), department.years[0])
    latest_first = sorted(department.years, key=lambda year: (year != latest, -year))
    projects = {year: site.projects_of(division, year, code) for year in department.years}
    every = [one for own in projects.values() for one in own]
    evaluations = evaluations_of(site, division, code)
    findings = [
        finding for year in department.years for finding in site.findings.of_folder.get((division, year, code), ())
    ]
    return DepartmentPage(
        department=department,
        place=site.place(division),
        sample=site.sample(division),
        years=[YearRow(one, site.proved.get((division, code, one.year))) for one in years],
        latest=site.department_years.get((division, code, latest)),
        project_lists=[
            ProjectList(year, len(own), project_rows(site, largest(own)[:LISTED])) for year, own in projects.items()
        ],
        biases=[BiasRow(department.name, bias(every, site.evaluations.of_project)), everyone],
        scores=distribute(every, evaluations),
        evaluations=evaluation_rows(site, evaluations),
        rectified=site.rectifications.of_department.get((division, code)),
        listed=LISTED,
        changes=changes(projects),
        applications=site.applications.of_department.get((division, code), ()),
        wholes=[
            WholeYear(year, site.wholes[division, code, year], site.disclosure.status(division, year, code, "D5"))
            for year in latest_first
            if (division, code, year) in site.wholes
        ],
        coverages=[
            CoverageYear(year, links, _paths(site, division, year))
            for year in latest_first
            if (links := site.coverage.of_department.get((division, code, year)))
        ],
        seen=kinds_of(site, findings, dated=True),
        answers=[
            answer
            for year in sorted(department.years, reverse=True)
            if (package := site.disclosure.packages.get((division, year, code)))
            for answer in answers.get((division, year, package.publisher), ())
        ],
    )


def _paths(site: Site, division: str, year: int) -> Mapping[str, str]:
    """Where the records of each link stand: on the page itself where it has them."""
    return {
        **link_paths(site.years[division, year]),
        "应编目标": "#projects",
        "应自评": "#projects",
        "应公开": "#projects",
        "应评价": "#evaluations",
        "应应用": "#consequences",
    }


def _answers(site: Site) -> dict[tuple[str, int, str], list[Answer]]:
    """(division, year, who answered) → the findings answered."""
    found: dict[tuple[str, int, str], list[Answer]] = {}
    for one in site.checked.findings:
        if one.reply and one.year is not None:
            subject = subject_of(site, one, dated=True) or Subject(one.name or one.record, "")
            found.setdefault((one.division, one.year, one.reply.by), []).append(Answer(one, subject))
    return found


class DepartmentRow(NamedTuple):
    """A department in its latest year with results, and its documents of all years."""

    department: Department
    latest: DepartmentYear
    owed: int
    published: int


class DivisionGroup(NamedTuple):
    """A division and its departments."""

    division: Division
    departments: Sequence[DepartmentRow]


@dataclass(frozen=True, kw_only=True)
class DepartmentsOverview(Content):
    """The departments of each division."""

    groups: Sequence[DivisionGroup]


def overview(site: Site) -> DepartmentsOverview:
    """The departments of each division, each in its latest year with results."""
    groups: dict[str, list[DepartmentRow]] = {}
    for (division, code), department in site.departments.items():
        years = [site.department_years[division, code, year] for year in department.years]
        row = DepartmentRow(
            department,
            next((one for one in years if one.summary.reported), years[0]),
            sum(one.owed for one in years),
            sum(one.published for one in years),
        )
        groups.setdefault(division, []).append(row)
    return DepartmentsOverview(
        groups=[DivisionGroup(site.divisions[division], rows) for division, rows in groups.items()]
    )
