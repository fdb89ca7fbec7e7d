"""Reconciliation: from the goals published at the start of a year, step by step, to the money spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import PROJECT
from generator.facts.projects import KINDS, changes, project_years

GOALS, ANNUAL, REPORTED, SPENT = "年初公开的目标", "全年预算", "已公开自评的全年预算", "全年执行数"
NO_GOAL, NO_REPORT, NO_SPEND = "年初有预算、没有公开目标", "还没有公开自评", "自评没有写执行数"
UNSPENT, OVERSPENT = "没有花完", "超出全年预算的支出"
LEVELS = (GOALS, ANNUAL, REPORTED, SPENT)
STEPS = (GOALS, NO_GOAL, *KINDS, ANNUAL, NO_REPORT, REPORTED, NO_SPEND, UNSPENT, OVERSPENT, SPENT)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its name, whether it is a ``level`` (a total) or a difference, its amount and how many projects.

    ``amount`` in whole millionths of 万元, with the sign it is added with; ``derived``: how many of the projects stand
    in it by inference from the amounts.
    """

    name: str
    level: bool
    amount: int
    projects: int
    derived: int


def entries(facts: Facts) -> pd.DataFrame:
    """What each project adds to each step of its division, year and department.

    ``PROJECT``, ``step`` (one of ``STEPS``), ``amount`` (Int64 millionths of 万元) and ``derived`` (bool). The amounts
    of the differences between two levels add up to the difference of the levels, for any set of projects.
    """
    projects = facts.of(project_years)
    # Without a goal there was money at the start only where the self-evaluation says so.
    ungoaled = ~projects["has_goal"] & (projects["promised"].fillna(0) > 0)
    reported = projects["annual"].where(projects["has_self"])
    spare = reported.fillna(0) - projects["spend"]
    stays = projects["counted"] | (projects["annual"] != 0)
    parts = [
        _part(projects, GOALS, projects["goal"].where(projects["has_goal"])),
        _part(projects, NO_GOAL, projects["promised"].where(ungoaled)),
        _changes(facts),
        _part(projects, ANNUAL, projects["annual"].where(stays)),
        _part(projects, NO_REPORT, (-projects["annual"]).where(~projects["has_self"] & stays)),
        _part(projects, REPORTED, reported.where(stays)),
        _part(projects, NO_SPEND, (-reported).where(projects["spend"].isna() & (reported != 0))),
        _part(projects, UNSPENT, (-spare).where(spare > 0)),
        _part(projects, OVERSPENT, (-spare).where(spare < 0)),
        _part(projects, SPENT, projects["spend"].where(stays | (projects["spend"] != 0))),
    ]
    every = pd.concat(parts, ignore_index=True)
    every["step"] = pd.Categorical(every["step"], categories=STEPS, ordered=True)
    return every.sort_values([*PROJECT[:2], "step", *PROJECT[2:]], kind="stable").reset_index(drop=True)


def _part(projects: pd.DataFrame, step: str, amounts: pd.Series) -> pd.DataFrame:
    known = amounts.notna()
    return projects.loc[known, PROJECT].assign(step=step, amount=amounts[known].astype("Int64"), derived=False)


def _changes(facts: Facts) -> pd.DataFrame:
    every = facts.of(changes)
    every = every[every["amount"].notna() & (every["amount"] != 0)]
    inferred = ~every["recorded"] & every["kind"].isin(("追加", "调减", "取消"))
    return every[PROJECT].assign(step=every["kind"], amount=every["amount"], derived=inferred)


def steps(entries_: pd.DataFrame, keys: Sequence[str] = ()) -> Mapping[tuple[Any, ...], Sequence[Step]]:
    """The steps that entries come to, in order, by the values of some keys (without any: by the empty tuple).

    Levels are there always, a difference where a project stands in it.
    """
    by = [*keys, "step"]
    once = entries_.drop_duplicates([*PROJECT, "step"])
    frame = pd.DataFrame(
        {
            "amount": entries_.groupby(by, observed=True, sort=True)["amount"].sum(),
            "projects": once.groupby(by, observed=True, sort=True).size(),
            "derived": entries_[entries_["derived"]]
            .drop_duplicates([*PROJECT, "step"])
            .groupby(by, observed=True)
            .size(),
        }
    )
    found: dict[tuple[Any, ...], dict[str, Step]] = {} if keys else {(): {}}
    for *key, name, amount, projects, derived in frame.fillna(0).reset_index().itertuples(index=False):
        found.setdefault(tuple(key), {})[name] = _step(name, int(amount), int(projects), int(derived))
    return {
        key: [own.get(name) or _step(name, 0, 0, 0) for name in STEPS if name in own or name in LEVELS]
        for key, own in found.items()
    }


def _step(name: str, amount: int, projects: int, derived: int) -> Step:
    return Step(name=name, level=name in LEVELS, amount=amount, projects=projects, derived=derived)
