"""Indicators of goals: the same name with the same unit, direction and meaning everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import known
from generator.facts.library import listed_values, usual_values
from generator.rules.examples import CODE, goal_indicator, library, rows
from generator.rules.looking import LIBRARY
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS


def _common(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Four indicators of the name at least say their unit, or their direction, and this one does."""
    return _in_some(rows, [one.index[one["whole"] >= 4] for one in facts.of(usual_values)])


def _settled(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Most of them agree."""
    return _in_some(rows, [one.index[one["settled"]] for one in facts.of(usual_values)])


def _in_some(rows: pd.DataFrame, labels: Sequence[pd.Index]) -> pd.Series:
    return pd.Series(np.logical_or.reduce([rows.index.isin(some) for some in labels]), index=rows.index)


def _in_library(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The library has an indicator of that name, or there is no library."""
    named = _in_some(rows, [one.index for one in facts.of(listed_values)])
    return named | ~known(rows, facts.tables["indicator_library"], ["division"])


@rule(
    "C24",
    title="同名指标单位或方向不一",
    severity="flag",
    table="goal_indicators",
    fields=("unit",),
    looks_at=(_common,),
    needs=(Need("同名指标没有三分之二以上的多数", _settled),),
    formula="同一区划同一年度，三级指标名称相同的，度量单位和方向与多数（三分之二以上）相同",
    source=OURS,
    good=rows(
        goal_indicators=tuple(
            goal_indicator(1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量")
            for number in range(1, 5)
        )
    ),
    bad=(
        *rows(
            goal_indicators=tuple(
                goal_indicator(
                    1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量",
                    unit="平方米" if number == 4 else "所",
                )
                for number in range(1, 5)
            )
        ),
        *rows(
            goal_indicators=tuple(
                goal_indicator(
                    1, "产出指标", "数量指标", project_code=f"{CODE[:-1]}{number}", level3="维修学校数量",
                    operator="≤" if number == 4 else "≥",
                )
                for number in range(1, 5)
            )
        ),
    ),
)  # fmt: skip
def same_indicator(facts: Facts) -> pd.DataFrame:
    """名称一样的指标，多数项目用一个单位、一个方向，个别项目不同，数字就不能加总和比较。

    可能是名称取得太宽，也可能单位写错、方向填反。请核对，或把名称写得更具体。
    """
    given = facts.tables["goal_indicators"]
    found = []
    for usual, field, title in zip(facts.of(usual_values), ("unit", "operator"), ("度量单位", "方向"), strict=True):
        rare = usual["settled"] & (usual["mine"] < usual["most"])
        column, most, whole = usual["value"], usual["most"], usual["whole"]
        stated, due = column[rare], usual["due"][rare].astype("str")
        share = most[rare].astype("int64").astype("str") + "/" + whole[rare].astype("int64").astype("str")
        rows_found = given.loc[rare.index[rare]]
        found.append(
            hits(
                rows_found,
                value=stated,
                expected=due,
                message=f"{title}是「" + stated + "」，同名指标多数（" + share + "）是「" + due + "」。",
                hint="请核对单位和方向；含义不同的，请把指标名称写得更具体。",
                field=field,
            )
        )
    return pd.concat(found)


@rule(
    "C24b",
    title="指标与指标库不一",
    severity="flag",
    table="goal_indicators",
    fields=("unit",),
    looks_at=(_in_library,),
    needs=(LIBRARY,),
    formula="与指标库同名的三级指标，度量单位和方向与指标库相同",
    source=OURS,
    good=rows(
        indicator_library=library(),
        goal_indicators=goal_indicator(1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="%"),
    ),
    bad=(
        *rows(
            indicator_library=library(),
            goal_indicators=goal_indicator(1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="所"),
        ),
        *rows(
            indicator_library=library(),
            goal_indicators=goal_indicator(
                1, "产出指标", "质量指标", level3="维修工程验收合格率", unit="%", operator="≤"
            ),
        ),
    ),
)
def against_library(facts: Facts) -> pd.DataFrame:
    """指标库里有的指标，各部门应当用同样的单位和方向，才能比较。指标库同名有几条的，与其中一条相同即可；也可能含义本来不同，请改名称。"""
    given, found = facts.tables["goal_indicators"], []
    for listed, field, title in zip(facts.of(listed_values), ("unit", "operator"), ("度量单位", "方向"), strict=True):
        wrong, due = ~listed["same"], listed["due"]
        rows_found, other = given.loc[wrong.index[wrong]], due[wrong].map("、".join).astype("str")
        mine = rows_found[field]
        found.append(
            hits(
                rows_found,
                value=mine,
                expected=other,
                message=f"{title}是「" + mine + "」，指标库里同名指标是「" + other + "」。",
                hint="请与指标库一致；含义不同的，请改指标名称。",
                field=field,
            )
        )
    return pd.concat(found)
