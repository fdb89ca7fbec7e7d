"""The data as read and as checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from generator.core.facts import Facts
from generator.core.finding import Finding, Severity
from generator.core.original import Original, PublishedOriginal
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.profile import Profile
from generator.core.runs import Runs
from generator.core.schema import Catalogue


@dataclass(frozen=True, kw_only=True)
class Unread:
    """What stands in a form and is no value of it: comments, and all of a form in which something is wrong.

    ``text`` has the lines of the file, those that hold nothing of it empty.
    """

    file: str
    division: str
    year: int | None
    department: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The data as read: every cell still the text the file holds.

    ``frames``: table → frame with the table's context and field columns as ``str`` (missing = NaN; ``fiscal_year``
    int64), ``_file`` (path as messages print it) and ``_row`` (row in a spreadsheet, the header being row 1).
    """

    catalogue: Catalogue
    profiles: tuple[Profile, ...]
    packages: tuple[Package, ...]
    frames: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    files: int
    rows: int
    unread: tuple[Unread, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    originals: tuple[Original, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The data as checked: typed frames and everything found.

    ``frames``: as in ``Loaded``, with numbers as Int64 millionths of their unit, integers and years as Int64, dates as
    ISO text; without ``_file`` and ``_row``, which findings alone tell.
    ``facts``: what rules worked out from them, for all who come after; its tables have one row a key.
    ``runs``: what each rule looked at, in the order of the rows of the tables of ``facts``.
    ``originals``: the original files that may be published.
    """

    catalogue: Catalogue
    profiles: tuple[Profile, ...]
    packages: tuple[Package, ...]
    frames: Mapping[str, pd.DataFrame]
    facts: Facts
    findings: tuple[Finding, ...]
    files: int
    rows: int
    today: date
    runs: Runs = field(default_factory=Runs)
    originals: tuple[PublishedOriginal, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many places have that severity, those that are only counted among them."""
        return sum(finding.count for finding in self.findings if finding.severity == severity)
