"""Self-evaluations: what their indicators add up to, and what was spent beside what was scored."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.funds import totals
from generator.facts.joining import PROJECT, beside, scored
from generator.facts.numbers import rounded, units
from generator.facts.scores import FULL
from generator.facts.targets import parse

# What stands before the name of a level where forms number them: 1. （一） 二、
_NUMBERED = r"^\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[.．、:：\s]*(?=\D)"


def sums(facts: Facts) -> pd.DataFrame:
    """Self-evaluations with the sums of their indicators and the weight and score for execution.

    The weight for execution that a form leaves empty is the profile's; one without a row for the money has none.
    """
    evaluations = facts.tables["self_evaluations"]
    summing = facts.of(scored).rename(columns={"weight": "weight_sum", "score": "score_sum"})
    own = beside(evaluations, summing, PROJECT, ["weight_sum", "score_sum", "count"])
    money = facts.of(totals)
    usual = (facts.profile(money, "execution_weight") * MICRO).round().astype("Int64")
    money = money.assign(execution_weight=money["weight"].fillna(usual), execution_score=money["score"])
    columns = ["execution_weight", "execution_score", "initial_budget", "annual_budget", "actual_spend"]
    return pd.concat([evaluations, own, beside(evaluations, money, PROJECT, columns)], axis=1)


def spending(facts: Facts) -> pd.DataFrame:
    """Self-evaluations with ``rate`` (执行率) and ``result``, ``paid`` (scores), all as shares of what is full.

    ``rate`` is that of the two decimals which everybody reads: 70.00% is not below 70, though ``exact`` be 69.997%.
    """
    joined = facts.of(sums)
    budget, spend = units(joined["annual_budget"]), units(joined["actual_spend"])
    exact = spend / budget.where(budget > 0)
    rate = rounded(exact * 100) / 100
    result = units(joined["score_sum"]) / units(joined["weight_sum"]).where(lambda weight: weight > 0)
    paid = units(joined["execution_score"]) / units(joined["execution_weight"]).where(lambda weight: weight > 0)
    low = rate * 100 < facts.profile(joined, "low_execution") - 1e-9
    low_high = low & (units(joined["total_score"]) >= facts.profile(joined, "high_score"))
    return joined.assign(rate=rate, exact=exact, result=result, paid=paid, low_high=low_high)


def level_weights(facts: Facts) -> pd.DataFrame:
    """Self-evaluations that add up to 100, with scheme and the weight of each level 1 name (``产出指标`` …)."""
    given = facts.tables["self_evaluation_indicators"]
    joined = facts.of(sums)
    whole = joined["weight_sum"] + joined["execution_weight"].fillna(0) == FULL
    joined = joined[whole.fillna(False).astype(bool)]
    names = (
        given["level1"].fillna("").str.replace(_NUMBERED, "", regex=True).str.strip().str.removesuffix("指标") + "指标"
    )
    level = given[PROJECT].assign(level=names, weight=units(given["weight"]))
    wide = level.pivot_table(index=PROJECT, columns="level", values="weight", aggfunc="sum").reset_index()
    columns = [name for name in wide.columns if name not in PROJECT]
    scheme = beside(joined, facts.tables["goals"], PROJECT, ["indicator_scheme"])["indicator_scheme"]
    weights = beside(joined, wide, PROJECT, columns)
    has_cost = weights["成本指标"].notna() if "成本指标" in weights else pd.Series(False, index=joined.index)
    guessed = pd.Series(np.where(has_cost, "B", "A"), index=joined.index)
    return pd.concat([joined.assign(scheme=scheme.fillna(guessed)), weights.add_prefix("level ")], axis=1)


def usual_weights(levels: Mapping[str, Mapping[str, float]], scheme: str, names: set[str]) -> dict[str, float]:
    """Default weights with what is left out given to its neighbour: no cost → scheme A, no satisfaction → benefit."""
    due = dict(levels.get("A" if scheme == "B" and "成本指标" not in names else scheme, {}))
    if "满意度指标" in due and "满意度指标" not in names and "效益指标" in due:
        due["效益指标"] += due.pop("满意度指标")
    return due


def value_pairs(facts: Facts) -> pd.DataFrame:
    """Of each self-evaluation the most frequent pair of target and result, how often it has it, and of how many."""
    given = facts.tables["self_evaluation_indicators"].dropna(subset=PROJECT)
    target, actual = parse(given["target_value"]), parse(given["actual_value"])
    both = (target["kind"] == "number") & (actual["kind"] == "number")
    numbers = given.loc[both, PROJECT].assign(target=target["number"], actual=actual["number"])
    pair = numbers.groupby([*PROJECT, "target", "actual"], sort=False).size().rename("same").reset_index()
    pair = pair.sort_values("same", ascending=False, kind="stable").drop_duplicates(PROJECT)
    counts = numbers.groupby(PROJECT, sort=False).size().rename("count").reset_index()
    columns = ["target", "actual", "same", "count"]
    return beside(facts.tables["self_evaluations"], pair.merge(counts, on=PROJECT), PROJECT, columns)


def deviations(facts: Facts) -> pd.DataFrame:
    """Self-evaluations whose money went another way than planned: ``low``, ``over``, ``none`` left, or ``adjusted``."""
    columns = ["initial_budget", "annual_budget", "actual_spend"]
    given = facts.of(sums)
    initial, budget, spend = (units(given[name]) for name in columns)
    rate = rounded(spend / budget.where(budget > 0) * 100)
    found = given.assign(
        rate=rate,
        low=rate < facts.profile(given, "execution_reason_below") - 1e-9,
        over=(spend > budget) & (budget > 0),
        none=(budget == 0) & (initial > 0),
        adjusted=(initial - budget).abs() > facts.profile(given, "amount_tolerance") + 1e-9,
    )
    return found[found[["low", "over", "none", "adjusted"]].any(axis=1)]
