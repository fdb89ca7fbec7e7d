"""A comparison as sheets of a workbook: what differs cell by cell, and the sums before and after."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from generator.compare import wording
from generator.compare.comparison import KINDS, Comparison
from generator.core.numbers import MICRO

_LONGEST = 32_000  # characters of a cell
_WIDEST = 60


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, its heads with their widths, and its rows of texts and numbers."""

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | float | int | None]]


def book(sheets: Iterable[Sheet], *, clock: datetime) -> bytes:
    """A workbook with the sheets; nothing in it is a formula or a link. ``clock``: when the file says it was made."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(content, options)
    made.set_properties({"created": clock})
    head = made.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEEEEE", "border": 1})
    text = made.add_format({"text_wrap": True, "valign": "top"})
    number = made.add_format({"valign": "top", "num_format": "#,##0.00####"})
    whole = made.add_format({"valign": "top", "num_format": "#,##0"})
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, (title, width) in enumerate(sheet.heads):
            page.set_column(column, column, min(width, _WIDEST))
            page.write_string(0, column, title, head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _write(page, last, column, value, text, number, whole)
        page.autofilter(0, 0, max(last, 1), len(sheet.heads) - 1)
    made.close()
    return content.getvalue()


def _write(page: Any, row: int, column: int, value: object, text: Any, number: Any, whole: Any) -> None:
    if isinstance(value, float):
        page.write_number(row, column, value, number)
    elif isinstance(value, int):
        page.write_number(row, column, value, whole)
    elif value:
        page.write_string(row, column, str(value)[:_LONGEST], text)


def as_xlsx(told: Comparison, *, clock: datetime) -> bytes:
    """The comparison alone."""
    return book(sheets(told), clock=clock)


def sheets(told: Comparison) -> Iterator[Sheet]:
    """What differs, and the sums."""
    yield Sheet(
        name="变动",
        heads=(
            ("变动", 8),
            ("部门年度", 24),
            ("表", 18),
            ("记录", 26),
            ("名称", 30),
            ("项", 16),
            ("原来", 36),
            ("现在", 36),
            ("说明", 28),
            ("文件", 30),
            ("行", 6),
            ("部门的表", 30),
        ),
        rows=_rows(told),
    )
    heads = [("部门年度", 28)]
    if told.totals:
        for one in told.totals[0].figures:
            heads += [(f"{one.title}（{one.unit}）变动前", 18), (f"{one.title}（{one.unit}）变动后", 18)]
    yield Sheet(name="前后合计", heads=heads, rows=_totals(told))
    yield Sheet(
        name="说明",
        heads=(("说明", 60),),
        rows=[(f"{told.old} → {told.new}",), (wording.headline(told),), *((one,) for one in wording.left(told))],
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
