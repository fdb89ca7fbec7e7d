"""Old workbooks (.xls, .et as WPS writes it): values through calamine, what is beside them from the records."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from generator.intake.files.compound import Records, Shown, records
from generator.intake.files.numerals import numeral
from generator.intake.files.sheets import MAX_CELLS, MAX_TEXT, Book, Cell, Merge, Sheet, UnreadableError
from generator.intake.files.xlsx import unescaped

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_COMPILED = "pyo3_runtime"


def read_xls(content: bytes, name: str) -> Book:
    """Read an old workbook; UnreadableError where it is damaged, protected, or beyond what a table can be."""
    # Compiled code, which a browser takes long to load: most files are not of this kind.
    from python_calamine import CalamineError, CalamineWorkbook

    told = records(content)
    try:
        with _quiet():
            book = CalamineWorkbook.from_object(io.BytesIO(content))
            names = enumerate(book.sheet_names)
            sheets = tuple(_sheet(book, number, one, told) for number, one in names if number < len(told.sheets))
    except BaseException as error:
        # On some damage the compiled code gives up with what Python means for no program to catch.
        if isinstance(error, CalamineError | ValueError | OSError) or type(error).__module__ == _COMPILED:
            raise UnreadableError("文件已损坏，打不开。", "请在 Excel 或 WPS 中打开，另存一份后再导入。") from None
        raise
    if sum(len(one.cells) for one in sheets) > MAX_CELLS:
        raise UnreadableError(
            f"有内容的单元格超过 {MAX_CELLS:,} 格，没有读取。", "请删去用不着的工作表，或拆成几个文件。"
        )
    return Book(name=name, sheets=sheets, told=tuple(_told(told)))


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing goes to standard error, where the compiled code tells at length how it gave up."""
    try:
        kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def _told(told: Records) -> Sequence[tuple[str, str]]:
    words = []
    if told.macros:
        words.append(("文件里有宏，没有运行，也不需要它。", "可以照常导入；请在上报前另存为不带宏的 .xlsx。"))
    if told.outside:
        words.append(("有公式引用了别的文件，读的是上次保存时算出的数，可能不是最新的。", "请核对各处数字。"))
    if told.since_1904:
        words.append(("文件用的是 1904 年起算的日期，已经照此换算。", "请核对各处日期。"))
    return words


def _sheet(book: CalamineWorkbook, number: int, name: str, told: Records) -> Sheet:
    shown = told.sheets[number]
    sheet = book.get_sheet_by_index(number)
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            cell = _cell(row, column, value, shown, told)
            if cell is not None:
                cells.append(cell)
    merges = tuple(
        Merge(top=start[0], left=start[1], bottom=end[0], right=end[1]) for start, end in sheet.merged_cell_ranges or ()
    )
    return Sheet(name=name, cells=tuple(cells), merges=merges, hidden="工作表是隐藏的" if shown.hidden else "")


def _cell(row: int, column: int, value: object, shown: Shown, told: Records) -> Cell | None:
    hidden = shown.why_hidden(row, column)
    if isinstance(value, bool):
        return Cell(row=row, column=column, text="是" if value else "否", kind="flag", hidden=hidden)
    if isinstance(value, int | float):
        return _number(row, column, value, shown, told)
    if isinstance(value, datetime):
        return Cell(row=row, column=column, text=value.date().isoformat(), kind="date", hidden=hidden)
    if isinstance(value, date):
        return Cell(row=row, column=column, text=value.isoformat(), kind="date", hidden=hidden)
    if isinstance(value, time | timedelta):
        return Cell(row=row, column=column, text=str(value), hidden=hidden)
    text = unescaped(str(value))[:MAX_TEXT]
    if not text.strip():
        return None
    return Cell(row=row, column=column, text=text, kind="error" if text.startswith("#") else "text", hidden=hidden)


def _number(row: int, column: int, value: float, shown: Shown, told: Records) -> Cell | None:
    style = shown.styles.get((row, column), 0)
    number = told.formats[style] if style < len(told.formats) else 0
    found = numeral(repr(value), number, told.codes, since_1904=told.since_1904)
    hidden = shown.why_hidden(row, column)
    if found is None:
        return Cell(row=row, column=column, text=str(value), hidden=hidden)
    return Cell(
        row=row,
        column=column,
        text=found.text,
        kind=found.kind,
        exact=found.exact,
        percent=found.percent,
        hidden=hidden,
    )
