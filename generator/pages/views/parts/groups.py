"""What a page shows by division, or by division and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from generator.derive.site import Site

_T = TypeVar("_T")


class OfDivision(NamedTuple, Generic[_T]):
    """A division's name, whether it is invented, and what it has."""

    place: str
    sample: bool
    found: _T


class OfYear(NamedTuple, Generic[_T]):
    """A division's name, whether it is invented, and what it has of a year."""

    place: str
    sample: bool
    year: int
    found: _T


def by_division(site: Site, found: Mapping[str, _T]) -> list[OfDivision[_T]]:
    """What there is, division by division."""
    return [OfDivision(site.place(division), site.sample(division), one) for division, one in found.items()]


def by_year(site: Site, found: Mapping[tuple[str, int], _T]) -> list[OfYear[_T]]:
    """What there is, division by division, the newest year first."""
    keys = sorted(found, key=lambda key: (key[0], -key[1]))
    return [OfYear(site.place(key[0]), site.sample(key[0]), key[1], found[key]) for key in keys]
