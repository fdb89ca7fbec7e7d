"""Rectification: what was found, what was to be done by when, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import percent
from generator.core.schema import Table
from generator.core.words import DONE
from generator.derive.rows import Row, rows
from generator.facts.rectifications import standing

MORE = ("project", "evaluation", "due", "condition", "late")
# What a row says of itself, and whether that is in time: style, shape and word differ.
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "已销号": ("open", "整改完成并核实销号。"),
    "已完成": ("open", "部门报告已完成，还没有销号。"),
    "整改中": ("ahead", "还在整改，没有到期限（有延期的按延期），或者没有写期限。"),
    "逾期": ("late", "期限已过，仍没有完成或销号。"),
}


@dataclass(frozen=True, kw_only=True)
class Rectified:
    """Counts of some rectifications, and the rows themselves with the columns ``MORE``, overdue ones first.

    ``late_done`` were done after their deadline; of those ``running``, ``undated`` have none.
    """

    total: int
    done: int
    done_share: str
    late_done: int
    running: int
    undated: int
    overdue: int
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Rectifications:
    """Rectifications by what they belong to; every list holds rows with the columns ``MORE``."""

    years: Mapping[tuple[str, int], Rectified]
    of_department: Mapping[tuple[str, str], Rectified]
    of_project: Mapping[int, Sequence[Row]]
    of_evaluation: Mapping[int, Sequence[Row]]


def derive_rectifications(
    facts: Facts,
    table: Table,
    projects: Mapping[tuple[str, int, str], int],
    evaluations: Mapping[tuple[str, int, str], int],
    evaluated: Mapping[int, int | None],
) -> Rectifications:
    """All rectifications as they stand today; ``evaluated`` gives the project of an evaluation."""
    frame, now = facts.tables["rectifications"], facts.of(standing)
    given = frame.assign(
        due=now["due"],
        condition=frame["state"].where(now["done"], "整改中").mask(now["overdue"], "逾期"),
        late=now["days"],
        _order=(~now["overdue"]).astype("int64") + now["done"].astype("int64"),
    ).sort_values(["division", "fiscal_year", "_order", "due", "rectification_code"], kind="stable")
    key = list(zip(given["division"].tolist(), given["fiscal_year"].tolist(), strict=True))
    found = [
        evaluations.get((*place, code.lower())) if isinstance(code, str) else None
        for place, code in zip(key, given["evaluation_code"].tolist(), strict=True)
    ]
    own = [
        projects.get((*place, code.lower()))
        if isinstance(code, str)
        else (evaluated.get(evaluation) if evaluation is not None else None)
        for place, code, evaluation in zip(key, given["project_code"].tolist(), found, strict=True)
    ]
    given = given.assign(
        project=pd.Series(own, index=given.index, dtype="Int64"),
        evaluation=pd.Series(found, index=given.index, dtype="Int64"),
    )
    made = rows(given, table, MORE)
    by_year: dict[tuple[str, int], list[Row]] = {}
    by_department: dict[tuple[str, str], list[Row]] = {}
    of_project: dict[int, list[Row]] = {}
    of_evaluation: dict[int, list[Row]] = {}
    for row in made:
        by_year.setdefault((row.division, row.fiscal_year), []).append(row)
        by_department.setdefault((row.division, row.subject_department or row.department), []).append(row)
        if row.project is not None:
            of_project.setdefault(row.project, []).append(row)
        if row.evaluation is not None:
            of_evaluation.setdefault(row.evaluation, []).append(row)
    return Rectifications(
        years={key: counted(one) for key, one in by_year.items()},
        of_department={key: counted(one) for key, one in by_department.items()},
        of_project=of_project,
        of_evaluation=of_evaluation,
    )


def counted(made: Sequence[Row]) -> Rectified:
    """Count some rows."""
    done = sum(row.condition in DONE for row in made)
    overdue = sum(row.condition == "逾期" for row in made)
    return Rectified(
        total=len(made),
        done=done,
        done_share=percent(done, len(made)),
        late_done=sum(row.condition in DONE and row.late > 0 for row in made),
        running=len(made) - done - overdue,
        undated=sum(row.condition == "整改中" and not row.due for row in made),
        overdue=overdue,
        rows=made,
    )
