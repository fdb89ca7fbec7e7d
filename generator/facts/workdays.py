"""Days and working days: 20 days of the budget law are calendar days, 20 of the disclosure regulations working days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar

DAYS, WORKING_DAYS = "20日", "20个工作日"
_PERIODS = {DAYS: (20, False), WORKING_DAYS: (20, True)}
# The years whose holidays the library knows; the next year's are announced at the end of each year.
FIRST_YEAR = min(day.year for day in chinese_calendar.constants.holidays)
LAST_YEAR = max(day.year for day in chinese_calendar.constants.holidays)


@cache
def is_working_day(day: date) -> bool | None:
    """Whether people work on that day, holidays and make-up days counted; None where it isn't known yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@cache
def last_day(start: date, period: str) -> date | None:
    """The last day of a period that starts the day after ``start``; None where holidays aren't known, never a guess."""
    count, working = _PERIODS[period]
    if not working:
        return start + timedelta(days=count)
    day = start
    while count:
        day += timedelta(days=1)
        if (works := is_working_day(day)) is None:
            return None
        count -= works
    return day


@cache
def next_working_day(day: date) -> date:
    """The day itself or the first working day after it; the day itself where holidays aren't known."""
    later = day
    while not (works := is_working_day(later)):
        if works is None:
            return day
        later += timedelta(days=1)
    return later
