"""Parquet files of tables: typed columns, money as exact decimals."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generator.core.numbers import DECIMALS
from generator.core.schema import Field, Table
from generator.downloads.cells import Cells, fields

DECIMAL = pa.decimal128(18, DECIMALS)
_TYPES = {
    "string": pa.large_string(),
    "number": DECIMAL,
    "integer": pa.int64(),
    "year": pa.int32(),
    "date": pa.date32(),
}


def parquet(parts: Iterable[Cells], table: Table) -> bytes:
    """A table as Parquet, a row group a part.

    Texts as string, numbers as decimal128(18, 6), integers as int64, years as int32, dates as date32.
    """
    columns = fields(table)
    schema = pa.schema(
        [pa.field(one.name, _TYPES[one.type], metadata=_metadata(one)) for one in columns],
        metadata={"title": table.title, "description": table.description},
    )
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for cells in parts:
            writer.write_table(pa.table([_column(cells[one.name], one) for one in columns], schema=schema))
    return buffer.getvalue()


def _metadata(field: Field) -> dict[str, str]:
    words = {"title": field.title, "unit": field.unit}
    return {key: value for key, value in words.items() if value}


def _column(array: pa.Array, field: Field) -> pa.Array:
    if field.type == "number":
        return _decimals(array)
    if field.type == "year":
        return array.cast(pa.int32())
    if field.type == "date":
        return pc.strptime(array.cast(pa.string()), format="%Y-%m-%d", unit="s").cast(pa.date32())
    return array


def _decimals(millionths: pa.Array) -> pa.Array:
    """Whole millionths as decimals of the same value: a decimal128 is a 128-bit integer with a fixed scale."""
    known = pc.fill_null(millionths, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    wide = np.stack([known, known >> 63], axis=1)
    valid = pc.is_valid(millionths)
    filled = pa.Array.from_buffers(DECIMAL, len(known), [None, pa.py_buffer(wide.tobytes())])
    return pc.if_else(valid, filled, pa.scalar(None, DECIMAL))
