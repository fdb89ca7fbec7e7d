"""Columns of exact shares and of counts."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO, half_up
from generator.facts.columns import integers

_HUNDREDTH = MICRO // 100


def percentages(part: pd.Series, of: pd.Series) -> pd.Series:
    """Shares in millionths of a per cent, rounded half up to two decimals; missing where there is nothing to divide by.

    The numbers are whole ones of one unit, too large for a float to be exact.
    """
    found = [
        half_up(one * 10_000, whole) * _HUNDREDTH if one is not None and whole else None
        for one, whole in zip(integers(part), integers(of), strict=True)
    ]
    return pd.Series(found, index=part.index, dtype="Int64")


def whole(counts: pd.Series) -> pd.Series:
    """Counts as whole numbers."""
    return counts.astype("Int64")
