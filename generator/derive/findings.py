"""Findings by the record they touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.finding import Finding
from generator.facts.columns import strings

# Tables whose records are called by their project's code.
PROJECT_TABLES = frozenset(
    {
        "goals",
        "goal_indicators",
        "monitorings",
        "monitoring_indicators",
        "self_evaluations",
        "self_evaluation_funds",
        "self_evaluation_indicators",
        "self_evaluation_checks",
    }
)
# Tables whose records have codes of their own, in which column, and say which project they are about.
ABOUT_PROJECTS = {
    "ex_ante_evaluations": "assessment_code",
    "budget_adjustments": "adjustment_code",
    "evaluations": "evaluation_code",
    "cost_analyses": "analysis_code",
    "rectifications": "rectification_code",
    "applications": "application_code",
}
EVALUATION_TABLES = frozenset({"evaluations", "evaluation_indicators", "evaluation_findings"})


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Findings by project, evaluation, department-year (division, fiscal year, folder) and division-year."""

    of_project: Mapping[int, Sequence[Finding]]
    of_evaluation: Mapping[int, Sequence[Finding]]
    of_folder: Mapping[tuple[str, int, str], Sequence[Finding]]
    of_year: Mapping[tuple[str, int], Sequence[Finding]]
    of_code: Mapping[str, int]
    owner: Callable[[Finding], int | None]  # the project that a finding is about


def derive_findings(
    findings: Sequence[Finding],
    projects: Mapping[tuple[str, int, str], int],
    evaluations: Mapping[tuple[str, int, str], int],
    frames: Mapping[str, pd.DataFrame],
) -> Findings:
    """Sort findings to their records; the first part of ``record`` is the code of the project or evaluation.

    What is said of an evaluation, a rectification or a decision is shown with its project as well.
    """
    about = about_projects(frames)

    def owner(finding: Finding) -> int | None:
        code = finding.record.partition("＋")[0].lower()
        if finding.table not in PROJECT_TABLES:
            table = "evaluations" if finding.table in EVALUATION_TABLES else finding.table
            code = about.get((table, finding.department, finding.division, finding.year or 0, code), "")
        return projects.get((finding.division, finding.year or 0, code))

    of_project: dict[int, list[Finding]] = {}
    of_evaluation: dict[int, list[Finding]] = {}
    of_folder: dict[tuple[str, int, str], list[Finding]] = {}
    of_year: dict[tuple[str, int], list[Finding]] = {}
    of_code: dict[str, int] = {}
    for finding in findings:
        of_code[finding.code] = of_code.get(finding.code, 0) + 1
        if finding.year is None:
            continue
        of_folder.setdefault((finding.division, finding.year, finding.department), []).append(finding)
        of_year.setdefault((finding.division, finding.year), []).append(finding)
        key = (finding.division, finding.year, finding.record.partition("＋")[0].lower())
        project = owner(finding)
        if project is not None:
            of_project.setdefault(project, []).append(finding)
        if finding.table in EVALUATION_TABLES and key in evaluations:
            of_evaluation.setdefault(evaluations[key], []).append(finding)
    return Findings(
        of_project=of_project,
        of_evaluation=of_evaluation,
        of_folder=of_folder,
        of_year=of_year,
        of_code=of_code,
        owner=owner,
    )


def about_projects(frames: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str, str, int, str], str]:
    """(table, folder, division, fiscal year, code of the record) → code of the project it is about, both folded."""
    found = {}
    for name, code in ABOUT_PROJECTS.items():
        rows = frames[name].dropna(subset=["project_code"])
        for folder, division, year, record, project in zip(
            *(strings(rows[column]) for column in ("department", "division")),
            rows["fiscal_year"].tolist(),
            *(strings(rows[column].str.lower()) for column in (code, "project_code")),
            strict=True,
        ):
            found[name, folder, division, int(year), record] = project
    return found
