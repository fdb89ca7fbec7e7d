"""Cells that stand one or more columns beside those that they belong to: a blank cell put in, or one taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from generator.check.keys import RowFault
from generator.check.values import plain_judge
from generator.core.characters import shortened
from generator.core.schema import Field, Table

_ROWS = 30  # rows of a file that are tried
_STEPS = (1, -1, 2, -2)  # columns to the right, to the left
_TOLD = 3  # columns that must tell whether their cells are their own
_BETTER = 1.5  # columns that must come right by the shift
_RIGHT = 0.9  # the share of the cells that must fit then


@dataclass(frozen=True, kw_only=True)
class _Shift:
    step: int
    first: int  # the column from which on the cells are shifted
    share: float
    gain: float


def shift(table: Table, rows: pd.DataFrame) -> RowFault | None:
    """What is said of a file's rows if most of their cells fit the columns beside their own, and not their own."""
    names = [one.name for one in table.fields if not one.local or rows[one.name].notna().any()]
    fields = [table.field(name) for name in names]
    tried = rows[names].head(_ROWS).fillna("").astype(str).to_numpy().tolist()
    columns = [list(column) for column in zip(*tried, strict=True)]
    best = _best(fields, columns)
    if best is None or best.gain < _BETTER or best.share < _RIGHT:
        return None
    field = fields[best.first]
    many, way = abs(best.step), "右" if best.step > 0 else "左"
    other = fields[min(best.first + best.step, len(fields) - 1)] if best.step > 0 else fields[best.first]
    place = best.first + (best.step if best.step > 0 else 0)
    example = next((cell for cell in columns[place] if cell), "")
    meant = fields[best.first if best.step > 0 else best.first - best.step]
    steps = "一列" if many == 1 else f" {many} 列"
    if best.step > 0:
        hint = (
            f"请在 Excel 中从第 2 行起选中「{field.title}」列里多出来的格，右键“删除—右侧单元格左移”，"
            "使各列与列名对上，核对后再存。"
        )
    else:
        hint = (
            f"请在 Excel 中从第 2 行起选中「{field.title}」列的格，右键“插入—活动单元格右移”，"
            "补上缺的内容，核对后再存。"
        )
    return RowFault(
        code="S10",
        label=int(rows.index[0]),
        field=other.name,
        value=shortened(example),
        expected="每一列的内容与第 1 行的列名对上",
        message=(
            f"从「{field.title}」起，各行的内容向{way}错了{steps}："
            f"「{other.title}」列写的是「{shortened(example, 30)}」，像是「{meant.title}」。"
        ),
        hint=hint,
        others=len(rows) - 1,
    )


def _best(fields: Sequence[Field], columns: Sequence[Sequence[str]]) -> _Shift | None:
    """The shift after which most cells fit their columns; only columns that not every text fits tell anything."""
    told = [_telling(field) for field in fields]
    stay = [
        _fitting(field, cells) if known else None for field, cells, known in zip(fields, columns, told, strict=True)
    ]
    before = sum(share for share in stay if share is not None)
    found: list[_Shift] = []
    for step in _STEPS:
        moved = [
            _fitting(fields[place], columns[place + step]) if told[place] and 0 <= place + step < len(columns) else None
            for place in range(len(fields))
        ]
        for first in range(len(fields)):
            parts = [one for one in (*stay[:first], *moved[first:]) if one is not None]
            if len(parts) >= _TOLD:
                found.append(_Shift(step=step, first=first, share=sum(parts) / len(parts), gain=sum(parts) - before))
    return max(found, key=lambda one: (round(one.share, 3), one.gain, one.first), default=None)


def _telling(field: Field) -> bool:
    return field.type != "string" or field.wanted or bool({"enum", "pattern"} & set(field.constraints))


def _fitting(field: Field, cells: Sequence[str]) -> float | None:
    """The share of the cells that the field would take, blanks aside where they may be; none if none is filled."""
    judge = plain_judge(field)
    filled = [cell for cell in cells if cell.strip()]
    count = len(cells) if field.wanted else len(filled)
    return sum(not judge(cell)[1] for cell in filled) / count if count else None
