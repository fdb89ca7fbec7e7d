"""Figures that facts have written, as values to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from generator.core.numbers import MISSING, micro


@lru_cache(maxsize=8_192)
def per_cent(text: str) -> int | None:
    """A percentage as pages show it, in millionths; None where there is none."""
    plain = text.replace(",", "").replace("−", "-").removesuffix("%").strip()
    return None if not plain or plain == MISSING else micro(Fraction(plain))


def of_all(number: int, every: int, *, some: str, whole: str, none: str) -> str:
    """What a title says of so many of all: ``some``, or in other words that it is the whole, or none."""
    return none if not number else whole if number == every else some


def named(names: Sequence[str]) -> str:
    """What a title says of several that are alike: up to three by name, more by the first and how many."""
    told = "、".join(f"“{one}”" for one in names[: 3 if len(names) <= 3 else 1])
    return told if len(names) <= 3 else f"{told}等 {len(names)} 个"
