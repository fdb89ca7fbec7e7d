"""Which of the documents that figures stand in speak of a whole year, and which of the whole place."""

from __future__ import annotations

import pandas as pd

_OF_PARTS = ("单位自评报告", "乡镇说明")


def annual(statements: pd.DataFrame) -> pd.Series:
    """Whether each is the annual statement of its division: only these are compared from year to year."""
    return statements["kind"].isna()


def of_whole_place(statements: pd.DataFrame) -> pd.Series:
    """Whether each speaks of the whole division, so that its records can be compared with it."""
    return statements["scope"].isna() & ~statements["kind"].isin(_OF_PARTS)
