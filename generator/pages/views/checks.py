"""Checks of self-evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.reports import Checks
from generator.derive.site import Site
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfYear, by_year
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Content):
    """Checks of self-evaluations, by division and year, and what annual statements say of them."""

    groups: Sequence[OfYear[Checks]]
    stated: Sequence[Stated]


def overview(site: Site) -> ChecksPage:
    """Checks of self-evaluations, by division and year."""
    return ChecksPage(groups=by_year(site, site.reports.checks), stated=stated(site, "绩效自评"))
