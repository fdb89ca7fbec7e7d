"""The form back: a record's rows laid out as the layout prints it, as a grid for a workbook or a page.

What a grid shows is what import reads again: the same labels, and each value in the cell where its label leads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Literal, NamedTuple

from generator.core.schema import Table
from generator.forms.layout import Block, Layout, Part

Row = Mapping[str, str]
Style = Literal["title", "under", "label", "head", "text", "centre", "number", "note"]
_NOTHING = "—"
_NUMERIC = ("number", "integer")
_cell = tuple.__new__  # a form has two hundred cells; to ask their class for each takes twice as long


class GridCell(NamedTuple):
    """A cell of a printed form: where it stands, how far it reaches, and what it says."""

    row: int
    column: int
    height: int
    width: int
    text: str
    style: Style


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A printed form of ``height`` rows; ``widths``: of its columns, in characters."""

    title: str
    widths: Sequence[int]
    height: int
    cells: Sequence[GridCell]

    @property
    def shares(self) -> list[int]:
        """The width of each column in % of the whole."""
        return [round(100 * one / sum(self.widths)) for one in self.widths]

    def lines(self) -> list[list[GridCell]]:
        """The cells that begin in each row, from left to right."""
        found: list[list[GridCell]] = [[] for _ in range(self.height)]
        for one in sorted(self.cells):
            found[one.row].append(one)
        return found


@dataclass(frozen=True, kw_only=True)
class Filling:
    """What fills a form: the record, the rows of other tables (table → rows), and what the form's head says.

    ``notes`` stand below it after those of its layout.
    """

    record: Row
    rows: Mapping[str, Sequence[Row]]
    year: str
    department: str
    notes: Sequence[str] = ()


class _Cells(NamedTuple):
    """What a column of a list asks of each row: see ``_list_rows``."""

    name: str
    say: Callable[[Row], str] | None
    place: int
    span: int
    style: Style
    may_be_long: bool


@dataclass(frozen=True, kw_only=True)
class _List:
    """What is the same in a list of all forms of a layout: its columns, and where their heads stand below its top."""

    columns: Sequence[Part]
    heads: Sequence[tuple[int, int, int, int, str]]  # row, column, height, width, label
    tall: int  # rows of heads
    cells: Sequence[_Cells]


# What was found out about the lists of a layout, by the identity of their blocks.
Known = dict[int, _List]


@dataclass(kw_only=True)
class _Page:
    layout: Layout
    filling: Filling
    tables: Mapping[str, Table]
    row: int = 0
    cells: list[GridCell] = field(default_factory=list)
    alone: frozenset[str] = frozenset()  # fields that have a place of their own
    known: Known

    def put(
        self, column: int, width: int, text: str, style: Style = "text", *, height: int = 1, row: int | None = None
    ) -> None:
        place = self.row if row is None else row
        self.cells.append(_cell(GridCell, (place, column, height, width, text, style)))


def printed(layout: Layout, filling: Filling, tables: Mapping[str, Table], known: Known | None = None) -> Grid:
    """Lay a record out as the form prints it; ``known``: what forms of the same layout and tables share."""
    heads = (part for block in layout.blocks if block.kind == "heads" for part in block.parts)
    alone = frozenset({"", *(one.field for one in heads if one.printed and one.reading != "private")})
    page = _Page(layout=layout, filling=filling, tables=tables, alone=alone, known={} if known is None else known)
    whole = len(layout.widths)
    page.put(0, whole, layout.title, "title")
    page.row += 1
    page.put(0, whole, f"（{filling.year}年度）", "under")
    page.row += 1
    for block in layout.blocks:
        _BLOCKS[block.kind](page, block)
    for note in (*layout.notes, *filling.notes):
        page.put(0, whole, f"注：{note}", "note")
        page.row += 1
    return Grid(title=layout.title, widths=layout.widths, height=page.row, cells=tuple(page.cells))


def _side(page: _Page, block: Block, top: int) -> int:
    """The label beside the whole block, from ``top`` to where the page is now; how many columns it takes."""
    if not block.side:
        return 0
    if page.row > top:
        page.put(0, block.side_span, block.side, "label", height=page.row - top, row=top)
    return block.side_span


