"""Lines that both sides have byte for byte are one record each, and no change: files are compared without them.

Only of files in which a line is a record: where a cell is quoted it may hold an end of line, and all of it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
    """What is left of the files of one side; ``other``: the data folder of the other; ``whole``: what is read whole."""

    other: Path
    whole: Callable[[str], bool]
    _projects: set[tuple[str, bytes]] = field(default_factory=set)

    def left(self, path: str, content: bytes, table: Table) -> Excerpt | None:
        """The lines of a file, by its path below the data folder, that the other side has not; None: all are read."""
        own = None if self.whole(path) else _lines(content)
        theirs = None if own is None else self._others(path)
        names = None if own is None or theirs is None or own[0] != theirs[0] else _names(own[0], table)
        if own is None or theirs is None or names is None:
            return None
        kept = _only_here(own, theirs)
        if table.primary_key[:1] == ("project_code",):
            self._note(path, own, kept, names.index("project_code"))
        content = b"\n".join([own[0], *(own[place] for place in kept.tolist())]) + b"\n"
        return Excerpt(content=content, rows=kept + 1)

    def projects(self) -> Projects:
        """The projects of the lines that were left out: they are on both sides, whatever else differs."""
        found = set()
        for path, code in self._projects:
            division, year, department = folder_of(path).split("/")
            found.add((Place(division, int(year), department), code.decode()))
        return frozenset(found)

    def _others(self, path: str) -> Sequence[bytes] | None:
        try:
            return _lines(read_file(self.other / path, MAX_BYTES))
        except OSError:
            return None

    def _note(self, path: str, lines: Sequence[bytes], kept: Positions, column: int) -> None:
        """Note the projects of the lines that are not kept."""
        out = np.ones(len(lines), dtype=np.bool_)
        out[kept] = False
        out[0] = False
        cells = (lines[place].split(b",", column + 1) for place in np.flatnonzero(out).tolist())
        self._projects |= {(path, own[column]) for own in cells if len(own) > column}


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
