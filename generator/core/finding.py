"""What a check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.core.package import Reply, Waiver

Severity = Literal["error", "warning", "flag"]
# The severities as people read them, the most serious first.
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "提醒", "flag": "关注"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found in the data: where, what, what was expected, and what to do next."""

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
    waiver: Waiver | None = None
    reply: Reply | None = None
