"""Consequences: what a decision says the budget shall be, and whether the budget of that year is what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.amounts import apart
from generator.facts.joining import beside

CUTTING = ("压减", "取消", "收回结余")
SAME, DIFFERENT, INCOMPARABLE = "相符", "不相符", "没有可比的数"


def moved(facts: Facts) -> pd.DataFrame:
    """Consequences (on their index) beside the budget of the year that they apply to.

    ``decided``: 应用后预算数, else 基数 − 压减额 where something was to be cut; ``then``: 资金总额 that the project's
    goal of that year was published with; ``gap``: then − decided; amounts in Int64 millionths of 万元, missing where
    nobody says them. ``moved``: 相符, 不相符 (by more than the profile tolerates) or 没有可比的数.
    """
    given, goals = facts.tables["applications"], facts.tables["goals"]
    cutting = given["decision"].isin(CUTTING)
    decided = given["approved_amount"].fillna((given["base_amount"] - given["cut_amount"]).where(cutting))
    keys = ["division", "year", "key"]
    wanted = given[["division"]].assign(year=given["applied_fiscal_year"], key=given["project_code"].str.lower())
    published = goals.assign(year=goals["fiscal_year"].astype("Int64"), key=goals["project_code"].str.lower())
    then = beside(wanted, published.sort_values("department", kind="stable"), keys, ["total_amount"])["total_amount"]
    gap = (then - decided).astype("Int64")
    word = np.select([gap.isna(), apart(facts, given, gap)], [INCOMPARABLE, DIFFERENT], SAME)
    return pd.DataFrame(
        {"decided": decided, "then": then, "gap": gap, "moved": pd.Series(word, index=given.index, dtype="str")},
        index=given.index,
    )
