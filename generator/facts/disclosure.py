"""What is disclosed and who owes it: the records of each kind of document, and the kinds that concern a department."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.package import NO_WHOLE_DEPARTMENT
from generator.core.words import KEY_EVALUATION
from generator.facts.concerned import OF_PROJECTS, concerned, declaring, folders, kinds_of, whose
from generator.facts.department_years import FOLDER, YEAR, department_years
from generator.facts.departments import registered
from generator.facts.joining import known

_ABOUT = "subject_department"
_TASKS = "department_tasks"
# What the finance bureau alone owes.
FINANCE_KINDS = frozenset({"D1", "D7", "D9", "D10"})
OF_WHOLE = frozenset({"D3", "D5"})
# Owed by whom something has been found out about.
_OF_EVALUATED = frozenset({"D8"})
_EVALUATED = ("evaluations", "rectifications", "applications")


@dataclass(frozen=True, kw_only=True)
class Held:
    """The tables that hold what a kind of document says, and the kind of evaluation if it matters."""

    tables: tuple[str, ...]
    key_evaluation: bool | None = None


# 制度 are kept for the whole division, and a statement of one is drafted from the records of all: no folder holds them.
HELD: Mapping[str, Held] = {
    "D2": Held(tables=("goals",)),
    "D3": Held(tables=("department_goals", "department_tasks", "department_indicators")),
    "D4": Held(tables=("self_evaluations",)),
    "D5": Held(tables=("department_self_evaluations",)),
    "D6": Held(tables=("evaluations",), key_evaluation=False),
    "D7": Held(tables=("evaluations",), key_evaluation=True),
    "D8": Held(tables=("rectifications", "applications")),
    "D10": Held(tables=("fiscal_operations", "cost_analyses")),
    "D11": Held(tables=("monitorings",)),
}
# The kinds of document that a text of a kind, whose figures are recorded, is.
TOLD: Mapping[str, tuple[str, ...]] = {
    "监控通报": ("D11",),
    "评价通报": ("D6", "D7"),
    "单位自评报告": ("D4", "D5"),
}
# Disclosed only where somebody asks for it.
UNASKED = frozenset({"D11"})
_HOLDING = [*FOLDER, "document"]


def holding(facts: Facts) -> Mapping[str, pd.DataFrame]:
    """The rows that hold what each kind of document says, whoever keeps them: ``FOLDER`` and ``about``, by kind.

    ``about`` is the department that a row is about where it is another than the folder's, else missing. Kinds of
    which there are no rows are left out.
    """
    return {
        kind: pd.concat(_rows(facts, held), ignore_index=True)
        for kind, held in HELD.items()
        if any(name in facts.tables and not facts.tables[name].empty for name in held.tables)
    }


def _rows(facts: Facts, held: Held) -> Iterator[pd.DataFrame]:
    for name in (one for one in held.tables if one in facts.tables):
        rows = facts.tables[name]
        if name == _TASKS:
            rows = rows[~_of_self_evaluation(facts, rows)]
        if held.key_evaluation is not None:
            rows = rows[(rows["evaluation_kind"] == KEY_EVALUATION) == held.key_evaluation]
        about = rows[_ABOUT] if _ABOUT in rows else pd.Series(None, rows.index, "str")
        yield rows[FOLDER].assign(about=about.where(about != rows["department"]))


def _of_self_evaluation(facts: Facts, tasks: pd.DataFrame) -> pd.Series:
    """Whether tasks stand in a department's self-evaluation alone: it has one, and registers no goals."""
    goals = folders([one.key for one in facts.packages if "D3" in kinds_of(one)])
    return known(tasks, facts.tables["department_self_evaluations"], FOLDER) & ~known(tasks, goals, FOLDER)


def records(facts: Facts) -> pd.DataFrame:
    """How many records of each kind of document there are: ``FOLDER``, ``document`` (its kind), ``kept``, ``about``.

    ``kept`` are those in the department's folder, ``about`` those that other folders keep about it (Int64); only
    where there are some.
    """
    parts = []
    for kind, rows in facts.of(holding).items():
        others = rows.dropna(subset=["about"])[[*YEAR, "about"]].rename(columns={"about": "department"})
        both = ((rows[FOLDER], {"kept": 1, "about": 0}), (others, {"kept": 0, "about": 1}))
        parts += [part.assign(document=kind, **counts) for part, counts in both if not part.empty]
    if not parts:
        return pd.DataFrame(columns=[*_HOLDING, "kept", "about"])
    whole = pd.concat(parts, ignore_index=True)
    return whole.groupby(_HOLDING, sort=False)[["kept", "about"]].sum().astype("Int64").reset_index()


def owed(facts: Facts) -> pd.DataFrame:
    """Which kinds every department of the register owes of a year: ``FOLDER``, ``document``; those with a deadline.

    The finance bureau owes what only it has. What follows from an evaluation is owed by those that something was found
    out about; what is about projects by those that have some, and by those of whom nothing is known: silence is not
    taken for good. A department that declares that it has none owes nothing of the kind. One that another has taken
    the place of owes nothing that is due after its last year.
    """
    deadlines = facts.tables["deadlines"][[*YEAR, "document", "due_date"]]
    deadlines = deadlines.dropna(subset=[*YEAR, "document"]).astype({"fiscal_year": "int64"})
    rows = facts.of(department_years).merge(deadlines, on=YEAR)
    rows = rows[~_succeeded(facts, rows)]
    register = facts.of(registered)
    bureaus = {division: register.finance_code(division) for division in rows["division"].unique()}
    kind, finance = rows["document"], rows["department"] == rows["division"].map(bureaus)
    evaluated = known(rows, _evaluated(facts), FOLDER)
    without_whole = known(rows, declaring(facts, NO_WHOLE_DEPARTMENT), FOLDER)
    kept = (
        (kind.isin(FINANCE_KINDS) & finance)
        | (kind.isin(OF_PROJECTS) & known(rows, facts.of(concerned), FOLDER))
        | (kind.isin(OF_WHOLE) & ~without_whole)
        | (kind.isin(_OF_EVALUATED) & evaluated)
    )
    return rows.loc[kept, _HOLDING].reset_index(drop=True)


def _succeeded(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Whether what is due falls to the department's successor: it is after the last year in which there was one."""
    register = facts.tables["departments"].dropna(subset=["successor", "to_year"])
    ended = register[["division", "department", "to_year"]].rename(columns={"to_year": "fiscal_year"})
    last = known(rows, ended, FOLDER)
    return last & (rows["due_date"] > rows["fiscal_year"].astype("str") + "-12-31").fillna(False).astype(bool)


def _evaluated(facts: Facts) -> pd.DataFrame:
    parts = [folders([one.key for one in facts.packages if kinds_of(one) & _OF_EVALUATED])]
    parts += [whose(facts.tables[name]) for name in _EVALUATED]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
