"""The totals of a list: the row that holds them, and the one number of it that the record keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core.schema import Table
from generator.forms.layout import Block, Part
from generator.intake import values
from generator.intake.blocks.columns import Header
from generator.intake.blocks.form import Form
from generator.intake.files.sheets import Cell
from generator.intake.labels import plain
from generator.intake.regions import words_of
from generator.intake.sums import Printed
from generator.intake.writing import converted, usable

_SUBTOTALS = {"小计", "合计", "金额合计", "预算合计", "任务合计", "总计", "总分", "分值合计", "得分合计"}


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Reads the totals of a list."""

    form: Form
    block: Block
    header: Header

    def read(self, row: int, first: Cell, above: int) -> bool:
        """Whether a row, of which this is the first cell, holds totals; they are read. ``above``: the last record."""
        words = words_of(first)
        part = next((one for one in self.block.totals if words in self._names(one)), None)
        if part is None and words not in _SUBTOTALS:
            return False
        self.form.region.labels.add(first.place)
        if part is not None and part.field:
            cell = self._cell([one for one in self.form.region.rows[row] if one.place != first.place])
            if cell is not None and usable(self.form.region, cell):
                self.form.take(cell, self.form.record, 1, part.field)
            self.form.region.blanks.setdefault((self.form.record.name, part.field), first.address)
        self._note_sums(row, above)
        self._leave_others(row)
        return True

    def _names(self, total: Part) -> set[str]:
        """What the total is called, here or anywhere else in the layout."""
        parts = self.form.layout.parts
        same = (part for part in parts if part is total or (total.field == "total_score" == part.field))
        return {plain(name) for part in same for name in part.names}

    def _cell(self, cells: Sequence[Cell]) -> Cell | None:
        """The number of a total row: that in the column of the total, else the last that is in no other's column."""
        numbers = [one for one in cells if one.hollow or values.points(one.text) is not None]
        column = self.header.column(self.block.total_column)
        if inside := [one for one in numbers if column and column.holds(one)]:
            return inside[0]
        table = self.form.tables[self.block.table]
        numeric = [one for one in self.header.columns if _is_numeric(table, one.part)]
        others = [one for one in numbers if not any(column.holds(one) for column in numeric)]
        return others[-1] if others else None

    def _note_sums(self, row: int, above: int) -> None:
        """Sums that are left out, to be compared with the rows when all have been read."""
        table = self.form.tables[self.block.table]
        for column in self.header.columns:
            if not _is_numeric(table, column.part) or (field := table.field(column.part.field)).unit == "%":
                continue
            inside = (one for one in self.form.region.rows[row] if self.form.region.free(one) and column.holds(one))
            for cell in inside:
                text = converted(field, cell.text, column.unit or self.form.unit)
                if text is not None and (number := values.number(text)) is not None:
                    self.form.sums.append(Printed(cell=cell, table=table, field=field, number=number, above=above))

    def _leave_others(self, row: int) -> None:
        """Other sums are left out; another label with its value, such as the grade, is read by itself."""
        after_label = False
        for cell in self.form.region.rows[row]:
            if self.form.region.free(cell):
                beside, after_label = after_label, self.form.is_label(cell)
                if not beside and not after_label:
                    self.form.region.leave(cell, "合计，由各行算出，不另存")


def _is_numeric(table: Table, part: Part) -> bool:
    return part.field in table.names and table.field(part.field).type == "number"
