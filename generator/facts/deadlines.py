"""Deadlines of disclosure: when the law sets them, and what was published under them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import beside
from generator.facts.workdays import DAYS, WORKING_DAYS, last_day, next_working_day

_PLACE = ["division", "fiscal_year", "department", "document"]
_COLUMNS = [*_PLACE, "publisher", "published"]


def first_published(facts: Facts) -> pd.DataFrame:
    """The day on which each department first published each kind of document of a year, the earliest first.

    ``division``, ``fiscal_year`` (Int64), ``department``, ``document`` (its kind), ``publisher`` (its name as the form
    has it, else the department's code) and ``published`` (ISO text). What lies after the day of the facts has not been
    published yet.
    """
    rows = [
        (*one.key, document.kind, one.publisher or one.department, document.published)
        for one in facts.packages
        for document in one.documents
        if facts.today is None or document.published <= facts.today.isoformat()
    ]
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype(dict.fromkeys(_COLUMNS, "str") | {"fiscal_year": "Int64"})
    return frame.sort_values("published", kind="stable").drop_duplicates(_PLACE).reset_index(drop=True)


def publications(facts: Facts) -> pd.DataFrame:
    """Deadlines with what was published under them, see ``first_published``; the index repeats."""
    key = ["division", "fiscal_year", "document"]
    due = facts.tables["deadlines"]
    due = due[[*key, "due_date"]].assign(_label=due.index)
    return due.merge(facts.of(first_published), on=key, how="inner").set_index("_label")


def reckoned(facts: Facts) -> pd.DataFrame:
    """Deadlines that the law sets, with the last day (``exact``) and the working day it may roll on to (``rolled``).

    Both are missing where nobody has published the holidays of the year yet.
    """
    given = facts.tables["deadlines"]
    given = given[given["period"].isin((DAYS, WORKING_DAYS))].dropna(subset=["approved_date", "due_date"])
    days = [
        last_day(date.fromisoformat(start), period)
        for start, period in zip(given["approved_date"], given["period"], strict=True)
    ]
    exact = [day.isoformat() if day else None for day in days]
    rolled = [next_working_day(day).isoformat() if day else None for day in days]
    return given.assign(exact=pd.Series(exact, given.index, "str"), rolled=pd.Series(rolled, given.index, "str"))


def policy_deadlines(facts: Facts) -> pd.DataFrame:
    """Policies that the division's own level issued and published, with the last of the twenty working days (``last``).

    It is missing where nobody has published the holidays of the year.
    """
    given = facts.tables["policies"].dropna(subset=["issued_date", "published_date"])
    level = beside(given, facts.tables["divisions"], ["division"], ["level"])["level"]
    given = given[given["level"] == level]
    days = [last_day(date.fromisoformat(day), WORKING_DAYS) for day in given["issued_date"]]
    return given.assign(last=pd.Series([day.isoformat() if day else None for day in days], given.index, "str"))
