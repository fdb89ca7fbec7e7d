"""The flat table of independent evaluations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.derive.poor_evaluations import EXPLAINED, FELL, UNEXPLAINED, UNKNOWN
from generator.facts.evaluations import poor_evaluations
from generator.facts.joining import EVALUATION, EVALUATION_OF_YEAR, PROJECT_OF_YEAR, YEAR, beside, known
from generator.facts.next_budgets import began_next
from generator.facts.projects import project_years
from generator.facts.rectifications import standing

_KEY = [*YEAR, "key"]


def flat_evaluations(facts: Facts) -> pd.DataFrame:
    """One row an evaluation, under the department that was evaluated."""
    given = facts.tables["evaluations"].drop_duplicates(EVALUATION).reset_index(drop=True)
    given = given.assign(key=given["project_code"].str.lower())
    own = beside(given, facts.of(project_years), _KEY, ["total_score", "size", "counted"])
    score = own["total_score"].where(own["counted"].fillna(False).astype(bool))
    budgets = _budgets(facts, given, own["size"])
    return given.assign(
        department=given["subject_department"].fillna(given["department"]),
        self_score=score,
        gap=(score - given["score"]).astype("Int64"),
        problems=_count(given, facts.tables["evaluation_findings"], EVALUATION),
        rectifications=_count(given, facts.tables["rectifications"], EVALUATION_OF_YEAR),
        rectifications_overdue=_count(given, _overdue(facts), EVALUATION_OF_YEAR),
        applied=_applied(facts, given),
        next_change=(budgets["next_budget"] - budgets["budget"]).astype("Int64"),
        **budgets,
    )


def _budgets(facts: Facts, given: pd.DataFrame, size: pd.Series) -> dict[str, pd.Series]:
    """The budget of the year and of the next, and what is said of those that came out poor."""
    poor = facts.of(poor_evaluations)
    columns = ["now", "then", "uncut", "explained"]
    judged = beside(given, poor, EVALUATION, columns)
    later = beside(given, facts.of(began_next), _KEY, ["promised"])["promised"]
    uncut, explained = (judged[name].fillna(False).astype(bool) for name in ("uncut", "explained"))
    told = judged["now"].notna() & judged["then"].notna()
    word = np.select([uncut & explained, uncut, told], [EXPLAINED, UNEXPLAINED, FELL], UNKNOWN)
    return {
        "budget": judged["now"].fillna(size).astype("Int64"),
        "next_budget": judged["then"].fillna(later).astype("Int64"),
        "consequence": pd.Series(word, index=given.index, dtype="str").where(known(given, poor, EVALUATION)),
    }


def _applied(facts: Facts, given: pd.DataFrame) -> pd.Series:
    """Whether a consequence rests on each evaluation or on its project's year."""
    applications = facts.tables["applications"]
    there = known(given, applications, EVALUATION_OF_YEAR)
    there |= known(given, applications, PROJECT_OF_YEAR) & given["project_code"].notna()
    return pd.Series(np.where(there, "有", "没有"), index=given.index, dtype="str")


def _overdue(facts: Facts) -> pd.DataFrame:
    return facts.tables["rectifications"][facts.of(standing)["overdue"].astype(bool)]


def _count(given: pd.DataFrame, others: pd.DataFrame, on: list[str]) -> pd.Series:
    """How many rows of another table have the keys of each row; 0 where none has."""
    counts = others.dropna(subset=on).groupby(on, sort=False).size().rename("count").reset_index()
    return beside(given, counts, on, ["count"])["count"].fillna(0).astype("Int64")
