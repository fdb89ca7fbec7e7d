"""Independent evaluations, and what evaluations did to the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pandas as pd

from generator.derive.children import Children, attach
from generator.derive.projects import Project, Projects
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Row, named
from generator.derive.text import integers, number, numbers, percent, strings
from generator.facts.applications import DIFFERENT, INCOMPARABLE, SAME, moved
from generator.facts.basis import Facts

KEY = ["division", "fiscal_year", "department", "evaluation_code"]
FISCAL = "财政重点评价"
CHUNK = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """One independent evaluation; ``department`` is the publisher, ``subject_department`` the one evaluated."""

    position: int
    division: str
    year: int
    department: str
    code: str
    key: str
    kind: str
    subject_type: str
    subject_department: str
    project: int | None
    name: str
    amount: str
    mode: str
    evaluator: str
    client: str
    base_date: str
    report_date: str
    published: str
    score: str
    score_micro: int | None
    grade: str
    conclusion: str
    remark: str

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return f"evaluations/{self.division}/{self.year}/{self.key}/"

    @property
    def document(self) -> str:
        """The kind of disclosed document it is."""
        return "D7" if self.kind == FISCAL else "D6"


class Criterion(NamedTuple):
    """One third-level indicator of an evaluation."""

    level2: str
    name: str
    explanation: str
    standard: str
    weight: str
    score: str
    short: str
    reason: str


class CriterionGroup(NamedTuple):
    """The indicators under one first level, with their sums and the share of points reached."""

    name: str
    weight: str
    score: str
    rate: str
    rows: list[Criterion]


class Problem(NamedTuple):
    """A main problem with its recommendation and who is to act."""

    number: int
    problem: str
    recommendation: str
    responsible: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationDetail:
    """What the page of an evaluation adds to its line."""

    groups: list[CriterionGroup]
    weight_total: str
    score_total: str


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

    ``word`` and ``slug`` say so, ``budget`` is what that year's goal was published with, ``path`` its page.
    """

    word: str
    slug: str
    budget: str = ""
    path: str = ""


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
class Evaluations:
    """All evaluations, sorted by division, fiscal year, department and code, with their rows."""

    lines: Sequence[Evaluation]
    at: Mapping[tuple[str, int, str], int]
    of_project: Mapping[int, list[Evaluation]]
    of_department: Mapping[tuple[str, str], list[Evaluation]]
    of_year: Mapping[tuple[str, int], list[Evaluation]]
    indicators: Children
    problems: Sequence[Sequence[Problem]]  # by position

    def details(self) -> Iterator[tuple[Evaluation, EvaluationDetail]]:
        """Evaluations with their details, a chunk at a time."""
        for first in range(0, len(self.lines), CHUNK):
            last = min(first + CHUNK, len(self.lines))
            rows = _criteria(self.indicators.cut(first, last))
            row_offsets = list(pairwise(self.indicators.offsets(first, last)))
            for i in range(last - first):
                groups, weight, score = _grouped(rows[slice(*row_offsets[i])])
                yield self.lines[first + i], EvaluationDetail(groups=groups, weight_total=weight, score_total=score)


_Row = tuple[str, "int | None", "int | None", Criterion]


def _grouped(rows: list[_Row]) -> tuple[list[CriterionGroup], str, str]:
    groups: list[CriterionGroup] = []
    weights = scores = 0
    for name, members in groupby(rows, key=_first):
        weight = score = 0
        criteria = []
        for _, part, points, criterion in members:
            weight += part or 0
            score += points or 0
            criteria.append(criterion)
        weights += weight
        scores += score
        groups.append(CriterionGroup(name, number(weight), number(score), percent(score, weight), criteria))
    return groups, number(weights), number(scores)


def _first(row: _Row) -> str:
    return row[0]


def _criteria(rows: pd.DataFrame) -> list[_Row]:
    columns = [
        strings(rows[name]) for name in ("level1", "level2", "level3", "explanation", "standard", "deduction_reason")
    ]
    result: list[_Row] = []
    for weight, score, level1, level2, name, explanation, standard, reason in zip(
        integers(rows["weight"]), integers(rows["score"]), *columns, strict=True
    ):
        short = number(weight - score) if weight is not None and score is not None and score < weight else ""
        criterion = Criterion(level2, name, explanation, standard, number(weight), number(score), short, reason)
        result.append((level1, weight, score, criterion))
    return result


