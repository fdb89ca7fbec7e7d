"""What a check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.core.package import Reply, Waiver

Severity = Literal["error", "warning", "flag"]
# The severities as people read them, the most serious first.
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "提醒", "flag": "关注"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing found in the data: where, what, what was expected, and what to do next.

    ``plain``: its title in a few plain words, where its rule gives one. ``origin``: the cell of the clerk's own
    workbook, where the row was imported; ``others``: how many more of its kind its file has, which are counted and not
    told one by one.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    file: str
    division: str = ""
    year: int | None = None
    department: str = ""
    table: str = ""
    row: int | None = None
    field: str = ""
    record: str = ""
    name: str = ""
    value: str = ""
    expected: str = ""
    plain: str = ""
    waiver: Waiver | None = None
    reply: Reply | None = None
    others: int = 0
    origin: str = ""

    @property
    def count(self) -> int:
        """How many places it stands for."""
        return 1 + self.others
