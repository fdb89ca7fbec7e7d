"""Boxes to tick: a column that stands for a choice."""

from __future__ import annotations

from generator.forms.layout import Part
from generator.intake import values
from generator.intake.blocks.list_rows import ListRow
from generator.intake.files.sheets import Cell


def read_tick(row: ListRow, part: Part, cell: Cell) -> None:
    """A tick in a column of boxes, or the choice written out in it."""
    region = row.form.region
    if values.is_placeholder(cell.text) or cell.text.strip() in "□☐○":
        region.leave(cell, "没有勾选")
    elif part.reading == "ticks":
        row.add(cell, part.field, part.choice, ";")
        if part.code and not values.ticked(cell.text):  # a reason where a tick was meant is the note on that cause
            row.add(cell, part.code, values.bare(cell.text), "；")
    else:
        row.value(cell, part.field, part.choice)
        if not values.ticked(cell.text) and values.bare(cell.text) != part.choice:
            message = f"「{part.choice}」一栏写的是「{cell.text[:30]}」，当作勾选读。"
            region.wrong(cell, message, "请核对；只打“√”。", stops=False)
