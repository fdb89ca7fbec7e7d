"""Columns of a list or a table of funds: what they are, where they stand, and the cells of a row below their heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.forms.layout import Block, Part
from generator.intake.blocks.form import Form
from generator.intake.files.sheets import Cell
from generator.intake.regions import Region, sides_of

SEVERAL_ROWS = ("level1", "level2", "goal_no", "level1_weight", "level2_weight")  # a cell stands for several rows


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a list or table as found: what it is, the columns of the sheet below its head, its unit of money."""

    part: Part
    left: int
    right: int
    unit: str = ""

    def holds(self, cell: Cell) -> bool:
        """Whether a cell begins below the head."""
        return self.left <= cell.column <= self.right


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of a list or table: its columns and the last row it takes."""

    columns: Sequence[Column]
    top: int
    bottom: int

    @property
    def fields(self) -> set[str]:
        """The fields that the columns fill."""
        return {one.part.field for one in self.columns}

    def column(self, field: str) -> Column | None:
        """The column of a field."""
        return next((one for one in self.columns if one.part.field == field), None)

    def column_of(self, cell: Cell) -> Column | None:
        """The column that a cell stands in."""
        return next((one for one in self.columns if one.holds(cell)), None)

    def rows(self, region: Region) -> Sequence[int]:
        """The rows below the head that hold something."""
        return [one for one in region.rows if one > self.bottom]

    def cells(self, region: Region, row: int) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row by column; of merged cells that began above, only what stands for several rows."""
        for column in self.columns:
            there = (region.at(row, place) for place in range(column.left, column.right + 1))
            own = (one for one in there if one is not None and column.holds(one) and self._counts(column, one, row))
            if (cell := next(own, None)) is not None:
                yield column, cell

    def _counts(self, column: Column, cell: Cell, row: int) -> bool:
        return cell.row == row or (column.part.field in SEVERAL_ROWS and cell.row > self.bottom)


def mark_header(form: Form, block: Block, header: Header) -> None:
    """The cells of the head, of groups above columns, and of the block's side are labels."""
    region = form.region
    for row in range(header.top, header.bottom + 1):
        for cell in region.rows.get(row, ()):
            if form.is_label(cell) or header.bottom > header.top:
                region.labels.add(cell.place)
    for side in sides_of(block):
        region.labels |= {cell.place for cell in region.words.get(side, ())}
