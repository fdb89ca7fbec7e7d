"""Amounts that look like 元 or 亿元 where 万元 belongs: ten thousand times what the same project has elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.facts.amounts import AMOUNTS, LEAST, slips
from generator.facts.basis import Facts
from generator.facts.joining import beside
from generator.facts.numbers import briefly, shown, units
from generator.rules.examples import (
    application,
    assessed,
    evaluation,
    fund,
    goal,
    monitored,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_FOLDER = ["division", "fiscal_year", "department"]
_PROJECT = ["division", "project_code"]
_FORMULA = "与同一项目的其他金额、其他年度的金额相差约一万倍；或超出一个项目通常的金额范围（按本地口径）"


def _department(budget: str) -> dict[str, str]:
    row = {"self_evaluation_code": "990001-2023-edu", "department_name": "示例区教育局", "annual_budget": budget}
    return row | {
        "annual_goal": "保障运转。",
        "actual_result": "运转正常。",
        "actual_spend": budget,
        "total_score": "95",
    }


def _scope(amount: str) -> dict[str, str]:
    return {"kind": "应编目标", "extent": "本部门", "due_count": "1", "due_amount": amount, "basis": "全部项目"}


def _slipped(facts: Facts, table: str) -> pd.DataFrame:
    given = facts.of(slips)
    slipped = given[given["table"] == table].set_index("label")
    found = facts.tables[table].loc[slipped.index]
    stated = pd.Series("", index=found.index, dtype="str")
    for name in AMOUNTS[table]:
        stated = stated.where(slipped["field"] != name, shown(found[name]))
    other = briefly(slipped["other"])
    meant = pd.Series(np.where(slipped["above"], "元", "亿元"), index=found.index, dtype="str")
    compared = slipped["source"] != ""
    said = slipped["title"] + "写的是 " + stated + " 万元，"
    against = said + slipped["source"] + "是 " + other + " 万元，相差约一万倍，像是以" + meant + "为单位填写。"
    side = pd.Series(np.where(slipped["above"], "高于", "低于"), index=found.index, dtype="str")
    alone = said + side + "一个项目通常的界限 " + briefly(slipped["limit"]) + " 万元，像是以" + meant
    alone = alone + "为单位填写，应以万元为单位。"
    return hits(
        found,
        value=stated,
        expected=("约" + other + "万元").where(compared, "以万元为单位"),
        message=against.where(compared, alone),
        hint="表里的金额一律以万元为单位：以元填写的请除以10000，以亿元填写的请乘以10000；金额无误的请在备注说明。",
        field=slipped["field"],
    )


@rule(
    "C21",
    title="目标金额的单位",
    severity="warning",
    table="goals",
    fields=("total_amount",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=(goal(), goal(fiscal_year="2024", total_amount="900"))),
    bad=(
        *rows(
            goals=(goal(), goal(fiscal_year="2022", total_amount="350"), goal(fiscal_year="2024", total_amount="0.035"))
        ),
        *rows(goals=goal(total_amount="3200000")),
    ),
)
def goal_unit(facts: Facts) -> pd.DataFrame:
    """绩效目标的资金总额以万元为单位。与这个项目的自评、监控或往年的金额相差约一万倍的，多半是以元或亿元填写。

    也可能是编码用错了项目，或者确实有特大的项目；金额无误的请在备注说明。
    """
    return _slipped(facts, "goals")


@rule(
    "C21b",
    title="自评金额的单位",
    severity="warning",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    bad=rows(
        evaluations=evaluation(evaluated_amount="320"),
        monitorings=monitored(),
        self_evaluation_funds=fund(initial_budget="3200000", annual_budget="3200000", actual_spend="3040000"),
    ),
)
def fund_unit(facts: Facts) -> pd.DataFrame:
    """自评表的资金以万元为单位。与这个项目的目标、监控或往年的金额相差约一万倍的，多半是以元或亿元填写。"""
    return _slipped(facts, "self_evaluation_funds")


@rule(
    "C21c",
    title="监控金额的单位",
    severity="warning",
    table="monitorings",
    fields=("annual_budget",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), monitorings=monitored()),
    bad=rows(
        self_evaluation_funds=fund(),
        monitorings=monitored(initial_budget="0.032", annual_budget="0.032", actual_spend="0.0176"),
    ),
)
def monitored_unit(facts: Facts) -> pd.DataFrame:
    """监控表的资金以万元为单位。与这个项目的目标、自评或往年的金额相差约一万倍的，多半是以元或亿元填写。"""
    return _slipped(facts, "monitorings")


@rule(
    "C21d",
    title="事前评估金额的单位",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("applied_amount",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), ex_ante_evaluations=assessed(project_code="990001230010001")),
    bad=rows(
        ex_ante_evaluations=(
            assessed(),
            assessed(
                assessment_code="990001-2023-q02",
                project_code="990001230010002",
                applied_amount="4000000",
                cut_amount="800000",
                approved_amount="3200000",
            ),
        )
    ),
)
def assessed_unit(facts: Facts) -> pd.DataFrame:
    """事前评估的申报额、核定额以万元为单位。与这个项目后来的金额相差约一万倍的，多半是以元或亿元填写。"""
    return _slipped(facts, "ex_ante_evaluations")


@rule(
    "C21e",
    title="评价资金的单位",
    severity="warning",
    table="evaluations",
    fields=("evaluated_amount",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), evaluations=evaluation(evaluated_amount="318.5")),
    bad=rows(goals=goal(), monitorings=monitored(), evaluations=evaluation(evaluated_amount="3185000")),
)
def evaluated_unit(facts: Facts) -> pd.DataFrame:
    """评价资金以万元为单位。与这个项目的目标、自评的金额相差约一万倍的，多半是以元或亿元填写。"""
    return _slipped(facts, "evaluations")


@rule(
    "C21f",
    title="结果应用金额的单位",
    severity="warning",
    table="applications",
    fields=("base_amount",),
    formula=_FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), applications=application()),
    bad=rows(
        goals=goal(),
        self_evaluation_funds=fund(),
        applications=application(base_amount="3000000", cut_amount="450000", evaluation_code=""),
    ),
)
def applied_unit(facts: Facts) -> pd.DataFrame:
    """结果应用的基数和应用后预算数以万元为单位。与这个项目的预算相差约一万倍的，多半是以元或亿元填写。"""
    return _slipped(facts, "applications")


@rule(
    "C21g",
    title="部门整体金额的单位",
    severity="warning",
    table="department_self_evaluations",
    fields=("annual_budget",),
    formula="部门整体的全年预算数在本部门同年绩效目标资金合计的百分之一到三千倍之间",
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), department_self_evaluations=_department("8000")),
    bad=(
        *rows(goals=goal(), department_self_evaluations=_department("3800000")),
        *rows(goals=goal(), department_self_evaluations=_department("0.8")),
    ),
)
def department_unit(facts: Facts) -> pd.DataFrame:
    """部门整体的预算含全部项目，不会只有项目合计的百分之一，也不会是它的几千倍。大小悬殊的，多半是以元或亿元填写。"""
    return _against_goals(facts, "department_self_evaluations", "annual_budget", "全年预算数", _FOLDER)


@rule(
    "C21h",
    title="应办资金的单位",
    severity="warning",
    table="scopes",
    fields=("due_amount",),
    formula="应办资金在同年绩效目标资金合计的百分之一到三千倍之间",
    thresholds=("plausible_least", "plausible_most"),
    source=_OURS,
    good=rows(goals=goal(), scopes=_scope("350")),
    bad=rows(goals=goal(), scopes=_scope("3500000")),
)
def scope_unit(facts: Facts) -> pd.DataFrame:
    """应办资金以万元为单位。与已公开的绩效目标资金合计大小悬殊的，多半是以元或亿元填写。"""
    given = facts.tables["scopes"]
    own = _against_goals(facts, "scopes", "due_amount", "应办资金", _FOLDER)
    whole = _against_goals(facts, "scopes", "due_amount", "应办资金", _FOLDER[:2])
    everywhere = given["extent"] == "全部部门"
    return pd.concat([own[~everywhere.reindex(own.index)], whole[everywhere.reindex(whole.index)]])


def _against_goals(facts: Facts, table: str, field: str, title: str, key: list[str]) -> pd.DataFrame:
    """Rows whose amount is thousands of times all the goals of the folder or year, or a hundredth: it contains them."""
    given, goals = facts.tables[table], facts.tables["goals"]
    wrong_units = facts.of(slips)
    goals = goals.drop(index=wrong_units.loc[wrong_units["table"] == "goals", "label"])
    totals = goals.groupby(key, sort=False)["total_amount"].sum().rename("whole").reset_index()
    whole = units(beside(given, totals, key, ["whole"])["whole"])
    ratio = units(given[field]) / whole.where(whole > 0)
    wrong = (ratio >= 10**LEAST) | ((ratio > 0) & (ratio <= 0.01))
    found, amount = given[wrong], briefly(whole[wrong])
    stated = shown(found[field])
    meant = pd.Series(np.where(ratio[wrong] > 1, "元", "亿元"), index=found.index, dtype="str")
    said = f"{title}写的是 " + stated + " 万元，同年绩效目标的资金合计 " + amount + " 万元，大小悬殊，像是以"
    return hits(
        found,
        value=stated,
        expected="以万元为单位",
        message=said + meant + "为单位填写，应以万元为单位。",
        hint="请核对单位：以元填写的请除以10000，以亿元填写的请乘以10000。",
    )
