"""The library of policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.policies import Policies
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.counted import counts, lengths


@dataclass(frozen=True, kw_only=True)
class PoliciesPage(Content):
    """The policies of each division, with charts, and what annual statements say of them."""

    groups: Sequence[OfDivision[Policies]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> PoliciesPage:
    """The policies of each division."""
    groups = by_division(site, site.policies)
    charts = [
        counts(f"counts-{place}", "制度文件", "件", lengths(here.found.tiers), "层次")
        for place, here in enumerate(groups, 1)
    ]
    return PoliciesPage(groups=groups, charts=charts, stated=stated(site, "制度建设"))
