"""Rows that the rules' examples are made of: whole forms, of which each example changes one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CODE = "990001230010001"
NAME = "义务教育学校校舍维修改造"
OTHER = "990001230010002"
DIVISION = {"division": "990001"}
# Long enough to be compared with the texts of other projects.
LONG_TEXT = "完成11所学校校舍维修改造，消除危房隐患23处，惠及师生5200人，改造后的校舍全部通过验收。"
Row = dict[str, str]
WHOLE = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}  # with 10 for execution, a full form


def goal(**others: str) -> Row:
    """A row of goals."""
    row = {"project_code": CODE, "project_name": NAME, "agency_name": "某区教育局机关", "total_amount": "320"}
    row |= {"annual_goal": "完成12所学校校舍维修改造。", "indicator_scheme": "A"}
    return row | others


def self_evaluation(**others: str) -> Row:
    """A row of self_evaluations."""
    row = {"project_code": CODE, "project_name": NAME, "agency_name": "某区教育局机关", "total_score": "98"}
    row |= {"annual_goal": "完成12所学校校舍维修改造。", "actual_result": "完成11所学校校舍维修改造。"}
    return row | others


def fund(**others: str) -> Row:
    """The total row of self_evaluation_funds: 320 budgeted, 304 spent, 9.5 of 10."""
    row = {"project_code": CODE, "fund_source": "年度资金总额", "initial_budget": "320", "annual_budget": "320"}
    row |= {"actual_spend": "304", "execution_rate": "95", "weight": "10", "score": "9.5"}
    return row | others


def source(name: str, amount: str, spend: str) -> Row:
    """A row of self_evaluation_funds for one source."""
    row = {"project_code": CODE, "fund_source": name, "initial_budget": amount, "annual_budget": amount}
    return row | {"actual_spend": spend}


def indicator(number: int, level1: str, **others: str) -> Row:
    """A row of self_evaluation_indicators: 12 of 12, weight 10."""
    row = {"project_code": CODE, "indicator_no": str(number), "level1": level1, "level2": "数量指标"}
    row |= {"level3": f"第{number}项指标", "operator": "≥", "target_value": "12", "unit": "所", "actual_value": "12"}
    return row | {"weight": "10", "score": "10"} | others


def indicators(**weights: str) -> tuple[Row, ...]:
    """One indicator for each level 1 name, with full score: ``indicators(产出指标="50", 效益指标="30")``."""
    return tuple(
        indicator(number, name, weight=weight, score=weight) for number, (name, weight) in enumerate(weights.items(), 1)
    )


def goal_indicator(number: int, level1: str, level2: str, **others: str) -> Row:
    """A row of goal_indicators."""
    row = {"project_code": CODE, "indicator_no": str(number), "level1": level1, "level2": level2}
    row |= {"level3": f"第{number}项指标", "operator": "≥", "target_value": "12", "unit": "所"}
    return row | others


def evaluation(**others: str) -> Row:
    """A row of evaluations."""
    row = {"evaluation_code": "990001-2023-f01", "evaluation_kind": "财政重点评价", "subject_type": "项目"}
    row |= {"subject_department": "edu", "project_code": CODE, "subject_name": NAME, "organisation_mode": "委托第三方"}
    row |= {
        "evaluator": "示例绩效评价有限公司（虚构）",
        "score": "86.40",
        "grade": "良",
        "conclusion": "校舍安全条件明显改善。",
    }
    return row | others


def evaluation_indicator(number: int, level1: str, weight: str, score: str) -> Row:
    """A row of evaluation_indicators."""
    row = {"evaluation_code": "990001-2023-f01", "indicator_no": str(number), "level1": level1, "level2": level1}
    return row | {"level3": f"第{number}项指标", "weight": weight, "score": score}


def application(**others: str) -> Row:
    """A row of applications."""
    row = {"application_code": "990001-2023-y01", "project_code": CODE, "subject_department": "edu"}
    row |= {"subject_name": NAME, "evaluation_code": "990001-2023-f01", "basis": "财政重点评价", "decision": "压减"}
    row |= {"applied_fiscal_year": "2025", "base_amount": "300", "cut_amount": "45", "cut_rate": "15"}
    return row | others


def assessed(**others: str) -> Row:
    """A row of ex_ante_evaluations: 400 asked for, 80 cut, 92 points."""
    row = {"assessment_code": "990001-2023-q01", "subject_type": "项目", "subject_name": NAME}
    row |= {"subject_department": "edu", "conclusion": "予以支持", "applied_amount": "400", "cut_amount": "80"}
    row |= {"approved_amount": "320", "cut_rate": "20", "re_review": "否", "total_score": "92"}
    return row | others


def monitored(**others: str) -> Row:
    """A row of monitorings to the end of July: 320 budgeted, 176 spent."""
    row = {"project_code": CODE, "period": "7", "project_name": NAME, "agency_name": "某区教育局机关"}
    row |= {"initial_budget": "320", "annual_budget": "320", "actual_spend": "176", "execution_rate": "55"}
    row |= {"dual_monitoring": "否", "needs_rectification": "否", "key_monitoring": "否"}
    return row | others


def adjustment(**others: str) -> Row:
    """A row of budget_adjustments: 32 less, from 320 to 288."""
    row = {"adjustment_code": "990001-2023-t01", "project_code": CODE, "project_name": NAME}
    row |= {"adjusted_date": "2023-09-15", "kind": "调减", "amount": "-32"}
    row |= {"approved_document": "某区财政局关于调整2023年部分项目预算的通知（示财预〔2023〕41号）"}
    return row | {"reason": "1所学校因勘察偏晚改在下一年度实施。"} | others


def checked(number: int, **others: str) -> Row:
    """A row of self_evaluation_checks; ``number`` ends the project's code."""
    row = {"project_code": f"{CODE[:-2]}{number:02d}", "project_name": f"第{number}个项目", "subject_department": "edu"}
    row |= {"checked_date": "2024-05-20", "checked_by": "某区财政局", "population": "30", "self_score": "95"}
    return row | {"checked_score": "90", "problems": "2项指标缺少佐证材料。"} | others


