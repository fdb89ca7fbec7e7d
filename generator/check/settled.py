"""A search that found nothing finds nothing again while all that it goes by is the same.

Kept is that and no more: the name of the search with a digest of what it goes by, so that a wrong answer cannot be
kept. Searches of codes go by the codes of some tables (``codes_of``), whatever else stands in their rows; who adds one
names the tables, and sees that the fields are among these (``tests/test_settled.py`` changes each of them).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from generator.check.hanging import codes_of as record_codes
from generator.core.data import Loaded
from generator.core.naming import OWNERS
from generator.core.schema import Table
from generator.load.kept import KeptTexts, Slice, Store, digest

_KEPT = "settled.searches"
# What else tells whose a row is, or of which kind of document it is.
_WHOSE = ("subject_department", "evaluation_kind")


class Settled:
    """The searches that found nothing before, and what is to be kept of it now."""

    def __init__(self, store: Store | None, loaded: Loaded) -> None:
        self._store, self._frames, self._fields = store, loaded.frames, codes_of(loaded.catalogue.tables)
        base = digest(repr(loaded.catalogue).encode()) if store is not None else ""
        self._texts = KeptTexts(store, _KEPT, base)  # of searches nothing, of files the digest of their codes
        self._digests: dict[str, str] = {}

    def word(self, search: str, tables: Iterable[str], *beside: str) -> str:
        """What tells a search of the codes of some tables from any other; empty where nobody can tell.

        ``beside``: what it goes by else.
        """
        if self._store is None:
            return ""
        known = [self._codes(name) for name in tables]
        return digest("\n".join([search, *known, *beside]).encode()) if all(known) else ""

    def whole(self, search: str, tables: Iterable[str]) -> str:
        """What tells a search of all cells of some tables from any other; empty where nobody can tell."""
        if self._store is None:
            return ""
        seen = {name: self._store.seen(name) for name in tables}
        if any(sum(one.rows for one in files.values()) != len(self._frames[name]) for name, files in seen.items()):
            return ""
        files = [f"{name} {path} {one.digest}" for name, own in seen.items() for path, one in sorted(own.items())]
        return digest("\n".join([search, *files]).encode())

    def nothing(self, word: str) -> bool:
        """Whether a search found nothing before; it stays known."""
        return bool(word) and self._texts.find(word) is not None

    def note(self, word: str) -> None:
        """Note that a search found nothing."""
        if word:
            self._texts.note(word, "")

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()

    def _codes(self, name: str) -> str:
        """A digest of the codes of a table, file by file; empty unless all its rows are of files the store can tell."""
        if name not in self._digests:
            frame, fields = self._frames[name], self._fields[name]
            slices = self._store.seen(name) if self._store is not None else {}
            told = [self._of_file(name, frame, fields, path, one) for path, one in sorted(slices.items())]
            whole = sum(one.rows for one in slices.values()) == len(frame)
            self._digests[name] = digest("\n".join([name, *told]).encode()) if whole else ""
        return self._digests[name]

    def _of_file(self, name: str, frame: pd.DataFrame, fields: Sequence[str], path: str, one: Slice) -> str:
        word = f"{name} {one.digest}"
        if (codes := self._texts.find(word)) is None:
            rows = frame.iloc[one.first : one.first + one.rows]
            codes = digest(json.dumps([rows[field].tolist() for field in fields]).encode())
            self._texts.note(word, codes)
        return f"{path} {one.rows} {codes}"


def codes_of(tables: Mapping[str, Table]) -> Mapping[str, Sequence[str]]:
    """The fields of each table that hold codes: its keys, what points elsewhere or is pointed to, whose a row is."""
    shared = {*record_codes(tables), *OWNERS, *_WHOSE}
    codes = {name: shared | _keys(table) for name, table in tables.items()}
    for table in tables.values():
        for key in table.foreign_keys:
            codes[key.table] |= {*key.reference}
    return {name: [one for one in table.names if one in codes[name]] for name, table in tables.items()}


def _keys(table: Table) -> set[str]:
    unique = {one.name for one in table.fields if one.constraints.get("unique")}
    return unique.union(table.primary_key, *(key.fields for key in table.foreign_keys))
