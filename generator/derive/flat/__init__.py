"""Flat tables: one row a project-year, an evaluation, a finding, a rectification, a document owed, all from facts."""

from __future__ import annotations

from generator.derive.flat.columns import Column, FlatTable
from generator.derive.flat.frames import flat_frames
from generator.derive.flat.tables import FLAT_TABLES

__all__ = ["FLAT_TABLES", "Column", "FlatTable", "flat_frames"]