def rectification(**others: str) -> Row:
    """A row of rectifications: due on 2024-10-31, done on 2024-10-20."""
    row = {"rectification_code": "990001-2023-z01", "source": "财政评价", "subject_department": "edu"}
    row |= {"subject_name": NAME, "problem": "前期准备偏晚。", "due_date": "2024-10-31", "state": "已完成"}
    row |= {"measures": "提前一个学期完成设计和招标。", "closed_date": "2024-10-20"}
    return row | others


def review(code: str, title: str, **others: str) -> Row:
    """A row of report_reviews."""
    row = {"review_code": code, "report_title": title, "report_kind": "绩效评价报告"}
    row |= {"institution_name": "示例绩效评价有限公司（虚构）", "reviewed_date": "2024-07-10", "report_grade": "良"}
    return row | others


def policy(**others: str) -> Row:
    """A row of policies: issued and in force since 2023-03-10."""
    row = {"policy_code": "p01", "title": "某区预算绩效管理办法", "document_number": "示财绩〔2023〕4号"}
    row |= {"level": "县级", "issuer": "某区财政局", "issued_date": "2023-03-10", "validity": "有效"}
    return DIVISION | row | others


def standard(**others: str) -> Row:
    """A row of spending_standards: from 2024 on, without an end."""
    row = {"standard_code": "b01", "sector": "教育", "name": "校舍维修", "tier": "砖混结构", "value": "600"}
    row |= {"unit": "元/平方米", "basis": "近三年成本分析", "valid_from": "2024-01-01"}
    return DIVISION | row | others


def library(**others: str) -> Row:
    """A row of indicator_library."""
    row = {"library_code": "k01", "sector": "教育", "level1": "产出指标", "level2": "质量指标"}
    row |= {"level3": "维修工程验收合格率", "operator": "≥", "unit": "%", "definition": "一次验收合格的项目所占比例。"}
    return DIVISION | row | others


def institution(**others: str) -> Row:
    """A row of third_parties."""
    row = {"institution_code": "j01", "name": "示例绩效评价有限公司（虚构）", "kind": "咨询机构"}
    return DIVISION | row | others


def rows(**tables: Mapping[str, str] | tuple[Mapping[str, str], ...]) -> tuple[Any, ...]:
    """One example: table → one row or several."""
    return ({name: (given,) if isinstance(given, Mapping) else given for name, given in tables.items()},)
