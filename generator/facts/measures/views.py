"""Views of a division's tables: each with what other tables say of the same project, or what a year's end makes of it.

A view is a function of the division and the subject year; columns that it adds end with ``_``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from generator.core.numbers import MICRO
from generator.core.words import DEPARTMENT_EVALUATION, KEY_EVALUATION
from generator.facts.funds import totals
from generator.facts.grades import grades_told
from generator.facts.measures.division import Division
from generator.facts.periods import within
from generator.facts.policies import in_force_on
from generator.facts.projects import project_years
from generator.facts.rates import RATIOS, wholes
from generator.facts.rectifications import states_on

PROJECT = ["fiscal_year", "project_code"]

# Columns that views add, as filters and formulas call them.
ADDED = {
    "grade_": "等级（未填的按得分定）",
    "latest_": "该项目最近一次监控",
    "main_": "项目最多的一次监控",
    "key_": "当年财政重点监控",
    "budget_": "预算类型",
    "kind_": "评价类型",
    "year_": "年度（按报告日期，没有写的按成本终止年度的次年）",
    "since_": "反馈年度（没有写反馈日期的，监控按当年、其他按次年）",
    "open_": "年末未完成",
    "overdue_": "年末超期未完成",
    "closed_": "年末已完成",
    "late_": "逾期后才完成",
    "first_": "一级预算部门",
    "published_year": "公开年度",
    "items": "条数",
    "validity_": "年末有效",
    "own_": "本级制定",
    "in_use_": "年末在用",
    "applied_": "结果有应用",
    "goal_": "已编制目标",
    "counted_": "计入得分统计（年中取消、暂缓、并入其他项目的不计入）",
}


def _budgets(own: Division, rows: pd.DataFrame) -> pd.Series:
    """The budget type of each row's project: as its goal of that year says, else its goal of any other year."""
    goals = own.table("goals")[[*PROJECT, "budget_type"]].sort_values("fiscal_year", kind="stable")
    same = goals.drop_duplicates(PROJECT)
    any_year = goals.drop_duplicates("project_code", keep="last").set_index("project_code")["budget_type"]
    found = rows[PROJECT].merge(same, on=PROJECT, how="left")["budget_type"].set_axis(rows.index)
    return found.fillna(rows["project_code"].map(any_year).astype("str"))  # where no goal is, a map has no text


def _words(answers: pd.Series) -> pd.Series:
    """Answers as the words that conditions ask for."""
    return answers.map({True: "是", False: "否"})


