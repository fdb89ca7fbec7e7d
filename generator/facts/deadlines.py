"""Deadlines of disclosure: when the law sets them, and what was published under them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import beside
from generator.facts.workdays import DAYS, WORKING_DAYS, last_day, next_working_day


def publications(facts: Facts) -> pd.DataFrame:
    """Deadlines with each publication under them, the first of a publisher and kind; the index repeats."""
    given = facts.tables["deadlines"]
    published = [
        (package.division, package.fiscal_year, package.publisher or package.department, one.kind, one.published)
        for package in facts.packages
        for one in package.documents
    ]
    all_of_them = pd.DataFrame(published, columns=["division", "fiscal_year", "publisher", "document", "published"])
    all_of_them = all_of_them.astype({"division": "str", "document": "str", "published": "str", "fiscal_year": "Int64"})
    first = all_of_them.sort_values("published").drop_duplicates(["division", "fiscal_year", "publisher", "document"])
    due = given[["division", "fiscal_year", "document", "due_date"]].assign(_label=given.index)
    return due.merge(first, on=["division", "fiscal_year", "document"], how="inner").set_index("_label")


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
