"""The checked tables and profiles that facts are worked out from, and the store of what was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, TypeVarTuple

import numpy as np
import pandas as pd

from generator.core.frames import Frames, Later, Positions, rows_of
from generator.core.numbers import MICRO
from generator.core.package import Package, Waiver
from generator.core.profile import Profile, profile_for
from generator.core.schema import Table

Fact = TypeVar("Fact")
About = TypeVarTuple("About")
Value = TypeVar("Value")


class _Watched(Mapping[str, pd.DataFrame]):
    """Tables that tell the latest of some readers which of them are read."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], readers: list[set[str]]) -> None:
        self._tables = tables
        self._readers = readers

    def __getitem__(self, name: str) -> pd.DataFrame:
        if self._readers:
            self._readers[-1].add(name)
        return self._tables[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class _Noted(Generic[Value]):
    """A value of the facts beside the tables: the latest of their readers is told, by its name, that it was read."""

    def __init__(self, default: Value) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, facts: Facts | None, owner: type) -> Value:
        if facts is None:
            return self._default
        if facts._readers:
            facts._readers[-1].add(self._name)
        value: Value = facts.__dict__[self._name]
        return value

    def __set__(self, facts: Facts, value: Value) -> None:
        facts.__dict__[self._name] = value


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The checked tables (numbers are Int64 millionths), the profiles in force, and what is worked out from them once.

    A fact is a function of a module of ``generator.facts``, asked for by ``facts.of(function)``; where there is one for
    each of many things, the function takes those too: ``facts.of(function, division, year)``. ``packages`` and
    ``today`` serve what goes by deadlines; facts that need them are empty without them. ``schemas`` serve what is told
    in the words of the tables' fields, ``waivers`` what is published as an original has it though it is wrong.
    """

    tables: Mapping[str, pd.DataFrame]
    profiles: tuple[Profile, ...]
    packages: _Noted[tuple[Package, ...]] = _Noted(())
    today: _Noted[date | None] = _Noted(None)
    schemas: Mapping[str, Table] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    _known: dict[tuple[Any, ...], tuple[Any, set[str]]] = field(default_factory=dict, compare=False, repr=False)
    _readers: list[set[str]] = field(default_factory=list, compare=False, repr=False)
    _given: Mapping[str, pd.DataFrame] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_given", self.tables)
        object.__setattr__(self, "tables", _Watched(self.tables, self._readers))

    def of(self, fact: Callable[[Facts, *About], Fact], *about: *About) -> Fact:
        """What ``fact`` makes of these tables, worked out once for all who ask the same."""
        asked = (fact, *about)
        if asked not in self._known:
            with self.reading() as read:
                value = fact(self, *about)
            self._known[asked] = (value, read)
        known: Fact
        known, read = self._known[asked]
        self.note(read)
        return known

    def let_go(self, *facts: Callable[..., Any]) -> None:
        """Keep what these made no longer; who asks has it made again. For what is large and has been put to its use."""
        for asked in [one for one in self._known if one[0] in facts]:
            del self._known[asked]

    def rows(self, table: str) -> int:
        """How many rows a table has, without a look at them."""
        return rows_of(self._given, table)

    def take(self, table: str, positions: Positions) -> pd.DataFrame:
        """The rows of a table in some positions, in ascending order, numbered from nought; nobody is told of it."""
        return Frames(self._given).take(table, positions)

    def numbered(self, table: str) -> bool:
        """Whether the rows of a table are numbered from nought, as those of the file are."""
        held = self._given.held(table) if isinstance(self._given, Frames) else self._given[table]
        return isinstance(held, Later) or held.index.equals(pd.RangeIndex(len(held)))

    def note(self, read: set[str]) -> None:
        """Tell the latest reader that it goes by these, too: by what was made of them before."""
        if self._readers:
            self._readers[-1] |= read

    @contextmanager
    def reading(self) -> Iterator[set[str]]:
        """Gather the names of the tables that are read meanwhile, and of those that facts known before were made of.

        ``packages`` and ``today`` are told as tables are, by these names.
        """
        self._readers.append(set())
        try:
            yield self._readers[-1]
        finally:
            self._readers.pop()

    def profile(self, rows: pd.DataFrame, name: str, part: Callable[[Any], Any] = lambda whole: whole) -> pd.Series:
        """The profile's value of that name, or a part of it, for each row, by the row's division and fiscal year."""
        # Looking at the rows can be spared where every profile that may be in force says the same.
        values = [getattr(one, name) for one in self.profiles if one.name == "default" or one.in_force]
        place: np.ndarray = np.zeros(len(rows), dtype=np.intp)
        if any(value != values[0] for value in values):
            place = rows.groupby(["division", "fiscal_year"], sort=False).ngroup().to_numpy()
            first = np.unique(place, return_index=True)[1]
            values = [
                getattr(profile_for(self.profiles, str(division), int(year)), name)
                for division, year in rows[["division", "fiscal_year"]].iloc[first].itertuples(index=False)
            ]
        return pd.Series([part(value) for value in values]).take(place).set_axis(rows.index)

    def tolerance(self, rows: pd.DataFrame, name: str) -> pd.Series:
        """The profile's tolerance of that name for each row, in whole millionths: for numbers that are exact."""
        return (self.profile(rows, name) * MICRO).round().astype("int64")
