"""Indicators of projects: as promised with the goal and as reported, side by side, with what others found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from generator.core.numbers import number
from generator.derive.children import Children, Positions, attach, offsets
from generator.derive.printed import Marks
from generator.derive.rows import standing
from generator.derive.scores import Proved
from generator.facts.columns import numbers, strings

KEY = ["division", "fiscal_year", "department", "project_code"]
QUALITATIVE = "定性"
_SIGNS = ("≥", "≤", ">", "<", "=", "＝")
NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")
_LEVELS = ("level1", "level2", "level3")
_TARGET = ("operator", "target_value", "unit")
_PROMISED = (*_LEVELS, *_TARGET, "weight", "scoring_rule")
_REPORTED = (
    *_LEVELS,
    *_TARGET,
    "weight",
    "score",
    "actual_value",
    "deviation_note",
    "proof",
    "agrees",
    "how",
    "met",
    "reach",
)


# Fields of an indicator → the fields of its table that something may be said beside.
_BESIDE = {
    "level2": "level2",
    "name": "level3",
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score",
}


class Indicator(NamedTuple):
    """One indicator as promised and as reported; a field the source leaves empty is the empty text."""

    level2: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    short: str
    note: str
    rule: str
    promised: str
    proof: str  # the score worked out again; empty where it cannot be
    agrees: bool  # whether the published score is that one (or cannot be worked out)
    how: str  # the arithmetic, where it does not agree
    met: bool | None  # whether the target was reached; None where nobody can tell
    reach: int | None  # what was reached, in % of the target; None where these are not two numbers
    other: str  # what an independent evaluation gave for the same indicator, of how many points
    reported: bool  # whether a self-evaluation tells of it
    as_printed: bool  # its weight or score is said to stand as the original has it


class Group(NamedTuple):
    """The indicators under one first-level indicator, with their sums."""

    name: str
    weight: str
    score: str
    rows: list[Indicator]


@dataclass(frozen=True, kw_only=True)
class Indicators:
    """The indicators of all projects in order, each by its row among the promised and among the reported (or −1).

    Those of project ``i`` are ``starts[i]:starts[i + 1]``. They are set side by side when they are asked for.
    """

    goals: pd.DataFrame
    own: pd.DataFrame
    promised: Positions
    reported: Positions
    starts: Positions
    independent: Children
    marks: Marks

    def rows(self, first: int, last: int) -> list[Row]:
        """The indicators of the projects ``first`` to ``last`` (exclusive), one after the other."""
        here = slice(self.starts[first], self.starts[last])
        goal = _columns(self.goals, self.promised[here], _PROMISED)
        own = _columns(self.own, self.reported[here], _REPORTED)
        reached = (self.reported[here] >= 0).tolist()
        both = (np.minimum(self.promised[here], self.reported[here]) >= 0).tolist()
        level1, level2, name, weight = (_either(reached, own[one], goal[one]) for one in (*_LEVELS, "weight"))
        first_target, own_target = (list(map(target_text, *(of[one] for one in _TARGET))) for of in (goal, own))
        target = _either(reached, own_target, first_target)
        promised = list(map(_before, both, goal["level3"], first_target, name, target))
        owner = np.repeat(np.arange(last - first), np.diff(self.starts[first : last + 1])).tolist()
        other = self._independent(first, last)
        columns = (
            level2,
            name,
            target,
            map(with_unit, own["actual_value"], own["unit"]),
            map(number, weight),
            map(number, own["score"]),
            map(_shortfall, weight, own["score"]),
            own["deviation_note"],
            goal["scoring_rule"],
            promised,
            own["proof"],
            [agrees or not there for agrees, there in zip(own["agrees"], reached, strict=True)],
            own["how"],
            own["met"],
            own["reach"],
            [other.get(key, "") for key in zip(owner, name, strict=True)],
            reached,
            [False] * len(reached),
        )
        made = list(map(Indicator._make, zip(*columns, strict=True)))
        for place, said in self._said(self.promised[here], self.reported[here]).items():
            made[place] = _marked(made[place], said)
        return list(zip(level1, weight, own["score"], map(bool, promised), made, strict=True))

    def _said(self, promised: Positions, reported: Positions) -> dict[int, dict[str, str]]:
        """What is said beside the fields of some indicators: as reported, or as promised where it was not reported."""
        said: dict[int, dict[str, str]] = {}
        unreported = np.where(reported < 0, promised, -1)
        for name, frame, places in (
            ("goal_indicators", self.goals, unreported),
            ("self_evaluation_indicators", self.own, reported),
        ):
            if self.marks.about(name):
                there = np.flatnonzero(places >= 0)
                for field, marks in self.marks.beside(name, frame.take(places[there])).items():
                    for place, mark in marks.items():
                        said.setdefault(int(there[place]), {})[field] = mark
        return said

    def offsets(self, first: int, last: int) -> list[int]:
        """Where each of those projects' indicators begin; one more than there are projects."""
        return offsets(self.starts, first, last)

    def _independent(self, first: int, last: int) -> dict[tuple[int, str], str]:
        """What independent evaluations gave, by project (counted from ``first``) and the indicator's name."""
        rows = self.independent.cut(first, last)
        owner = np.repeat(np.arange(last - first), np.diff(self.independent.starts[first : last + 1]))
        return {
            (position, name): f"{score} / {weight}"
            for position, name, score, weight in zip(
                owner.tolist(), strings(rows["level3"]), numbers(rows["score"]), numbers(rows["weight"]), strict=True
            )
        }


