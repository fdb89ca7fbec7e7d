"""The arithmetic of annual statements: relations between figures, their verdicts, and the rules that report them."""

from __future__ import annotations

from generator.rules.statements import findings
from generator.rules.statements.recompute import COLUMNS, recompute

__all__ = ["COLUMNS", "findings", "recompute"]
