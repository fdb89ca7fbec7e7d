"""Annual statements side by side."""

from __future__ import annotations

from generator.derive.site import Site
from generator.derive.statements import compare


def overview(site: Site) -> dict[str, object]:
    """The statements of real places, the oldest first, and their stages side by side."""
    statements = sorted(
        (one for one in site.statements if not site.sample(one.division)), key=lambda one: (one.year, one.division)
    )
    return {"columns": statements, "stages": compare(statements)}
