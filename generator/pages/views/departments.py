"""The pages of departments, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.finding import Finding
from generator.core.profile import profile_for
from generator.derive.answers import department_answer
from generator.derive.applications import Application
from generator.derive.bias import Bias, Change, bias, changes
from generator.derive.coverage import Link, monitored
from generator.derive.disclosure import Status
from generator.derive.looked import Looked
from generator.derive.poor_evaluations import Poor
from generator.derive.projects import Project, by_size
from generator.derive.published import Published, most_telling, tally
from generator.derive.questions import QUESTIONS, Slice, address
from generator.derive.reconciliation import StepLine
from generator.derive.records import Folder
from generator.derive.rectifications import Rectified
from generator.derive.scores import Share
from generator.derive.site import Department, DepartmentYear, Site, Year, evaluations_of, newest_told
from generator.derive.statements import Statement
from generator.derive.summary import Distribution, distribute
from generator.derive.whole_departments import Whole
from generator.pages.charts.cells import HeatChart
from generator.pages.charts.planes import PlaneChart
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.findings import Seen, Subject, kinds_of, subject_of
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.rows import EvaluationRow, ProjectRow, evaluation_rows, project_rows
from generator.pages.views.pictures.counted import given_to
from generator.pages.views.pictures.departments import medians, spread
from generator.pages.views.pictures.disclosure import owed
from generator.pages.views.printed_forms import FormYear, form_years

LISTED = 60  # projects of one year, and rectifications, on the page of a department


class YearRow(NamedTuple):
    """A year of a department, how many of its scores could be worked out again (None without any), its statements."""

    figures: DepartmentYear
    proof: Share | None
    statements: Sequence[Statement]


class ProjectList(NamedTuple):
    """The largest projects of a year, how many there are in all, and whether the department says it has none.

    ``unrecorded``: their documents are published, and none of their rows is known.
    """

    year: int
    total: int
    declared_none: bool
    unrecorded: bool
    rows: Sequence[ProjectRow]


class Slowest(NamedTuple):
    """Where the explorer answers which projects of a year spent least of their money, and what that is called."""

    year: int
    title: str
    path: str


class BiasRow(NamedTuple):
    """How self-scores lie to independent ones, for some departments, in a year or over all (``span`` says which)."""

    title: str
    span: str
    figures: Bias


class StepsYear(NamedTuple):
    """The steps from the goals of a year to the money spent."""

    year: int
    steps: Sequence[StepLine]


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


class FoundYear(NamedTuple):
    """How much was found about a department in a year, and the page that lists it."""

    year: int
    path: str
    total: int


class Answer(NamedTuple):
    """A finding that the department has answered, and what it is about."""

    finding: Finding
    subject: Subject


@dataclass(frozen=True, kw_only=True)
class DepartmentPage(Content):
    """A department through its years, the newest first; ``answer`` says what these come to.

    ``successor`` is the one that took its place.
    ``latest`` is the newest year with results, ``scores`` are of that year; what is shown year by year of
    ``reconciled``, ``wholes`` and ``coverages`` begins with it. ``spread`` draws its projects of the newest year,
    ``poor`` are the evaluations with a poor grade, ``listed`` is how many rectifications are listed, ``telling`` the
    findings most worth looking at, ``found`` where all of each year are, ``seen`` all by kind, ``looked`` what the
    rules looked at to find them; ``registered`` are its records as they are registered, ``forms``
    those that are printed as official forms.
    ``medians`` draws the figures of the newest year beside those of all departments, ``owed`` what it published of what
    was due.
    """

    department: Department
    successor: Department | None
    place: str
    sample: bool
    answer: str
    years: Sequence[YearRow]
    latest: DepartmentYear | None
    medians: RowChart | None
    owed: HeatChart
    reconciled: Sequence[StepsYear]
    slowest: Slowest | None  # of the newest year in which some say what they spent
    project_lists: Sequence[ProjectList]
    spread: PlaneChart
    biases: Sequence[BiasRow]
    scores: Distribution
    evaluations: Sequence[EvaluationRow]
    rectified: Rectified | None
    listed: int
    changes: Sequence[Change]
    applications: Sequence[Application]
    poor: Sequence[Poor]
    wholes: Sequence[WholeYear]
    coverages: Sequence[CoverageYear]
    telling: Sequence[Published]
    found: Sequence[FoundYear]
    seen: Sequence[Seen]
    looked: Looked
    answers: Sequence[Answer]
    registered: Sequence[Folder]
    forms: Sequence[FormYear]


def department_pages(site: Site) -> Iterator[PageContext[DepartmentPage]]:
    """One page for each department."""
    everyone = _everyone(site)
    answers = _answers(site)
    for (division, code), department in site.departments.items():
        place = site.place(division)
        count = sum(len(site.projects_of(division, year, code)) for year in department.years)
        yield PageContext(
            params={"division": division, "department": code},
            title=site.titled(division, code),
            description=(
                f"{place}{department.name.removeprefix(place)}历年预算绩效：{count} 个项目年度的目标、自评与独立评价，"
                "公开了什么、还欠什么。"
            ),
            trail=(Crumb(place, f"{addresses.DEPARTMENTS}#d{division}"), Crumb(department.name)),
            content=_content(site, department, everyone, answers),
        )


def _content(
    site: Site,
    department: Department,
    everyone: Mapping[tuple[str, int | None], Bias],
    answers: Mapping[tuple[str, int, str], Sequence[Answer]],
) -> DepartmentPage:
    division, code = department.division, department.code
    years = _years(site, department)
    latest = _latest(years)
    latest_first = sorted(department.years, key=lambda year: (year != latest, -year))
    projects = {year: site.projects_of(division, year, code) for year in department.years}
    every = [one for own in projects.values() for one in own]
    evaluations = evaluations_of(site, division, code)
    findings = [
        finding for year in department.years for finding in site.findings.of_folder.get((division, year, code), ())
    ]
    poor = [
        one
        for year in department.years
        for one in site.poor.get((division, year), ())
        if one.evaluation.subject_department == code
    ]
    newest = site.department_years.get((division, code, latest))
    rectified = site.rectifications.of_department.get((division, code))
    return DepartmentPage(
        department=department,
        successor=site.departments.get((division, department.successor)),
        place=site.place(division),
        sample=site.sample(division),
        answer=department_answer(
            newest,
            years,
            poor,
            rectified,
            monitored(site.coverage.of_department.get((division, code, newest.year), ())) if newest else 0,
            _whole(site.whole_departments.get((division, code, newest.year))) if newest else "",
        ),
        years=[
            YearRow(one, site.proved.get((division, code, one.year)), _statements(site, division, one.year, code))
            for one in years
        ],
        latest=newest,
        medians=medians(newest, site.years[division, newest.year].departments) if newest else None,
        owed=owed([one for one in years if one.documents]),
        reconciled=[
            StepsYear(year, steps)
            for year in latest_first
            if (steps := site.reconciliation.of_department.get((division, code, year)))
        ],
        slowest=_slowest(site, department, projects),
        project_lists=[
            ProjectList(
                year,
                len(own),
                site.department_years[division, code, year].no_projects,
                site.department_years[division, code, year].unrecorded,
                project_rows(site, by_size(own)[:LISTED]),
            )
            for year, own in projects.items()
        ],
        spread=spread(latest, by_size(projects[latest])),
        biases=[
            BiasRow(title, f"{year}年度" if year else "历年合计", figures)
            for year, own in ((latest, projects[latest]), (None, every))
            for title, figures in (
                (department.name, bias(own, site.evaluations.of_project)),
                (f"{site.place(division)}全部部门", everyone[division, year]),
            )
        ],
        scores=distribute(projects[latest], [one for one in evaluations if one.year == latest]),
        evaluations=evaluation_rows(site, evaluations),
        rectified=rectified,
        listed=LISTED,
        changes=changes(projects, site.projects.planned),
        applications=site.applications.of_department.get((division, code), ()),
        poor=poor,
        wholes=[
            WholeYear(
                year, site.whole_departments[division, code, year], site.disclosure.status(division, year, code, "D5")
            )
            for year in latest_first
            if (division, code, year) in site.whole_departments
        ],
        coverages=[
            CoverageYear(year, links, _paths(site, division, year))
            for year in latest_first
            if (links := site.coverage.of_department.get((division, code, year)))
        ],
        telling=most_telling(
            [one for year in department.years for one in site.published.of_department.get((division, year, code), ())]
        ),
        found=[
            FoundYear(year, own[0].page, tally(own).total)
            for year in department.years
            if (own := site.published.of_department.get((division, year, code), ()))
        ],
        seen=kinds_of(site, findings, dated=True),
        looked=site.looked.of_department[division, code],
        answers=[
            answer
            for year in sorted(department.years, reverse=True)
            for answer in answers.get((division, year, department.name), ())
        ],
        registered=site.records.of_department(division, code),
        forms=form_years(site, department),
    )


def _statements(site: Site, division: str, year: int, code: str) -> list[Statement]:
    own = (division, year, code)
    return [one for one in site.statements if (one.division, one.year, one.department) == own]


def _latest(years: Sequence[DepartmentYear]) -> int:
    """The newest year with results, else with projects, else in which the department has published anything at all.

    In January another year begins as soon as somebody has published something: nobody else has anything in it yet.
    """
    published = (one for one in years if one.package is not None)
    return (newest_told(years) or next(published, years[0])).year


def _whole(whole: Whole | None) -> str:
    """What is published of a department as a whole, in a few words."""
    parts = [] if whole is None else [("目标", whole.goals), ("自评", whole.review)]
    there = [name for name, found in parts if found]
    return f"公开了部门整体{'和'.join(there)}" if there else ""


def _years(site: Site, department: Department) -> list[DepartmentYear]:
    return [site.department_years[department.division, department.code, year] for year in department.years]


def _everyone(site: Site) -> dict[tuple[str, int | None], Bias]:
    """Self-scores beside independent ones over all departments, by division and year, and over all its years (None)."""
    groups: dict[tuple[str, int | None], list[Project]] = {
        (division, year): [] for division, _, own in site.department_years for year in (own, None)
    }
    for one in site.projects.lines:
        groups[one.division, one.year].append(one)
        groups[one.division, None].append(one)
    return {key: bias(projects, site.evaluations.of_project) for key, projects in groups.items()}


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
    """A department: its figures of the year (None without any), and how many documents of all years are overdue.

    ``timed``: whether a last day is known for any of them.
    """

    department: Department
    of_year: DepartmentYear | None
    overdue: int
    timed: bool


class DivisionGroup(NamedTuple):
    """A division's newest year with results, its other years, its departments, and what they were given."""

    latest: Year
    others: Sequence[Year]
    departments: Sequence[DepartmentRow]
    chart: RowChart


