"""What was found in rows of a table, put together as findings: where, whose, what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from generator.check.keys import RowFault
from generator.core.finding import Finding, Severity
from generator.core.schema import CONTEXT, Table


class Names:
    """The name of the project, evaluation or other record that a row belongs to, looked up by its codes."""

    _SOURCES = (
        ("project_code", ("goals", "self_evaluations"), "project_name"),
        ("evaluation_code", ("evaluations",), "subject_name"),
        ("statement_code", ("statements",), "title"),
    )

    def __init__(self, tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> None:
        self._known: dict[str, pd.Series] = {}
        for code, sources, label in self._SOURCES:
            parts = [frames[one][[*CONTEXT[:2], code, label]] for one in sources if one in frames]
            if parts:
                whole = pd.concat(parts).dropna().drop_duplicates(subset=[*CONTEXT[:2], code])
                self._known[code] = whole.set_index([*CONTEXT[:2], code])[label]
        self._tables = tables

    def of(self, table: Table, rows: pd.DataFrame) -> list[str]:
        """One name a row: of the record it belongs to, then its own label where that is another."""
        owners = [""] * len(rows)
        for code, _, _ in self._SOURCES:
            if code in table.names and table.context and code in self._known:
                index = pd.MultiIndex.from_frame(rows[[*CONTEXT[:2], code]])
                found = self._known[code].reindex(index).fillna("").tolist()
                owners = [owner or str(one) for owner, one in zip(owners, found, strict=True)]
        if not table.label:
            return owners
        own = rows[table.label].fillna("").astype(str).tolist()
        return [
            "／".join(dict.fromkeys(one for one in (owner, label) if one))
            for owner, label in zip(owners, own, strict=True)
        ]


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
    folder = {name: _texts(rows[name]) if name in rows else [""] * len(rows) for name in CONTEXT}
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
    return findings_of(
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


def records_of(table: Table, rows: pd.DataFrame) -> list[str]:
    """What identifies each row within its folder: the primary key's values joined by ＋."""
    columns = [_texts(rows[name]) for name in table.primary_key]
    return ["＋".join(parts) for parts in zip(*columns, strict=True)]


def _texts(column: pd.Series) -> list[str]:
    return ["" if pd.isna(one) else str(one) for one in column]
