"""One row of a list: the record that it makes, and the values of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.core.schema import Table
from generator.forms.layout import Part
from generator.intake import values
from generator.intake.blocks.form import Form
from generator.intake.files.sheets import Cell
from generator.intake.readings import Value
from generator.intake.writing import usable

GOING_ON = ("deviation_note", "explanation", "scoring_rule", "remark", "value_source")  # texts, in several cells too
_NUMBERED = re.compile(r"^\s*(?:三级)?指标\s*\d{1,2}\s*[:：.、]\s*|^\s*(?:\d{1,2}[.、．)）]|[①-⑳])\s*(?=[≥≤=＝<>＜＞])")


def without_number(text: str) -> str:
    """An indicator without the number before it: 指标1：…, ①≥95%."""
    return _NUMBERED.sub("", text)


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A row of a list while it is read: the number of the record that it makes, and its cells by what they are."""

    form: Form
    table: Table
    number: int
    cells: Mapping[Part, Cell]

    @property
    def target(self) -> Cell | None:
        """The cell that holds direction, value and unit of the target, or one of them."""
        return next((cell for part, cell in self.cells.items() if part.reading == "target"), None)

    def said(self, field: str) -> Value | None:
        """What the row has said of a field so far."""
        return self.form.region.said(self.table.name, self.number, field)

    def value(self, cell: Cell, field: str, value: str) -> None:
        """Note the value of a field."""
        self.form.region.value(cell, self.table.name, self.number, field, value)

    def add(self, cell: Cell, field: str, value: str, mark: str) -> None:
        """Note what a cell adds to a field, behind the ``mark`` where another cell has said something of it."""
        if (before := self.said(field)) is not None:
            self.form.region.join(before)
            value = f"{before.value}{mark}{value}"
        self.value(cell, field, value)

    def take(self, part: Part, cell: Cell) -> None:
        """Note the value of a field that a cell holds; a text may go on in a second column (偏差原因, 改进措施)."""
        if not usable(self.form.region, cell):
            return
        if part.field in GOING_ON and self.said(part.field) is not None:
            self.add(cell, part.field, values.bare(cell.text), "；")
            return
        text = without_number(cell.text) if part.field == "level3" else cell.text
        self.form.take(cell, self.table, self.number, part.field, text=text)
