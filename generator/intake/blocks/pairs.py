"""Pairs of texts: labels in one row and their texts in the next, or each beside its label."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.schema import Table
from generator.forms.layout import Block, Part
from generator.intake import values
from generator.intake.blocks.form import Form
from generator.intake.files.sheets import Cell
from generator.intake.labels import plain
from generator.intake.writing import usable


def read_pairs(form: Form, block: Block) -> None:
    """Values of the texts that a block asks for."""
    table = form.tables[block.table]
    for line in block.lines:
        for part in line.parts:
            _read_pair(form, part, table)
    _read_beside_side(form, block, table)


def _read_pair(form: Form, part: Part, table: Table) -> None:
    """The text at the first of the part's labels that has one."""
    for label in _labels(form, part):
        if not form.region.free(label):
            continue
        value = _below(form, label) or form.beside(label)
        form.region.labels.add(label.place)
        if value is not None and usable(form.region, value, told=True):
            form.take(value, table, 1, part.field, text=going_on(form, value))
            return
        form.region.blanks.setdefault((table.name, part.field), label.address)


def _labels(form: Form, part: Part) -> Iterator[Cell]:
    for name in part.names:
        yield from form.region.words.get(plain(name), ())


def _below(form: Form, label: Cell) -> Cell | None:
    value = form.region.at(*form.region.sheet.below(label.place))
    return value if value and value.place != label.place and form.is_value(value) else None


def going_on(form: Form, value: Cell) -> str:
    """A text that goes on in the rows below it, beside the same side of the form: 目标1, 目标2."""
    lines = [value.text]
    for cell in _following(form, value):
        if not (values.is_placeholder(cell.text) or values.is_prompt(cell.text)):
            lines.append(cell.text)
        form.region.labels.add(cell.place)
    return "\n".join(lines)


def _following(form: Form, value: Cell) -> Iterator[Cell]:
    """The texts below a value, as far as they stand beside the same side as it."""
    side = _side_of(form, value)
    row = value.row + 1
    while side is not None:
        cell = form.region.at(row, value.column)
        if cell is None or cell.row != row or _side_of(form, cell) is not side or not form.is_value(cell):
            return
        if cell.kind != "text" or row in form.tops:
            return
        yield cell
        row += 1


def _side_of(form: Form, cell: Cell) -> Cell | None:
    """The label that stands merged over several rows at the left of a cell's row."""
    there = (form.region.at(cell.row, column) for column in range(cell.column))
    first = next((one for one in there if one is not None), None)
    if first is None:
        return None
    span = form.region.sheet.span(first.place)
    return first if span.bottom > span.top and form.is_label(first) else None


def _read_beside_side(form: Form, block: Block, table: Table) -> None:
    """The text of a pair that stands beside the name of the pair alone: 年度总体目标 | 完成…"""
    parts = block.lines[0].parts
    meant = next((one for one in parts if one.alone), parts[0])
    if any((one.table, one.field) == (table.name, meant.field) for one in form.region.values):
        return
    for side in block.sides:
        for cell in form.region.words.get(plain(side), ()):
            value = form.beside(cell)
            if value is not None and value.kind == "text" and usable(form.region, value, told=True):
                form.region.labels.add(cell.place)
                form.take(value, table, 1, meant.field)
                return
