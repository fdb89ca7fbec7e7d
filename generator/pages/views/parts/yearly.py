"""Pages of one division and year each, and the lines of their overview."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.derive.site import Site, Year
from generator.pages.engine.context import Crumb, PageContext


class Line(NamedTuple):
    """One division and year on an overview: its page and its figures, None where there is no record."""

    year: Year
    path: str
    cells: Sequence[str] | None


def yearly_pages(
    site: Site,
    *,
    folder: str,
    title: str,
    describe: Callable[[Year], str],
    values: Callable[[Year], dict[str, object]],
) -> Iterator[PageContext]:
    """One page for each division and year of the site."""
    for (division, number_), year in site.years.items():
        place = f"{year.division.name}{number_}年度"
        yield PageContext(
            params={"division": division, "year": str(number_)},
            title=f"{place}{title}",
            description=describe(year),
            trail=(Crumb(place),),
            values={
                "y": year,
                "sample": year.division.sample,
                "others": [
                    (other, f"{folder}/{division}/{other.year}/")
                    for key, other in site.years.items()
                    if key[0] == division
                ],
                **values(year),
            },
        )


def year_key(year: Year) -> tuple[str, int]:
    """Division and year, as what is known of a year is kept."""
    return year.division.code, year.year


def overview_lines(site: Site, folder: str, cells: Callable[[tuple[str, int]], Sequence[str] | None]) -> list[Line]:
    """A line for each division and year; ``cells`` makes its figures, None where there is no record."""
    return [Line(year, f"{folder}/{key[0]}/{key[1]}/", cells(key)) for key, year in site.years.items()]
