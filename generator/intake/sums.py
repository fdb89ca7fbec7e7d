"""Sums that a form or list prints: the records keep only its rows, and where these add up to another it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.core.schema import Field, Table
from generator.core.words import TOTAL_FUNDS
from generator.intake import values
from generator.intake.files.sheets import Cell
from generator.intake.regions import Region

_CLOSE = Decimal("0.011")  # thirds of a weight, written with two decimals


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A sum: its cell, what it is of, its number, and the number of the last row of the table that stands above it."""

    cell: Cell
    table: Table
    field: Field
    number: Decimal
    above: int


def tell_sums(region: Region, printed: Sequence[Printed], *, with_others: bool) -> None:
    """Tell of sums that no rows add up to; ``with_others``: the same field of other tables may belong to them.

    A sum may be of all rows, or of those up to the sum before it or after it: subtotals stand above as well as below.
    """
    unread = {one.about for one in region.problems}
    for one in printed:
        own = _rows(region, one.table.name, one.field.name)
        if not own or one.field.name in unread:
            continue
        marks = [0, *sorted({other.above for other in printed if other.table is one.table}), max(own)]
        before = max((mark for mark in marks if mark < one.above), default=0)
        after = min((mark for mark in marks if mark > one.above), default=one.above)
        totals = _totals(region, one.table.name)
        ranges = [(0, max(own)), (0, one.above), (before, one.above), (one.above, after)]
        parts = [[row for row in own if first < row <= last] for first, last in ranges]
        parts += [[row for row in part if row in totals] for part in parts]
        sums = [sum((own[row] for row in part), Decimal(0)) for part in parts if part]
        more = _others(region, one) if with_others else Decimal(0)
        if with_others and not more and one.number > sums[0]:  # the points for the execution stand nowhere on the form
            continue
        if not any(abs(one.number - found) <= _CLOSE for total in sums for found in (total, total + more)):
            _tell(region, one, sum((own[row] for row in parts[2] or own), Decimal(0)), more)


def _tell(region: Region, one: Printed, found: Decimal, more: Decimal) -> None:
    unit = one.field.unit or ""
    also = f"，连同别处的 {values.written(more)} {unit}是 {values.written(found + more)} {unit}" if more else ""
    region.wrong(
        one.cell,
        f"合计写的是 {values.written(one.number)} {unit}，"
        f"各行「{one.field.title}」加起来是 {values.written(found)} {unit}{also}。",
        "请核对是合计写错了，还是有一行漏填、写错或没有读到；记录里只存各行，合计不另存。",
        stops=False,
    )


def _rows(region: Region, table: str, name: str) -> Mapping[int, Decimal]:
    found = ((one.row, values.number(one.value)) for one in region.values if (one.table, one.field) == (table, name))
    return {row: number for row, number in found if number is not None}


def _totals(region: Region, table: str) -> set[int]:
    """The rows of a table of funds that are the total of their sources."""
    return {one.row for one in region.values if one.table == table and one.value == TOTAL_FUNDS}


def _others(region: Region, printed: Printed) -> Decimal:
    """What other tables of a form say of the same: the weight and the score of the execution."""
    tables = {one.table for one in region.values} - {printed.table.name}
    return sum((number for table in tables for number in _rows(region, table, printed.field.name).values()), Decimal(0))
