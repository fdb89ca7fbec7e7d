"""What results did to the budget: cuts with their base, and cuts that were due."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import beside, known
from generator.facts.numbers import fixed, shown, units
from generator.facts.wording import blank
from generator.rules.examples import application, evaluation, goal, rows
from generator.rules.registry import hits, rule

_METHOD = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）关于评价结果应用的要求"
_POOR = ("中", "差")
_EVALUATION = ["division", "fiscal_year", "evaluation_code"]
_PROJECT = ["division", "fiscal_year", "project_code"]


@rule(
    "R13",
    title="压减率",
    severity="warning",
    table="applications",
    fields=("cut_rate",),
    formula="压减率 = 压减额 ÷ 基数 × 100%",
    thresholds=("rate_tolerance",),
    source="本项目约定",
    good=rows(applications=application()),
    bad=rows(applications=application(cut_rate="18.43")),
)
def cut_rate(facts: Facts) -> pd.DataFrame:
    """压减率等于压减额除以同时公布的基数。

    基数是送审额、申报额还是原预算数，各地不同，写明才能比较；没有公布基数的见 F10。请核对三个数。
    """
    given = facts.tables["applications"]
    base, cut, rate = (units(given[name]) for name in ("base_amount", "cut_amount", "cut_rate"))
    exact = cut / base.where(base > 0) * 100
    wrong = (rate - exact).abs() > facts.profile(given, "rate_tolerance") + 1e-9
    found, expected, rate = given[wrong], fixed(exact[wrong]) + "%", fixed(rate[wrong]) + "%"
    ratio = shown(found["cut_amount"]) + "÷" + shown(found["base_amount"])
    return hits(
        found,
        value=rate,
        expected=expected,
        message="写的是 " + rate + "，按 压减额÷基数 = " + ratio + " 应为 " + expected + "。",
        hint="请核对「压减额」「基数」「压减率」；基数用的是别的口径，请在说明中写明。",
    )


@rule(
    "C10",
    title="应用后预算数",
    severity="warning",
    table="applications",
    fields=("approved_amount",),
    formula="应用后预算数 = 基数 − 压减额（决定为压减、取消、收回结余时）",
    thresholds=("amount_tolerance",),
    source="本项目约定",
    good=rows(applications=application(approved_amount="255")),
    bad=rows(applications=application(approved_amount="265")),
)
def approved_amount(facts: Facts) -> pd.DataFrame:
    """压减以后的预算数应当等于基数减去压减额。请核对三个数；另有追加的请在说明写明。"""
    given = facts.tables["applications"]
    cut = given["decision"].isin(("压减", "取消", "收回结余")) & blank(given["note"])
    expected = given["base_amount"] - given["cut_amount"]
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
    wrong = cut & ((given["approved_amount"] - expected).abs() > tolerance).fillna(False).astype(bool)
    found, expected = given[wrong], shown(expected[wrong])
    approved = shown(found["approved_amount"])
    parts = shown(found["base_amount"]) + " − " + shown(found["cut_amount"])
    return hits(
        found,
        value=approved,
        expected=expected,
        message="写的是 " + approved + " 万元，按 基数−压减额 = " + parts + " 应为 " + expected + " 万元。",
        hint="请核对「应用后预算数」；另有追加的，请在「说明」写明。",
    )


@rule(
    "F10",
    title="压减率无基数",
    severity="flag",
    table="applications",
    fields=("base_amount",),
    formula="写了压减额或压减率，就应写基数",
    source=_METHOD,
    good=rows(applications=application()),
    bad=rows(applications=application(base_amount="")),
)
def cut_without_base(facts: Facts) -> pd.DataFrame:
    """只写压减了多少、不写原来是多少，读者无法判断压减的分量，压减率也无法复算。可能基数写在别的文件里，请补填。"""
    given = facts.tables["applications"]
    claimed = (given["cut_amount"].fillna(0) > 0) | (given["cut_rate"].fillna(0) > 0)
    none = given["base_amount"].isna() | (given["base_amount"] == 0).fillna(False)
    found = given[(claimed & none).astype(bool)]
    amount = ("压减额 " + shown(found["cut_amount"]) + " 万元").where(found["cut_amount"].notna(), "")
    rate = ("压减率 " + fixed(units(found["cut_rate"])) + "%").where(found["cut_rate"].notna(), "")
    said = (amount + "、" + rate).str.strip("、")
    return hits(
        found,
        value="",
        expected="基数",
        message=said + "，没有公布基数，无法复算。",
        hint="请补填「基数」，即计算压减率所用的金额。",
    )


@rule(
    "R26",
    title="评价为中、差而没有结果应用",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    formula="评价等级为中或差的，应有结果应用的记录",
    source=_METHOD,
    good=rows(evaluations=evaluation(score="70", grade="中"), applications=application()),
    bad=rows(evaluations=evaluation(score="70", grade="中")),
)
def poor_without_consequence(facts: Facts) -> pd.DataFrame:
    """评价结果要和预算安排挂钩：中、差的应当完善政策、改进管理或核减预算，不整改的暂缓安排。

    可能决定已经作出、只是还没有公开；请补充结果应用，或在评价备注里说明进展。
    """
    given, applications = facts.tables["evaluations"], facts.tables["applications"]
    there = known(given, applications, _EVALUATION)
    there |= known(given, applications, _PROJECT) & given["project_code"].notna()
    found = given[given["grade"].isin(_POOR) & ~there]
    grade = found["grade"]
    return hits(
        found,
        value=grade,
        expected="结果应用的记录",
        message="评价得 " + shown(found["score"]) + " 分，等级为「" + grade + "」，还没有公开结果应用的记录。",
        hint="请在「绩效结果应用」表补充决定；尚未决定的，请在备注说明进展。",
    )


@rule(
    "F09",
    title="该减未减",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    formula="评价等级为中或差，而次年预算 ≥ 本年预算（或应用后预算数 ≥ 基数），且没有说明",
    source=_METHOD,
    good=rows(
        goals=(goal(), goal(fiscal_year="2024", total_amount="250")),
        evaluations=evaluation(score="70", grade="中"),
        applications=application(),
    ),
    bad=(
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            evaluations=evaluation(score="70", grade="中"),
            applications=application(),
        ),
        *rows(
            evaluations=evaluation(score="70", grade="中"),
            applications=application(decision="保持", cut_amount="0", cut_rate="0", approved_amount="300"),
        ),
    ),
)
def not_cut(facts: Facts) -> pd.DataFrame:
    """评价为中、差的项目，次年预算却没有减少，也没有说明理由。

    可能是刚性支出、按合同付款、次年任务增加，或者先整改后安排。请在结果应用的说明里写明。
    """
    given, goals, applications = (facts.tables[name] for name in ("evaluations", "goals", "applications"))
    poor = given[given["grade"].isin(_POOR)]
    amounts = goals.drop_duplicates(_PROJECT)[[*_PROJECT, "total_amount"]]
    now = beside(poor, amounts, _PROJECT, ["total_amount"])["total_amount"]
    later = amounts.assign(fiscal_year=amounts["fiscal_year"] - 1)
    then = beside(poor, later, _PROJECT, ["total_amount"])["total_amount"]
    silent = applications[blank(applications["note"])]
    explained = known(poor, applications[~blank(applications["note"])], _EVALUATION)
    kept = beside(poor, silent, _EVALUATION, ["base_amount", "approved_amount"])
    budget = (then >= now).fillna(False).astype(bool)
    applied = (kept["approved_amount"] >= kept["base_amount"]).fillna(False).astype(bool)
    wrong = (budget | applied) & ~explained & blank(poor["remark"])
    before = shown(now).where(budget, shown(kept["base_amount"]))[wrong]
    after = shown(then).where(budget, shown(kept["approved_amount"]))[wrong]
    found = poor[wrong]
    said = (
        "评价等级为「"
        + found["grade"]
        + "」，预算由 "
        + before
        + " 万元到次年 "
        + after
        + " 万元，没有减少，一般应低于 "
    )
    return hits(
        found,
        value=after,
        expected="低于" + before,
        message=said + before + " 万元或说明理由。",
        hint="请在「绩效结果应用」的说明中写明不核减的理由。",
    )
