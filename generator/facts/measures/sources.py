"""Where the site shows the records behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

from generator.facts.measures.figure import Source
from generator.facts.measures.measure import Measure
from generator.facts.measures.records import Records
from generator.facts.measures.views import beside

# Views that have a page of their own; {division} and {year} are filled in. Where there is none, the table's file.
# Decisions and rectifications are told by the year they take effect, which is not that of their pages.
PAGES = {
    "goals": "lists/{division}/{year}/1/",
    "goal_indicators": "lists/{division}/{year}/1/",
    "self_evaluations": "lists/{division}/{year}/1/",
    "ex_ante_evaluations": "ex-ante/{division}/{year}/",
    "monitorings": "monitoring/{division}/{year}/",
    "self_evaluation_checks": "checks/",
    "evaluations": "years/{division}/{year}/#evaluations",
    "evaluation_findings": "years/{division}/{year}/#evaluations",
    "departments": "departments/",
    "fiscal_operations": "fiscal-operations/",
    "fiscal_operation_dimensions": "fiscal-operations/",
    "cost_analyses": "standards/",
    "spending_standards": "standards/",
    "report_reviews": "institutions/",
    "applications": "consequences/",
    "rectifications": "rectifications/",
    "congress_reports": "reports/#reports",
    "management_assessments": "reports/#assessments",
    "policies": "policies/",
    "indicator_library": "indicators/",
    "scopes": "disclosure/{division}/{year}/#coverage",
    "documents": "disclosure/{division}/{year}/#matrix",
}
_FILE = "downloads/tables/{table}.xlsx"


def source_of(records: Records, measure: Measure, year: int) -> Source:
    """The page or file with the records of a measure in a subject year, and which of its rows."""
    views = measure.how.views
    return Source(
        path=PAGES.get(views[0], _FILE).format(division=records.division, year=year, table=views[0]),
        title="、".join(records.title(one) for one in views),
        filter=measure.how.filter(records, year),
    )


def tables_of(records: Records, views: Sequence[str]) -> tuple[str, ...]:
    """The tables that views are made of; what stands in no table comes from the folders' forms."""
    whole = [name for one in views for name in (one, *beside(one))]
    return tuple(dict.fromkeys(one if one in records.facts.schemas else "package.yaml" for one in whole))
