"""Long codes that a spreadsheet took for numbers: it keeps fifteen digits and writes zeros for the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from generator.check.keys import RowFault
from generator.core.runs import Mask
from generator.core.schema import CONTEXT, Table

_KEPT = 15  # digits that a spreadsheet's number keeps
_FEW = 500  # rows that Python looks at sooner than pandas
_LONG = rf"[0-9]{{{_KEPT + 1},64}}"
_CUT = rf"[0-9]{{{_KEPT}}}0{{1,{64 - _KEPT}}}"
_HINT = "Excel 只保留前 15 位数字。请先把该列设为文本格式，再照预算管理系统里的编码重填。"


def rounded(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], codes: Collection[str]
) -> Iterator[tuple[str, RowFault, list[int]]]:
    """Codes that end in zeros where another table of the division-year has the whole code: (table, fault, labels).

    A fault stands for all rows of a file with that code; no table has both, as it would if they were two records.
    """
    for code in codes:
        if _few_and_whole(frames, tables, code):
            continue
        long = _long_codes(frames, tables, code)
        if long.empty:
            continue
        cut = long["value"].str.slice(_KEPT).str.fullmatch("0+")
        if not cut.any() or cut.all():
            continue
        keys = ["division", "fiscal_year", "start", "length"]
        whole = dict(iter(long[~cut].groupby(keys)))
        for (*key, value), rows in long[cut].groupby([*keys, "value"], sort=False):
            others = whole.get(tuple(key))
            if others is not None and not set(others["table"]) & set(rows["table"]):
                yield from _faults(rows, tables, code, str(value), "、".join(dict.fromkeys(others["value"][:3])))


def perhaps_cut(rows: pd.DataFrame, codes: Sequence[str]) -> Mask:
    """The rows in which one of the codes ends in zeros behind what a spreadsheet keeps: without any, nothing is cut."""
    found = np.zeros(len(rows), dtype=np.bool_)
    for name in codes:
        if (rows[name].str.len() > _KEPT).any():
            found |= rows[name].str.fullmatch(_CUT).fillna(False).to_numpy(dtype=np.bool_)
    return found


def _few_and_whole(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], code: str) -> bool:
    """Whether there are few rows with such a code, and none of them has zeros behind what a spreadsheet keeps."""
    columns = [frames[name][code] for name, table in tables.items() if code in table.names and table.context]
    if sum(map(len, columns)) > _FEW:
        return False
    texts = (one for column in columns for one in column.tolist() if isinstance(one, str))
    return not any(len(one) > _KEPT and not one[_KEPT:].strip("0") for one in texts)


def _long_codes(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], code: str) -> pd.DataFrame:
    """All cells with such a code: table, label, file, row, division, fiscal_year, value, and how it begins."""
    parts = []
    for name, table in tables.items():
        if code not in table.names or not table.context or frames[name].empty:
            continue
        frame = frames[name]
        if not (frame[code].str.len() > _KEPT).any():  # an expression takes longer to make
            continue
        rows = frame.loc[frame[code].str.fullmatch(_LONG).fillna(False), [*CONTEXT[:2], code, "_file"]]
        if not rows.empty:
            parts.append(rows.rename(columns={code: "value"}).assign(table=name, label=rows.index))
    if not parts:
        return pd.DataFrame()
    long = pd.concat(parts, ignore_index=True)
    return long.assign(start=long["value"].str.slice(0, _KEPT), length=long["value"].str.len())


def _faults(
    rows: pd.DataFrame, tables: Mapping[str, Table], code: str, value: str, meant: str
) -> Iterator[tuple[str, RowFault, list[int]]]:
    for (table, _), own in rows.groupby(["table", "_file"], sort=False):
        title = tables[str(table)].field(code).title
        labels = own["label"].tolist()
        fault = RowFault(
            code="S08",
            label=labels[0],
            field=code,
            value=value,
            expected=meant,
            message=f"{title}写的是「{value}」，后几位成了 0，像是被 Excel 改写过；别的表里是「{meant}」。",
            hint=_HINT,
            others=len(labels) - 1,
        )
        yield str(table), fault, labels
