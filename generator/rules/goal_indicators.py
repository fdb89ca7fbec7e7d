"""Indicators of goals: the same name with the same unit, direction and meaning everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import PROJECT, known
from generator.facts.library import listed_values, usual_values
from generator.rules.examples import CODE, goal_indicator, library, rows
from generator.rules.looking import LIBRARY, filled, some_filled
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS
from generator.rules.wording import LEFTOVERS, leftovers, only_figures, per_cent_in_words, said_twice


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


@rule(
    "C38b",
    title="目标指标名称只有数字",
    severity="warning",
    table="goal_indicators",
    fields=("level3",),
    looks_at=(filled("level3"),),
    formula="三级指标的名称不能只有数字和符号",
    source=OURS,
    good=rows(goal_indicators=goal_indicator(1, "产出指标", "数量指标")),
    bad=rows(goal_indicators=goal_indicator(1, "产出指标", "数量指标", level3="88/100")),
)
def numbers_for_names(facts: Facts) -> pd.DataFrame:
    """指标的名称写着“88/100”这样的数，看不出考核什么，多半是填错了列。"""
    return only_figures(facts.tables["goal_indicators"], "level3", "三级指标")


@rule(
    "C39b",
    title="目标指标重名",
    severity="warning",
    table="goal_indicators",
    fields=("level3",),
    looks_at=(filled("level3"),),
    formula="同一项目里，一级、二级、三级指标名称都相同的只有一行",
    source=OURS,
    good=rows(goal_indicators=(goal_indicator(1, "产出指标", "数量指标"), goal_indicator(2, "产出指标", "数量指标"))),
    bad=rows(
        goal_indicators=(
            goal_indicator(1, "产出指标", "数量指标", level3="维修学校数"),
            goal_indicator(2, "产出指标", "数量指标", level3="维修学校数"),
        )
    ),
)
def repeated_names(facts: Facts) -> pd.DataFrame:
    """一个项目里同一个指标名称写了几次，分不清各是什么，也可能是重复填写。"""
    return said_twice(facts.tables["goal_indicators"], PROJECT, ("level1", "level2", "level3"), "三级指标")


@rule(
    "C40b",
    title="目标的百分比写作文字",
    severity="warning",
    table="goal_indicators",
    fields=("unit",),
    looks_at=(filled("target_value"),),
    formula="度量单位写 %，不写“百分比”",
    source=OURS,
    good=rows(goal_indicators=goal_indicator(1, "产出指标", "质量指标", target_value="95", unit="%")),
    bad=rows(goal_indicators=goal_indicator(1, "产出指标", "质量指标", target_value="100", unit="百分比")),
)
def spelt_per_cent(facts: Facts) -> pd.DataFrame:
    """“100百分比”读作100%，“百分比”不是单位。"""
    return per_cent_in_words(facts.tables["goal_indicators"], "target_value")


def _many(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The first row of a project that has as many indicators as it takes for a repetition to tell something."""
    sizes = rows.dropna(subset=["target_value"]).groupby(PROJECT, sort=False)["indicator_no"].transform("size")
    return sizes.reindex(rows.index, fill_value=0) >= facts.profile(rows, "repeated_values")


@rule(
    "F04e",
    title="同一指标值反复出现",
    severity="flag",
    table="goal_indicators",
    fields=("target_value",),
    looks_at=(_many,),
    formula="一个项目 5 个以上指标、占 80% 以上写着同一个指标值（100% 不算，按本地口径）",
    thresholds=("repeated_values", "repeated_share"),
    source=OURS,
    good=(
        *rows(
            goal_indicators=tuple(
                goal_indicator(number, "产出指标", "数量指标", target_value=str(number)) for number in range(1, 10)
            )
        ),
        *rows(
            goal_indicators=tuple(
                goal_indicator(number, "产出指标", "质量指标", target_value="100", unit="%") for number in range(1, 10)
            )
        ),
    ),
    bad=rows(
        goal_indicators=tuple(
            goal_indicator(number, "产出指标", "数量指标", target_value="88") for number in range(1, 10)
        )
    ),
)
def one_value_for_all(facts: Facts) -> pd.DataFrame:
    """许多指标写着同一个数，多半是没有逐项测算；也可能确实相同。请按各项指标的实际情况填写。"""
    given = facts.tables["goal_indicators"].dropna(subset=[*PROJECT, "target_value"])
    value = given["target_value"].str.strip() + given["unit"].fillna("")
    given = given.assign(_value=value, _whole=value.isin(("100%", "100％", "100百分比", "=100%", "≥100%")))
    groups = given.groupby([*PROJECT, "_value"], sort=False)["indicator_no"]
    size = given.groupby(PROJECT, sort=False)["indicator_no"].transform("size")
    same = groups.transform("size")
    many = (same >= facts.profile(given, "repeated_values")) & (
        same * 100 >= size * facts.profile(given, "repeated_share")
    )
    found = given[many & ~given["_whole"] & ~given.duplicated([*PROJECT, "_value"])]
    times, whole = (one[found.index].astype("str") for one in (same, size))
    return hits(
        found,
        value=found["_value"],
        expected="逐项测算",
        message="共 " + whole + " 个指标，" + times + " 个的指标值都是「" + found["_value"] + "」，一般应逐项测算。",
        hint="请核对是否照抄；确实相同的可以照旧。",
    )


_TEXTS = {
    "level2": "二级指标",
    "level3": "三级指标",
    "target_value": "指标值",
    "explanation": "指标解释",
    "scoring_rule": "评分标准",
    "remark": "备注",
}


@rule(
    "F11d",
    title="目标指标的模板残留",
    severity="flag",
    table="goal_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(goal_indicators=goal_indicator(1, "产出指标", "数量指标")),
    bad=rows(goal_indicators=goal_indicator(1, "产出指标", "数量指标", target_value="待定")),
)
def leftover_indicators(facts: Facts) -> pd.DataFrame:
    """指标表里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的内容；原件如此的照登即可。"""
    return leftovers(facts.tables["goal_indicators"], _TEXTS)