@dataclass(frozen=True, kw_only=True)
class DepartmentsOverview(Content):
    """The departments of each division in one year; in a sentence, what those of an only division owe."""

    answer: str
    groups: Sequence[DivisionGroup]


def overview(site: Site) -> DepartmentsOverview:
    """The departments of each division in its newest year with results."""
    groups = [_group(site, division) for division in dict.fromkeys(key[0] for key in site.departments)]
    many = f"{len(groups)} 个区划、{sum(len(one.departments) for one in groups):,} 个部门。" if groups else ""
    return DepartmentsOverview(answer=_owing(groups[0]) if len(groups) == 1 else many, groups=groups)


def _slowest(site: Site, department: Department, projects: Mapping[int, Sequence[Project]]) -> Slowest | None:
    """Which projects of a department spent least of their money; of no more than the question is for, all of them."""
    division, question = department.division, QUESTIONS["slowest"]
    for year, own in projects.items():
        ranked = sum(one.counted and bool(one.annual_micro) and one.spend_micro is not None for one in own)
        if ranked:
            about = Slice(division=site.place(division), year=year, department=department.name)
            path = address(question, profile_for(site.checked.profiles, division, year), about)
            return Slowest(year, question.title if ranked > question.top else "各项目按执行率从低到高", path)
    return None


