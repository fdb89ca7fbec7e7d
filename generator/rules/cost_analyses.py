"""Cost analyses: unit costs, cuts, days, and the standards they led to."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import known
from generator.facts.numbers import fixed, shown, units
from generator.facts.wording import blank
from generator.rules.date_order import in_order
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import NAME, rows, standard
from generator.rules.looking import among, base, both, either, filled, positive, some_filled
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import misstated_rates
from generator.rules.sources import OURS


def _analysis(**others: str) -> dict[str, str]:
    row = {"analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320"}
    row |= {"output_quantity": "5000", "output_unit": "平方米", "unit_cost": "640", "comparison": "低于参照。"}
    return row | {"standard_result": "未形成标准"} | others


def _dated(**others: str) -> dict[str, str]:
    row = {"analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320"}
    return row | {"comparison": "低于参照单位成本。", "standard_result": "未形成标准"} | others


_MADE = ("形成新标准", "调整原标准")


@rule(
    "R13d",
    title="成本分析压减率",
    severity="warning",
    table="cost_analyses",
    fields=("cut_rate",),
    looks_at=(filled("cut_rate"),),
    needs=(*base("cut_amount", "base_amount", "压减额或基数"),),
    formula="压减率 = 压减额 ÷ 基数 × 100%",
    thresholds=("rate_tolerance",),
    source=OURS,
    good=rows(
        cost_analyses={
            "analysis_code": "c1", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "base_amount": "300", "cut_amount": "45", "cut_rate": "15",
        }
    ),
    bad=rows(
        cost_analyses={
            "analysis_code": "c1", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "base_amount": "300", "cut_amount": "45", "cut_rate": "18",
        }
    ),
)  # fmt: skip
def cost_cut_rate(facts: Facts) -> pd.DataFrame:
    """成本分析结果应用的压减率，等于压减额除以公布的基数。请核对三个数。"""
    return misstated_rates(facts, "cost_analyses", ("压减额", "基数"), hint="请核对「压减额」「基数」「压减率」。")


@rule(
    "R13e",
    title="单位成本",
    severity="warning",
    table="cost_analyses",
    fields=("unit_cost",),
    looks_at=(some_filled("unit_cost", "approved_amount"),),
    needs=(
        Need(
            "没有填写总成本、产出数量或基数、压减额",
            either(
                both(filled("unit_cost", "total_cost"), positive("output_quantity")),
                filled("approved_amount", "base_amount", "cut_amount"),
            ),
        ),
    ),
    formula="单位成本（元）= 总成本（万元）× 10000 ÷ 产出数量；应用后预算数 = 基数 − 压减额",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(cost_analyses=_analysis(base_amount="300", cut_amount="45", approved_amount="255")),
    bad=(
        *rows(cost_analyses=_analysis(unit_cost="560")),
        *rows(cost_analyses=_analysis(base_amount="300", cut_amount="45", approved_amount="265")),
    ),
)
def unit_cost(facts: Facts) -> pd.DataFrame:
    """单位成本是总成本除以产出数量。总成本以万元计、单位成本以元计，最容易差一万倍。请核对三个数和单位。"""
    given = facts.tables["cost_analyses"]
    quantity, stated = units(given["output_quantity"]), units(given["unit_cost"])
    due = units(given["total_cost"]) * 10_000 / quantity.where(quantity > 0)
    # Half a unit of the second decimal, and of rounded totals half a percent.
    wrong = ((stated - due).abs() > 0.005 + due.abs() * 0.005) & blank(given["remark"])
    found, written, expected = given[wrong], shown(given["unit_cost"][wrong]), fixed(due[wrong])
    how = shown(found["total_cost"]) + "×10000÷" + shown(found["output_quantity"])
    costs = hits(
        found,
        value=written,
        expected=expected,
        message="单位成本写的是 " + written + " 元，按 总成本×10000÷产出数量 = " + how + " 应为 " + expected + " 元。",
        hint="请核对「总成本」（万元）、「产出数量」和「单位成本」（元）；另有口径的在备注说明。",
    )
    rest = given["base_amount"] - given["cut_amount"]
    tolerance = facts.tolerance(given, "amount_tolerance")
    off = ((given["approved_amount"] - rest).abs() > tolerance).fillna(False).astype(bool) & blank(given["remark"])
    amount, left = shown(given["approved_amount"][off]), shown(rest[off])
    parts = shown(given["base_amount"][off]) + " − " + shown(given["cut_amount"][off])
    return pd.concat(
        [
            costs,
            hits(
                given[off],
                value=amount,
                expected=left,
                message="应用后预算数写的是 "
                + amount
                + " 万元，按 基数−压减额 = "
                + parts
                + " 应为 "
                + left
                + " 万元。",
                hint="请核对「基数」「压减额」「应用后预算数」。",
                field="approved_amount",
            ),
        ]
    )


@rule(
    "C12j",
    title="成本分析起止年度与日期",
    severity="warning",
    table="cost_analyses",
    fields=("to_year",),
    looks_at=(either(filled("from_year", "to_year"), filled("report_date", "published_date")),),
    formula="成本起始年度 ≤ 成本终止年度；报告日期 ≤ 公开日期",
    source=OURS,
    good=rows(cost_analyses=_dated(from_year="2021", to_year="2023", report_date="2024-05-10")),
    bad=(
        *rows(cost_analyses=_dated(from_year="2023", to_year="2021")),
        *rows(cost_analyses=_dated(report_date="2024-05-10", published_date="2024-04-10")),
    ),
)
def analysis_dates(facts: Facts) -> pd.DataFrame:
    """成本分析的起始年度不晚于终止年度，报告写成以后才公开。请核对是否填反。"""
    given = facts.tables["cost_analyses"]
    return pd.concat(
        [
            in_order(given, ("from_year", "成本起始年度"), ("to_year", "成本终止年度")),
            in_order(given, ("report_date", "报告日期"), ("published_date", "公开日期")),
        ]
    )


@rule(
    "C12s",
    title="成本分析日期在检查之后",
    severity="warning",
    table="cost_analyses",
    fields=(
        "report_date",
        "published_date",
    ),
    looks_at=(some_filled("report_date", "published_date"),),
    formula="报告日期、公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(cost_analyses=_dated(report_date="2024-05-10", published_date="2024-06-10")),
    bad=(
        *rows(cost_analyses=_dated(report_date=AHEAD)),
        *rows(cost_analyses=_dated(report_date="2024-05-10", published_date=AHEAD)),
    ),
)
def analysis_ahead(facts: Facts) -> pd.DataFrame:
    """分析报告出具以后才有报告日期。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "cost_analyses", report_date="报告日期", published_date="公开日期")


