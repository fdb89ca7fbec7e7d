"""Department-years: which there are, whatever tells of them, and who is registered for a year."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.schema import CONTEXT

FOLDER = list(CONTEXT)
YEAR = FOLDER[:2]
# Kept in a folder, yet about the whole division: an annual statement has a page of its own.
OF_DIVISION = frozenset({"statements", "reported_figures"})
_ABOUT = "subject_department"


def told(facts: Facts) -> pd.DataFrame:
    """Every department-year that some table or ``package.yaml`` tells something of: ``FOLDER``, each once.

    Rows count for the folder that keeps them and for the department that they are about; documents, what is
    withheld and what is declared for their folder.
    """
    parts = [_forms(facts)]
    for name, rows in facts.tables.items():
        if rows.empty or name in OF_DIVISION or not {*FOLDER} <= {*rows.columns}:
            continue
        parts.append(rows[FOLDER].drop_duplicates())
        if _ABOUT in rows:
            about = rows[[*YEAR, _ABOUT]].dropna().rename(columns={_ABOUT: "department"})
            parts.append(about.drop_duplicates())
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def _forms(facts: Facts) -> pd.DataFrame:
    keys = [one.key for one in facts.packages if one.documents or one.withheld or one.declares]
    types = {"division": "str", "fiscal_year": "int64", "department": "str"}
    return pd.DataFrame(keys, columns=FOLDER).astype(types)


def division_years(facts: Facts) -> pd.DataFrame:
    """Every division-year that something is told of, or that a deadline is registered for: ``YEAR``, each once."""
    deadlines = facts.tables["deadlines"][YEAR].dropna()
    both = [facts.of(told)[YEAR], deadlines.astype({"fiscal_year": "int64"})]
    return pd.concat(both, ignore_index=True).drop_duplicates(ignore_index=True)


def department_years(facts: Facts) -> pd.DataFrame:
    """Every registered department in every year of its division while it was there, silent ones included: ``FOLDER``.

    What something is told of is there whatever the register says of its years.
    """
    register = facts.tables["departments"].dropna(subset=["division", "department"])
    rows = register.merge(facts.of(division_years), on="division")
    years = rows["fiscal_year"]
    there = (rows["from_year"].fillna(years) <= years) & (years <= rows["to_year"].fillna(years))
    known = facts.of(told).merge(register[["division", "department"]], on=["division", "department"])
    both = [rows.loc[there.astype(bool), FOLDER], known[FOLDER]]
    return pd.concat(both, ignore_index=True).drop_duplicates(ignore_index=True)
