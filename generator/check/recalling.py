"""What a rule said before is taken again where nothing is another by a byte that it could have gone by.

What a rule goes by is seen while it runs (``Facts.reading``): tables, the day, the forms. A rule that says of a row
what it says of it in its department-year alone, or in its division's year (``ALONE``), is asked again about those that
are another; every other rule about everything, as soon as one file of a table that it reads is another.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from generator.check.told import Telling, Told
from generator.core.data import Loaded
from generator.core.facts import Facts
from generator.core.frames import Frames, Later, rows_of
from generator.core.memory import FEW
from generator.core.naming import Names
from generator.core.runs import CHECKED, Looked
from generator.core.schema import CONTEXT
from generator.facts.joining import known
from generator.load.kept import Store, digest
from generator.rules import RULES, Rule
from generator.rules.alone import ALONE, Reach
from generator.rules.looking import Looks
from generator.rules.registry import HIT_COLUMNS, nothing_found

_KEPT = "said.rules"  # what they said is kept under this name
_WHOLE = ""  # the place of a common table, and of what a rule says of everything
_DEPTH: Mapping[Reach, int] = {"folder": 3, "division-year": 2}  # how many parts of the context name a place
_MOST_AGAIN = 1 / 2  # of all rows: where more is another, rules are asked about everything
_HIT = pa.struct([("row", pa.int64()), *((name, pa.string()) for name in HIT_COLUMNS)])
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "place", "read", "key")),
        ("marks", pa.binary()),
        ("hits", pa.list_(_HIT)),
    ]
)
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a rule said: its hits, what it made of each row, and the names of what it went by."""

    hits: pd.DataFrame
    looked: Looked
    read: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What a process that asks some rules has to tell the one that asks the others."""

    held: Sequence[int] = ()
    anew: Sequence[pa.Table] = ()
    passed: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)


class Asking:
    """Asks rules about everything."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self._looks = facts, Looks(facts)

    def said(self, rule: Rule) -> Said:
        """What a rule says."""
        with self._facts.reading() as read:
            looked = self._looks.of(rule)
            # What a rule finds are rows that it checks: of a small district many have none to check.
            some = (looked.marks == CHECKED).any()
            hits = rule.function(self._facts) if some else nothing_found(self._facts.tables[rule.table].index[:0])
        return Said(hits=hits, looked=looked, read=frozenset({rule.table, *read}))

    def told(self, rule: Rule) -> Telling | None:
        """What a rule found, in words, where nothing is another since; None where it is to be asked."""

    def note_told(self, rule: Rule, told: Telling) -> None:
        """Note what a rule found, in words."""

    def keep(self) -> None:
        """Keep what was said, where there is a store."""

    @property
    def beside(self) -> bool:
        """Whether two processes are to ask rules."""
        return sum(self._facts.rows(name) for name in self._facts.tables) >= FEW

    def noted(self) -> Noted:
        """What was noted here, for another process that asks other rules."""
        return Noted()

    def note(self, noted: Noted) -> None:
        """Take over what another process noted."""


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Rows of a table that lie together: the first of them, how many, and a digest of the file that holds them."""

    first: int
    rows: int
    digest: str


_Spans = Mapping[str, _Span]  # place → its rows, in the order of the table


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Some department-years alone: who asks rules about them, and by table which rows of the whole theirs are."""

    asking: Asking
    rows: Mapping[str, Positions]


@dataclass(frozen=True, kw_only=True)
class _Entries:
    """What was said before: an entry a rule and place, what it went by, and a digest of that."""

    cells: Any
    codes: list[str]
    places: list[str]
    reads: list[str]
    keys: list[str]

    @classmethod
    def of(cls, cells: Any) -> _Entries:
        """The entries of a store; none where it has none."""
        cells = _SCHEMA.empty_table() if cells is None else cells.combine_chunks()
        return cls(
            cells=cells,
            codes=cells["code"].to_pylist(),
            places=cells["place"].to_pylist(),
            reads=cells["read"].to_pylist(),
            keys=cells["key"].to_pylist(),
        )


