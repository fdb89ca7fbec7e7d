"""Check what was read: types and constraints, keys, rules; everything found in one go."""

from __future__ import annotations

from generator.check.run import check, typed_frames

__all__ = ["check", "typed_frames"]
