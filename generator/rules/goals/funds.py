"""The money of a goal: what it is made of, its unit, and its way from year to year."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import brief
from generator.core.words import TOTAL_FUNDS
from generator.facts.funds import FISCAL, GOAL_COLUMNS, UNIT, compositions, of_goals
from generator.facts.next_budgets import budget_steps
from generator.facts.numbers import fixed, grouped, shown, units
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.examples import adjustment, application, goal, rows
from generator.rules.looking import filled
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS

# What a form calls the sources of which parts are told.
_WHOLES = {TOTAL_FUNDS: "资金总额", FISCAL: "财政拨款", UNIT: UNIT}


def _composed(facts: Facts, goals: pd.DataFrame) -> Iterator[pd.DataFrame]:
    tolerance = facts.tolerance(goals, "amount_tolerance")
    for whole, title in _WHOLES.items():
        for one in compositions(whole, of_goals(goals)):
            gap = (one.stated - one.added).abs()
            apart = (gap > tolerance) & ((one.stated - one.other).abs() > tolerance)
            wrong = apart.fillna(False).astype(bool)
            stated, expected = shown(one.stated[wrong]), shown(one.added[wrong])
            said = f"{title}写的是 " + stated + " 万元，" + one.parts[wrong] + " 应为 " + expected + " 万元，相差 "
            yield hits(
                goals[wrong],
                value=stated,
                expected=expected,
                message=said + shown(gap[wrong]) + " 万元。",
                hint="请核对各项资金，或补上漏填的一项。",
                field=GOAL_COLUMNS[whole],
            )


def _composed_of_parts(_: Facts, rows: pd.DataFrame) -> pd.Series:
    """A sum and a part of it are filled."""
    there = [one.stated.notna() & one.added.notna() for whole in _WHOLES for one in compositions(whole, of_goals(rows))]
    return pd.concat(there, axis=1).any(axis=1)


@rule(
    "R14b",
    title="目标表资金构成",
    severity="error",
    table="goals",
    fields=("total_amount",),
    looks_at=(_composed_of_parts,),
    formula=(
        "资金总额 = Σ各项来源（财政拨款、财政专户管理资金、单位资金、上年结转、其他资金）；"
        "财政拨款 = 上级资金 + 本级资金 = 四本预算之和；单位资金 = 各项收入之和"
    ),
    thresholds=("amount_tolerance",),
    source="依据《中央部门预算绩效目标管理办法》（财预〔2015〕88号）所附项目支出绩效目标申报表",
    good=(
        *rows(
            goals=goal(
                fiscal_appropriation="300", superior_appropriation="120", local_appropriation="180", carryover="20"
            )
        ),
        *rows(goals=goal(general_budget="300", unit_funds="20", business_income="15", own_funds="5")),
        *rows(goals=goal(fiscal_appropriation="290", own_funds="20", other_funds="10")),
    ),
    bad=(
        *rows(goals=goal(fiscal_appropriation="300", carryover="10")),
        *rows(goals=goal(general_budget="300", government_fund_budget="10")),
        *rows(goals=goal(fiscal_appropriation="290", unit_funds="30", business_income="20")),
        *rows(
            goals=goal(
                fiscal_appropriation="300", superior_appropriation="120", local_appropriation="150", carryover="20"
            )
        ),
    ),
)
def goal_sources(facts: Facts) -> pd.DataFrame:
    """绩效目标表的资金总额应当等于各项来源之和，财政拨款应当等于上级与本级之和、四本预算之和，单位资金等于各项收入之和。

    来源照原件分，没有分到那一层的不检查；各分项都没有填的不检查，填了一项的，空着的按0计。请核对原表并补齐。
    """
    return pd.concat(list(_composed(facts, facts.tables["goals"])))


def _steps_told(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(budget_steps)["growth"].notna()


@rule(
    "F13b",
    title="项目预算跳变",
    severity="flag",
    table="goals",
    fields=("total_amount",),
    looks_at=(filled("total_amount"),),
    needs=(Need("上一年度没有公开这个项目的预算，或有一年为 0", _steps_told),),
    formula=(
        "两年中较大的年初预算 ÷ 较小的 ≤ 1 + 200%（按本地口径），"
        "或备注、本年的结果应用、上年登记的预算调整说明了变化；较大的不到10万元的不看"
    ),
    thresholds=("yoy_jump", "budget_jump_least"),
    source=OURS,
    good=(
        *rows(goals=(goal(fiscal_year="2022", total_amount="300"), goal())),
        *rows(goals=(goal(fiscal_year="2022", total_amount="80"), goal(remark="二期工程开工。"))),
        *rows(
            goals=(goal(fiscal_year="2022", total_amount="1200"), goal()),
            applications=application(
                fiscal_year="2022",
                applied_fiscal_year="2023",
                base_amount="1200",
                cut_amount="880",
                cut_rate="73.33",
                approved_amount="320",
            ),
        ),
        *rows(
            goals=(goal(fiscal_year="2022", total_amount="80"), goal()),
            budget_adjustments=adjustment(fiscal_year="2022", adjusted_date="2022-09-15", kind="追加", amount="200"),
        ),
        *rows(goals=(goal(fiscal_year="2022", total_amount="2"), goal(total_amount="8"))),
    ),
    bad=(
        *rows(goals=(goal(fiscal_year="2022", total_amount="80"), goal())),
        *rows(goals=(goal(fiscal_year="2022", total_amount="1200"), goal())),
        *rows(
            goals=(goal(fiscal_year="2022", total_amount="80"), goal()),
            budget_adjustments=adjustment(fiscal_year="2022", adjusted_date="2022-09-15", kind="追加", amount="10"),
        ),
    ),
)
def budget_jump(facts: Facts) -> pd.DataFrame:
    """同一编码的项目，年初预算一年之间增到三倍以上或减到三分之一以下，没有登记调整，也没有说明。

    可能是新的建设阶段、项目收尾、上级追加，也可能编码用错了项目。
    """
    given = facts.of(budget_steps)
    limit = facts.profile(given, "yoy_jump")
    larger = units(given[["before", "now"]].max(axis=1))
    # Thousands of times as much is a question of units (C21).
    jumped = (given["growth"].abs() > limit + 1e-9) & (given["growth"].abs() < 1000 * 100)
    adjusted = given["adjusted_growth"].abs() <= limit + 1e-9
    enough = larger >= facts.profile(given, "budget_jump_least") - 1e-9
    found = given[(jumped & enough & ~adjusted & ~given["explained"]).fillna(False).astype(bool)]
    stated, old = shown(found["now"]), shown(found["before"])
    times = fixed(found["growth"].abs() / 100 + 1)
    bound = (limit[found.index] / 100 + 1).map(brief).astype("str")
    up = found["growth"] > 0
    word = pd.Series("增到", index=found.index, dtype="str").where(up, "减到")
    which = pd.Series("本年是上年的 ", index=found.index, dtype="str").where(up, "上年是本年的 ")
    moved = "年初预算由上年 " + old + " 万元" + word + " " + stated + " 万元"
    said = moved + "（" + which + times + " 倍，超过 " + bound + " 倍）"
    past, present = grouped(found["before"]), grouped(found["now"])
    return hits(
        found,
        value=stated,
        expected="变化不超过" + bound + "倍",
        message=said + "，没有登记预算调整，也没有说明。",
        hint="请在备注说明变化的原因，或登记上年的预算调整，或核对项目编码。",
        plain="预算一年之间由 " + past + " 万元" + word + " " + present + " 万元，没有说明",
    )


@rule(
    "C21",
    title="目标金额的单位",
    severity="warning",
    table="goals",
    fields=("total_amount",),
    looks_at=(has_amount("goals"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
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
    return slipped(facts, "goals")
