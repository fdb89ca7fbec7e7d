"""Types and constraints of cells, judged by frictionless once per distinct value of a column.

Judging distinct values instead of rows is what makes frictionless affordable at the size of a city (most columns of
50,000 cells have a few hundred distinct values); a test holds the verdicts to stock ``frictionless validate``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.check.advice import LEXICAL
from generator.check.values import Fault, Judge, Reader, judge_of
from generator.core.codes import UNFILLED
from generator.core.descriptor import field_descriptor
from generator.core.schema import Field


@dataclass(frozen=True, kw_only=True)
class ColumnFaults:
    """The refused cells of a column in the order of its rows, and why each is refused.

    ``which``: for each, the place of its text in ``texts`` and of its reason in ``why``; a ``Fault`` is made only of
    those that are told.
    """

    field: Field
    positions: np.ndarray
    which: np.ndarray
    texts: Sequence[str]
    why: np.ndarray

    def __len__(self) -> int:
        return len(self.positions)

    @cached_property
    def codes(self) -> np.ndarray:
        """The code of each."""
        return self._of_reasons(lambda fault: fault.code)

    @cached_property
    def missing(self) -> np.ndarray:
        """The positions of empty cells that must be filled, or ought to be."""
        there: np.ndarray = self.positions[self._of_reasons(lambda fault: fault.why in ("missing", "unfilled"))]
        return there

    @cached_property
    def unread(self) -> np.ndarray:
        """The positions of cells of which nobody knows what they ought to hold: all but those left blank."""
        there: np.ndarray = self.positions[self._of_reasons(lambda fault: fault.code != UNFILLED)]
        return there

    def _of_reasons(self, said: Callable[[Fault], Any]) -> np.ndarray:
        """What is said of the reason of each."""
        if not len(self.positions):
            return np.zeros(0, dtype=np.bool_)
        reasons, places = np.unique(self.why[self.which], return_inverse=True)
        said_of = np.array([said(Fault(field=self.field, text="", why=str(one))) for one in reasons])
        each: np.ndarray = said_of[places]
        return each

    def fault(self, place: int) -> Fault:
        """The one at a place of ``positions``."""
        which = int(self.which[place])
        return Fault(field=self.field, text=self.texts[which], why=str(self.why[which]))

    def without(self, explained: np.ndarray) -> ColumnFaults:
        """The same without the rows for which a mask is true."""
        return self.only(~explained)

    def only(self, wanted: np.ndarray) -> ColumnFaults:
        """The same with just the rows for which a mask is true."""
        left = wanted[self.positions]
        return replace(self, positions=self.positions[left], which=self.which[left])

    def moved(self, places: np.ndarray) -> ColumnFaults:
        """The same where the rows stand at other places, given for each in ascending order."""
        return replace(self, positions=places[self.positions])


def type_column(
    cells: pd.Series, field: Field, judging: Callable[[Field], Judge] | None = None
) -> tuple[pd.Series, ColumnFaults]:
    """Type one column: ``str`` cells → the typed column, and what is wrong with its cells.

    Numbers become Int64 millionths, integers and years Int64, dates and texts stay ``str``; a refused cell becomes
    missing. ``judging``: who makes the judge; frictionless judges, unless given.
    """
    if cells.empty:
        return (cells.astype("Int64") if field.numeric else cells), _faults(field, np.zeros(0, "int64"), [], [])
    codes, values = _few_encoded(cells) if len(cells) <= _FEW else _encoded(cells)
    typed: list[Any] = []
    why: list[str] = []
    judge = (judging or _stock_judge)(field) if values else None
    formless = _formless(values, field)
    for index, value in enumerate(values):
        result, reason = (None, "type") if judge is None or formless[index] else judge(value)
        typed.append(result)
        why.append(reason)
    missing = ("missing" if field.required else "unfilled") if field.wanted else ""
    faults = _faults(field, codes, [*values, ""], [*why, missing])
    return _column(cells, codes, typed, field, any(why) or bool(missing and len(faults))), faults


_FEW = 100  # cells: Arrow takes longer to begin with so few than Python takes for them


def _encoded(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Which of the distinct texts of a column each cell holds, -1 for none; and the texts."""
    array = pa.array(cells.array, type=pa.large_string())
    encoded = (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    codes = np.where(np.isnan(codes), -1, codes).astype("int64") if codes.dtype.kind == "f" else codes.astype("int64")
    return codes, encoded.dictionary.to_pylist()


def _few_encoded(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """The same of a few cells."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(one, len(numbers)) if isinstance(one, str) else -1 for one in cells.tolist()]
    return np.array(codes, dtype="int64"), [*numbers]


# What Python takes for white space, in Arrow's words.
_BLANK = r"^[\s\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*$"
_MANY = 1_000  # distinct values from which on a look at all of them at once pays


def _formless(texts: Sequence[str], field: Field) -> npt.NDArray[np.bool_]:
    """The distinct values that are surely not of the type: they have not its form, and are not blank."""
    lexical = LEXICAL.get(field.type)
    if lexical is None or len(texts) < _MANY:
        return np.zeros(len(texts), dtype=np.bool_)
    values = pa.array(texts, type=pa.large_string())
    blank = pc.match_substring_regex(values, _BLANK)
    formed = pc.match_substring_regex(values, f"^(?:{lexical.pattern})$")
    formless: npt.NDArray[np.bool_] = pc.invert(pc.or_(blank, formed)).to_numpy(zero_copy_only=False)
    return formless


def _faults(field: Field, codes: np.ndarray, texts: Sequence[str], why: Sequence[str]) -> ColumnFaults:
    """Those of a column; ``codes``: which text each cell holds, -1 for none; ``why``: by text, the last for none."""
    reasons = np.array(why, dtype=np.str_)
    positions = np.flatnonzero((reasons != "")[codes]) if len(codes) else codes
    which = codes[positions] % max(len(texts), 1)
    return ColumnFaults(field=field, positions=positions, which=which, texts=texts, why=reasons)


def _column(cells: pd.Series, codes: np.ndarray, typed: list[Any], field: Field, faulty: bool) -> pd.Series:
    if field.numeric:
        known = np.array([value is not None for value in typed] + [False])
        whole = np.array([0 if value is None else value for value in typed] + [0], dtype="int64")
        return pd.Series(pd.arrays.IntegerArray(whole[codes], ~known[codes]), index=cells.index)
    if faulty:
        bad = np.array([value is None for value in typed] + [True])
        return cells.mask(bad[codes])
    return cells


def _stock_judge(field: Field) -> Judge:
    return judge_of(field, stock_reader(field))


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
