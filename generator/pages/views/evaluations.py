"""The pages of independent evaluations, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.numbers import points
from generator.derive.answers import evaluation_answer, evaluations_answer
from generator.derive.applications import Application
from generator.derive.disclosure import Status
from generator.derive.evaluations import Evaluation, EvaluationDetail, Problem
from generator.derive.looked import Looked
from generator.derive.poor_evaluations import Poor
from generator.derive.projects import Project
from generator.derive.rows import Counted, Row
from generator.derive.site import Site
from generator.derive.summary import counted_grades
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.found import RecordFindings, record_findings
from generator.pages.views.parts.provenance import Provenance, provenance
from generator.pages.views.parts.rows import EvaluationRow, evaluation_rows
from generator.pages.views.parts.words import gap, shortened
from generator.pages.views.parts.yearly import newest_answer
from generator.pages.views.pictures.counted import lost
from generator.pages.views.pictures.evaluations import gaps


@dataclass(frozen=True, kw_only=True)
class EvaluationPage(Content):
    """An independent evaluation; ``department_name`` is the evaluated one, ``answer`` says what it comes to.

    ``gap`` says how its score lies to the self-score of its ``project`` (None without one); ``status`` is the state of
    what became of it, where there is no record; ``poor`` is what the next budget made of a poor grade.
    """

    evaluation: Evaluation
    detail: EvaluationDetail
    chart: RowChart
    department_name: str
    place: str
    sample: bool
    answer: str
    project: Project | None
    gap: str
    problems: Sequence[Problem]
    rectifications: Sequence[Row]
    applications: Sequence[Application]
    poor: Poor | None
    status: Status
    findings: RecordFindings
    looked: Looked
    provenance: Provenance | None


def evaluation_pages(site: Site) -> Iterator[PageContext[EvaluationPage]]:
    """One page for each independent evaluation."""
    for line, detail in site.evaluations.details():
        department = site.department(line.division, line.subject_department)
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}{line.kind}（{line.year}年度）",
            description=shortened(
                f"{line.evaluator}对{department}“{line.name}”的{line.kind}："
                f"{points(line.score)}，{line.grade}{line.grade_note}。{line.conclusion}"
            ),
            trail=(
                Crumb(f"{line.year}年度", addresses.year(line.division, line.year)),
                Crumb(department, addresses.department(line.division, line.subject_department)),
                Crumb(line.name),
            ),
            content=_content(site, line, detail),
        )


def _content(site: Site, line: Evaluation, detail: EvaluationDetail) -> EvaluationPage:
    project = site.projects.lines[line.project] if line.project is not None else None
    apart = gap(line.score_micro, project.counted_score if project else None)
    problems = site.evaluations.problems[line.position]
    rectifications = site.rectifications.of_evaluation.get(line.position, ())
    poor = next((one for one in site.poor.get((line.division, line.year), ()) if one.evaluation is line), None)
    return EvaluationPage(
        evaluation=line,
        detail=detail,
        chart=lost(detail.groups),
        department_name=site.department(line.division, line.subject_department),
        place=site.place(line.division),
        sample=site.sample(line.division),
        answer=evaluation_answer(line, project, apart, problems, rectifications, poor),
        project=project,
        gap=apart,
        problems=problems,
        rectifications=rectifications,
        applications=site.applications.of_evaluation.get(line.position, ()),
        poor=poor,
        status=site.disclosure.dated(line.division, line.year, "D8", ""),
        findings=record_findings(site, site.findings.of_evaluation.get(line.position, ())),
        looked=site.looked.of_evaluation[line.position],
        provenance=provenance(
            site,
            line.division,
            line.year,
            line.department,
            what=f"{line.name}{line.kind}（{line.year}年度，评价编码 {line.code}）",
            tables=("evaluations", "evaluation_indicators", "evaluation_findings"),
        ),
    )


class EvaluationGroup(NamedTuple):
    """The evaluations of a division and year, and how they lie to the departments' own scores."""

    place: str
    year: int
    sample: bool
    evaluations: Sequence[EvaluationRow]
    grades: Sequence[Counted]
    gaps: RowChart


@dataclass(frozen=True, kw_only=True)
class EvaluationsOverview(Content):
    """The evaluations by division and year, the newest year first; what that year's come to in a sentence."""

    answer: str
    groups: Sequence[EvaluationGroup]


def overview(site: Site) -> EvaluationsOverview:
    """The evaluations by division and year."""
    keys = sorted(site.evaluations.of_year, key=lambda key: (key[0], -key[1]))
    return EvaluationsOverview(
        answer=newest_answer(
            site,
            keys,
            lambda key: evaluations_answer(len(site.evaluations.of_year[key]), site.poor.get(key, ())),
        ),
        groups=[
            EvaluationGroup(
                site.place(division),
                year,
                site.sample(division),
                rows,
                counted_grades([one.evaluation.grade for one in rows]),
                gaps(f"gaps-{division}-{year}", f"{year} 年度", rows),
            )
            for division, year in keys
            for rows in (evaluation_rows(site, site.evaluations.of_year[division, year]),)
        ],
    )
