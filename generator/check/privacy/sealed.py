"""Names of records under seal: what a project is called in which a mark of secrecy was found is not printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.finding import Finding
from generator.core.schema import Table

# The codes by which a record is known in several tables and years.
_OWNERS = ("project_code", "evaluation_code", "statement_code")
_TEXTS = ("message", "hint", "value", "expected", "record")
_CUT = "…"  # a message may have cut a name short
_LEFT_OUT = "（略）"
_SHORTEST, _BEGINNING = 2, 4  # characters of a name, and of the beginning of one, that are looked for


def sealed_names(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], secret: Mapping[str, npt.NDArray[np.intp]]
) -> frozenset[str]:
    """What the records are called, in every table and year; ``secret``: by table, the rows with a mark of secrecy."""
    names: set[str] = set()
    owners: dict[str, set[tuple[Any, ...]]] = {}
    for table, places in secret.items():
        rows = frames[table].iloc[places]
        names.update(_called(tables[table], rows))
        for code in _keyed(rows):
            owners.setdefault(code, set()).update(rows[["division", code]].itertuples(index=False, name=None))
    for table, frame in frames.items():
        for code in set(_keyed(frame)) & set(owners):
            same = pd.MultiIndex.from_frame(frame[["division", code]]).isin(list(owners[code]))
            names.update(_called(tables[table], frame[same & frame[code].notna()]))
    return frozenset(name for name in names if len(name) >= _SHORTEST)


def without_names(findings: Iterable[Finding], names: frozenset[str]) -> Iterator[Finding]:
    """The findings with none of the names."""
    sealed = _Sealed(names)
    for one in findings:
        changes: dict[str, Any] = {
            field: plain for field in _TEXTS if (plain := sealed.left_out(text := getattr(one, field))) != text
        }
        if names.intersection((one.name, *one.name.split("／"))):
            changes["name"] = ""
        yield replace(one, **changes) if changes else one


def _keyed(frame: pd.DataFrame) -> list[str]:
    return [code for code in _OWNERS if code in frame and "division" in frame]


def _called(table: Table, rows: pd.DataFrame) -> Iterator[str]:
    """The names in some rows; what an indicator is called names no record."""
    for field in table.fields:
        if field.name in ("project_name", "subject_name", "new_name", "task_name", "title"):
            yield from rows[field.name].dropna().unique()


class _Sealed:
    """Names, looked up at every place of a text by their first characters and then by their lengths."""

    def __init__(self, names: Iterable[str]) -> None:
        self._sorted = sorted(names)
        self._names = frozenset(self._sorted)
        self._lengths: dict[str, list[int]] = {}
        for name in self._sorted:
            lengths = self._lengths.setdefault(name[:_SHORTEST], [])
            if len(name) not in lengths:
                lengths.append(len(name))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def left_out(self, text: str) -> str:
        """The text without the names."""
        parts, place = [], 0
        while place < len(text):
            length = self._length(text, place)
            parts.append(_LEFT_OUT if length else text[place])
            place += length or 1
        return "".join(parts)

    def _length(self, text: str, place: int) -> int:
        """How long the name is that stands at a place, whole or cut; 0 if there is none."""
        for length in self._lengths.get(text[place : place + _SHORTEST], ()):
            if text[place : place + length] in self._names:
                return length
        if text[place : place + _SHORTEST] in self._lengths:
            end = text.find(_CUT, place)
            beginning = text[place : max(end, place)]
            near = bisect_left(self._sorted, beginning)
            if len(beginning) >= _BEGINNING and any(one.startswith(beginning) for one in self._sorted[near : near + 1]):
                return len(beginning) + len(_CUT)
        return 0
