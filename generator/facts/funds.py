"""Sources of money as forms name them: which is part of which, and what the parts add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.extensions import take

from generator.core.facts import Facts
from generator.core.words import BUDGETS, TOTAL_FUNDS
from generator.facts.joining import PROJECT, Numbers, beside

FISCAL, UNIT, OWN = "当年财政拨款", "单位资金", "自有资金"
# The four budgets as rows and columns of money are called: those of the process drop the last word of one of them.
_BUDGETS = tuple(BUDGETS)
_LEVELS = ("上级财政资金", "本级财政资金")
_EARNED = ("事业收入", "经营收入", "上级补助收入", "附属单位上缴收入", OWN)
# Source → its parts; a form may divide the same money in two ways.
PARTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    TOTAL_FUNDS: ((FISCAL, "财政专户管理资金", UNIT, "上年结转资金", "其他资金"),),
    FISCAL: (_LEVELS, _BUDGETS),
    UNIT: (_EARNED,),
}
# The column of ``goals`` that holds each source.
GOAL_COLUMNS: Mapping[str, str] = {
    TOTAL_FUNDS: "total_amount",
    FISCAL: "fiscal_appropriation",
    **dict(zip(_LEVELS, ("superior_appropriation", "local_appropriation"), strict=True)),
    **dict(
        zip(
            _BUDGETS,
            ("general_budget", "government_fund_budget", "state_capital_budget", "social_insurance_budget"),
            strict=True,
        )
    ),
    "财政专户管理资金": "special_account_funds",
    UNIT: "unit_funds",
    **dict(
        zip(
            _EARNED,
            ("business_income", "operating_income", "superior_subsidy", "affiliate_income", "own_funds"),
            strict=True,
        )
    ),
    "上年结转资金": "carryover",
    "其他资金": "other_funds",
}
Amounts = Callable[[str], pd.Series]


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A source and what its parts add up to, row by row (Int64 millionths, missing where nothing is divided).

    ``other`` is what they add up to when money of one's own is counted beside the unit's money instead of in it;
    ``parts`` names those that a row fills, joined by ＋.
    """

    whole: str
    stated: pd.Series
    added: pd.Series
    other: pd.Series
    parts: pd.Series


def compositions(whole: str, amounts: Amounts) -> Iterator[Composition]:
    """What a source comes to by each way of dividing it; ``amounts`` gives the amounts of a source, missing or not."""
    stated = amounts(whole)
    for names in PARTS[whole]:
        values = {name: _of(name, amounts) for name in names}
        added = pd.Series(0, index=stated.index, dtype="Int64")
        filled = pd.Series(False, index=stated.index)
        parts = pd.Series("", index=stated.index, dtype="str")
        for name, value in values.items():
            there = value.notna()
            if not there.any():
                continue
            parts = parts.mask(there & filled, parts + "＋" + name).mask(there & ~filled, name)
            added, filled = added + value.fillna(0), filled | there
        beside_own = amounts(OWN).fillna(0).where(amounts(UNIT).notna(), 0) if whole == TOTAL_FUNDS else 0
        yield Composition(
            whole=whole,
            stated=stated,
            added=added.where(filled),
            other=(added + beside_own).where(filled),
            parts=parts,
        )


def _of(name: str, amounts: Amounts) -> pd.Series:
    """The amounts of a source; where none is given, what its parts come to."""
    value = amounts(name)
    for names in PARTS.get(name, ()):
        given = [one for one in (amounts(part) for part in names) if one.notna().any()]
        if not given:
            continue
        parts = pd.concat(given, axis=1)
        added = parts.fillna(0).sum(axis=1).astype("Int64").where(parts.notna().any(axis=1))
        value = value.fillna(added)
    return value


def totals(facts: Facts) -> pd.DataFrame:
    """The 年度资金总额 row of each self-evaluated project.

    ``by_parts``: the row is blank or nought beside sources that are not, and holds what these add up to;
    ``initial_by_parts``: so it is with the budget of the start of the year, by itself or with the rest.
    """
    funds = facts.tables["self_evaluation_funds"]
    rows = funds[funds["fund_source"] == TOTAL_FUNDS]
    empty, initial = (~(rows[name] > 0).fillna(False).astype(bool) for name in ("annual_budget", "initial_budget"))
    if not (empty | initial).any():
        return rows.assign(by_parts=False, initial_by_parts=False)
    some = rows[empty | initial]
    columns = ("initial_budget", "annual_budget", "actual_spend")
    amounts = of_rows(facts, some)
    parts = {name: _divided(amounts(name)).reindex(rows.index) for name in columns}
    by_parts = empty & (parts["annual_budget"] > 0).fillna(False).astype(bool)
    told = {name: rows[name].mask(by_parts & part.notna(), part) for name, part in parts.items()}
    begun = initial & (parts["initial_budget"] > 0).fillna(False).astype(bool)
    told["initial_budget"] = told["initial_budget"].mask(begun, parts["initial_budget"])
    return rows.assign(**told, by_parts=by_parts, initial_by_parts=begun)


def _divided(amounts: Amounts) -> pd.Series:
    """What the sources of each project add up to; missing where none is given."""
    (one,) = compositions(TOTAL_FUNDS, amounts)
    return one.added


def of_goals(goals: pd.DataFrame) -> Amounts:
    """The amounts of each source of goals, on their index."""
    return lambda source: goals[GOAL_COLUMNS[source]]


def of_rows(facts: Facts, rows: pd.DataFrame) -> Callable[[str], Amounts]:
    """By column of the money of self-evaluations, the amounts of each source, for the projects of some rows (one each).

    Whose money each row is, is looked up once: sources are asked for a hundred times.
    """
    funds = facts.tables["self_evaluation_funds"]
    owner = beside(funds, rows[PROJECT].assign(owner=np.arange(len(rows))), PROJECT, ["owner"])["owner"].to_numpy(
        np.float64
    )
    own = np.flatnonzero(~np.isnan(owner))[::-1]  # the first row of a source is written last, and counts
    codes, sources = pd.factorize(funds["fund_source"].iloc[own])
    places: dict[str, Numbers] = {}
    for number, source in enumerate(sources):
        mine = own[codes == number]
        places[source] = np.full(len(rows), -1)
        places[source][owner[mine].astype(np.int64)] = mine
    nowhere = np.full(len(rows), -1)

    def of(column: str) -> Amounts:
        values = funds[column].array
        return lambda source: pd.Series(
            take(values, places.get(source, nowhere), allow_fill=True), index=rows.index, name=column
        )

    return of
