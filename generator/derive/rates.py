"""Rates as pages print them: as published, with the computed one beside it where the two differ."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number, percent
from generator.facts.columns import integers
from generator.facts.funds import totals
from generator.facts.rates import RATIOS, rates, wholes

MORE = ("rate_text", "rate_check")
FUNDS = "self_evaluation_funds"
_EXECUTION = RATIOS[FUNDS]


def with_rates(facts: Facts, table: str) -> pd.DataFrame:
    """A table with the columns ``MORE`` about the rate that it publishes.

    ``rate_text`` is the rate as published (computed where the source leaves it empty, ``—`` where it cannot be),
    ``rate_check`` the computed one where the published one differs by more than the profile tolerates, else missing.
    """
    given, ratio = facts.tables[table], RATIOS[table]
    amounts = _told(facts, given) if table == FUNDS else given
    computed = list(map(percent, integers(amounts[ratio.part]), integers(wholes(amounts, ratio))))
    text = [
        f"{number(rate)}%" if rate is not None else exact
        for rate, exact in zip(integers(given[ratio.rate]), computed, strict=True)
    ]
    apart = facts.of(rates, table)["apart"]
    if table == FUNDS:  # a rate of nought printed with a total of nought is none of the money that the sources had
        apart = apart | (amounts["by_parts"] & (given[ratio.rate] == 0).fillna(False).astype(bool))
    check = pd.Series(computed, index=given.index, dtype="str").where(apart)
    return given.assign(rate_text=pd.Series(text, index=given.index, dtype="str"), rate_check=check)


def _told(facts: Facts, given: pd.DataFrame) -> pd.DataFrame:
    """The funds with what their sources add up to in place of totals of nought; ``by_parts`` (bool) says where."""
    told = facts.of(totals)
    told = told[told["by_parts"]]
    amounts = given[[_EXECUTION.part, _EXECUTION.whole]].assign(by_parts=False)
    amounts.loc[told.index] = told[[*amounts.columns]]
    return amounts
