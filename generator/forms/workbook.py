"""Printed forms as a workbook: a sheet a form, set up to be printed on A4."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import xlsxwriter

from generator.forms.printing import Grid, GridCell

_FORMATS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "under": {"align": "center", "valign": "vcenter"},
    "label": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "text": {"align": "left", "valign": "vcenter", "text_wrap": True, "border": 1},
    "centre": {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "number": {"align": "center", "valign": "vcenter", "border": 1},
    "note": {"align": "left", "valign": "top", "text_wrap": True, "font_size": 9},
}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_ROW_HEIGHT = 18  # points of a line of text


def workbook(grids: Iterable[tuple[str, Grid]], *, clock: datetime) -> bytes:
    """A workbook with a sheet a form; ``clock``: what the file says of when it was made."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": clock})
    formats = {name: book.add_format({"font_name": "宋体", "font_size": 10, **how}) for name, how in _FORMATS.items()}
    taken: set[str] = set()
    for name, grid in grids:
        sheet = book.add_worksheet(sheet_name(name, taken))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(grid.widths):
            sheet.set_column(column, column, width)
        for row, height in _heights(grid).items():
            sheet.set_row(row, height)
        for cell in grid.cells:
            _write(sheet, cell, formats[cell.style])
    book.close()
    return content.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, cell: GridCell, how: object) -> None:
    number = cell.style == "number" and _NUMBER.fullmatch(cell.text)
    if cell.width > 1 or cell.height > 1:
        last_row, last_column = cell.row + cell.height - 1, cell.column + cell.width - 1
        sheet.merge_range(cell.row, cell.column, last_row, last_column, "", how)
    if number:
        sheet.write_number(cell.row, cell.column, float(cell.text), how)
    elif cell.text:
        sheet.write_string(cell.row, cell.column, cell.text, how)
    else:
        sheet.write_blank(cell.row, cell.column, None, how)


def _heights(grid: Grid) -> dict[int, float]:
    """The height of each row: as many lines as its longest text takes in the width that it has."""
    lines: dict[int, int] = {}
    for cell in grid.cells:
        width = max(sum(grid.widths[cell.column : cell.column + cell.width]) - 1, 2)
        drawn = sum(-(-sum(2 if ord(one) > 127 else 1 for one in line) // width) or 1 for line in cell.text.split("\n"))
        if cell.height == 1:
            lines[cell.row] = max(lines.get(cell.row, 1), drawn)
    return {row: min(409.0, _ROW_HEIGHT * count + 4) for row, count in lines.items()}


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have and no other has."""
    base = re.sub(r"[\[\]:*?/\\']", "", name).strip()[:28] or "表"
    chosen, number = base, 2
    while chosen.lower() in taken:
        chosen, number = f"{base[:26]}-{number}", number + 1
    taken.add(chosen.lower())
    return chosen
