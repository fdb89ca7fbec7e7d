"""Codes that must exist elsewhere: projects, evaluations, departments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import PROJECT, known, project_codes
from generator.rules.examples import (
    application,
    evaluation,
    goal,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_YEAR = ["division", "fiscal_year"]
_FOLDER = [*_YEAR, "department"]
_PLACE = [*_YEAR, "project_code"]
_EVERYWHERE = ["division", "project_code"]


@rule(
    "C01",
    title="自评没有对应的绩效目标",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    formula="自评的项目编码应在同一部门同一年度的绩效目标中",
    source=_OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(goals=goal(), self_evaluations=(self_evaluation(), self_evaluation(project_code="990001230010002"))),
)
def without_goal(facts: Facts) -> pd.DataFrame:
    """有自评而没有公开过同年的绩效目标，读者无从比较。

    年中追加、转移支付下达的项目可能确实没有随预算公开目标，所以只作提醒；编码写错的请改正，有目标的请补充公开。
    """
    given, goals = facts.tables["self_evaluations"], facts.tables["goals"]
    found = given[~known(given, goals, PROJECT) & known(given, goals, _FOLDER)].dropna(subset=["project_code"])
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="同年绩效目标中的编码",
        message="项目编码 " + code + " 不在本部门同年的绩效目标里，应为同年绩效目标中的编码。",
        hint="请核对编码；年中追加等没有公开目标的，请在备注说明。",
    )


@rule(
    "C02",
    title="项目评价须有项目编码",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    formula="评价对象类型为“项目”时，项目编码必填",
    source=_OURS,
    good=rows(evaluations=evaluation(subject_type="部门整体", project_code="")),
    bad=rows(evaluations=evaluation(project_code="")),
)
def evaluation_has_code(facts: Facts) -> pd.DataFrame:
    """评价一个项目的，要写它的项目编码，才能和目标、自评、预算接成一条链；部门整体评价留空。"""
    given = facts.tables["evaluations"]
    found = given[(given["subject_type"] == "项目") & given["project_code"].isna()]
    return hits(
        found,
        value="",
        expected="项目编码",
        message="评价对象是项目，却没有填写项目编码。",
        hint="请填写绩效目标表中的项目编码；评价的是一项政策或部门整体的，请改评价对象类型。",
    )


def _stranger(facts: Facts, given: pd.DataFrame, owner: pd.Series) -> pd.DataFrame:
    """Rows whose project code stands nowhere in that division-year: errors, or warnings where they may be right."""
    codes = facts.of(project_codes)
    given = given.assign(owner=owner)
    given = given[given["project_code"].notna() & ~known(given, codes, _PLACE)]
    folders = codes[_FOLDER].rename(columns={"department": "owner"})
    other_year = known(given, codes, _EVERYWHERE)
    unpublished = ~known(given, folders, [*_YEAR, "owner"])
    code = given["project_code"]
    why = pd.Series("本区划同年的绩效目标和自评里都没有", index=given.index, dtype="str")
    why = why.mask(unpublished, "被评价部门同年还没有公开绩效目标和自评，无从核对")
    why = why.mask(other_year, "只在其他年度的绩效目标或自评里有")
    return hits(
        given,
        value=code,
        expected="已公开的项目编码",
        message="项目编码 " + code + "：" + why + "，应为已公开的项目编码。",
        hint="请核对编码；跨年度或没有公开目标的项目，请在备注说明。",
        severity=pd.Series(np.where(unpublished | other_year, "warning", "error"), index=given.index, dtype="str"),
    )


@rule(
    "C03",
    title="评价的项目编码查无此项",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    formula="评价的项目编码应在本区划同年的绩效目标或自评中",
    source=_OURS,
    good=rows(goals=goal(), evaluations=evaluation()),
    bad=(
        *rows(goals=goal(), evaluations=evaluation(project_code="990001230010009")),
        *rows(goals=goal(fiscal_year="2022"), evaluations=evaluation()),
    ),
)
def evaluated_project(facts: Facts) -> pd.DataFrame:
    """评价的项目要能在同一区划同一年度的目标或自评里找到，否则页面接不上，多半是编码写错。

    只在别的年度出现、或被评价部门当年还没有公开的，只作提醒；全区划都没有公开项目的不检查。
    """
    given = facts.tables["evaluations"]
    given = given[known(given, facts.of(project_codes), ["division"])]
    return _stranger(facts, given, given["subject_department"])


@rule(
    "C04",
    title="结果应用的项目编码查无此项",
    severity="error",
    table="applications",
    fields=("project_code",),
    formula="结果应用的项目编码应在本区划同年的绩效目标或自评中",
    source=_OURS,
    good=rows(goals=goal(), applications=application(evaluation_code="", basis="绩效自评")),
    bad=rows(
        goals=goal(), applications=application(evaluation_code="", basis="绩效自评", project_code="990001230010009")
    ),
)
def applied_project(facts: Facts) -> pd.DataFrame:
    """结果应用写了项目编码的，要能在同一区划同一年度的目标或自评里找到；涉及政策或部门整体的留空。"""
    given = facts.tables["applications"]
    given = given[known(given, facts.of(project_codes), ["division"])]
    return _stranger(facts, given, given["subject_department"])


@rule(
    "C13",
    title="结果应用的评价编码查无此项",
    severity="error",
    table="applications",
    fields=("evaluation_code",),
    formula="结果应用的评价编码应在本区划同年的评价中",
    source=_OURS,
    good=rows(evaluations=evaluation(), applications=application()),
    bad=rows(evaluations=evaluation(), applications=application(evaluation_code="990001-2023-f99")),
)
def applied_evaluation(facts: Facts) -> pd.DataFrame:
    """结果应用写了评价编码的，要能在同一区划同一年度找到那次评价；全区划没有公开评价的不检查。"""
    given, evaluations = facts.tables["applications"], facts.tables["evaluations"]
    there = known(given, evaluations, [*_YEAR, "evaluation_code"])
    found = given[given["evaluation_code"].notna() & ~there & known(given, evaluations, _YEAR)]
    code = found["evaluation_code"]
    return hits(
        found,
        value=code,
        expected="同年的评价编码",
        message="评价编码 " + code + " 不在本区划同年的评价里，应为同年的评价编码。",
        hint="请核对评价编码；依据不是评价的，请留空。",
    )


@rule(
    "C14",
    title="被评价部门没有登记",
    severity="error",
    table="evaluations",
    fields=("subject_department",),
    formula="被评价部门代码应在预算部门表中",
    source=_OURS,
    good=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"}, evaluations=evaluation()
    ),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"},
        evaluations=evaluation(subject_department="jyj"),
    ),
)
def registered_department(facts: Facts) -> pd.DataFrame:
    """被评价部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return _unregistered(facts, "evaluations")


@rule(
    "C14b",
    title="结果应用的部门没有登记",
    severity="error",
    table="applications",
    fields=("subject_department",),
    formula="被评价部门代码应在预算部门表中",
    source=_OURS,
    good=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"}, applications=application()
    ),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"},
        applications=application(subject_department="jyj"),
    ),
)
def registered_applicant(facts: Facts) -> pd.DataFrame:
    """结果应用所涉部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return _unregistered(facts, "applications")


def _unregistered(facts: Facts, table: str) -> pd.DataFrame:
    given, departments = facts.tables[table], facts.tables["departments"]
    listed = departments[["division", "department"]].rename(columns={"department": "subject_department"})
    there = known(given, listed, ["division", "subject_department"])
    found = given[given["subject_department"].notna() & ~there & known(given, listed, ["division"])]
    code = found["subject_department"]
    return hits(
        found,
        value=code,
        expected="已登记的部门代码",
        message="被评价部门代码 " + code + " 不在预算部门表里，应为已登记的部门代码。",
        hint="请核对部门代码，或请财政部门先在预算部门表登记。",
    )
