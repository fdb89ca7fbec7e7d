"""A form as a whole: its region and layout, which words are labels, its unit of money, and what stands at a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.schema import Table
from generator.forms.layout import Layout, Part
from generator.intake.files.sheets import Cell, Place
from generator.intake.regions import Region, words_of
from generator.intake.sums import Printed
from generator.intake.writing import take


def choices(part: Part, table: Table) -> Sequence[str]:
    """What a label's value can be, though it be a label elsewhere (一般公共预算)."""
    return table.field(part.field).constraints.get("enum", ()) if part.field in table.names else ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form while it is read.

    ``known``: the words of its labels; ``unit``: of its money; ``tops``: the rows in which heads of columns begin;
    ``heads``: what it says of itself that is no field; ``told``: merged cells that were told to be so;
    ``sums``: those that it prints of its lists.
    """

    region: Region
    layout: Layout
    tables: Mapping[str, Table]
    known: frozenset[str]
    unit: str
    tops: frozenset[int]
    heads: dict[str, str] = field(default_factory=dict)
    told: set[Place] = field(default_factory=set)
    sums: list[Printed] = field(default_factory=list)

    @property
    def record(self) -> Table:
        """The table whose row the form is about."""
        return self.tables[self.layout.record]

    def is_label(self, cell: Cell) -> bool:
        """Whether a cell is a label of the layout."""
        return words_of(cell) in self.known

    def is_value(self, cell: Cell) -> bool:
        """Whether a cell can be a value: no label, and nothing has been made of it."""
        return self.region.free(cell) and not self.is_label(cell)

    def beside(self, cell: Cell, among: Sequence[str] = ()) -> Cell | None:
        """The value to the right of a label, in the first of its rows that has one; None where a label comes next.

        ``among``: texts that are values here, though they be labels elsewhere.
        """
        span = self.region.sheet.span(cell.place)
        for row in range(span.top, min(span.bottom, self.region.bottom) + 1):
            there = (self.region.at(*place) for place in self.region.sheet.right_of((row, span.left)))
            value = next((one for one in there if one is not None and one.place != cell.place), None)
            if value is not None and (self.is_value(value) or (self.region.free(value) and value.text in among)):
                return value
        return None

    def take(self, cell: Cell, table: Table, row: int, name: str, *, text: str | None = None, unit: str = "") -> None:
        """Note the value of a field that a cell holds, or tell why it cannot be one.

        ``text``: what is to be read where it is not the cell's text as it stands; ``unit``: of this money, where it is
        not the form's.
        """
        take(self.region, cell, table, row, name, cell.text if text is None else text, unit or self.unit)
