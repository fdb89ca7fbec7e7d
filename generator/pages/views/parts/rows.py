"""Rows of tables of projects and of evaluations: each record with what is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project
from generator.derive.site import Site
from generator.pages.views.parts.words import gap


def project_rows(site: Site, projects: Sequence[Project]) -> list[tuple[Project, str, list[Evaluation]]]:
    """Projects with their department's name and their evaluations."""
    return [
        (
            one,
            site.department(one.division, one.department),
            list(site.evaluations.of_project.get(one.position, ())),
        )
        for one in projects
    ]


def evaluation_rows(site: Site, evaluations: Sequence[Evaluation]) -> list[tuple[Evaluation, str, Project | None, str]]:
    """Evaluations with the evaluated department's name, the project and how the scores lie to each other."""
    rows = []
    for one in evaluations:
        project = site.projects.lines[one.project] if one.project is not None else None
        rows.append(
            (
                one,
                site.department(one.division, one.subject_department),
                project,
                gap(one.score_micro, project.score_micro if project else None),
            )
        )
    return rows
