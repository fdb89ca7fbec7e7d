"""Third-party institutions and the reviews of their reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.institutions import Institution, Institutions
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.counted import Count, counts


@dataclass(frozen=True, kw_only=True)
class InstitutionsPage(Content):
    """The institutions of each division, with a chart each, and what annual statements say of them."""

    groups: Sequence[OfDivision[Institutions]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> InstitutionsPage:
    """The institutions of each division."""
    groups = by_division(site, site.institutions)
    charts = [
        counts(
            f"counts-{place}",
            "受托评价、评估与分析",
            "项",
            [_done(one) for one in here.found.members],
            "机构",
        )
        for place, here in enumerate(groups, 1)
    ]
    return InstitutionsPage(groups=groups, charts=charts, stated=stated(site, "报告评审"))


def _done(institution: Institution) -> Count:
    return Count(institution.name, len(institution.evaluations) + institution.others)
