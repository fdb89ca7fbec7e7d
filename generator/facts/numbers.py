"""Columns of numbers: as floats to compare, and as the text that messages and pages print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from generator.core.numbers import MICRO, brief, number, plain

_NONE = pd.Series(dtype="str")


def units(numbers: pd.Series) -> pd.Series:
    """Millionths as floats of the unit (missing = NaN): for ratios and tolerances, never for sums of money."""
    return numbers.astype("float64") / MICRO


def rounded(numbers: pd.Series, places: int = 2) -> pd.Series:
    """Half-up rounding of non-negative floats, as the forms round; the epsilon absorbs binary noise."""
    scale = 10.0**places
    return np.floor(numbers * scale + 0.5 + 1e-7) / scale


def shown(numbers: pd.Series) -> pd.Series:
    """Millionths as decimal text without needless zeros: 89974000 → 89.974; missing → empty."""
    return _told(numbers, plain)


def grouped(numbers: pd.Series) -> pd.Series:
    """Millionths as pages print them, thousands apart and with two decimals at least; missing → empty."""
    return _told(numbers, number)


def fixed(numbers: pd.Series, places: int = 2) -> pd.Series:
    """Floats with so many places, rounded half up as the forms round; missing → empty."""
    values = rounded(numbers.abs(), places) * np.sign(numbers)
    return _told(values, f"{{:.{places}f}}".format)


def briefly(numbers: pd.Series) -> pd.Series:
    """Floats without needless zeros; missing → empty."""
    return _told(numbers, brief)


def _told(numbers: pd.Series, tell: Callable[[Any], str]) -> pd.Series:
    """Numbers as text, each distinct one told once; missing → empty."""
    if numbers.empty:  # as in most rules, which find nothing to tell of
        return _NONE.set_axis(numbers.index)
    codes, distinct = pd.factorize(numbers + 0)  # −0.0 is 0
    told = pd.Series([*map(tell, distinct.tolist()), ""], dtype="str")  # code −1, a missing number, is the last
    return told.take(codes).set_axis(numbers.index)
