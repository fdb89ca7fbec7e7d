"""The front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.derive.published import Published, most_telling, tally
from generator.derive.site import DepartmentYear, News, Site, Year
from generator.derive.statements import Statement
from generator.derive.summary import Distribution, distribute
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.pictures.years import money
from generator.pages.views.topics import LifeGroup, lives

NEWS = 10  # documents listed


class DivisionYear(NamedTuple):
    """The newest year of a division, all its years, and of the newest one scores, money and what tells the most.

    ``wholes``: how many departments evaluated themselves as a whole; ``found``: how many findings there are, be they
    telling or not; ``checked``: how many of its records the rules looked at.
    """

    year: Year
    others: Sequence[Year]
    scores: Distribution
    money: RowChart
    wholes: int
    telling: Sequence[Published]
    found: int
    checked: int


class Day(NamedTuple):
    """What came out on a day."""

    day: str
    news: Sequence[News]


@dataclass(frozen=True, kw_only=True)
class HomePage(Content):
    """The front page: ``latest`` is each division in its newest year with results, ``days`` are the newest ones."""

    latest: Sequence[DivisionYear]
    statements: Sequence[Statement]
    lives: Sequence[LifeGroup]
    days: Sequence[Day]


def overview(site: Site) -> HomePage:
    """The newest year of each division, how its scores lie, and what came out lately."""
    return HomePage(
        latest=[
            DivisionYear(
                year,
                [other for key, other in site.years.items() if key[0] == year.division.code],
                distribute(
                    site.projects_of(year.division.code, year.year),
                    site.evaluations.of_year.get((year.division.code, year.year), []),
                ),
                money(
                    f"money-{year.division.code}",
                    f"{year.division.name} {year.year} 年度",
                    site.reconciliation.of_year.get((year.division.code, year.year), ()),
                ),
                sum(_has_whole(site, year, one) for one in year.departments),
                most_telling(site.published.of_place.get((year.division.code, year.year), ()), forms=False),
                tally(site.published.of_place.get((year.division.code, year.year), ())).total,
                looked.records if (looked := site.looked.of_year.get((year.division.code, year.year))) else 0,
            )
            for year in map(site.latest, dict.fromkeys(key[0] for key in site.years))
        ],
        statements=site.statements,
        lives=lives(site),
        days=_days(site),
    )


def _has_whole(site: Site, year: Year, one: DepartmentYear) -> bool:
    whole = site.whole_departments.get((year.division.code, one.department.code, year.year))
    return whole is not None and whole.review is not None


def _days(site: Site) -> list[Day]:
    """The newest days with what came out on them, a bounded number of documents in all."""
    days: dict[str, list[News]] = {}
    for one in site.news[:NEWS]:
        days.setdefault(one.day, []).append(one)
    return [Day(day, news) for day, news in days.items()]