class Recalling(Asking):
    """Asks rules about what is another since they were asked before, and takes the rest from a store."""

    def __init__(self, facts: Facts, loaded: Loaded, store: Store, names: Names) -> None:
        super().__init__(facts)
        self._store = store
        self._base = digest(repr((loaded.catalogue, facts.profiles, facts.waivers)).encode())
        self._beside = {"packages": digest(repr(facts.packages).encode()), "today": str(facts.today)}
        self._placed = frozenset(name for name, table in loaded.catalogue.tables.items() if table.context)
        # None: not all rows are those of files that the store can tell; what hangs on them is asked anew each time.
        self._spans = {
            name: _spans(store, name, facts, placed=name in self._placed)
            if facts.rows(name) == rows_of(loaded.frames, name)
            else None
            for name in facts.tables
        }
        self._wider = {name: None if one is None else _wider(one) for name, one in self._spans.items()}
        self._whole = {name: None if one is None else _digest_of(one.items()) for name, one in self._spans.items()}
        self._known: dict[tuple[str, str], str | None] = {}
        self._told = Told(store, self._base, self._key_of, names)
        self._held: list[int] = []  # the entries of before that still hold
        self._anew: list[pa.Table] = []
        self._passed: set[str] = set()
        self._parts: dict[Reach, _Part | None] = {}

    @cached_property
    def _entries(self) -> _Entries:
        return _Entries.of(self._store.read(_KEPT, self._base).cells)

    def told(self, rule: Rule) -> Telling | None:
        """What a rule found, in words, where nothing is another since; None where it is to be asked."""
        return self._told.find(rule)

    def note_told(self, rule: Rule, told: Telling) -> None:
        """Note what a rule found, in words."""
        self._told.note(rule, told)

    def said(self, rule: Rule) -> Said:
        """What a rule says, from before or anew."""
        self._passed.add(rule.code)
        places = self._places(rule)
        if places is None:
            return super().said(rule)
        held = self._holding.get(rule.code, {})
        again = places.keys() - held.keys()
        part = self._part_of(rule) if again else None
        if again and part is None:
            found = super().said(rule)
            self._note(rule, found, places)
            return found
        self._held += held.values()
        pieces = [self._before(rule, held, places)] if held else []
        if part is not None:
            found = _moved(part.asking.said(rule), part.rows[rule.table], self._rows(rule))
            own = {place: places[place] for place in places if place in again}
            self._note(rule, found, own)
            pieces.append(_only(found, own.values()))
        return _joined(pieces)

    def keep(self) -> None:
        """Tell the store what was said, if any of it is new."""
        self._told.keep()
        if self._anew:
            unasked = [
                number
                for number, code in enumerate(self._entries.codes)
                if code in RULES and code not in self._passed  # told as a whole, or not of those that were to run
            ]
            old = self._entries.cells.take(pa.array([*self._held, *unasked], pa.int64()))
            self._store.note(_KEPT, self._base, pa.concat_tables([old, *self._anew]), {}, 0)

    @property
    def beside(self) -> bool:
        """Whether two processes are to ask rules."""
        beside = super().beside
        if beside:
            _ = self._holding  # what both need is worked out once
        return beside

    def noted(self) -> Noted:
        """What was noted here, for another process that asks other rules."""
        return Noted(
            held=tuple(self._held), anew=tuple(self._anew), passed=frozenset(self._passed), texts=self._told.noted
        )

    def note(self, noted: Noted) -> None:
        """Take over what another process noted."""
        self._held += noted.held
        self._anew += noted.anew
        self._passed |= noted.passed
        self._told.take(noted.texts)

    def _rows(self, rule: Rule) -> int:
        return self._facts.rows(rule.table)

    def _places(self, rule: Rule) -> _Spans | None:
        """Where the rows lie that a rule says something of, place by place; None where nobody can tell."""
        if self._spans[rule.table] is None:
            return None
        reach = ALONE.get(rule.code) if rule.table in self._placed else None
        if reach is None:
            return {_WHOLE: _Span(first=0, rows=self._rows(rule), digest="")}
        return (self._spans if reach == "folder" else self._wider)[rule.table]

    def _key(self, place: str, read: str) -> str | None:
        """A digest of what a rule goes by that reads these tables for a place; None where nobody can tell."""
        asked = (place, read)
        if asked not in self._known:
            parts: list[str] | None = []
            for name in read.split():
                part = self._content(place, name)
                parts = None if parts is None or part is None else [*parts, part]
            self._known[asked] = None if parts is None else digest("\n".join(parts).encode())
        return self._known[asked]

    def _key_of(self, names: Iterable[str]) -> str | None:
        """A digest of some tables as a whole, of those that the data has."""
        there = (name for name in names if name in self._whole or name in self._beside)
        return self._key(_WHOLE, " ".join(sorted(there)))

    def _content(self, place: str, name: str) -> str | None:
        if name in self._beside:
            return self._beside[name]
        spans = (self._spans if place.count("/") == 2 else self._wider)[name]
        if spans is None or place == _WHOLE or name not in self._placed:
            return self._whole[name]
        return spans[place].digest if place in spans else ""

    @cached_property
    def _holding(self) -> Mapping[str, Mapping[str, int]]:
        """Rule → place → the entry of before, where all that it went by is the same."""
        found: dict[str, dict[str, int]] = {}
        places = {code: self._places(rule) or {} for code, rule in RULES.items()}
        entries = zip(self._entries.codes, self._entries.places, self._entries.reads, self._entries.keys, strict=True)
        for number, (code, place, read, key) in enumerate(entries):
            if place in places.get(code, ()) and self._key(place, read) == key:
                found.setdefault(code, {})[place] = number
        return found

    def _part_of(self, rule: Rule) -> _Part | None:
        """What is another since before, for a rule that can be asked about that alone."""
        reach = ALONE.get(rule.code)
        if reach is None or rule.code not in self._holding:
            return None
        if reach not in self._parts:
            self._parts[reach] = self._part(self._changed(reach), CONTEXT[: _DEPTH[reach]])
        return self._parts[reach]

    def _changed(self, reach: Reach) -> frozenset[str]:
        """The places that some rule has to be asked about again, of those rules that still know others."""
        found: set[str] = set()
        for code in self._holding:
            if ALONE.get(code) == reach:
                found |= (self._places(RULES[code]) or {}).keys() - self._holding[code].keys()
        return frozenset(found)

    def _part(self, places: Collection[str], on: Sequence[str]) -> _Part | None:
        """Some places alone; None where they are too much for it to be worth while."""
        whole = self._facts
        rows = {name: self._rows_in(name, places, on) for name in self._placed}
        if sum(map(len, rows.values())) > _MOST_AGAIN * sum(whole.rows(name) for name in self._placed):
            return None
        facts = Facts(
            tables=Frames({name: _taken(whole, name, rows.get(name)) for name in whole.tables}),
            profiles=whole.profiles,
            packages=whole.packages,
            today=whole.today,
            schemas=whole.schemas,
            waivers=whole.waivers,
        )
        return _Part(asking=Asking(facts), rows=rows)

    def _rows_in(self, name: str, places: Collection[str], on: Sequence[str]) -> Positions:
        """The positions of a table's rows in some places."""
        spans = (self._spans if list(on) == list(CONTEXT) else self._wider)[name]
        if spans is None:
            where = pd.DataFrame([one.split("/") for one in places], columns=list(on)).astype({"fiscal_year": "int64"})
            return np.flatnonzero(known(self._facts.tables[name], where, on))
        own = sorted((spans[place] for place in places if place in spans), key=lambda one: one.first)
        return np.concatenate(
            [np.zeros(0, dtype=np.int64), *(np.arange(one.first, one.first + one.rows) for one in own)]
        )

    def _before(self, rule: Rule, held: Mapping[str, int], places: _Spans) -> Said:
        """What a rule said of the places in which all is as it was."""
        entries = self._entries.cells.take(pa.array(held.values(), pa.int64())).combine_chunks()
        marks = np.zeros(self._rows(rule), dtype=np.uint8)
        for place, packed in zip(held, entries["marks"].to_pylist(), strict=True):
            own = places[place]
            marks[own.first : own.first + own.rows] = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
        lists = entries["hits"].combine_chunks()
        counts = lists.value_lengths().to_numpy()
        hits, first = lists.flatten(), np.array([places[place].first for place in held], dtype=np.int64)
        rows = hits.field("row").to_numpy() + np.repeat(first, counts)
        return Said(
            hits=_told(hits, rows),
            looked=_looked(rule, marks),
            read=frozenset(name for read in set(entries["read"].to_pylist()) for name in read.split()),
        )

    def _note(self, rule: Rule, found: Said, places: _Spans) -> None:
        """Note what a rule said of some places."""
        read = " ".join(sorted(found.read))
        keys = [self._key(place, read) for place in places]
        if None in keys:
            return
        at = found.hits.index.to_numpy(dtype=np.int64)
        order = np.argsort(at, kind="stable")
        first = np.array([one.first for one in places.values()], dtype=np.int64)
        last = first + np.array([one.rows for one in places.values()], dtype=np.int64)
        start, end = np.searchsorted(at[order], first), np.searchsorted(at[order], last)
        taken = order[np.concatenate([np.zeros(0, dtype=np.int64), *map(np.arange, start, end)])]
        told = [pa.array(found.hits[name].iloc[taken].tolist(), pa.string(), from_pandas=True) for name in HIT_COLUMNS]
        rows = pa.array(at[taken] - np.repeat(first, end - start), pa.int64())
        offsets = pa.array(np.concatenate([[0], np.cumsum(end - start)]), pa.int32())
        marks = found.looked.marks
        packed = [zlib.compress(marks[one.first : one.first + one.rows].tobytes(), 1) for one in places.values()]
        columns = {
            "code": [rule.code] * len(places),
            "place": list(places),
            "read": [read] * len(places),
            "key": keys,
            "marks": packed,
            "hits": pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays([rows, *told], fields=list(_HIT))),
        }
        self._anew.append(pa.table(columns, schema=_SCHEMA))


