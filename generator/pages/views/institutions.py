"""Third-party institutions and the reviews of their reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.institutions import Institutions
from generator.derive.site import Site
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class InstitutionsPage(Content):
    """The institutions of each division, and what annual statements say of them."""

    groups: Sequence[OfDivision[Institutions]]
    stated: Sequence[Stated]


def overview(site: Site) -> InstitutionsPage:
    """The institutions of each division."""
    return InstitutionsPage(groups=by_division(site, site.institutions), stated=stated(site, "报告评审"))
