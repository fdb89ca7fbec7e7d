"""Counts, sums and score distributions over some projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.numbers import MICRO, Headline, headline, mean, number, percent, share
from generator.core.words import GRADES, OTHER_GRADES
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Achieved, Project, by_size
from generator.derive.rows import Counted
from generator.facts.projects import STATES, State

HIGH = 90 * MICRO
# A distribution begins at 60 分 with bands of 5 分; where a score lies lower, all its bands are 10 分 wide.
USUAL, NARROW, BROAD = 60, 5, 10


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
class LeftOut:
    """Projects of one state that stand in no mean, distribution or ranking, the largest first, and their money.

    ``promised`` is what those had at the start of the year that say it; ``unsaid`` how many do not.
    """

    state: State
    projects: Sequence[Project]
    promised: Headline
    unsaid: int


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
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What cards and rows say of a set of projects; amounts in 万元 as text.

    ``reported`` are those with a self-evaluation, ``scored`` those whose self-score is counted; ``promised`` is the
    money of the published goals, ``annual`` the whole year's budget, ``base`` that of the projects that have reported;
    ``rate`` is of those among them that say both what they had and what they spent.
    """

    projects: int
    goals: int
    reported: int
    scored: int
    evaluated: int
    promised: str
    annual: str
    base: str
    spend: str
    rate: str
    rate_share: int
    size_micro: int
    promised_headline: Headline
    annual_headline: Headline
    spend_headline: Headline
    reported_share: str
    score_mean: str
    other_mean: str
    grades: Sequence[Counted]
    achieved: Achieved | None
    left_out: Sequence[LeftOut]
    withheld: int | None  # None where nobody has said how many
    as_printed: Sequence[Project]  # whose figures are published as the original has them, and stand so in the sums
    evaluations_as_printed: Sequence[Evaluation]  # and the independent evaluations whose scores are
    errors: int
    warnings: int
    flags: int


def summarise(
    projects: Sequence[Project],
    evaluations: Sequence[Evaluation],
    *,
    withheld: int | None = None,
    severities: Sequence[str] = (),
) -> Summary:
    """Count and add up; the execution rate covers the projects that have reported, both in its part and its whole.

    One that says nothing of what it spent has not spent nothing: it is in neither.

    Scores, grades and indicators are those of projects that were carried out; ``left_out`` says which were not.
    """
    reported = [one for one in projects if one.has_self]
    scored = [one for one in reported if one.counted_score is not None]
    promised = added(one.asked_micro for one in projects)
    annual = added(one.annual_micro for one in projects)
    base = added(one.annual_micro for one in reported)
    spend = added(one.spend_micro for one in reported)
    rated = [one for one in reported if one.spend_micro is not None and one.annual_micro is not None]
    part, whole = added(one.spend_micro for one in rated), added(one.annual_micro for one in rated)
    return Summary(
        projects=len(projects),
        goals=sum(one.has_goal for one in projects),
        reported=len(reported),
        scored=len(scored),
        evaluated=len(evaluations),
        promised=number(promised),
        annual=number(annual),
        base=number(base),
        spend=number(spend),
        rate=percent(part, whole),
        rate_share=share(part or 0, whole or 0),
        size_micro=sum(one.size_micro or 0 for one in projects),
        promised_headline=headline(promised),
        annual_headline=headline(annual),
        spend_headline=headline(spend),
        reported_share=percent(len(reported), len(projects)),
        score_mean=mean([one.counted_score for one in scored if one.counted_score is not None]),
        other_mean=mean([one.score_micro for one in evaluations if one.score_micro is not None]),
        grades=[one for one in counted_grades([one.told_grade for one in scored]) if one.times],
        achieved=achieved_by(projects),
        left_out=left_out(projects),
        withheld=withheld,
        as_printed=[one for one in projects if one.as_printed],
        evaluations_as_printed=[one for one in evaluations if one.as_printed],
        errors=sum(one == "error" for one in severities),
        warnings=sum(one == "warning" for one in severities),
        flags=sum(one == "flag" for one in severities),
    )


def counted_grades(found: Sequence[str]) -> list[Counted]:
    """How often each grade stands in some: the usual four, or those that are there where some have other names."""
    local = any(one in OTHER_GRADES for one in found)
    return [
        Counted(one, found.count(one))
        for one in (*GRADES, *OTHER_GRADES)
        if one in found or (one in GRADES and not local)
    ]


def added(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None


def achieved_by(projects: Iterable[Project]) -> Achieved | None:
    """The indicators of all that have some to tell of; None where none has."""
    found = [one.achieved for one in projects if one.achieved]
    if not found:
        return None
    return Achieved(sum(one.met for one in found), sum(one.missed for one in found), sum(one.untold for one in found))


def left_out(projects: Sequence[Project]) -> list[LeftOut]:
    """The projects that are not counted, by state."""
    aside = by_size(one for one in projects if not one.counted)
    return [
        LeftOut(
            state=state,
            projects=own,
            promised=headline(added(one.promised_micro for one in own)),
            unsaid=sum(one.promised_micro is None for one in own),
        )
        for state in STATES.values()
        if (own := [one for one in aside if one.state is state])
    ]


def distribute(projects: Sequence[Project], evaluations: Iterable[Evaluation]) -> Distribution:
    """How scores lie in bands of equal width, from the band of the lowest score up."""
    own = [one.counted_score for one in projects if one.counted_score is not None]
    other = [one.score_micro for one in evaluations if one.score_micro is not None]
    lowest = min((one // MICRO for one in (*own, *other)), default=100)
    width = NARROW if lowest >= USUAL else BROAD
    first = min(lowest, USUAL) // width * width
    own_counts, other_counts = (_counts(scores, first, width) for scores in (own, other))
    # Bars show shares, so that a few evaluations can be seen beside many self-scores.
    longest = max(
        [count / (len(own) or 1) for count in own_counts] + [count / (len(other) or 1) for count in other_counts],
    )
    bars = [
        Bar(
            f"{low}–{low + width} 分",
            mine,
            percent(mine, len(own)),
            _width(mine, len(own), longest),
            its,
            percent(its, len(other)),
            _width(its, len(other), longest),
        )
        for low, mine, its in zip(range(first, 100, width), own_counts, other_counts, strict=True)
    ]
    return Distribution(
        bars=bars,
        own=len(own),
        other=len(other),
        own_mean=mean(own),
        other_mean=mean(other),
        own_above_90=percent(sum(one >= HIGH for one in own), len(own)),
        other_above_90=percent(sum(one >= HIGH for one in other), len(other)),
        left_out=left_out(projects),
    )


def _counts(scores: Iterable[int], first: int, width: int) -> list[int]:
    """How many scores lie in each band from ``first`` to 100; full marks belong to the last."""
    counts = [0] * ((100 - first) // width)
    for score in scores:
        counts[min((score // MICRO - first) // width, len(counts) - 1)] += 1
    return counts


def _width(count: int, total: int, longest: float) -> int:
    if not count:
        return 0
    return max(1, round(100 * count / total / longest))
