"""Reports to the congress, and assessments of departments."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_year
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """Reports and assessments, by division and year."""
    return {
        "reports": by_year(site, site.reports.reports),
        "assessments": by_year(site, site.reports.assessments),
        "stated": stated(site, "公开与报告"),
    }
