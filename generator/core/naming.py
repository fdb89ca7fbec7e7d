"""What records are called: their codes, and the project, evaluation or other record that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pandas as pd

from generator.core.schema import CONTEXT, Table

Named = tuple[str, Any, Any, Any]  # the field of a code, division, year, and the code
OWNERS = ("project_code", "evaluation_code", "statement_code")  # by which a row belongs to a record that has a name


_LABELS = (
    (OWNERS[0], ("goals", "self_evaluations"), "project_name"),
    (OWNERS[1], ("evaluations",), "subject_name"),
    (OWNERS[2], ("statements",), "title"),
)
SOURCES = frozenset(name for _, tables, _ in _LABELS for name in tables)  # the tables that give records their names


class Names:
    """The name of the project, evaluation or other record that a row belongs to, looked up by its codes."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames
        self._noted: dict[Named, str] | None = None

    @cached_property
    def _known(self) -> Mapping[str, Mapping[tuple[Any, ...], str]]:
        """Code → its place and itself → the name; worked out when a name is asked for."""
        known: dict[str, Mapping[tuple[Any, ...], str]] = {}
        for code, sources, label in _LABELS:
            parts = [self._frames[one][[*CONTEXT[:2], code, label]] for one in sources if one in self._frames]
            if parts:
                whole = pd.concat(parts).dropna()
                whole = whole.drop_duplicates(subset=[*CONTEXT[:2], code])
                known[code] = dict(zip(_places(whole, code), whole[label].tolist(), strict=True))
        return known

    def called(self, code: str, division: Any, year: Any, value: Any) -> str:
        """What the record with that code is called; empty where nobody says."""
        return self._known[code].get((division, year, value), "") if code in self._known else ""

    @contextmanager
    def noting(self) -> Iterator[Mapping[Named, str]]:
        """Gather what is looked up meanwhile, and what it is called."""
        noted: dict[Named, str] = {}
        self._noted = noted
        try:
            yield noted
        finally:
            self._noted = None

    def of(self, table: Table, rows: pd.DataFrame) -> list[str]:
        """One name a row: of the record it belongs to, then its own label where that is another."""
        owners = [""] * len(rows)
        for code, _, _ in _LABELS:
            if code in table.names and table.context and code in self._known:
                keys = [(code, *one) for one in _places(rows, code)]
                found = [self.called(*one) for one in keys]
                if self._noted is not None:
                    self._noted |= zip(keys, found, strict=True)
                owners = [owner or one for owner, one in zip(owners, found, strict=True)]
        if not table.label:
            return owners
        own = rows[table.label].fillna("").astype(str).tolist()
        return [
            "／".join(dict.fromkeys(one for one in (owner, label) if one))
            for owner, label in zip(owners, own, strict=True)
        ]


def _places(rows: pd.DataFrame, code: str) -> Iterator[tuple[Any, ...]]:
    """Division, year and code of each row."""
    return zip(*(rows[name].tolist() for name in (*CONTEXT[:2], code)), strict=True)


def records_of(table: Table, rows: pd.DataFrame) -> list[str]:
    """What identifies each row within its folder: the primary key's values joined by ＋."""
    columns = [texts(rows[name]) for name in table.primary_key]
    return ["＋".join(parts) for parts in zip(*columns, strict=True)] if columns else [""] * len(rows)


def texts(column: pd.Series) -> list[str]:
    """The values of a column as text, the missing empty."""
    return ["" if gone else str(one) for one, gone in zip(column.tolist(), column.isna().tolist(), strict=True)]
