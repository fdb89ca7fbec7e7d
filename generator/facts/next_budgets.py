"""Budgets from year to year: what stopped, what the next year's budget made of a year, what jumps without a reason."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import POOR
from generator.facts.grades import grades_told
from generator.facts.joining import EVALUATION_OF_YEAR, KEYED, PROJECT, PROJECT_OF_YEAR, YEAR, beside, keyed, known
from generator.facts.numbers import units
from generator.facts.projects import project_years
from generator.facts.self_evaluations import spending
from generator.facts.wording import blank

_AFTER = ["own_grade", "poor", "rate", "slow", "now", "then", "rose", "judged", "explained", "odd"]


def promised_shares(facts: Facts) -> pd.DataFrame:
    """Goals with what became of their projects, on the index of ``goals``.

    ``state`` (a word of ``generator.facts.projects.STATES``), ``counted`` (bool), ``derived`` (bool), ``promised``
    (Int64 millionths of 万元) and ``share``: % of all that was promised in the division and year, missing where that
    is nothing.
    """
    goals, projects = facts.tables["goals"], facts.of(project_years)
    own = beside(goals, projects, PROJECT, ["state", "counted", "derived", "promised"])
    whole = projects.groupby(YEAR, sort=False)["promised"].sum().rename("whole").reset_index()
    all_of_year = units(beside(goals, whole, YEAR, ["whole"])["whole"])
    share = units(own["promised"]) / all_of_year.where(all_of_year > 0) * 100
    return pd.concat([goals, own.assign(counted=own["counted"].fillna(True).astype(bool), share=share)], axis=1)


def after_self_evaluations(facts: Facts) -> pd.DataFrame:
    """What the next year's budget made of the self-evaluations of projects that went on, on the index of these.

    ``PROJECT``, ``own_grade`` (as published, else as the score earns), ``poor`` (bool: 中 or 差), ``rate`` (执行率, a
    share), ``slow`` (bool: below ``low_execution``), ``now`` and ``then`` (Int64 millionths of 万元: what the project's
    year and the next began with), ``rose`` (bool), ``judged`` (bool: an evaluation graded it 中 or 差) and
    ``explained`` (bool: somebody says why, see ``reasons``). ``odd`` (bool): poor or slow, the next budget rose, nobody
    says why, and no evaluation found it (that one is told of instead).
    """
    given = facts.of(spending)
    projects = facts.of(project_years)
    own = beside(given, projects, PROJECT, ["size", "counted", "key"])
    given = given.assign(key=own["key"], now=own["size"])[own["counted"].fillna(False).astype(bool)]
    grade = grades_told(facts, given, "total_score")
    later = beside(given, facts.of(began_next), KEYED, ["promised"])["promised"]
    grown = (later - given["now"]).fillna(0)
    least = facts.profile(given, "low_execution")
    found = given.assign(
        own_grade=grade,
        poor=grade.isin(POOR),
        slow=(given["rate"] * 100 < least - 1e-9).fillna(False).astype(bool),
        then=later,
        rose=(grown > facts.tolerance(given, "amount_tolerance")).astype(bool),
        judged=known(given, _judged_poor(facts), PROJECT_OF_YEAR),
        explained=known(given, facts.of(reasons), KEYED),
    )
    odd = (found["poor"] | found["slow"]) & found["rose"] & ~found["judged"] & ~found["explained"]
    # Not the whole of the form: this is kept as long as the tables, and its texts are half of what they hold.
    return found.assign(odd=odd)[[*PROJECT, *_AFTER]]


def _judged_poor(facts: Facts) -> pd.DataFrame:
    evaluations = facts.tables["evaluations"]
    return evaluations.loc[evaluations["grade"].isin(POOR), PROJECT_OF_YEAR].dropna()


def reasons(facts: Facts) -> pd.DataFrame:
    """The projects and years of whose next budget somebody says why it is what it is: ``YEAR`` and ``key``.

    A consequence for the next year, of the project or of an evaluation of it, says it, or what stands beside an
    evaluation with a poor grade, or the goal of the next year.
    """
    applications, goals, evaluations = (facts.tables[name] for name in ("applications", "goals", "evaluations"))
    next_year = applications["applied_fiscal_year"].fillna(applications["fiscal_year"] + 1)
    noted = applications[~blank(applications["note"]) & (next_year == applications["fiscal_year"] + 1)]
    judged = known(evaluations, noted, EVALUATION_OF_YEAR)
    judged |= evaluations["grade"].isin(POOR) & ~blank(evaluations["remark"])
    later = goals[~blank(goals["remark"])]
    parts = (noted, evaluations[judged], later.assign(fiscal_year=later["fiscal_year"] - 1))
    return pd.concat([keyed(one) for one in parts]).dropna()


def began_next(facts: Facts) -> pd.DataFrame:
    """What each project began its year with, by its goal or else its self-evaluation, set beside the year before.

    ``YEAR`` (that before), ``key`` (the code in lower case) and ``promised`` (Int64 millionths of 万元).
    """
    projects = facts.of(project_years)
    begun = projects[projects["promised"].notna()]
    return begun[[*KEYED, "promised"]].assign(fiscal_year=begun["fiscal_year"] - 1)


def budget_steps(facts: Facts) -> pd.DataFrame:
    """Goals with the budget of the same project the year before, on the index of ``goals``.

    ``before`` and ``now`` (Int64 millionths of 万元 at the start of each year; ``before`` of a project that had nothing
    then is its annual budget; missing where it was not published), ``growth`` (% of ``before``; a fall below it is
    told by how much more ``before`` is than ``now``, with a minus), ``explained`` (bool): the goal's 备注 says why, a
    consequence is for this year, or recorded adjustments had brought the year before to a budget from which
    ``adjusted_growth``, reckoned alike, is what is left.
    """
    goals, projects = facts.tables["goals"], facts.of(project_years)
    last = projects[[*KEYED, "size", "annual", "derived"]]
    last = last.assign(fiscal_year=last["fiscal_year"] + 1)
    given = keyed(goals)
    before = beside(given, last, KEYED, ["size", "annual", "derived"])
    applications = facts.tables["applications"].dropna(subset=["division", "applied_fiscal_year", "project_code"])
    for_year = keyed(applications.assign(fiscal_year=applications["applied_fiscal_year"]))
    decided = known(given, for_year, KEYED)
    now = goals["total_amount"]
    recorded = ~before["derived"].fillna(True).astype(bool)
    return goals.assign(
        before=before["size"],
        now=now,
        growth=_growth(before["size"], now),
        adjusted_growth=_growth(before["annual"].where(recorded), now),
        explained=~blank(goals["remark"]) | decided,
    )


def _growth(before: pd.Series, now: pd.Series) -> pd.Series:
    """By how many % of the smaller one a budget rose, or with a minus fell; missing without two amounts above 0."""
    old, new = (units(one).where(lambda amount: amount > 0) for one in (before, now))
    return ((new - old) / old * 100).where(new >= old, (new - old) / new * 100)
