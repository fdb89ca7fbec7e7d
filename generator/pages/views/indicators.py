"""The library of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.indicator_library import IndicatorLibrary
from generator.derive.site import Site
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class IndicatorsPage(Content):
    """The library of indicators of each division, and what annual statements say of them."""

    groups: Sequence[OfDivision[IndicatorLibrary]]
    stated: Sequence[Stated]


def overview(site: Site) -> IndicatorsPage:
    """The library of indicators of each division."""
    return IndicatorsPage(groups=by_division(site, site.indicator_library), stated=stated(site, "部门整体"))
