"""What was done alike in a whole column of a file: rules tell it of each row, the first one stands for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.runs import Mask
from generator.core.schema import Table
from generator.facts.numbers import units

# What a column is filled in with; the last: one of two columns that it is worked out from is in yuan.
DECIMALS, YUAN, HUNDRED_MILLION, ONE_IN_YUAN = "小数", "元", "亿元", "一列元"
_FEW = 2  # records of a file that tell it
_MOST = 0.8  # of its records, in which the same must have been done
_NEAR = 1.0  # percentage points that a decimal may be apart from what was expected, as it is rounded
_PASTE = "把这个数复制，选中要改的格，用“选择性粘贴—"
_AMOUNTS = "表里别的金额列也请核对；金额无误的请在备注说明。"


@dataclass(frozen=True, kw_only=True)
class _Alike:
    """What is said of a column besides, and how all of it is put right in Excel."""

    message: str
    hint: str


_TOLD: Mapping[str, _Alike] = {
    DECIMALS: _Alike(
        message="像是整列都把百分数写成了小数。",
        hint=f"请把整列乘以 100：在 Excel 的空格里写 100，{_PASTE}乘”；单元格格式是百分比的，先改成数值。",
    ),
    YUAN: _Alike(
        message="像是整列都以元为单位填写。",
        hint=f"请把整列除以 10000：在 Excel 的空格里写 10000，{_PASTE}除”。{_AMOUNTS}",
    ),
    HUNDRED_MILLION: _Alike(
        message="像是整列都以亿元为单位填写。",
        hint=f"请把整列乘以 10000：在 Excel 的空格里写 10000，{_PASTE}乘”。{_AMOUNTS}",
    ),
    ONE_IN_YUAN: _Alike(
        message="像是「全年预算数」「全年执行数」有一整列以元为单位填写。",
        hint=f"请把以元填写的那一列除以 10000：在 Excel 的空格里写 10000，{_PASTE}除”。",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which hits are told, and of each of these how many more it stands for, its message and its hint."""

    places: npt.NDArray[np.intp]
    others: npt.NDArray[np.int64]
    messages: Sequence[str]
    hints: Sequence[str]


def whole_columns(
    table: Table, frame: Callable[[], pd.DataFrame], rows: pd.DataFrame, hits: pd.DataFrame, apart: Mask
) -> Columns:
    """The hits with one for all rows of a file in whose column the same was done.

    ``frame``: gives all rows of the table; ``rows``: those of them that were hit, with the columns of their fields, in
    the order of the hits, whose field and cause stand in ``hits``; ``apart``: which stand for themselves, as somebody
    waived or answered them.
    """
    causes = _causes(table, rows, hits)
    causes[apart] = ""
    messages, hints = hits["message"].tolist(), hits["hint"].tolist()
    kept, others = np.ones(len(hits), dtype=np.bool_), np.zeros(len(hits), dtype=np.int64)
    kinds = pd.DataFrame(
        {
            "file": rows["_file"].to_numpy(),
            "field": hits["field"].to_numpy(),
            "cause": causes,
            "record": rows[table.primary_key[0]].to_numpy(),
        }
    )
    records: dict[str, pd.Series] = {}  # by field, of each file
    for (file, field, cause), own in kinds[causes != ""].groupby(["file", "field", "cause"], sort=False):
        told = own["record"].nunique()
        if told < _FEW:
            continue
        if field not in records:
            records[field] = _records(table, frame(), str(field))
        if told < _MOST * records[field].get(file, 0):
            continue
        first, *rest = own.index.tolist()
        kept[rest] = False
        others[first] = len(rest)
        messages[first] += f"这一列另有 {len(rest):,} 行也是这样，{_TOLD[str(cause)].message}"
        hints[first] = _TOLD[str(cause)].hint
    places = np.flatnonzero(kept)
    return Columns(
        places=places,
        others=others[places],
        messages=[messages[place] for place in places],
        hints=[hints[place] for place in places],
    )


def _causes(table: Table, rows: pd.DataFrame, hits: pd.DataFrame) -> npt.NDArray[np.object_]:
    """What was done in each cell, as far as its rule or the cell itself tells it."""
    causes: npt.NDArray[np.object_] = hits["cause"].to_numpy(dtype=object, na_value="").copy()
    for name in table.rates.intersection(hits["field"]):
        causes[decimals(rows, hits, name)] = DECIMALS
    return causes


def decimals(rows: pd.DataFrame, hits: pd.DataFrame, name: str) -> Mask:
    """Which hits of a field in per cent are about a decimal of what was expected."""
    written = units(rows[name])
    due = pd.to_numeric(hits["expected"].str.removesuffix("%"), errors="coerce").set_axis(rows.index)
    mask = (hits["field"] == name).to_numpy() & ((written > 0) & (written <= 1)).to_numpy()
    near: Mask = mask & ((written * 100 - due).abs() <= _NEAR).to_numpy(dtype=np.bool_, na_value=False)
    return near


def _records(table: Table, frame: pd.DataFrame, field: str) -> pd.Series:
    """How many records of each file have something in a field."""
    return frame[frame[field].notna()].groupby("_file", sort=False)[table.primary_key[0]].nunique()