def _problems(findings: Children) -> list[list[Problem]]:
    rows = findings.frame.take(findings.order)
    problems = [
        Problem(no or 0, problem, recommendation, responsible)
        for no, problem, recommendation, responsible in zip(
            integers(rows["finding_no"]),
            *(strings(rows[name]) for name in ("problem", "recommendation", "responsible")),
            strict=True,
        )
    ]
    return [problems[first:last] for first, last in pairwise(findings.starts.tolist())]


def derive_evaluations(frames: Mapping[str, pd.DataFrame], projects: Mapping[tuple[str, int, str], int]) -> Evaluations:
    """All evaluations; ``projects`` finds a project by division, fiscal year and code in lower case."""
    spine = frames["evaluations"].drop_duplicates(KEY).sort_values(KEY, kind="stable").reset_index(drop=True)
    lines = [_evaluation(position, row, projects) for position, row in enumerate(named(_columns(spine)))]
    of_project: dict[int, list[Evaluation]] = {}
    of_department: dict[tuple[str, str], list[Evaluation]] = {}
    of_year: dict[tuple[str, int], list[Evaluation]] = {}
    for line in lines:
        if line.project is not None:
            of_project.setdefault(line.project, []).append(line)
        of_department.setdefault((line.division, line.subject_department), []).append(line)
        of_year.setdefault((line.division, line.year), []).append(line)
    return Evaluations(
        lines=lines,
        at={(line.division, line.year, line.key): line.position for line in lines},
        of_project=of_project,
        of_department=of_department,
        of_year=of_year,
        indicators=attach(frames["evaluation_indicators"], spine, KEY, ["indicator_no"]),
        problems=_problems(attach(frames["evaluation_findings"], spine, KEY, ["finding_no"])),
    )


_TEXTS = (
    "division",
    "department",
    "evaluation_code",
    "evaluation_kind",
    "subject_type",
    "subject_department",
    "project_code",
    "subject_name",
    "organisation_mode",
    "evaluator",
    "client",
    "base_date",
    "report_date",
    "published_date",
    "grade",
    "conclusion",
    "remark",
)


def _columns(spine: pd.DataFrame) -> dict[str, list[Any]]:
    """What a line of an evaluation is made of, by the table's names."""
    return {
        **{name: strings(spine[name]) for name in _TEXTS},
        "fiscal_year": [int(year) for year in spine["fiscal_year"]],
        "evaluated_amount": numbers(spine["evaluated_amount"]),
        "score": integers(spine["score"]),
    }


def _evaluation(position: int, row: Row, projects: Mapping[tuple[str, int, str], int]) -> Evaluation:
    return Evaluation(
        position=position,
        division=row.division,
        year=row.fiscal_year,
        department=row.department,
        code=row.evaluation_code,
        key=row.evaluation_code.lower(),
        kind=row.evaluation_kind,
        subject_type=row.subject_type,
        subject_department=row.subject_department or row.department,
        project=projects.get((row.division, row.fiscal_year, row.project_code.lower())),
        name=row.subject_name,
        amount=row.evaluated_amount,
        mode=row.organisation_mode,
        evaluator=row.evaluator,
        client=row.client,
        base_date=row.base_date,
        report_date=row.report_date,
        published=row.published_date,
        score=number(row.score),
        score_micro=row.score,
        grade=row.grade,
        conclusion=row.conclusion,
        remark=row.remark,
    )


def _moved(row: Row, later: Project | None) -> Moved:
    """What is said of the budget of the year that a consequence applies to; ``later`` is the project in that year."""
    slug = MOVED[row.moved][0]
    if later is None or later.asked_micro is None:
        return Moved(row.moved, slug)
    published = number(later.asked_micro)
    if row.moved == DIFFERENT:
        published += f"，{'多' if row.gap > 0 else '少'} {number(abs(row.gap))}"
    return Moved(row.moved, slug, published, later.path)


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
    lines = [_application(row, projects, evaluations) for row in named(_application_columns(facts))]
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


_APPLICATION_TEXTS = (
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
_APPLICATION_NUMBERS = ("applied_fiscal_year", "base_amount", "cut_amount", "approved_amount", "gap")


def _application_columns(facts: Facts) -> dict[str, list[Any]]:
    """What a consequence is made of, by the names of the table and of its facts."""
    frame = pd.concat([with_rates(facts, "applications"), facts.of(moved)], axis=1)
    return {
        **{name: strings(frame[name]) for name in _APPLICATION_TEXTS},
        "fiscal_year": [int(year) for year in frame["fiscal_year"]],
        **{name: integers(frame[name]) for name in _APPLICATION_NUMBERS},
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
