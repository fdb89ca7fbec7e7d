"""Scales: values in whole millionths to places, with round ticks; days are millions of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from generator.core.numbers import MICRO, brief, number

_ROUND = (1, 2, 5)
_QUARTER, _YEAR = 92, 366  # days, at most


class Mark(NamedTuple):
    """A tick of a scale: its value and what stands beside it."""

    value: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Values from ``low`` to ``high`` laid out between the places ``start`` and ``end`` (per cent, or pixels)."""

    low: int
    high: int
    start: float = 0.0
    end: float = 100.0
    ticks: Sequence[Mark] = ()

    def at(self, value: int) -> float:
        """The place of a value; one outside of the scale stands at its end."""
        inside = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * (inside - self.low) / (self.high - self.low)


@lru_cache(maxsize=8_192)
def place(value: float) -> str:
    """A place as SVG has it, to a hundredth."""
    return brief(value) if value > 0 else "0"


def scale(
    values: Iterable[int | None], *, zero: bool = True, steps: int = 4, start: float = 0.0, end: float = 100.0
) -> Scale:
    """A scale that holds all values and ends on round ones, with at most ``steps`` intervals; from 0 where ``zero``.

    Between whole values there are only whole ticks: nobody counts half a thing.
    """
    known = [one for one in values if one is not None]
    if zero or not known:
        known.append(0)
    low, high = min(known), max(known)
    if low == high:  # one value, or the same again and again
        low, high = (min(low, 0), max(high, 0)) if low else (0, MICRO)
    step = _step(low, high, steps, least=1 if any(one % MICRO for one in known) else MICRO)
    first, last = low // step, -(-high // step)
    ticks = [Mark(one * step, number(one * step, 0)) for one in range(first, last + 1)]
    return Scale(low=first * step, high=last * step, start=start, end=end, ticks=ticks)


def _step(low: int, high: int, steps: int, least: int) -> int:
    """The smallest of 1, 2, 5, 10 … that covers the values in so many intervals, but no less than ``least``."""
    power: int = max(10 ** max(len(str((high - low) // steps)) - 1, 0), least)  # smaller ones cannot cover them
    while True:
        for one in _ROUND:
            step = one * power
            if -(-high // step) - low // step <= steps:
                return step
        power *= 10


def ordinal(day: str) -> int:
    """An ISO day as a value of a scale."""
    return date.fromisoformat(day).toordinal() * MICRO


def calendar(days: Sequence[str], *, start: float = 0.0, end: float = 100.0) -> Scale:
    """A scale of ISO days with a tick at the beginning of each quarter, half-year or year, as there is room."""
    first, last = min(days), max(days)
    low, high = ordinal(first), max(ordinal(last), ordinal(first) + MICRO)
    spread = (high - low) // MICRO
    months = (1, 4, 7, 10) if spread < 4 * _QUARTER else (1, 7) if spread < 3 * _YEAR else (1,)
    marks = [
        Mark(ordinal(day), f"{year}年{month}月" if len(months) > 1 else f"{year}年")
        for year in range(int(first[:4]), int(last[:4]) + 2)
        for month in months
        if low <= ordinal(day := f"{year}-{month:02d}-01") <= high
    ]
    return Scale(low=low, high=high, start=start, end=end, ticks=marks)
