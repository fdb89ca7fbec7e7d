"""How a table is written: the columns in schema order, one CSV of English field names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

Rows = Iterator[tuple[str, ...]]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "divisions": ("division", "name", "full_name", "level", "parent", "is_sample", "note"),
    "departments": (
        "division",
        "department",
        "official_code",
        "name",
        "short_name",
        "sector",
        "parent",
        "from_year",
        "to_year",
        "note",
    ),
    "deadlines": ("division", "fiscal_year", "document", "due_date", "basis"),
    "goals": (
        "project_code",
        "project_name",
        "agency_code",
        "agency_name",
        "project_kind",
        "project_attribute",
        "budget_type",
        "function_class",
        "fund_domains",
        "start_date",
        "end_date",
        "total_amount",
        "fiscal_appropriation",
        "superior_appropriation",
        "local_appropriation",
        "carryover",
        "other_funds",
        "term_goal",
        "annual_goal",
        "indicator_scheme",
        "review_grade",
        "remark",
    ),
    "goal_indicators": (
        "project_code",
        "indicator_no",
        "level1",
        "level2",
        "level3",
        "operator",
        "target_value",
        "unit",
        "weight",
        "scoring_rule",
        "value_source",
        "remark",
    ),
    "self_evaluations": (
        "project_code",
        "project_name",
        "agency_code",
        "agency_name",
        "annual_goal",
        "actual_result",
        "total_score",
        "grade",
        "deviation_note",
        "problems",
        "improvements",
        "remark",
    ),
    "self_evaluation_funds": (
        "project_code",
        "fund_source",
        "initial_budget",
        "annual_budget",
        "actual_spend",
        "weight",
        "execution_rate",
        "score",
    ),
    "self_evaluation_indicators": (
        "project_code",
        "indicator_no",
        "level1",
        "level2",
        "level3",
        "operator",
        "target_value",
        "unit",
        "actual_value",
        "weight",
        "score",
        "deviation_note",
    ),
    "evaluations": (
        "evaluation_code",
        "evaluation_kind",
        "subject_type",
        "subject_department",
        "project_code",
        "subject_name",
        "evaluated_amount",
        "organisation_mode",
        "evaluator",
        "client",
        "base_date",
        "report_date",
        "published_date",
        "score",
        "grade",
        "conclusion",
        "remark",
    ),
    "evaluation_indicators": (
        "evaluation_code",
        "indicator_no",
        "level1",
        "level2",
        "level3",
        "explanation",
        "standard",
        "weight",
        "score",
        "deduction_reason",
    ),
    "evaluation_findings": ("evaluation_code", "finding_no", "problem", "recommendation", "responsible"),
    "applications": (
        "application_code",
        "project_code",
        "subject_department",
        "subject_name",
        "evaluation_code",
        "basis",
        "decision",
        "applied_fiscal_year",
        "base_amount",
        "cut_amount",
        "cut_rate",
        "approved_amount",
        "note",
    ),
}


def table(name: str, rows: Iterable[tuple[str, ...]]) -> bytes | None:
    """The CSV of a table (UTF-8, LF); None where there is no row, because empty files are not kept."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    start = text.tell()
    writer.writerows(rows)
    return text.getvalue().encode() if text.tell() > start else None
