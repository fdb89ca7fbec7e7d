"""Money of self-evaluations: execution rates, the score for them, sums of sources, units."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import PROJECT, TOTAL, beside, totals
from generator.facts.numbers import fixed, shown, units
from generator.rules.amount_units import FORMULA, slipped
from generator.rules.examples import evaluation, fund, goal, monitored, rows, self_evaluation, source
from generator.rules.registry import hits, rule
from generator.rules.sources import OURS, SELF_EVALUATION_FORM

_COLUMNS = {"initial_budget": "年初预算数", "annual_budget": "全年预算数", "actual_spend": "全年执行数"}


def _rate_hits(found: pd.DataFrame, exact: pd.Series, written: pd.Series | str) -> pd.DataFrame:
    expected = fixed(exact) + "%"
    ratio = shown(found["actual_spend"]) + "÷" + shown(found["annual_budget"])
    return hits(
        found,
        value=fixed(units(found["execution_rate"])),
        expected=expected,
        message=written + ("，按 全年执行数÷全年预算数 = " + ratio + " 应为 " + expected + "。"),
        hint="请核对「全年预算数」「全年执行数」两列，或在「偏差说明」写明口径。",
    )


@rule(
    "R01",
    title="执行率",
    severity="error",
    table="self_evaluation_funds",
    fields=("execution_rate",),
    formula="执行率 = 全年执行数 ÷ 全年预算数 × 100%，保留两位小数；预算数为0时留空",
    thresholds=("rate_tolerance",),
    source=SELF_EVALUATION_FORM,
    good=(
        *rows(self_evaluation_funds=fund(actual_spend="89.97", annual_budget="100", execution_rate="89.97", score="9")),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0")),
    ),
    bad=(
        *rows(self_evaluation_funds=fund(actual_spend="89.97", annual_budget="100", execution_rate="98.00", score="9")),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="100", score="0")),
    ),
)
def execution_rate(facts: Facts) -> pd.DataFrame:
    """执行率等于全年执行数除以全年预算数，写百分数的数值，保留两位小数。

    它是自评表里最容易复算、也最先被人核对的数。全年预算数为0时不可算，应留空。请核对两栏金额；口径不同的写在偏差说明里。
    """
    funds = facts.tables["self_evaluation_funds"]
    budget, spend, rate = (units(funds[name]) for name in ("annual_budget", "actual_spend", "execution_rate"))
    exact = spend / budget.where(budget > 0) * 100
    wrong = (rate - exact).abs() > facts.profile(funds, "rate_tolerance") + 1e-9
    absent = rate.isna() & exact.notna() & (funds["fund_source"] == TOTAL)
    senseless = (budget == 0) & rate.notna()
    empty = funds[senseless]
    zero = fixed(rate[senseless]) + "%"
    return pd.concat(
        [
            _rate_hits(funds[wrong], exact[wrong], "写的是 " + fixed(rate[wrong]) + "%"),
            _rate_hits(funds[absent], exact[absent], "没有填写"),
            hits(
                empty,
                value=zero,
                expected="留空",
                message="写的是 " + zero + "，全年预算数为 0，执行率不可算，应留空。",
                hint="请删去执行率，并在「偏差说明」写明项目取消或预算调减为零的原因。",
            ),
        ]
    )


@rule(
    "R02",
    title="执行得分",
    severity="error",
    table="self_evaluation_funds",
    fields=("score",),
    formula="得分 = 分值 × min(执行率, 100%)",
    thresholds=("execution_weight", "score_tolerance"),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表；按比例计分、封顶为通行做法",
    good=(
        *rows(self_evaluation_funds=fund()),
        *rows(self_evaluation_funds=fund(actual_spend="352", execution_rate="110", score="10")),
    ),
    bad=rows(self_evaluation_funds=fund(score="10")),
)
def execution_score(facts: Facts) -> pd.DataFrame:
    """预算执行率的得分等于分值乘执行率，超过100%的按100%计，只填在“年度资金总额”一行。

    分值没有填的按本地口径（默认10分）。请核对得分；本地另有分档计分办法的，请财政部门改口径文件。
    """
    funds = facts.tables["self_evaluation_funds"]
    funds = funds[funds["fund_source"] == TOTAL]
    budget, spend, score = (units(funds[name]) for name in ("annual_budget", "actual_spend", "score"))
    weight = units(funds["weight"]).fillna(facts.profile(funds, "execution_weight"))
    rate = (spend / budget.where(budget > 0)).clip(upper=1)
    expected = weight * rate
    wrong = (score - expected).abs() > facts.profile(funds, "score_tolerance") + 1e-9
    absent = score.isna() & expected.notna()
    found = wrong | absent
    funds, score, expected, weight, rate = (one[found] for one in (funds, score, expected, weight, rate))
    written = ("写的是 " + fixed(score) + " 分").where(score.notna(), "没有填写")
    return hits(
        funds,
        value=fixed(score),
        expected=fixed(expected),
        message=written
        + ("，按 分值×执行率 = " + fixed(weight) + "×" + fixed(rate * 100) + "% 应为 " + fixed(expected) + " 分。"),
        hint="请核对「得分」和「分值」；执行率超过100%的按满分计，不加分。",
    )


@rule(
    "R14",
    title="资金来源合计",
    severity="error",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    formula="年度资金总额 = Σ各资金来源（年初预算数、全年预算数、全年执行数三列各自成立）",
    thresholds=("amount_tolerance",),
    source=SELF_EVALUATION_FORM,
    good=rows(self_evaluation_funds=(fund(), source("当年财政拨款", "300", "284"), source("上年结转资金", "20", "20"))),
    bad=(
        *rows(self_evaluation_funds=(fund(), source("当年财政拨款", "310", "284"), source("上年结转资金", "10", "10"))),
        *rows(self_evaluation_funds=source("当年财政拨款", "300", "284")),
    ),
)
def fund_sources(facts: Facts) -> pd.DataFrame:
    """年度资金总额应当等于当年财政拨款、上年结转资金和其他资金之和，三列金额各自成立；没有总额行的，自评表不完整。

    差额多半是漏填一行或单位写错。请核对原表；原表如此的照登并申请豁免。
    """
    funds = facts.tables["self_evaluation_funds"]
    whole = funds[funds["fund_source"] == TOTAL].dropna(subset=PROJECT)
    parts = funds[funds["fund_source"] != TOTAL]
    sums = parts.groupby(PROJECT, sort=False)[list(_COLUMNS)].sum().reset_index()
    sums.columns = [*PROJECT, *(f"{name}_sum" for name in _COLUMNS)]
    joined = whole[PROJECT].merge(sums, on=PROJECT, how="left")
    joined.index = whole.index
    tolerance = (facts.profile(whole, "amount_tolerance") * MICRO).round().astype("int64")
    found = []
    for name, title in _COLUMNS.items():
        gap = (whole[name] - joined[f"{name}_sum"]).abs()
        wrong = (gap > tolerance).fillna(False).astype(bool)
        stated, added = shown(whole[name][wrong]), shown(joined[f"{name}_sum"][wrong])
        said = f"{title}写的是 " + stated + " 万元，各资金来源合计应为 " + added + " 万元，相差 "
        found.append(
            hits(
                whole[wrong],
                value=stated,
                expected=added,
                message=said + shown(gap[wrong]) + " 万元。",
                hint=f"请核对「年度资金总额」与各来源行的「{title}」，或补上漏填的来源行。",
                field=name,
            )
        )
    lonely = parts.dropna(subset=[*PROJECT, "fund_source"]).drop_duplicates(PROJECT)
    there = lonely[PROJECT].merge(whole[PROJECT].assign(_whole=True), on=PROJECT, how="left")["_whole"].notna()
    found.append(
        hits(
            lonely[~there.to_numpy()],
            value=lonely["fund_source"],
            expected=TOTAL,
            message="只有「" + lonely["fund_source"] + "」等分项，没有「年度资金总额」一行。",
            hint="请补上「年度资金总额」一行，填写分值、执行率和得分。",
            field="fund_source",
        )
    )
    return pd.concat(found)


@rule(
    "R14d",
    title="监控与自评的执行数",
    severity="warning",
    table="self_evaluation_funds",
    fields=("actual_spend",),
    formula="自评的全年执行数 ≥ 同一项目监控的累计执行数",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(monitorings=monitored(), self_evaluation_funds=fund()),
    bad=rows(
        monitorings=monitored(),
        self_evaluation_funds=fund(actual_spend="160", execution_rate="50", score="5"),
    ),
)
def spent_since(facts: Facts) -> pd.DataFrame:
    """全年执行的钱不会比年中监控时已经执行的还少。

    年底收回、冲销已支出资金的会有例外。请核对两张表的执行数和单位。
    """
    funds, given = totals(facts), facts.tables["monitorings"]
    most = given.groupby(PROJECT, sort=False)["actual_spend"].max().rename("most").reset_index()
    joined = beside(funds, most, PROJECT, ["most"])["most"]
    tolerance = (facts.profile(funds, "amount_tolerance") * MICRO).round().astype("int64")
    wrong = (joined - funds["actual_spend"] > tolerance).fillna(False).astype(bool)
    found, stated, due = funds[wrong], shown(funds["actual_spend"][wrong]), shown(joined[wrong])
    return hits(
        found,
        value=stated,
        expected="不少于" + due,
        message="全年执行数写的是 " + stated + " 万元，监控时已累计执行 " + due + " 万元，应不少于 " + due + " 万元。",
        hint="请核对自评与监控的执行数；年底收回资金的，请在「偏差说明」写明。",
    )


@rule(
    "C21b",
    title="自评金额的单位",
    severity="warning",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    bad=rows(
        evaluations=evaluation(evaluated_amount="320"),
        monitorings=monitored(),
        self_evaluation_funds=fund(initial_budget="3200000", annual_budget="3200000", actual_spend="3040000"),
    ),
)
def fund_unit(facts: Facts) -> pd.DataFrame:
    """自评表的资金以万元为单位。与这个项目的目标、监控或往年的金额相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "self_evaluation_funds")
