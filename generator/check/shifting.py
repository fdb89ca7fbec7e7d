"""Cells of a file that stand one or more columns beside those that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.check.keys import RowFault
from generator.check.values import plain_judge
from generator.core.characters import shortened
from generator.core.schema import Field, Table
from generator.core.shifts import ROWS, advice_on, odd_column, said_of, shifted


def shift(table: Table, rows: pd.DataFrame) -> RowFault | None:
    """What is said of a file's rows if most of their cells fit the columns beside their own, and not their own."""
    names = [one.name for one in table.fields if not one.local or rows[one.name].notna().any()]
    fields = [table.field(name) for name in names]
    tried = rows[names].head(ROWS).fillna("").astype(str).to_numpy().tolist()
    columns = [list(column) for column in zip(*tried, strict=True)]
    found = shifted(len(fields), lambda place, other: _fitting(fields[place], columns[other]))
    if found is None:
        return None
    place = min(found.first + max(found.step, 0), len(columns) - 1)
    example = next((cell for cell in columns[place] if cell), "")
    titles = [one.title for one in fields]
    return RowFault(
        code="S10",
        label=int(rows.index[0]),
        field=fields[odd_column(found, len(fields))].name,
        value=shortened(example),
        expected="每一列的内容与第 1 行的列名对上",
        message=f"各列的内容与列名错开了：{said_of(found, titles, example)}",
        hint=advice_on(found, titles),
        others=len(rows) - 1,
    )


def _telling(field: Field) -> bool:
    return field.type != "string" or field.wanted or bool({"enum", "pattern"} & set(field.constraints))


def _fitting(field: Field, cells: Sequence[str]) -> float | None:
    """The share of the cells that the field would take, blanks aside where they may be; none if none is filled.

    Only columns that not every text fits tell anything.
    """
    if not _telling(field):
        return None
    judge = plain_judge(field)
    filled = [cell for cell in cells if cell.strip()]
    count = len(cells) if field.wanted else len(filled)
    return sum(not judge(cell)[1] for cell in filled) / count if count else None
