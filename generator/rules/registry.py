"""The registry of rules: a rule is one plain function with the decorator ``rule``; its docstring is public text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from generator.model import MICRO, Package, Profile, Severity

Rows = Mapping[str, Sequence[Mapping[str, str]]]  # an example: table → rows of raw cells by field name
Function = Callable[["Context"], pd.DataFrame]

HIT_COLUMNS = ("value", "expected", "message", "hint", "field", "severity")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule or flag: what it is called, where it looks, its public text and its examples (which are its tests)."""

    code: str
    title: str
    severity: Severity
    table: str
    fields: tuple[str, ...]
    formula: str
    thresholds: tuple[str, ...]  # names of the profile's values that it goes by
    source: str
    text: str
    reason: str  # what could explain a hit: the text without its first line, if it has more
    good: tuple[Rows, ...]
    bad: tuple[Rows, ...]
    function: Function


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule sees: every typed table (numbers are Int64 millionths) and the profiles in force.

    ``packages`` and ``today`` serve the rules about disclosure, which stay silent without them.
    """

    tables: Mapping[str, pd.DataFrame]
    profiles: tuple[Profile, ...]
    packages: tuple[Package, ...] = ()
    today: date | None = None
    _shared: dict[Function, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    def shared(self, function: Function) -> pd.DataFrame:
        """What ``function`` makes of this context, worked out once for all the rules that need it."""
        if function not in self._shared:
            self._shared[function] = function(self)
        return self._shared[function]

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


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    title: str,
    severity: Severity,
    table: str,
    fields: tuple[str, ...],
    formula: str,
    source: str,
    good: tuple[Rows, ...],
    bad: tuple[Rows, ...],
    thresholds: tuple[str, ...] = (),
) -> Callable[[Function], Function]:
    """Register a function as the rule ``code``; a second rule of that code is a programming error.

    ``thresholds`` are the names of the profile's values that the rule goes by; a test holds them to what it reads.
    """

    def register(function: Function) -> Function:
        if code in RULES:
            raise ValueError(f"two rules are called {code}")
        # Lines of Chinese, which has no space between sentences.
        lines = [line.strip() for line in (function.__doc__ or "").splitlines()]
        text = "".join(lines)
        RULES[code] = Rule(
            code=code,
            title=title,
            severity=severity,
            table=table,
            fields=fields,
            formula=formula,
            thresholds=thresholds,
            source=source,
            text=text,
            reason="".join(lines[1:]) or text,
            good=good,
            bad=bad,
            function=function,
        )
        return function

    return register


def hits(
    rows: pd.DataFrame,
    *,
    value: pd.Series | str,
    expected: pd.Series | str,
    message: pd.Series | str,
    hint: pd.Series | str,
    field: pd.Series | str = "",
    severity: pd.Series | str = "",
) -> pd.DataFrame:
    """What a rule returns: one line a row that broke it, indexed by the labels of the rule's table.

    Columns: ``value, expected, message, hint, field, severity`` (empty field or severity: the rule's own).
    """
    given: dict[str, Any] = {
        "value": value,
        "expected": expected,
        "message": message,
        "hint": hint,
        "field": field,
        "severity": severity,
    }
    columns: dict[str, Any] = {
        name: column.reindex(rows.index) if isinstance(column, pd.Series) else column for name, column in given.items()
    }
    return pd.DataFrame(columns, index=rows.index, columns=list(HIT_COLUMNS)).astype("str")


def profile_for(profiles: tuple[Profile, ...], division: str, year: int) -> Profile:
    """The profile in force for a division and fiscal year; the one named ``default`` where no other is."""
    default = None
    for profile in profiles:
        if profile.name == "default":
            default = profile
        for place, first, last in profile.in_force:
            if place == division and first <= year <= last:
                return profile
    if default is None:
        raise ValueError("no profile named default")
    return default


def units(numbers: pd.Series) -> pd.Series:
    """Millionths as floats of the unit (missing = NaN): for ratios and tolerances, never for sums of money."""
    return numbers.astype("float64") / MICRO


def rounded(numbers: pd.Series, places: int = 2) -> pd.Series:
    """Half-up rounding of non-negative floats, as the forms round; the epsilon absorbs binary noise."""
    scale = 10.0**places
    return np.floor(numbers * scale + 0.5 + 1e-7) / scale
