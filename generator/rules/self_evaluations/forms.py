"""The form of a self-evaluation: its parts, and what it must share with the goal."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.funds import totals
from generator.facts.joining import FOLDER, PROJECT, beside, known
from generator.facts.numbers import shown, units
from generator.facts.self_evaluations import sums
from generator.facts.wording import blank, seen_alike
from generator.rules.examples import adjustment, fund, goal, indicator, indicators, rows, self_evaluation
from generator.rules.looking import GOAL, GOALS, INDICATORS, either, filled, stands_in, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS, SELF_EVALUATION_FORM


@rule(
    "F12",
    title="目标与自评的预算数不一",
    severity="flag",
    table="self_evaluations",
    fields=("project_name",),
    needs=(
        GOAL,
        Need("没有填写年初预算数", worked_out(sums, "initial_budget")),
    ),
    formula="自评的年初预算数（年度资金总额）= 绩效目标的资金总额",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    bad=rows(
        goals=goal(total_amount="280"),
        self_evaluations=self_evaluation(),
        self_evaluation_funds=fund(),
    ),
)
def same_budget(facts: Facts) -> pd.DataFrame:
    """自评表的年初预算数，应当就是随预算公开的目标表上的资金总额。

    口径不同（如一处含上年结转）会造成差异；请核对，或在偏差说明写明。
    """
    given = facts.tables["self_evaluations"]
    initial = beside(given, facts.of(totals), PROJECT, ["initial_budget"])["initial_budget"]
    goal_amount = beside(given, facts.tables["goals"], PROJECT, ["total_amount"])["total_amount"]
    tolerance = facts.tolerance(given, "amount_tolerance")
    wrong = ((initial - goal_amount).abs() > tolerance).fillna(False).astype(bool) & blank(given["deviation_note"])
    # Thousands of times as much is a question of units (C21).
    ratio = units(initial) / units(goal_amount).where(lambda amount: amount > 0)
    wrong &= ~((ratio > 1000) | (ratio < 0.001))
    stated, expected = shown(initial[wrong]), shown(goal_amount[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message="年初预算数写的是 " + stated + " 万元，公开的绩效目标资金总额为 " + expected + " 万元。",
        hint="请核对两处金额；口径不同的，请在「偏差说明」写明。",
    )


@rule(
    "C01",
    title="自评没有对应的绩效目标",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(GOALS,),
    formula="自评的项目编码应在同一部门同一年度的绩效目标中",
    source=OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(goals=goal(), self_evaluations=(self_evaluation(), self_evaluation(project_code="990001230010002"))),
)
def without_goal(facts: Facts) -> pd.DataFrame:
    """有自评而没有公开过同年的绩效目标，读者无从比较。

    年中追加、转移支付下达的项目可能确实没有随预算公开目标，所以只作提醒；编码写错的请改正，有目标的请补充公开。
    """
    given, goals = facts.tables["self_evaluations"], facts.tables["goals"]
    found = given[~known(given, goals, PROJECT) & known(given, goals, FOLDER)].dropna(subset=["project_code"])
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="同年绩效目标中的编码",
        message="项目编码 " + code + " 不在本部门同年的绩效目标里，应为同年绩效目标中的编码。",
        hint="请核对编码；年中追加等没有公开目标的，请在备注说明。",
    )


@rule(
    "C06",
    title="自评表不完整",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    needs=(
        Need(
            "本区划没有公开自评的资金和指标",
            either(stands_in("self_evaluation_funds", "division"), stands_in("self_evaluation_indicators", "division")),
        ),
    ),
    formula="每个自评项目都应有项目资金和绩效指标",
    source=SELF_EVALUATION_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="50", 效益指标="30", 满意度指标="10"),
    ),
    bad=rows(
        self_evaluations=(
            self_evaluation(total_score="99.5"),
            self_evaluation(project_code="990001230010002", project_name="学前教育补助"),
        ),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="50", 效益指标="30", 满意度指标="10"),
    ),
)
def complete_form(facts: Facts) -> pd.DataFrame:
    """自评表由项目资金、年度总体目标和绩效指标三部分组成，缺一部分就看不出钱花得怎么样。请补齐缺的部分。

    全区划都没有公开某一部分的，不逐项提醒。
    """
    given = facts.tables["self_evaluations"]
    missing = pd.Series("", index=given.index, dtype="str")
    for table, title in (("self_evaluation_funds", "项目资金"), ("self_evaluation_indicators", "绩效指标")):
        part = facts.tables[table]
        there = known(given, part, PROJECT) | ~known(given, part, ["division"])
        missing = missing.where(there, missing + "、" + title)
    missing = missing.str.removeprefix("、")
    found, what = given[missing != ""], missing[missing != ""]
    return hits(
        found,
        value="",
        expected=what,
        message="自评表缺少" + what + "。",
        hint="请在对应的表里补上这个项目的行。",
    )


@rule(
    "C07",
    title="项目名称前后不一",
    severity="warning",
    table="self_evaluations",
    fields=("project_name",),
    looks_at=(filled("project_name"),),
    needs=(GOAL,),
    formula="同一年度同一编码，自评与绩效目标的项目名称相同",
    source=OURS,
    good=(
        *rows(goals=goal(), self_evaluations=self_evaluation()),
        *rows(
            goals=goal(),
            self_evaluations=self_evaluation(project_name="校舍安全保障"),
            budget_adjustments=adjustment(kind="更名", amount="", new_name="校舍安全保障"),
        ),
    ),
    bad=(
        *rows(goals=goal(), self_evaluations=self_evaluation(project_name="学校维修")),
        *rows(goals=goal(project_name="学校维修"), self_evaluations=self_evaluation(project_name="学校 维修")),
    ),
)
def same_name(facts: Facts) -> pd.DataFrame:
    """同一个项目在目标和自评里用了两个名字，读者会当成两个项目。请统一；确实更名的在预算调整表登记，或在备注说明。"""
    given = facts.tables["self_evaluations"]
    name = beside(given, facts.tables["goals"], PROJECT, ["project_name"])["project_name"]
    differs = name.notna() & given["project_name"].notna() & (name.str.strip() != given["project_name"].str.strip())
    renamed = facts.tables["budget_adjustments"].assign(project_name=lambda rows: rows["new_name"])
    differs &= ~known(given, renamed, [*PROJECT, "project_name"])
    found, name = given[differs & blank(given["remark"])], name[differs & blank(given["remark"])]
    written = pd.Series("，只差空格、全角半角的写法。", index=found.index, dtype="str")
    alike = seen_alike(found["project_name"]) == seen_alike(name)
    return hits(
        found,
        value=found["project_name"],
        expected=name,
        message="项目名称写的是「"
        + found["project_name"]
        + "」，绩效目标里是「"
        + name
        + "」"
        + written.where(alike.astype(bool), "。"),
        hint="请统一名称；确实更名的，请在「预算调整」表登记更名，或在备注说明。",
    )


@rule(
    "C15",
    title="指标序号",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    needs=(INDICATORS,),
    formula="三级指标序号从1起连续",
    source=OURS,
    good=(
        *rows(self_evaluation_indicators=(indicator(1, "产出指标"), indicator(2, "产出指标"))),
        *rows(
            self_evaluations=self_evaluation(total_score="99.5"),
            self_evaluation_funds=fund(),
            self_evaluation_indicators=indicators(产出指标="50", 效益指标="30", 满意度指标="10"),
        ),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            indicator(1, "产出指标", weight="50", score="50"),
            indicator(2, "效益指标", weight="30", score="30"),
            indicator(4, "满意度指标", weight="10", score="10"),
        ),
    ),
)
def numbered(facts: Facts) -> pd.DataFrame:
    """指标序号跳号，往往是漏了一行。请补上漏掉的指标，或重新编号。"""
    given, evaluations = facts.tables["self_evaluation_indicators"], facts.tables["self_evaluations"]
    grouped = given.groupby(PROJECT, sort=False)["indicator_no"].agg(["max", "nunique"]).reset_index()
    joined = beside(evaluations, grouped, PROJECT, ["max", "nunique"])
    wrong = (joined["max"] != joined["nunique"]).fillna(False).astype(bool)
    last, count = (joined[name][wrong].astype("Int64").astype("str") for name in ("max", "nunique"))
    return hits(
        evaluations[wrong],
        value=last,
        expected=count,
        message="最大的指标序号是 " + last + "，而指标只有 " + count + " 行，序号应连续编到 " + count + "。",
        hint="请看是否漏了一行指标，或重新编号。",
    )
