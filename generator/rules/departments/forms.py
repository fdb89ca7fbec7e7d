"""Whole departments: goals, indicators, tasks and self-evaluations, with the same arithmetic on their own forms."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.joining import FOLDER, beside, known, summed
from generator.facts.library import definitions
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.scores import FULL
from generator.facts.wording import blank
from generator.rules.amount_units import against_goals
from generator.rules.date_order import in_order
from generator.rules.departments.examples import (
    TWO_TASKS,
    department_evaluation,
    department_goal,
    department_indicator,
    department_self_evaluation,
    scored_indicators,
    task,
    weighted_task,
    with_budget,
)
from generator.rules.examples import goal, library, rows
from generator.rules.looking import (
    GOALS,
    LIBRARY,
    among,
    base,
    both,
    either,
    filled,
    filled_in_group,
    positive,
    some_filled,
    some_filled_of_group,
    stands_in,
)
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import add_up, grades, level_weights, limits, misstated_rates
from generator.rules.sources import OURS, OURS_AFTER_FORM
from generator.rules.wording import unexplained

_SELF = [*FOLDER, "self_evaluation_code"]


def _deducted(_: Facts, rows: pd.DataFrame) -> pd.Series:
    return rows["score"] < rows["weight"]


def _defined(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The library explains the indicator of that name, or there is no library."""
    there = known(rows, facts.tables["indicator_library"], ["division"])
    return rows["explanation"].notna() & (~there | rows.index.isin(facts.of(definitions).index))


@rule(
    "R01d",
    title="部门整体执行率",
    severity="error",
    table="department_self_evaluations",
    fields=("execution_rate",),
    looks_at=(filled("execution_rate"),),
    needs=(*base("actual_spend", "annual_budget", "全年预算数或全年执行数"),),
    formula="执行率 = 全年执行数 ÷ 全年预算数 × 100%",
    thresholds=("rate_tolerance",),
    source=OURS_AFTER_FORM,
    good=rows(department_self_evaluations=department_self_evaluation()),
    bad=rows(department_self_evaluations=department_self_evaluation(execution_rate="98")),
)
def department_rate(facts: Facts) -> pd.DataFrame:
    """部门整体支出自评的执行率，等于全年执行数除以全年预算数。请核对两个金额。"""
    return misstated_rates(
        facts,
        "department_self_evaluations",
        ("全年执行数", "全年预算数"),
        hint="请核对「全年执行数」和「全年预算数」，或在「偏差说明」写明口径。",
    )


@rule(
    "R01e",
    title="主要任务执行率",
    severity="error",
    table="department_tasks",
    fields=("execution_rate",),
    looks_at=(filled("execution_rate"),),
    needs=(*base("actual_spend", "annual_budget", "预算数或执行数"),),
    formula="执行率 = 执行数 ÷ 预算数 × 100%",
    thresholds=("rate_tolerance",),
    source=OURS_AFTER_FORM,
    good=rows(department_tasks=task("95")),
    bad=rows(department_tasks=task("98")),
)
def task_rate(facts: Facts) -> pd.DataFrame:
    """部门年度主要任务的执行率，等于执行数除以预算数。请核对两个金额。"""
    return misstated_rates(facts, "department_tasks", ("执行数", "预算数"), hint="请核对「执行数」和「预算数」。")