def _taken(facts: Facts, name: str, rows: Positions | None) -> Later:
    """Some rows of a table, or all of it."""
    if rows is None:
        return Later(facts.rows(name), lambda: facts.tables[name])
    return Later(len(rows), lambda: facts.take(name, rows))


def _spans(store: Store, name: str, facts: Facts, *, placed: bool) -> _Spans | None:
    """Where the rows of each file of a table lie; None unless all of its rows are those of files the store can tell."""
    found: dict[str, _Span] = {}
    following = 0
    for path, one in sorted(store.seen(name).items(), key=lambda pair: pair[1].first):
        place = "/".join(path.split("/")[-4:-1]) if placed else _WHOLE
        if place in found or one.first != following:
            return None
        found[place] = _Span(first=one.first, rows=one.rows, digest=one.digest)
        following += one.rows
    return found if following == facts.rows(name) and facts.numbered(name) else None


def _wider(spans: _Spans) -> _Spans:
    """The same rows by division and year."""
    found: dict[str, _Span] = {}
    for place, some in groupby(spans.items(), key=lambda pair: pair[0].rpartition("/")[0]):
        own = list(some)
        rows = sum(one.rows for _, one in own)
        found[place] = _Span(first=own[0][1].first, rows=rows, digest=_digest_of(own))
    return found


