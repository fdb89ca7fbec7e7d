"""Pages of one division and year each, and the lines of their overview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from generator.core.numbers import printed
from generator.derive.site import Site, Year
from generator.pages.charts.rows import Item, RowChart, bars
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
    """A line for each division and year, the titles of its columns, one of them as a chart, and what statements say.

    ``answer``: what the newest year with records comes to in a sentence.
    """

    answer: str
    lines: Sequence[Line]
    heads: Sequence[str]
    chart: RowChart
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


def newest_answer(site: Site, keys: Iterable[Key], said: Callable[[Key], str]) -> str:
    """The sentence of the newest year of ``keys``, which have records; of several divisions how many have some."""
    known = sorted(keys, key=lambda key: key[1])
    divisions = {division for division, _ in known}
    if not known:
        return ""
    if len(divisions) > 1:
        return f"{len(divisions)} 个区划有记录，最近的是 {known[-1][1]} 年度；点年度看每一个。"
    division, year = known[-1]
    return f"{site.place(division)} {year} 年度：{said(known[-1])}"


def over_years(lines: Sequence[Line], heads: Sequence[str], shown: str) -> RowChart:
    """The column ``shown`` of an overview as bars, a year each, those without records left out."""
    place = heads.index(shown)
    known = [(line, line.cells[place]) for line in lines if line.cells]
    alone = len({line.year.division.code for line, _ in known}) < 2
    told = "，".join(
        f"{'' if alone else line.year.division.name}{line.year.year} 年 {cell}" for line, cell in reversed(known)
    )
    unit = "%" if any(cell.endswith("%") for _, cell in known) else "个"
    return bars(
        "years",
        f"{shown}：{told}" if known else f"还没有{shown}",
        "",
        [
            Item(label=f"{line.year.division.name}{line.year.year}年度", value=printed(cell), text=cell, path=line.path)
            for line, cell in known
        ],
        heads=("年度", shown),
        unit=unit,
    )
