"""Workbooks: XlsxWriter lays out all but the rows; the rows are streamed in.

XlsxWriter alone took 3.4 ms for the smallest project workbook and wrote 260,000 cells a second, minutes for a city. So
it makes one model for each combination of tables (heads, widths, frozen panes, filters, formats, data dictionary,
notes), and a workbook is that model with the rows put in and the filter's last row set.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from generator.model import Catalogue, Field, Table
from generator.outputs.archive import SMALL, Base, Part, archive, base, entry, flat, pack
from generator.outputs.cells import fields, style

MAX_ROWS = 1_048_575  # rows of a sheet below its head
_LAST = 900_001  # the last row of the first sheet's filter in a model, counting up; replaced by the real one
_WIDTHS = {"text": 48, "money": 16, "date": 12}
_WIDEST = 40
_SHARED = "xl/sharedStrings.xml"
# Kind of format → XlsxWriter's words, what it is for, and a cell that shows it.
_FORMATS: Mapping[str, tuple[Mapping[str, Any], str, str | float]] = {
    "code": ({"num_format": 49, "quote_prefix": True}, "编码和短文字（按文字存，不丢位数）", "990001230010001"),
    "text": ({"quote_prefix": True}, "长文字", "完成年度目标。"),
    "money": ({"num_format": "#,##0.00####"}, "金额（万元、元）", 1234.5),
    "score": ({"num_format": "0.00####"}, "分数（分）、比率（%）", 89.97),
    "number": ({"num_format": 0}, "其他数字", 12),
    "integer": ({"num_format": 1}, "整数、年度", 2024),
    "date": ({"num_format": "yyyy-mm-dd"}, "日期", 45534),
}
_TYPES = {"string": "文字", "number": "数字", "integer": "整数", "year": "年度", "date": "日期"}


@dataclass(frozen=True, kw_only=True)
class Model:
    """A workbook without rows: what is constant, and for each table's sheet what comes before and after the rows.

    ``heads`` and ``styles`` (kind of format → its number) are the same in every model, so that packed rows fit all.
    ``tails`` gives the sheet's path and the text before and after the number of its last row.
    """

    base: Base
    book: Sequence[str]
    heads: Mapping[str, bytes]
    tails: Mapping[str, tuple[str, str, str]]
    styles: dict[str, int]


def model(catalogue: Catalogue, tables: Sequence[str], *, clock: datetime, notes: Sequence[str], wrap: bool) -> Model:
    """Lay out a workbook of some tables; ``wrap`` breaks long texts into lines, for sheets of few rows."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": clock.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E6EEF5", "bottom": 1})
    top = {"valign": "top"}
    formats = {
        kind: book.add_format({**words, **top, **({"text_wrap": True} if wrap and kind == "text" else {})})
        for kind, (words, _, _) in _FORMATS.items()
    }
    for number, name in enumerate(tables, start=1):
        _sheet(book, catalogue.tables[name], number, head)
    _dictionary(book, [catalogue.tables[name] for name in tables], head, formats["text"])
    notes_number = len(tables) + 2
    _notes(book, notes, head, formats)
    book.close()
    return _taken(buffer, tables, notes_number, clock)


def _sheet(book: Any, table: Table, number: int, head: Any) -> None:
    sheet = book.add_worksheet(table.title)
    columns = fields(table)
    frozen = next((i + 1 for i, one in enumerate(columns) if one.name == table.label), len(table.context) + 1)
    sheet.freeze_panes(1, frozen if frozen <= 5 else len(table.context))
    sheet.autofilter(0, 0, _LAST + number - 2, len(columns) - 1)
    sheet.set_row(0, 32)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for index, one in enumerate(columns):
        sheet.set_column(index, index, _width(one))
        sheet.write_string(0, index, one.heading, head)


def _width(field: Field) -> int:
    """Wide enough for the head on two lines, the example, and a little air; a Han character takes two places."""
    places = [sum(2 if ord(one) > 0x2E7F else 1 for one in text) for text in (field.heading, field.example)]
    return _WIDTHS.get(style(field)) or min(max(places[0] // 2, places[1]) + 4, _WIDEST)


def _dictionary(book: Any, tables: Sequence[Table], head: Any, text: Any) -> None:
    sheet = book.add_worksheet("数据字典")
    titles = {
        "表": 22,
        "栏目": 20,
        "英文名": 24,
        "类型": 8,
        "单位": 8,
        "必填": 8,
        "说明": 70,
        "可填的值": 40,
        "示例": 30,
    }
    sheet.freeze_panes(1, 2)
    rows = [(table, one) for table in tables for one in fields(table)]
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)
    for index, (title, width) in enumerate(titles.items()):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, head)
    for row, (table, one) in enumerate(rows, start=1):
        for index, value in enumerate(_described(table, one)):
            sheet.write_string(row, index, value, text)


