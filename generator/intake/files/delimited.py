"""Lists as text (.csv): UTF-8 with and without a mark, UTF-16 as Excel's Unicode text, or without its mark, GB18030."""

from __future__ import annotations

import csv
import io
import re

from generator.core.guarding import unguarded
from generator.intake.files.sheets import MAX_CELLS, MAX_TEXT, Book, Cell, Sheet, UnreadableError

MAX_COLUMNS = 500
_LOOKED_AT = 2_000  # characters
_GUARDED = re.compile(r'="([^"]*)"|[\t\']([0-9A-Za-z-]+)')


def read_delimited(content: bytes, name: str) -> Book:
    """Read a list; UnreadableError where it is no text, or beyond what a table can be."""
    text, told = _decoded(content)
    first = text.partition("\n")[0]
    mark = max(",\t;，", key=first.count)
    if mark == "，" and "," not in first:
        text = text.replace("，", ",")
        mark = ","
        told.append(("用的是全角逗号，当作分隔的逗号读了。", "请核对；以后请用英文逗号。"))
    cells: list[Cell] = []
    csv.field_size_limit(MAX_TEXT * 4)
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if len(values) > MAX_COLUMNS:
                raise UnreadableError(f"第 {row + 1} 行超过 {MAX_COLUMNS} 列。", "请核对文件，删除多余的列。")
            cells += [
                Cell(row=row, column=column, text=_unguarded(value.replace("\r\n", "\n")[:MAX_TEXT]))
                for column, value in enumerate(values)
                if value.strip()
            ]
            if len(cells) > MAX_CELLS:
                raise UnreadableError(f"有内容的格子超过 {MAX_CELLS:,} 格。", "请拆成几个文件后再导入。")
    except csv.Error:
        raise UnreadableError("有一格太长，或双引号没有闭合。", "请检查双引号，或在 Excel 中另存为 .xlsx。") from None
    return Book(name=name, sheets=(Sheet(name="", cells=tuple(cells)),), told=tuple(told))


def _unguarded(value: str) -> str:
    """A value without what keeps a spreadsheet from taking it for a number: ="00123", '00123, a tab before it."""
    if (plain := unguarded(value)) != value:
        return plain
    if found := _GUARDED.fullmatch(value):
        return found[1] or found[2]
    return value


def _unmarked(content: bytes) -> str:
    """The encoding of a UTF-16 text without its mark: the commas and line ends of a list have a zero on one side."""
    head = content[: 2 * _LOOKED_AT]
    if b"\0" not in head or len(content) % 2:
        return ""
    little, big = (sum(head.count(one.encode(code)) for one in ",\t\n") for code in ("utf-16-le", "utf-16-be"))
    return "" if little == big else "utf-16-le" if little > big else "utf-16-be"


def _decoded(content: bytes) -> tuple[str, list[tuple[str, str]]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes = ["utf-16"]
    elif code := _unmarked(content):
        codes = [code]
    elif b"\0" in content:
        raise UnreadableError("不是表格文件。", "可以导入的有 .xlsx、.xls、.et、.xlsm、.docx 和 .csv。")
    else:
        codes = ["utf-8-sig", "gb18030"]
    for code in codes:
        try:
            return content.decode(code), (
                [("不是 UTF-8 编码，照 GBK（中文 Windows 的编码）读了。", "请核对文字有没有乱码；没有乱码的可以不改。")]
                if code == "gb18030"
                else []
            )
        except UnicodeDecodeError:
            continue
    raise UnreadableError("认不出文字的编码，或文件已损坏。", "请在 Excel 中另存为 .xlsx 后再导入。")
