"""The explorer: where the flat tables are filtered, sorted and taken away, and the questions that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core.profile import profile_for
from generator.derive.flat import FLAT_TABLES
from generator.derive.questions import QUESTIONS, Slice, address, answer, judged
from generator.derive.site import Site, Year
from generator.pages.engine.context import Content


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A ready question: its title, where its answer stands and how much it is in words."""

    title: str
    path: str
    found: str


@dataclass(frozen=True, kw_only=True)
class AskedOfYear:
    """The ready questions of a division, asked of its latest year that was reported on."""

    year: Year
    questions: Sequence[Asked]


@dataclass(frozen=True, kw_only=True)
class ExplorePage(Content):
    """The ready questions by division."""

    groups: Sequence[AskedOfYear]


def overview(site: Site) -> ExplorePage:
    """The ready questions of every division that publishes projects."""
    return ExplorePage(groups=list(_groups(site)))


def _groups(site: Site) -> Iterator[AskedOfYear]:
    for division in site.divisions.values():
        if any(place == division.code for place, _ in site.projects.years):
            year = site.latest(division.code)
            yield AskedOfYear(year=year, questions=list(_asked(site, year)))


def _asked(site: Site, year: Year) -> Iterator[Asked]:
    profile = profile_for(site.checked.profiles, year.division.code, year.year)
    about = Slice(division=year.division.name, year=year.year)
    for one in QUESTIONS.values():
        frame = site.flat[one.table]
        rows = len(answer(one, frame, profile, about))
        table = FLAT_TABLES[one.table]
        span = "各年度一共 " if one.every_year else ""
        yield Asked(
            title=one.title,
            path=address(one, profile, about),
            found=f"{span}{rows} {table.row}" if rows else "没有" if judged(one, frame, about).any() else "看不出",
        )
