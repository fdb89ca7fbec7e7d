"""Types and constraints of cells, judged by frictionless once per distinct value of a column.

Judging distinct values instead of rows is what makes frictionless affordable at the size of a city (most columns of
50,000 cells have a few hundred distinct values); a test holds the verdicts to stock ``frictionless validate``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import frictionless
import numpy as np
import pandas as pd
import pyarrow as pa

from generator.core.characters import shortened
from generator.core.descriptor import field_descriptor, number_pattern
from generator.core.numbers import MICRO
from generator.core.schema import FIRST_DAY, LAST_DAY, Field

# Stricter than frictionless, which reads full-width digits, 1e9 and NaN as numbers.
LEXICAL = {
    "number": re.compile(number_pattern(), re.ASCII),
    "integer": re.compile(r"-?\d{1,15}", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
}
WANTED = {
    "number": "数字，如 1234.56",
    "integer": "整数，如 12",
    "year": "四位年度，如 2024",
    "date": "日期，如 2024-08-30",
    "string": "文字",
}
# 10 万亿元, several times a province's budget: certainly yuan in a column of 万元, and sums stay far below 2^63.
_TOO_MUCH = 10**9
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a value is refused."""

    code: str
    value: str
    expected: str
    message: str
    hint: str


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
    for index, (result, fault) in enumerate(map(_judge(field), values) if values else ()):
        typed.append(result)
        if fault is not None:
            wrong[index] = fault
    order = np.argsort(codes, kind="stable") if wrong else codes[:0]
    ends = np.searchsorted(codes[order], np.arange(-1, len(values)), side="right") if wrong else codes[:0]
    faults = [(order[ends[index] : ends[index + 1]], fault) for index, fault in wrong.items()]
    missing = codes == -1
    if field.required and missing.any():
        fault = Fault(
            code="S02",
            value="",
            expected="必填",
            message="没有填写。",
            hint=f"请填写「{field.title}」：{field.description}",
        )
        faults.append((np.flatnonzero(missing), fault))
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


def _judge(field: Field) -> Callable[[str], tuple[Any, Fault | None]]:
    """A reader of one cell: (typed value, None) or (None, fault)."""
    read = _reader(field)
    lexical = LEXICAL.get(field.type)

    def judge(value: str) -> tuple[Any, Fault | None]:
        if not value.strip():
            return None, _blank(field, value)
        if lexical is not None and not lexical.fullmatch(value):
            return None, _wrong_type(field, value)
        result, notes = read(value)
        if notes:
            if "type" in notes:
                return None, _wrong_type(field, value)
            return None, _wrong_value(field, value, next(iter(notes)))
        if "pattern" in field.constraints and "\n" in value:  # «$» would let a last line end pass
            return None, _wrong_value(field, value, "pattern")
        if isinstance(result, Decimal):
            if field.unit == "万元" and abs(result) >= _TOO_MUCH:
                return None, _too_much(field, value)
            return int(result * MICRO), None
        if field.type in ("integer", "year"):
            return int(result), None
        if field.type == "date" and not FIRST_DAY <= value <= LAST_DAY:
            return None, _no_such_time(value)
        return value, None

    return judge


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


def _too_much(field: Field, value: str) -> Fault:
    return Fault(
        code="S03",
        value=shortened(value),
        expected="小于 10 亿万元",
        message=f"写的是「{shortened(value)}」万元，超过 10 万亿元。",
        hint="多半是把元写进了万元的列，请核对单位。",
    )


def _no_such_time(value: str) -> Fault:
    return Fault(
        code="S03",
        value=value,
        expected=f"{FIRST_DAY} 至 {LAST_DAY} 之间的日期",
        message=f"写的是「{value}」，应在 {FIRST_DAY} 至 {LAST_DAY} 之间。",
        hint="多半是年份写错；长期有效或没有日期的，请留空。",
    )


def _blank(field: Field, value: str) -> Fault:
    hint = f"请填写「{field.title}」：{field.description}" if field.required else "没有内容时请把这一格留空。"
    code, expected = ("S02", "必填") if field.required else ("S03", WANTED[field.type])
    return Fault(code=code, value=value[:60], expected=expected, message="只有空格。", hint=hint)


