"""Figures that facts have written, as values to be drawn."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from generator.core.numbers import MISSING, micro


@lru_cache(maxsize=8_192)
def per_cent(text: str) -> int | None:
    """A percentage as pages show it, in millionths; None where there is none."""
    plain = text.replace(",", "").replace("−", "-").removesuffix("%").strip()
    return None if not plain or plain == MISSING else micro(Fraction(plain))
