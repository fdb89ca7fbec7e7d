"""Reports to the congress, and assessments of departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.answers import reports_answer
from generator.derive.rows import Row
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfYear, by_year
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.parts.yearly import newest_answer
from generator.pages.views.pictures.counted import assessed


@dataclass(frozen=True, kw_only=True)
class ReportsPage(Content):
    """Reports and assessments by division and year, these with a chart each, and what annual statements say of them.

    ``answer``: what the newest year with records comes to in a sentence.
    """

    answer: str
    reports: Sequence[OfYear[Sequence[Row]]]
    assessments: Sequence[OfYear[Sequence[Row]]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> ReportsPage:
    """Reports and assessments, by division and year."""
    told, given = site.reports.reports, site.reports.assessments
    assessments = by_year(site, given)
    return ReportsPage(
        answer=newest_answer(
            site, {**told, **given}, lambda key: reports_answer(told.get(key, ()), given.get(key, ()))
        ),
        reports=by_year(site, told),
        assessments=assessments,
        charts=[assessed(f"assessed-{number}", one.place, one.found) for number, one in enumerate(assessments, 1)],
        stated=stated(site, "公开与报告"),
    )
