"""Office files in few bytes: a pack stands in the downloads for every bureau's year, and most of it is short parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from generator.core import ooxml
from generator.core.archive import archive, whole


def office_file(parts: Mapping[str, str], clock: datetime) -> bytes:
    """The parts of a document or a workbook, by their paths, as one file."""
    entries = [whole(name, ooxml.short(content).encode()) for name, content in parts.items()]
    return archive(entries, clock)[0]
