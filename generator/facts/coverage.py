"""Coverage: how much of what was due is published here."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import beside

_YEAR = ["division", "fiscal_year"]
_FOLDER = [*_YEAR, "department"]

# What counts as done for each kind of scope: the table and what is counted in it.
_DONE = {
    "应事前评估": ("ex_ante_evaluations", "assessment_code"),
    "应编目标": ("goals", "project_code"),
    "应监控": ("monitorings", "project_code"),
    "应自评": ("self_evaluations", "project_code"),
    "应评价": ("evaluations", "evaluation_code"),
    "应应用": ("applications", "evaluation_code"),
}


def coverage(facts: Facts) -> pd.DataFrame:
    """Scopes with ``done`` (how many are published here, Int64; missing where the kind isn't counted) and ``rate`` (%).

    A department's own evaluations and consequences are those about it, wherever they were published.
    """
    given = facts.tables["scopes"]
    done = pd.Series(pd.NA, index=given.index, dtype="Int64")
    for kind, (table, code) in _DONE.items():
        counted = facts.tables[table].dropna(subset=[code])
        for extent, key in (("本部门", _FOLDER), ("全部部门", _YEAR)):
            wanted = given[(given["kind"] == kind) & (given["extent"] == extent)]
            if wanted.empty:
                continue
            if extent == "本部门" and "subject_department" in counted:
                counted = counted.assign(department=counted["subject_department"])
            counts = counted.groupby(key, sort=False)[code].nunique().rename("done").reset_index()
            done.loc[wanted.index] = beside(wanted, counts, key, ["done"])["done"].fillna(0).astype("Int64")
    due = given["due_count"].astype("float64")
    return given.assign(done=done, rate=done.astype("float64") / due.where(due > 0) * 100)
