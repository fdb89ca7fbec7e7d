"""Days and years in their order: within a row, and along the life of a project."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import beside
from generator.rules.examples import CODE, NAME, assessed, checked, evaluation, monitored, rectification, review, rows
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_YEAR = ["division", "fiscal_year"]
_PROJECT = [*_YEAR, "project_code"]
_EVALUATION = [*_YEAR, "evaluation_code"]


def _policy(**others: str) -> dict[str, str]:
    row = {"policy_code": "p01", "title": "示例区预算绩效管理办法", "document_number": "示财绩〔2023〕4号"}
    row |= {"level": "县级", "issuer": "示例区财政局", "issued_date": "2023-03-10", "validity": "有效"}
    return {"division": "990001"} | row | others


def _standard(**others: str) -> dict[str, str]:
    row = {"division": "990001", "standard_code": "b01", "sector": "教育", "name": "校舍维修", "value": "600"}
    return row | {"unit": "元/平方米", "basis": "成本分析", "valid_from": "2024-01-01"} | others


def _backwards(given: pd.DataFrame, earlier: str, later: str) -> pd.Series:
    """Whether the later of two columns lies before the earlier one; days are ISO text, years numbers."""
    return (given[later] < given[earlier]).fillna(False).astype(bool)


def _in_order(given: pd.DataFrame, *steps: tuple[str, str]) -> pd.DataFrame:
    """Rows in which a day (or year) lies before the one that comes first: ``(column, title)`` in their order.

    Each column is compared with the nearest one before it that the row has.
    """
    found = []
    for place in range(1, len(steps)):
        later, title = steps[place]
        before = pd.Series(pd.NA, index=given.index, dtype=given[later].dtype)
        named = pd.Series("", index=given.index, dtype="str")
        for column, name in steps[:place]:
            before = before.where(given[column].isna(), given[column])
            named = named.where(given[column].isna(), name)
        wrong = _backwards(given.assign(_before=before), "_before", later)
        rows_found, day, first = given[wrong], given[later][wrong].astype("str"), before[wrong].astype("str")
        found.append(
            hits(
                rows_found,
                value=day,
                expected="不早于" + first,
                message=f"{title}写的是 " + day + "，早于" + named[wrong] + " " + first + "。",
                hint="请核对这两个日期（年度）是否填反或写错年份。",
                field=later,
            )
        )
    return pd.concat(found)


def _after(rows_found: pd.DataFrame, day: str, title: str, first: pd.Series, named: pd.Series | str) -> pd.DataFrame:
    """Hits of rows whose day lies before one that another table gives."""
    stated = rows_found[day]
    return hits(
        rows_found,
        value=stated,
        expected="不早于" + first,
        message=f"{title}写的是 " + stated + "，早于" + named + " " + first + "。",
        hint="请核对两张表的日期。",
        field=day,
    )


@rule(
    "C12c",
    title="监控日期先后",
    severity="warning",
    table="monitorings",
    fields=("monitored_date",),
    formula="监控日期不早于监控截止月份；截止月份靠后的，监控日期也靠后；不早于同一项目的事前评估日期",
    source=_OURS,
    good=rows(
        ex_ante_evaluations=assessed(project_code=CODE, assessed_date="2022-10-20"),
        monitorings=monitored(monitored_date="2023-08-20"),
    ),
    bad=(
        *rows(monitorings=monitored(monitored_date="2023-05-20")),
        *rows(
            monitorings=(
                monitored(period="6", monitored_date="2023-09-20"),
                monitored(monitored_date="2023-08-20"),
            )
        ),
        *rows(
            ex_ante_evaluations=assessed(project_code=CODE, assessed_date="2023-10-20"),
            monitorings=monitored(monitored_date="2023-08-20"),
        ),
    ),
)
def monitoring_dates(facts: Facts) -> pd.DataFrame:
    """监控到7月底的，监控不会早于7月；6月的监控不会晚于10月的监控；事前评估不会晚于监控。请核对监控日期和截止月份。"""
    given = facts.tables["monitorings"].dropna(subset=["monitored_date", "project_code", "period"])
    month = given["fiscal_year"].astype("str") + "-" + given["period"].astype("str").str.zfill(2) + "-01"
    early = given["monitored_date"] < month
    found = [_after(given[early], "monitored_date", "监控日期", month[early], "监控截止月份")]
    ordered = given.sort_values([*_PROJECT, "period"], kind="stable")
    latest = ordered.groupby(_PROJECT, sort=False)["monitored_date"].shift()
    back = (ordered["monitored_date"] < latest).fillna(False).astype(bool)
    found.append(_after(ordered[back], "monitored_date", "监控日期", latest[back], "前一次监控的日期"))
    assessed_day = beside(given, facts.tables["ex_ante_evaluations"], _PROJECT, ["assessed_date"])["assessed_date"]
    back = (given["monitored_date"] < assessed_day).fillna(False).astype(bool) & ~early
    found.append(_after(given[back], "monitored_date", "监控日期", assessed_day[back], "事前评估日期"))
    return pd.concat(found)


@rule(
    "C12d",
    title="事前评估日期",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("assessed_date",),
    formula="事前评估日期不晚于预算年度的年末；安排预算年度不早于申报的预算年度",
    source=_OURS,
    good=rows(ex_ante_evaluations=assessed(assessed_date="2022-10-20", applied_fiscal_year="2023")),
    bad=(
        *rows(ex_ante_evaluations=assessed(assessed_date="2024-03-01")),
        *rows(ex_ante_evaluations=assessed(applied_fiscal_year="2022")),
    ),
)
def assessment_dates(facts: Facts) -> pd.DataFrame:
    """事前评估在安排预算之前做：评估日期不会晚于那个预算年度，安排的年度也不会早于申报的年度。请核对日期和所在的年度文件夹。"""
    given = facts.tables["ex_ante_evaluations"]
    last = given["fiscal_year"].astype("str") + "-12-31"
    late = (given["assessed_date"] > last).fillna(False).astype(bool)
    day = given["assessed_date"][late]
    too_late = hits(
        given[late],
        value=day,
        expected="不晚于" + last[late],
        message="评估日期写的是 " + day + "，晚于预算年度的年末 " + last[late] + "。",
        hint="请核对日期，或核对数据是否放错了年度文件夹。",
    )
    early = (given["applied_fiscal_year"] < given["fiscal_year"]).fillna(False).astype(bool)
    year, first = given["applied_fiscal_year"][early].astype("str"), given["fiscal_year"][early].astype("str")
    return pd.concat(
        [
            too_late,
            hits(
                given[early],
                value=year,
                expected="不早于" + first,
                message="安排预算年度写的是 " + year + "，早于申报的预算年度 " + first + "。",
                hint="请核对年度。",
                field="applied_fiscal_year",
            ),
        ]
    )


@rule(
    "C12e",
    title="抽查日期",
    severity="warning",
    table="self_evaluation_checks",
    fields=("checked_date",),
    formula="抽查日期晚于被评价的年度，且不早于同一项目的监控日期",
    source=_OURS,
    good=rows(self_evaluation_checks=checked(1, population="5")),
    bad=rows(self_evaluation_checks=checked(1, population="5", checked_date="2023-10-20")),
)
def check_dates(facts: Facts) -> pd.DataFrame:
    """自评在年度结束以后做，抽查自评更在其后。请核对抽查日期。"""
    given = facts.tables["self_evaluation_checks"].dropna(subset=["checked_date"])
    first = (given["fiscal_year"] + 1).astype("str") + "-01-01"
    early = given["checked_date"] < first
    return _after(given[early], "checked_date", "抽查日期", first[early], "年度终了之日")


@rule(
    "C12f",
    title="整改日期先后",
    severity="warning",
    table="rectifications",
    fields=("due_date",),
    formula="评价报告日期 ≤ 反馈日期 ≤ 整改期限 ≤ 延期至",
    source=_OURS,
    good=rows(
        evaluations=evaluation(report_date="2024-06-20"),
        rectifications=rectification(evaluation_code="990001-2023-f01", issued_date="2024-07-01"),
    ),
    bad=(
        *rows(
            rectifications=rectification(
                issued_date="2024-07-01",
                due_date="2024-06-30",
                state="延期",
                extended_date="2035-12-31",
                closed_date="",
            )
        ),
        *rows(
            rectifications=rectification(
                state="延期", due_date="2035-06-30", extended_date="2035-03-31", closed_date=""
            )
        ),
        *rows(
            evaluations=evaluation(report_date="2024-08-20"),
            rectifications=rectification(evaluation_code="990001-2023-f01", issued_date="2024-07-01"),
        ),
    ),
)
def rectification_dates(facts: Facts) -> pd.DataFrame:
    """先有评价报告，再反馈问题，然后才有整改期限；延期只会往后延。请核对这几个日期。"""
    given = facts.tables["rectifications"]
    report = beside(given, facts.tables["evaluations"], _EVALUATION, ["report_date"])["report_date"]
    early = (given["issued_date"] < report).fillna(False).astype(bool)
    steps = (("issued_date", "反馈日期"), ("due_date", "整改期限"), ("extended_date", "延期至"))
    return pd.concat(
        [
            _in_order(given, *steps),
            _after(given[early], "issued_date", "反馈日期", report[early], "评价报告日期"),
        ]
    )


@rule(
    "C12g",
    title="制度文件日期",
    severity="warning",
    table="policies",
    fields=("effective_from",),
    formula="印发日期 ≤ 施行日期 ≤ 失效日期；公开日期不早于印发日期",
    source=_OURS,
    good=rows(policies=_policy(effective_from="2023-04-01", effective_to="2028-03-31")),
    bad=(
        *rows(policies=_policy(effective_from="2023-04-01", effective_to="2022-03-31", validity="废止")),
        *rows(policies=_policy(published_date="2023-03-01")),
    ),
)
def policy_dates(facts: Facts) -> pd.DataFrame:
    """制度文件先印发，再施行，最后失效，印发以后才公开。追溯施行的少见，请核对日期是否写错年份。"""
    given = facts.tables["policies"]
    steps = (("issued_date", "印发日期"), ("effective_from", "施行日期"), ("effective_to", "失效日期"))
    return pd.concat(
        [
            _in_order(given, *steps),
            _in_order(given, ("issued_date", "印发日期"), ("published_date", "公开日期")),
        ]
    )


@rule(
    "C12h",
    title="支出标准起止日期",
    severity="warning",
    table="spending_standards",
    fields=("valid_to",),
    formula="终止日期 ≥ 起始日期",
    source=_OURS,
    good=rows(spending_standards=_standard(valid_to="2026-12-31")),
    bad=rows(spending_standards=_standard(valid_to="2023-12-31")),
)
def standard_dates(facts: Facts) -> pd.DataFrame:
    """支出标准的终止日期不早于起始日期。请核对是否填反。"""
    return _in_order(facts.tables["spending_standards"], ("valid_from", "起始日期"), ("valid_to", "终止日期"))


@rule(
    "C12i",
    title="财政运行评价日期",
    severity="warning",
    table="fiscal_operations",
    fields=("report_date",),
    formula="评价基准日 ≤ 报告日期 ≤ 公开日期",
    source=_OURS,
    good=rows(
        fiscal_operations={
            "subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86",
            "base_date": "2023-12-31", "report_date": "2024-06-20",
        }
    ),
    bad=rows(
        fiscal_operations={
            "subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86",
            "base_date": "2023-12-31", "report_date": "2023-06-20",
        }
    ),
)  # fmt: skip
def operation_dates(facts: Facts) -> pd.DataFrame:
    """评价报告在评价基准日之后写成，在写成之后公开。请核对三个日期。"""
    steps = (("base_date", "评价基准日"), ("report_date", "报告日期"), ("published_date", "公开日期"))
    return _in_order(facts.tables["fiscal_operations"], *steps)


def _analysis(**others: str) -> dict[str, str]:
    row = {"analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320"}
    return row | {"comparison": "低于参照单位成本。", "standard_result": "未形成标准"} | others


@rule(
    "C12j",
    title="成本分析起止年度与日期",
    severity="warning",
    table="cost_analyses",
    fields=("to_year",),
    formula="成本起始年度 ≤ 成本终止年度；报告日期 ≤ 公开日期",
    source=_OURS,
    good=rows(cost_analyses=_analysis(from_year="2021", to_year="2023", report_date="2024-05-10")),
    bad=(
        *rows(cost_analyses=_analysis(from_year="2023", to_year="2021")),
        *rows(cost_analyses=_analysis(report_date="2024-05-10", published_date="2024-04-10")),
    ),
)
def analysis_dates(facts: Facts) -> pd.DataFrame:
    """成本分析的起始年度不晚于终止年度，报告写成以后才公开。请核对是否填反。"""
    given = facts.tables["cost_analyses"]
    return pd.concat(
        [
            _in_order(given, ("from_year", "成本起始年度"), ("to_year", "成本终止年度")),
            _in_order(given, ("report_date", "报告日期"), ("published_date", "公开日期")),
        ]
    )


@rule(
    "C12k",
    title="报告时间",
    severity="warning",
    table="congress_reports",
    fields=("report_date",),
    formula="报告时间不早于所报告的年度；报告时间 ≤ 公开日期",
    source=_OURS,
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
            _in_order(given, ("report_date", "报告时间"), ("published_date", "公开日期")),
            _after(given[early], "report_date", "报告时间", first[early], "所报告年度的年初"),
        ]
    )


@rule(
    "C12l",
    title="报告评审日期",
    severity="warning",
    table="report_reviews",
    fields=("reviewed_date",),
    formula="评审日期不早于被评审评价的基准日",
    source=_OURS,
    good=rows(
        evaluations=evaluation(base_date="2023-12-31"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", evaluation_code="990001-2023-f01"),
    ),
    bad=rows(
        evaluations=evaluation(base_date="2024-12-31"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", evaluation_code="990001-2023-f01"),
    ),
)
def review_dates(facts: Facts) -> pd.DataFrame:
    """报告评审在评价基准日之后：基准日还没到，报告就写不出来。请核对两个日期。"""
    given = facts.tables["report_reviews"]
    base = beside(given, facts.tables["evaluations"], _EVALUATION, ["base_date"])["base_date"]
    early = (given["reviewed_date"] < base).fillna(False).astype(bool)
    return _after(given[early], "reviewed_date", "评审日期", base[early], "评价基准日")


def _goal(kind: str, first: str, last: str, **others: str) -> dict[str, str]:
    row = {"goal_no": "1", "goal_kind": kind, "goal_text": "办好家门口的学校。", "from_year": first, "to_year": last}
    return row | others


@rule(
    "C12m",
    title="部门整体目标起止年度",
    severity="warning",
    table="department_goals",
    fields=("to_year",),
    formula="终止年度 ≥ 起始年度；年度目标的年度与文件夹的年度相同",
    source=_OURS,
    good=rows(department_goals=(_goal("战略目标", "2021", "2025"), _goal("年度目标", "2023", "2023", goal_no="2"))),
    bad=(
        *rows(department_goals=_goal("战略目标", "2025", "2021")),
        *rows(department_goals=_goal("年度目标", "2024", "2024")),
    ),
)
def goal_years(facts: Facts) -> pd.DataFrame:
    """部门整体目标的终止年度不早于起始年度；年度目标只管文件夹所属的那一年。请核对年度。"""
    given = facts.tables["department_goals"]
    other = (given["goal_kind"] == "年度目标") & (given["from_year"] != given["fiscal_year"]).fillna(False).astype(bool)
    year, due = given["from_year"][other].astype("str"), given["fiscal_year"][other].astype("str")
    return pd.concat(
        [
            _in_order(given, ("from_year", "起始年度"), ("to_year", "终止年度")),
            hits(
                given[other],
                value=year,
                expected=due,
                message="年度目标的起始年度写的是 " + year + "，应为所属年度 " + due + "。",
                hint="请核对年度，或核对数据是否放错了年度文件夹。",
                field="from_year",
            ),
        ]
    )
