"""Where the site shows the records behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.core import addresses
from generator.facts.measures.figure import Source
from generator.facts.measures.measure import Measure
from generator.facts.measures.records import Records
from generator.facts.measures.views import beside

Page = Callable[[str, int], str]  # its address by division and year


def _page(address: str, anchor: str = "") -> Page:
    """A page that holds all divisions and years."""
    return lambda division, year: address + anchor


def _at(page: Page, anchor: str) -> Page:
    return lambda division, year: page(division, year) + anchor


# Views that have a page of their own. Where there is none, the table's file.
# Decisions and rectifications are told by the year they take effect, which is not that of their pages.
PAGES: Mapping[str, Page] = {
    "goals": addresses.project_list,
    "goal_indicators": addresses.project_list,
    "self_evaluations": addresses.project_list,
    "ex_ante_evaluations": addresses.ex_ante_evaluations,
    "monitorings": addresses.monitorings,
    "self_evaluation_checks": _page(addresses.SELF_EVALUATION_CHECKS),
    "evaluations": _at(addresses.year, "#evaluations"),
    "evaluation_findings": _at(addresses.year, "#evaluations"),
    "departments": _page(addresses.DEPARTMENTS),
    "fiscal_operations": _page(addresses.FISCAL_OPERATIONS),
    "fiscal_operation_dimensions": _page(addresses.FISCAL_OPERATIONS),
    "cost_analyses": _page(addresses.STANDARDS),
    "spending_standards": _page(addresses.STANDARDS),
    "report_reviews": _page(addresses.INSTITUTIONS),
    "applications": _page(addresses.APPLICATIONS),
    "rectifications": _page(addresses.RECTIFICATIONS),
    "congress_reports": _page(addresses.REPORTS, "#reports"),
    "management_assessments": _page(addresses.REPORTS, "#assessments"),
    "policies": _page(addresses.POLICIES),
    "indicator_library": _page(addresses.INDICATORS),
    "scopes": _at(addresses.disclosure, "#coverage"),
    "documents": _at(addresses.disclosure, "#matrix"),
}


def source_of(records: Records, measure: Measure, year: int) -> Source:
    """The page or file with the records of a measure in a subject year, and which of its rows."""
    views = measure.how.views
    page = PAGES.get(views[0], _page(addresses.table_stem(views[0]), ".xlsx"))
    return Source(
        path=page(records.division, year),
        title="、".join(records.title(one) for one in views),
        filter=measure.how.filter(records, year),
    )


def tables_of(records: Records, views: Sequence[str]) -> tuple[str, ...]:
    """The tables that views are made of; what stands in no table comes from the folders' forms."""
    whole = [name for one in views for name in (one, *beside(one))]
    return tuple(dict.fromkeys(one if one in records.facts.schemas else "package.yaml" for one in whole))