def _digest_of(spans: Iterable[tuple[str, _Span]]) -> str:
    return digest("\n".join(f"{place} {one.rows} {one.digest}" for place, one in spans).encode())


def _told(hits: Any, rows: Positions) -> pd.DataFrame:
    """Hits as rules tell them, of these rows."""
    if not len(rows):
        return nothing_found(rows)
    columns = {name: pd.Series(hits.field(name), dtype="str", index=rows) for name in HIT_COLUMNS}
    return pd.DataFrame(columns, index=rows, columns=list(HIT_COLUMNS))


def _looked(rule: Rule, marks: npt.NDArray[np.uint8]) -> Looked:
    return Looked(table=rule.table, marks=marks, reasons=tuple(need.why for need in rule.needs))


def _moved(found: Said, rows: Positions, all_rows: int) -> Said:
    """What was said of some rows of a table, in the places that they have in the whole."""
    marks = np.zeros(all_rows, dtype=np.uint8)
    marks[rows] = found.looked.marks
    return Said(
        hits=found.hits.set_axis(rows[found.hits.index.to_numpy(dtype=np.int64)]),
        looked=Looked(table=found.looked.table, marks=marks, reasons=found.looked.reasons),
        read=found.read,
    )


def _only(found: Said, spans: Iterable[_Span]) -> Said:
    """What was said of some rows, without the others."""
    own = np.zeros(len(found.looked.marks), dtype=np.bool_)
    for one in spans:
        own[one.first : one.first + one.rows] = True
    marks = np.where(own, found.looked.marks, 0).astype(np.uint8)
    return Said(
        hits=found.hits[own[found.hits.index.to_numpy(dtype=np.int64)]],
        looked=Looked(table=found.looked.table, marks=marks, reasons=found.looked.reasons),
        read=found.read,
    )


def _joined(pieces: Collection[Said]) -> Said:
    """What was said of different rows of a table, together; a row that a piece does not tell of has no mark there."""
    first, *others = pieces
    if not others:
        return first
    full = [one.hits for one in pieces if len(one.hits)]
    return Said(
        hits=pd.concat(full) if full else first.hits,
        looked=Looked(
            table=first.looked.table,
            marks=np.maximum.reduce([one.looked.marks for one in pieces]),
            reasons=first.looked.reasons,
        ),
        read=frozenset().union(*(one.read for one in pieces)),
    )
