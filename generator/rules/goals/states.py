"""What became of a goal's project: large ones that stopped."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import YEAR
from generator.facts.next_budgets import promised_shares
from generator.facts.numbers import briefly, fixed, grouped, shown
from generator.facts.projects import PLANNED
from generator.rules.examples import OTHER, adjustment, fund, goal, rows, self_evaluation
from generator.rules.looking import worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS

_SMALL = goal(project_code=OTHER, project_name="学前教育补助", total_amount="12")


def _told(facts: Facts, _: pd.DataFrame) -> pd.Series:
    """Something says what became of the project after the start of the year."""
    return facts.of(promised_shares)["state"] != PLANNED


def _beside_others(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The division published the goals of other projects of that year: a share says something."""
    return rows.groupby(YEAR, sort=False)["project_code"].transform("size") > 1


@rule(
    "F16",
    title="大额项目没有实施",
    severity="flag",
    table="goals",
    fields=("total_amount",),
    looks_at=(worked_out(promised_shares, "promised"),),
    needs=(
        Need("本区划当年只公开了一个项目的目标", _beside_others),
        Need("还没有公开自评，也没有登记预算的变动", _told),
    ),
    formula="年中取消、暂缓或并入其他项目的，年初预算占本区划当年全部目标金额的比例 < 5%（按本地口径）",
    thresholds=("large_project",),
    source=OURS,
    good=(
        *rows(goals=(goal(), _SMALL), budget_adjustments=adjustment()),
        *rows(
            goals=(goal(), _SMALL),
            budget_adjustments=adjustment(project_code=OTHER, kind="取消", amount="-12"),
        ),
    ),
    bad=(
        *rows(goals=(goal(), _SMALL), budget_adjustments=adjustment(kind="取消", amount="-320")),
        *rows(
            goals=(goal(), _SMALL | {"department": "health"}),
            self_evaluations=self_evaluation(total_score="", deviation_note="选址没有落实，项目取消。"),
            self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
        ),
    ),
)
def large_project_stopped(facts: Facts) -> pd.DataFrame:
    """年初安排了大笔资金的项目，年中没有实施。这样的项目不计入平均分和排名，单看得分看不到它。

    可能是条件变化、上级调整，也可能是前期准备不足就安排了预算。请看预算调整登记的原因和批准文件，以及收回的资金用到了哪里。
    """
    given = facts.of(promised_shares)
    large = given["share"] >= facts.profile(given, "large_project") - 1e-9
    found = given[~given["counted"] & large & _beside_others(facts, given)]
    share = fixed(found["share"]) + "%"
    line = briefly(facts.profile(found, "large_project")) + "%"
    inferred = pd.Series("（按金额推算）", index=found.index, dtype="str").where(found["derived"].astype(bool), "")
    return hits(
        found,
        value=shown(found["promised"]),
        expected="照计划实施",
        message="年初安排 "
        + shown(found["promised"])
        + " 万元，占本区划当年目标金额的 "
        + share
        + "（"
        + line
        + " 以上为大额），"
        + found["state"]
        + inferred
        + "；一般应照计划实施。",
        hint="请在「预算调整」登记原因和批准文件，并说明收回的资金如何安排。",
        plain="年初安排 " + grouped(found["promised"]) + " 万元，" + found["state"],
    )
