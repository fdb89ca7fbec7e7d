"""Hidden rows and columns: labels in them are seen where they name what is seen, and what was not read is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.forms.layout import Layout
from generator.intake.files.sheets import Cell, Sheet
from generator.intake.readings import LeftOut, Reading, Trouble
from generator.intake.regions import known_words, words_of


def with_labels(sheet: Sheet, layouts: Sequence[Layout]) -> tuple[Sheet, list[Cell]]:
    """The sheet with the hidden labels seen that name what is seen beside or below them; and these labels."""
    hidden = [one for one in sheet.cells if one.hidden]
    if not hidden:
        return sheet, []
    names = frozenset[str]().union(*(known_words(layout) for layout in layouts))
    seen_rows = {one.row for one in sheet.cells if not one.hidden}
    labels = {one for one in hidden if words_of(one) in names and _names_seen(one, seen_rows)}
    cells = tuple(replace(one, hidden="") if one in labels else one for one in sheet.cells)
    return replace(sheet, cells=cells), sorted(labels, key=lambda one: one.place)


def _names_seen(cell: Cell, seen_rows: set[int]) -> bool:
    """Whether a hidden cell stands in a row that is seen, or in one hidden row between two that are."""
    return cell.row in seen_rows or {cell.row - 1, cell.row + 1} <= seen_rows


def with_hidden_labels(reading: Reading, labels: Sequence[Cell]) -> Reading:
    """The reading, told of the hidden labels that it was read by."""
    problem = Trouble(
        cell=labels[0].address,
        message=f"有 {len(labels)} 个标签在隐藏的行、列里（如「{labels[0].text[:20]}」），照这些标签读了。",
        hint="请取消隐藏后核对。",
        stops=False,
    )
    return reading.with_problem(problem)


def with_hidden(reading: Reading, hidden: Sequence[Cell]) -> Reading:
    """The reading, told of the hidden cells, which are left out."""
    cells = [LeftOut(cell=one.address, text=one.text, reason=f"{one.hidden}，没有读") for one in hidden]
    problem = Trouble(
        cell=cells[0].cell,
        message=f"有 {len(cells)} 格在隐藏的或被筛掉的行、列里，没有读。",
        hint="要用的请取消隐藏和筛选后再导入；用不着的请删去。"
        + ("" if reading.layout else "同一个项目已有的记录，这份清单里没有读到的行会当作删去。"),
        stops=False,
    )
    return replace(reading, left_out=(*reading.left_out, *cells), problems=(*reading.problems, problem))
