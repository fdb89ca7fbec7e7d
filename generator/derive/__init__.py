"""From checked frames to everything the pages say: pure computation, no I/O."""

from __future__ import annotations

from generator.derive.site import Shared, Site, derive, derive_shared

__all__ = ["Shared", "Site", "derive", "derive_shared"]
