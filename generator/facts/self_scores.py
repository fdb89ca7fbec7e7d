"""Self-scores: which of them count, what they come to on average, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.projects import STATES, project_years


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Projects of one ``state`` that stand in no mean, distribution or ranking.

    ``promised``: their money at the start of the year, in whole millionths of 万元; ``projects``: their rows of
    ``project_years``, the largest first.
    """

    state: str
    promised: int
    projects: pd.DataFrame


def scored(facts: Facts) -> pd.DataFrame:
    """The rows of ``project_years`` whose self-score counts: not cancelled, postponed or merged into another."""
    projects = facts.of(project_years)
    return projects[projects["counted"] & projects["total_score"].notna()]


def mean_score(rows: pd.DataFrame) -> Fraction | None:
    """The simple mean of ``total_score`` over some rows of ``scored``, exact, in 分; None without any."""
    scores = rows["total_score"]
    return Fraction(int(scores.sum()), len(scores) * MICRO) if len(scores) else None


def left_out(projects: pd.DataFrame) -> Sequence[LeftOut]:
    """What is left out of some rows of ``project_years``, by state in the order of ``STATES``."""
    aside = projects[~projects["counted"]].sort_values("promised", ascending=False, kind="stable", na_position="last")
    return [
        LeftOut(state=state, promised=int(own["promised"].fillna(0).sum()), projects=own)
        for state in STATES
        if len(own := aside[aside["state"] == state])
    ]
