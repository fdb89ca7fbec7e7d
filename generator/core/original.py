"""The original files of what a department-year discloses: where they lie, and what of them is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.core import addresses
from generator.core.package import Document, Package

MAX_BYTES = 10 * 1024 * 1024  # of a file


@dataclass(frozen=True, kw_only=True)
class Original:
    """A file in the folder ``originals`` of a department-year: its name, where it lies, and how messages call that."""

    division: str
    fiscal_year: int
    department: str
    name: str
    place: Path
    path: str

    @property
    def key(self) -> tuple[str, int, str]:
        """Division, fiscal year, department."""
        return (self.division, self.fiscal_year, self.department)


@dataclass(frozen=True, kw_only=True)
class PublishedOriginal:
    """An original that may be published, and the document that names it; ``size`` and ``sha256`` as published."""

    original: Original
    document: Document
    package: Package
    size: int
    sha256: str

    @property
    def kind(self) -> str:
        """What people call its kind: PDF."""
        return self.original.name.rpartition(".")[2].upper()

    @property
    def address(self) -> str:
        """Where it is published, below the site's root."""
        return addresses.original(*self.original.key, self.original.name)
