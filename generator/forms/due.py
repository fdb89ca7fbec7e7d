"""Which tables a bureau is to fill in on a day: by the documents that the division's deadlines name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

# The tables of each document that bureaus publish.
TABLES: Mapping[str, tuple[str, ...]] = {
    "D2": ("goals", "goal_indicators"),
    "D3": ("department_goals", "department_indicators"),
    "D11": ("monitorings", "monitoring_indicators"),
    "D4": ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators"),
    "D5": ("department_tasks", "department_self_evaluations", "department_self_evaluation_indicators"),
    "D8": ("rectifications", "applications"),
}
_AHEAD = timedelta(days=310)  # how long before its last day a document is worked on


def due_documents(
    deadlines: Sequence[Mapping[str, str]], division: str, year: int, today: date, published: Collection[str] = ()
) -> tuple[str, ...]:
    """The documents of a year that are worked on today: their last day is near or past; by the calendar without any.

    ``deadlines``: the rows of that table, as read; ``published``: those that the bureau has already published.
    """
    ours = [one for one in deadlines if one.get("division") == division and one.get("fiscal_year") == str(year)]
    days = {one["document"]: one["due_date"] for one in ours if one.get("document") in TABLES and one.get("due_date")}
    if not days:
        return tuple(name for name in _by_calendar(year, today) if name not in published)
    near = (today + _AHEAD).isoformat()
    found = {name for name, day in days.items() if day <= near} - set(published)
    if not {"D11"} & {*days, *published} and date(year, 7, 1) <= today < date(year + 1, 3, 1):
        found.add("D11")  # halfway through the year everybody monitors, published or not
    return tuple(name for name in TABLES if name in found)


def _by_calendar(year: int, today: date) -> tuple[str, ...]:
    """Goals with the budget, monitoring from July on, self-evaluation when the year is over."""
    if today.year > year:
        return ("D4", "D5")
    return ("D2", "D3", "D11") if today >= date(year, 7, 1) else ("D2", "D3")


def due_tables(documents: Sequence[str]) -> tuple[str, ...]:
    """The tables of some documents."""
    return tuple(name for one in documents for name in TABLES[one])
