"""Workbooks drawn as text: ``|`` between cells, ``<`` merged with the left, ``^`` with the upper, ``#`` a number."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.readings import Reading
from generator.intake.recognising import read_file

Found = dict[tuple[str, int, str], str]


def drawn(
    *grids: str,
    names: tuple[str, ...] = (),
    formats: Mapping[str, str] | None = None,
    then: Callable[[Any], None] | None = None,
) -> bytes:
    """A workbook, a sheet a grid; ``formats``: cell → number format; ``then``: changes the first sheet."""
    book = openpyxl.Workbook()
    for number, grid in enumerate(grids):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = names[number] if number < len(names) else f"表{number + 1}"
        _draw(sheet, [[one.strip() for one in line.split("|")] for line in grid.strip().split("\n")])
        for cell, code in (formats or {}).items():
            sheet[cell].number_format = code
    if then is not None:
        then(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _draw(sheet: Any, rows: list[list[str]]) -> None:
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                continue
            right, bottom = column, row
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            while bottom + 1 < len(rows) and column < len(rows[bottom + 1]) and rows[bottom + 1][column] == "^":
                bottom += 1
            if text:
                cell = sheet.cell(row + 1, column + 1)
                cell.value = float(text[1:]) if text.startswith("#") else text.replace("\\n", "\n")
                if not text.startswith("#"):
                    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
            if (right, bottom) != (column, row):
                sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=bottom + 1, end_column=right + 1)


def read(content: bytes, catalogue: Catalogue, name: str = "表.xlsx") -> list[Reading]:
    """The forms of a file."""
    return read_file(name, content, catalogue.tables, layouts())


def values_of(reading: Reading) -> Found:
    """Table, row and field → value."""
    return {(one.table, one.row, one.field): one.value for one in reading.values}
