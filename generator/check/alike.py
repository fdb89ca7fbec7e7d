"""Cells in which the same was done wrong: one cause, told once, with where else and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from generator.check.values import Fault
from generator.core.schema import Table

_FEW = 3  # cells of a kind in a column from which on they may be one cause
_MANY = 10  # cells of a kind from which on they are, whatever else stands in their column
_ROWS = 5  # rows that a hint lists


@dataclass(frozen=True, kw_only=True)
class ToldCell:
    """A refused cell that is told: its field, its position in the frame, its file and why it is refused.

    ``others``: how many more cells it stands for; ``more``: what is to be said of them.
    """

    field: str
    position: int
    file: str
    fault: Fault
    others: int = 0
    more: str = ""


def alike(cells: Sequence[ToldCell], table: Table, raw: pd.DataFrame) -> list[ToldCell]:
    """The cells with one for all of a file in which the same was done; blanks stay apart, each is filled by itself.

    It is a cause of its own where a column is full of it; columns that are full of the same are one.
    """
    columns: dict[tuple[str, str, str, str, str], list[ToldCell]] = {}
    for number, one in enumerate(cells):
        alone = one.fault.why in ("missing", "unfilled")
        slip = str(number) if alone else one.fault.slip
        columns.setdefault((one.file, one.fault.code, one.fault.field.type, slip, one.field), []).append(one)
    told: list[ToldCell] = []
    filled: dict[str, pd.Series] = {}  # how many cells of each file are filled, by field
    full: dict[tuple[str, ...], list[ToldCell]] = {}
    for (*kind, field), own in columns.items():
        if len(own) >= _FEW and field not in filled:
            filled[field] = raw.groupby("_file", sort=False)[field].count()
        if len(own) >= _FEW and _full(own, int(filled[field][own[0].file])):
            full.setdefault(tuple(kind), []).extend(own)
        else:
            told += own
    return [*_repeated(told, table, raw), *(_together(own, table, raw) for own in full.values())]


def _repeated(cells: Sequence[ToldCell], table: Table, raw: pd.DataFrame) -> list[ToldCell]:
    """The cells with one for all in which the same code is wrong: a record's code stands in each of its rows."""
    codes = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    same: dict[tuple[str, ...], list[ToldCell]] = {}
    for number, one in enumerate(cells):
        code = one.field in codes and one.fault.text.strip()
        same.setdefault((one.file, one.field, one.fault.text if code else str(number)), []).append(one)
    return [one if len(own) == 1 else _together(own, table, raw) for own in same.values() for one in own[:1]]


def _full(cells: Sequence[ToldCell], filled: int) -> bool:
    """Whether these are many, or at least half of what is written in their column of the file."""
    count = sum(1 + one.others for one in cells)
    return count >= _MANY or count * 2 >= filled


def _together(cells: Sequence[ToldCell], table: Table, raw: pd.DataFrame) -> ToldCell:
    fields = dict.fromkeys(one.field for one in cells)
    count = sum(1 + one.others for one in cells)
    first = min(cells, key=lambda one: one.position)
    rows = [str(row) for row in raw["_row"].iloc[sorted({one.position for one in cells})[1 : _ROWS + 1]]]
    columns = "".join(f"「{table.field(name).title}」" for name in fields) if len(fields) > 1 else "这一列"
    where = f"（第 {'、'.join(rows)} 行{'等' if count > len(rows) + 1 else ''}）" if rows else ""
    return replace(first, others=count - 1, more=f"{columns}另有 {count - 1:,} 格也是这种写法{where}，请一并改。")
