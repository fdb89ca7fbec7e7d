"""Lines that both sides have byte for byte are one record each, and no change: files are compared without them.

Only of files in which a line is a record: where a cell is quoted it may hold an end of line, and all of it is read.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.compare.choosing import folder_of
from generator.compare.comparison import Place
from generator.core.schema import Table
from generator.load.csvfile import MAX_BYTES
from generator.load.excerpt import Excerpt
from generator.load.files import read_file
from generator.load.header import header_names

_MARK = b"\xef\xbb\xbf"
Positions = npt.NDArray[np.int64]
Projects = frozenset[tuple[Place, str]]


@dataclass(kw_only=True)
class Lines:
    """What is left of the files of one side, whose data folder stands ``here``, that of the other side at ``other``.

    ``whole``: which files are read whole. ``differing``: path of such a file below the data folder → those of its rows
    that the other side has not.
    """

    here: Path
    other: Path
    whole: Callable[[str], bool]
    differing: dict[str, Positions] = field(default_factory=dict)
    _shortened: dict[str, Table] = field(default_factory=dict)

    def left(self, path: str, content: bytes, table: Table) -> Excerpt | None:
        """The lines of a file, by its path below the data folder, that the other side has not; None: all are read."""
        found = self._set_apart(path, content, table)
        if found is None:
            return None
        own, kept = found
        if self.whole(path):
            self.differing[path] = kept + 1
            return None
        self._shortened[path] = table
        content = b"\n".join([own[0], *(own[place] for place in kept.tolist())]) + b"\n"
        return Excerpt(content=content, rows=kept + 1)

    def projects(self, places: Collection[Place]) -> Projects:
        """The projects of lines that were left out in some department-years: both sides have them, whatever differs."""
        found = set()
        folders = {one.path: one for one in places}
        for path, table in self._shortened.items():
            if (place := folders.get(folder_of(path))) and table.primary_key[:1] == ("project_code",):
                found |= {(place, code.decode()) for code in self._codes(path, table)}
        return frozenset(found)

    def _codes(self, path: str, table: Table) -> Iterator[bytes]:
        """The codes of projects in the lines of a file that were left out."""
        content = _content(self.here / path)
        if content is None or (found := self._set_apart(path, content, table)) is None:
            return
        own, kept = found
        column = (_names(own[0], table) or ()).index("project_code")
        for place in {*range(1, len(own))}.difference(kept.tolist()):
            cells = own[place].split(b",", column + 1)
            if len(cells) > column:
                yield cells[column]

    def _set_apart(self, path: str, content: bytes, table: Table) -> tuple[Sequence[bytes], Positions] | None:
        """The lines of a file, and the places of those that the other side has not; None where that cannot be told."""
        own, other = _lines(content), _content(self.other / path)
        theirs = None if own is None or other is None else _lines(other)
        if own is None or theirs is None or own[0] != theirs[0] or _names(own[0], table) is None:
            return None
        return own, _only_here(own, theirs)


def projects_in(top: Path, path: str, table: Table) -> Projects:
    """The projects that the lines of a file tell of; none where it is not of projects or cannot be read."""
    division, year, department = folder_of(path).split("/")
    content = _content(top / path)
    if content is None or table.primary_key[:1] != ("project_code",):
        return frozenset()
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    try:
        column = (header_names(next(rows, []), table) or []).index("project_code")
        codes = {row[column] for row in rows if len(row) > column}
    except (csv.Error, ValueError):
        return frozenset()
    return frozenset((Place(division, int(year), department), code) for code in codes)


def _content(path: Path) -> bytes | None:
    try:
        return read_file(path, MAX_BYTES)
    except OSError:
        return None


def _lines(content: bytes) -> Sequence[bytes] | None:
    """The lines of a file, the header first; None where a record may take several, or it is no file to be read."""
    if len(content) > MAX_BYTES or b'"' in content:
        return None
    content = content.removeprefix(_MARK).replace(b"\r\n", b"\n")
    if b"\r" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return content.rstrip(b"\n").split(b"\n")


def _names(header: bytes, table: Table) -> Sequence[str] | None:
    """The fields of the columns; None where the header is not as it should be."""
    return header_names(header.decode("utf-8").split(","), table)


def _only_here(own: Sequence[bytes], theirs: Sequence[bytes]) -> Positions:
    """The positions of the lines below the header that the others have not, or not as often: of these the last ones."""
    others = Counter(theirs[1:])
    kept = []
    for place, line in enumerate(own[1:], start=1):
        if others[line] > 0:
            others[line] -= 1
        else:
            kept.append(place)
    return np.array(kept, dtype=np.int64)
