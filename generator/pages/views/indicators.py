"""The library of indicators."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_division
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """The library of indicators of each division."""
    return {"groups": by_division(site, site.library), "stated": stated(site, "部门整体")}
