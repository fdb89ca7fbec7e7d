"""How a table is written: rows by field name, the columns and their order as ``data/schemas`` declares them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from generator.core.errors import UserError
from generator.core.schema import Table

Row = Mapping[str, str]  # field name → cell; a field that is left out is blank
Rows = Iterator[Row]


def table(schema: Table, rows: Iterable[Row]) -> bytes | None:
    """The CSV of a table (UTF-8, LF); None where there is no row, because empty files are not kept.

    What is kept for a whole division is opened and mended in a spreadsheet: it has Chinese headings and the mark by
    which a spreadsheet knows UTF-8.

    A column that only local forms have is left out where no row fills it.

    UserError where a row names a field that the schema does not have.
    """
    given = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, schema.columns(given), restval="", extrasaction="ignore", lineterminator="\n")
    common = schema.scope == "common"
    writer.writerow({one.name: one.title if common else one.name for one in schema.fields})
    start = text.tell()
    for row in given:
        unknown = [name for name in row if name not in schema.names]
        if unknown:
            raise UserError(
                f"「{schema.title}」的定义里没有字段「{unknown[0]}」，示例区的数据里有。",
                f"请在 data/schemas/{schema.name}.yaml 里恢复它，或删去 generator/sample 里写它的那一行。",
            )
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig" if common else "utf-8") if text.tell() > start else None
