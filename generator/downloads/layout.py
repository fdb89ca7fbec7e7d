"""What workbooks are made of beside rows, laid out by XlsxWriter once: heads, widths, formats, dictionary, notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from generator.core.schema import Catalogue, Field, Table
from generator.downloads.cells import fields, style

_LAST = 900_001  # the last row of the first sheet's filter as laid out, counting up; replaced by the real one
_WIDTHS = {"text": 48, "money": 16, "date": 12}
_WIDEST = 40
_REFERENCES = re.compile(
    r'<dimension [^>]*/>| tabSelected="1"| spans="[0-9:]+"|(?<=<c) r="[A-Z]+\d+"|(?<=<row) r="\d+"'
)
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

Around = tuple[bytes, bytes]  # what stands before and after a number


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The constant text of workbooks.

    ``heads``: table → its sheet up to the first row; ``tails``: what follows the rows, around the number of the last
    one. The dictionary: its sheet up to the rows (``front``), each table's rows, and what follows. ``notes``: whether
    a workbook holds invented data → the sheet. ``formats``: whether long texts are broken into lines → styles.xml.
    ``numbers``: kind of format → its number, the same in all.
    """

    heads: Mapping[str, bytes]
    tails: Mapping[str, Around]
    front: bytes
    described: Mapping[str, bytes]
    ending: Around
    notes: Mapping[bool, bytes]
    formats: Mapping[bool, bytes]
    core: bytes
    numbers: dict[str, int]


def layout(catalogue: Catalogue, notes: Mapping[bool, Sequence[str]], clock: datetime) -> Layout:
    """Lay out all tables; long texts are broken into lines in sheets of few rows."""
    tables = list(catalogue.tables.values())
    parts = _written(tables, notes, clock, wrap=False)
    wrapped = _written(tables[:1], notes, clock, wrap=True)["xl/styles.xml"]
    shared = re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode(), re.DOTALL)

    def inline(match: re.Match[str]) -> str:
        """A text in its cell instead of a list of texts, so that sheets are the same everywhere."""
        text = shared[int(match[1])]
        return "/>" if text == "<t/>" else f' t="inlineStr"><is>{text}</is></c>'

    def sheet(number: int) -> str:
        return re.sub(r' t="s"><v>(\d+)</v></c>', inline, parts[f"xl/worksheets/sheet{number}.xml"].decode())

    heads, tails = {}, {}
    for number, table in enumerate(tables):
        # No cell is left out up to the last: they need no references.
        before, end, after = _REFERENCES.sub("", sheet(number + 1)).partition("</sheetData>")
        heads[table.name] = before.encode()
        tails[table.name] = _around(end + after, _LAST + number)
    described = _REFERENCES.sub("", sheet(len(tables) + 1))
    rows = re.findall(r"<row.*?</row>", described, re.DOTALL)
    at = 1
    by_table = {}
    for table in tables:
        count = len(fields(table))
        by_table[table.name] = "".join(rows[at : at + count]).encode()
        at += count
    noted = {invented: sheet(len(tables) + 2 + place) for place, invented in enumerate(notes)}
    shown = re.findall(r'<c r="B\d+" s="(\d+)"', noted[False])
    return Layout(
        heads=heads,
        tails=tails,
        front=described.partition(rows[1])[0].encode(),
        described=by_table,
        ending=_around(described.rpartition("</row>")[2], len(rows)),
        notes={invented: text.encode() for invented, text in noted.items()},
        formats={False: _plain(parts["xl/styles.xml"]), True: _plain(wrapped)},
        core=parts["docProps/core.xml"],
        numbers=dict(zip(_FORMATS, map(int, shown[1:]), strict=True)),
    )


def _around(text: str, number: int) -> Around:
    before, found, after = text.partition(str(number))
    if not found:
        raise AssertionError(f"no {number} in {text}")
    return before.encode(), after.encode()


def _plain(styles: bytes) -> bytes:
    """Styles that need no theme: black as an index, the font by its name."""
    return styles.replace(b'<color theme="1"/>', b'<color indexed="8"/>').replace(b'<scheme val="minor"/>', b"")


def _written(
    tables: Sequence[Table], notes: Mapping[bool, Sequence[str]], clock: datetime, *, wrap: bool
) -> dict[str, bytes]:
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
    for number, table in enumerate(tables):
        _sheet(book, table, _LAST + number, head)
    _dictionary(book, tables, head, formats["text"])
    for invented, lines in notes.items():
        _notes(book.add_worksheet("说明" + str(invented)), lines, head, formats)
    book.close()
    with zipfile.ZipFile(buffer) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _sheet(book: Any, table: Table, last: int, head: Any) -> None:
    sheet = book.add_worksheet(table.title)
    columns = fields(table)
    frozen = next((i + 1 for i, one in enumerate(columns) if one.name == table.label), len(table.context) + 1)
    sheet.freeze_panes(1, frozen if frozen <= 5 else len(table.context))
    sheet.autofilter(0, 0, last - 1, len(columns) - 1)
    sheet.set_row(0, 32)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
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


def _notes(sheet: Any, notes: Sequence[str], head: Any, formats: Mapping[str, Any]) -> None:
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
