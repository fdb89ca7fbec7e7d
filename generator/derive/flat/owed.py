"""The flat table of what every department should publish, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator.core.days import days_between
from generator.core.facts import Facts
from generator.core.package import KINDS
from generator.derive.disclosure import LATE, Disclosure
from generator.facts.department_years import department_years

_COLUMNS = (
    "division",
    "fiscal_year",
    "department",
    "document_name",
    "document",
    "state",
    "due_date",
    "published_date",
    "days_late",
    "note",
)


def flat_owed(facts: Facts, disclosure: Disclosure) -> pd.DataFrame:
    """One row a department-year and kind of document that concerns it."""
    texts = dict.fromkeys(_COLUMNS, "str")
    frame = pd.DataFrame(list(_rows(facts, disclosure)), columns=list(_COLUMNS))
    frame = frame.astype(texts | {"fiscal_year": "Int64", "days_late": "Int64"})
    optional = ["due_date", "published_date", "note"]
    frame[optional] = frame[optional].where(frame[optional] != "")
    return frame


def _rows(facts: Facts, disclosure: Disclosure) -> Iterator[tuple[object, ...]]:
    names = facts.tables["departments"].drop_duplicates(["division", "department"])
    called = {
        (division, department): name
        for division, department, name in names[["division", "department", "name"]].itertuples(index=False, name=None)
    }
    today = disclosure.today.isoformat()
    for division, given, department in facts.of(department_years).itertuples(index=False, name=None):
        year = int(given)
        for kind in disclosure.kinds(division, year, department):
            status, title = disclosure.status(division, year, department, kind), KINDS[kind].title
            late = days_between(status.due, today) if status.state == LATE else status.late
            about = (f"{called.get((division, department), department)} {title}", f"{kind} {title}", status.state)
            yield (division, year, department, *about, status.due, status.published, late, status.note)
