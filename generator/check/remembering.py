"""Rows of files that were typed before, in the same program and by the same schema, are not typed again.

The few others are judged as in a reader's browser, without frictionless, which takes half a second to start; a test
holds the two judges alike for every field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.check.cells import ColumnFaults, type_column
from generator.check.values import plain_judge
from generator.core.schema import Field, Table
from generator.load.kept import Kept, Store, worth

_TYPED = "typed"
_FEW = 2_000  # rows that are judged sooner than frictionless has started


@dataclass(frozen=True, kw_only=True)
class Typing:
    """How the rows of a table are typed: those of unchanged files from what was kept, the others anew.

    ``there``, ``kept``: positions of rows in the frame, and where their values lie in what was kept; ``anew``: the
    positions of all others.
    """

    table: Table
    cells: Any
    there: np.ndarray
    kept: np.ndarray
    anew: np.ndarray

    @property
    def _few(self) -> bool:
        return len(self.anew) <= _FEW

    def some(self, rows: np.ndarray) -> Typing:
        """The same for some rows, all of which are in what was kept."""
        places = np.zeros(len(self.there), dtype="int64")
        places[self.there] = self.kept
        empty = np.zeros(0, dtype="int64")
        return replace(self, there=np.arange(len(rows)), kept=places[rows], anew=empty)

    def column(self, raw: pd.Series, field: Field) -> tuple[pd.Series, ColumnFaults]:
        """A column as ``type_column`` types it, and what is wrong with its cells."""
        if not len(self.there):
            return type_column(raw, field)
        typed, found = type_column(raw.iloc[self.anew], field, plain_judge if self._few else None)
        faults = found.moved(self.anew)
        if field.numeric:
            return self._numbers(raw, typed, field), faults
        if not len(faults):
            return raw, faults
        refused = np.zeros(len(raw), dtype=np.bool_)
        refused[faults.positions] = True
        return raw.mask(refused), faults

    def _numbers(self, raw: pd.Series, typed: pd.Series, field: Field) -> pd.Series:
        values, missing = np.zeros(len(raw), dtype="int64"), np.ones(len(raw), dtype=np.bool_)
        before = self.cells[field.name].combine_chunks()
        nulls = before.is_null().to_numpy(zero_copy_only=False)
        values[self.there] = before.fill_null(0).to_numpy(zero_copy_only=False)[self.kept]
        missing[self.there] = nulls[self.kept]
        gone = typed.isna().to_numpy()
        values[self.anew], missing[self.anew] = typed.fillna(0).to_numpy(dtype="int64"), gone
        return pd.Series(pd.arrays.IntegerArray(values, missing), index=raw.index)


def typing(table: Table, rows: int, store: Store | None) -> Typing:
    """How to type the rows of a table."""
    found = store.read_more(table.name, _TYPED) if store is not None else Kept()
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    for path, now in (store.seen(table.name) if store is not None and found.files else {}).items():
        before = found.find(path, now.digest)
        if before is not None and before.rows == now.rows:
            pairs.append((np.arange(now.first, now.first + now.rows), np.arange(before.first, before.first + now.rows)))
    empty = np.zeros(0, dtype="int64")
    there = np.concatenate([one for one, _ in pairs]) if pairs else empty
    kept = np.concatenate([one for _, one in pairs]) if pairs else empty
    rest = np.ones(rows, dtype=np.bool_)
    rest[there] = False
    return Typing(table=table, cells=found.cells, there=there, kept=kept, anew=np.flatnonzero(rest))


def keep(how: Typing, frame: pd.DataFrame, wrong: Sequence[np.ndarray], store: Store | None) -> None:
    """Keep what was typed of files in which no cell was refused; ``wrong``: the positions of refused cells."""
    numeric = [one.name for one in how.table.fields if one.numeric]
    if store is None or not worth(len(frame), len(how.there)):
        return
    refused = np.unique(np.concatenate(wrong)) if wrong else np.zeros(0, dtype="int64")
    files = {
        path: one
        for path, one in store.seen(how.table.name).items()
        if np.searchsorted(refused, one.first) == np.searchsorted(refused, one.first + one.rows)
    }
    # A table without numbers is kept as well: its texts need not be judged again.
    columns = {name: pa.array(frame[name], pa.int64(), from_pandas=True) for name in numeric}
    cells = pa.table(columns or {"_": pa.nulls(len(frame), pa.int64())})
    store.note_more(how.table.name, _TYPED, cells, files, len(how.there))
