"""What was found in rows of a table, put together as findings: where, whose, what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from generator.check.keys import RowFault
from generator.core.finding import Finding, Severity
from generator.core.naming import Names, records_of, texts
from generator.core.schema import CONTEXT, Table


def findings_of(
    table: Table,
    rows: pd.DataFrame,
    names: Names,
    *,
    code: str | Sequence[str],
    severity: Severity | Sequence[Severity],
    field: Sequence[str],
    value: Sequence[str],
    expected: Sequence[str],
    message: Sequence[str],
    hint: Sequence[str],
    others: Sequence[int] = (),
    plain: Sequence[str] = (),
) -> list[Finding]:
    """Findings for some rows of one table; ``rows`` may be raw or typed.

    ``others``: how many more each of them stands for; ``plain``: their titles in plain words.
    """
    folder = {name: texts(rows[name]) if name in rows else [""] * len(rows) for name in CONTEXT}
    titles = {one.name: one.title for one in table.fields}
    columns: dict[str, Sequence[Any]] = {
        "code": [code] * len(rows) if isinstance(code, str) else code,
        "severity": [severity] * len(rows) if isinstance(severity, str) else severity,
        "title": [titles.get(one, table.title) for one in field],
        "message": message,
        "hint": hint,
        "file": rows["_file"].tolist(),
        "division": folder["division"],
        "year": [int(year) if year.isdecimal() else None for year in folder["fiscal_year"]],
        "department": folder["department"],
        "row": rows["_row"].tolist(),
        "field": field,
        "record": records_of(table, rows),
        "name": names.of(table, rows),
        "value": value,
        "expected": expected,
        "others": others or [0] * len(rows),
        "plain": plain or [""] * len(rows),
    }
    return [
        Finding(table=table.name, **dict(zip(columns, cells, strict=True)))
        for cells in zip(*columns.values(), strict=True)
    ]


def row_findings(table: Table, raw: pd.DataFrame, names: Names, faults: Sequence[RowFault]) -> list[Finding]:
    """Errors in rows of one table, as read."""
    if not faults:
        return []
    found = findings_of(
        table,
        raw.loc[[fault.label for fault in faults]],
        names,
        code=[fault.code for fault in faults],
        severity="error",
        field=[fault.field for fault in faults],
        value=[fault.value for fault in faults],
        expected=[fault.expected for fault in faults],
        message=[fault.message for fault in faults],
        hint=[fault.hint for fault in faults],
        others=[fault.others for fault in faults],
    )
    return [replace(one, record="", name="") if fault.whole else one for one, fault in zip(found, faults, strict=True)]
