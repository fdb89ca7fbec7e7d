"""Days: ISO dates as people write them."""

from __future__ import annotations


def written(day: str) -> str:
    """An ISO date as official documents write it: 2024-03-05 → 2024年3月5日."""
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{date}日"
