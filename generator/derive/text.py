"""Numbers and columns as the pages' modules ask for them."""

from __future__ import annotations

from generator.core.days import days_between
from generator.core.numbers import MISSING, Headline, mean, number, percent, plain, share, signed
from generator.core.numbers import headline as money
from generator.facts.columns import integers, numbers, strings

__all__ = [
    "MISSING",
    "Headline",
    "days_between",
    "integers",
    "mean",
    "money",
    "number",
    "numbers",
    "percent",
    "plain",
    "share",
    "signed",
    "strings",
]
