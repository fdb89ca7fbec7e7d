"""What the next year's budget made of the evaluated projects of a year, by grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import percent
from generator.core.words import GRADES
from generator.derive.site import Site
from generator.facts.columns import strings
from generator.facts.evaluations import latest_evaluations


class GradeBudgets(NamedTuple):
    """Projects of one grade: how many, what their year and the next began with (millionths of 万元), and the rate."""

    grade: str
    projects: int
    before: int
    after: int
    rate: str


def next_budgets(site: Site, division: str, year: int) -> Sequence[GradeBudgets]:
    """By the grade of their evaluation (of several the one published last), the best first.

    Only projects of which both budgets were published.
    """
    judged = site.checked.facts.of(latest_evaluations)
    judged = judged[(judged["division"] == division) & (judged["fiscal_year"] == year)]
    sums: dict[str, list[tuple[int, int]]] = {}
    for key, grade in zip(judged["key"], strings(judged["grade"]), strict=True):
        before, after = (_begun(site, division, one, key) for one in (year, year + 1))
        if before and after is not None:
            sums.setdefault(grade or "", []).append((before, after))
    order = [*(grade for grade in GRADES if grade in sums), *(grade for grade in sums if grade not in GRADES)]
    return [_grade(grade, sums[grade]) for grade in order]


def _begun(site: Site, division: str, year: int, key: str) -> int | None:
    """What a project began a year with; None where nobody says it."""
    position = site.projects.at.get((division, year, key))
    return site.projects.lines[position].promised_micro if position is not None else None


def _grade(grade: str, budgets: Sequence[tuple[int, int]]) -> GradeBudgets:
    before, after = (sum(part) for part in zip(*budgets, strict=True))
    return GradeBudgets(grade, len(budgets), before, after, percent(after, before))
