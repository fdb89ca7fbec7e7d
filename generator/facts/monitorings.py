"""Monitoring: how far the money had come by the month, and the light that this gives."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import brief
from generator.core.profile import Profile
from generator.core.words import GREEN, RED, YELLOW
from generator.facts.rates import exact_rates

MONTHS = 12


def progress(facts: Facts) -> pd.DataFrame:
    """Monitorings with ``rate`` (执行率, %), ``index`` (rate ÷ the share of the year gone, in %), ``least``, ``light``.

    ``least`` is the lowest usual rate of that month in %, see ``least_rate``; ``light`` is 红, 黄 or 绿. At the end of
    the year, or where there is no budget to divide by, there is no index (missing) and no light (empty).
    """
    given = facts.tables["monitorings"]
    rate, months = exact_rates(facts, "monitorings"), given["period"].astype("float64")
    months = months.where((months > 0) & (months < MONTHS))
    index, least = rate / (months / MONTHS), _least_rates(facts, given, months)
    red = facts.profile(given, "progress_bands", itemgetter(RED)).astype("float64")
    return given.assign(rate=rate, index=index, least=least, light=_lights(rate, index, least, red))


def _least_rates(facts: Facts, given: pd.DataFrame, months: pd.Series) -> pd.Series:
    by_name = {one.name: one for one in facts.profiles}
    least = pd.Series(np.nan, index=given.index)
    for (name, month), rows in months.dropna().groupby([facts.profile(given, "name"), months], sort=False):
        least[rows.index] = least_rate(int(month), by_name[name])
    return least


def least_rate(month: int, profile: Profile) -> float:
    """The lowest usual execution rate (%) at the end of a month before December.

    The profile's own, of the latest month for which it gives one by then; before that what makes the index yellow.
    """
    own = _own(month, profile)
    return profile.progress_bands[YELLOW] * month / MONTHS if own is None else own


def _own(month: int, profile: Profile) -> float | None:
    reached = [int(one) for one in profile.progress_minimums if int(one) <= month]
    return float(profile.progress_minimums[str(max(reached))]) if reached else None


def light_at(rate: float, month: int, profile: Profile) -> str:
    """The light of an execution rate (%) at the end of a month before December."""
    numbers = (rate, rate * MONTHS / month, least_rate(month, profile), profile.progress_bands[RED])
    return str(_lights(*(pd.Series([one], dtype="float64") for one in numbers)).iloc[0])


def _lights(rate: pd.Series, index: pd.Series, least: pd.Series, red: pd.Series) -> pd.Series:
    slow = rate < least - 1e-9
    light = np.select([index.isna(), slow & (index < red - 1e-9), slow], ["", RED, YELLOW], GREEN)
    return pd.Series(light, index=rate.index, dtype="str")


def meaning(light: str, month: int, profile: Profile) -> str:
    """What a light says of a month before December, in words."""
    own = _own(month, profile)
    red, yellow = (brief(profile.progress_bands[name]) for name in (RED, YELLOW))
    if own is None:
        return {GREEN: f"{yellow}以上", YELLOW: f"{red}至{yellow}", RED: f"{red}以下"}[light]
    least = f"{brief(own)}%"
    return {GREEN: f"不低于{least}", YELLOW: f"低于{least}", RED: f"低于{least}，指数{red}以下"}[light]


def standard(month: int, profile: Profile) -> str:
    """What gives the monitorings of a month their lights, in words; empty at the end of the year."""
    if not 0 < month < MONTHS:
        return ""
    own = _own(month, profile)
    red, yellow = (brief(profile.progress_bands[name]) for name in (RED, YELLOW))
    if own is None:
        return f"指数 {red} 以下红，{yellow} 以下黄"
    return f"执行率 {brief(own)}% 以下黄，其中指数 {red} 以下红"
