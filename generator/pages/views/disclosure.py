"""The pages of what has been disclosed, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.package import KINDS
from generator.derive.disclosure import AHEAD, FINANCE_KINDS, LATE, Status
from generator.derive.site import DepartmentYear, Site, Year
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import overview_lines, year_key, yearly_pages

_PLACES: Mapping[str, str] = {
    "D1": "statements/",
    "D2": "#projects",
    "D3": "#whole",
    "D4": "#projects",
    "D5": "#whole",
    "D6": "#evaluations",
    "D7": "evaluations/",
    "D8": "#rectifications",
    "D9": "policies/",
    "D10": "fiscal-operations/",
}


class Cell(NamedTuple):
    """One kind of document of a department: its state, and how many records the site holds of it, and where."""

    status: Status | None
    records: int
    path: str


def records_of(site: Site, one: DepartmentYear, kind: str) -> int:
    """How many records of that kind of document the site holds of a department and year."""
    division, code, year = one.department.division, one.department.code, one.year
    whole = site.wholes.get((division, code, year))
    match kind:
        case "D1":
            return sum(
                (other.division, other.department) == (division, code) and other.year == year
                for other in site.statements
            )
        case "D2":
            return one.summary.goals
        case "D3":
            return len(whole.goals) if whole else 0
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
            days: list[str] = [row.issued_date or "" for _, rows in policies.tiers for row in rows] if policies else []
            return sum(day.startswith(str(year)) for day in days)
        case "D10":
            costs = site.costs.get(division)
            analysed = sum(len(rows) for number_, rows in costs.analyses if number_ == year) if costs else 0
            return analysed + sum(len(group.members) for group in site.fiscal.get((division, year), ()))
    return 0


def _cell(site: Site, one: DepartmentYear, kind: str, status: Status | None) -> Cell:
    place = _PLACES[kind]
    path = f"{one.department.path}{place}" if place.startswith("#") else place
    return Cell(status, records_of(site, one, kind), path)


def _matrix(site: Site, year: Year) -> tuple[list[tuple[str, str]], list[tuple[DepartmentYear, list[Cell]]]]:
    """The kinds that departments owe, and each department's state and records of each."""
    owed = {kind for one in year.departments for kind, _, _ in one.documents} - FINANCE_KINDS
    kinds = [(code, kind.title) for code, kind in KINDS.items() if code in owed]
    rows = []
    for one in year.departments:
        states = {kind: status for kind, _, status in one.documents}
        rows.append((one, [_cell(site, one, kind, states.get(kind)) for kind, _ in kinds]))
    return kinds, rows


def disclosure_pages(site: Site) -> Iterator[PageContext]:
    """What every department has disclosed of one year, what is late and what is withheld."""

    def values(year: Year) -> dict[str, object]:
        kinds, rows = _matrix(site, year)
        return {
            "kinds": kinds,
            "matrix": rows,
            "finance": [
                (kind, title, _cell(site, one, kind, status))
                for one in year.departments
                for kind, title, status in one.documents
                if kind in FINANCE_KINDS
            ],
            "deadlines": [
                (code, kind.title, site.disclosure.deadlines.get((year.division.code, year.year, code)))
                for code, kind in KINDS.items()
                if (year.division.code, year.year, code) in site.disclosure.deadlines
            ],
            "links": site.coverage.of_year.get(year_key(year), ()),
            "paths": link_paths(year),
            "coverage": [
                (one, site.coverage.of_department.get((year.division.code, one.department.code, year.year), ()))
                for one in year.departments
            ],
            "documents": sum(len(one.package.documents) for one in year.departments if one.package),
            "withheld": [
                (one, one.package.withheld) for one in year.departments if one.package and one.package.withheld
            ],
        }

    return yearly_pages(
        site,
        folder="disclosure",
        title="公开情况",
        describe=lambda year: (
            f"{year.division.name}{year.year}年度按期限应公开 {year.owed} 项文件，已公开 {year.published} 项"
            f"（{year.published_share}），{year.late} 项逾期；逐个部门、逐种文件看。"
        ),
        values=values,
    )


def overview(site: Site) -> dict[str, object]:
    """The overview of disclosure."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        year = site.years[key]
        counts = dict.fromkeys((AHEAD, LATE), 0)
        for one in year.departments:
            for _, _, status in one.documents:
                if status.state in counts:
                    counts[status.state] += 1
        numbers = map(str, (*counts.values(), year.summary.withheld))
        return (str(year.owed), str(year.published), year.published_share, *numbers)

    return {
        "lines": overview_lines(site, "disclosure", cells),
        "heads": ("到期应公开（项）", "已公开", "公开率", "未到期限", "逾期未公开", "依法不公开"),
        "kinds": [(code, kind.title) for code, kind in KINDS.items()],
        "stated": stated(site, "公开与报告"),
    }
