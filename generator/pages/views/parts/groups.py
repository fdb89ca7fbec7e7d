"""What a page shows by division, or by division and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from generator.derive.site import Site

_T = TypeVar("_T")


def by_division(site: Site, found: Mapping[str, _T]) -> list[tuple[str, bool, _T]]:
    """A division's name, whether it is invented, and what it has."""
    return [(site.place(division), site.sample(division), one) for division, one in found.items()]


def by_year(site: Site, found: Mapping[tuple[str, int], _T]) -> list[tuple[str, bool, int, _T]]:
    """The same by year, the newest first within a division."""
    keys = sorted(found, key=lambda key: (key[0], -key[1]))
    return [(site.place(key[0]), site.sample(key[0]), key[1], found[key]) for key in keys]