def _wrong_type(field: Field, value: str) -> Fault:
    return Fault(
        code="S01",
        value=shortened(value),
        expected=WANTED[field.type],
        message=f"写的是「{shortened(value)}」，应是{WANTED[field.type]}。",
        hint=next(_advice(field, value), f"请按「{field.example}」这样填写。"),
    )


def _advice(field: Field, value: str) -> Iterator[str]:
    """What to write instead, the likeliest first."""
    plain = unicodedata.normalize("NFKC", value).strip()
    stripped = plain.replace(",", "").replace(" ", "").rstrip("%")
    if field.type in ("number", "integer"):
        if re.fullmatch(r"[-—–/*\\无]+", plain):
            yield "没有数字时请把这一格留空。"
        if re.fullmatch(r"(?i)[-+]?(nan|inf|infinity)|#\S+", plain):
            yield "这是计算出错留下的内容，请改成真实的数字或留空。"
        if LEXICAL[field.type].fullmatch(stripped):
            reasons = [
                word
                for word, there in (
                    ("全角字符", plain != value.strip()),
                    ("千分位逗号", "," in plain),
                    ("百分号", plain.endswith("%")),
                    ("空格", value != value.strip() or " " in plain),
                )
                if there
            ]
            yield f"请去掉{'、'.join(reasons) or '多余的符号'}，只写 {stripped}。"
        if re.fullmatch(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+", plain):
            yield "请不要用科学记数法，写出全部数字；编码类的列请在 Excel 中设为文本格式。"
        if match := re.fullmatch(r"(-?[\d.]+)(万元|元|亿元|分|个|万)", stripped):
            unit = f"（单位：{field.unit}）" if field.unit else ""
            yield f"请只写数字，不写「{match[2]}」{unit}。"
        if re.fullmatch(r"-?\d+\.\d{7,}", stripped):
            yield "小数最多 6 位，请核对原表。"
        if re.fullmatch(r"-?\d{13,}(\.\d+)?", stripped):
            yield f"数字太大，请核对单位{f'（应为{field.unit}）' if field.unit else ''}。"
    elif field.type == "date":
        if re.fullmatch(r"\d{5}(\.\d+)?", plain):
            serial = _EXCEL_EPOCH + timedelta(days=int(float(plain)))
            yield f"这像是 Excel 的日期序号，对应 {serial.isoformat()}；请把该列设为文本后填写日期。"
        parts = r"(\d{4})(\d{2})(\d{2})|(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
        if match := re.fullmatch(parts, plain):
            year, month, day = (int(part) for part in match.groups() if part)
            yield f"请写成 {year}-{month:02d}-{day:02d}，并核对这一天是否存在。"
    elif field.type == "year" and (match := re.fullmatch(r"(\d{4})\s*年?度?(\.0)?", plain)):
        yield f"请写成 {match[1]}。"


def _wrong_value(field: Field, value: str, constraint: str) -> Fault:
    limit = field.constraints.get(constraint)
    shown = shortened(value)
    if constraint == "enum":
        expected = "、".join(map(str, limit or ()))
        message, hint = f"写的是「{shown}」，不在可选范围内。", f"只能填：{expected}。"
        if (plain := unicodedata.normalize("NFKC", value).strip()) in (limit or ()):
            hint = f"请写成「{plain}」，不带空格，不用全角字符。"
    elif constraint in ("minimum", "maximum"):
        word = "不小于" if constraint == "minimum" else "不大于"
        expected = f"{word} {limit}{field.unit}"
        message, hint = f"写的是「{shown}」，应{expected}。", "请核对数值和单位。"
    elif constraint in ("maxLength", "minLength"):
        word = "不超过" if constraint == "maxLength" else "不少于"
        expected = f"{word} {limit} 字"
        message, hint = (
            f"有 {len(value)} 字，应{expected}。",
            "请精简文字；全文可作为附件另行公开。" if word == "不超过" else "请补充内容。",
        )
    else:
        expected = f"{field.description}"
        message, hint = f"写的是「{shown}」，写法不合规定。", f"请按「{field.example}」这样填写：{field.description}"
        plain = unicodedata.normalize("NFKC", value).strip()
        if constraint == "pattern" and plain != value and re.fullmatch(str(limit), plain):
            hint = f"请写成「{plain}」，不带空格，不用全角字符。"
    return Fault(code="S03", value=shown, expected=expected, message=message, hint=hint)
