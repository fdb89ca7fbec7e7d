"""What a job leaves beside its files: what the index lists, and where packed rows stand that larger sets hold too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from generator.core.archive import Part
from generator.core.output import DownloadFile, Output
from generator.downloads.cells import Form
from generator.downloads.formats import FORMATS


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A packed part inside an archive: where it begins and ends, and the size and checksum of what it holds."""

    first: int
    last: int
    size: int
    crc: int

    def part(self, content: memoryview) -> Part:
        """The part, from the archive's content."""
        return Part(packed=content[self.first : self.last], size=self.size, crc=self.crc)


@dataclass(kw_only=True)
class Notes:
    """Small, and can be sent from one process to another.

    ``files``: a set's stem → its files. ``places``: a path → table → its rows. ``projects``: a folder's index → the
    lines of its projects in the list of their year. ``flat``: a flat table → how many rows it has.
    """

    files: dict[str, list[DownloadFile]] = field(default_factory=dict)
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    projects: dict[int, list[str]] = field(default_factory=dict)
    flat: dict[str, int] = field(default_factory=dict)

    def file(self, stem: str, format_name: str, content: bytes) -> Output:
        """A file of a set as an output, noted for the index."""
        chosen = FORMATS[format_name]
        output = Output(path=stem + chosen.suffix, content=content)
        described = DownloadFile(
            format=format_name,
            title=chosen.title,
            path=output.path,
            media_type=chosen.media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self.files.setdefault(stem, []).append(described)
        return output


# The archive that holds a set's rows in each form.
ARCHIVES: dict[Form, str] = {"sheet": "xlsx", "people": "zip-zh", "csv": "zip", "json": "zip-json"}