def _heads(page: _Page, block: Block) -> None:
    top = page.row
    start = block.side_span if block.side else 0
    for line in block.lines:
        parts = [one for one in line.parts if one.printed]
        texts = [_said(page, one) for one in parts]
        if not parts or (all(one.optional for one in parts) and not any(texts)):
            continue
        column = start
        for part, text in zip(parts, texts, strict=True):
            page.put(column, part.span, part.label, "label")
            page.put(column + part.span, part.across, text)
            column += part.span + part.across
        page.row += 1
    if page.row > top:
        _side(page, block, top)


def _label(page: _Page, part: Part) -> str:
    """A label, with the months of a monitoring in it."""
    return _with_months(page, part.label)


def _with_months(page: _Page, label: str) -> str:
    return label.replace("N月", f"{page.filling.record.get('period', 'N')}月") if "N月" in label else label


def _said(page: _Page, part: Part) -> str:
    """What stands at a label: the record's field, after its code where the form says both."""
    record = page.filling.record
    if part.reading == "department":
        return page.filling.department
    if part.reading == "year":
        return page.filling.year
    if part.reading == "period":
        return f"1—{record.get(part.field, '')}月"
    if part.reading == "span":
        ends = [record.get(name, "") for name in part.field.split("|")]
        return "至".join(ends) if all(ends) else ""
    text = record.get(part.field, "")
    code = "" if part.code in page.alone else record.get(part.code, "")
    return f"{code}-{text}" if code and text else text


def _pairs(page: _Page, block: Block) -> None:
    for line in block.lines:
        top = page.row
        column = block.side_span if block.side else 0
        for part in line.parts:
            page.put(column, part.across, part.label, "head")
            page.put(column, part.across, page.filling.record.get(part.field, ""), row=top + 1)
            column += part.across
        page.row = top + 2
        _side(page, block, top)


def _matrix(page: _Page, block: Block) -> None:
    top = page.row
    start = block.side_span
    first = max(one.span for one in block.rows)
    columns = [one for one in block.columns if one.printed]
    styles = [_style(page, block, one) for one in columns]
    page.put(start, first, "", "head")
    column = start + first
    for part in columns:
        page.put(column, part.span, _label(page, part), "head")
        column += part.span
    page.row += 1
    rows = page.filling.rows.get(block.table, ())
    by_name = {row.get(block.by, ""): row for row in rows} if block.by else {block.rows[0].choice: page.filling.record}
    others = [Part(label=name, choice=name) for name in by_name if name not in {one.choice for one in block.rows}]
    top_row = page.row
    for fund in (*(one for one in block.rows if one.printed), *others):
        row = by_name.get(fund.choice, {})
        if fund.optional and not row:
            continue
        page.put(start, first, fund.label, "label")
        column = start + first
        for part, style in zip(columns, styles, strict=True):
            page.put(column, part.span, _figure(page, part, row, first=page.row == top_row), style)
            column += part.span
        page.row += 1
    _side(page, block, top)


def _figure(page: _Page, part: Part, row: Row, *, first: bool) -> str:
    """What stands in a row of a matrix; what is said of the record as a whole stands in the first one."""
    if part.reading == "record":
        return page.filling.record.get(part.field, "") if first else ""
    return row.get(part.field) or _NOTHING


def _style(page: _Page, block: Block, part: Part) -> Style:
    fields = page.tables[block.table].fields
    return "number" if any(one.name == part.field and one.type in _NUMERIC for one in fields) else "centre"


def _list(page: _Page, block: Block) -> None:
    top = page.row
    start = block.side_span if block.side else 0
    rows = sorted(page.filling.rows.get(block.table, ()), key=lambda one: int(one.get(block.by) or 0))
    if block.half == "left" and not rows:
        return
    its = page.known.get(id(block))
    if its is None:
        its = page.known[id(block)] = _list_of(page, block, start)
    for down, column, height, width, label in its.heads:
        page.put(column, width, _with_months(page, label), "head", height=height, row=top + down)
    page.row += its.tall
    first = page.row
    _list_rows(page, its.cells, rows)
    _levels(page, its.columns, start, first, rows)
    _totals(page, block, its.columns, start)
    _side(page, block, top)


def _list_of(page: _Page, block: Block, start: int) -> _List:
    """What is the same in a list of all forms: one row of heads, or two where some stand under a common one."""
    columns = [one for one in block.columns if one.printed]
    tall = 2 if any(one.under for one in columns) else 1
    heads: list[tuple[int, int, int, int, str]] = []
    column = start
    for group, parts in groupby(columns, key=lambda one: one.under.split("|")[0]):
        together = list(parts)
        if group:
            heads.append((0, column, 1, sum(one.span for one in together), group))
        for part in together:
            heads.append((1 if group else 0, column, 1 if group else tall, part.span, part.label))
            column += part.span
    return _List(columns=columns, heads=heads, tall=tall, cells=_cells_of(page, block, columns, start))