def _described(table: Table, field: Field) -> tuple[str, ...]:
    return (
        table.title,
        field.title,
        f"{table.name}.{field.name}",
        _TYPES[field.type],
        field.unit,
        "是" if field.required else "",
        field.description,
        "、".join(str(one) for one in field.constraints.get("enum", ())),
        field.example,
    )


def _notes(book: Any, notes: Sequence[str], head: Any, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 80)
    sheet.set_column(1, 1, 24)
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, note, head if row == 0 else None)
    first = len(notes) + 1
    sheet.write_string(first, 0, "单元格格式", head)
    sheet.write_string(first, 1, "样子", head)
    for row, (kind, (_, words, shown)) in enumerate(_FORMATS.items(), start=first + 1):
        sheet.write_string(row, 0, words)
        if isinstance(shown, str):
            sheet.write_string(row, 1, shown, formats[kind])
        else:
            sheet.write_number(row, 1, shown, formats[kind])


def _taken(buffer: io.BytesIO, tables: Sequence[str], notes: int, clock: datetime) -> Model:
    """Take a finished workbook apart."""
    with zipfile.ZipFile(buffer) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    names = dict(zip(map(str, range(_LAST, _LAST + len(tables))), tables, strict=True))
    book = re.split(r"(?<=\$)(9\d{5})\b", parts.pop("xl/workbook.xml").decode())
    shared = re.findall(r"<si>(.*?)</si>", parts.pop(_SHARED).decode(), re.DOTALL)

    def inline(match: re.Match[str]) -> str:
        """A text in its cell instead of the model's list of texts, so that heads are the same everywhere."""
        return f't="inlineStr"><is>{shared[int(match[1])]}</is>'

    heads, tails = {}, {}
    for number in range(1, notes + 1):
        path = f"xl/worksheets/sheet{number}.xml"
        sheet = re.sub(r't="s"><v>(\d+)</v>', inline, parts.pop(path).decode())
        if number < notes:  # no cell is left out: their references can be
            sheet = re.sub(r'<dimension [^>]*/>| tabSelected="1"|(?<=<c) r="[A-Z]+\d+"|(?<=<row) r="\d+"', "", sheet)
        if number > len(tables):
            parts[path] = sheet.encode()
            continue
        last = str(_LAST + number - 1)
        before, end, after = sheet.partition("</sheetData>")
        heads[names[last]] = before.encode()
        first, _, rest = after.partition(last)
        tails[names[last]] = (path, end + first, rest)
    shown = re.findall(r'<c r="B\d+" s="(\d+)"', parts[f"xl/worksheets/sheet{notes}.xml"].decode())
    for path in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[path] = re.sub(rb"<(Override|Relationship) [^>]*sharedStrings[^>]*/>", b"", parts[path])
    return Model(
        base=base((entry(name, pack(content, SMALL)) for name, content in parts.items()), clock),
        book=[names.get(piece, piece) for piece in book],
        heads=heads,
        tails=tails,
        styles=dict(zip(_FORMATS, map(int, shown[1:]), strict=True)),
    )


def workbook(
    model: Model, sheets: Mapping[str, tuple[Iterable[Part], int]], clock: datetime
) -> tuple[bytes, dict[str, int]]:
    """The workbook with, for each table of the model, the parts of its head and rows and how many rows they are.

    With it, where each table's parts begin.
    """
    entries = []
    last = {}
    for name, (path, before, after) in model.tails.items():
        parts, count = sheets[name]
        last[name] = str(count + 1)
        entries.append(entry(path, *parts, flat(f"{before}{last[name]}{after}".encode())))
    book = "".join(last.get(piece, piece) for piece in model.book)
    content, starts = archive([*entries, entry("xl/workbook.xml", pack(book.encode()))], clock, after=model.base)
    return content, dict(zip(model.tails, starts, strict=False))
