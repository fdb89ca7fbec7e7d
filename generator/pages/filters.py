"""What templates may call on a value: words and names for style sheets, never markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.derive.findings import WORDS
from generator.derive.rows import Row
from generator.derive.text import MISSING
from generator.model import Field, Table

_GRADES: Mapping[str, str] = {"优": "a", "优秀": "a", "良": "b", "良好": "b", "中": "c", "差": "d"}


# Fields that say again what the page is about.
_SAID = frozenset({"project_code", "project_name", "agency_code"})


def dash(value: str | None) -> str:
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


def shown(table: Table, rows: Sequence[Row]) -> list[Field]:
    """The fields of a table that any of the rows fills, without those the page of a project says at its top."""
    return [
        field
        for field in table.fields
        if field.name not in _SAID and any(getattr(row, field.name, None) is not None for row in rows)
    ]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "dash": dash,
    "grade": grade,
    "severity": severity,
    "paragraphs": paragraphs,
    "grouped": grouped,
    "shown": shown,
}
