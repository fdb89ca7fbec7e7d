"""Reports to the congress and assessments of management: days and grades."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.wording import blank
from generator.rules.date_order import after, in_order
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import rows
from generator.rules.looking import filled, some_filled
from generator.rules.registry import Need, rule
from generator.rules.shared import grades
from generator.rules.sources import OURS


def _report(**others: str) -> dict[str, str]:
    row = {"report_code": "b01", "reported_to": "人大常委会", "title": "绩效情况报告", "content": "全文。"}
    return row | others


def _assessment(**others: str) -> dict[str, str]:
    row = {"subject_department": "edu", "department_name": "某区教育局", "score": "92", "grade": "优"}
    return row | others


@rule(
    "R12f",
    title="考核等次",
    severity="warning",
    table="management_assessments",
    fields=("grade",),
    looks_at=(filled("grade"),),
    needs=(Need("没有填写考核得分", filled("score")),),
    formula="考核等次与考核得分相称：优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=OURS,
    good=rows(
        management_assessments={
            "subject_department": "edu", "department_name": "某区教育局", "score": "92", "grade": "优",
        }
    ),
    bad=rows(
        management_assessments={
            "subject_department": "edu", "department_name": "某区教育局", "score": "82", "grade": "优",
        }
    ),
)  # fmt: skip
def assessment_grade(facts: Facts) -> pd.DataFrame:
    """预算绩效管理考核的等次应当与得分相称。按名次定等次的，请写进口径文件或在备注说明。"""
    given = facts.tables["management_assessments"]
    return grades(facts, given[blank(given["remark"])], "score")


@rule(
    "C12k",
    title="报告时间",
    severity="warning",
    table="congress_reports",
    fields=("report_date",),
    looks_at=(filled("report_date"),),
    formula="报告时间不早于所报告的年度；报告时间 ≤ 公开日期",
    source=OURS,
    good=rows(
        congress_reports={
            "report_code": "b01", "reported_to": "人大常委会", "title": "绩效情况报告", "content": "全文。",
            "report_date": "2024-08-28", "published_date": "2024-09-10",
        }
    ),
    bad=(
        *rows(
            congress_reports={
                "report_code": "b01", "reported_to": "人大常委会", "title": "绩效情况报告", "content": "全文。",
                "report_date": "2024-08-28", "published_date": "2024-08-10",
            }
        ),
        *rows(
            congress_reports={
                "report_code": "b01", "reported_to": "人大常委会", "title": "绩效情况报告", "content": "全文。",
                "report_date": "2022-08-28",
            }
        ),
    ),
)  # fmt: skip
def congress_dates(facts: Facts) -> pd.DataFrame:
    """向人大、政府、党委报告一个年度的绩效，不会早于那个年度；报告以后才公开。请核对日期和年度文件夹。"""
    given = facts.tables["congress_reports"]
    first = given["fiscal_year"].astype("str") + "-01-01"
    early = (given["report_date"] < first).fillna(False).astype(bool)
    return pd.concat(
        [
            in_order(given, ("report_date", "报告时间"), ("published_date", "公开日期")),
            after(given[early], "report_date", "报告时间", first[early], "所报告年度的年初"),
        ]
    )


@rule(
    "C12v",
    title="报告时间在检查之后",
    severity="warning",
    table="congress_reports",
    fields=(
        "report_date",
        "published_date",
    ),
    looks_at=(some_filled("report_date", "published_date"),),
    formula="报告时间、公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(congress_reports=_report(report_date="2024-08-28", published_date="2024-09-10")),
    bad=(
        *rows(congress_reports=_report(report_date=AHEAD)),
        *rows(congress_reports=_report(report_date="2024-08-28", published_date=AHEAD)),
    ),
)
def congress_ahead(facts: Facts) -> pd.DataFrame:
    """报告时间是已经报告的那一天，排定而没有报告的不登记。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "congress_reports", report_date="报告时间", published_date="公开日期")


@rule(
    "C12w",
    title="考核公开日期在检查之后",
    severity="warning",
    table="management_assessments",
    fields=("published_date",),
    looks_at=(filled("published_date"),),
    formula="公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(management_assessments=_assessment(published_date="2024-06-10")),
    bad=rows(management_assessments=_assessment(published_date=AHEAD)),
)
def assessment_ahead(facts: Facts) -> pd.DataFrame:
    """公开日期是考核结果已经公开的那一天。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "management_assessments", published_date="公开日期")