@rule(
    "R02b",
    title="部门整体执行得分",
    severity="error",
    table="department_self_evaluations",
    fields=("execution_score",),
    looks_at=(filled("execution_score"),),
    needs=(
        Need("没有填写执行率分值", filled("execution_weight")),
        *base("actual_spend", "annual_budget", "全年预算数或全年执行数"),
    ),
    formula="执行率得分 = 执行率分值 × min(执行率, 100%)",
    thresholds=("score_tolerance",),
    source=OURS_AFTER_FORM,
    good=rows(department_self_evaluations=department_evaluation()),
    bad=rows(department_self_evaluations=department_evaluation(execution_score="10")),
)
def execution_score(facts: Facts) -> pd.DataFrame:
    """部门整体自评的执行率得分等于分值乘执行率，超过100%的按100%计。没有单列执行率的留空。"""
    given = facts.tables["department_self_evaluations"]
    names = ("annual_budget", "actual_spend", "execution_weight", "execution_score")
    budget, spend, weight, score = (units(given[name]) for name in names)
    due = weight * (spend / budget.where(budget > 0)).clip(upper=1)
    wrong = (score - due).abs() > facts.profile(given, "score_tolerance") + 1e-9
    stated, expected = fixed(score[wrong]), fixed(due[wrong])
    how = (
        briefly(weight[wrong]) + "×" + shown(given["actual_spend"][wrong]) + "÷" + shown(given["annual_budget"][wrong])
    )
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message="写的是 " + stated + " 分，按 分值×执行率 = " + how + " 应为 " + expected + " 分。",
        hint="请核对「执行率得分」和「执行率分值」；超过100%的按满分计，不加分。",
    )


@rule(
    "R03g",
    title="部门整体自评合计",
    severity="error",
    table="department_self_evaluations",
    fields=("total_score",),
    needs=(Need("没有公布部门整体自评的指标", stands_in("department_self_evaluation_indicators", *_SELF)),),
    formula="执行率分值 + Σ指标分值 = 100；总分 = 执行率得分 + Σ指标得分",
    thresholds=("score_tolerance",),
    source=OURS_AFTER_FORM,
    good=rows(
        department_self_evaluations=department_self_evaluation(),
        department_self_evaluation_indicators=scored_indicators(("50", "48"), ("40", "37")),
    ),
    bad=(
        *rows(
            department_self_evaluations=department_self_evaluation(),
            department_self_evaluation_indicators=scored_indicators(("50", "48"), ("40", "36")),
        ),
        *rows(
            department_self_evaluations=department_self_evaluation(),
            department_self_evaluation_indicators=scored_indicators(("50", "48"), ("38", "37")),
        ),
    ),
)
def department_totals(facts: Facts) -> pd.DataFrame:
    """部门整体自评的分值合计为100分，总分等于执行率得分加各指标得分。

    没有单列执行率的，执行率分值和得分留空。请核对各行分值和得分。
    """
    given = facts.tables["department_self_evaluations"]
    summing = summed(facts.tables["department_self_evaluation_indicators"], _SELF)
    joined = beside(given, summing, _SELF, ["weight", "score"])
    weight = joined["weight"] + given["execution_weight"].fillna(0)
    score = joined["score"] + given["execution_score"].fillna(0)
    tolerance = facts.tolerance(given, "score_tolerance")
    unequal = (weight != 100 * MICRO).fillna(False).astype(bool)
    # A sum of which a part was left blank says nothing.
    off = ((given["total_score"] - score).abs() > tolerance).fillna(False).astype(bool)
    stated, added, total = shown(weight[unequal]), shown(score[off]), shown(given["total_score"][off])
    return pd.concat(
        [
            hits(
                given[unequal],
                value=stated,
                expected="100",
                message="执行率分值与各指标分值合计 " + stated + " 分，应为 100 分。",
                hint="请核对各指标分值，看是否漏了一行。",
            ),
            hits(
                given[off],
                value=total,
                expected=added,
                message="总分写的是 " + total + " 分，执行率得分与各指标得分合计应为 " + added + " 分。",
                hint="请核对「总分」和各行得分。",
            ),
        ]
    )


@rule(
    "R03m",
    title="部门整体自评各级分值",
    severity="error",
    table="department_self_evaluation_indicators",
    fields=("level1_weight", "level2_weight"),
    looks_at=(some_filled("level1_weight", "level2_weight"),),
    formula="一、二级指标另写了分值的，等于下面各三级指标分值之和",
    source=OURS_AFTER_FORM,
    good=rows(
        department_self_evaluations=department_self_evaluation(),
        department_self_evaluation_indicators=tuple(
            {**one, "level1_weight": "90", "level2_weight": "90"}
            for one in scored_indicators(("50", "48"), ("40", "37"))
        ),
    ),
    bad=rows(
        department_self_evaluations=department_self_evaluation(),
        department_self_evaluation_indicators=tuple(
            {**one, "level1_weight": "80"} for one in scored_indicators(("50", "48"), ("40", "37"))
        ),
    ),
)
def levels_of_departments(facts: Facts) -> pd.DataFrame:
    """部门整体评分表给一级、二级指标另写了分值的，应当等于下面各行分值之和。

    有一行没有写分值的不检查；没有给一、二级指标另写分值的也不检查。
    """
    return level_weights(facts, "department_self_evaluation_indicators", _SELF)


