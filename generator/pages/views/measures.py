"""The codes that figures of annual statements are registered under."""

from __future__ import annotations

from generator.derive.measures import CHANGES, derive_measures
from generator.derive.site import Site


def overview(site: Site) -> dict[str, object]:
    """All codes by stage."""
    return {"measures": derive_measures(site.checked.facts), "changes": CHANGES}
