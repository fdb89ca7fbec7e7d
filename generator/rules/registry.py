"""The registry of rules: a rule is one plain function with the decorator ``rule``; its docstring is public text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.facts import Facts
from generator.core.finding import Severity

Rows = Mapping[str, Sequence[Mapping[str, str]]]  # an example: table → rows of raw cells by field name
Function = Callable[[Facts], pd.DataFrame]
# For each of the rows of the rule's table, whether it holds; what is missing does not.
Condition = Callable[[Facts, pd.DataFrame], pd.Series | npt.NDArray[np.bool_]]

HIT_COLUMNS = ("value", "expected", "message", "hint", "field", "severity", "plain", "cause")


@dataclass(frozen=True)
class Need:
    """What a rule cannot check a record without: why not, and the condition on which it can."""

    why: str
    met: Condition


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule or flag: what it is called, where it looks, its public text and its examples (which are its tests).

    It is for the rows of its table that all of ``looks_at`` hold for, and checks those of them that no need is lacking.
    """

    code: str
    title: str
    severity: Severity
    table: str
    fields: tuple[str, ...]
    formula: str
    thresholds: tuple[str, ...]  # names of the profile's values that it goes by
    looks_at: tuple[Condition, ...]
    needs: tuple[Need, ...]
    source: str
    text: str
    reason: str  # what could explain a hit: the text without its first line, if it has more
    good: tuple[Rows, ...]
    bad: tuple[Rows, ...]
    function: Function


RULES: dict[str, Rule] = {}  # as they are registered; ``generator.rules`` has them in the order of their codes


def place(code: str) -> tuple[int, int, str]:
    """Rules of the field first, then flags, then what the project checks besides; each by its number."""
    return "RFC".index(code[0]), int(code[1:3]), code[3:]


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
    looks_at: tuple[Condition, ...] = (),
    needs: tuple[Need, ...] = (),
) -> Callable[[Function], Function]:
    """Register a function as the rule ``code``; a second rule of that code is a programming error.

    ``thresholds`` are the names of the profile's values that the rule goes by; a test holds them to what it reads.
    ``looks_at``: which rows of its table it is for; all, unless said. ``needs``: what it cannot check one without.
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
            looks_at=looks_at,
            needs=needs,
            source=source,
            text=text,
            reason="".join(lines[1:]) or text,
            good=good,
            bad=bad,
            function=function,
        )
        return function

    return register


_NONE = pd.DataFrame({name: pd.Series(dtype="str") for name in HIT_COLUMNS})


def nothing_found(labels: Any) -> pd.DataFrame:
    """What a rule returns that found nothing; ``labels``: none, of the type that those of its table have."""
    return _NONE.set_axis(labels)


def hits(
    rows: pd.DataFrame,
    *,
    value: pd.Series | str,
    expected: pd.Series | str,
    message: pd.Series | str,
    hint: pd.Series | str,
    field: pd.Series | str = "",
    severity: pd.Series | str = "",
    plain: pd.Series | str = "",
    cause: pd.Series | str = "",
) -> pd.DataFrame:
    """What a rule returns: one line a row that broke it, indexed by the labels of the rule's table.

    Columns: ``value, expected, message, hint, field, severity, plain, cause`` (empty field or severity: the rule's
    own). ``plain`` is the title of the finding in a few plain words; empty: the rule's own title says it. ``cause``:
    what was done wrong, where it is told once of all rows of a file in which it was done.
    """
    if rows.empty:  # most rules find nothing: pandas takes its time even to make nothing of six columns
        return nothing_found(rows.index)
    given: dict[str, Any] = {
        "value": value,
        "expected": expected,
        "message": message,
        "hint": hint,
        "field": field,
        "severity": severity,
        "plain": plain,
        "cause": cause,
    }
    columns: dict[str, Any] = {
        name: column.reindex(rows.index) if isinstance(column, pd.Series) else column for name, column in given.items()
    }
    return pd.DataFrame(columns, index=rows.index, columns=list(HIT_COLUMNS)).astype("str")
