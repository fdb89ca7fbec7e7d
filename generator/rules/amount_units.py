"""Amounts that look like 元 or 亿元 where 万元 belongs: ten thousand times what the same project has elsewhere."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.amounts import AMOUNTS, LEAST, PARTS, project_amounts, slips
from generator.facts.joining import beside
from generator.facts.numbers import briefly, shown, units
from generator.rules.registry import Condition, hits, nothing_found

FORMULA = "与同一项目的其他金额、其他年度的金额相差约一万倍；或超出一个项目通常的金额范围（按本地口径）"


@cache
def has_amount(table: str) -> Condition:
    """A row of a table of projects has an amount that can be set beside the project's others."""

    def met(facts: Facts, rows: pd.DataFrame) -> pd.Series:
        amounts = facts.of(project_amounts)
        own = amounts["part"].isin([place for place, one in enumerate(PARTS) if one[0] == table])
        return pd.Series(rows.index.isin(amounts.loc[own, "label"]), index=rows.index)

    return met


def slipped(facts: Facts, table: str) -> pd.DataFrame:
    """Rows of a table of projects with an amount that is ten thousand times too large or small."""
    given = facts.of(slips)
    slipped = given[given["table"] == table].set_index("label")
    found = facts.tables[table].loc[slipped.index]
    if found.empty:
        return nothing_found(found.index)
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
        cause=meant,
    )


def against_goals(facts: Facts, table: str, field: str, title: str, key: list[str]) -> pd.DataFrame:
    """Rows whose amount is thousands of times all the goals of the folder or year, or a hundredth: it contains them."""
    given, goals = facts.tables[table], facts.tables["goals"]
    wrong_units = facts.of(slips)
    goals = goals.drop(index=wrong_units.loc[wrong_units["table"] == "goals", "label"])
    totals = goals.groupby(key, sort=False)["total_amount"].sum().rename("whole").reset_index()
    whole = units(beside(given, totals, key, ["whole"])["whole"])
    ratio = units(given[field]) / whole.where(whole > 0)
    wrong = (ratio >= 10**LEAST) | ((ratio > 0) & (ratio <= 0.01))
    if not wrong.any():
        return nothing_found(given.index[:0])
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
