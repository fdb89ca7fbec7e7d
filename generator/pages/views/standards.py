"""Standards of spending, and analyses of costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.site import Site
from generator.derive.standards import Standards
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.counted import counts, lengths


@dataclass(frozen=True, kw_only=True)
class StandardsPage(Content):
    """The standards and analyses of costs of each division, with charts, and what annual statements say of them."""

    groups: Sequence[OfDivision[Standards]]
    charts: Sequence[RowChart]
    stated: Sequence[Stated]


def overview(site: Site) -> StandardsPage:
    """The standards and analyses of costs of each division."""
    groups = by_division(site, site.standards)
    charts = [
        counts(
            f"counts-{place}",
            "支出标准",
            "个",
            lengths(here.found.sectors),
            "行业领域",
        )
        for place, here in enumerate(groups, 1)
    ]
    return StandardsPage(groups=groups, charts=charts, stated=stated(site, "成本绩效"))
