"""The pages of what results did to later budgets, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.derive.evaluations import MOVED, Application
from generator.derive.site import Site, Year
from generator.derive.text import number, percent
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import overview_lines, year_key, yearly_pages


class Moved(NamedTuple):
    """Consequences of one year counted: in all, with a cut, sums in 万元, and how many budgets moved as stated."""

    total: int
    cuts: int
    base: str
    cut: str
    rate: str
    verdicts: Sequence[tuple[str, str, int]]
    decisions: Sequence[tuple[str, int]]


def moved(lines: Sequence[Application]) -> Moved:
    """Count consequences; the rate is taken over those that give both base and cut."""
    known = [(one.base_micro, one.cut_micro) for one in lines if one.base_micro and one.cut_micro is not None]
    base, cut = sum(first for first, _ in known), sum(second for _, second in known)
    names = [one.decision for one in lines]
    return Moved(
        total=len(lines),
        cuts=sum(bool(one.cut_micro) for one in lines),
        base=number(base),
        cut=number(sum(one.cut_micro or 0 for one in lines)),
        rate=percent(cut, base),
        verdicts=[
            (word, slug, count)
            for word, (slug, _) in MOVED.items()
            if (count := sum(one.moved.word == word for one in lines))
        ],
        decisions=[(name, names.count(name)) for name in dict.fromkeys(names)],
    )


def _applications(site: Site, key: tuple[str, int]) -> list[Application]:
    found = [one for one in site.applications.lines if (one.division, one.year) == key]
    return sorted(found, key=lambda one: (-(one.cut_micro or 0), one.code))


def application_pages(site: Site) -> Iterator[PageContext]:
    """What the results of one year did to later budgets."""

    def values(year: Year) -> dict[str, object]:
        lines = _applications(site, year_key(year))
        costs = site.costs.get(year.division.code)
        return {
            "applications": lines,
            "sum": moved(lines),
            "meanings": [(word, slug, meaning) for word, (slug, meaning) in MOVED.items()],
            "poor": [
                one
                for one in site.evaluations.of_year.get(year_key(year), ())
                if one.grade in ("中", "差") and one.position not in site.applications.of_evaluation
            ],
            "analyses": [
                row
                for number_, rows in costs.analyses
                if number_ == year.year
                for row in rows
                if row.applied_fiscal_year
            ]
            if costs
            else [],
        }

    def describe(year: Year) -> str:
        lines = _applications(site, year_key(year))
        if not lines:
            return f"{year.division.name}{year.year}年度没有公开结果应用。"
        one = moved(lines)
        return (
            f"{year.division.name}{year.year}年度结果应用 {one.total} 项，压减 {one.cut} 万元，"
            f"占公布基数的 {one.rate}；逐项核对下一年预算是否真的变了。"
        )

    return yearly_pages(site, folder="consequences", title="结果应用", describe=describe, values=values)


def overview(site: Site) -> dict[str, object]:
    """The overview of consequences."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        lines = _applications(site, key)
        if not lines:
            return None
        one = moved(lines)
        counts = {word: count for word, _, count in one.verdicts}
        return (
            str(one.total),
            str(one.cuts),
            one.base,
            one.cut,
            one.rate,
            *(str(counts.get(word, 0)) for word in MOVED),
        )

    return {
        "lines": overview_lines(site, "consequences", cells),
        "heads": ("应用（项）", "其中压减", "公布的基数（万元）", "压减额（万元）", "压减率", *MOVED),
        "meanings": [(word, slug, meaning) for word, (slug, meaning) in MOVED.items()],
        "stated": stated(site, "结果应用"),
    }