@rule(
    "C27",
    title="形成标准而没有登记",
    severity="flag",
    table="cost_analyses",
    fields=("standard_result",),
    looks_at=(among("standard_result", *_MADE),),
    formula="标准形成情况为“形成新标准”“调整原标准”的成本分析，支出标准表里应有来自它的标准",
    source=OURS,
    good=rows(
        cost_analyses={
            "analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "comparison": "低于参照。", "standard_result": "形成新标准",
        },
        spending_standards=standard(analysis_code="990001-2023-c01"),
    ),
    bad=rows(
        cost_analyses={
            "analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "comparison": "低于参照。", "standard_result": "形成新标准",
        },
    ),
)  # fmt: skip
def standard_registered(facts: Facts) -> pd.DataFrame:
    """成本分析写着形成了支出标准，支出标准表里却没有来自这次分析的标准，读者看不到标准是多少。

    可能标准还在制定、尚未印发；印发后请补登，并写上成本分析编码。
    """
    given, standards = facts.tables["cost_analyses"], facts.tables["spending_standards"]
    made = given["standard_result"].isin(_MADE)
    there = known(given, standards, ["division", "analysis_code"])
    found = given[made & ~there & blank(given["remark"])]
    result = found["standard_result"]
    return hits(
        found,
        value=result,
        expected="支出标准表中的一行",
        message="标准形成情况是「" + result + "」，支出标准表里没有来自这次分析的标准，应有支出标准表中的一行。",
        hint="请补登支出标准并写上成本分析编码；尚未印发的在备注说明。",
    )
