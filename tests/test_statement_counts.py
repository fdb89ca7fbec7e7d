"""Every count and sum that the real statements report is drafted from the invented district's records."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generator.check import check
from generator.core.data import Loaded
from generator.statement import Draft, as_markdown, draft

pytestmark = pytest.mark.thorough  # a district is checked for the draft

# What the statements report → the measures that tell it, and how the text says it (links and marks taken out).
COUNTS: dict[str, tuple[tuple[str, ...], str]] = {
    "goals": (("goal_count",), r"编制项目绩效目标\d+个"),
    "money of the goals": (("goal_amount",), r"编制项目绩效目标.*?涉及资金[\d.]+(亿|万)元"),
    "review rounds": (("goal_review_rounds",), r"绩效目标经过\d+轮审核"),
    "grades of the reviewed goals": (
        ("goal_review_excellent_count", "goal_review_good_count"),
        r"按绩效目标审核等级分，“优”\d+个、“良”\d+个",
    ),
    "ex-ante evaluations": (("ex_ante_count", "ex_ante_amount"), r"\d+个政策和项目开展事前绩效评估"),
    "ex-ante cuts with rate and base": (
        ("ex_ante_cut", "ex_ante_cut_rate", "ex_ante_amount"),
        r"申报金额[\d.]+万元，.*?审减[\d.]+万元，核定[\d.]+万元，以申报金额为基数，审减率[\d.]+%",
    ),
    "second looks of ex-ante evaluations": (("ex_ante_third_party_count",), r"委托第三方机构实施评估\d+个"),
    "monitoring": (
        ("monitoring_rounds", "monitoring_cutoff", "monitoring_count", "monitoring_amount", "monitoring_spend"),
        r"集中开展绩效运行监控\d次，1—7月的监控涉及项目\d+个.*?资金规模[\d.]+亿元.*?同期支出[\d.]+亿元",
    ),
    "execution rate of the monitoring": (("monitoring_rate",), r"同期支出[\d.]+亿元，执行率[\d.]+%"),
    "key monitoring": (("key_monitoring_count", "key_monitoring_amount"), r"\d+个项目开展重点监控，涉及资金"),
    "self-evaluations": (("self_evaluation_count",), r"对\d{4}年度项目支出开展绩效自评，涉及项目\d+个"),
    "money of the self-evaluations": (("self_evaluation_amount",), r"自评资金[\d.]+亿元"),
    "average of the self-evaluations": (("self_evaluation_mean_score",), r"自评平均[\d.]+分"),
    "four budgets": (
        (
            "self_evaluation_budget_books",
            "self_evaluation_general_count",
            "self_evaluation_government_fund_count",
            "self_evaluation_state_capital_count",
            "self_evaluation_social_insurance_count",
        ),
        r"自评覆盖4本预算。其中，一般公共预算\d+个、[\d.]+亿元，政府性基金预算\d+个、[\d.]+万元，国有资本经营预算",
    ),
    "spot checks with ratio": (
        ("self_evaluation_check_count", "self_evaluation_check_population", "self_evaluation_check_share"),
        r"\d+个自评项目进行抽查复核，抽查总体\d+个，抽查比例[\d.]+%",
    ),
    "department evaluations": (
        ("department_evaluation_count", "department_evaluation_amount"),
        r"\d+个项目开展\d{4}年度部门评价.*?涉及资金[\d.]+万元",
    ),
    "key evaluations and their money": (
        ("key_evaluation_count", "key_evaluation_amount"),
        r"\d+个项目开展\d{4}年度财政重点评价.*?涉及资金",
    ),
    "key evaluations by grade": (
        ("grade_good_count", "grade_medium_count"),
        r"财政重点评价（含部门整体评价）平均[\d.]+分，等级为(“优”\d+个、)?“良”\d+个、“中”\d+个",
    ),
    "key evaluations by who did them": (("key_evaluation_third_party_count",), r"委托第三方机构实施\d+个"),
    "coverage of whole departments": (
        ("whole_department_count", "department_count", "whole_department_coverage"),
        r"\d+家部门纳入部门整体绩效管理.*?一级预算部门共\d+家，覆盖率100%",
    ),
    "self-evaluations and evaluations of whole departments": (
        ("whole_department_self_evaluation_count", "whole_department_key_evaluation_count"),
        r"\d+家部门开展\d{4}年度部门整体绩效自评.*?部门整体绩效评价\d个",
    ),
    "fiscal operations": (
        ("fiscal_operation_count", "fiscal_operation_dimension_count", "fiscal_operation_group_count"),
        r"对\d+个下级政府开展\d{4}年度财政运行综合绩效评价，从\d个维度设置指标，分2组评价",
    ),
    "cost analyses": (("cost_analysis_count", "cost_analysis_amount"), r"\d个项目（领域）开展成本绩效分析，涉及总成本"),
    "spending standards": (("spending_standard_count",), r"全年制定分行业分领域支出标准\d+个"),
    "cuts of the cost analyses": (
        ("cost_cut", "cost_cut_base", "cost_cut_rate"),
        r"应用于\d{4}年预算，压减[\d.]+万元，压减基数[\d.]+万元，压减率[\d.]+%",
    ),
    "reviews of third parties' reports": (
        ("report_review_count", "report_review_institution_count"),
        r"对\d家第三方机构出具的\d+份报告进行质量评审",
    ),
    "cuts applied to next year with base": (
        ("application_cut", "application_cut_base", "application_cut_rate"),
        r"合计压减\d{4}年预算[\d.]+万元.*?压减基数[\d.]+万元，压减率[\d.]+%",
    ),
    "rectifications closed": (
        ("rectification_count", "rectification_closed_count", "rectification_open_count"),
        r"反馈整改事项\d+项，截至[\d年月日]+已完成\d+项",
    ),
    "assessment of the bureaus": (("management_assessment_count",), r"对\d+家部门\d{4}年度预算绩效管理工作进行考核"),
    "reports to congress": (("report_to_congress_count",), r"向人大及其常委会报告\d次"),
    "reports to government and party": (
        ("report_to_government_count", "report_to_party_count"),
        r"向政府常务会报告\d次，向党委常委会报告\d次",
    ),
    "policies": (("policy_count", "policy_issued_count"), r"有效的预算绩效管理制度共\d+项"),
    "indicator library": (("indicator_library_count",), r"年末收录指标\d+条"),
    "items disclosed": (("disclosure_count", "disclosure_document_count"), r"公开绩效信息\d+份文件、\d+条"),
    "goals withheld": (("withheld_goal_count",), r"另有\d个项目的绩效目标依法不公开"),
    "coverage of every stage": (
        ("goal_coverage", "monitoring_coverage", "self_evaluation_coverage", "evaluation_coverage"),
        r"应自评项目\d+个，覆盖率[\d.]+%",
    ),
    "changes against last year": (("monitoring_count_decrease",), r"比上年减少\d+个"),
    "what last year's statement published": (
        ("goal_count",),
        r"上年说明公布的是66个，现有记录为63个",
    ),
}


@pytest.fixture(scope="module")
def drafted(shipped_loaded: Loaded) -> Draft:
    return draft(check(shipped_loaded, today=date(2026, 1, 20), rules=()).facts, "990001", 2025)


@pytest.mark.parametrize("name", COUNTS)
def test_it_is_drafted(name: str, drafted: Draft) -> None:
    measures, words = COUNTS[name]
    told = {one.measure for one in drafted.figures}
    assert set(measures) <= told
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", as_markdown(drafted, "/"))
    assert re.search(words, text, re.DOTALL)


def test_last_years_published_figure_stands_in_the_appendix(drafted: Draft) -> None:
    notes = {(one.measure, one.subject_year): one.note for one in drafted.figures}
    assert notes["goal_count", 2024] == "上年说明公布66个"
    assert notes["monitoring_amount", 2024] == "上年说明公布3.68亿元"
