"""Evaluations of how lower governments manage their money."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_year
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """Evaluations of lower governments, by division and year."""
    return {"groups": by_year(site, site.fiscal), "stated": stated(site, "财政运行")}
