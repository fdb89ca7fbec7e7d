"""The codes that figures of annual statements are registered under."""

from __future__ import annotations

from dataclasses import dataclass

from generator.derive.measures import MeasureCodes, derive_measures
from generator.derive.site import Site
from generator.pages.engine.context import Content


@dataclass(frozen=True, kw_only=True)
class MeasuresPage(Content):
    """All codes by stage."""

    measures: MeasureCodes


def overview(site: Site) -> MeasuresPage:
    """All codes by stage."""
    return MeasuresPage(measures=derive_measures(site.checked.facts))
