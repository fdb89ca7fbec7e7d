"""The page of the downloads."""

from __future__ import annotations

from generator.derive.site import Site
from generator.pages.views.dictionary import GROUPS


def overview(_: Site) -> dict[str, object]:
    """The groups of tables that the page of downloads lists."""
    return {"groups": GROUPS}
