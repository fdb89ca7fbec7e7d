"""The figures that annual statements publish: the relations between them and their verdicts."""

from __future__ import annotations

from generator.facts.figures.recompute import COLUMNS, LABEL, NOTABLE, arithmetic

__all__ = ["COLUMNS", "LABEL", "NOTABLE", "arithmetic"]
