"""Check what was read: types and constraints, keys, rules; everything found in one go.

What judges whole tables brings pandas and frictionless with it; what judges one cell or one text does without them. So
these names are fetched when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.check.run import check
    from generator.check.typed import typed_frames

__all__ = ["check", "typed_frames"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from generator.check import run, typed

        return getattr(run if name == "check" else typed, name)
    raise AttributeError(name)
