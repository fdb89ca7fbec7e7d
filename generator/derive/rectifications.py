"""Rectification: what was found, what was to be done by when, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.schema import Table
from generator.derive.rows import Row, rows
from generator.derive.text import days_between, percent

DONE = ("已完成", "已销号")
MORE = ("project", "evaluation", "due", "condition", "late")
# What a row says of itself, and whether that is in time: style, shape and word differ.
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "已销号": ("open", "整改完成并核实销号。"),
    "已完成": ("open", "部门报告已完成，还没有销号。"),
    "整改中": ("ahead", "还在整改，没有到期限（有延期的按延期）。"),
    "逾期": ("late", "期限已过，仍没有完成或销号。"),
}


@dataclass(frozen=True, kw_only=True)
class Rectified:
    """Counts of some rectifications, and the rows themselves with the columns ``MORE``, overdue ones first.

    ``late_done`` were done after their deadline.
    """

    total: int
    done: int
    done_share: str
    late_done: int
    running: int
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
    frame: pd.DataFrame,
    table: Table,
    today: str,
    projects: Mapping[tuple[str, int, str], int],
    evaluations: Mapping[tuple[str, int, str], int],
    evaluated: Mapping[int, int | None],
) -> Rectifications:
    """Find what is overdue on ``today``; ``evaluated`` gives the project of an evaluation."""
    due = frame["extended_date"].where(frame["extended_date"].notna(), frame["due_date"])
    done = frame["state"].isin(DONE)
    overdue = ~done & (due < today).fillna(False).astype(bool)
    given = frame.assign(
        due=due,
        condition=frame["state"].where(done, "整改中").mask(overdue, "逾期"),
        _order=overdue.map({True: 0, False: 1}) + done.astype("int64"),
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
    late = [
        max(0, days_between(limit, closed if isinstance(closed, str) else today))
        if isinstance(limit, str) and (isinstance(closed, str) or condition == "逾期")
        else 0
        for limit, closed, condition in zip(
            given["due"].tolist(), given["closed_date"].tolist(), given["condition"].tolist(), strict=True
        )
    ]
    given = given.assign(
        project=pd.Series(own, index=given.index, dtype="Int64"),
        evaluation=pd.Series(found, index=given.index, dtype="Int64"),
        late=pd.Series(late, index=given.index, dtype="int64"),
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
    done = sum(row.state in DONE for row in made)
    overdue = sum(row.condition == "逾期" for row in made)
    return Rectified(
        total=len(made),
        done=done,
        done_share=percent(done, len(made)),
        late_done=sum(row.state in DONE and row.late > 0 for row in made),
        running=len(made) - done - overdue,
        overdue=overdue,
        rows=made,
    )
