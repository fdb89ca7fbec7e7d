"""Rates that a form writes as a fraction of one (0.901 for 90.1%), by the amounts beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from generator.intake import values
from generator.intake.readings import Value
from generator.intake.regions import Region

_RATE, _BUDGET, _SPEND = "execution_rate", "annual_budget", "actual_spend"
_MOST = Decimal(2)  # a rate above it is no fraction of one
_CLOSE = Decimal("0.0051")  # half of the last place of a fraction with two


def rates_in_percent(region: Region) -> None:
    """Make rates per cent that the amounts of their row show to be fractions, and tell of each."""
    rows: dict[tuple[str, int], dict[str, Value]] = {}
    for one in region.values:
        if one.field in (_RATE, _BUDGET, _SPEND):
            rows.setdefault((one.table, one.row), {})[one.field] = one
    cells = {one.address: one for one in region.cells} if rows else {}
    for row in rows.values():
        rate = row.get(_RATE)
        cell = cells.get(rate.cell) if rate else None
        if rate is None or cell is None or "%" in cell.text or "％" in cell.text:
            continue
        if not (fraction := _decimal(rate)) or fraction > _MOST or not _is_fraction(fraction, row):
            continue
        percent = values.written(fraction * 100)
        region.values[region.values.index(rate)] = replace(rate, value=percent)
        region.wrong(
            cell, f"执行率写的是 {cell.text[:20]}，按预算和执行是 {percent}%，照百分数读。", "请核对。", stops=False
        )


def _is_fraction(rate: Decimal, row: dict[str, Value]) -> bool:
    budget, spend = (_decimal(row[name]) if name in row else None for name in (_BUDGET, _SPEND))
    if not budget or spend is None:
        return False
    share = spend / budget
    return abs(rate - share) <= _CLOSE and abs(rate - share * 100) > _CLOSE


def _decimal(value: Value) -> Decimal | None:
    try:
        return Decimal(value.value)
    except InvalidOperation:
        return None
