"""Days: ISO dates as people count and write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


def written(day: str) -> str:
    """An ISO date as official documents write it: 2024-03-05 → 2024年3月5日."""
    year, month, date_ = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{date_}日"


@lru_cache(maxsize=4096)
def days_between(first: str, last: str) -> int:
    """Calendar days from one ISO date to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
