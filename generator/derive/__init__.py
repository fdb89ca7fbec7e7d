"""From checked frames to everything the pages say: pure computation, no I/O."""

from __future__ import annotations

from generator.derive.site import Site, derive

__all__ = ["Site", "derive"]
