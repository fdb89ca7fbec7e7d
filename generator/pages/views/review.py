"""What a people's congress may look at: a page a division-year, and its overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.derive.published import WHOLE
from generator.derive.review import Review, derive_review
from generator.derive.site import Site
from generator.pages.charts.cells import HeatChart
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, PageContext
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.yearly import (
    Key,
    Line,
    YearlyPage,
    newest_answer,
    others,
    overview_lines,
    year_key,
    yearly_page,
)
from generator.pages.views.pictures.counted import Count, counts
from generator.pages.views.pictures.review import Left, left_open


@dataclass(frozen=True, kw_only=True)
class ReviewOverview(Content):
    """A line for each division and year, the titles of its columns, and a chart of them.

    ``answer``: what the newest year has left open, in a sentence.
    """

    answer: str
    lines: Sequence[Line]
    heads: Sequence[str]
    chart: HeatChart


class Pack(NamedTuple):
    """A bureau, and the stem of the files that stand ready about its year."""

    name: str
    stem: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(YearlyPage):
    """A division's year as a reviewer goes through it; ``paths`` lead to the records of the ``review``'s links.

    ``pack`` is the stem of the pack of the year, ``packs`` are those of its bureaus.
    """

    review: Review
    chart: RowChart
    paths: Mapping[str, str]
    pack: str
    packs: Sequence[Pack]


def review_pages(site: Site) -> Iterator[PageContext[ReviewPage]]:
    """One page for each division and fiscal year."""
    for (division, number), year in site.years.items():
        found = derive_review(site, year)
        yield yearly_page(
            year,
            title="审查要点",
            description=f"{year.division.name}{number}年度：{found.answer}可以问的问题逐项列出。",
            content=ReviewPage(
                answer=found.answer,
                year=year,
                sample=year.division.sample,
                others=others(site, year, addresses.review),
                review=found,
                chart=_unanswered(site, (division, number)),
                paths=link_paths(year),
                pack=addresses.review_stem(division, number),
                packs=[
                    Pack(one.department.name, addresses.review_stem(division, number, one.department.code))
                    for one in year.departments
                ],
            ),
        )


def _unanswered(site: Site, place: Key) -> RowChart:
    """How many findings each bureau has not replied to, those aside that are about filling in."""
    division, year = place
    left = Counter(
        one.department for one in site.published.of_place.get(place, ()) if not one.answered and one.weight != "form"
    )
    rows = [
        Count(
            f"{site.place(division)}全区划" if code == WHOLE else site.bureau(division, code),
            number,
            addresses.findings(division, year, code),
        )
        for code, number in left.items()
    ]
    return counts("unanswered-by-bureau", "没有回应的发现", "处", rows, "部门")


def overview(site: Site) -> ReviewOverview:
    """The overview of reviews."""

    def cells(key: Key) -> Sequence[str]:
        numbers = zip(_left(site, key), _LACKING, strict=True)
        return [lacking if number is None else f"{number:,}" for number, lacking in numbers]

    lines = overview_lines(site, addresses.review, cells)
    left = [
        Left(f"{line.year.division.name}{line.year.year}年度", line.path, _left(site, year_key(line.year)))
        for line in lines
    ]
    return ReviewOverview(
        answer=newest_answer(site, [year_key(line.year) for line in lines], lambda key: _told(_left(site, key))),
        lines=lines,
        heads=("逾期未公开（份）", "没有说明的发现（处）", "逾期的整改（项）"),
        chart=left_open(left, ("逾期的文件", "没说明的发现", "逾期的整改")),
    )


# What stands in the place of a number that the records do not say.
_LACKING = ("没有登记期限", "没有可核对的记录", "没有公开台账")


# The same of a number, and of nought.
_TOLD = (
    ("{} 份文件过了期限没有公开", "没有逾期的文件"),
    ("{} 处发现没有说明", "发现都作了说明"),
    ("{} 项整改逾期", "没有逾期的整改"),
)


def _told(left: Sequence[int | None]) -> str:
    """What is left open in words; what nothing says is passed over."""
    words = [
        some.format(f"{number:,}") if number else none
        for number, (some, none) in zip(left, _TOLD, strict=True)
        if number is not None
    ]
    return f"{'，'.join(words) or '没有登记期限，也没有可核对的记录'}。"


def _left(site: Site, key: Key) -> tuple[int | None, int | None, int | None]:
    """What is left open in a year: documents, findings without a word, rectifications; None where nothing says it."""
    year, found = site.years[key], site.published.of_place.get(key, ())
    rectified = site.rectifications.years.get(key)
    looked = site.looked.of_year.get(key)
    unanswered = sum(not one.answered and one.weight != "form" for one in found)
    return (
        year.late if year.timed else None,
        unanswered if found or (looked and looked.records) else None,
        rectified.overdue if rectified else None,
    )
