"""Findings by the record they touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Finding, Severity

WORDS: Mapping[Severity, str] = {"error": "错误", "warning": "提醒", "flag": "关注"}

_PROJECT_TABLES = frozenset(
    {"goals", "goal_indicators", "self_evaluations", "self_evaluation_funds", "self_evaluation_indicators"}
)
_EVALUATION_TABLES = frozenset({"evaluations", "evaluation_indicators", "evaluation_findings"})


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Findings by project, evaluation and department-year (division, fiscal year, folder)."""

    of_project: Mapping[int, Sequence[Finding]]
    of_evaluation: Mapping[int, Sequence[Finding]]
    of_folder: Mapping[tuple[str, int, str], Sequence[Finding]]
    of_code: Mapping[str, int]


def derive_findings(
    findings: Sequence[Finding],
    projects: Mapping[tuple[str, int, str], int],
    evaluations: Mapping[tuple[str, int, str], int],
) -> Findings:
    """Sort findings to their records; the first part of ``record`` is the code of the project or evaluation."""
    of_project: dict[int, list[Finding]] = {}
    of_evaluation: dict[int, list[Finding]] = {}
    of_folder: dict[tuple[str, int, str], list[Finding]] = {}
    of_code: dict[str, int] = {}
    for finding in findings:
        of_code[finding.code] = of_code.get(finding.code, 0) + 1
        if finding.year is None:
            continue
        of_folder.setdefault((finding.division, finding.year, finding.department), []).append(finding)
        key = (finding.division, finding.year, finding.record.partition("＋")[0].lower())
        if finding.table in _PROJECT_TABLES and key in projects:
            of_project.setdefault(projects[key], []).append(finding)
        elif finding.table in _EVALUATION_TABLES and key in evaluations:
            of_evaluation.setdefault(evaluations[key], []).append(finding)
    return Findings(of_project=of_project, of_evaluation=of_evaluation, of_folder=of_folder, of_code=of_code)