@rule(
    "R03i",
    title="主要任务分值合计",
    severity="warning",
    table="department_tasks",
    fields=("weight",),
    looks_at=(some_filled_of_group("weight", *FOLDER),),
    needs=(Need("有的任务没有写分值", filled_in_group("weight", *FOLDER)),),
    formula="各项任务都写了分值的，Σ分值 = 100",
    source=OURS_AFTER_FORM,
    good=rows(department_tasks=TWO_TASKS),
    bad=rows(
        department_tasks=(weighted_task(weight="60"), weighted_task(task_no="2", task_name="教师培训", weight="30"))
    ),
)
def task_weights(facts: Facts) -> pd.DataFrame:
    """部门主要任务逐项打分的，分值合计一般为100分，单独计算，不并入部门整体自评的总分。没有写分值的不检查。"""
    given = facts.tables["department_tasks"]
    return add_up(given, FOLDER, "各项任务的分值", (FULL,))


@rule(
    "R03j",
    title="部门整体指标权重合计",
    severity="warning",
    table="department_indicators",
    fields=("weight",),
    looks_at=(some_filled_of_group("weight", *FOLDER),),
    needs=(Need("有的指标没有写权重", filled_in_group("weight", *FOLDER)),),
    formula="各项指标都写了权重的，Σ权重 = 100，或 100 − 预算执行率分值（一般为90）",
    thresholds=("execution_weight",),
    source=OURS_AFTER_FORM,
    good=(
        *rows(department_indicators=(department_indicator(1, "50"), department_indicator(2, "40"))),
        *rows(department_indicators=(department_indicator(1, "60"), department_indicator(2, "40"))),
    ),
    bad=rows(department_indicators=(department_indicator(1, "50"), department_indicator(2, "30"))),
)
def indicator_weights(facts: Facts) -> pd.DataFrame:
    """部门整体绩效指标写了权重的，合计应为100分，或者正好留出预算执行率的分值。全部没有写的不检查。"""
    given = facts.tables["department_indicators"]
    rest = 100 - facts.profile(given, "execution_weight")
    return add_up(given, FOLDER, "各项指标的权重", (FULL, (rest * MICRO).round().astype("int64")))


@rule(
    "R11d",
    title="部门整体指标得分不越界",
    severity="error",
    table="department_self_evaluation_indicators",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有填写分值", filled("weight")),),
    formula="0 ≤ 得分 ≤ 分值",
    source=OURS_AFTER_FORM,
    good=rows(department_self_evaluation_indicators=scored_indicators(("50", "48"))),
    bad=rows(department_self_evaluation_indicators=scored_indicators(("48", "50"))),
)
def department_limit(facts: Facts) -> pd.DataFrame:
    """部门整体自评的指标得分不超过分值，不设加分项。请核对是否填反。"""
    return limits(facts.tables["department_self_evaluation_indicators"])


@rule(
    "R11f",
    title="主要任务得分不越界",
    severity="error",
    table="department_tasks",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有填写分值", filled("weight")),),
    formula="0 ≤ 得分 ≤ 分值",
    source=OURS_AFTER_FORM,
    good=rows(department_tasks=(TWO_TASKS[0] | {"score": "55"}, TWO_TASKS[1])),
    bad=rows(department_tasks=(TWO_TASKS[0] | {"score": "65"}, TWO_TASKS[1])),
)
def task_limit(facts: Facts) -> pd.DataFrame:
    """主要任务单独打分的，得分不超过分值。请核对是否填反。"""
    return limits(facts.tables["department_tasks"])


