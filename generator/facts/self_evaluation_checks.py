"""Spot checks of self-evaluations: how many were drawn of how many."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts

_BATCH = ["division", "fiscal_year", "population_scope", "population"]


def batches(facts: Facts) -> pd.DataFrame:
    """Each batch of spot checks, in the order and by the label of its first row.

    A batch is what was drawn of one population in a division and year; populations are told apart by their scope and
    size, and by the folder where no scope is given. Columns: division, fiscal_year, population_scope, population,
    ``checked`` (projects, Int64) and ``share`` (of the population, %; missing where that is 0).
    """
    given = facts.tables["self_evaluation_checks"].dropna(subset=["population", "project_code"])
    given = given.assign(_folder=given["department"].where(given["population_scope"].isna(), ""))
    key = [*_BATCH, "_folder"]
    first = given[~given.duplicated(key)]
    counts = given.groupby(key, sort=False, dropna=False)["project_code"].transform("nunique")
    checked, population = counts[first.index].astype("Int64"), first["population"].astype("float64")
    share = checked.astype("float64") / population.where(population > 0) * 100
    return first[_BATCH].assign(checked=checked, share=share)
