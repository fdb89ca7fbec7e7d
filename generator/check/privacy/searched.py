"""Files that hold nothing of what is sought, whatever else there is, are not searched again while they are the same.

Kept is only that nothing was found in a file, or a form, by a judge who excuses nothing: no code of the data, no
division. Such a judge finds whatever another finds of that year, so that no code that comes, goes or stops excusing can
make a kept answer wrong; where he found something, the file is searched each time anew.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.core.package import Package
from generator.load.kept import Store, digest

_KEPT = "searched.texts"
_SCHEMA = pa.schema([("file", pa.string())])
Positions = npt.NDArray[np.intp]


class Searched:
    """What was searched before, and what is to be kept of it now.

    ``today``: a judge who excuses nothing finds the same on every day of a year; the next one, he is asked anew.
    """

    def __init__(self, store: Store | None, today: date) -> None:
        self._store, self._base = store, digest(str(today.year).encode())
        cells = None if store is None else store.read(_KEPT, self._base).cells
        self._before: frozenset[str] = frozenset() if cells is None else frozenset(cells["file"].to_pylist())
        self._now: set[str] = set()

    def rows(self, table: str, rows: int) -> Positions | None:
        """The positions of the rows that are to be searched; None: all."""
        if not self._before or self._store is None:
            return None
        wanted = np.ones(rows, dtype=np.bool_)
        for word, own in self._store.told(table):
            if word in self._before:
                self._now.add(word)
                wanted[own.first : own.first + own.rows] = False
        return np.flatnonzero(wanted)

    def left(self, table: str, rows: int) -> int:
        """How many of so many rows are to be searched."""
        own = self.rows(table, rows) if rows else ()
        return rows if own is None else len(own)

    def form(self, package: Package) -> str:
        """What tells the texts of a form from any others."""
        return digest(f"form {package!r}".encode())

    def nothing(self, form: str) -> bool:
        """Whether nothing was found in a form before; it stays known."""
        if form not in self._before:
            return False
        self._now.add(form)
        return True

    def note_form(self, form: str) -> None:
        """Note that nothing was found in a form."""
        self._now.add(form)

    @property
    def noted(self) -> frozenset[str]:
        """What is to be kept so far, for another process that searches other tables."""
        return frozenset(self._now)

    def take(self, noted: frozenset[str]) -> None:
        """Take over what another process noted."""
        self._now |= noted

    def note(self, table: str, doubtful: Positions) -> None:
        """Note what was searched; ``doubtful``: the positions, in order, of all rows in which something was found."""
        if self._store is None:
            return
        for word, own in self._store.told(table):
            if np.searchsorted(doubtful, own.first) == np.searchsorted(doubtful, own.first + own.rows):
                self._now.add(word)

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        if self._store is not None and not self._now <= self._before:
            cells = pa.table({"file": sorted(self._now)}, schema=_SCHEMA)
            self._store.note(_KEPT, self._base, cells, {}, 0)
