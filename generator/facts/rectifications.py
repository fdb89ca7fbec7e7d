"""Rectifications: by when each is due, and whether it is done, open, or overdue on a day."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import DONE
from generator.facts.joining import EVALUATION_OF_YEAR, beside


def states_on(rectifications: pd.DataFrame, day: str) -> pd.DataFrame:
    """What became of each by a day (on its index).

    ``due``: 整改期限, where it was extended 延期至; ``done``: closed by that day; ``overdue``: not done, and the last
    day has passed; ``late``: done after its last day; ``days``: how many days after it, or until that day where it is
    overdue (Int64, 0 in time).
    """
    due = rectifications["extended_date"].fillna(rectifications["due_date"])
    closed = rectifications["closed_date"]
    done = rectifications["state"].isin(DONE) & ~(closed > day).fillna(False).astype(bool)
    overdue = ~done & (due < day).fillna(False).astype(bool)
    late = done & (closed > due).fillna(False).astype(bool)
    until = closed.where(late, day).where(late | overdue)
    days = (pd.to_datetime(until) - pd.to_datetime(due)).dt.days
    return pd.DataFrame(
        {"due": due, "done": done, "overdue": overdue, "late": late, "days": days.fillna(0).astype("Int64")},
        index=rectifications.index,
    )


def standing(facts: Facts) -> pd.DataFrame:
    """The states on the day of the facts, see ``states_on``; without a day nothing is overdue."""
    if facts.today is None:
        return states_on(facts.tables["rectifications"], "9999-12-31").assign(overdue=False)
    return states_on(facts.tables["rectifications"], facts.today.isoformat())


def owners(facts: Facts) -> pd.Series:
    """The project that each rectification is about (its code in lower case): the one named, else the one evaluated."""
    given = facts.tables["rectifications"]
    evaluated = beside(given, facts.tables["evaluations"], EVALUATION_OF_YEAR, ["project_code"])["project_code"]
    return given["project_code"].fillna(evaluated).str.lower()
