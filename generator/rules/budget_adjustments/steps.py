"""What the adjustments of a project lead to, one after the other and between two projects."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.amounts import apart
from generator.facts.budgets import MOVED, adjustment_links, balances, lasting_ends, pairs
from generator.facts.numbers import grouped, shown
from generator.facts.wording import blank
from generator.rules.examples import CODE, OTHER, adjustment, fund, goal, rows
from generator.rules.looking import among, filled, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS


def _moving(**others: str) -> dict[str, str]:
    return adjustment(kind="调剂", counterpart_code=OTHER) | others


def _receiving(**others: str) -> dict[str, str]:
    row = adjustment(adjustment_code="990001-2023-t02", project_code=OTHER, project_name="学前教育补助")
    return row | {"kind": "调剂", "amount": "32", "counterpart_code": CODE} | others


_TWO = (goal(), goal(project_code=OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。"))


@rule(
    "C30c",
    title="各次调整不衔接",
    severity="warning",
    table="budget_adjustments",
    fields=("prior_budget",),
    looks_at=(filled("prior_budget", "adjusted_date", "project_code"),),
    needs=(Need("没有年初预算数，或前一次没有写调整后预算数", worked_out(adjustment_links, "due")),),
    formula="第一次的调整前预算数 = 年初预算数；以后各次的调整前预算数 = 前一次的调整后预算数",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(
        goals=goal(),
        budget_adjustments=(
            adjustment(prior_budget="320", adjusted_budget="288"),
            adjustment(adjustment_code="t02", adjusted_date="2023-11-20", prior_budget="288", adjusted_budget="256"),
        ),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(prior_budget="300", adjusted_budget="268")),
        *rows(
            goals=goal(),
            budget_adjustments=(
                adjustment(prior_budget="320", adjusted_budget="288"),
                adjustment(
                    adjustment_code="t02", adjusted_date="2023-11-20", prior_budget="300", adjusted_budget="268"
                ),
            ),
        ),
    ),
)
def linked_adjustments(facts: Facts) -> pd.DataFrame:
    """一个项目的各次调整首尾相接：从年初预算数开始，每一次从前一次的结果出发。

    接不上，多半是中间有一次没有登记，或者金额写错。请补登漏掉的调整，或核对两次的金额。
    """
    given = facts.of(adjustment_links)
    first, due = given["first"], given["due"]
    wrong = apart(facts, given, given["prior_budget"] - due)
    found, stated, expected = given[wrong], shown(given["prior_budget"][wrong]), shown(due[wrong])
    named = pd.Series("前一次的调整后预算数", index=given.index, dtype="str").mask(first, "年初预算数")[wrong]
    return hits(
        found,
        value=stated,
        expected=expected,
        message="调整前预算数写的是 " + stated + " 万元，" + named + "是 " + expected + " 万元，接不上。",
        hint="请补登中间漏掉的调整，或核对金额和调整日期。",
    )


@rule(
    "C30d",
    title="减得比原有的多",
    severity="warning",
    table="budget_adjustments",
    fields=("amount",),
    looks_at=(worked_out(balances),),
    needs=(Need("没有公开这个项目的绩效目标", worked_out(balances, "left")),),
    formula="年初预算数 + 各次调整金额 ≥ 0；自评写了全年预算数的，由 C31 核对",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment(kind="取消", amount="-320")),
        *rows(
            goals=goal(total_amount="20"),
            budget_adjustments=(
                adjustment(),
                adjustment(adjustment_code="t02", kind="追加", amount="12", adjusted_date="2023-11-20"),
            ),
        ),
    ),
    bad=rows(goals=goal(total_amount="20"), budget_adjustments=adjustment(prior_budget="", adjusted_budget="")),
)
def more_than_there_was(facts: Facts) -> pd.DataFrame:
    """预算最多减到 0。各次调整加起来减得比原有的还多，多半是一次登记了两遍、漏登了一次追加，或者金额的单位写错。"""
    given = facts.of(balances)
    found = given[apart(facts, given, given["left"]) & (given["left"] < 0).fillna(False).astype(bool)]
    begun, left, stated = (shown(found[name]) for name in ("begun", "left", "amount"))
    stated = stated.where(found["amount"].notna(), "没有填写")
    return hits(
        found,
        value=stated,
        expected="不小于 0",
        message="年初预算数 "
        + begun
        + " 万元，加上到这一次（"
        + stated
        + "）为止登记的各次调整是 "
        + left
        + " 万元，应不小于 0。",
        hint="请核对各次的「调整金额」，补登漏掉的追加，或删去登记了两遍的一次。",
    )


@rule(
    "C31c",
    title="取消以后仍有预算",
    severity="warning",
    table="budget_adjustments",
    fields=("kind",),
    looks_at=(worked_out(lasting_ends),),
    needs=(Need("没有公开这个项目的年度资金总额", worked_out(lasting_ends, "annual_budget", "actual_spend")),),
    formula="登记取消、以后没有再增加的项目，全年预算数不超过已经支出的数",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=(
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
            budget_adjustments=adjustment(kind="取消", amount="-320"),
        ),
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="120", actual_spend="114"),
            budget_adjustments=(
                adjustment(kind="取消", amount="-320"),
                adjustment(adjustment_code="t02", kind="追加", amount="120", adjusted_date="2023-11-20"),
            ),
        ),
    ),
    bad=rows(
        goals=goal(),
        self_evaluation_funds=fund(annual_budget="200", actual_spend="0", execution_rate="0", score="0"),
        budget_adjustments=adjustment(kind="取消", amount="-120"),
    ),
)
def budget_after_end(facts: Facts) -> pd.DataFrame:
    """取消是项目不再实施，没有用掉的预算应当全部收回。

    只收回一部分的是调减；取消以前已经支出的部分可以留着。请核对调整类型，或补登以后的追加。
    """
    given = facts.of(lasting_ends)
    left = given["annual_budget"] - given["actual_spend"]
    found = given[apart(facts, given, left) & (left > 0).fillna(False).astype(bool)]
    said = "登记的是取消，自评的全年预算数仍有 " + shown(found["annual_budget"]) + " 万元，支出 "
    return hits(
        found,
        value=found["kind"],
        expected="调减",
        message=said + shown(found["actual_spend"]) + " 万元；只收回一部分的应为调减。",
        hint="请核对「调整类型」；取消以后又恢复的，请补登追加。",
    )


@rule(
    "F20b",
    title="取消的项目有支出",
    severity="flag",
    table="budget_adjustments",
    fields=("kind",),
    looks_at=(worked_out(lasting_ends),),
    needs=(Need("没有公开这个项目的年度资金总额", worked_out(lasting_ends, "actual_spend")),),
    formula="登记取消的项目全年执行数 > 0，且备注没有说明",
    source=OURS,
    good=(
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="20", actual_spend="20", execution_rate="100", score="10"),
            budget_adjustments=adjustment(kind="取消", amount="-300", remark="已付勘察费20万元。"),
        ),
    ),
    bad=rows(
        goals=goal(),
        self_evaluation_funds=fund(annual_budget="20", actual_spend="20", execution_rate="100", score="10"),
        budget_adjustments=adjustment(kind="取消", amount="-300"),
    ),
)
def spent_on_cancelled(facts: Facts) -> pd.DataFrame:
    """项目取消了，钱还是花了一部分。可能是取消以前已经付了前期费用；请在备注写明花在哪里、有没有收回。"""
    given = facts.of(lasting_ends)
    found = given[(given["actual_spend"] > 0).fillna(False).astype(bool) & blank(given["remark"])]
    spent = shown(found["actual_spend"])
    return hits(
        found,
        value=found["kind"],
        expected="说明",
        message="项目登记为取消，全年仍支出 " + spent + " 万元，没有说明。",
        hint="请在「备注」写明取消以前支出了什么、能否收回。",
        plain="项目取消了，还是花了 " + grouped(found["actual_spend"]) + " 万元",
    )


@rule(
    "C34",
    title="调剂、合并的对方",
    severity="warning",
    table="budget_adjustments",
    fields=("counterpart_code",),
    looks_at=(among("kind", *MOVED),),
    formula="调剂、合并须写对方项目编码（对方不是项目的在备注说明），对方不是本项目自己",
    source=OURS,
    good=(
        *rows(goals=_TWO, budget_adjustments=(_moving(), _receiving())),
        *rows(goals=goal(), budget_adjustments=_moving(counterpart_code="", remark="调剂用于本部门公用经费。")),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=_moving(counterpart_code="")),
        *rows(goals=goal(), budget_adjustments=_moving(counterpart_code=CODE)),
    ),
)
def counterpart(facts: Facts) -> pd.DataFrame:
    """钱从哪个项目来、到哪个项目去，要能接得上。对方是基本支出或不公开的项目的，请在备注说明。"""
    given = facts.tables["budget_adjustments"]
    given = given[given["kind"].isin(MOVED)]
    other = given["counterpart_code"]
    own = (other.str.lower() == given["project_code"].str.lower()).fillna(False).astype(bool)
    wrong = own | (other.isna() & blank(given["remark"]))
    found, code = given[wrong], other[wrong].fillna("")
    written = ("写的是本项目自己的编码 " + code).where(code != "", "没有填写")
    return hits(
        found,
        value=code,
        expected="对方项目编码",
        message="「" + found["kind"] + "」的对方" + written + "，应为对方项目编码。",
        hint="请填写「对方项目编码」；对方不是项目或不公开的，请在「备注」说明。",
    )


@rule(
    "C34b",
    title="调剂、合并的两边不相抵",
    severity="warning",
    table="budget_adjustments",
    fields=("amount",),
    looks_at=(worked_out(pairs),),
    needs=(Need("对方在别的部门，没有登记", worked_out(pairs, "total")),),
    formula="两个项目之间的调剂、合并，一边调出多少，另一边调入多少，合计为 0；对方在同一部门的，两边都要登记",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=(
        *rows(goals=_TWO, budget_adjustments=(_moving(), _receiving())),
        *rows(goals=goal(), budget_adjustments=_moving()),
    ),
    bad=(
        *rows(goals=_TWO, budget_adjustments=(_moving(), _receiving(amount="23"))),
        *rows(goals=_TWO, budget_adjustments=_moving()),
    ),
)
def balanced(facts: Facts) -> pd.DataFrame:
    """项目之间调剂，总额不变：一边减少的，就是另一边增加的。对方在别的部门、没有登记的不检查。请核对两边的金额。"""
    given = facts.of(pairs)
    wrong = apart(facts, given, given["total"]) & given["first"]
    found = given[wrong]
    sum_, both = shown(found["total"]), found["both"]
    missing = pd.Series("；对方还没有登记", index=found.index, dtype="str").where(~both, "")
    return hits(
        found,
        value=shown(found["amount"]),
        expected="0",
        message="调整金额写的是 "
        + shown(found["amount"])
        + " 万元，与对方项目 "
        + found["counterpart_code"]
        + " 两边合计 "
        + sum_
        + " 万元，应为 0"
        + missing
        + "。",
        hint="请核对两边的「调整金额」，或补登对方的一行。",
    )
