"""Everything the pages say, derived from checked data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeVar

import pandas as pd

from generator.core import addresses
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.memory import give_back
from generator.core.numbers import percent
from generator.core.original import PublishedOriginal
from generator.core.package import KINDS, NO_PROJECTS, NO_WHOLE_DEPARTMENT, NOTHING_WITHHELD, Document, Package
from generator.derive.applications import Applications, derive_applications
from generator.derive.coverage import Coverage, derive_coverage
from generator.derive.disclosure import LATE, OPEN, Disclosure, Status, derive_disclosure
from generator.derive.evaluations import Evaluation, Evaluations, derive_evaluations
from generator.derive.ex_ante_evaluations import ExAnteEvaluations, derive_ex_ante_evaluations
from generator.derive.findings import Findings, derive_findings
from generator.derive.fiscal_operations import Group, derive_fiscal_operations
from generator.derive.flat import flat_frames
from generator.derive.indicator_library import IndicatorLibrary, derive_indicator_library
from generator.derive.institutions import Institutions, derive_institutions
from generator.derive.looked import LookedAt, derive_looked
from generator.derive.monitorings import MORE as MONITORED
from generator.derive.monitorings import PROGRESS, Monitorings, derive_monitorings, progress
from generator.derive.monitorings import SHOWN as MONITORING_SHOWN
from generator.derive.policies import Policies, derive_policies
from generator.derive.poor_evaluations import Poor, derive_poor
from generator.derive.printed import Marks
from generator.derive.projects import Project, Projects, derive_projects
from generator.derive.published import PublishedFindings, derive_published
from generator.derive.reconciliation import Reconciliation, derive_reconciliation
from generator.derive.records import Records, derive_records
from generator.derive.rectifications import Rectifications, derive_rectifications
from generator.derive.related import Related, derive_related
from generator.derive.reports import CHECK_MORE, Reports, derive_reports, with_change
from generator.derive.rest import derive_rest
from generator.derive.rows import Row, named
from generator.derive.scores import Share, derive_proof
from generator.derive.shared_indicators import SharedIndicator, derive_shared_indicators
from generator.derive.standards import Standards, derive_standards
from generator.derive.statements import Statement, derive_statements
from generator.derive.summary import Summary, added, summarise
from generator.derive.topics import Topic, derive_topics
from generator.derive.whole_departments import Whole, derive_whole_departments
from generator.facts.columns import strings
from generator.facts.department_years import department_years, division_years
from generator.facts.departments import registered
from generator.facts.indicators import expected_scores, measured
from generator.facts.measures.records import SELECTED
from generator.facts.measures.verification import recomputations
from generator.facts.namesakes import namesakes
from generator.facts.reconciliation import entries
from generator.facts.scores import prove


@dataclass(frozen=True, kw_only=True)
class Division:
    """A division whose data the site holds; ``sample`` marks an invented one."""

    code: str
    name: str
    full_name: str
    level: str
    sample: bool


@dataclass(frozen=True, kw_only=True)
class Department:
    """A department of a division, with the fiscal years it has anything for, newest first."""

    division: str
    code: str
    name: str
    local: str  # without its division's name before it, for lists that are of one division alone
    official_code: str
    sector: str
    years: tuple[int, ...]
    note: str = ""  # what the register says of it: renamed, merged
    successor: str = ""  # the code of the one that took its place

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.department(self.division, self.code)


class DocumentState(NamedTuple):
    """One kind of document that a department owes: its code, its title and its state."""

    kind: str
    title: str
    status: Status


@dataclass(frozen=True, kw_only=True)
class DepartmentYear:
    """One department in one fiscal year: its figures and the states of its documents."""

    department: Department
    year: int
    summary: Summary
    documents: Sequence[DocumentState]
    package: Package | None

    @property
    def no_projects(self) -> bool:
        """Whether it has none and says so itself."""
        return not self.summary.projects and self.package is not None and NO_PROJECTS in self.package.declares

    @property
    def unrecorded(self) -> bool:
        """Whether goals or self-evaluations of projects are published as documents, and none of them is recorded."""
        listed = {one.kind for one in self.package.documents} if self.package else set[str]()
        return not self.summary.projects and bool(listed & {"D2", "D4"})

    @property
    def withheld_projects(self) -> int:
        """How many projects are withheld: of goals and self-evaluations, which are of the same ones, the more."""
        withheld = self.package.withheld if self.package else ()
        return max(sum(one.count for one in withheld if one.kind == kind) for kind in ("D2", "D4"))

    @property
    def no_whole(self) -> bool:
        """Whether it says itself that it has no performance of the department as a whole."""
        return self.package is not None and NO_WHOLE_DEPARTMENT in self.package.declares

    @property
    def owed(self) -> int:
        """How many kinds are due by now."""
        return sum(one.status.state in (OPEN, LATE) for one in self.documents)

    @property
    def published(self) -> int:
        """How many of the kinds due are published."""
        return sum(one.status.state == OPEN for one in self.documents)

    @property
    def timed(self) -> bool:
        """Whether a last day is registered for any of them: without one nothing can be called overdue, or not."""
        return any(one.status.due for one in self.documents)


@dataclass(frozen=True, kw_only=True)
class Year:
    """One division in one fiscal year."""

    division: Division
    year: int
    summary: Summary
    departments: Sequence[DepartmentYear]
    owed: int
    published: int
    published_share: str

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.year(self.division.code, self.year)

    @property
    def no_projects(self) -> bool:
        """Whether every department says that it has none."""
        return bool(self.departments) and all(one.no_projects for one in self.departments)

    @property
    def unrecorded(self) -> bool:
        """Whether goals or self-evaluations of projects are published as documents, and none of them is recorded."""
        return not self.summary.projects and any(one.unrecorded for one in self.departments)

    @property
    def withheld_projects(self) -> int:
        """How many projects the departments withhold."""
        return sum(one.withheld_projects for one in self.departments)

    @property
    def nothing_withheld(self) -> int:
        """How many departments say that they withhold nothing."""
        return sum(one.package is not None and NOTHING_WITHHELD in one.package.declares for one in self.departments)

    @property
    def late(self) -> int:
        """How many kinds of documents are overdue."""
        return self.owed - self.published

    @property
    def timed(self) -> bool:
        """Whether a last day is registered for any kind of document."""
        return any(one.timed for one in self.departments)


_Rated = TypeVar("_Rated", DepartmentYear, Year)
# Facts as large as tables: of some all that is needed is known with the projects, of others with the whole site.
_OF_PROJECTS = (expected_scores, measured, prove)
_PASSING = (entries, namesakes)


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that was published: the day, what, by whom, and where it stands on the site."""

    day: str
    title: str
    publisher: str
    path: str
    sample: bool


