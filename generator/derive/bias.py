"""How a department's own scores lie to independent ones, and how its money moved to the next year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.numbers import mean, number, percent
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project
from generator.derive.summary import HIGH


@dataclass(frozen=True, kw_only=True)
class Bias:
    """Self-scores of some projects, and the gap to independent scores over those that have both.

    ``gap_text`` says on average how far the independent score lies below (低) or above (高) the self-score.
    """

    scored: int
    mean: str
    above_90: str
    both: int
    own_mean: str
    other_mean: str
    gap_text: str


def bias(projects: Iterable[Project], evaluations: Mapping[int, Sequence[Evaluation]]) -> Bias:
    """Over projects whose self-score is counted; a project with several evaluations counts with their mean."""
    own, pairs = [], []
    for one in projects:
        if one.counted_score is None:
            continue
        own.append(one.counted_score)
        others = [other.score_micro for other in evaluations.get(one.position, ()) if other.score_micro is not None]
        if others:
            pairs.append((one.counted_score, sum(others) // len(others)))
    gap = sum(first - second for first, second in pairs)
    word = "低" if gap > 0 else "高"
    return Bias(
        scored=len(own),
        mean=mean(own),
        above_90=percent(sum(score >= HIGH for score in own), len(own)) if own else "—",
        both=len(pairs),
        own_mean=mean([first for first, _ in pairs]),
        other_mean=mean([second for _, second in pairs]),
        gap_text=f"{word} {mean([abs(gap) // len(pairs)])} 分" if gap else "相同" if pairs else "—",
    )


class Change(NamedTuple):
    """How planned budgets moved from one year to the next: counts of projects, sums in 万元 as text.

    Projects that went to another department, or came from one, are neither ``ended`` nor ``new``.
    """

    year: int
    before: str
    after: str
    change: str
    rate: str
    more: int
    less: int
    same: int
    ended: int
    new: int
    given: int
    taken: int


def changes(years: Mapping[int, Sequence[Project]], planned: Callable[[str, int, str], bool]) -> list[Change]:
    """The changes between the years that follow each other and both have goals, the newest first.

    ``planned``: whether any department planned money for the project of a division, year and key.
    """
    result = []
    for year in sorted(years, reverse=True):
        before, after = _asked(years[year]), _asked(years.get(year + 1, ()))
        if not before or not after:  # what was not published has not ended
            continue
        moved = [after[key] - amount for key, amount in before.items() if key in after]
        total, later = sum(before.values()), sum(after.values())
        division = years[year][0].division
        ended, new = before.keys() - after.keys(), after.keys() - before.keys()
        given = sum(planned(division, year + 1, key) for key in ended)
        taken = sum(planned(division, year, key) for key in new)
        result.append(
            Change(
                year=year,
                before=number(total),
                after=number(later),
                change=f"{'+' if later > total else ''}{number(later - total)}",
                rate=f"{'+' if later >= total else '−'}{percent(abs(later - total), total)}" if total else "—",
                more=sum(one > 0 for one in moved),
                less=sum(one < 0 for one in moved),
                same=sum(one == 0 for one in moved),
                ended=len(ended) - given,
                new=len(new) - taken,
                given=given,
                taken=taken,
            )
        )
    return result


def _asked(projects: Sequence[Project]) -> dict[str, int]:
    """What the goals of some projects asked for, by their key."""
    return {one.key: one.asked_micro for one in projects if one.asked_micro is not None}
