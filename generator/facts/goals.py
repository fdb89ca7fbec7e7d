"""Goals: the weights of their indicators, their money from year to year, and cycles of evaluations."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import DEPARTMENT_EVALUATION
from generator.facts.joining import FOLDER, PROJECT, YEAR, beside, known


def indicator_weights(facts: Facts) -> pd.DataFrame:
    """Of each goal the ``weight`` of its indicators in all, and whether ``some`` of them, or ``all``, say theirs."""
    given = facts.tables["goal_indicators"]
    grouped = given.assign(said=given["weight"].notna()).groupby(PROJECT, sort=False)
    summing = grouped.agg(weight=("weight", "sum"), some=("said", "any"), all=("said", "all")).reset_index()
    return beside(facts.tables["goals"], summing, PROJECT, ["weight", "some", "all"])


def evaluation_cycles(facts: Facts) -> pd.DataFrame:
    """Departments with goals in every year of a cycle of evaluations: the first goal of the last year of each.

    ``cycle``: how many years it has; ``evaluated``: an evaluation by the department stands in one of them.
    """
    goals, evaluations = facts.tables["goals"], facts.tables["evaluations"]
    first = goals.dropna(subset=["project_code"]).drop_duplicates(FOLDER)
    own = evaluations[evaluations["evaluation_kind"] == DEPARTMENT_EVALUATION][[*YEAR, "subject_department"]]
    own = own.rename(columns={"subject_department": "department"})
    whole = pd.Series(True, index=first.index)
    evaluated = pd.Series(False, index=first.index)
    cycle = facts.profile(first, "evaluation_cycle").astype("int64")
    years = first["fiscal_year"].max() - first["fiscal_year"].min() + 1  # of a longer cycle one more shows that it is
    for back in range(min(int(cycle.max()), int(years) + 1) if len(cycle) else 0):
        then, within = first.assign(fiscal_year=first["fiscal_year"] - back), cycle > back
        whole &= known(then, first, FOLDER) | ~within
        evaluated |= known(then, own, FOLDER) & within
    latest = first["fiscal_year"] == first.groupby(["division", "department"])["fiscal_year"].transform("max")
    return first.assign(cycle=cycle, evaluated=evaluated)[whole & latest]
