"""A published archive as a side: the tables of the data package, whose rows say themselves where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from generator.compare.side import Side
from generator.core.characters import shortened
from generator.core.errors import UserError
from generator.core.schema import Table
from generator.load.csvfile import MAX_CELL

DESCRIPTOR = "datapackage.json"
COMPARABLE = "可以比较的有：数据文件夹、网站上的数据包（.zip，里面有 datapackage.json）、整个仓库的 zip 和 git 的版本。"
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def data_folder_in(folder: Path) -> Path | None:
    """The data folder of an archive of a whole repository; None where there is none."""
    found = sorted(folder.rglob("datapackage.yaml"), key=lambda one: (len(one.parts), str(one)))
    return found[0].parent if found else None


def published_side(folder: Path, tables: Mapping[str, Table], title: str) -> Side:
    """An unpacked archive as it is published; UserError where it is none."""
    if not (folder / DESCRIPTOR).is_file():
        raise UserError(f"{shortened(title)} 里没有可以比较的数据。", COMPARABLE)
    frames = {name: _frame(folder / f"{name}.csv", table, title) for name, table in tables.items()}
    return Side(title=title, frames=frames)


def _frame(path: Path, table: Table, title: str) -> pd.DataFrame:
    """The rows of a table; none where the archive has no such file."""
    names = [*table.context, *table.names]
    if not path.is_file():
        return pd.DataFrame({one: pd.array([], dtype=_TEXT) for one in [*names, "_file"]}).assign(_row=0)
    read = csv.ReadOptions(block_size=16 * 2**20)
    parse = csv.ParseOptions(newlines_in_values=True)
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=True, null_values=[""]
    )
    try:
        whole = csv.read_csv(path, read_options=read, parse_options=parse, convert_options=convert)
    except pa.ArrowInvalid as error:
        message = f"{shortened(title)} 里的 {path.name} 读不出来：{shortened(str(error))}。"
        raise UserError(message, COMPARABLE) from None
    columns: dict[str, Any] = {one: _column(whole, one) for one in names}
    if table.context:
        numbers, written = pd.factorize(columns["fiscal_year"])  # a few years in all, missing ones as -1
        years = pd.to_numeric(pd.Series(written), errors="coerce")
        if (numbers < 0).any() or pd.isna(years).any():
            raise UserError(f"{shortened(title)} 里的 {path.name} 有一行没有写明财政年度。", COMPARABLE)
        columns["fiscal_year"] = np.asarray(years, dtype="int64")[numbers]
    name = pa.array([path.name], pa.large_string()).take(pa.array(np.zeros(len(whole), dtype="int64")))
    frame = pd.DataFrame({**columns, "_file": pd.array(name, dtype=_TEXT)})
    return frame.assign(_row=np.arange(2, len(frame) + 2))


def _column(whole: Any, name: str) -> pd.Series:
    """A column as text with nothing where the cell is empty; a column that an older archive lacks is empty."""
    if name not in whole.column_names:
        return pd.Series(pd.array([None] * len(whole), dtype=_TEXT))
    column = whole[name].combine_chunks()
    if (pc.max(pc.binary_length(column)).as_py() or 0) > MAX_CELL:
        column = pc.utf8_slice_codeunits(column, 0, MAX_CELL)
    return pd.Series(pd.array(column, dtype=_TEXT))
