"""Pages with holes: the views say what each page shows, the engine fills the holes, the registry binds the two."""

from __future__ import annotations

from generator.pages.sources import PageSource, read_sources
from generator.pages.stamping import stamp_pages

__all__ = ["PageSource", "read_sources", "stamp_pages"]
