"""Indicators of one name that several bureaus report in a year, of projects that were carried out."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.achievement import met
from generator.facts.joining import PROJECT, known
from generator.facts.projects import project_years

_YEAR = ["division", "fiscal_year"]
_TOLD = ["operator", "target_value", "unit", "actual_value", "weight", "score"]


def namesakes(facts: Facts) -> pd.DataFrame:
    """What each of these aims at and reached: a row an indicator of a self-evaluation, by year, name and bureau.

    ``division``, ``fiscal_year``, ``department``, ``project_code``, ``name`` (without blanks around it), what the
    record says of target and result, weight and score (millionths of a 分), and ``met``, missing where nobody can tell.
    """
    given = facts.tables["self_evaluation_indicators"]
    given = given.assign(name=given["level3"].str.strip(), met=facts.of(met))
    given = given[given["name"].fillna("").ne("") & given["project_code"].notna()]
    projects = facts.of(project_years)
    given = given[~known(given, projects.loc[~projects["counted"]], PROJECT)]
    bureaus = given.groupby([*_YEAR, "name"], sort=False)["department"].transform("nunique")
    shared = given.loc[bureaus > 1, [*_YEAR, "department", "project_code", "name", *_TOLD, "met"]]
    return shared.sort_values([*_YEAR, "name", "department", "project_code"], kind="stable")
