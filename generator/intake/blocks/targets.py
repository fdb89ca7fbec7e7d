"""Targets and measures of an indicator: direction, value and unit, in one cell or in three, and what was reached."""

from __future__ import annotations

from dataclasses import replace

from generator.forms.layout import Part
from generator.intake import values
from generator.intake.blocks.list_rows import ListRow, without_number
from generator.intake.files.sheets import Cell
from generator.intake.writing import usable

_WHOLE, _FAR = 1, 20  # a measure of at most one is a fraction of one beside a target twenty times as large
_UNSAID = "?"  # the unit of a target in numbers that names none


def tell_several(row: ListRow) -> None:
    """A target that holds several, line by line, is told: nobody could say which score is whose."""
    cell = row.target
    lines = [one for one in cell.text.splitlines() if one.strip()] if cell is not None else []
    if len(lines) > 1 and all(values.target(without_number(one)).operator != "定性" for one in lines):
        row.form.region.wrong(
            cell, f"一格里写了 {len(lines)} 个指标值。", "请拆开，一行写一个指标，各写各的分值和得分。"
        )


def read_target(row: ListRow) -> str:
    """Note direction, value and unit, from one cell or from three; the unit that the measures are in is returned."""
    cell = row.target
    if cell is None or not usable(row.form.region, cell):
        return ""
    by_field = {part.field: one for part, one in row.cells.items()}
    sign, unit = by_field.get("operator"), by_field.get("unit")
    target = values.target(cell.text)
    if sign is not None:
        target = _with_sign(row, target, sign, cell)
    if unit is not None and not values.is_placeholder(unit.text) and target.operator != "定性":
        target = replace(target, unit=values.own_unit(unit.text))
    _note(row, sign or cell, "operator", target.operator)
    _note(row, cell, "target_value", target.value)
    _note(row, unit or cell, "unit", target.unit)
    if unit is not None and row.form.region.free(unit):
        row.form.region.leave(unit, "定性指标没有单位")
    return target.unit or ("" if target.operator == "定性" else _UNSAID)


def _with_sign(row: ListRow, target: values.Target, sign: Cell, cell: Cell) -> values.Target:
    """The target in the direction that a cell of its own says."""
    given = values.operator(sign.text)
    if given is None:
        row.form.region.leave(sign, "看不出是哪一种指标方向，方向照指标值读")
        return target
    if given == "定性" or (target.operator == "定性" and values.number(cell.text) is None):
        return replace(target, operator="定性", value=values.bare(cell.text), unit="")
    return replace(target, operator=given)


def _note(row: ListRow, cell: Cell, field: str, value: str) -> None:
    if value:
        row.value(cell, field, value)


def read_measure(row: ListRow, part: Part, cell: Cell, unit: str) -> None:
    """Note what was reached, in the unit of the target as ``read_target`` returned it."""
    if not usable(row.form.region, cell):
        return
    value = _of_unsaid_unit(row, cell) if unit == _UNSAID else _of_unit(row, part, cell, unit)
    row.value(cell, part.field, values.bare(cell.text) if value is None else value)


def _of_unsaid_unit(row: ListRow, cell: Cell) -> str | None:
    """The number of a measure whose target names no unit; the measure's own is the indicator's."""
    own = values.target(cell.text)
    if own.operator == "定性":
        return None
    if own.unit:
        row.value(cell, "unit", own.unit)
    return own.value


def _of_unit(row: ListRow, part: Part, cell: Cell, unit: str) -> str | None:
    """The number of a measure in a unit; one in another unit, and one that must be a fraction, are told."""
    value = values.measured(cell.text, unit) if unit else None
    if unit and value is None and values.target(cell.text).operator != "定性":
        row.form.region.wrong(
            cell,
            f"「{part.label}」写的是「{cell.text[:30]}」，与指标值的单位「{unit}」不同，照原样读。",
            "请核对；两处用同一个单位，执行结果才能复算。",
            stops=False,
        )
    elif unit == "%" and value is not None and _is_fraction(row, cell):
        row.form.region.wrong(
            cell,
            f"「{part.label}」写的是 {cell.text[:20]}，指标值的单位是 %，照 {value}% 读。",
            "请核对；如果是百分之几，请写成百分数，如 95%。",
            stops=False,
        )
    return value


def _is_fraction(row: ListRow, cell: Cell) -> bool:
    """Whether a measure without a sign of per cent is far below a target in per cent: 0.95 where 95% is meant."""
    target = row.said("target_value")
    measure, aim = values.number(cell.text), values.number(target.value if target else "")
    return measure is not None and aim is not None and 0 < measure <= _WHOLE < aim / _FAR
