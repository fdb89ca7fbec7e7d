"""What a rule looks at: conditions on the rows of its table, and what it could not do without.

A condition is a function of the facts and the rows of the rule's table, true where it holds. Those of this module are
made by their arguments: asked for twice, they are the same, and are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from generator.core.runs import APART, CHECKED, UNABLE, Looked, Mask
from generator.facts.basis import Facts
from generator.facts.joining import known
from generator.rules.registry import Condition, Rule


class Looks:
    """What rules look at in some tables; conditions that several rules share are worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._masks: dict[tuple[Condition, str], Mask] = {}

    def of(self, rule: Rule) -> Looked:
        """What a rule looks at, row by row: whatever all of ``looks_at`` hold for, less what one of ``needs`` lacks."""
        rows = self._facts.tables[rule.table]
        marks = np.full(len(rows), CHECKED, dtype=np.uint8)
        for condition in rule.looks_at:
            marks[~self._mask(condition, rule.table)] = APART
        for number, need in enumerate(rule.needs):
            marks[~self._mask(need.met, rule.table) & (marks == CHECKED)] = UNABLE + number
        return Looked(table=rule.table, marks=marks, reasons=tuple(need.why for need in rule.needs))

    def _mask(self, condition: Condition, table: str) -> Mask:
        key = (condition, table)
        if key not in self._masks:
            self._masks[key] = true(condition(self._facts, self._facts.tables[table]))
        return self._masks[key]


def true(mask: pd.Series) -> Mask:
    """A condition's answers as plain truth: what is missing does not hold."""
    found: Mask = mask.fillna(False).to_numpy(dtype=np.bool_)
    return found


@cache
def filled(*fields: str) -> Condition:
    """All of these fields are filled."""
    return lambda _, rows: rows[list(fields)].notna().all(axis=1)


@cache
def some_filled(*fields: str) -> Condition:
    """At least one of these fields is filled."""
    return lambda _, rows: rows[list(fields)].notna().any(axis=1)


@cache
def positive(*fields: str) -> Condition:
    """All of these numbers are above nought: something can be divided by them."""
    return lambda _, rows: (rows[list(fields)] > 0).fillna(False).all(axis=1)


@cache
def among(field: str, *values: Any) -> Condition:
    """The field holds one of these values."""
    return lambda _, rows: rows[field].isin(values)


@cache
def stands_in(table: str, *key: str) -> Condition:
    """Another table has a row of the same key."""
    return lambda facts, rows: known(rows, facts.tables[table], key)


@cache
def worked_out(fact: Callable[[Facts], pd.DataFrame], *columns: str) -> Condition:
    """A fact has the row, with a value in these columns."""

    def met(facts: Facts, rows: pd.DataFrame) -> pd.Series:
        found = facts.of(fact)
        known_rows = found[list(columns)].dropna() if columns else found
        return pd.Series(rows.index.isin(known_rows.index), index=rows.index)

    return met