def _owing(group: DivisionGroup) -> str:
    """How many departments a division has, and what they owe over all years."""
    rows = group.departments
    owing = [row.overdue for row in rows if row.overdue]
    every = "" if len(rows) == 1 else "都"
    some = f"{every if len(owing) == len(rows) else f'{len(owing)} 个'}还欠到期的文件，各年度合计 {sum(owing):,} 项。"
    none = "没有登记公开期限。" if not any(row.timed for row in rows) else "没有逾期没公开的文件。"
    return f"{group.latest.division.name} {len(rows)} 个部门，{some if owing else none}"


def _group(site: Site, division: str) -> DivisionGroup:
    latest = site.latest(division)
    rows = [
        DepartmentRow(
            department,
            site.department_years.get((division, department.code, latest.year)),
            sum(one.owed - one.published for one in _years(site, department)),
            any(one.timed for one in _years(site, department)),
        )
        for (place, _), department in site.departments.items()
        if place == division
    ]
    others = [year for (place, number), year in site.years.items() if place == division and number != latest.year]
    given = [
        (site.bureau(division, row.department.code), row.department.path, row.of_year.summary)
        for row in rows
        if row.of_year and row.of_year.summary.projects
    ]
    return DivisionGroup(latest, others, rows, given_to(f"given-{division}", latest.year, given))
