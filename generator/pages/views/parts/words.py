"""Words that several views put together alike."""

from __future__ import annotations

from typing import NamedTuple

from generator.core.numbers import number


class Meaning(NamedTuple):
    """A word, its style, and what it means."""

    word: str
    slug: str
    meaning: str


def gap(other: int | None, own: int | None) -> str:
    """How an independent score lies to the self-score, in words; empty where one of them is missing."""
    if other is None or own is None:
        return ""
    if other == own:
        return "与自评相同"
    return f"比自评{'低' if other < own else '高'} {number(abs(other - own))} 分"


def shortened(text: str, length: int = 110) -> str:
    """A text on one line, cut to a length for a page's description."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
