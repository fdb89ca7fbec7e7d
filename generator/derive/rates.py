"""Rates as pages print them: as published, with the computed one beside it where the two differ."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number, percent
from generator.facts.columns import integers
from generator.facts.rates import RATIOS, rates, wholes

MORE = ("rate_text", "rate_check")


def with_rates(facts: Facts, table: str) -> pd.DataFrame:
    """A table with the columns ``MORE`` about the rate that it publishes.

    ``rate_text`` is the rate as published (computed where the source leaves it empty, ``—`` where it cannot be),
    ``rate_check`` the computed one where the published one differs by more than the profile tolerates, else missing.
    """
    given, ratio = facts.tables[table], RATIOS[table]
    computed = list(map(percent, integers(given[ratio.part]), integers(wholes(given, ratio))))
    text = [
        f"{number(rate)}%" if rate is not None else exact
        for rate, exact in zip(integers(given[ratio.rate]), computed, strict=True)
    ]
    apart = facts.of(rates, table)["apart"]
    check = pd.Series(computed, index=given.index, dtype="str").where(apart)
    return given.assign(rate_text=pd.Series(text, index=given.index, dtype="str"), rate_check=check)
