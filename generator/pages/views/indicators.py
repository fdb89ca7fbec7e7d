"""The library of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.indicator_library import IndicatorLibrary
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.counted import counts, lengths


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Content):
    """The library of indicators of each division, with charts, and what annual statements say of them."""

    groups: Sequence[OfDivision[IndicatorLibrary]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> IndicatorsPage:
    """The library of indicators of each division."""
    groups = by_division(site, site.indicator_library)
    charts = [
        counts(f"counts-{place}", "指标", "个", lengths(here.found.sectors), "行业领域")
        for place, here in enumerate(groups, 1)
    ]
    return IndicatorsPage(groups=groups, charts=charts, stated=stated(site, "部门整体"))
