"""Cells as text for each format, made once per distinct value of a column and joined to rows by Arrow.

A format's rows are one buffer and the offsets of its rows: a set is a cut of it. Nothing here loops over rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.core.errors import UserError
from generator.core.numbers import plain
from generator.core.schema import CONTEXT_TITLES, Field, Table
from generator.downloads.harmless import harmless

TEXT = pa.large_string()
Form = Literal["csv", "people", "json", "sheet"]
FORMS: tuple[Form, ...] = get_args(Form)
Texts: TypeAlias = Any  # an Arrow array of large strings; pyarrow has no types
Arrays: TypeAlias = Mapping[str, Any]  # column → the array of pandas
Cells: TypeAlias = Mapping[str, Any]  # column → an Arrow array

# What one cell of a workbook can hold, in UTF-16 units, and how many digits a spreadsheet's number keeps.
_CELL = 32_767
_DIGITS = 15
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1).toordinal()  # earlier serials differ by Excel's 29 February 1900

# What a workbook reads as an escaped character although it is plain text (ECMA-376 part 1, ST_Xstring).
_SHEET_ESCAPE = r"_x([0-9A-Fa-f]{4})_"
_ROW = ("<row>", "</row>")
# ASCII characters that some form writes in another way; a column without them needs no search by pattern.
_SPACES = "\t\n\f\r "
_CONTROLS = "".join(map(chr, range(32)))
_MARKS = {*_CONTROLS, *_SPACES, *'",\\&<>_'}
_ORDINARY = bytes(one for one in range(256) if chr(one) not in _MARKS)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its distinct values as canonical text (numbers as the shortest decimal), and which row has which.

    ``marks`` are those of ``_MARKS`` that stand in the values.
    """

    field: Field
    values: Texts
    places: pa.Array
    marks: frozenset[str]

    def spread(self, fragments: Texts, missing: str) -> Texts:
        """One fragment a row, from one a distinct value."""
        taken = fragments.take(self.places)
        return pc.fill_null(taken, _text(missing)) if self.places.null_count else taken


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Rows as one buffer; row ``i`` stands at ``offsets[i]:offsets[i + 1]``."""

    data: memoryview
    offsets: list[int]

    def cut(self, first: int, last: int) -> bytes:
        """The rows ``first`` to ``last`` (exclusive)."""
        return self.data[self.offsets[first] : self.offsets[last]].tobytes()


def fields(table: Table) -> tuple[Field, ...]:
    """The columns of a table in the downloads: those its folder gives, then its own."""
    context = tuple(
        Field(
            name=name,
            title=CONTEXT_TITLES[name],
            type="year" if name == "fiscal_year" else "string",
            description="数据所在文件夹，即数据包的归属。",
            example={"division": "990001", "fiscal_year": "2023", "department": "edu"}[name],
            constraints={"required": True, "maxLength": 64},
        )
        for name in table.context
    )
    return context + table.fields


def arrays(frame: pd.DataFrame, table: Table) -> Arrays:
    """The columns of a table without pandas around them, which takes longer to cut rows than Arrow does."""
    return {one.name: frame[one.name].array for one in fields(table)}


def cut(arrays: Arrays, rows: npt.NDArray[np.int64]) -> Cells:
    """Some rows."""
    return {name: _piece(pa.array(array.take(rows), from_pandas=True)) for name, array in arrays.items()}


def every(arrays: Arrays) -> Cells:
    """All rows."""
    return {name: _piece(pa.array(array, from_pandas=True)) for name, array in arrays.items()}


def _piece(array: Any) -> Any:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _column(array: Any, field: Field) -> Column:
    encoded = array.dictionary_encode()
    values = encoded.dictionary
    if field.type == "number":
        values = pa.array([plain(value) for value in values.to_pylist()], TEXT)
    values = values.cast(TEXT)
    content = values.buffers()[2]
    marks = map(chr, set(content.to_pybytes().translate(None, _ORDINARY))) if content else ()
    return Column(field=field, values=values, places=encoded.indices, marks=frozenset(marks))


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """The rows of a table in each of the forms that files are cut from.

    ``own_people`` leaves out what the folder gives, ``own_json`` the project's code too: for files that say it once.
    """

    forms: Mapping[Form, Lines]
    own_people: Lines
    own_json: Lines


def rendered(cells: Cells, table: Table, styles: dict[str, int], *, said: int = 0) -> Rendered:
    """Render some rows of a table; ``styles``: kind of a cell's format → its number in workbooks.

    ``said``: how many columns ``own_json`` leaves out, those the folder gives and more; none are left out if it is 0.
    """
    columns = [_column(cells[one.name], one) for one in fields(table)]
    texts = [one for one in columns if one.field.type == "string"]
    safe = dict(zip((one.field.name for one in texts), harmless([one.values for one in texts]), strict=True))
    csv, people = [], []
    for one in columns:
        exact, shown = one.values, safe.get(one.field.name, one.values)
        csv.append(one.spread(_quoted(exact, one.marks), ""))
        people.append(csv[-1] if shown is exact else one.spread(_quoted(shown, one.marks), ""))
    json = [_json_cells(one) for one in columns]
    context = min(len(table.context), said)
    own_people, own_json = _joined(people[context:], ",", end="\r\n"), _joined(json[said:], ",", end="},\n")
    return Rendered(
        forms={
            # Exact: LF, quotes only where needed, missing cells empty.
            "csv": _lines(_joined(csv, ",", end="\n")),
            # For spreadsheets: CRLF; a text that would run or be rewritten there gets an apostrophe in front.
            "people": _lines(_joined([*people[:context], own_people], ",") if context else own_people),
            # Objects, each followed by a comma and a line end; numbers as numbers, missing as null.
            "json": _lines(_joined([*json[:said], own_json], ",", start="{")),
            # Cells follow each other without their references, which the standard lets out where none is skipped:
            # rows are the same wherever they stand, and a third shorter.
            "sheet": _lines(_joined((one.spread(_sheet_values(one, styles), "<c/>") for one in columns), "", *_ROW)),
        },
        own_people=_lines(own_people),
        own_json=_lines(_joined([own_json], "", start="{")),
    )


def style(field: Field) -> str:
    """The kind of cell format of a column in a workbook."""
    if field.type == "number":
        return {"万元": "money", "元": "money", "%": "score", "分": "score"}.get(field.unit, "number")
    if field.type in ("integer", "year"):
        return "integer"
    if field.type == "date":
        return "date"
    return "text" if int(field.constraints.get("maxLength", 0)) > 200 else "code"


def _quoted(values: Texts, marks: frozenset[str]) -> Texts:
    if marks.isdisjoint('",\r\n'):
        return values
    needed = pc.match_substring_regex(values, '[",\r\n]')
    return pc.if_else(needed, _around('"', pc.replace_substring(values, '"', '""'), '"'), values)


def _json_text(values: Texts, marks: frozenset[str]) -> Texts:
    if not marks.isdisjoint(('"', "\\", *_CONTROLS)):
        for raw, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            values = pc.replace_substring(values, raw, escaped)
    return _around('"', values, '"')


def _json_cells(column: Column) -> Texts:
    values = _json_text(column.values, column.marks) if column.field.type in ("string", "date") else column.values
    return column.spread(_around(f'"{column.field.name}":', values, ""), f'"{column.field.name}":null')


def _sheet_values(column: Column, styles: dict[str, int]) -> Texts:
    kind, values = style(column.field), column.values
    if kind in ("text", "code"):
        return _sheet_text(column, styles[kind])
    if kind == "date":
        serials = [_serial(value) for value in values.to_pylist()]
        numeric = _around(f'<c s="{styles[kind]}"><v>', pa.array(serials, TEXT), "</v></c>")
        return pc.coalesce(numeric, _sheet_text(column, styles["code"]))
    numeric = _around(f'<c s="{styles[kind]}"><v>', values, "</v></c>")
    long = pc.greater(pc.utf8_length(pc.replace_substring_regex(values, "[-.]", "")), _DIGITS)
    if not pc.any(long).as_py():
        return numeric
    return pc.if_else(long, _sheet_text(column, styles["code"]), numeric)


def _serial(day: str) -> str | None:
    ordinal = date.fromisoformat(day).toordinal()
    return str(ordinal - _EXCEL_EPOCH) if ordinal >= _FIRST_DAY else None


def _sheet_text(column: Column, style_index: int) -> Texts:
    values, marks = column.values, column.marks
    longest = pc.max(pc.utf8_length(values)).as_py() or 0
    if longest > _CELL // 2 and any(len(one.encode("utf-16-le")) > 2 * _CELL for one in values.to_pylist()):
        raise UserError(f"「{column.field.title}」有一格超过 {_CELL:,} 字，Excel 放不下。", "请在数据里缩短这一格。")
    if not marks.isdisjoint("&<>\r_"):
        values = pc.replace_substring_regex(values, _SHEET_ESCAPE, r"_x005F_x\1_")
        for raw, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
            values = pc.replace_substring(values, raw, escaped)
    cells = _around(f'<c s="{style_index}" t="inlineStr"><is><t>', values, "</t></is></c>")
    if marks.isdisjoint(_SPACES):
        return cells
    spaced = pc.match_substring_regex(values, r"^\s|\s$|[\n\t]|&#13;")
    kept = _around(f'<c s="{style_index}" t="inlineStr"><is><t xml:space="preserve">', values, "</t></is></c>")
    return pc.if_else(spaced, kept, cells)


@cache
def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, TEXT)


def _around(before: str, values: Texts, after: str) -> Texts:
    return pc.binary_join_element_wise(_text(before), values, _text(after), _text(""))


def _joined(parts: Iterable[Texts], separator: str, start: str = "", end: str = "") -> Texts:
    """The parts of each row joined."""
    rows = pc.binary_join_element_wise(*parts, _text(separator))
    return _around(start, rows, end) if start or end else rows


def _lines(rows: Texts) -> Lines:
    """Rows as one buffer."""
    _, offsets, data = rows.buffers()
    if offsets is None or data is None or not len(rows):
        return Lines(data=memoryview(b""), offsets=[0] * (len(rows) + 1))
    ends = np.frombuffer(offsets, dtype=np.int64)[rows.offset : rows.offset + len(rows) + 1]
    return Lines(data=memoryview(data), offsets=ends.tolist())


def csv_line(cells: Sequence[str], end: str) -> bytes:
    """One line of CSV, such as a header."""
    return (
        ",".join(f'"{one.replace(chr(34), chr(34) * 2)}"' if re.search('[",\r\n]', one) else one for one in cells) + end
    ).encode()
