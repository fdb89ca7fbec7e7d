"""Counts, sums and score distributions over some projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.numbers import MICRO
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project
from generator.derive.rows import Counted
from generator.derive.text import Headline, mean, money, number, percent, share

GRADES = ("优", "良", "中", "差")

# Half-open bands [from, to), in 分; the last one holds full marks as well.
BANDS = ((0, 60), (60, 70), (70, 80), (80, 85), (85, 90), (90, 95), (95, 101))


class Bar(NamedTuple):
    """One band of a score distribution: counts and widths of the bars in % of the longest."""

    label: str
    own: int
    own_share: str
    own_width: int
    other: int
    other_share: str
    other_width: int


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """How self-scores and independent scores of the same set of projects and departments lie."""

    bars: Sequence[Bar]
    own: int
    other: int
    own_mean: str
    other_mean: str
    own_above_90: str
    other_above_90: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What cards and rows say of a set of projects; amounts in 万元 as text."""

    projects: int
    goals: int
    reported: int
    evaluated: int
    budget: str
    budget_micro: int
    spend: str
    rate: str
    rate_share: int
    budget_headline: Headline
    spend_headline: Headline
    reported_share: str
    score_mean: str
    other_mean: str
    grades: Sequence[Counted]
    withheld: int
    errors: int
    warnings: int
    flags: int


def summarise(
    projects: Sequence[Project],
    evaluations: Sequence[Evaluation],
    *,
    withheld: int = 0,
    severities: Sequence[str] = (),
) -> Summary:
    """Count and add up; the execution rate covers the projects that have reported, both in its part and its whole."""
    reported = [one for one in projects if one.has_self]
    budget = sum(one.budget_micro or 0 for one in projects)
    base = sum(one.budget_micro or 0 for one in reported)
    spend = sum(one.spend_micro or 0 for one in reported)
    grades = [Counted(grade, sum(one.grade == grade for one in reported)) for grade in GRADES]
    return Summary(
        projects=len(projects),
        goals=sum(one.has_goal for one in projects),
        reported=len(reported),
        evaluated=len(evaluations),
        budget=number(budget),
        budget_micro=budget,
        spend=number(spend),
        rate=percent(spend, base),
        rate_share=share(spend, base),
        budget_headline=money(budget),
        spend_headline=money(spend),
        reported_share=percent(len(reported), len(projects)),
        score_mean=mean([one.score_micro for one in reported if one.score_micro is not None]),
        other_mean=mean([one.score_micro for one in evaluations if one.score_micro is not None]),
        grades=[one for one in grades if one.times],
        withheld=withheld,
        errors=sum(one == "error" for one in severities),
        warnings=sum(one == "warning" for one in severities),
        flags=sum(one == "flag" for one in severities),
    )


def distribute(projects: Iterable[Project], evaluations: Iterable[Evaluation]) -> Distribution:
    """How scores lie in the bands."""
    own = [one.score_micro for one in projects if one.score_micro is not None]
    other = [one.score_micro for one in evaluations if one.score_micro is not None]
    own_counts = [sum(low * MICRO <= one < high * MICRO for one in own) for low, high in BANDS]
    other_counts = [sum(low * MICRO <= one < high * MICRO for one in other) for low, high in BANDS]
    # Bars show shares, so that a few evaluations can be seen beside many self-scores.
    longest = max(
        [count / (len(own) or 1) for count in own_counts] + [count / (len(other) or 1) for count in other_counts],
    )
    bars = []
    for (low, high), first, second in zip(BANDS, own_counts, other_counts, strict=True):
        label = "60 分以下" if low == 0 else f"{low}–{min(high, 100)} 分"
        bars.append(
            Bar(
                label,
                first,
                percent(first, len(own)),
                _width(first, len(own), longest),
                second,
                percent(second, len(other)),
                _width(second, len(other), longest),
            )
        )
    return Distribution(
        bars=bars,
        own=len(own),
        other=len(other),
        own_mean=mean(own),
        other_mean=mean(other),
        own_above_90=percent(sum(own_counts[-2:]), len(own)),
        other_above_90=percent(sum(other_counts[-2:]), len(other)),
    )


def _width(count: int, total: int, longest: float) -> int:
    if not count:
        return 0
    return max(1, round(100 * count / total / longest))
