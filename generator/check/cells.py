"""Types and constraints of cells, judged by frictionless once per distinct value of a column.

Judging distinct values instead of rows is what makes frictionless affordable at the size of a city (most columns of
50,000 cells have a few hundred distinct values); a test holds the verdicts to stock ``frictionless validate``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import frictionless
import numpy as np
import pandas as pd
import pyarrow as pa

from generator.check.advice import LEXICAL, LONGEST, advice
from generator.core.characters import shortened
from generator.core.codes import UNFILLED
from generator.core.descriptor import field_descriptor
from generator.core.numbers import MICRO
from generator.core.schema import FIRST_DAY, LAST_DAY, Field

WANTED = {
    "number": "数字，如 1234.56",
    "integer": "整数，如 12",
    "year": "四位年度，如 2024",
    "date": "日期，如 2024-08-30",
    "string": "文字",
}
PERMISSION = f"原件未填的不要补数，请申请豁免（规则 {UNFILLED}，理由写原件未填）。"
# 10 万亿元, several times a province's budget: certainly yuan in a column of 万元, and sums stay far below 2^63.
_TOO_MUCH = 10**9
# A pattern is tried on no longer text: patterns of schemas are for codes, addresses and short lists.
_LONGEST_PATTERNED = 2_000


@dataclass(frozen=True, kw_only=True)
class Told:
    """A refused value in words."""

    expected: str
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A value that its field refuses; what to say of it is worked out only when it is asked for.

    ``why``: it is ``missing``, ``unfilled`` (as the original may have left it), ``blank``, of another ``type``, of no
    ``time``, too ``much``, or the constraint that it breaks.
    """

    field: Field
    text: str
    why: str

    @property
    def code(self) -> str:
        """The structural code of its finding."""
        if self.why == "missing" or (self.why == "blank" and self.field.required):
            return "S02"
        if self.why == "unfilled" or (self.why == "blank" and self.field.expected):
            return UNFILLED
        return "S01" if self.why == "type" else "S03"

    @property
    def value(self) -> str:
        """The value as a message quotes it."""
        return shortened(self.text)

    @cached_property
    def told(self) -> Told:
        """The value in words."""
        return _TELLERS.get(self.why, _constraint)(self)

    @property
    def expected(self) -> str:
        """What was expected."""
        return self.told.expected

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.told.message

    @property
    def hint(self) -> str:
        """What to do."""
        return self.told.hint


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
    if cells.empty:  # most tables of a small district
        return _column(cells, np.zeros(0, dtype="int64"), [], field, False), []
    array = pa.array(cells.array, type=pa.large_string())
    encoded = (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    codes = np.where(np.isnan(codes), -1, codes).astype("int64") if codes.dtype.kind == "f" else codes.astype("int64")
    values: list[str] = encoded.dictionary.to_pylist()
    typed: list[Any] = []
    wrong: dict[int, Fault] = {}
    for index, (result, why) in enumerate(map(_judge(field), values) if values else ()):
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
    if field.type in ("number", "integer", "year"):
        known = np.array([value is not None for value in typed] + [False])
        whole = np.array([0 if value is None else value for value in typed] + [0], dtype="int64")
        return pd.Series(pd.arrays.IntegerArray(whole[codes], ~known[codes]), index=cells.index)
    if faulty:
        bad = np.array([value is None for value in typed] + [True])
        return cells.mask(bad[codes])
    return cells


def _judge(field: Field) -> Callable[[str], tuple[Any, str]]:
    """A reader of one cell: (typed value, '') or (None, why it is refused)."""
    read = _reader(field)
    lexical = LEXICAL.get(field.type)
    longest = int(field.constraints.get("maxLength", 0))
    whole = field.type == "string" and "pattern" in field.constraints
    quick = _refusal(field)

    def judge(value: str) -> tuple[Any, str]:
        if not value.strip():
            return None, "blank"
        if lexical is not None and not lexical.fullmatch(value):
            return None, "type"
        if longest and len(value) > longest:  # what is longer than it may be is not searched
            return None, "maxLength"
        if whole and (len(value) > _LONGEST_PATTERNED or "\n" in value):  # «$» would let a last line end pass
            return None, "pattern"
        if quick is not None and (why := quick(value)):
            return None, why
        result, notes = read(value)
        if notes:
            return None, "type" if "type" in notes else next(iter(notes))
        if isinstance(result, Decimal):
            if field.unit == "万元" and abs(result) >= _TOO_MUCH:
                return None, "much"
            return int(result * MICRO), ""
        if field.type in ("integer", "year"):
            return int(result), ""
        if field.type == "date" and not FIRST_DAY <= value <= LAST_DAY:
            return None, "time"
        return value, ""

    return judge


def _refusal(field: Field) -> Callable[[str], str] | None:
    """A quick look at texts of a list or a pattern: the constraint that one breaks, as frictionless would say."""
    others = set(field.constraints) - {"required", "maxLength", "unique"}
    if field.type != "string" or len(others) != 1:
        return None
    if "enum" in others:
        known = frozenset(field.constraints["enum"])
        return lambda value: "" if value in known else "enum"
    if "pattern" in others:
        pattern = re.compile(str(field.constraints["pattern"]))
        return lambda value: "" if pattern.fullmatch(value) else "pattern"
    return None


def _reader(field: Field) -> Callable[[str], tuple[Any, Any]]:
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
def _stock(descriptor: str) -> Callable[[str], tuple[Any, Any]]:
    """The reader for a type and its constraints, whatever the field is called: making one takes a while."""
    read: Callable[[str], tuple[Any, Any]] = frictionless.Field.from_descriptor(
        {"name": "cell", **json.loads(descriptor)}
    ).create_cell_reader()
    return read


# In words.


def _missing(fault: Fault) -> Told:
    return Told(expected="必填", message="没有填写。", hint=_fill_in(fault.field))


def _unfilled(fault: Fault) -> Told:
    return Told(expected="必填", message="没有填写。", hint=_fill_in(fault.field) + PERMISSION)


def _blank(fault: Fault) -> Told:
    if fault.field.wanted:
        permission = "" if fault.field.required else PERMISSION
        return Told(expected="必填", message="只有空格。", hint=_fill_in(fault.field) + permission)
    return Told(expected=WANTED[fault.field.type], message="只有空格。", hint="没有内容时请把这一格留空。")


def _fill_in(field: Field) -> str:
    return f"请填写「{field.title}」：{field.description}"


def _type(fault: Fault) -> Told:
    wanted = WANTED[fault.field.type]
    return Told(
        expected=wanted,
        message=f"写的是「{fault.value}」，应是{wanted}。",
        hint=advice(fault.field, fault.text) or f"请按「{fault.field.example}」这样填写。",
    )


def _time(fault: Fault) -> Told:
    span = f"{FIRST_DAY} 至 {LAST_DAY} 之间"
    return Told(
        expected=f"{span}的日期",
        message=f"写的是「{fault.value}」，应在 {span}。",
        hint="多半是年份写错；长期有效或没有日期的，请留空。",
    )


def _much(fault: Fault) -> Told:
    return Told(
        expected="小于 10 亿万元",
        message=f"写的是「{fault.value}」万元，超过 10 万亿元。",
        hint="多半是把元写进了万元的列，请核对单位。",
    )


def _choice(fault: Fault) -> Told:
    choices = fault.field.constraints.get("enum") or ()
    expected = "、".join(map(str, choices))
    plain = _plain(fault.text)
    same = [value for value, words in fault.field.value_synonyms.items() if plain in words]
    hint = f"请写成「{plain}」，不带空格，不用全角字符。" if plain in choices else f"只能填：{expected}。"
    hint = f"请写成「{same[0]}」。" if same else hint
    return Told(expected=expected, message=f"写的是「{fault.value}」，不在可选范围内。", hint=hint)


def _bound(fault: Fault) -> Told:
    word = "不小于" if fault.why == "minimum" else "不大于"
    expected = f"{word} {fault.field.constraints.get(fault.why)}{fault.field.unit}"
    return Told(expected=expected, message=f"写的是「{fault.value}」，应{expected}。", hint="请核对数值和单位。")


def _length(fault: Fault) -> Told:
    word, hint = "不少于", "请补充内容。"
    if fault.why == "maxLength":
        word, hint = "不超过", "请精简文字；全文可作为附件另行公开。"
    expected = f"{word} {fault.field.constraints.get(fault.why)} 字"
    return Told(expected=expected, message=f"有 {len(fault.text)} 字，应{expected}。", hint=hint)


def _constraint(fault: Fault) -> Told:
    field, plain = fault.field, _plain(fault.text)
    if fault.why == "pattern" and plain != fault.text and re.fullmatch(str(field.constraints.get("pattern")), plain):
        hint = f"请写成「{plain}」，不带空格，不用全角字符。"
    else:
        hint = advice(field, fault.text) or f"请按「{field.example}」这样填写：{field.description}"
    return Told(expected=field.description, message=f"写的是「{fault.value}」，写法不合规定。", hint=hint)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST]).strip()


_TELLERS: Mapping[str, Callable[[Fault], Told]] = {
    "missing": _missing,
    "unfilled": _unfilled,
    "blank": _blank,
    "type": _type,
    "time": _time,
    "much": _much,
    "enum": _choice,
    "minimum": _bound,
    "maximum": _bound,
    "minLength": _length,
    "maxLength": _length,
}
