"""The library of policies."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_division
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """The policies of each division."""
    return {"groups": by_division(site, site.policies), "stated": stated(site, "制度建设")}
