"""A search that found nothing finds nothing again while all that it goes by is the same.

Kept of a search is that and no more: its name with a digest of what it goes by, so that a wrong answer cannot be kept;
of a file, what it alone says: a digest of its codes, and the numbers among them. Searches of codes go by the codes of
some tables (``codes_of``), whatever else stands in their rows; who adds one names the tables, and sees that the fields
are among these (``tests/test_settled.py`` changes each of them). A search in one bureau's files alone goes by all that
stands in them; one in each department-year by itself, or in each row, is made of those that are another.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from generator.check.hanging import codes_of as record_codes
from generator.check.privacy.gate import numbers_in
from generator.check.privacy.texts import own_codes
from generator.core.data import Loaded
from generator.core.frames import Frames, Later, held, rows_of
from generator.core.naming import OWNERS
from generator.core.runs import Mask
from generator.core.schema import Table
from generator.load.kept import KeptTexts, Slice, Store, digest

_KEPT = "settled.searches"
# What else tells whose a row is, or of which kind of document it is.
WHOSE = ("subject_department", "evaluation_kind")


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a search has to look at: rows of some bureaus in all years, and what tells the files of each from others."""

    frames: Mapping[str, pd.DataFrame]
    words: Mapping[str, str] = field(default_factory=dict)
    some: bool = True  # whether there are any


class Settled:
    """The searches that found nothing before, and what is to be kept of it now."""

    def __init__(self, store: Store | None, loaded: Loaded) -> None:
        self._store, self._frames = store, loaded.frames
        self._fields = codes_of(loaded.catalogue.tables) if store is not None else {}
        self._placed = [name for name, table in loaded.catalogue.tables.items() if table.context]
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

    def all_of(self, search: str, tables: Iterable[str]) -> str:
        """What tells a search of all that stands in some tables from any other; empty where nobody can tell."""
        return self._by_files(search, tables, lambda one: f" {one.rows} {one.digest}")

    def folders(self, tables: Iterable[str]) -> str:
        """In which files there are rows of some tables, whatever they say; empty where nobody can tell."""
        return self._by_files("folders", tables, lambda one: "" if one.rows else None)

    def _by_files(self, search: str, tables: Iterable[str], told_of: Callable[[Slice], str | None]) -> str:
        """A digest of what is told of each file, None: it does not count; empty where nobody can tell."""
        told = [search]
        for name in tables:
            if (files := self._files(name)) is None:
                return ""
            its = ((path, told_of(one)) for path, one in sorted(files.items()))
            told += [f"{name} {path}{what}" for path, what in its if what is not None]
        return digest("\n".join(told).encode())

    def _files(self, name: str) -> Mapping[str, Slice] | None:
        """Where the rows of each file of a table lie; None unless all its rows are of files the store can tell."""
        if self._store is None:
            return None
        files = self._store.seen(name)
        return files if sum(one.rows for one in files.values()) == rows_of(self._frames, name) else None

    def by_bureau(self, search: str, troubled: Collection[str]) -> Sought:
        """The rows of those bureaus in whose files, of all their years together, a search may find something.

        ``troubled``: files that are searched each time, as what is found in them hangs on more than their content.
        """
        if self._store is None:
            return Sought(frames=self._frames)
        files: dict[str, dict[str, dict[str, Slice]]] = defaultdict(lambda: defaultdict(dict))  # bureau, table, path
        for name in self._placed:
            if (seen := self._files(name)) is None:
                return Sought(frames=self._frames)
            for path, one in seen.items():
                files[_bureau(path)][name][path] = one
        apart = {_bureau(path) for path in troubled}
        words = {bureau: _told(search, own) for bureau, own in files.items() if bureau not in apart}
        again = {bureau for bureau in files if not self.nothing(words.get(bureau, ""))}
        if len(again) == len(files):
            return Sought(frames=self._frames, words=words)
        rows = {name: [one for bureau in again for one in files[bureau][name].values()] for name in self._placed}
        some = {name: _some(self._frames, name, own) for name, own in rows.items()}
        return Sought(
            frames=Frames({**held(self._frames), **some}),
            words={one: words[one] for one in again if one in words},
            some=bool(again),
        )

    def by_folder(self, search: str, tables: Iterable[str]) -> Sought:
        """The rows of those department-years among whose codes, in these tables, a search may find something."""
        if self._store is None:
            return Sought(frames=self._frames)
        placed = [name for name in tables if name in self._placed]
        told: dict[str, list[str]] = defaultdict(list)
        slices: dict[str, dict[str, Slice]] = {}
        for name in placed:
            if (seen := self._files(name)) is None:
                return Sought(frames=self._frames)
            slices[name] = {path.rpartition("/")[0]: one for path, one in sorted(seen.items())}
            for folder, one in slices[name].items():
                told[folder].append(self._of_file(name, f"{folder}/{name}", one))
        words = {folder: digest("\n".join([search, *own]).encode()) for folder, own in told.items()}
        again = {folder: word for folder, word in words.items() if not self.nothing(word)}
        if 2 * len(again) > len(words):
            return Sought(frames=self._frames, words=again)
        rows = {name: [one for folder, one in own.items() if folder in again] for name, own in slices.items()}
        some = {name: _some(self._frames, name, own) for name, own in rows.items()}
        return Sought(frames=Frames({**held(self._frames), **some}), words=again, some=bool(again))

    def free(self, search: str, found: Callable[[pd.DataFrame, Sequence[str]], Mask]) -> bool:
        """Whether a search of each row by itself finds none of any department-year; it is given the names of the codes.

        Files in which it found none are not searched again.
        """
        if self._store is None:
            return False
        every = True
        for name in self._placed:
            if (files := self._files(name)) is None:
                return False
            words = [(f"{search} {name} {one.digest}", one) for one in files.values()]
            unknown = sorted((one.first, one.rows, word) for word, one in words if not self.nothing(word))
            if not unknown:
                continue
            rows = np.concatenate([np.arange(first, first + count) for first, count, _ in unknown])
            places = rows[found(Frames(self._frames).take(name, rows), self._fields[name])]
            every = every and not len(places)
            for first, count, word in unknown:
                if np.searchsorted(places, first) == np.searchsorted(places, first + count):
                    self.note(word)
        return every

    def note_bureaus(self, sought: Sought, found: Iterable[str]) -> None:
        """Note that a search found nothing, but for some files, in what it looked at."""
        there = {_bureau(path) for path in found}
        for bureau, word in sought.words.items():
            if bureau not in there:
                self.note(word)

    def numbers(self, table: Table) -> Iterable[str]:
        """The numbers that a table gives as codes, file by file; those of files that are the same from before."""
        files = [*self._store.told(table.name)] if self._store is not None and own_codes(table) else []
        if not files or sum(one.rows for _, one in files) != rows_of(self._frames, table.name):
            return numbers_in(table, self._frames[table.name]) if own_codes(table) else ()
        found: set[str] = set()
        for word, one in files:
            if (text := self._texts.find(f"numbers {word}")) is None:
                rows = self._frames[table.name].iloc[one.first : one.first + one.rows]
                text = " ".join(sorted(numbers_in(table, rows)))
                self._texts.note(f"numbers {word}", text)
            found.update(text.split())
        return found

    def nothing(self, word: str) -> bool:
        """Whether a search found nothing before; it stays known."""
        return bool(word) and self._texts.find(word) is not None

    def note(self, word: str) -> None:
        """Note that a search found nothing."""
        if word:
            self._texts.note(word, "")

    @property
    def known(self) -> Mapping[str, str]:
        """What was noted or asked for, for another process."""
        return self._texts.known

    def take(self, noted: Mapping[str, str]) -> None:
        """Take over what another process noted."""
        self._texts.take(noted)

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()

    def _codes(self, name: str) -> str:
        """A digest of the codes of a table, file by file; empty unless all its rows are of files the store can tell."""
        if name not in self._digests:
            files = self._files(name)
            told = [self._of_file(name, path, one) for path, one in sorted((files or {}).items())]
            self._digests[name] = digest("\n".join([name, *told]).encode()) if files is not None else ""
        return self._digests[name]

    def _of_file(self, name: str, path: str, one: Slice) -> str:
        word = f"{name} {one.digest}"
        if (codes := self._texts.find(word)) is None:
            rows = self._frames[name].iloc[one.first : one.first + one.rows]
            codes = digest(json.dumps([rows[field].tolist() for field in self._fields[name]]).encode())
            self._texts.note(word, codes)
        return f"{path} {one.rows} {codes}"


