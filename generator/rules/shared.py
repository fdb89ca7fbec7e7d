"""What rules of several tables say in the same words: rates, scores above their points, grades, changed targets."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.grades import graded
from generator.facts.indicators import approved_targets, changed_from_goal
from generator.facts.numbers import fixed, shown
from generator.facts.rates import RATIOS, rates, wholes
from generator.facts.workdays import FIRST_YEAR, LAST_YEAR
from generator.rules.registry import Need, hits, nothing_found

NO_HOLIDAYS = f"超出节假日资料（{FIRST_YEAR}—{LAST_YEAR}年），未能计算"


def misstated_rates(facts: Facts, table: str, names: tuple[str, str], *, hint: str) -> pd.DataFrame:
    """Rows whose published rate is not what it is the ratio of; ``names`` are the titles of part and whole."""
    known, ratio = facts.of(rates, table), RATIOS[table]
    wrong = known[known["apart"]]
    found, due, said = facts.tables[table].loc[wrong.index], fixed(wrong["exact"]) + "%", fixed(wrong["stated"]) + "%"
    how = "，按 " + "÷".join(names) + " = " + shown(found[ratio.part]) + "÷" + shown(wholes(found, ratio))
    return hits(
        found,
        value=said,
        expected=due,
        message="写的是 " + said + how + " 应为 " + due + "。",
        hint=hint,
    )


def limits(given: pd.DataFrame) -> pd.DataFrame:
    """Rows whose 得分 is above their 分值."""
    found = given[(given["score"] > given["weight"]).fillna(False).astype(bool)]
    score, weight = shown(found["score"]), shown(found["weight"])
    return hits(
        found,
        value=score,
        expected="不超过" + weight,
        message="写的是 " + score + " 分，应不超过分值 " + weight + " 分。",
        hint="请核对「得分」与「分值」，不设加分。",
    )


def grades(facts: Facts, given: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows whose 等级 is not the one their score earns."""
    earned = graded(facts, given, column)
    wrong = given["grade"].notna() & earned.notna() & (given["grade"] != earned)
    found, due = given[wrong], earned[wrong]
    return hits(
        found,
        value=found["grade"],
        expected=due,
        message="写的是「" + found["grade"] + "」，按得分 " + shown(found[column]) + " 分应为「" + due + "」。",
        hint="请核对得分与等级；本地等级线不同的，请财政部门在口径文件中写明。",
    )


def approved(table: str) -> Need:
    """That the goal of the same name has a target to compare with."""
    return Need("绩效目标里没有同名的指标", lambda facts, _: facts.of(approved_targets(table))["target_value"].notna())


def changed_targets(facts: Facts, table: str) -> pd.DataFrame:
    """Rows of a table of indicators whose 年度指标值 is not the one approved for the goal of that name."""
    found = changed_from_goal(facts, table)
    approved = found["approved"]
    return hits(
        found,
        value=found["target_value"],
        expected=approved,
        message="年度指标值写的是「" + found["target_value"] + "」，批复的绩效目标里是「" + approved + "」。",
        hint="请改回批复的指标值；按程序调整过的，请在偏差原因写明。",
    )


def add_up(given: pd.DataFrame, key: list[str], what: str, due: tuple[pd.Series | int, ...]) -> pd.DataFrame:
    """The first row of each group whose weights, all written, add up to none of the sums that are right."""
    grouped = given.groupby(key, sort=False)["weight"]
    added, whole = grouped.transform("sum"), grouped.transform("count") == grouped.transform("size")
    right = pd.Series(False, index=given.index)
    for one in due:
        right |= (added == one).fillna(False).astype(bool)
    wrong = whole & ~right & ~given.duplicated(key)
    stated = shown(added[wrong])
    texts = [shown((added * 0 + one)[wrong]) for one in due]
    expected = texts[0]
    for text in texts[1:]:
        expected = expected + " 或 " + text
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message=f"{what}合计 " + stated + " 分，应为 " + expected + " 分。",
        hint="请核对各行的分值，看是否漏了一行。",
    )


def level_weights(facts: Facts, table: str, key: list[str]) -> pd.DataFrame:
    """The first row of each level 1 or 2 of a form, ``key``, whose own 分值 is not what the rows below it add up to."""
    given = facts.tables[table]
    found = [_levels(given, [*key, "level1"], "level1"), _levels(given, [*key, "level1", "level2"], "level2")]
    said = [one for one in found if not one.empty]
    return pd.concat(said) if said else nothing_found(given.index[:0])


def _levels(given: pd.DataFrame, key: list[str], level: str) -> pd.DataFrame:
    stated = given[f"{level}_weight"]
    rows = given[given[level].notna()] if stated.notna().any() else given.iloc[:0]
    grouped = rows.groupby(key, sort=False, dropna=False)["weight"]
    added, whole = grouped.transform("sum"), grouped.transform("count") == grouped.transform("size")
    apart = whole & (stated.loc[rows.index] != added).fillna(False).astype(bool)
    found = rows[apart]
    found = found[~found.duplicated(key)]
    own, due = shown(stated.loc[found.index]), shown(added.loc[found.index])
    title = {"level1": "一级指标", "level2": "二级指标"}[level]
    return hits(
        found,
        value=own,
        expected=due,
        message=title + "「" + found[level] + "」的分值写的是 " + own + " 分，下面各行分值合计 " + due + " 分。",
        hint="请核对各行分值；没有写错的，看是否漏了一行，原件就是这样的照登，并请财政部门豁免。",
        field=f"{level}_weight",
    )
