"""How a table is written: the columns in schema order, one CSV of English field names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

Rows = Iterator[tuple[str, ...]]

# The names of the fields, table by table; a test holds them to the schemas.
_FIELDS: Mapping[str, str] = {
    "divisions": "division name full_name level parent is_sample note",
    "departments": "division department official_code name short_name sector parent from_year to_year note",
    "deadlines": "division fiscal_year document due_date approved_date period basis",
    "policies": (
        "division policy_code title document_number level tier stage issuer issued_date effective_from "
        "effective_to published_date validity supersedes summary url note"
    ),
    "spending_standards": (
        "division standard_code sector spend_field name tier standard_kind value unit applies_to basis "
        "document_number analysis_code valid_from valid_to supersedes note"
    ),
    "indicator_library": (
        "division library_code sector spend_field applies_to level1 level2 level3 operator unit definition "
        "scoring_rule value_source reference_value evidence from_year to_year note"
    ),
    "third_parties": "division institution_code name kind services from_year to_year note",
    "scopes": (
        "kind extent due_count due_amount basis withheld_secret withheld_security withheld_trade withheld_privacy "
        "withheld_internal exempt_cancelled exempt_zero exempt_other remark"
    ),
    "statements": "statement_code title title_note report_year publisher written_date scope_note source_note",
    "reported_figures": (
        "figure_code statement_code stage measure measure_title subject_year scope budget_scope value value_text "
        "unit qualifier section note"
    ),
    "goals": (
        "project_code project_name agency_code agency_name project_kind project_attribute budget_type "
        "function_class fund_domains start_date end_date total_amount fiscal_appropriation superior_appropriation "
        "local_appropriation carryover other_funds term_goal annual_goal indicator_scheme review_grade "
        "review_rounds remark"
    ),
    "goal_indicators": (
        "project_code indicator_no level1 level2 level3 operator target_value unit weight scoring_rule "
        "value_source remark"
    ),
    "department_goals": "goal_no goal_kind goal_text from_year to_year remark",
    "department_tasks": (
        "task_no task_name content annual_budget fiscal_appropriation other_funds actual_spend execution_rate "
        "weight score remark"
    ),
    "department_indicators": (
        "indicator_no goal_no level1 level2 level3 explanation operator target_value unit weight scoring_rule "
        "value_source remark"
    ),
    "ex_ante_evaluations": (
        "assessment_code subject_type subject_name subject_department project_code organisation_mode assessor "
        "assessed_date overview performance_goal funding_plan method necessity_score economy_score goal_score "
        "plan_score funding_score total_score conclusion conclusion_note recommendation other_notes applied_amount "
        "cut_amount approved_amount cut_rate re_review re_review_conclusion admitted applied_fiscal_year remark"
    ),
    "monitorings": (
        "project_code period project_name agency_code agency_name monitored_date initial_budget annual_budget "
        "actual_spend execution_rate expected_spend annual_goal dual_monitoring likelihood deviation_note "
        "needs_rectification measures result recovered_amount key_monitoring key_monitoring_opinion remark"
    ),
    "monitoring_indicators": (
        "project_code period indicator_no level1 level2 level3 operator target_value unit actual_value "
        "expected_value deviation_causes deviation_note likelihood remark"
    ),
    "budget_adjustments": (
        "adjustment_code project_code project_name adjusted_date kind amount prior_budget adjusted_budget "
        "counterpart_code new_name approved_by approved_document approved_date reason remark"
    ),
    "self_evaluations": (
        "project_code project_name agency_code agency_name annual_goal actual_result total_score grade "
        "deviation_note problems improvements remark"
    ),
    "self_evaluation_funds": (
        "project_code fund_source initial_budget annual_budget actual_spend weight execution_rate score"
    ),
    "self_evaluation_indicators": (
        "project_code indicator_no level1 level2 level3 operator target_value unit actual_value weight score "
        "deviation_note"
    ),
    "self_evaluation_checks": (
        "project_code project_name subject_department checked_date checked_by organisation_mode population "
        "population_scope self_score checked_score problems follow_up remark"
    ),
    "department_self_evaluations": (
        "self_evaluation_code department_name annual_goal actual_result initial_budget annual_budget actual_spend "
        "execution_rate execution_weight execution_score total_score grade deviation_note problems improvements "
        "remark"
    ),
    "department_self_evaluation_indicators": (
        "self_evaluation_code indicator_no level1 level2 level3 operator target_value unit actual_value weight "
        "score deviation_note"
    ),
    "evaluations": (
        "evaluation_code evaluation_kind subject_type subject_department project_code subject_name "
        "evaluated_amount organisation_mode evaluator client base_date report_date published_date score grade "
        "conclusion remark"
    ),
    "evaluation_indicators": (
        "evaluation_code indicator_no level1 level2 level3 explanation standard weight score deduction_reason"
    ),
    "evaluation_findings": "evaluation_code finding_no problem recommendation responsible",
    "fiscal_operations": (
        "subject_code subject_name subject_kind group_name organisation_mode evaluator base_date report_date "
        "published_date score grade group_rank problems measures remark"
    ),
    "fiscal_operation_dimensions": "subject_code dimension_no dimension weight score deduction_reason",
    "cost_analyses": (
        "analysis_code subject_type subject_name subject_department project_code sector cost_link "
        "organisation_mode evaluator from_year to_year total_cost output_quantity output_unit unit_cost "
        "reference_unit_cost comparison standard_result recommendation applied_fiscal_year base_amount cut_amount "
        "cut_rate approved_amount report_date published_date remark"
    ),
    "report_reviews": (
        "review_code report_title report_kind subject_department evaluation_code institution_code institution_name "
        "review_mode expert_count reviewed_date review_score report_grade opinion revised remark"
    ),
    "rectifications": (
        "rectification_code source subject_department subject_name project_code evaluation_code finding_no problem "
        "responsible issued_date due_date measures state extended_date closed_date result evidence remark"
    ),
    "applications": (
        "application_code project_code subject_department subject_name evaluation_code basis decision "
        "applied_fiscal_year base_amount cut_amount cut_rate approved_amount note"
    ),
    "congress_reports": (
        "report_code reported_to report_date title reporter report_form stages content opinion response "
        "published_date remark"
    ),
    "management_assessments": (
        "subject_department department_name assessor score grade in_overall_assessment deductions basis "
        "published_date remark"
    ),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {name: tuple(fields.split()) for name, fields in _FIELDS.items()}


def table(name: str, rows: Iterable[tuple[str, ...]]) -> bytes | None:
    """The CSV of a table (UTF-8, LF); None where there is no row, because empty files are not kept."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    start = text.tell()
    writer.writerows(rows)
    return text.getvalue().encode() if text.tell() > start else None
