"""Days of what has been done: none of them lies after the day of the check.

A day that may lie ahead is no deed: when a policy or a standard takes effect or ends, when a project begins or ends, by
when something is due, and what a deadline that has not come yet will be counted from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from generator.facts.basis import Facts
from generator.rules.examples import CODE, NAME, Row, assessed, checked, evaluation, monitored, rectification, review
from generator.rules.examples import rows as example
from generator.rules.registry import Function, hits, rule

_AHEAD = "2098-03-01"


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """The days of one table on which something was done: ``days`` are column → title.

    ``row`` is a right row, ``bad`` what is changed in it to make it wrong in this alone, one for each day.
    """

    code: str
    table: str
    title: str
    days: Mapping[str, str]
    text: str
    row: Row
    bad: tuple[Row, ...]


_PUBLISHED = "还没有公开的留空，公开以后再填。"
_REPORT: Row = {"report_code": "b01", "reported_to": "人大常委会", "title": "绩效情况报告", "content": "全文。"}
_OPERATION: Row = {"subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86"}
_ANALYSIS: Row = {
    "analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
    "comparison": "低于参照单位成本。", "standard_result": "未形成标准",
}  # fmt: skip
_POLICY: Row = {
    "division": "990001", "policy_code": "p01", "title": "示例区预算绩效管理办法", "level": "县级",
    "issuer": "示例区财政局", "validity": "有效",
}  # fmt: skip
_ASSESSMENT: Row = {"subject_department": "edu", "department_name": "示例区教育局", "score": "92", "grade": "优"}
_STATEMENT: Row = {
    "statement_code": "990001-2023", "title": "示例区2023年预算绩效管理工作开展情况说明", "report_year": "2023",
}  # fmt: skip

DEEDS = (
    Deeds(
        code="C12n",
        table="monitorings",
        title="监控日期在检查之后",
        days={"monitored_date": "监控日期"},
        text="监控日期是完成监控的那一天，还没有监控就没有这一天。请核对是否写错年份；计划中的监控不登记。",
        row=monitored(monitored_date="2023-08-20"),
        bad=({"monitored_date": _AHEAD},),
    ),
    Deeds(
        code="C12o",
        table="ex_ante_evaluations",
        title="事前评估日期在检查之后",
        days={"assessed_date": "评估日期"},
        text="评估日期是出具结论的那一天，有了结论才登记。请核对是否写错年份。",
        row=assessed(project_code=CODE, assessed_date="2022-10-20"),
        bad=({"assessed_date": _AHEAD, "fiscal_year": "2099"},),
    ),
    Deeds(
        code="C12p",
        table="self_evaluation_checks",
        title="抽查日期在检查之后",
        days={"checked_date": "抽查日期"},
        text="抽查日期是完成抽查的那一天，抽查完才有复核得分。请核对是否写错年份。",
        row=checked(1, population="5"),
        bad=({"checked_date": _AHEAD},),
    ),
    Deeds(
        code="C12q",
        table="evaluations",
        title="评价日期在检查之后",
        days={"base_date": "评价基准日", "report_date": "报告日期", "published_date": "公开日期"},
        text=f"评价基准日到了才能评价，报告写成才有报告日期。{_PUBLISHED}请核对是否写错年份。",
        row=evaluation(base_date="2023-12-31", report_date="2024-06-20", published_date="2024-07-20"),
        bad=(
            {"base_date": _AHEAD, "report_date": "", "published_date": ""},
            {"report_date": _AHEAD, "published_date": ""},
            {"published_date": _AHEAD},
        ),
    ),
    Deeds(
        code="C12r",
        table="fiscal_operations",
        title="财政运行评价日期在检查之后",
        days={"base_date": "评价基准日", "report_date": "报告日期", "published_date": "公开日期"},
        text=f"评价基准日到了才能评价，报告写成才有报告日期。{_PUBLISHED}请核对是否写错年份。",
        row=_OPERATION | {"base_date": "2023-12-31", "report_date": "2024-06-20", "published_date": "2024-07-20"},
        bad=(
            {"base_date": _AHEAD, "report_date": "", "published_date": ""},
            {"report_date": _AHEAD, "published_date": ""},
            {"published_date": _AHEAD},
        ),
    ),
    Deeds(
        code="C12s",
        table="cost_analyses",
        title="成本分析日期在检查之后",
        days={"report_date": "报告日期", "published_date": "公开日期"},
        text=f"分析报告出具以后才有报告日期。{_PUBLISHED}请核对是否写错年份。",
        row=_ANALYSIS | {"report_date": "2024-05-10", "published_date": "2024-06-10"},
        bad=({"report_date": _AHEAD, "published_date": ""}, {"published_date": _AHEAD}),
    ),
    Deeds(
        code="C12t",
        table="report_reviews",
        title="评审日期在检查之后",
        days={"reviewed_date": "评审日期"},
        text="评审日期是作出评审结论的那一天，有了结论才登记。请核对是否写错年份。",
        row=review("r1", "校舍维修改造绩效评价报告"),
        bad=({"reviewed_date": _AHEAD},),
    ),
    Deeds(
        code="C12u",
        table="rectifications",
        title="整改办理日期在检查之后",
        days={"issued_date": "反馈日期", "closed_date": "完成销号日期"},
        text="反馈了才有反馈日期，改完了才有完成销号日期；整改期限和延期至可以在以后。请核对是否写错年份，没有完成的请改整改状态。",
        row=rectification(issued_date="2024-07-01"),
        bad=(
            {"issued_date": _AHEAD, "due_date": "2098-12-31", "state": "整改中", "closed_date": ""},
            {"closed_date": _AHEAD, "due_date": "2098-12-31"},
        ),
    ),
    Deeds(
        code="C12v",
        table="congress_reports",
        title="报告时间在检查之后",
        days={"report_date": "报告时间", "published_date": "公开日期"},
        text=f"报告时间是已经报告的那一天，排定而没有报告的不登记。{_PUBLISHED}请核对是否写错年份。",
        row=_REPORT | {"report_date": "2024-08-28", "published_date": "2024-09-10"},
        bad=({"report_date": _AHEAD, "published_date": ""}, {"published_date": _AHEAD}),
    ),
    Deeds(
        code="C12w",
        table="management_assessments",
        title="考核公开日期在检查之后",
        days={"published_date": "公开日期"},
        text=f"公开日期是考核结果已经公开的那一天。{_PUBLISHED}请核对是否写错年份。",
        row=_ASSESSMENT | {"published_date": "2024-06-10"},
        bad=({"published_date": _AHEAD},),
    ),
    Deeds(
        code="C12x",
        table="policies",
        title="制度印发日期在检查之后",
        days={"issued_date": "印发日期", "published_date": "公开日期"},
        text=f"印发日期是文件落款的那一天；施行日期和失效日期可以在以后。{_PUBLISHED}请核对是否写错年份。",
        row=_POLICY | {"issued_date": "2023-03-10", "published_date": "2023-03-20"},
        bad=({"issued_date": _AHEAD, "published_date": ""}, {"published_date": _AHEAD}),
    ),
    Deeds(
        code="C12y",
        table="statements",
        title="成文日期在检查之后",
        days={"written_date": "成文日期"},
        text="成文日期是文件落款的那一天，文件写成了才有。请核对是否写错年份。",
        row=_STATEMENT | {"written_date": "2024-03-20"},
        bad=({"written_date": _AHEAD},),
    ),
)


def _later(facts: Facts, deeds: Deeds) -> pd.DataFrame:
    given = facts.tables[deeds.table]
    if facts.today is None:
        return hits(given.iloc[:0], value="", expected="", message="", hint="")
    today = facts.today.isoformat()
    found = []
    for column, title in deeds.days.items():
        ahead = given[(given[column] > today).fillna(False).astype(bool)]
        found.append(
            hits(
                ahead,
                value=ahead[column],
                expected=f"不晚于{today}",
                message=f"{title}写的是 " + ahead[column] + f"，在检查之日 {today} 之后。",
                hint="请核对是否写错年份；还没有做的事，日期请留空，做了再填。",
                field=column,
            )
        )
    return pd.concat(found)


def _rule_of(deeds: Deeds) -> Function:
    def later_than_today(facts: Facts) -> pd.DataFrame:
        return _later(facts, deeds)

    later_than_today.__doc__ = deeds.text
    return later_than_today


for _deeds in DEEDS:
    rule(
        _deeds.code,
        title=_deeds.title,
        severity="warning",
        table=_deeds.table,
        fields=tuple(_deeds.days),
        formula="、".join(_deeds.days.values()) + " ≤ 检查之日",
        source="本项目约定",
        good=example(**{_deeds.table: _deeds.row}),
        bad=tuple(one for changed in _deeds.bad for one in example(**{_deeds.table: _deeds.row | changed})),
    )(_rule_of(_deeds))
