"""Whether a day lies within a span of days, its first and last day included."""

from __future__ import annotations

import pandas as pd


def within(first: pd.Series | None, last: pd.Series | None, day: object) -> pd.Series:
    """Whether each span holds on a day (or in a year): not before its first, not after its last.

    Days are ISO text, years numbers; an end that is missing, or not given, is open.
    """
    early = None if first is None else (first > day).fillna(False).astype(bool)
    late = None if last is None else (last < day).fillna(False).astype(bool)
    outside = [one for one in (early, late) if one is not None]
    return ~(outside[0] | outside[-1])
