"""Whom a kind of work or document concerns: the department-years that have projects, or declare that they have none."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.core.facts import Facts
from generator.core.package import NO_PROJECTS, Package
from generator.core.words import OWN
from generator.facts.department_years import FOLDER, YEAR, department_years, told
from generator.facts.joining import known

_ABOUT = "subject_department"
_PROJECT = "project_code"
OF_PROJECTS = frozenset({"D2", "D4", "D6", "D11"})
# Due of every project.
DUE_FOR_PROJECTS = ("应编目标", "应监控", "应自评", "应公开")


def having_projects(facts: Facts) -> pd.DataFrame:
    """The department-years that have projects: a row names one, or their form or scope tells of some; ``FOLDER``.

    An evaluation names the project of whom it is about.
    """
    parts = [folders([one.key for one in facts.packages if kinds_of(one) & OF_PROJECTS])]
    naming = [rows for rows in facts.tables.values() if not rows.empty and {*FOLDER, _PROJECT} <= {*rows.columns}]
    parts += [whose(rows.dropna(subset=[_PROJECT])) for rows in naming]
    if "scopes" not in facts.tables:
        return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
    scopes = facts.tables["scopes"]
    some = scopes["kind"].isin(DUE_FOR_PROJECTS) & (scopes["extent"] == OWN) & (scopes["due_count"] > 0)
    parts.append(whose(scopes[some.fillna(False).astype(bool)]))
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def concerned(facts: Facts) -> pd.DataFrame:
    """The department-years of the register that what is due of every project concerns: ``FOLDER``.

    Those that have projects and those of whom nothing is known, as silence is not taken for good, but for those that
    declare that they have none.
    """
    rows = facts.of(department_years)
    silent, with_projects = ~known(rows, facts.of(told), FOLDER), known(rows, facts.of(having_projects), FOLDER)
    kept = (with_projects | silent) & ~known(rows, declaring(facts, NO_PROJECTS), FOLDER)
    return rows.loc[kept, FOLDER].reset_index(drop=True)


def declaring(facts: Facts, words: str) -> pd.DataFrame:
    """The department-years whose form declares that they have none of something: ``FOLDER``."""
    return folders([one.key for one in facts.packages if words in one.declares])


def kinds_of(package: Package) -> set[str]:
    """The kinds of documents that a form lists or withholds."""
    return {one.kind for one in package.documents} | {one.kind for one in package.withheld}


def folders(keys: Sequence[tuple[str, int, str]]) -> pd.DataFrame:
    """Department-years as a frame: ``FOLDER``."""
    types = {"division": "str", "fiscal_year": "int64", "department": "str"}
    return pd.DataFrame(keys, columns=FOLDER).astype(types)


def whose(rows: pd.DataFrame) -> pd.DataFrame:
    """The department-years that rows are about: the department named, else that of the folder."""
    about = rows[_ABOUT].fillna(rows["department"]) if _ABOUT in rows else rows["department"]
    return rows[YEAR].assign(department=about).drop_duplicates()
