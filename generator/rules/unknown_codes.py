"""Codes that must stand elsewhere: projects and departments that nobody has registered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import FOLDER, PROJECT_OF_YEAR, YEAR, known, project_codes
from generator.rules.registry import hits

_EVERYWHERE = ["division", "project_code"]


def unknown_project(facts: Facts, given: pd.DataFrame, owner: pd.Series) -> pd.DataFrame:
    """Rows whose project code stands nowhere in that division-year: errors, or warnings where they may be right."""
    codes = facts.of(project_codes)
    given = given.assign(owner=owner)
    given = given[given["project_code"].notna() & ~known(given, codes, PROJECT_OF_YEAR)]
    folders = codes[FOLDER].rename(columns={"department": "owner"})
    other_year = known(given, codes, _EVERYWHERE)
    unpublished = ~known(given, folders, [*YEAR, "owner"])
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


def unregistered(facts: Facts, table: str) -> pd.DataFrame:
    """Rows about a department that is not registered, in divisions that registered theirs."""
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
