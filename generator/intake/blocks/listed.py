"""Lists: a row a record, down to the totals, to a note, or to where another block begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core.schema import Table
from generator.forms.layout import Block, Part
from generator.intake import values
from generator.intake.blocks.columns import SEVERAL_ROWS, Header, mark_header
from generator.intake.blocks.form import Form, choices
from generator.intake.blocks.levels import LEVELS, Levels
from generator.intake.blocks.list_rows import GOING_ON, ListRow
from generator.intake.blocks.targets import read_measure, read_target, tell_several
from generator.intake.blocks.ticks import read_tick
from generator.intake.blocks.totals import Totals
from generator.intake.files.sheets import Cell
from generator.intake.labels import plain
from generator.intake.leaving import NOTE, SIGNED
from generator.intake.regions import names_of, words_of

_OWN = ("target_value", "actual_value", "weight", "score")  # numbers of one indicator alone
_LEAST_AGAIN = 3  # heads in a row that make it the head once more


def read_listed(form: Form, block: Block, header: Header) -> None:
    """Values of the list that a block describes."""
    mark_header(form, block, header)
    levels = Levels(form=form, block=block, header=header)
    totals = Totals(form=form, block=block, header=header)
    _List(form=form, block=block, header=header, levels=levels, totals=totals).read()


@dataclass(kw_only=True)
class _List:
    """Reads a list row by row; ``number``: of the last record."""

    form: Form
    block: Block
    header: Header
    levels: Levels
    totals: Totals
    number: int = 0

    @property
    def table(self) -> Table:
        return self.form.tables[self.block.table]

    def read(self) -> None:
        for row in self.header.rows(self.form.region):
            if row in self.form.tops or not self._goes_on(row):
                break
        self.levels.tell_weights(self.table)

    def _goes_on(self, row: int) -> bool:
        """Whether the list goes on below a row, which is read."""
        cells = self.form.region.rows[row]
        first = next((one for one in cells if one.place not in self.form.region.labels), None)
        if first is None or self._is_head_again(cells):
            return True
        if self.totals.read(row, first, self.number):
            return not self.block.half
        if self._is_end(first):
            return False
        if not self.levels.is_section(row):
            self._record(row)
        return True

    def _is_head_again(self, cells: Sequence[Cell]) -> bool:
        """Whether a row says the heads once more, as it does on a new sheet of paper; they are labels then."""
        columns = self.header.columns
        again = [one for one in cells for column in columns if column.holds(one) and _is_head(one, column.part)]
        if len(again) < _LEAST_AGAIN:
            return False
        self.form.region.labels |= {one.place for one in cells if one in again or self.form.is_label(one)}
        return True

    def _is_end(self, first: Cell) -> bool:
        """Whether a row is no longer the list's: a note, a signature, the label of another block."""
        column = self.header.column_of(first)
        if column is not None and first.text in choices(column.part, self.table):
            return False
        if NOTE.match(first.text.strip()) or SIGNED.match(plain(first.text)):
            return True
        foreign = self.form.known - set(names_of((*self.block.parts, *self.block.totals)))
        inline, _ = self.form.region.inline(first)
        return words_of(first) in foreign or inline in foreign

    def _record(self, row: int) -> None:
        """The record that a row makes, if it says something of one."""
        found = {column.part: cell for column, cell in self.header.cells(self.form.region, row)}
        self._share_name(found, row)
        if not _says_something(self.block, found):
            self._leave(found)
            return
        self.number += 1
        found = self.levels.completed(found)
        self._share(found, row)
        self._note(ListRow(form=self.form, table=self.table, number=self.number, cells=found))

    def _share_name(self, found: dict[Part, Cell], row: int) -> None:
        """The name of an indicator that stands once for two rows, each with a target of its own."""
        column = self.header.column("level3")
        if column is None or column.part in found:
            return
        cell = self.form.region.at(row, column.left)
        own = {part.field for part, one in found.items() if one.row == row}
        if cell is not None and self.header.bottom < cell.row < row and "target_value" in own:
            found[column.part] = cell

    def _leave(self, found: Mapping[Part, Cell]) -> None:
        """A line of the blank form that nobody filled: its levels are labels."""
        for part, cell in found.items():
            if part.field in SEVERAL_ROWS:
                self.form.region.labels.add(cell.place)
            elif cell.place not in self.form.region.taken:
                self.form.region.leave(cell, "这一行没有指标名称和内容，没有取")

    def _share(self, found: dict[Part, Cell], row: int) -> None:
        """Cells merged over several rows: a text holds for each of them; a number is of the first, which is told."""
        for column in self.header.columns:
            cell = self.form.region.at(row, column.left)
            if column.part in found or cell is None or not self.header.bottom < cell.row < row:
                continue
            if column.part.field in GOING_ON:
                found[column.part] = cell
            elif column.part.field in _OWN and cell.place not in self.form.told:
                self.form.told.add(cell.place)
                self.form.region.wrong(
                    cell,
                    f"「{column.part.label}」合并了几行，只算在第一行。",
                    "请取消合并，每个指标各写各的。",
                    stops=False,
                )

    def _note(self, row: ListRow) -> None:
        """The values of one row: its target first, since measures are in its unit."""
        tell_several(row)
        unit = read_target(row)
        for part, cell in row.cells.items():
            if part.reading == "target" or (part.field in ("operator", "unit") and row.target is not None):
                continue
            if part.reading == "measure":
                read_measure(row, part, cell, unit)
            elif part.reading in ("tick", "ticks"):
                read_tick(row, part, cell)
            elif part.reading == "ignored" or not part.field:
                self.form.region.leave(cell, f"记录里没有“{part.label}”这一项")
            elif part.field in LEVELS:
                self.levels.take(row, part, cell)
            else:
                row.take(part, cell)


def _is_head(cell: Cell, part: Part) -> bool:
    return words_of(cell) in {plain(name) for name in part.names}


def _says_something(block: Block, found: Mapping[Part, Cell]) -> bool:
    """Whether a row says something of a record: one of the keys, where it has some."""
    filled = {
        part.field
        for part, cell in found.items()
        if cell.hollow or not (values.is_placeholder(cell.text) or values.is_prompt(cell.text))
    }
    return bool(filled & set(block.keys)) if block.keys else bool(filled)
