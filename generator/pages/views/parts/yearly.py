"""Pages of one division and year each, and the lines of their overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from generator.derive.site import Site, Year
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.stated import Stated

Key = tuple[str, int]
Address = Callable[[str, int], str]  # of a page by division and year
_Content = TypeVar("_Content", bound=Content)


class Line(NamedTuple):
    """One division and year on an overview: its page and its figures, None where there is no record."""

    year: Year
    path: str
    cells: Sequence[str] | None


class OtherYear(NamedTuple):
    """A year of the same division, and its page."""

    year: Year
    path: str


@dataclass(frozen=True, kw_only=True)
class YearlyOverview(Content):
    """A line for each division and year, the titles of its columns, and what annual statements say of the stage."""

    lines: Sequence[Line]
    heads: Sequence[str]
    stated: Sequence[Stated]


@dataclass(frozen=True, kw_only=True)
class YearlyPage(Content):
    """A division and year, whether it is invented, what it comes to in a sentence, and all years of the division."""

    year: Year
    sample: bool
    answer: str
    others: Sequence[OtherYear]


def yearly_page(year: Year, *, title: str, description: str, content: _Content) -> PageContext[_Content]:
    """The context of the page of a division and year; ``title`` is what stands behind the place."""
    place = f"{year.division.name}{year.year}年度"
    return PageContext(
        params={"division": year.division.code, "year": str(year.year)},
        title=f"{place}{title}",
        description=description,
        trail=(Crumb(place),),
        content=content,
    )


def others(site: Site, year: Year, address: Address) -> list[OtherYear]:
    """All years of the division of ``year``, with the addresses of their pages."""
    return [
        OtherYear(other, address(other.division.code, other.year))
        for other in site.years.values()
        if other.division.code == year.division.code
    ]


def year_key(year: Year) -> Key:
    """Division and year, as what is known of a year is kept."""
    return year.division.code, year.year


def overview_lines(site: Site, address: Address, cells: Callable[[Key], Sequence[str] | None]) -> list[Line]:
    """A line for each division and year; ``cells`` makes its figures, None where there is no record."""
    return [Line(year, address(*key), cells(key)) for key, year in site.years.items()]
