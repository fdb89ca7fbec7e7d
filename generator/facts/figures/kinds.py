"""Which of the documents that figures stand in speak of a whole year, and which of a part of the place."""

from __future__ import annotations

import pandas as pd

TOWN = "乡镇说明"
OF_PARTS = ("单位自评报告", TOWN)  # kinds that speak of a unit or a town, whether or not they say of which


def annual(statements: pd.DataFrame) -> pd.Series:
    """Whether each is the annual statement of its division: only these are compared from year to year."""
    return statements["kind"].isna()
