"""Policies: whether one is in force on a day, and what its words say against its dates."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import ENDED, VALID
from generator.facts.periods import within


def in_force_on(policies: pd.DataFrame, day: str) -> pd.Series:
    """Whether each policy is in force on a day: from its first to its last, both included.

    The first is 施行日期, else 印发日期; the last is 失效日期. See ``ended_on``, too.
    """
    begun = within(_first(policies), None, day)
    return begun & ~ended_on(policies, day)


def ended_on(policies: pd.DataFrame, day: str | pd.Series) -> pd.Series:
    """Whether each policy is over on a day: its last has passed, or it has ended without saying when.

    What has ended (废止, 被替代) on a day that nobody says was in force on no day that anybody could name.
    """
    unknown = policies["effective_to"].isna() & policies["validity"].isin(ENDED)
    return ~within(None, policies["effective_to"], day) | unknown


def _first(policies: pd.DataFrame) -> pd.Series:
    return policies["effective_from"].fillna(policies["issued_date"])


def standing(facts: Facts) -> pd.DataFrame:
    """How the policies stand on the day of the facts, on their index; without a day their words decide.

    ``in_force``; ``ahead``: it has not begun; ``lapsed``: its last day has passed though its words say that it holds;
    ``lasting``: its last day has not passed though its words say that it ended (all bool).
    """
    given = facts.tables["policies"]
    valid, ended = given["validity"].isin(VALID), given["validity"].isin(ENDED)
    if facts.today is None:
        return pd.DataFrame({"in_force": valid, "ahead": False, "lapsed": False, "lasting": False}, index=given.index)
    day = facts.today.isoformat()
    over = ended_on(given, day)
    return pd.DataFrame(
        {
            "in_force": in_force_on(given, day),
            "ahead": ~within(_first(given), None, day),
            "lapsed": over & valid,
            "lasting": ~over & ended,
        },
        index=given.index,
    )
