"""Standards of spending, and analyses of costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.site import Site
from generator.derive.standards import Standards
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class StandardsPage(Content):
    """The standards and analyses of costs of each division, and what annual statements say of them."""

    groups: Sequence[OfDivision[Standards]]
    stated: Sequence[Stated]


def overview(site: Site) -> StandardsPage:
    """The standards and analyses of costs of each division."""
    return StandardsPage(groups=by_division(site, site.standards), stated=stated(site, "成本绩效"))
