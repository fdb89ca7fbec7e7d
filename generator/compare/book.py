"""A comparison as sheets of a workbook: what differs cell by cell, and the sums before and after."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from generator.compare import wording
from generator.compare.comparison import KINDS, Comparison
from generator.core.numbers import MICRO

_LONGEST = 32_000  # characters of a cell
_WIDEST = 90
_LINE, _TALLEST = 13.0, 400.0  # points of a line of the font's size, and of the tallest row that a sheet may have
_WASTE = 1.2  # of a line, as codes and numbers are not parted
_MEASURED = 4_000  # characters of a cell that are measured: more do not fit the tallest row


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, its heads with their widths, its rows of texts and numbers, what is said where it has none.

    ``plain``: it is read from top to bottom like a letter, without a filter.
    """

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | float | int | None]]
    none: str = ""
    plain: bool = False


def book(sheets: Iterable[Sheet], *, clock: datetime) -> bytes:
    """A workbook with the sheets; nothing in it is a formula or a link. ``clock``: when the file says it was made."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(content, options)
    made.set_properties({"created": clock})
    base = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    head = made.add_format({**base, "bold": True, "text_wrap": True, "bg_color": "#EEEEEE"})
    text = made.add_format({**base, "text_wrap": True})
    number = made.add_format({**base, "num_format": "#,##0.00####"})
    whole = made.add_format({**base, "num_format": "#,##0"})
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        if not sheet.plain:
            page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.set_header(f"&C{sheet.name}")
        page.set_footer("&C第 &P 页，共 &N 页")
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, (title, width) in enumerate(sheet.heads):
            page.set_column(column, column, min(width, _WIDEST))
            page.write_string(0, column, title, head)
        last = 0
        widths = [min(width, _WIDEST) for _, width in sheet.heads]
        for last, row in enumerate(sheet.rows, start=1):
            page.set_row(last, _height(row, widths))
            for column, value in enumerate(row):
                _write(page, last, column, value, text, number, whole)
        if not last and sheet.none:
            page.write_string(1, 0, sheet.none)
        elif not sheet.plain:
            page.autofilter(0, 0, max(last, 1), len(sheet.heads) - 1)
    made.close()
    return content.getvalue()


def _height(row: Sequence[object], widths: Sequence[int]) -> float:
    """The height in points that shows all of a row's texts: not every program fits it to what is wrapped."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and value:
            parts = (sum(2 if one > "\u2e7f" else 1 for one in part) for part in value[:_MEASURED].split("\n"))
            lines = max(lines, sum(max(1, math.ceil(part * _WASTE / max(width - 1, 1))) for part in parts))
    return min(_LINE * lines + 2, _TALLEST)


def _write(page: Any, row: int, column: int, value: object, text: Any, number: Any, whole: Any) -> None:
    if isinstance(value, float):
        page.write_number(row, column, value, number)
    elif isinstance(value, int):
        page.write_number(row, column, value, whole)
    elif value:
        page.write_string(row, column, str(value)[:_LONGEST], text)
    else:
        page.write_blank(row, column, None, text)


def as_xlsx(told: Comparison, *, clock: datetime) -> bytes:
    """The comparison alone."""
    return book(sheets(told), clock=clock)


def sheets(told: Comparison) -> Iterator[Sheet]:
    """What differs, and the sums."""
    yield Sheet(
        name="变动",
        heads=(
            ("变动", 6),
            ("部门年度", 20),
            ("表", 14),
            ("记录", 20),
            ("名称", 22),
            ("项", 14),
            ("原来", 28),
            ("现在", 28),
            ("说明", 16),
            ("文件", 20),
            ("行", 5),
            ("部门的表", 20),
        ),
        rows=_rows(told),
        none="没有变动。",
    )
    heads = [("部门年度", 28)]
    if told.totals:
        for one in told.totals[0].figures:
            heads += [(f"{one.title}（{one.unit}）变动前", 16), (f"{one.title}（{one.unit}）变动后", 16)]
    yield Sheet(name="前后合计", heads=heads, rows=_totals(told), none="没有要合计的。")
    yield Sheet(
        name="说明",
        heads=(("说明", 80),),
        rows=[(f"{told.old} → {told.new}",), (wording.headline(told),), *((one,) for one in wording.left(told))],
        plain=True,
    )


def _rows(told: Comparison) -> Iterator[Sequence[str | int | None]]:
    for one in told.entries:
        table = one.table.title if one.table else {"folder": "整个部门年度", "project": "整个项目"}.get(one.level, "")
        where = (wording.place_name(one, told), table, one.record, one.name)
        behind = (wording.besides(one, told), one.file, one.row, one.origin)
        if not one.cells:
            yield (KINDS[one.kind], *where, "", "", "", *behind)
        for cell in one.cells:
            yield (KINDS[one.kind], *where, cell.field.heading, cell.old, cell.new, *behind)


def _totals(told: Comparison) -> Iterator[Sequence[str | float | int | None]]:
    for total in told.totals:
        row: list[str | float | int | None] = [total.name]
        for one in total.figures:
            row += [value if value is None or one.unit == "个" else value / MICRO for value in (one.old, one.new)]
        yield row
