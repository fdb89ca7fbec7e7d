"""Checks of self-evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.reports import Checks
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfYear, by_year
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.counted import checked


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Content):
    """Checks of self-evaluations, by division and year, with a chart each, and what annual statements say of them."""

    groups: Sequence[OfYear[Checks]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> ChecksPage:
    """Checks of self-evaluations, by division and year."""
    groups = by_year(site, site.reports.checks)
    charts = [checked(f"checked-{place}", one.found) for place, one in enumerate(groups, 1)]
    return ChecksPage(groups=groups, charts=charts, stated=stated(site, "绩效自评"))
