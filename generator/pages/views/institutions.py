"""Third-party institutions and the reviews of their reports."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_division
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """The institutions of each division."""
    return {"groups": by_division(site, site.institutions), "stated": stated(site, "报告评审")}
