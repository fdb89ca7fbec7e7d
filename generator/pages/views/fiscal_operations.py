"""Evaluations of how lower governments manage their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.answers import fiscal_answer
from generator.derive.fiscal_operations import Group
from generator.derive.site import Site
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfYear, by_year
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class FiscalOperationsPage(Content):
    """Evaluations of lower governments, by division and year, and what annual statements say of them."""

    answer: str
    groups: Sequence[OfYear[Sequence[Group]]]
    stated: Sequence[Stated]


def overview(site: Site) -> FiscalOperationsPage:
    """Evaluations of lower governments, by division and year."""
    groups = by_year(site, site.fiscal_operations)
    newest = max(groups, key=lambda one: one.year, default=None)
    answer = fiscal_answer(newest.year, newest.found) if newest else fiscal_answer(None, ())
    return FiscalOperationsPage(answer=answer, groups=groups, stated=stated(site, "财政运行"))