def _self_evaluations(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("self_evaluations")
    columns = ["initial_budget", "annual_budget", "actual_spend"]
    funds = own.facts.of(totals)
    whole = funds[funds["division"] == own.division].drop_duplicates(PROJECT)[[*PROJECT, *columns]]
    joined = rows[PROJECT].merge(whole, on=PROJECT, how="left")[columns].set_axis(rows.index)
    goals = own.table("goals")[PROJECT].drop_duplicates().assign(goal_="是")
    known = rows[PROJECT].merge(goals, on=PROJECT, how="left")["goal_"].fillna("否").set_axis(rows.index)
    return rows.assign(
        **{name: joined[name] for name in columns},
        budget_=_budgets(own, rows),
        grade_=grades_told(own.facts, rows, "total_score"),
        goal_=known,
        counted_=_counted(own, rows),
    )


def _counted(own: Division, rows: pd.DataFrame) -> pd.Series:
    """Whether the score of each row's project is counted: 是 or 否."""
    projects = own.facts.of(project_years)
    left_out = projects.loc[~projects["counted"] & (projects["division"] == own.division), PROJECT].drop_duplicates()
    found = rows[PROJECT].merge(left_out.assign(counted="否"), on=PROJECT, how="left")["counted"]
    return found.fillna("是").set_axis(rows.index)


def _department_self_evaluations(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("department_self_evaluations")
    return rows.assign(grade_=grades_told(own.facts, rows, "total_score"))


def _monitorings(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("monitorings")
    latest = rows.groupby(PROJECT)["period"].transform("max")
    sizes = rows.groupby(["fiscal_year", "period"]).size()
    key = (rows["key_monitoring"] == "是").groupby([rows[name] for name in PROJECT]).transform("max") == 1
    main = {year: max(part.items(), key=lambda one: (one[1], one[0]))[0][1] for year, part in sizes.groupby(level=0)}
    return rows.assign(
        annual_budget=wholes(rows, RATIOS["monitorings"]),
        budget_=_budgets(own, rows),
        latest_=_words(rows["period"] == latest),
        key_=_words(key),
        main_=_words(rows["period"] == rows["fiscal_year"].map(main)),
    )


def _evaluations(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("evaluations")
    applications = own.table("applications")
    keys = ["fiscal_year", "evaluation_code"]
    used = applications[keys].dropna().drop_duplicates().assign(applied_="是")
    return rows.assign(
        budget_=_budgets(own, rows),
        applied_=rows[keys].merge(used, on=keys, how="left")["applied_"].fillna("否").set_axis(rows.index),
    )


def _evaluation_findings(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("evaluation_findings")
    keys = ["fiscal_year", "department", "evaluation_code"]
    kinds = own.table("evaluations")[[*keys, "evaluation_kind"]].drop_duplicates(keys)
    return rows.assign(kind_=rows[keys].merge(kinds, on=keys, how="left")["evaluation_kind"].set_axis(rows.index))


def _fiscal_operations(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("fiscal_operations")
    return rows.assign(grade_=grades_told(own.facts, rows, "score"))


def _cost_analyses(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("cost_analyses")
    reported = pd.to_numeric(rows["report_date"].str[:4]).astype("Int64")
    return rows.assign(year_=reported.fillna(rows["fiscal_year"].astype("Int64") + 1))


def _management_assessments(own: Division, _: int) -> pd.DataFrame:
    rows = own.table("management_assessments")
    return rows.assign(grade_=grades_told(own.facts, rows, "score"))


def _rectifications(own: Division, year: int) -> pd.DataFrame:
    """Their states at the end of ``year``, which need not be those of today."""
    rows = own.table("rectifications")
    issued = pd.to_numeric(rows["issued_date"].str[:4]).astype("Int64")
    later = (rows["source"] != "绩效监控").astype("Int64")
    states = states_on(rows, own.end(year))
    return rows.assign(
        since_=issued.fillna(rows["fiscal_year"].astype("Int64") + later),
        closed_=_words(states["done"]),
        open_=_words(~states["done"]),
        overdue_=_words(states["overdue"]),
        late_=_words(states["late"]),
    )


def _policies(own: Division, year: int) -> pd.DataFrame:
    rows = own.table("policies")
    return rows.assign(
        validity_=_words(in_force_on(rows, own.end(year))),
        own_=_words(rows["level"] == own.level),
    )


def _spending_standards(own: Division, year: int) -> pd.DataFrame:
    rows = own.table("spending_standards")
    return rows.assign(validity_=_words(within(rows["valid_from"], rows["valid_to"], own.end(year))))


def _indicator_library(own: Division, year: int) -> pd.DataFrame:
    rows = own.table("indicator_library")
    return rows.assign(in_use_=_words(within(rows["from_year"], rows["to_year"], year)))


def _departments(own: Division, year: int) -> pd.DataFrame:
    rows = own.table("departments")
    return rows.assign(first_=_words(rows["parent"].isna() & within(rows["from_year"], rows["to_year"], year)))


# What a document of a kind holds: table and conditions; a document without rows is one item.
_HELD: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "D2": (("goals", "", ""),),
    "D4": (("self_evaluations", "", ""),),
    "D6": (("evaluations", "evaluation_kind", DEPARTMENT_EVALUATION),),
    "D7": (("evaluations", "evaluation_kind", KEY_EVALUATION),),
    "D8": (("rectifications", "", ""), ("applications", "", "")),
    "D11": (("monitorings", "", ""),),
    "D10": (("fiscal_operations", "", ""), ("cost_analyses", "", "")),
}


def _documents(own: Division, _: int) -> pd.DataFrame:
    """One row for each document that the folders' forms list; ``items`` counts what it holds, at least one."""
    sizes: dict[tuple[int, str, str], int] = {}
    for kind, parts in _HELD.items():
        for name, column, value in parts:
            rows = own.table(name)
            if column:
                rows = rows[rows[column] == value]
            for (year, department), count in rows.groupby(["fiscal_year", "department"]).size().items():
                key = (int(year), str(department), kind)
                sizes[key] = sizes.get(key, 0) + int(count)
    lines = []
    for package in own.packages:
        seen: set[str] = set()
        for one in package.documents:
            if one.published > own.today.isoformat():
                continue
            # A second document of a kind (a revision, an annex) does not hold the rows once more.
            items = 1 if one.kind in seen else max(1, sizes.get((package.fiscal_year, package.department, one.kind), 0))
            seen.add(one.kind)
            line = (package.division, package.fiscal_year, package.department, one.kind, one.title, one.published)
            lines.append((*line, int(one.published[:4]), items * MICRO))
    names = ("division", "fiscal_year", "department", "kind", "title", "published", "published_year", "items")
    frame = pd.DataFrame(lines, columns=list(names))
    return frame.astype({"fiscal_year": "int64", "published_year": "Int64", "items": "Int64"})


@dataclass(frozen=True, kw_only=True)
class View:
    """How a view is made; ``dated``: by the subject year; ``beside``: the tables it puts beside its own."""

    make: Callable[[Division, int], pd.DataFrame]
    dated: bool = False
    beside: tuple[str, ...] = ()


# What is not named here is viewed as its table.
VIEWS: Mapping[str, View] = {
    "self_evaluations": View(make=_self_evaluations, beside=("self_evaluation_funds",)),
    "department_self_evaluations": View(make=_department_self_evaluations),
    "monitorings": View(make=_monitorings),
    "evaluations": View(make=_evaluations),
    "evaluation_findings": View(make=_evaluation_findings, beside=("evaluations",)),
    "fiscal_operations": View(make=_fiscal_operations),
    "cost_analyses": View(make=_cost_analyses),
    "management_assessments": View(make=_management_assessments),
    "rectifications": View(make=_rectifications, dated=True),
    "policies": View(make=_policies, dated=True),
    "spending_standards": View(make=_spending_standards, dated=True),
    "indicator_library": View(make=_indicator_library, dated=True),
    "departments": View(make=_departments, dated=True),
    "documents": View(make=_documents),
}


def beside(view: str) -> tuple[str, ...]:
    """The tables that a view puts beside its own."""
    return VIEWS[view].beside if view in VIEWS else ()
