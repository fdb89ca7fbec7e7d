"""Files to publish, and sets of them to download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Output:
    """A file to publish: its path inside the output folder, with forward slashes, and its bytes."""

    path: str
    content: bytes


DownloadKind = Literal["all", "flat", "division-year", "table", "department-year", "originals"]


@dataclass(frozen=True, kw_only=True)
class DownloadFile:
    """One file of a set: its format (a key of ``downloads.FORMATS``), path below the site's root, bytes and SHA-256."""

    format: str
    title: str
    path: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DownloadSet:
    """One set of data in its formats.

    ``division``, ``year``, ``department`` and ``table`` are empty (0) where the set is not about one; ``published`` is
    the latest publication date of the packages in it (YYYY-MM-DD); ``sample`` says that it holds invented data. The
    originals of a department-year are files that its data were taken from: no rows, each a file of its own.
    """

    kind: DownloadKind
    title: str
    division: str = ""
    year: int = 0
    department: str = ""
    table: str = ""
    rows: int
    tables: int
    published: str
    sample: bool
    files: tuple[DownloadFile, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that name the set within its kind."""
        return tuple(str(one) for one in (self.division, self.year, self.department, self.table) if one)

    def file(self, format_name: str) -> DownloadFile | None:
        """The file in that format, or None."""
        return next((one for one in self.files if one.format == format_name), None)
