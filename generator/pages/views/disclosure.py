"""The pages of what has been disclosed, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.package import KINDS, Withheld
from generator.core.schema import CONTEXT
from generator.derive.answers import disclosure_answer
from generator.derive.coverage import Link
from generator.derive.disclosure import AHEAD, LATE, Deadline, Status
from generator.derive.site import DepartmentYear, Site, Year
from generator.facts.disclosure import FINANCE_KINDS
from generator.pages.charts.cells import HeatChart
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import (
    Key,
    YearlyOverview,
    YearlyPage,
    newest_answer,
    others,
    over_years,
    overview_lines,
    yearly_page,
)
from generator.pages.views.pictures.disclosure import Column, lateness

_PLACES: Mapping[str, str] = {
    "D1": addresses.STATEMENTS,
    "D2": "#projects",
    "D3": "#whole",
    "D4": "#projects",
    "D5": "#whole",
    "D6": "#evaluations",
    "D7": addresses.EVALUATIONS,
    "D8": "#rectifications",
    "D9": addresses.POLICIES,
    "D10": addresses.FISCAL_OPERATIONS,
    "D11": addresses.MONITORINGS,
}


class DocumentKind(NamedTuple):
    """A kind of document: its code and what it is called."""

    code: str
    title: str


class Cell(NamedTuple):
    """One kind of document of a department: its state, and how many records the site holds of it, and where."""

    status: Status | None
    records: int
    path: str


class MatrixRow(NamedTuple):
    """A department, and its state and records of each kind."""

    figures: DepartmentYear
    cells: Sequence[Cell]


class FinanceDocument(NamedTuple):
    """A kind of document that the finance department alone owes, and its state and records."""

    kind: DocumentKind
    cell: Cell


class DeadlineRow(NamedTuple):
    """The last day for a kind of document."""

    kind: DocumentKind
    deadline: Deadline


class CoverageRow(NamedTuple):
    """A department and its links."""

    figures: DepartmentYear
    links: Sequence[Link]


class WithheldRow(NamedTuple):
    """Something that a department withholds."""

    department_name: str
    withheld: Withheld


def records_of(site: Site, one: DepartmentYear, kind: str) -> int:
    """How many records of that kind of document the site holds of a department and year."""
    division, code, year = one.department.division, one.department.code, one.year
    whole = site.whole_departments.get((division, code, year))
    match kind:
        case "D1":
            return sum(
                (other.division, other.department) == (division, code) and other.year == year
                for other in site.statements
                if not other.kind
            )
        case "D2":
            return one.summary.goals
        case "D3":
            return len(whole.goals) or len(whole.tasks) + len(whole.indicators) if whole else 0
        case "D4":
            return one.summary.reported
        case "D5":
            return int(whole is not None and whole.review is not None)
        case "D6" | "D7":
            return sum(
                other.document == kind and other.department == code
                for other in site.evaluations.of_year.get((division, year), ())
            )
        case "D8":
            rectified = site.rectifications.of_department.get((division, code))
            applied = site.applications.of_department.get((division, code), ())
            years: list[int] = [row.fiscal_year for row in rectified.rows] if rectified else []
            return years.count(year) + sum(other.year == year for other in applied)
        case "D9":
            policies = site.policies.get(division)
            days: list[str] = (
                [row.issued_date or "" for tier in policies.tiers for row in tier.rows] if policies else []
            )
            return sum(day.startswith(str(year)) for day in days)
        case "D10":
            standards = site.standards.get(division)
            analysed = sum(len(one.rows) for one in standards.analyses if one.year == year) if standards else 0
            return analysed + sum(len(group.members) for group in site.fiscal_operations.get((division, year), ()))
        case "D11":
            return int((site.monitorings.frame[list(CONTEXT)] == [division, year, code]).all(axis=1).sum())
    return 0


def _cell(site: Site, one: DepartmentYear, kind: str, status: Status | None) -> Cell:
    place = _PLACES[kind]
    path = f"{one.department.path}{place}" if place.startswith("#") else place
    return Cell(status, records_of(site, one, kind), path)


@dataclass(frozen=True, kw_only=True)
class DisclosurePage(YearlyPage):
    """What every department has disclosed of a year, what is late and what is withheld.

    ``kinds`` are those that departments owe, one column each of ``matrix``, which ``lateness`` draws; ``finance`` those
    of the finance department alone. ``links`` are the coverage of the year, ``paths`` their pages by kind, ``coverage``
    that of each department; ``documents`` is how many were published.
    """

    documents: int
    kinds: Sequence[DocumentKind]
    matrix: Sequence[MatrixRow]
    lateness: HeatChart
    finance: Sequence[FinanceDocument]
    links: Sequence[Link]
    paths: Mapping[str, str]
    coverage: Sequence[CoverageRow]
    withheld: Sequence[WithheldRow]
    deadlines: Sequence[DeadlineRow]


def disclosure_pages(site: Site) -> Iterator[PageContext[DisclosurePage]]:
    """What every department has disclosed of one year, what is late and what is withheld."""
    for year in site.years.values():
        yield yearly_page(
            year,
            title="公开情况",
            description=(
                f"{year.division.name}{year.year}年度按期限应公开 {year.owed} 项文件，已公开 {year.published} 项"
                f"（{year.published_share}），{year.late} 项逾期；逐个部门、逐种文件看。"
            ),
            content=_content(site, year),
        )


def _content(site: Site, year: Year) -> DisclosurePage:
    division = year.division.code
    owed = {document.kind for one in year.departments for document in one.documents} - FINANCE_KINDS
    kinds = [DocumentKind(code, kind.title) for code, kind in KINDS.items() if code in owed]
    packages = [(one, one.package) for one in year.departments if one.package]
    matrix = [MatrixRow(one, _cells(site, one, kinds)) for one in year.departments]
    return DisclosurePage(
        year=year,
        sample=year.division.sample,
        answer=disclosure_answer(year),
        others=others(site, year, addresses.disclosure),
        documents=sum(len(package.documents) for _, package in packages),
        kinds=kinds,
        matrix=matrix,
        lateness=lateness(
            year,
            [
                Column(kind.code, kind.title, [row.cells[position].status for row in matrix])
                for position, kind in enumerate(kinds)
            ],
        ),
        finance=[
            FinanceDocument(
                DocumentKind(document.kind, document.title), _cell(site, one, document.kind, document.status)
            )
            for one in year.departments
            for document in one.documents
            if document.kind in FINANCE_KINDS
        ],
        links=site.coverage.of_year.get((division, year.year), ()),
        paths=link_paths(year),
        coverage=[
            CoverageRow(one, site.coverage.of_department.get((division, one.department.code, year.year), ()))
            for one in year.departments
        ],
        withheld=[
            WithheldRow(one.department.name, withheld) for one, package in packages for withheld in package.withheld
        ],
        deadlines=[
            DeadlineRow(DocumentKind(code, kind.title), deadline)
            for code, kind in KINDS.items()
            if (deadline := site.disclosure.deadlines.get((division, year.year, code)))
        ],
    )


def _cells(site: Site, one: DepartmentYear, kinds: Sequence[DocumentKind]) -> list[Cell]:
    states = {document.kind: document.status for document in one.documents}
    return [_cell(site, one, kind.code, states.get(kind.code)) for kind in kinds]


@dataclass(frozen=True, kw_only=True)
class DisclosureOverview(YearlyOverview):
    """``kinds`` are all kinds of documents."""

    kinds: Sequence[DocumentKind]


def overview(site: Site) -> DisclosureOverview:
    """The overview of disclosure."""

    def cells(key: Key) -> Sequence[str] | None:
        year = site.years[key]
        states = [document.status.state for one in year.departments for document in one.documents]
        withheld = "—" if year.summary.withheld is None else str(year.summary.withheld)
        if not year.timed:
            return ("没有登记期限", str(year.published), "—", "—", "—", withheld)
        numbers = map(str, (states.count(AHEAD), states.count(LATE)))
        return (str(year.owed), str(year.published), year.published_share, *numbers, withheld)

    lines = overview_lines(site, addresses.disclosure, cells)
    heads = ("到期应公开（项）", "已公开", "公开率", "未到期限", "逾期未公开", "依法不公开")
    return DisclosureOverview(
        answer=newest_answer(
            site,
            [key for key, year in site.years.items() if year.owed],
            lambda key: disclosure_answer(site.years[key]),
        ),
        lines=lines,
        heads=heads,
        chart=over_years(lines, heads, "公开率"),
        kinds=[DocumentKind(code, kind.title) for code, kind in KINDS.items()],
        stated=stated(site, "公开与报告"),
    )
