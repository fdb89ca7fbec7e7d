"""Grades: what a score earns under the bands in force."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.numbers import units


def graded(facts: Facts, given: pd.DataFrame, column: str) -> pd.Series:
    """The grade that each row's score earns in its division and year; missing where there is no score."""
    return grade_of(facts, given, units(given[column]))


def grades_told(facts: Facts, given: pd.DataFrame, column: str) -> pd.Series:
    """The grade that each row says, else the one that its score in the column earns."""
    return given["grade"].fillna(graded(facts, given, column))


def grade_of(facts: Facts, given: pd.DataFrame, scores: pd.Series) -> pd.Series:
    """The grade that some scores (floats of 分) earn in the divisions and years of the rows given."""
    bands = facts.profile(given, "bands")
    earned = pd.Series(None, index=given.index, dtype="str")
    for steps in bands.drop_duplicates():
        limits = np.array([limit for _, limit in reversed(steps)])
        names = np.array([name for name, _ in reversed(steps)], dtype=object)
        mine = (bands.map(lambda one, wanted=steps: one == wanted) & scores.notna()).to_numpy(dtype=bool)
        place = np.searchsorted(limits, scores[mine].to_numpy() + 1e-9, side="right") - 1
        earned[mine] = names[place.clip(min=0)]
    return earned
