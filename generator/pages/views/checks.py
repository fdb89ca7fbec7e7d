"""Checks of self-evaluations."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_year
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """What the page of checks lists, by division and year."""
    return {"groups": by_year(site, site.reports.checks), "stated": stated(site, "绩效自评")}
