"""Figures that stand a column beside their own: each could be where it is, but what they say of each other tells it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from generator.core.numbers import half_of_last
from generator.core.schema import Table
from generator.intake import values
from generator.intake.files.sheets import Cell, Place
from generator.intake.readings import Value
from generator.intake.regions import Region

# Whole, part, and the rate that the part is of the whole.
_RATES = (("annual_budget", "actual_spend", "execution_rate"), ("base_amount", "cut_amount", "cut_rate"))
_TOTAL, _PARTS = "total_amount", ("fiscal_appropriation", "carryover", "other_funds")
_STEPS = (1, -1)  # columns to the right, to the left
_TELLING = 3  # digits of a rate that no figures have by chance
_SURE = 2  # rows of which each alone may be so by chance
_LISTED = 8  # rows that are named
_WAYS = {1: "右", -1: "左"}
_CENT = Decimal("0.0051")


class _Told(NamedTuple):
    """A row whose figures fit one column beside: its row of the sheet, the step, its first figure, how sure it is."""

    row: int
    step: int
    cell: Cell
    field: str
    sure: bool


def tell_beside(region: Region, tables: Mapping[str, Table]) -> None:
    """Tell of rows whose rates and totals fit the figures one column beside, and not those that were read."""
    for name in {one.table for one in region.values}:
        table, columns = tables[name], _columns(region, tables[name])
        found = [one for row in _rows(region, name) if (one := _told(region, row, columns)) is not None]
        for step, group in groupby(sorted(found, key=lambda one: (-one.step, one.row)), key=lambda one: one.step):
            rows = list(group)
            if any(one.sure for one in rows) or len(rows) >= _SURE:
                _tell(region, table, rows, step)


def _tell(region: Region, table: Table, rows: Sequence[_Told], step: int) -> None:
    listed = "、".join(str(one.row + 1) for one in rows[:_LISTED])
    more = f"等 {len(rows):,} 行" if len(rows) > _LISTED else "行"
    title = table.field(rows[0].field).title
    wrong = f"「{title}」与各项之和对不上" if rows[0].field == _TOTAL else f"算不出表上的「{title}」"
    region.wrong(
        rows[0].cell,
        f"第 {listed} {more}的各数像是向{_WAYS[step]}错了一列：照现在的列，{wrong}；移回一列就正好。",
        "请对照列名核对这几行的金额，移回原来的列再导入。",
        stops=False,
    )


def _columns(region: Region, table: Table) -> dict[str, int]:
    """The column of each number of a table; figures of a row stand next to each other in their order."""
    numbers = {one.name for one in table.fields if one.type == "number"}
    places = {one.address: one.place for one in region.cells}
    found: dict[str, Counter[int]] = {}
    for one in region.values:
        if one.table == table.name and one.field in numbers and one.cell in places:
            found.setdefault(one.field, Counter())[places[one.cell][1]] += 1
    return {field: counted.most_common(1)[0][0] for field, counted in found.items()}


def _rows(region: Region, table: str) -> Iterator[int]:
    places: dict[str, Place] = {one.address: one.place for one in region.cells}
    rows = {places[one.cell][0] for one in _figures(region, table) if one.cell in places}
    yield from sorted(rows)


def _figures(region: Region, table: str) -> Iterator[Value]:
    fields = {_TOTAL, *_PARTS, *(name for one in _RATES for name in one)}
    return (one for one in region.values if one.table == table and one.field in fields)


def _told(region: Region, row: int, columns: Mapping[str, int]) -> _Told | None:
    order = sorted(set(columns.values()))

    def at(field: str, step: int) -> Cell | None:
        place = order.index(columns[field]) + step
        return region.at(row, order[place] if place in range(len(order)) else columns[field] + step)

    for whole, part, rate in _RATES:
        if {whole, part, rate} <= columns.keys():
            if any(_is_rate(at(whole, 0), at(part, 0), at(rate, step)) for step in (0, *_STEPS)):
                continue
            for step in _STEPS:
                for cell in (at(rate, 0), at(rate, step)):
                    if _tells(at(whole, step), at(part, step), cell):
                        shown = at(part, 0) or at(whole, step)
                        assert shown is not None  # noqa: S101 - the part one column beside is a number
                        return _Told(row, step, shown, rate, _digits(cell) >= _TELLING)
    if _TOTAL in columns and not _is_sum(*_sum(at, columns, 0), few=1):
        for step in _STEPS:
            total, parts = _sum(at, columns, step)
            if total is not None and _is_sum(total, parts, few=2):
                return _Told(row, step, at(_TOTAL, 0) or total, _TOTAL, sure=True)
    return None


def _sum(
    at: Callable[[str, int], Cell | None], columns: Mapping[str, int], step: int
) -> tuple[Cell | None, list[Decimal]]:
    """The total and its parts as they stand so many columns beside."""
    parts = [number for one in _PARTS if one in columns and (number := _number(at(one, step)))]
    return at(_TOTAL, step), parts


def _is_sum(total: Cell | None, parts: Sequence[Decimal], *, few: int) -> bool:
    """Whether so many parts, and all of them, are the total; one alone may be it by chance."""
    number = _number(total)
    return number is not None and len(parts) >= few and abs(sum(parts, Decimal(0)) - number) <= _CENT


def _is_rate(whole: Cell | None, part: Cell | None, rate: Cell | None) -> bool:
    """Whether the part is that share of the whole, as far as the rate is written."""
    first, second, share = _number(whole), _number(part), _number(rate)
    if not first or second is None or share is None or rate is None:
        return False
    exact = second / first * 100
    # A fraction of one, as a cell that is not formatted in per cent shows it.
    forms = [share, share * 100] if not _in_percent(rate) and share <= 2 else [share]
    return any(abs(one - exact) <= max(_CENT, half_of_last(one)) for one in forms)


def _tells(whole: Cell | None, part: Cell | None, rate: Cell | None) -> bool:
    """Whether figures that stand beside their columns tell it: all or nothing tells nothing, nor do ten points."""
    if whole is None or part is None or rate is None or _in_percent(whole) or _in_percent(part):
        return False
    if not _number(part) or _number(whole) == _number(part):
        return False
    return (_in_percent(rate) or _digits(rate) >= _TELLING) and _is_rate(whole, part, rate)


def _in_percent(cell: Cell) -> bool:
    return "%" in cell.text or "％" in cell.text


def _digits(cell: Cell | None) -> int:
    return len(re.sub(r"\D", "", cell.text).strip("0")) if cell is not None else 0


def _number(cell: Cell | None) -> Decimal | None:
    if cell is None or cell.hollow:
        return None
    text = values.percentage(cell.text)
    return Decimal(text) if text is not None else None