@rule(
    "R12c",
    title="部门整体自评等级",
    severity="error",
    table="department_self_evaluations",
    fields=("grade",),
    looks_at=(filled("grade"),),
    needs=(Need("没有填写总分", filled("total_score")),),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=OURS_AFTER_FORM,
    good=rows(department_self_evaluations=department_self_evaluation()),
    bad=rows(department_self_evaluations=department_self_evaluation(grade="良")),
)
def department_grade(facts: Facts) -> pd.DataFrame:
    """部门整体自评的等级由总分决定，等级线与项目自评相同。没有填等级的不检查。"""
    return grades(facts, facts.tables["department_self_evaluations"], "total_score")


@rule(
    "R14e",
    title="主要任务资金构成",
    severity="error",
    table="department_tasks",
    fields=("annual_budget", "actual_spend"),
    looks_at=(
        either(
            both(filled("annual_budget"), some_filled("fiscal_appropriation", "other_funds")),
            both(filled("actual_spend"), some_filled("fiscal_spend", "other_spend")),
        ),
    ),
    formula="预算数、执行数 = 财政拨款 + 其他资金（表上分了来源的）",
    thresholds=("amount_tolerance",),
    source=OURS_AFTER_FORM,
    good=(
        *rows(department_tasks=weighted_task()),
        *rows(department_tasks=weighted_task(fiscal_spend="290", other_spend="14")),
    ),
    bad=(
        *rows(department_tasks=weighted_task(other_funds="30")),
        *rows(department_tasks=weighted_task(fiscal_spend="300", other_spend="14")),
    ),
)
def task_sources(facts: Facts) -> pd.DataFrame:
    """部门主要任务的预算数、执行数等于各自的财政拨款加其他资金；两项都没有填的不检查。请核对三个金额。"""
    return pd.concat(
        [
            _unlike_sources(facts, "annual_budget", "预算数", ("fiscal_appropriation", "other_funds")),
            _unlike_sources(facts, "actual_spend", "执行数", ("fiscal_spend", "other_spend")),
        ]
    )


