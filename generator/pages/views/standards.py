"""Standards of spending, and analyses of costs."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.parts.groups import by_division
from generator.pages.views.parts.stated import stated


def overview(site: Site) -> dict[str, object]:
    """The standards and analyses of costs of each division."""
    return {"groups": by_division(site, site.costs), "stated": stated(site, "成本绩效")}
