"""Evaluations: what their indicators add up to, and what became of the money of those that came out poor."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import POOR
from generator.facts.joining import (
    EVALUATION,
    EVALUATION_OF_YEAR,
    KEYED,
    PROJECT_OF_YEAR,
    beside,
    keyed,
    known,
    summed,
)
from generator.facts.next_budgets import began_next, reasons
from generator.facts.projects import project_years
from generator.facts.wording import blank


def evaluation_sums(facts: Facts) -> pd.DataFrame:
    """Evaluations with the sums of their indicators."""
    evaluations = facts.tables["evaluations"]
    summing = summed(facts.tables["evaluation_indicators"], EVALUATION)
    summing = summing.rename(columns={"weight": "weight_sum", "score": "score_sum"})
    return pd.concat([evaluations, beside(evaluations, summing, EVALUATION, ["weight_sum", "score_sum"])], axis=1)


def poor_evaluations(facts: Facts) -> pd.DataFrame:
    """Evaluations graded 中 or 差, on the index of ``evaluations``, with what the next budget made of them.

    ``applied`` (bool): a consequence rests on it or its project; ``now`` and ``then`` (Int64 millionths of 万元): the
    project's budget of the year and of the next, as these have it or else a consequence without a reason, missing where
    neither says both; ``then_year`` (Int64) the year of ``then`` and ``published`` (bool) whether that year itself says
    it; ``uncut`` (bool): ``then`` is no less than ``now``; ``explained`` (bool): a consequence or the evaluation itself
    says why, or somebody else does (``reasons``); ``reason``: in what words of theirs, missing where others say it.
    """
    given, applications = facts.tables["evaluations"], facts.tables["applications"]
    poor = given[given["grade"].isin(POOR)]
    projects = keyed(poor)
    now = beside(projects, facts.of(project_years), KEYED, ["size"])["size"]
    then = beside(projects, facts.of(began_next), KEYED, ["promised"])["promised"]
    silent = blank(applications["note"])
    kept = beside(
        poor, applications[silent], EVALUATION_OF_YEAR, ["base_amount", "approved_amount", "applied_fiscal_year"]
    )
    uncut = (then >= now).fillna(False).astype(bool)
    applied = (kept["approved_amount"] >= kept["base_amount"]).fillna(False).astype(bool)
    from_goals = uncut | (now.notna() & then.notna() & ~applied)
    return poor.assign(
        applied=known(poor, applications, EVALUATION_OF_YEAR) | _by_project(poor, applications),
        now=now.where(from_goals, kept["base_amount"]),
        then=then.where(from_goals, kept["approved_amount"]),
        then_year=(poor["fiscal_year"] + 1).astype("Int64").where(from_goals, kept["applied_fiscal_year"]),
        published=from_goals,
        uncut=uncut | applied,
        explained=known(poor, applications[~silent], EVALUATION_OF_YEAR)
        | ~blank(poor["remark"])
        | known(projects, facts.of(reasons), KEYED),
        reason=beside(poor, applications[~silent], EVALUATION_OF_YEAR, ["note"])["note"].fillna(poor["remark"]),
    )


def _by_project(poor: pd.DataFrame, applications: pd.DataFrame) -> pd.Series:
    """Whether a consequence of the year is about the project of each row."""
    return known(poor, applications, PROJECT_OF_YEAR) & poor["project_code"].notna()


def latest_evaluations(facts: Facts) -> pd.DataFrame:
    """The evaluation of each project-year that has one, of several the one published last.

    ``YEAR``, ``key`` (the project's code in lower case), ``evaluation_code``, ``evaluation_kind``, ``score`` (Int64
    millionths of 分) and ``grade``.
    """
    given = facts.tables["evaluations"].dropna(subset=["project_code"])
    given = given.assign(key=given["project_code"].str.lower())
    ordered = given.sort_values(["published_date", "evaluation_code"], kind="stable", na_position="first")
    last = ordered.drop_duplicates(KEYED, keep="last")
    return last[[*KEYED, "evaluation_code", "evaluation_kind", "score", "grade"]]
