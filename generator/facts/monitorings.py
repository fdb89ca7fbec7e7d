"""Monitoring: how far the money had come by the month, and the light that this gives."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from generator.facts.basis import Facts
from generator.facts.numbers import units


def progress(facts: Facts) -> pd.DataFrame:
    """Monitorings before December with ``rate`` (执行率, %), ``index`` (÷ the share of the year) and ``least``.

    ``least`` is the lowest usual rate of that month in %: the profile's own for the month, else what gives the index
    its yellow band; ``light`` is 红, 黄 or 绿, empty where nothing can be computed.
    """
    given = facts.tables["monitorings"]
    given = given[(given["period"] < 12).fillna(False).astype(bool)]
    budget, months = units(given["annual_budget"]), given["period"].astype("float64")
    rate = units(given["actual_spend"]) / budget.where(budget > 0) * 100
    index = rate / (months / 12).where(months > 0)
    red, yellow = (facts.profile(given, "progress_bands", itemgetter(name)).astype("float64") for name in ("红", "黄"))
    own = pd.Series(
        [
            max((least for month, least in steps.items() if int(month) <= reached), default=np.nan)
            for steps, reached in zip(facts.profile(given, "progress_minimums"), months, strict=True)
        ],
        index=given.index,
        dtype="float64",
    )
    least = own.where(own.notna(), yellow * months / 12)
    slow = rate < least - 1e-9
    light = pd.Series("绿", index=given.index, dtype="str").mask(slow, "黄").mask(slow & (index < red - 1e-9), "红")
    return given.assign(rate=rate, index=index, least=least, light=light.mask(rate.isna(), ""))
