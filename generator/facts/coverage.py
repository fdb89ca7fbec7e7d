"""Coverage: how much of what was due is published here, of each department and of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.words import ALL, OWN
from generator.facts.concerned import DUE_FOR_PROJECTS, concerned
from generator.facts.joining import beside, known

YEAR = ["division", "fiscal_year"]
FOLDER = [*YEAR, "department"]
_ABOUT = "subject_department"
_NUMBERS = (
    "due_count",
    "due_amount",
    "withheld_secret",
    "withheld_security",
    "withheld_trade",
    "withheld_privacy",
    "withheld_internal",
    "exempt_cancelled",
    "exempt_zero",
    "exempt_other",
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What counts as done: the distinct values of a code in the tables named, taken together."""

    tables: tuple[str, ...]
    code: str


# By the kind of scope that says how many are due.
COUNTED: Mapping[str, Counted] = {
    "应事前评估": Counted(tables=("ex_ante_evaluations",), code="assessment_code"),
    "应编目标": Counted(tables=("goals",), code="project_code"),
    "应监控": Counted(tables=("monitorings",), code="project_code"),
    "应自评": Counted(tables=("self_evaluations",), code="project_code"),
    "应评价": Counted(tables=("evaluations",), code="evaluation_code"),
    "应应用": Counted(tables=("applications",), code="evaluation_code"),
    # Whichever of the two is published, a project counts once.
    "应公开": Counted(tables=("goals", "self_evaluations"), code="project_code"),
}


def done(facts: Facts) -> pd.DataFrame:
    """How many are published of each kind: ``FOLDER``, ``kind``, ``extent`` (本部门, 全部部门), ``done`` (Int64).

    What is about a department is its own, whoever keeps the row. Of 全部部门 ``department`` is empty; where nothing is
    published there is no row.
    """
    # All kinds at once: each call of pandas takes as long as the rows of a small district.
    tables = [(kind, table, one.code) for kind, one in COUNTED.items() for table in one.tables]
    rows = [_about(facts.tables[table], code).assign(kind=kind) for kind, table, code in tables]
    whole = pd.concat(rows, ignore_index=True)
    parts = []
    for extent, key in ((OWN, [*FOLDER, "kind"]), (ALL, [*YEAR, "kind"])):
        once = whole.drop_duplicates([*key, "code"])
        parts.append(once.groupby(key, sort=False).size().rename("done").reset_index().assign(extent=extent))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.iloc[np.argsort(frame["kind"].map(list(COUNTED).index).to_numpy(np.int64), kind="stable")]
    frame = frame.assign(department=frame["department"].fillna("")).astype({"done": "Int64"})
    return frame[[*FOLDER, "done", "kind", "extent"]].reset_index(drop=True)


def _about(given: pd.DataFrame, code: str) -> pd.DataFrame:
    """Division, year and ``code`` of each row, and the department it is about: that named, else that of the folder."""
    about = given[_ABOUT].fillna(given["department"]) if _ABOUT in given else given["department"]
    return given[YEAR].assign(department=about, code=given[code]).dropna(subset=["code"])


def coverage(facts: Facts) -> pd.DataFrame:
    """Scopes with ``done`` (how many are published here, Int64; missing where nobody counts) and ``rate`` (%)."""
    given, counts = facts.tables["scopes"], facts.of(done)
    found = pd.Series(pd.NA, index=given.index, dtype="Int64")
    for extent, key in ((OWN, [*FOLDER, "kind"]), (ALL, [*YEAR, "kind"])):
        wanted = given[(given["extent"] == extent) & given["kind"].isin(list(COUNTED))]
        there = beside(wanted, counts[counts["extent"] == extent], key, ["done"])["done"]
        found.loc[wanted.index] = there.fillna(0).astype("Int64")
    due = given["due_count"].astype("float64")
    return given.assign(done=found, rate=found.astype("float64") / due.where(due > 0) * 100)


def denominators(facts: Facts) -> pd.DataFrame:
    """How many are due in each division and year of each kind, as rows of scopes of 全部部门 (index 0…).

    Where no row says it of all departments, the rows of single departments are added up, provided that every one that
    publishes something of the kind has a row, and of what is due of every project every department of the year's
    register that may have some: one of which nothing is known counts as having some. ``basis`` then says so.
    """
    given, counts, key = facts.tables["scopes"], facts.of(done), [*YEAR, "kind"]
    whole, own = given[given["extent"] == ALL], given[given["extent"] == OWN]
    asked = facts.of(concerned).merge(pd.DataFrame({"kind": DUE_FOR_PROJECTS}), how="cross")
    wanted = pd.concat([counts.loc[counts["extent"] == OWN, [*FOLDER, "kind"]], asked], ignore_index=True)
    lacking = wanted[~known(wanted, own, [*FOLDER, "kind"])]
    own = own[~known(own, whole, key) & ~known(own, lacking, key)]
    if own.empty:
        return whole.reset_index(drop=True)
    grouped = own.groupby(key, sort=False)
    basis = "各部门填报的应办个数之和（" + grouped.size().astype("str") + "个部门）"
    sums = grouped[list(_NUMBERS)].sum(min_count=1).assign(extent=ALL, basis=basis).reset_index()
    return pd.concat([whole, sums.reindex(columns=given.columns).astype(given.dtypes.to_dict())], ignore_index=True)
