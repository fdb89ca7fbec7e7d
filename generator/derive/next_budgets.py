"""What the next year's budget made of the evaluated projects of a year, by grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import percent
from generator.core.words import GRADES
from generator.derive.site import Site


class GradeBudgets(NamedTuple):
    """Projects of one grade: how many, what their year and the next began with (millionths of 万元), and the rate."""

    grade: str
    projects: int
    before: int
    after: int
    rate: str


def next_budgets(site: Site, division: str, year: int) -> Sequence[GradeBudgets]:
    """By the grade of their evaluation (of several the last listed), the best first.

    Only projects of which both budgets were published.
    """
    grades = {
        one.project: one.grade for one in site.evaluations.of_year.get((division, year), ()) if one.project is not None
    }
    sums: dict[str, list[tuple[int, int]]] = {}
    for position, grade in grades.items():
        project = site.projects.lines[position]
        later = site.projects.at.get((division, year + 1, project.key))
        after = site.projects.lines[later].promised_micro if later is not None else None
        if project.promised_micro and after is not None:
            sums.setdefault(grade, []).append((project.promised_micro, after))
    order = [*(grade for grade in GRADES if grade in sums), *(grade for grade in sums if grade not in GRADES)]
    return [_grade(grade, sums[grade]) for grade in order]


def _grade(grade: str, budgets: Sequence[tuple[int, int]]) -> GradeBudgets:
    before, after = (sum(part) for part in zip(*budgets, strict=True))
    return GradeBudgets(grade, len(budgets), before, after, percent(after, before))
