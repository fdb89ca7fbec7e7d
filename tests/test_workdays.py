"""Calendar days of the budget law and working days of the disclosure regulations, kept apart."""

from __future__ import annotations

from datetime import date

import pytest

from generator.facts.workdays import (
    DAYS,
    FIRST_YEAR,
    LAST_YEAR,
    WORKING_DAYS,
    is_working_day,
    last_day,
    next_working_day,
)


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2023-02-08", DAYS, "2023-02-28"),
        ("2024-02-09", DAYS, "2024-02-29"),  # a leap year
        ("2023-12-20", DAYS, "2024-01-09"),
        ("2090-12-20", DAYS, "2091-01-09"),  # calendar days need no holidays
        ("2023-04-14", WORKING_DAYS, "2023-05-15"),  # Labour Day, with 04-23 and 05-06 worked
        ("2024-01-31", WORKING_DAYS, "2024-03-04"),  # Spring Festival, with 02-04 and 02-18 worked
        ("2023-06-01", WORKING_DAYS, "2023-06-30"),  # Dragon Boat Festival, with 06-25 worked
    ],
)
def test_the_last_day(start, period, last):
    assert last_day(date.fromisoformat(start), period) == date.fromisoformat(last)


def test_beyond_the_holidays_nothing_is_guessed():
    assert last_day(date(LAST_YEAR, 12, 20), WORKING_DAYS) is None
    assert last_day(date(FIRST_YEAR - 1, 6, 1), WORKING_DAYS) is None
    assert is_working_day(date(LAST_YEAR + 1, 6, 1)) is None
    assert next_working_day(date(LAST_YEAR + 1, 6, 1)) == date(LAST_YEAR + 1, 6, 1)


def test_a_day_in_a_holiday_moves_to_the_first_day_of_work():
    assert next_working_day(date(2023, 10, 4)) == date(2023, 10, 7)  # a Saturday that is worked
    assert next_working_day(date(2023, 10, 9)) == date(2023, 10, 9)


def test_holidays_are_known_for_the_years_of_the_data():
    assert FIRST_YEAR <= 2018
    assert LAST_YEAR >= 2026
