"""Cost analyses and ex-ante evaluations: unit costs, cuts, and conclusions that are kept to."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.numbers import fixed, shown, units
from generator.facts.wording import blank
from generator.rules.examples import NAME, assessed, rows
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_REFUSED = "不予支持"


def _analysis(**others: str) -> dict[str, str]:
    row = {"analysis_code": "990001-2023-c01", "subject_type": "项目", "subject_name": NAME, "total_cost": "320"}
    row |= {"output_quantity": "5000", "output_unit": "平方米", "unit_cost": "640", "comparison": "低于参照。"}
    return row | {"standard_result": "未形成标准"} | others


@rule(
    "R13e",
    title="单位成本",
    severity="warning",
    table="cost_analyses",
    fields=("unit_cost",),
    formula="单位成本（元）= 总成本（万元）× 10000 ÷ 产出数量；应用后预算数 = 基数 − 压减额",
    thresholds=("amount_tolerance",),
    source=_OURS,
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
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
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
    "R22b",
    title="事前结论与安排",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("conclusion",),
    formula="结论（有复评的按复评）为不予支持的，核定额为0、不入库；需复评的写复评结论",
    source=_OURS,
    good=(
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_REFUSED, cut_amount="400", cut_rate="100", approved_amount="0",
                admitted="否",
            )
        ),
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_REFUSED, re_review="是", re_review_conclusion="予以支持", admitted="是",
            )
        ),
    ),
    bad=(
        *rows(ex_ante_evaluations=assessed(total_score="66", conclusion=_REFUSED)),
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_REFUSED, cut_amount="400", cut_rate="100", approved_amount="0",
                admitted="是",
            )
        ),
        *rows(ex_ante_evaluations=assessed(re_review="是")),
    ),
)  # fmt: skip
def kept_conclusion(facts: Facts) -> pd.DataFrame:
    """评估结论是不予支持的，就不应当核定资金、列入项目库；复评改变了结论的，请填写复评结论。另有考虑的在结论说明写明。"""
    given = facts.tables["ex_ante_evaluations"]
    final = given["re_review_conclusion"].where(given["re_review_conclusion"].notna(), given["conclusion"])
    refused = (final == _REFUSED) & blank(given["conclusion_note"])
    funded = refused & (given["approved_amount"] > 0).fillna(False).astype(bool)
    admitted = refused & (given["admitted"] == "是") & ~funded
    pending = (given["re_review"] == "是") & given["re_review_conclusion"].isna()
    amount = shown(given["approved_amount"][funded])
    return pd.concat(
        [
            hits(
                given[funded],
                value=amount,
                expected="0",
                message="结论是「不予支持」，核定额却是 " + amount + " 万元，应为 0。",
                hint="请核对结论和核定额；复评改变结论的，填写「复评结论」。",
                field="approved_amount",
            ),
            hits(
                given[admitted],
                value="是",
                expected="否",
                message="结论是「不予支持」，是否入库却填「是」，应为「否」。",
                hint="请核对结论和是否入库。",
                field="admitted",
            ),
            hits(
                given[pending],
                value="",
                expected="复评结论",
                message="是否复评填的是「是」，没有填写复评结论。",
                hint="请补填「复评结论」，没有复评的改填「否」。",
                field="re_review_conclusion",
            ),
        ]
    )
