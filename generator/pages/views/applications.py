"""The pages of what results did to later budgets, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.numbers import MISSING, number, percent
from generator.derive.answers import application_answer
from generator.derive.applications import MOVED, Application
from generator.derive.next_budgets import next_budgets
from generator.derive.poor_evaluations import Poor
from generator.derive.rows import Counted, Row
from generator.derive.site import Site, Year
from generator.pages.charts.planes import PlaneChart
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.words import Meaning
from generator.pages.views.parts.yearly import (
    Key,
    YearlyOverview,
    YearlyPage,
    newest_answer,
    others,
    over_years,
    overview_lines,
    yearly_page,
)
from generator.pages.views.pictures.applications import by_grade

MEANINGS = [Meaning(word, slug, meaning) for word, (slug, meaning) in MOVED.items()]


class CountedWord(NamedTuple):
    """A word for whether budgets moved as stated, its style, and how often it occurs."""

    word: str
    slug: str
    times: int


class Moved(NamedTuple):
    """Consequences of one year counted: in all, with a cut, sums in 万元, and how many budgets moved as stated."""

    total: int
    cuts: int
    base: str
    cut: str
    rate: str
    verdicts: Sequence[CountedWord]
    decisions: Sequence[Counted]


def moved(lines: Sequence[Application]) -> Moved:
    """Count consequences; base and rate are those of the cuts, as in the annual statement: told if all give a base."""
    cuts = [one for one in lines if one.cut_micro]
    bases = [one.base_micro for one in cuts]
    base = None if None in bases or not cuts else sum(one or 0 for one in bases)
    cut = sum(one.cut_micro or 0 for one in cuts)
    names = [one.decision for one in lines]
    return Moved(
        total=len(lines),
        cuts=len(cuts),
        base=number(base),
        cut=number(cut),
        rate=percent(cut, base),
        verdicts=[
            CountedWord(word, slug, times)
            for word, (slug, _) in MOVED.items()
            if (times := sum(one.moved.word == word for one in lines))
        ],
        decisions=[Counted(name, names.count(name)) for name in dict.fromkeys(names)],
    )


@dataclass(frozen=True, kw_only=True)
class ApplicationPage(YearlyPage):
    """What the results of a year did to later budgets.

    ``grades`` draws what the next budgets made of each grade, ``poor`` are the evaluations with a poor grade, of the
    year's if any was ``evaluated``; ``analyses`` are analyses of costs that budgets went by; ``meanings`` explain the
    words for whether a budget moved as stated.
    """

    applications: Sequence[Application]
    counts: Moved
    grades: PlaneChart
    meanings: Sequence[Meaning]
    poor: Sequence[Poor]
    evaluated: bool
    analyses: Sequence[Row]


def application_pages(site: Site) -> Iterator[PageContext[ApplicationPage]]:
    """What the results of one year did to later budgets."""
    for key, year in site.years.items():
        lines = _applications(site, key)
        yield yearly_page(
            year,
            title="结果应用",
            description=_description(year, lines),
            content=ApplicationPage(
                year=year,
                sample=year.division.sample,
                answer=_answer(site, key),
                others=others(site, year, addresses.applications),
                applications=lines,
                counts=moved(lines),
                grades=by_grade(year.year, next_budgets(site, *key)),
                meanings=MEANINGS,
                poor=site.poor.get(key, ()),
                evaluated=key in site.evaluations.of_year,
                analyses=_analyses(site, year),
            ),
        )


def _answer(site: Site, key: Key) -> str:
    return application_answer(_applications(site, key), site.years[key].summary.evaluated, site.poor.get(key, ()))


def _applications(site: Site, key: Key) -> list[Application]:
    found = [one for one in site.applications.lines if (one.division, one.year) == key]
    return sorted(found, key=lambda one: (one.cut_micro is None, -(one.cut_micro or 0), one.code))


def _description(year: Year, lines: Sequence[Application]) -> str:
    if not lines:
        return f"{year.division.name}{year.year}年度没有公开结果应用。"
    counts = moved(lines)
    rate = "" if counts.rate == MISSING else f"，占基数的 {counts.rate}"
    return (
        f"{year.division.name}{year.year}年度结果应用 {counts.total} 项，压减 {counts.cut} 万元{rate}；"
        "逐项核对下一年预算是否真的变了。"
    )


def _analyses(site: Site, year: Year) -> list[Row]:
    """The analyses of costs of the year that a budget went by."""
    standards = site.standards.get(year.division.code)
    return [
        row
        for analysed in (standards.analyses if standards else ())
        if analysed.year == year.year
        for row in analysed.rows
        if row.applied_fiscal_year
    ]


@dataclass(frozen=True, kw_only=True)
class ApplicationsOverview(YearlyOverview):
    """``meanings`` explain the words for whether a budget moved as stated."""

    meanings: Sequence[Meaning]


def overview(site: Site) -> ApplicationsOverview:
    """The overview of consequences."""

    def cells(key: Key) -> Sequence[str] | None:
        lines = _applications(site, key)
        if not lines:
            return None
        counts = moved(lines)
        times = {one.word: one.times for one in counts.verdicts}
        verdicts = (str(times.get(word, 0)) for word in MOVED)
        return (str(counts.total), str(counts.cuts), counts.base, counts.cut, counts.rate, *verdicts)

    lines = overview_lines(site, addresses.applications, cells)
    heads = ("应用（项）", "其中压减", "压减的基数（万元）", "压减额（万元）", "压减率", *MOVED)
    return ApplicationsOverview(
        answer=newest_answer(
            site, [key for key in site.years if _applications(site, key)], lambda key: _answer(site, key)
        ),
        lines=lines,
        heads=heads,
        chart=over_years(lines, heads, "应用（项）"),
        meanings=MEANINGS,
        stated=stated(site, "结果应用"),
    )