def _unlike_sources(facts: Facts, field: str, title: str, sources: tuple[str, str]) -> pd.DataFrame:
    given = facts.tables["department_tasks"]
    parts = given[list(sources)]
    added = parts[sources[0]].fillna(0) + parts[sources[1]].fillna(0)
    tolerance = facts.tolerance(given, "amount_tolerance")
    wrong = parts.notna().any(axis=1) & ((given[field] - added).abs() > tolerance).fillna(False).astype(bool)
    stated, due = shown(given[field][wrong]), shown(added[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message=f"{title}写的是 " + stated + " 万元，财政拨款＋其他资金应为 " + due + " 万元。",
        hint=f"请核对「{title}」和其中的财政拨款、其他资金。",
        field=field,
    )


@rule(
    "R17e",
    title="部门整体扣分须说明",
    severity="warning",
    table="department_self_evaluation_indicators",
    fields=("deviation_note",),
    looks_at=(_deducted,),
    formula="得分 < 分值 时，偏差原因分析及改进措施不得为空，也不得只写“无”“暂无”",
    source=OURS_AFTER_FORM,
    good=rows(
        department_self_evaluation_indicators={
            "self_evaluation_code": "990001-2023-edu",
            **department_indicator(1, "50", actual_value="90", score="47", deviation_note="1所学校推迟竣工。"),
        }
    ),
    bad=rows(
        department_self_evaluation_indicators={
            "self_evaluation_code": "990001-2023-edu",
            **department_indicator(1, "50", actual_value="90", score="47", deviation_note="无"),
        }
    ),
)
def deduction_explained(facts: Facts) -> pd.DataFrame:
    """部门整体自评扣了分的指标，要写清原因和改进措施，写“无”“暂无”等于没有写。"""
    given = facts.tables["department_self_evaluation_indicators"]
    less = (given["score"] < given["weight"]).fillna(False).astype(bool)
    found = given[less & blank(given["deviation_note"])]
    return unexplained(found, "得分 " + shown(found["score"]) + " 低于分值 " + shown(found["weight"]))


@rule(
    "C12m",
    title="部门整体目标起止年度",
    severity="warning",
    table="department_goals",
    fields=("to_year",),
    looks_at=(
        filled("from_year"),
        either(filled("to_year"), among("goal_kind", "年度目标")),
    ),
    formula="终止年度 ≥ 起始年度；年度目标的年度与文件夹的年度相同",
    source=OURS,
    good=rows(
        department_goals=(
            department_goal("战略目标", "2021", "2025"),
            department_goal("年度目标", "2023", "2023", goal_no="2"),
        )
    ),
    bad=(
        *rows(department_goals=department_goal("战略目标", "2025", "2021")),
        *rows(department_goals=department_goal("年度目标", "2024", "2024")),
    ),
)
def goal_years(facts: Facts) -> pd.DataFrame:
    """部门整体目标的终止年度不早于起始年度；年度目标只管文件夹所属的那一年。请核对年度。"""
    given = facts.tables["department_goals"]
    other = (given["goal_kind"] == "年度目标") & (given["from_year"] != given["fiscal_year"]).fillna(False).astype(bool)
    year, due = given["from_year"][other].astype("str"), given["fiscal_year"][other].astype("str")
    return pd.concat(
        [
            in_order(given, ("from_year", "起始年度"), ("to_year", "终止年度")),
            hits(
                given[other],
                value=year,
                expected=due,
                message="年度目标的起始年度写的是 " + year + "，应为所属年度 " + due + "。",
                hint="请核对年度，或核对数据是否放错了年度文件夹。",
                field="from_year",
            ),
        ]
    )


@rule(
    "C21g",
    title="部门整体金额的单位",
    severity="warning",
    table="department_self_evaluations",
    fields=("annual_budget",),
    looks_at=(positive("annual_budget"),),
    needs=(GOALS,),
    formula="部门整体的全年预算数在本部门同年绩效目标资金合计的百分之一到三千倍之间",
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), department_self_evaluations=with_budget("8000")),
    bad=(
        *rows(goals=goal(), department_self_evaluations=with_budget("3800000")),
        *rows(goals=goal(), department_self_evaluations=with_budget("0.8")),
    ),
)
def department_unit(facts: Facts) -> pd.DataFrame:
    """部门整体的预算含全部项目，不会只有项目合计的百分之一，也不会是它的几千倍。大小悬殊的，多半是以元或亿元填写。"""
    return against_goals(facts, "department_self_evaluations", "annual_budget", "全年预算数", FOLDER)


@rule(
    "C24c",
    title="同名指标解释不一",
    severity="flag",
    table="department_indicators",
    fields=("explanation",),
    looks_at=(_defined,),
    needs=(LIBRARY,),
    formula="与指标库同名的部门整体指标，指标解释与指标库相同",
    source=OURS,
    good=rows(
        indicator_library=library(level3="重点工作完成率", definition="年内完成的重点工作所占比例。"),
        department_indicators={
            "indicator_no": "1", "level1": "履职效能", "level2": "重点工作", "level3": "重点工作完成率",
            "explanation": "年内完成的重点工作所占比例", "operator": "≥", "target_value": "95", "unit": "%",
        },
    ),
    bad=rows(
        indicator_library=library(level3="重点工作完成率", definition="年内完成的重点工作所占比例。"),
        department_indicators={
            "indicator_no": "1", "level1": "履职效能", "level2": "重点工作", "level3": "重点工作完成率",
            "explanation": "按期报送的材料份数占比", "operator": "≥", "target_value": "95", "unit": "%",
        },
    ),
)  # fmt: skip
def same_definition(facts: Facts) -> pd.DataFrame:
    """名称一样而解释不同的指标，各部门的数字就不能比较。也可能只是措辞不同，意思一样；请按指标库解释，或者改名称。"""
    listed = facts.of(definitions)
    found = listed[~listed["same"]]
    due = found["due"]
    return hits(
        found,
        value=found["explanation"],
        expected=due,
        message="指标解释是「" + found["explanation"] + "」，指标库里同名指标的解释是「" + due + "」。",
        hint="请与指标库一致；含义不同的，请改指标名称。",
    )
