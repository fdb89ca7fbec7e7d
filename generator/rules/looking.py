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

from generator.core.facts import Facts
from generator.core.runs import APART, CHECKED, UNABLE, Looked, Mask
from generator.facts.evaluations import evaluation_sums
from generator.facts.joining import FOLDER, PROJECT, PROJECT_OF_YEAR, known, project_codes
from generator.facts.self_evaluations import sums
from generator.rules.registry import Condition, Need, Rule


class Looks:
    """What rules look at in some tables; conditions that several rules share are worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._masks: dict[tuple[Condition, str], tuple[Mask, set[str]]] = {}

    def of(self, rule: Rule) -> Looked:
        """What a rule looks at, row by row: whatever all of ``looks_at`` hold for, less what one of ``needs`` lacks.

        Where no row is left none of the others is asked for: of a small district some take long to work out.
        """
        rows = self._facts.tables[rule.table]
        marks = np.full(len(rows), CHECKED, dtype=np.uint8)
        for condition in rule.looks_at:
            if (left := marks == CHECKED).any():
                marks[left & ~self._mask(condition, rule.table)] = APART
        for number, need in enumerate(rule.needs):
            if (left := marks == CHECKED).any():
                marks[left & ~self._mask(need.met, rule.table)] = UNABLE + number
        return Looked(table=rule.table, marks=marks, reasons=tuple(need.why for need in rule.needs))

    def _mask(self, condition: Condition, table: str) -> Mask:
        key = (condition, table)
        if key not in self._masks:
            with self._facts.reading() as read:
                mask = true(condition(self._facts, self._facts.tables[table]))
            self._masks[key] = mask, read
        mask, read = self._masks[key]
        self._facts.note(read)  # whoever asked for it first
        return mask


def true(mask: pd.Series | Mask) -> Mask:
    """A condition's answers as plain truth: what is missing does not hold."""
    found: Mask = mask if isinstance(mask, np.ndarray) else mask.to_numpy(dtype=np.bool_, na_value=False)
    return found


@cache
def filled(*fields: str) -> Condition:
    """All of these fields are filled."""
    return lambda _, rows: np.logical_and.reduce([rows[name].notna().to_numpy() for name in fields])


@cache
def some_filled(*fields: str) -> Condition:
    """At least one of these fields is filled."""
    return lambda _, rows: np.logical_or.reduce([rows[name].notna().to_numpy() for name in fields])


@cache
def two_filled(*fields: str) -> Condition:
    """At least two of these fields are filled: there is something to compare."""
    return lambda _, rows: np.add.reduce([rows[name].notna().to_numpy(dtype=np.int8) for name in fields]) > 1


@cache
def positive(*fields: str) -> Condition:
    """All of these numbers are above nought: something can be divided by them."""
    return lambda _, rows: np.logical_and.reduce([true(rows[name] > 0) for name in fields])


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

    def met(facts: Facts, rows: pd.DataFrame) -> Mask:
        found = facts.of(fact)
        there = np.logical_and.reduce([np.ones(len(found), np.bool_), *(found[name].notna() for name in columns)])
        # Facts on all rows of their table have them in its order.
        mask: Mask = there if len(found) == len(rows) else rows.index.isin(found.index[there])
        return mask

    return met


@cache
def either(*conditions: Condition) -> Condition:
    """At least one of these conditions holds."""
    return lambda facts, rows: np.logical_or.reduce([true(one(facts, rows)) for one in conditions])


@cache
def both(*conditions: Condition) -> Condition:
    """All of these conditions hold."""
    return lambda facts, rows: np.logical_and.reduce([true(one(facts, rows)) for one in conditions])


@cache
def some_filled_of_group(field: str, *key: str) -> Condition:
    """The field is filled in one of the rows, at least, that share the row's key."""
    return lambda _, rows: rows[field].notna().groupby([rows[name] for name in key], sort=False).transform("any")


@cache
def filled_in_group(field: str, *key: str) -> Condition:
    """The field is filled in all rows that share the row's key."""
    return lambda _, rows: rows[field].notna().groupby([rows[name] for name in key], sort=False).transform("all")


@cache
def longer_than(least: int, *fields: str) -> Condition:
    """One of these texts, at least, has so many characters."""
    return either(*(lambda _, rows, name=name: rows[name].str.len() >= least for name in fields))


# What several rules cannot do without.
GOALS = Need("本部门同年没有公开绩效目标", stands_in("goals", *FOLDER))
GOAL = Need("同年没有公开这个项目的绩效目标", stands_in("goals", *PROJECT))
PROJECTS = Need("本区划没有公开任何项目", lambda facts, rows: known(rows, facts.of(project_codes), ["division"]))
INDICATORS = Need("没有公布自评的绩效指标", worked_out(sums, "count"))
EVALUATION_INDICATORS = Need("没有公布评价指标的分值，或有的没有填写", worked_out(evaluation_sums, "weight_sum"))
EVALUATION_SCORES = Need("没有公布评价指标的得分，或有的没有填写", worked_out(evaluation_sums, "score_sum"))
DEPARTMENTS = Need("本区划没有登记预算部门", stands_in("departments", "division"))
LIBRARY = Need("本区划没有公开指标库", stands_in("indicator_library", "division"))
SELF_EVALUATION = Need("没有公开这个项目的自评", stands_in("self_evaluations", *PROJECT_OF_YEAR))


def base(part: str, whole: str, titles: str) -> tuple[Need, ...]:
    """What a rate is worked out again from; ``titles`` names both amounts."""
    return (
        Need(f"没有填写{titles}", filled(part, whole)),
        Need("作分母的金额不大于 0，比率不可算", positive(whole)),
    )