# An indicator with what its group needs: first level, weight, score, changed, and the indicator itself.
Row = tuple[str, "int | None", "int | None", bool, Indicator]


def grouped(rows: list[Row]) -> tuple[list[Group], str, str, int, bool]:
    """Indicators under their first levels (in the order of appearance) with sums; and the sums of all.

    What no indicator of a form has is a dash in its sums, too.
    """
    groups: list[Group] = []
    weights: list[int] = []
    scores: list[int] = []
    changed = 0
    for name, members in groupby(rows, key=_first):
        own_weights, own_scores, indicators = [], [], []
        for _, part, points, moved, indicator in members:
            own_weights += [] if part is None else [part]
            own_scores += [] if points is None else [points]
            changed += moved
            indicators.append(indicator)
        weights += own_weights
        scores += own_scores
        groups.append(Group(name, _sum(own_weights), _sum(own_scores), indicators))
    return groups, _sum(weights), _sum(scores), changed, any(row[-1].reported for row in rows)


def _sum(parts: list[int]) -> str:
    return number(sum(parts) if parts else None)


def _first(row: Row) -> str:
    return row[0]


def _columns(frame: pd.DataFrame, places: Positions, names: Sequence[str]) -> dict[str, list[Any]]:
    """Columns of the rows at some places, all missing at −1; a missing number is None, a missing text empty."""
    columns = {name: frame[name].array.take(places, allow_fill=True) for name in names}
    return {
        name: one.to_numpy(dtype=object, na_value="" if one.dtype == "str" else None).tolist()
        for name, one in columns.items()
    }


def _either(reached: Sequence[bool], reported: Sequence[Any], promised: Sequence[Any]) -> list[Any]:
    """What was reported where there is a report, else what was promised."""
    return [own if there else goal for there, own, goal in zip(reached, reported, promised, strict=True)]


def _shortfall(weight: int | None, score: int | None) -> str:
    """How many points of the weight are missing in the score; '' where none are, or nobody can tell."""
    return number(weight - score) if weight is not None and score is not None and score < weight else ""


def _before(there: bool, first: str, then: str, name: str, target: str) -> str:
    """The promised target, ``then``, where it or its name is not as reported; ``there``: whether it stands in both."""
    if not there or (first == name and then == target):
        return ""
    return f"{first} {then}" if first and first != name else then


def _marked(indicator: Indicator, said: Mapping[str, str]) -> Indicator:
    """An indicator with what is said beside its fields."""
    beside: dict[str, Any] = {
        name: standing(getattr(indicator, name), said.get(field, "")) for name, field in _BESIDE.items()
    }
    return indicator._replace(**beside, as_printed="weight" in said or "score" in said)


def derive_indicators(
    frames: Mapping[str, pd.DataFrame], proof: Proved, spine: pd.DataFrame, marks: Marks
) -> Indicators:
    """Match the promised and the reported indicators of each project of ``spine`` by their numbers."""
    goals = attach(frames["goal_indicators"], spine, KEY, ["indicator_no"])
    own = attach(
        frames["self_evaluation_indicators"].assign(**dict(proof.indicators.astype({"agrees": "boolean"}).items())),
        spine,
        KEY,
        ["indicator_no"],
    )
    both = _numbered(goals, "promised").merge(_numbered(own, "reported"), on=["owner", "no"], how="outer", sort=True)
    promised, reported = (both[name].fillna(-1).to_numpy(dtype=np.int64) for name in ("promised", "reported"))
    return Indicators(
        goals=goals.frame,
        own=own.frame,
        promised=promised,
        reported=reported,
        starts=np.searchsorted(both["owner"].to_numpy(), np.arange(len(spine) + 1), side="left").astype(np.int64),
        independent=attach(_independent(frames), spine, [*KEY[:2], "project_code"]),
        marks=marks,
    )


def _numbered(children: Children, name: str) -> pd.DataFrame:
    """Owner and number (``no``) of each indicator, the first of equals, and its place in the frame (``name``)."""
    numbers = children.frame["indicator_no"].to_numpy(dtype=np.int64, na_value=np.iinfo(np.int64).max)
    rows = pd.DataFrame({"owner": children.owners, "no": numbers[children.order], name: children.order})
    return rows.drop_duplicates(["owner", "no"])


def _independent(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Indicators of independent evaluations with the project's code, by the day the evaluation was published.

    Of several evaluations of one project the last one counts.
    """
    key = [*KEY[:3], "evaluation_code"]
    evaluations = frames["evaluations"].dropna(subset=["project_code"])
    evaluations = evaluations.sort_values("published_date", kind="stable", na_position="first")
    return evaluations[[*key, "project_code"]].merge(
        frames["evaluation_indicators"][[*key, "level3", "weight", "score"]], on=key
    )


@lru_cache(maxsize=16_384)
def target_text(operator: str, value: str, unit: str) -> str:
    """The target as one reads it: operator, value and unit."""
    # A value that already carries its sign (as some forms print it) does not get it twice.
    bare = operator == QUALITATIVE or value.startswith(_SIGNS)
    return with_unit(value, unit) if bare else operator + with_unit(value, unit)


@lru_cache(maxsize=16_384)
def with_unit(value: str, unit: str) -> str:
    """Value and unit, the unit only behind a number."""
    return value + unit if NUMBER.fullmatch(value) else value
