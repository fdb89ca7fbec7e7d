"""Sums that a form or list prints: the records keep only its rows, and where these add up to another it is told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

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


class _Column:
    """The numbers of a column by their rows: what those between two rows add up to is not reckoned anew each time."""

    def __init__(self, numbers: Mapping[int, Decimal]) -> None:
        self._rows = sorted(numbers)
        self._until = [Decimal(0), *accumulate(numbers[row] for row in self._rows)]

    @property
    def last(self) -> int:
        """The last row that has a number; 0 where none has."""
        return self._rows[-1] if self._rows else 0

    def between(self, first: int, last: int) -> Decimal | None:
        """The sum of the rows behind the first, up to the last; None where there are none."""
        start, end = (bisect_right(self._rows, row) for row in (first, last))
        return self._until[end] - self._until[start] if end > start else None


class _Known(NamedTuple):
    """What the sums of a column are held against.

    ``of_totals``: those of its rows that are totals themselves; ``more``: what other tables say of the same; ``marks``:
    the rows behind which sums of the table stand.
    """

    rows: _Column
    of_totals: _Column
    more: Decimal
    marks: Sequence[int]


def tell_sums(region: Region, printed: Sequence[Printed], *, with_others: bool) -> None:
    """Tell of sums that no rows add up to; ``with_others``: the same field of other tables may belong to them.

    A sum may be of all rows, or of those up to the sum before it or after it: subtotals stand above as well as below.
    """
    unread = {one.about for one in region.problems}
    known = _known(region, printed, with_others=with_others)
    for one in printed:
        place = one.table.name, one.field.name
        if place not in known or one.field.name in unread:
            continue
        rows, of_totals, more, marks = known[place]
        whole = rows.between(0, rows.last) or Decimal(0)
        if with_others and not more and one.number > whole:  # the points for the execution stand nowhere on the form
            continue
        before, after = _neighbours(marks, one.above)
        ranges = [(0, rows.last), (0, one.above), (before, one.above), (one.above, after)]
        sums = [
            found for column in (rows, of_totals) for ends in ranges if (found := column.between(*ends)) is not None
        ]
        if not any(abs(one.number - found) <= _CLOSE for total in sums for found in (total, total + more)):
            part = rows.between(before, one.above)
            _tell(region, one, whole if part is None else part, more)


def _known(region: Region, printed: Sequence[Printed], *, with_others: bool) -> Mapping[tuple[str, str], _Known]:
    """By table and field of what is printed, of those that have rows."""
    numbers = _numbers(region, {one.field.name for one in printed})
    totals = {(one.table, one.row) for one in region.values if one.value == TOTAL_FUNDS} if printed else set()
    marks: dict[str, set[int]] = {}
    for one in printed:
        marks.setdefault(one.table.name, set()).add(one.above)
    known = {}
    for name, field in {(one.table.name, one.field.name) for one in printed} & numbers.keys():
        own = numbers[name, field]
        known[name, field] = _Known(
            rows=_Column(own),
            of_totals=_Column({row: number for row, number in own.items() if (name, row) in totals}),
            more=_others(numbers, (name, field)) if with_others else Decimal(0),
            marks=sorted({0, max(own), *marks[name]}),
        )
    return known


def _neighbours(marks: Sequence[int], above: int) -> tuple[int, int]:
    """The marks before and after a sum; where there is none before it all begins, where none after nothing follows."""
    first, second = bisect_left(marks, above), bisect_right(marks, above)
    return marks[first - 1] if first else 0, marks[second] if second < len(marks) else above


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


def _numbers(region: Region, names: Collection[str]) -> Mapping[tuple[str, str], Mapping[int, Decimal]]:
    """The numbers of some fields, by table and field, then by row."""
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for one in region.values:
        if one.field in names and (number := values.number(one.value)) is not None:
            found.setdefault((one.table, one.field), {})[one.row] = number
    return found


def _others(numbers: Mapping[tuple[str, str], Mapping[int, Decimal]], place: tuple[str, str]) -> Decimal:
    """What other tables of a form say of the same: the weight and the score of the execution."""
    others = (own for (table, field), own in numbers.items() if field == place[1] and table != place[0])
    return sum((number for own in others for number in own.values()), Decimal(0))
