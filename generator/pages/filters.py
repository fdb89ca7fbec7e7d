"""What templates may call on a value: words and names for style sheets, never markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.derive.findings import WORDS
from generator.derive.text import MISSING

_GRADES: Mapping[str, str] = {"优": "a", "优秀": "a", "良": "b", "良好": "b", "中": "c", "差": "d"}


def dash(value: str) -> str:
    """The text, or a dash where the source leaves it empty."""
    return value or MISSING


def grade(value: str) -> str:
    """A grade's style: a to d, x for any other word."""
    return _GRADES.get(value, "x")


def severity(value: str) -> str:
    """A finding's severity in Chinese."""
    return next(word for level, word in WORDS.items() if level == value)


def paragraphs(value: str) -> list[str]:
    """A text's non-empty lines."""
    return [line.strip() for line in value.splitlines() if line.strip()]


def grouped(value: int) -> str:
    """A count with thousands separators."""
    return f"{value:,}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "dash": dash,
    "grade": grade,
    "severity": severity,
    "paragraphs": paragraphs,
    "grouped": grouped,
}
