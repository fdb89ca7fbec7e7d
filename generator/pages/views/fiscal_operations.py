"""Evaluations of how lower governments manage their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.answers import fiscal_answer
from generator.derive.fiscal_operations import Group
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfYear, by_year
from generator.pages.views.parts.stated import Stated, stated
from generator.pages.views.pictures.fiscal_operations import dimensions


@dataclass(frozen=True, kw_only=True)
class FiscalOperationsPage(Content):
    """Evaluations of lower governments, by division and year, and what annual statements say of them.

    ``strips`` draw each group of the newest year by its dimensions.
    """

    answer: str
    strips: Sequence[RowChart]
    groups: Sequence[OfYear[Sequence[Group]]]
    stated: Sequence[Stated]


def overview(site: Site) -> FiscalOperationsPage:
    """Evaluations of lower governments, by division and year."""
    groups = by_year(site, site.fiscal_operations)
    newest = max(groups, key=lambda one: one.year, default=None)
    told = stated(site, "财政运行")
    if newest is None:
        return FiscalOperationsPage(answer=fiscal_answer(None, ()), strips=(), groups=groups, stated=told)
    strips = [
        dimensions(f"strip-{place}", newest.year, group)
        for place, group in enumerate(newest.found, 1)
        if any(one.dimension for member in group.members for one in member.dimensions)
    ]
    answer = fiscal_answer(newest.year, newest.found)
    return FiscalOperationsPage(answer=answer, strips=strips, groups=groups, stated=told)
