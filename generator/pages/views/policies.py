"""The library of policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.policies import Policies
from generator.derive.site import Site
from generator.pages.engine.context import Content
from generator.pages.views.parts.groups import OfDivision, by_division
from generator.pages.views.parts.stated import Stated, stated


@dataclass(frozen=True, kw_only=True)
class PoliciesPage(Content):
    """The policies of each division, and what annual statements say of them."""

    groups: Sequence[OfDivision[Policies]]
    stated: Sequence[Stated]


def overview(site: Site) -> PoliciesPage:
    """The policies of each division."""
    return PoliciesPage(groups=by_division(site, site.policies), stated=stated(site, "制度建设"))
