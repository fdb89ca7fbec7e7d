"""Numbers as people read them: exact, grouped by thousands, made from whole millionths."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from generator.core.numbers import MICRO

MISSING = "—"
YI = 10_000  # 万元 in 亿元


class Headline(NamedTuple):
    """An amount in large type: number and unit."""

    number: str
    unit: str


@lru_cache(maxsize=65_536)
def number(value: int | None, places: int = 2) -> str:
    """Millionths as text grouped by thousands, with at least ``places`` decimals; never rounded; ``—`` if missing."""
    if value is None:
        return MISSING
    sign = "−" if value < 0 else ""
    whole, rest = divmod(abs(value), MICRO)
    decimals = f"{rest:06d}".rstrip("0").ljust(places, "0") if rest or places else ""
    return f"{sign}{whole:,}.{decimals}" if decimals else f"{sign}{whole:,}"


def signed(value: int | None) -> str:
    """Millionths as ``number`` has them, with a plus before what is more than nothing; empty if missing."""
    return "" if value is None else f"+{number(value)}" if value > 0 else number(value)


def plain(value: int | None) -> str:
    """Millionths as the shortest decimal without separators, for machines; empty if missing."""
    if value is None:
        return ""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), MICRO)
    return f"{sign}{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


@lru_cache(maxsize=65_536)
def percent(part: int | None, whole: int | None) -> str:
    """A share in % with two decimals, half up; ``—`` where it cannot be computed."""
    if part is None or not whole:
        return MISSING
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def share(part: int, whole: int) -> int:
    """A share in whole per cent between 0 and 100, for the width of a bar."""
    return min(100, max(0, (200 * part + whole) // (2 * whole))) if whole else 0


def money(value: int | None) -> Headline:
    """Millionths of 万元 for a headline: number and unit, in 亿元 with two decimals from 1 亿元 upwards."""
    if value is None:
        return Headline(MISSING, "")
    if abs(value) < YI * MICRO:
        return Headline(f"{value / MICRO:,.2f}".rstrip("0").rstrip("."), "万元")
    hundredths = (abs(value) * 2 + YI * MICRO // 100) // (2 * YI * MICRO // 100)
    return Headline(f"{'−' if value < 0 else ''}{hundredths // 100:,}.{hundredths % 100:02d}", "亿元")


def mean(values: list[int]) -> str:
    """The simple mean of millionths with two decimals, half up; ``—`` without values."""
    if not values:
        return MISSING
    step = MICRO // 100
    hundredths = (2 * sum(values) + len(values) * step) // (2 * len(values) * step)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@lru_cache(maxsize=4096)
def days_between(first: str, last: str) -> int:
    """Calendar days from one ISO date to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def strings(column: pd.Series) -> list[str]:
    """A text column as a list; missing becomes the empty text."""
    texts: list[str] = column.to_numpy(dtype=object, na_value="").tolist()
    return texts


def integers(column: pd.Series) -> list[int | None]:
    """An integer column (or millionths) as a list of int; missing becomes None."""
    values: list[int | None] = column.to_numpy(dtype=object, na_value=None).tolist()
    return values


def numbers(column: pd.Series, places: int = 2) -> list[str]:
    """A column of millionths as texts."""
    return [number(value, places) for value in integers(column)]
