"""Published rates beside what they come to: whether they differ is decided here, by the profile's tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from generator.core.facts import Facts
from generator.facts.numbers import units


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A published rate in % and the two fields that it is the ratio of.

    ``instead``: what the rate is of on forms that leave ``whole`` empty; empty where nothing stands for it.
    """

    rate: str
    part: str
    whole: str
    instead: str = ""


_EXECUTION = Ratio(rate="execution_rate", part="actual_spend", whole="annual_budget")
_CUT = Ratio(rate="cut_rate", part="cut_amount", whole="base_amount")
# Every table that publishes one.
RATIOS: Mapping[str, Ratio] = {
    "self_evaluation_funds": _EXECUTION,
    # The central form of a monitoring has no column but that of the budget at the start of the year.
    "monitorings": replace(_EXECUTION, instead="initial_budget"),
    "department_self_evaluations": _EXECUTION,
    "department_tasks": _EXECUTION,
    "ex_ante_evaluations": Ratio(rate="cut_rate", part="cut_amount", whole="applied_amount"),
    "applications": _CUT,
    "cost_analyses": _CUT,
}


def rates(facts: Facts, table: str) -> pd.DataFrame:
    """The rates of a table, on its index.

    ``stated`` and ``exact`` in % (floats; missing where it is not published, or cannot be worked out) and ``apart``
    (bool): they differ by more than the profile tolerates.
    """
    given, exact = facts.tables[table], exact_rates(facts, table)
    stated = units(given[RATIOS[table].rate])
    apart = (stated - exact).abs() > facts.profile(given, "rate_tolerance") + 1e-9
    return pd.DataFrame({"stated": stated, "exact": exact, "apart": apart}, index=given.index)


def exact_rates(facts: Facts, table: str) -> pd.Series:
    """What each rate of a table comes to in %; missing where there is nothing to divide by."""
    given, ratio = facts.tables[table], RATIOS[table]
    part, whole = units(given[ratio.part]), units(wholes(given, ratio))
    return part / whole.where(whole > 0) * 100


def wholes(given: pd.DataFrame, ratio: Ratio) -> pd.Series:
    """What each rate is of, as the table has it: millionths of 万元 (Int64)."""
    whole = given[ratio.whole]
    return whole.fillna(given[ratio.instead]) if ratio.instead else whole
