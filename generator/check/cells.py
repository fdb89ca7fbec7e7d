"""Types and constraints of cells, judged by frictionless once per distinct value of a column.

Judging distinct values instead of rows is what makes frictionless affordable at the size of a city (most columns of
50,000 cells have a few hundred distinct values); a test holds the verdicts to stock ``frictionless validate``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.check.values import Fault, Reader, judge_of
from generator.core.codes import UNFILLED
from generator.core.descriptor import field_descriptor
from generator.core.schema import Field


@dataclass(frozen=True, kw_only=True)
class ColumnFaults:
    """The refused cells of a column in the order of its rows, and why each is refused."""

    positions: np.ndarray
    which: np.ndarray  # of ``faults``
    faults: Sequence[Fault]

    @classmethod
    def of(cls, faults: Sequence[tuple[np.ndarray, Fault]]) -> ColumnFaults:
        """Those that ``type_column`` found."""
        positions = np.concatenate([positions for positions, _ in faults])
        which = np.repeat(np.arange(len(faults)), [len(positions) for positions, _ in faults])
        order = np.argsort(positions, kind="stable")
        return cls(positions=positions[order], which=which[order], faults=[fault for _, fault in faults])

    @cached_property
    def codes(self) -> np.ndarray:
        """The code of each."""
        codes: np.ndarray = np.array([fault.code for fault in self.faults])[self.which]
        return codes

    @cached_property
    def missing(self) -> np.ndarray:
        """The positions of empty cells that must be filled, or ought to be."""
        return self._where(lambda fault: fault.why in ("missing", "unfilled"))

    @cached_property
    def unread(self) -> np.ndarray:
        """The positions of cells of which nobody knows what they ought to hold: all but those left blank."""
        return self._where(lambda fault: fault.code != UNFILLED)

    def _where(self, wanted: Callable[[Fault], bool]) -> np.ndarray:
        positions: np.ndarray = self.positions[np.array([wanted(fault) for fault in self.faults])[self.which]]
        return positions

    def fault(self, place: int) -> Fault:
        """The one at a place of ``positions``."""
        return self.faults[int(self.which[place])]

    def without(self, explained: np.ndarray) -> ColumnFaults:
        """The same without the rows for which a mask is true."""
        return self.only(~explained)

    def only(self, wanted: np.ndarray) -> ColumnFaults:
        """The same with just the rows for which a mask is true."""
        left = wanted[self.positions]
        return ColumnFaults(positions=self.positions[left], which=self.which[left], faults=self.faults)


def type_column(cells: pd.Series, field: Field) -> tuple[pd.Series, list[tuple[np.ndarray, Fault]]]:
    """Type one column: ``str`` cells → the typed column, and each fault with the positions of its rows.

    Numbers become Int64 millionths, integers and years Int64, dates and texts stay ``str``; a refused cell becomes
    missing.
    """
    if cells.empty:
        return (cells.astype("Int64") if field.numeric else cells), []
    array = pa.array(cells.array, type=pa.large_string())
    encoded = (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    codes = np.where(np.isnan(codes), -1, codes).astype("int64") if codes.dtype.kind == "f" else codes.astype("int64")
    values: list[str] = encoded.dictionary.to_pylist()
    typed: list[Any] = []
    wrong: dict[int, Fault] = {}
    for index, (result, why) in enumerate(map(judge_of(field, stock_reader(field)), values) if values else ()):
        typed.append(result)
        if why:
            wrong[index] = Fault(field=field, text=values[index], why=why)
    order = np.argsort(codes, kind="stable") if wrong else codes[:0]
    ends = np.searchsorted(codes[order], np.arange(-1, len(values)), side="right") if wrong else codes[:0]
    faults = [(order[ends[index] : ends[index + 1]], fault) for index, fault in wrong.items()]
    missing = codes == -1
    if field.wanted and missing.any():
        why = "missing" if field.required else "unfilled"
        faults.append((np.flatnonzero(missing), Fault(field=field, text="", why=why)))
    return _column(cells, codes, typed, field, bool(faults)), faults


def _column(cells: pd.Series, codes: np.ndarray, typed: list[Any], field: Field, faulty: bool) -> pd.Series:
    if field.numeric:
        known = np.array([value is not None for value in typed] + [False])
        whole = np.array([0 if value is None else value for value in typed] + [0], dtype="int64")
        return pd.Series(pd.arrays.IntegerArray(whole[codes], ~known[codes]), index=cells.index)
    if faulty:
        bad = np.array([value is None for value in typed] + [True])
        return cells.mask(bad[codes])
    return cells


def stock_reader(field: Field) -> Reader:
    """The reader of stock frictionless: (value, notes of what is wrong by constraint)."""
    descriptor = {name: part for name, part in field_descriptor(field).items() if name in ("type", "constraints")}
    read = _stock(json.dumps(descriptor))
    if field.type != "string" or not set(field.constraints) <= {"required", "minLength", "maxLength"}:
        return read
    judged: dict[int, Any] = {}  # of such a text only the length matters

    def by_length(value: str) -> tuple[Any, Any]:
        if len(value) not in judged:
            judged[len(value)] = read(value)[1]
        return value, judged[len(value)]

    return by_length


@lru_cache(maxsize=1024)
def _stock(descriptor: str) -> Reader:
    """The reader for a type and its constraints, whatever the field is called: making one takes a while."""
    import frictionless  # half a second that a check of unchanged files can do without

    read: Reader = frictionless.Field.from_descriptor({"name": "cell", **json.loads(descriptor)}).create_cell_reader()
    return read