def _bureau(path: str) -> str:
    """Whose a file of a department-year is, in whatever year: its division and its department."""
    division, _, department, _ = path.split("/")[-4:]
    return f"{division}/{department}"


def _told(search: str, files: Mapping[str, Mapping[str, Slice]]) -> str:
    """What tells a search of some files from any other."""
    told = [f"{name} {path} {one.digest}" for name, own in files.items() for path, one in sorted(own.items())]
    return digest("\n".join([search, *told]).encode())


def _some(frames: Mapping[str, pd.DataFrame], name: str, slices: Collection[Slice]) -> pd.DataFrame | Later:
    """Some rows of a frame, in its order."""
    own = sorted(slices, key=lambda one: one.first)
    rows = np.concatenate([np.zeros(0, np.int64), *(np.arange(one.first, one.first + one.rows) for one in own)])
    return Later(len(rows), lambda: Frames(frames).take(name, rows).set_axis(rows))


def codes_of(tables: Mapping[str, Table]) -> Mapping[str, Sequence[str]]:
    """The fields of each table that hold codes: its keys, what points elsewhere or is pointed to, whose a row is."""
    shared = {*record_codes(tables), *OWNERS, *WHOSE}
    codes = {name: shared | _keys(table) for name, table in tables.items()}
    for table in tables.values():
        for key in table.foreign_keys:
            codes[key.table] |= {*key.reference}
    return {name: [one for one in table.names if one in codes[name]] for name, table in tables.items()}


def _keys(table: Table) -> set[str]:
    unique = {one.name for one in table.fields if one.constraints.get("unique")}
    return unique.union(table.primary_key, *(key.fields for key in table.foreign_keys))