def newest_told(years: Sequence[_Rated]) -> _Rated | None:
    """The first of some years, the newest first, in which something has been reported, else which has projects."""
    reported = (one for one in years if one.summary.reported)
    return next(reported, None) or next((one for one in years if one.summary.projects), None)


def within(name: str, place: str) -> str:
    """A bureau's name without its division's before it, for lists that are of one division alone."""
    short = name.removeprefix(place)
    return short if len(short) > 1 else name


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything the pages say."""

    checked: Checked
    today: date
    divisions: Mapping[str, Division]
    departments: Mapping[tuple[str, str], Department]
    disclosure: Disclosure
    projects: Projects
    related: Related
    evaluations: Evaluations
    applications: Applications
    poor: Mapping[tuple[str, int], Sequence[Poor]]
    findings: Findings
    published: PublishedFindings
    looked: LookedAt
    years: Mapping[tuple[str, int], Year]
    reconciliation: Reconciliation
    department_years: Mapping[tuple[str, str, int], DepartmentYear]
    statements: Sequence[Statement]
    news: Sequence[News]
    ex_ante_evaluations: ExAnteEvaluations
    monitorings: Monitorings
    rectifications: Rectifications
    coverage: Coverage
    proved: Mapping[tuple[str, str, int], Share]  # division, department, year
    whole_departments: Mapping[tuple[str, str, int], Whole]  # division, department, year
    fiscal_operations: Mapping[tuple[str, int], Sequence[Group]]
    standards: Mapping[str, Standards]
    policies: Mapping[str, Policies]
    indicator_library: Mapping[str, IndicatorLibrary]
    shared_indicators: Mapping[tuple[str, int], Sequence[SharedIndicator]]  # division and year
    institutions: Mapping[str, Institutions]
    topics: Mapping[str, Sequence[Topic]]
    reports: Reports
    records: Records
    rest: Related
    flat: Mapping[str, pd.DataFrame]  # the flat tables
    originals: Mapping[tuple[str, int, str], Sequence[PublishedOriginal]]  # division, year, department
    selfcheck: bool = False  # the site has the page 填报自查, whose parts have to be installed

    def department(self, division: str, code: str) -> str:
        """A department's name, as registered where it has no page; its code where none is known."""
        known = self.departments.get((division, code)) or self.checked.facts.of(registered).of(division, code)
        return known.name or code if known else code

    def titled(self, division: str, code: str) -> str:
        """A department's name where several divisions are told of: its place before it if another is called so."""
        name = self.department(division, code)
        return f"{self.place(division)}{name}" if name in self._shared else name

    @cached_property
    def _shared(self) -> frozenset[str]:
        return shared_names(self.departments.values())

    def bureau(self, division: str, code: str) -> str:
        """A department's name without its division's before it, for lists that are of one division alone."""
        return within(self.department(division, code), self.place(division))

    def rectified(self, division: str, year: int, department: str = "") -> list[Row]:
        """The rectifications of a division's year, or of one department: of whom they are asked, not who keeps them."""
        there = self.rectifications.years.get((division, year))
        rows = there.rows if there else ()
        return [one for one in rows if not department or (one.subject_department or one.department) == department]

    def place(self, division: str) -> str:
        """A division's name; its code where none is known."""
        known = self.divisions.get(division)
        return known.name if known else division

    def sample(self, division: str) -> bool:
        """Whether the division is an invented one."""
        known = self.divisions.get(division)
        return known is not None and known.sample

    def original(self, package: Package, document: Document) -> PublishedOriginal | None:
        """The original file of a document, where it may be published."""
        found = self.originals.get(package.key, ()) if document.file else ()
        return next((one for one in found if one.original.name == document.file), None)

    def latest(self, division: str) -> Year:
        """The newest year of a division in which something has been reported, else which has projects, else at all."""
        years = [year for key, year in self.years.items() if key[0] == division]
        return newest_told(years) or years[0]

    def projects_of(self, division: str, year: int, department: str | None = None) -> Sequence[Project]:
        """The projects of a year, or of one department in it."""
        if department is None:
            first, last = self.projects.years.get((division, year), (0, 0))
        else:
            first, last = self.projects.spans.get((division, year, department), (0, 0))
        return self.projects.lines[first:last]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What pages and downloads both tell: made once, before a process makes the one and another the other."""

    disclosure: Disclosure
    published: PublishedFindings
    flat: Mapping[str, pd.DataFrame]


def derive_shared(checked: Checked) -> Shared:
    """What both tell, as of the day of the check."""
    disclosure = derive_disclosure(checked.facts, checked.packages, checked.today)
    published = derive_published(checked)
    return Shared(disclosure=disclosure, published=published, flat=flat_frames(checked, disclosure, published))


def derive(checked: Checked, shared: Shared | None = None) -> Site:
    """Derive all figures of the pages, as of the day of the check; ``shared``: what was made of it before."""
    shared = shared or derive_shared(checked)
    today = checked.today
    facts, frames = checked.facts, checked.facts.tables
    tables = checked.catalogue.tables
    day = today.isoformat()
    proof = derive_proof(facts)
    marks = Marks(facts, checked.findings)
    projects = derive_projects(facts, proof, marks)
    facts.let_go(*_OF_PROJECTS)
    give_back()  # here and below: what is put side by side leaves gaps that what comes next does not fill
    evaluations = derive_evaluations(frames, projects.at, marks)
    applications = derive_applications(facts, projects, evaluations.at)
    monitorings = derive_monitorings(facts, tables["monitorings"], projects.at, marks)
    findings = derive_findings(checked.findings, projects.at, evaluations.at, frames)
    disclosure = shared.disclosure
    divisions = _divisions(checked)
    departments = _departments(checked, divisions)
    figures = _department_years(departments, projects, evaluations, findings, disclosure)
    statements = _statements(checked, divisions)
    give_back()
    site = Site(
        checked=checked,
        today=today,
        divisions=divisions,
        departments=departments,
        disclosure=disclosure,
        projects=projects,
        related=_related(checked, projects, monitorings, marks),
        evaluations=evaluations,
        applications=applications,
        poor=derive_poor(facts, evaluations, projects),
        findings=findings,
        published=shared.published,
        reconciliation=derive_reconciliation(facts, projects),
        looked=derive_looked(
            checked.runs, frames, projects.at, evaluations.at, {key: one.years for key, one in departments.items()}
        ),
        years=_years(facts, divisions, figures, projects, evaluations, findings),
        department_years=figures,
        statements=statements,
        news=_news(checked, divisions, departments, statements, day),
        ex_ante_evaluations=derive_ex_ante_evaluations(facts, tables["ex_ante_evaluations"], projects.at, marks),
        monitorings=monitorings,
        rectifications=derive_rectifications(
            facts,
            tables["rectifications"],
            projects.at,
            evaluations.at,
            {one.position: one.project for one in evaluations.lines},
        ),
        coverage=derive_coverage(facts),
        proved=proof.shares,
        whole_departments=derive_whole_departments(checked.catalogue, frames, marks),
        fiscal_operations=derive_fiscal_operations(checked.catalogue, frames, marks),
        standards=derive_standards(checked.catalogue, facts, day, projects.at),
        policies=derive_policies(facts, tables["policies"]),
        indicator_library=derive_indicator_library(checked.catalogue, frames),
        shared_indicators=derive_shared_indicators(facts, projects),
        institutions=derive_institutions(checked.catalogue, frames, evaluations.lines, evaluations.at),
        topics=derive_topics(projects.lines, strings(projects.spine["function_class"]), evaluations.of_project),
        reports=derive_reports(checked.catalogue, facts),
        records=derive_records(checked.catalogue, facts, projects.spine, marks),
        rest=derive_rest(checked.catalogue, facts, projects.spine, marks),
        flat=shared.flat,
        originals={key: list(found) for key, found in groupby(checked.originals, key=lambda one: one.original.key)},
    )
    facts.let_go(*_PASSING)
    return site


def _statements(checked: Checked, divisions: Mapping[str, Division]) -> list[Statement]:
    """The annual statements, those of real places first."""
    places = {one.code: one.name for one in divisions.values()}
    found = derive_statements(checked.frames, checked.facts.of(recomputations), places)
    checked.facts.let_go(*SELECTED)  # what they were reckoned from: a fifth of what the process holds then
    return sorted(found, key=lambda one: one.division in divisions and divisions[one.division].sample)


def _related(checked: Checked, projects: Projects, monitorings: Monitorings, marks: Marks) -> Related:
    """What other tables say of the projects; some have columns more, or show only some of theirs."""
    frames = checked.facts.tables
    return derive_related(
        checked.catalogue,
        {
            **frames,
            "monitorings": monitorings.frame,
            "self_evaluation_checks": with_change(frames["self_evaluation_checks"]),
        },
        projects.spine,
        {"monitorings": MONITORED, "monitoring_indicators": PROGRESS, "self_evaluation_checks": CHECK_MORE},
        {"monitorings": MONITORING_SHOWN, "monitoring_indicators": ()},
        {"monitoring_indicators": progress},
        marks,
    )


def _divisions(checked: Checked) -> dict[str, Division]:
    frame = checked.frames["divisions"]
    names = ("division", "name", "full_name", "level", "is_sample")
    return {
        row.division: Division(
            code=row.division,
            name=row.name,
            full_name=row.full_name or row.name,
            level=row.level,
            sample=row.is_sample == "是",
        )
        for row in named({name: strings(frame[name]) for name in names})
    }


def _departments(checked: Checked, divisions: Mapping[str, Division]) -> dict[tuple[str, str], Department]:
    """Every registered department with a year of its division; a statement alone makes no department page."""
    years: dict[tuple[str, str], set[int]] = {}
    known = checked.facts.of(department_years)
    for division, year, department in known.itertuples(index=False, name=None):
        years.setdefault((division, department), set()).add(int(year))
    places = {one.code: one.name for one in divisions.values()}
    frame = checked.frames["departments"]
    names = ("division", "department", "name", "official_code", "sector", "note", "successor")
    result = {
        (row.division, row.department): Department(
            division=row.division,
            code=row.department,
            name=row.name,
            local=within(row.name, places.get(row.division, "")),
            official_code=row.official_code,
            sector=row.sector,
            note=row.note,
            successor=row.successor,
            years=tuple(sorted(years[row.division, row.department], reverse=True)),
        )
        for row in named({name: strings(frame[name]) for name in names})
        if (row.division, row.department) in years
    }
    return dict(sorted(result.items()))


def _department_years(
    departments: Mapping[tuple[str, str], Department],
    projects: Projects,
    evaluations: Evaluations,
    findings: Findings,
    disclosure: Disclosure,
) -> dict[tuple[str, str, int], DepartmentYear]:
    result = {}
    for (division, code), department in departments.items():
        received = evaluations.of_department.get((division, code), [])
        for year in department.years:
            first, last = projects.spans.get((division, year, code), (0, 0))
            package = disclosure.packages.get((division, year, code))
            result[division, code, year] = DepartmentYear(
                department=department,
                year=year,
                summary=summarise(
                    projects.lines[first:last],
                    [one for one in received if one.year == year],
                    withheld=_withheld(package),
                    severities=_severities(findings.of_folder.get((division, year, code), ())),
                ),
                documents=[
                    DocumentState(kind, KINDS[kind].title, disclosure.status(division, year, code, kind))
                    for kind in disclosure.kinds(division, year, code)
                ],
                package=package,
            )
    return result


def _years(
    facts: Facts,
    divisions: Mapping[str, Division],
    figures: Mapping[tuple[str, str, int], DepartmentYear],
    projects: Projects,
    evaluations: Evaluations,
    findings: Findings,
) -> dict[tuple[str, int], Year]:
    """Every division-year that something is told of or due in, newest first within its division."""
    known = facts.of(division_years)
    members: dict[tuple[str, int], list[DepartmentYear]] = {
        (str(division), int(year)): [] for division, year in known.itertuples(index=False, name=None)
    }
    for (division, _, year), one in figures.items():
        members[division, year].append(one)
    result = {}
    for (division, year), rows in sorted(members.items(), key=lambda item: (item[0][0], -item[0][1])):
        first, last = projects.years.get((division, year), (0, 0))
        owed, published = sum(one.owed for one in rows), sum(one.published for one in rows)
        folders = [(division, year, one.department.code) for one in rows]
        result[division, year] = Year(
            division=divisions.get(division)
            or Division(code=division, name=division, full_name=division, level="", sample=False),
            year=year,
            summary=summarise(
                projects.lines[first:last],
                evaluations.of_year.get((division, year), []),
                withheld=added(one.summary.withheld for one in rows),
                severities=[one for key in folders for one in _severities(findings.of_folder.get(key, ()))],
            ),
            departments=sorted(rows, key=lambda one: -one.summary.size_micro),
            owed=owed,
            published=published,
            published_share=percent(published, owed),
        )
    return result


def _withheld(package: Package | None) -> int | None:
    """How many a department withholds: what it lists, nought where it declares that there is nothing, or not said."""
    if package is None or not (package.withheld or NOTHING_WITHHELD in package.declares):
        return None
    return sum(one.count for one in package.withheld)


def _severities(findings: Sequence[Finding]) -> list[str]:
    return [finding.severity for finding in findings]


def shared_names(departments: Iterable[Department]) -> frozenset[str]:
    """The names that departments of more than one division have."""
    places: dict[str, set[str]] = {}
    for one in departments:
        places.setdefault(one.name, set()).add(one.division)
    return frozenset(name for name, own in places.items() if len(own) > 1)


def _news(
    checked: Checked,
    divisions: Mapping[str, Division],
    departments: Mapping[tuple[str, str], Department],
    statements: Sequence[Statement],
    today: str,
) -> list[News]:
    """The newest documents first; documents announced for a later day are not news yet."""
    news, shared = [], shared_names(departments.values())
    for package in checked.packages:
        department = departments.get((package.division, package.department))
        division = divisions.get(package.division)
        if department is None:
            continue
        news += [
            News(
                day=document.published,
                title=document.title,
                publisher=f"{division.name}{package.publisher}"
                if division and package.publisher in shared
                else package.publisher,
                path=department.path,
                sample=division is not None and division.sample,
            )
            for document in package.documents
            if document.published <= today
        ]
    news += [
        News(
            day=statement.written,
            title=statement.title,
            publisher=statement.publisher or statement.place,
            path=statement.path,
            sample=False,
        )
        for statement in statements
        if statement.written and statement.written <= today
    ]
    return sorted(news, key=lambda one: (one.day, one.title), reverse=True)


def evaluations_of(site: Site, division: str, department: str) -> Sequence[Evaluation]:
    """The evaluations a department received, newest first."""
    received = site.evaluations.of_department.get((division, department), [])
    return sorted(received, key=lambda one: (-one.year, one.code))
