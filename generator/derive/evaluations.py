"""Independent evaluations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd

from generator.core import addresses
from generator.core.numbers import number, percent
from generator.core.words import KEY_EVALUATION
from generator.derive.children import Children, attach
from generator.derive.printed import Marks
from generator.derive.rows import Beside, Row, marked, named
from generator.facts.columns import integers, numbers, strings

KEY = ["division", "fiscal_year", "department", "evaluation_code"]
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
    agency: str
    mode: str
    evaluator: str
    client: str
    base_date: str
    report_date: str
    published: str
    score: str
    score_micro: int | None
    grade: str
    grade_note: str  # beside a grade that is not what the score comes to, though it is published so
    as_printed: bool  # its score stands in means as the original has it, which is not what its parts come to
    conclusion: str
    remark: str

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.evaluation(self.division, self.year, self.key)

    @property
    def item(self) -> str:
        """What a pack calls it."""
        return addresses.item(self.division, self.year, "evaluations", self.key)

    @property
    def document(self) -> str:
        """The kind of disclosed document it is."""
        return "D7" if self.kind == KEY_EVALUATION else "D6"


class Criterion(NamedTuple):
    """One third-level indicator of an evaluation."""

    level2: str
    level2_weight: str  # as the form itself says it; often it does not
    name: str
    explanation: str
    standard: str
    weight: str
    score: str
    short: str
    as_printed: bool
    reason: str


class CriterionGroup(NamedTuple):
    """The indicators under one first level, with their sums and the share of points reached."""

    name: str
    stated: str  # the weight that the form itself gives the level, where that is not the sum
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
    as_printed: int  # indicators with a weight or a score that is said to stand as the original has it


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
    marks: Marks

    def details(self) -> Iterator[tuple[Evaluation, EvaluationDetail]]:
        """Evaluations with their details, a chunk at a time."""
        for first in range(0, len(self.lines), CHUNK):
            last = min(first + CHUNK, len(self.lines))
            cut = self.indicators.cut(first, last)
            rows = _criteria(cut, self.marks.beside("evaluation_indicators", cut))
            row_offsets = list(pairwise(self.indicators.offsets(first, last)))
            for i in range(last - first):
                groups, weight, score = _grouped(rows[slice(*row_offsets[i])])
                as_printed = sum(criterion.as_printed for group in groups for criterion in group.rows)
                yield (
                    self.lines[first + i],
                    EvaluationDetail(groups=groups, weight_total=weight, score_total=score, as_printed=as_printed),
                )


class _Scored(NamedTuple):
    """A criterion with what its group needs: its first level, and weight and score in millionths."""

    level1: str
    level1_weight: str
    weight: int | None
    score: int | None
    criterion: Criterion


def _grouped(rows: list[_Scored]) -> tuple[list[CriterionGroup], str, str]:
    """The criteria under their first levels, and the sums of all weights and scores."""
    groups: list[CriterionGroup] = []
    weights: list[int] = []
    scores: list[int] = []
    for level1, members in groupby(rows, key=attrgetter("level1")):
        own = list(members)
        known_weights = [one.weight for one in own if one.weight is not None]
        known_scores = [one.score for one in own if one.score is not None]
        weights += known_weights
        scores += known_scores
        weight, score = _sum(known_weights), _sum(known_scores)
        criteria = [one.criterion for one in own]
        groups.append(
            CriterionGroup(
                name=level1,
                stated=next((one.level1_weight for one in own if one.level1_weight not in ("", number(weight))), ""),
                weight=number(weight),
                score=number(score),
                rate=percent(score, weight),
                rows=criteria,
            )
        )
    return groups, number(_sum(weights)), number(_sum(scores))


def _sum(parts: Sequence[int]) -> int | None:
    """The sum; None of nothing, which nobody published as nought."""
    return sum(parts) if parts else None


def _criteria(rows: pd.DataFrame, beside: Beside) -> list[_Scored]:
    texts = ("level1", "level2", "level3", "explanation", "standard", "deduction_reason")
    columns: dict[str, list[Any]] = {
        **{name: marked(strings(rows[name]), beside.get(name)) for name in texts},
        **{name: integers(rows[name]) for name in ("weight", "score")},
        **{f"{name}_text": marked(numbers(rows[name]), beside.get(name)) for name in ("weight", "score")},
        **{name: marked(_stated(rows[name]), beside.get(name)) for name in ("level1_weight", "level2_weight")},
        "as_printed": [
            any(place in beside.get(name, {}) for name in ("weight", "score")) for place in range(len(rows))
        ],
    }
    return [_Scored(row.level1, row.level1_weight, row.weight, row.score, _criterion(row)) for row in named(columns)]


def _stated(weights: pd.Series) -> list[str]:
    """Weights as text; empty where a form gives none."""
    return ["" if one is None else number(one) for one in integers(weights)]


def _criterion(row: Row) -> Criterion:
    weight, score = row.weight, row.score
    return Criterion(
        level2=row.level2,
        level2_weight=row.level2_weight,
        name=row.level3,
        explanation=row.explanation,
        standard=row.standard,
        weight=row.weight_text,
        score=row.score_text,
        short=number(weight - score) if weight is not None and score is not None and score < weight else "",
        as_printed=row.as_printed,
        reason=row.deduction_reason,
    )


def _problems(findings: Children, marks: Marks) -> list[list[Problem]]:
    rows = findings.frame.take(findings.order)
    beside = marks.beside("evaluation_findings", rows)
    problems = [
        Problem(no or 0, problem, recommendation, responsible)
        for no, problem, recommendation, responsible in zip(
            integers(rows["finding_no"]),
            *(marked(strings(rows[name]), beside.get(name)) for name in ("problem", "recommendation", "responsible")),
            strict=True,
        )
    ]
    return [problems[first:last] for first, last in pairwise(findings.starts.tolist())]


def derive_evaluations(
    frames: Mapping[str, pd.DataFrame], projects: Mapping[tuple[str, int, str], int], marks: Marks
) -> Evaluations:
    """All evaluations; ``projects`` finds a project by division, fiscal year and code in lower case."""
    spine = frames["evaluations"].drop_duplicates(KEY).sort_values(KEY, kind="stable").reset_index(drop=True)
    lines = [_evaluation(position, row, projects) for position, row in enumerate(named(_columns(spine, marks)))]
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
        problems=_problems(attach(frames["evaluation_findings"], spine, KEY, ["finding_no"]), marks),
        marks=marks,
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
    "agency_name",
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


_SHOWN = ("organisation_mode", "evaluator", "conclusion")  # that an original may have left blank


def _columns(spine: pd.DataFrame, marks: Marks) -> dict[str, list[Any]]:
    """What a line of an evaluation is made of, by the table's names; a word that others are counted by stays as it is.

    ``score_text`` has what is said beside the score, ``grade_note`` what is said beside the grade.
    """
    beside = marks.beside("evaluations", spine)
    return {
        **{name: marked(strings(spine[name]), beside.get(name) if name in _SHOWN else None) for name in _TEXTS},
        "score_text": marked(numbers(spine["score"]), beside.get("score")),
        "grade_note": [beside.get("grade", {}).get(place, "") for place in range(len(spine))],
        "as_printed": [place in beside.get("score", {}) for place in range(len(spine))],
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
        agency=row.agency_name,
        mode=row.organisation_mode,
        evaluator=row.evaluator,
        client=row.client,
        base_date=row.base_date,
        report_date=row.report_date,
        published=row.published_date,
        score=row.score_text,
        score_micro=row.score,
        grade=row.grade,
        grade_note=row.grade_note,
        as_printed=row.as_printed,
        conclusion=row.conclusion,
        remark=row.remark,
    )