def _cells_of(page: _Page, block: Block, columns: Sequence[Part], start: int) -> list[_Cells]:
    apart = frozenset(one.field for one in columns) & {"operator", "unit"}
    places = accumulate((one.span for one in columns), initial=start)
    cells = []
    for part, place in zip(columns, places, strict=False):
        if part.field not in ("level1", "level2"):
            style = _style(page, block, part) if part.reading == "" else "centre"
            may_be_long = part.reading == "" and style == "centre"
            if may_be_long and part.field == "level3":
                style, may_be_long = "text", False
            cells.append(_Cells(part.field, _saying(part, apart), place, part.span, style, may_be_long))
    return cells


def _list_rows(page: _Page, cells: Sequence[_Cells], rows: Sequence[Row]) -> None:
    """A row of cells each; most of all cells of all forms are made here."""
    put = page.cells.append
    for line, row in enumerate(rows, page.row):
        for name, say, place, span, style, may_be_long in cells:
            text = row.get(name, "") if say is None else say(row)
            shown = "text" if may_be_long and len(text) > 12 else style
            put(_cell(GridCell, (line, place, 1, span, text, shown)))
    page.row += len(rows)


def _saying(part: Part, apart: Collection[str]) -> Callable[[Row], str] | None:
    """What makes of a row what stands in a column of a list; None where that is the field as it is.

    ``apart``: what of a target has columns of its own, its direction or its unit.
    """
    name, choice = part.field, part.choice
    if part.reading in ("target", "measure"):
        unit = _nothing if "unit" in apart else _unit
        if part.reading == "measure":
            return lambda row: f"{value}{unit(row)}" if _is_number(value := row.get(name, "")) else value
        if "operator" in apart:
            return lambda row: f"{row.get(name, '')}{unit(row)}"
        return lambda row: (
            f"{'' if (sign := row.get('operator', '')) == '定性' else sign}{row.get(name, '')}{unit(row)}"
        )
    if part.reading == "tick":
        return lambda row: "√" if row.get(name, "") == choice else ""
    if part.reading == "ticks":
        return lambda row: "√" if choice in row.get(name, "").split(";") else ""
    return _unit if name == "unit" else None


def _nothing(_: Row) -> str:
    return ""


def _unit(row: Row) -> str:
    """The unit behind a number; one that is written out stands in brackets, as it would be read as its sign."""
    unit = row.get("unit", "")
    return f"（{unit}）" if unit == "百分比" else unit


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _levels(page: _Page, columns: Sequence[Part], start: int, first: int, rows: Sequence[Row]) -> None:
    """Levels merged over the rows that share them."""
    column = start
    before: list[object] = [None] * len(rows)  # what else rows must share: the level before
    for part in columns:
        name = part.field
        if name in ("level1", "level2"):
            before = [(above, row.get(name, "")) for above, row in zip(before, rows, strict=True)]
            place = 0
            for end in range(1, len(rows) + 1):
                if end == len(rows) or before[end] != before[place]:
                    points = rows[place].get(f"{name}_weight", "")
                    text = f"{rows[place].get(name, '')}{f'（{points}分）' if points else ''}"
                    page.put(column, part.span, text, "centre", height=end - place, row=first + place)
                    place = end
        column += part.span


def _totals(page: _Page, block: Block, columns: Sequence[Part], start: int) -> None:
    for total in block.totals:
        column, before = start, 0
        for part in columns:
            if part.field in ("weight", block.total_column):
                break
            before += part.span
        page.put(start, before, total.label, "label")
        column = start + before
        for part in columns:
            if columns.index(part) < _first_figure(columns, block):
                continue
            text = ""
            if part.field == block.total_column:
                text = page.filling.record.get(total.field, "")
            elif part.field == "weight":
                text = "100" if page.layout.record.endswith("self_evaluations") else ""
            page.put(column, part.span, text, "number" if text else "centre")
            column += part.span
        page.row += 1


def _first_figure(columns: Sequence[Part], block: Block) -> int:
    return next((number for number, one in enumerate(columns) if one.field in ("weight", block.total_column)), 0)


_BLOCKS = {"heads": _heads, "pairs": _pairs, "matrix": _matrix, "list": _list}
