"""What evaluations did to the budget, and whether it moved as decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number
from generator.derive.projects import Project, Projects
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Row, named
from generator.facts.applications import DIFFERENT, INCOMPARABLE, SAME, moved
from generator.facts.columns import integers, strings


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """One consequence of an evaluation for a budget; amounts in 万元 as text."""

    division: str
    year: int
    department: str
    code: str
    name: str
    basis: str
    decision: str
    applied_year: str
    base: str
    cut: str
    rate: str  # as published; computed where the source leaves it empty
    rate_check: str  # computed, where the published one differs by more than rounding
    approved: str
    note: str
    subject_department: str
    project: int | None
    evaluation: int | None
    moved: Moved
    base_micro: int | None
    cut_micro: int | None


class Moved(NamedTuple):
    """Whether the budget of the year a consequence applies to is what it said.

    ``word`` and ``slug`` say so, ``budget`` is what that year's goal was published with, ``path`` its page; ``more``
    and ``gap`` say how far that is from it ('' where it is the same).
    """

    word: str
    slug: str
    budget: str = ""
    path: str = ""
    more: str = ""
    gap: str = ""


# Words for whether a budget moved as stated, with their style and meaning.
MOVED: Mapping[str, tuple[str, str]] = {
    SAME: ("same", "应用后预算数（没有写的按基数减压减额）与该年度公布的项目资金总额一致，相差在口径的容差以内。"),
    DIFFERENT: (
        "differs",
        "应用后预算数与该年度公布的项目资金总额不同，差额写在旁边；可能年中又作了调整，或口径不同。",
    ),
    INCOMPARABLE: ("open", "没有写应用后预算数，也不能由基数和压减额得出，或该年度没有公布这个项目的预算，无法核对。"),
}


@dataclass(frozen=True, kw_only=True)
class Applications:
    """All consequences, by what they touch."""

    lines: Sequence[Application]
    of_project: Mapping[int, list[Application]]
    of_evaluation: Mapping[int, list[Application]]
    of_department: Mapping[tuple[str, str], list[Application]]


def derive_applications(
    facts: Facts, projects: Projects, evaluations: Mapping[tuple[str, int, str], int]
) -> Applications:
    """All consequences, matched to the project and the evaluation they rest on."""
    lines = [_application(row, projects, evaluations) for row in named(_columns(facts))]
    of_project: dict[int, list[Application]] = {}
    of_evaluation: dict[int, list[Application]] = {}
    of_department: dict[tuple[str, str], list[Application]] = {}
    for line in lines:
        if line.project is not None:
            of_project.setdefault(line.project, []).append(line)
        if line.evaluation is not None:
            of_evaluation.setdefault(line.evaluation, []).append(line)
        of_department.setdefault((line.division, line.subject_department), []).append(line)
    return Applications(lines=lines, of_project=of_project, of_evaluation=of_evaluation, of_department=of_department)


_TEXTS = (
    "division",
    "department",
    "application_code",
    "subject_name",
    "basis",
    "decision",
    "note",
    "subject_department",
    "project_code",
    "evaluation_code",
    *RATES,
    "moved",
)
_NUMBERS = ("applied_fiscal_year", "base_amount", "cut_amount", "approved_amount", "gap")


def _columns(facts: Facts) -> dict[str, list[Any]]:
    """What a consequence is made of, by the names of the table and of its facts."""
    frame = pd.concat([with_rates(facts, "applications"), facts.of(moved)], axis=1)
    return {
        **{name: strings(frame[name]) for name in _TEXTS},
        "fiscal_year": [int(year) for year in frame["fiscal_year"]],
        **{name: integers(frame[name]) for name in _NUMBERS},
    }


def _application(row: Row, projects: Projects, evaluations: Mapping[tuple[str, int, str], int]) -> Application:
    place = (row.division, row.fiscal_year)
    project, evaluation = row.project_code.lower(), row.evaluation_code.lower()
    applied = (row.division, row.applied_fiscal_year, project)
    later = projects.lines[projects.at[applied]] if applied in projects.at else None
    return Application(
        division=row.division,
        year=row.fiscal_year,
        department=row.department,
        code=row.application_code,
        name=row.subject_name,
        basis=row.basis,
        decision=row.decision,
        applied_year=str(row.applied_fiscal_year or ""),
        base=number(row.base_amount),
        cut=number(row.cut_amount),
        rate=row.rate_text,
        rate_check=row.rate_check,
        approved=number(row.approved_amount),
        note=row.note,
        subject_department=row.subject_department or row.department,
        project=projects.at.get((*place, project)) if project else None,
        evaluation=evaluations.get((*place, evaluation)) if evaluation else None,
        moved=_moved(row, later),
        base_micro=row.base_amount,
        cut_micro=row.cut_amount,
    )


def _moved(row: Row, later: Project | None) -> Moved:
    """What is said of the budget of the year that a consequence applies to; ``later`` is the project in that year."""
    slug = MOVED[row.moved][0]
    if later is None or later.asked_micro is None:
        return Moved(row.moved, slug)
    found = Moved(row.moved, slug, number(later.asked_micro), later.path)
    if row.moved != DIFFERENT:
        return found
    return found._replace(more="多" if row.gap > 0 else "少", gap=number(abs(row.gap)))
