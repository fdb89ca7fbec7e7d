"""Rows of tables of projects and of evaluations: each record with what is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project
from generator.derive.site import Site
from generator.pages.views.parts.words import gap


class ProjectRow(NamedTuple):
    """A project with its department's name and its evaluations."""

    project: Project
    department: str
    evaluations: Sequence[Evaluation]


class EvaluationRow(NamedTuple):
    """An evaluation with the evaluated department's name, the project and how the scores lie to each other."""

    evaluation: Evaluation
    department: str
    project: Project | None
    gap: str


def project_rows(site: Site, projects: Sequence[Project]) -> list[ProjectRow]:
    """Projects as rows of a table."""
    return [
        ProjectRow(
            one,
            site.bureau(one.division, one.department),
            site.evaluations.of_project.get(one.position, ()),
        )
        for one in projects
    ]


def evaluation_rows(site: Site, evaluations: Sequence[Evaluation]) -> list[EvaluationRow]:
    """Evaluations as rows of a table."""
    rows = []
    for one in evaluations:
        project = site.projects.lines[one.project] if one.project is not None else None
        rows.append(
            EvaluationRow(
                one,
                site.bureau(one.division, one.subject_department),
                project,
                gap(one.score_micro, project.counted_score if project else None),
            )
        )
    return rows
