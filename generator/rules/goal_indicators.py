"""Indicators of goals: the same name with the same unit, direction and meaning everywhere."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import beside, known
from generator.facts.similar import plain
from generator.rules.examples import CODE, goal_indicator, library, rows
from generator.rules.registry import hits, rule
from generator.rules.sources import OURS


@rule(
    "C24",
    title="同名指标单位或方向不一",
    severity="flag",
    table="goal_indicators",
    fields=("unit",),
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
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    given = given[given["operator"] != "定性"]
    name = plain(given["level3"])
    sides = given["operator"].map({"≥": "越大越好", ">": "越大越好", "≤": "越小越好", "<": "越小越好"}).astype("str")
    found = []
    for column, field, title in ((given["unit"].str.strip(), "unit", "度量单位"), (sides, "operator", "方向")):
        key = [given["division"], given["fiscal_year"], name]
        whole = column.groupby(key, sort=False).transform("count")
        mine = column.groupby([*key, column], sort=False).transform("size")
        most = mine.groupby(key, sort=False).transform("max")
        usual = column.where(mine == most).groupby(key, sort=False).transform("first")
        rare = column.notna() & (whole >= 4) & (most * 3 >= whole * 2) & (mine < most)
        stated, due = column[rare], usual[rare].astype("str")
        share = most[rare].astype("int64").astype("str") + "/" + whole[rare].astype("int64").astype("str")
        rows_found = given[rare]
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
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    library = facts.tables["indicator_library"].dropna(subset=["level3"])
    given, library = given.assign(name=plain(given["level3"])), library.assign(name=plain(library["level3"]))
    key = ["division", "name"]
    found = []
    for field, title in (("unit", "度量单位"), ("operator", "方向")):
        stated = (
            library.dropna(subset=[field]).groupby(key, sort=False)[field].agg(lambda some: tuple(dict.fromkeys(some)))
        )
        due = beside(given, stated.rename("due").reset_index(), key, ["due"])["due"]
        listed = known(given, library, [*key, field])
        wrong = due.notna() & given[field].notna() & ~listed
        rows_found, other = given[wrong], due[wrong].map("、".join).astype("str")
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
