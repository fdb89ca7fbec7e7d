"""What the rules did: where each looked, how many records it checked, and what it could not check and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

State = Literal["checked", "unable", "not_applicable"]
# What a run comes to, as people read it.
STATES: Mapping[State, str] = {"checked": "已核对", "unable": "无法核对", "not_applicable": "没有适用的记录"}
Place = tuple[str, int | None]  # division and fiscal year; no year where a table holds for all of them
Marks = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
# A mark a row: not one for the rule, checked, or (from ``UNABLE`` on, by the number of the reason) not to be checked.
APART, CHECKED, UNABLE = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a rule made of each row of its table: a mark a row, in the order of the frame, and the reasons by number."""

    table: str
    marks: Marks
    reasons: tuple[str, ...] = ()

    def unable(self) -> Mapping[str, Mask]:
        """Reason → the rows that could not be checked for it."""
        masks = {reason: self.marks == UNABLE + number for number, reason in enumerate(self.reasons)}
        return {reason: mask for reason, mask in masks.items() if mask.any()}


@dataclass(frozen=True, kw_only=True)
class RuleRun:
    """What one rule did in one place: records of its table by what became of them, and what was found.

    ``unable``: reason → how many records could not be checked; 0 where nobody can tell how many there are, because a
    file of the table could not be read. ``hits`` counts findings, of which some are ``waived`` or ``replied`` to.
    """

    checked: int = 0
    unable: Mapping[str, int] = field(default_factory=dict)
    hits: int = 0
    waived: int = 0
    replied: int = 0

    @property
    def state(self) -> State:
        """Whether it checked something, could not, or had nothing that it is for."""
        return "checked" if self.checked else "unable" if self.unable else "not_applicable"

    @property
    def why(self) -> str:
        """What it could not check, in words; empty where it could check all that it is for."""
        return "；".join(f"{reason}（{count} 条）" if count else reason for reason, count in self.unable.items())


_NOTHING = RuleRun()


class Places(Mapping[Place, Mapping[str, RuleRun]]):
    """What rules did place by place, reckoned when somebody asks for it."""

    def __init__(self, reckon: Callable[[], Mapping[Place, Mapping[str, RuleRun]]]) -> None:
        self._reckon = reckon

    @cached_property
    def _all(self) -> Mapping[Place, Mapping[str, RuleRun]]:
        return self._reckon()

    def __getitem__(self, place: Place) -> Mapping[str, RuleRun]:
        return self._all[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@dataclass(frozen=True, kw_only=True)
class Runs:
    """What all rules did: by place, and row by row.

    ``places`` holds every division-year of the data, and (division, None) for tables that hold in all years; of each
    the rules that had something to look at there. ``rules``: code → its table, in the order in which they ran.
    """

    rules: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[Place, Mapping[str, RuleRun]] = field(default_factory=dict)
    looked: Mapping[str, Looked] = field(default_factory=dict)
    yearless: frozenset[str] = frozenset()  # the tables that hold in all years

    def of(self, place: Place, rule: str) -> RuleRun:
        """What a rule did in a place; nothing where it had nothing to look at."""
        return self.places.get(place, {}).get(rule, _NOTHING)

    def at(self, place: Place) -> Mapping[str, RuleRun]:
        """Every rule whose table can have rows in such a place → what it did there."""
        return {
            rule: self.of(place, rule)
            for rule, table in self.rules.items()
            if (table in self.yearless) == (place[1] is None)
        }
