"""Breadcrumbs: the way from the front page to the page that is shown."""

from __future__ import annotations

from typing import NamedTuple


class Crumb(NamedTuple):
    """One step of the breadcrumbs; the last one has no path."""

    title: str
    path: str | None


def crumbs(*steps: tuple[str, str] | str) -> tuple[Crumb, ...]:
    """Breadcrumbs from the front page: (title, path) for a step, a bare title for the page itself."""
    return (
        Crumb("首页", ""),
        *(Crumb(step, None) if isinstance(step, str) else Crumb(*step) for step in steps),
    )
