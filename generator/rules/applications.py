"""What results did to the budget: cuts with their base, kept to in the year they are for, about known projects."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.applications import CUTTING, DIFFERENT, moved
from generator.facts.joining import YEAR, known, project_codes
from generator.facts.numbers import fixed, grouped, shown, units
from generator.facts.wording import blank
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.examples import application, evaluation, fund, goal, rows
from generator.rules.looking import DEPARTMENTS, PROJECTS, among, base, either, filled, positive, stands_in, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import misstated_rates
from generator.rules.sources import METHOD_ON_USE, OURS
from generator.rules.unknown_codes import unknown_project, unregistered


@rule(
    "R13",
    title="压减率",
    severity="warning",
    table="applications",
    fields=("cut_rate",),
    looks_at=(filled("cut_rate"),),
    needs=(*base("cut_amount", "base_amount", "压减额或基数"),),
    formula="压减率 = 压减额 ÷ 基数 × 100%",
    thresholds=("rate_tolerance",),
    source=OURS,
    good=rows(applications=application()),
    bad=rows(applications=application(cut_rate="18.43")),
)
def cut_rate(facts: Facts) -> pd.DataFrame:
    """压减率等于压减额除以同时公布的基数。

    基数是送审额、申报额还是原预算数，各地不同，写明才能比较；没有公布基数的见 F10。请核对三个数。
    """
    hint = "请核对「压减额」「基数」「压减率」；基数用的是别的口径，请在说明中写明。"
    return misstated_rates(facts, "applications", ("压减额", "基数"), hint=hint)


@rule(
    "F09b",
    title="压减没有落实",
    severity="flag",
    table="applications",
    fields=("approved_amount",),
    looks_at=(
        among("decision", *CUTTING),
        filled("project_code", "applied_fiscal_year"),
    ),
    needs=(
        Need("应用年度还没有公开这个项目的绩效目标", worked_out(moved, "then")),
        Need(
            "没有公布应用后预算数，也没有公布基数和压减额",
            either(filled("approved_amount"), filled("base_amount", "cut_amount")),
        ),
    ),
    formula="决定为压减、取消、收回结余的，应用年度绩效目标的资金总额 ≤ 应用后预算数（或 基数 − 压减额）",
    thresholds=("amount_tolerance",),
    source=METHOD_ON_USE,
    good=rows(
        goals=(goal(), goal(fiscal_year="2025", total_amount="255")),
        evaluations=evaluation(),
        applications=application(approved_amount="255"),
    ),
    bad=rows(
        goals=(goal(), goal(fiscal_year="2025", total_amount="300")),
        evaluations=evaluation(),
        applications=application(approved_amount="255"),
    ),
)
def cut_not_applied(facts: Facts) -> pd.DataFrame:
    """公布了压减决定，到了应用的年度，同一项目公开的资金总额却没有按公布的数减下来。

    可能另有追加、上级专款，或者两处口径不同。请在结果应用的说明里写明。
    """
    given, known = facts.tables["applications"], facts.of(moved)
    more = (known["moved"] == DIFFERENT) & (known["gap"] > 0).fillna(False).astype(bool)
    wrong = more & given["decision"].isin(CUTTING) & blank(given["note"])
    found, amount, cut = given[wrong], shown(known["then"][wrong]), shown(known["decided"][wrong])
    year = found["applied_fiscal_year"].astype("str")
    said, given_out = grouped(known["decided"][wrong]), grouped(known["then"][wrong])
    return hits(
        found,
        value=cut,
        expected="不多于" + cut,
        message="应用后应为 " + cut + " 万元，" + year + " 年公开的资金总额是 " + amount + " 万元，一般应不多于 " + cut
        + " 万元。",
        hint="请核对应用年度的预算；另有追加的，请在「说明」写明。",
        plain="说好减到 " + said + " 万元，" + year + " 年安排了 " + given_out + " 万元",
    )  # fmt: skip


@rule(
    "F10",
    title="压减率无基数",
    severity="flag",
    table="applications",
    fields=("base_amount",),
    looks_at=(either(positive("cut_amount"), positive("cut_rate")),),
    formula="写了压减额或压减率，就应写基数",
    source=METHOD_ON_USE,
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
    "C04",
    title="结果应用的项目编码查无此项",
    severity="error",
    table="applications",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(PROJECTS,),
    formula="结果应用的项目编码应在本区划同年的绩效目标或自评中",
    source=OURS,
    good=rows(goals=goal(), applications=application(evaluation_code="", basis="绩效自评")),
    bad=rows(
        goals=goal(), applications=application(evaluation_code="", basis="绩效自评", project_code="990001230010009")
    ),
)
def applied_project(facts: Facts) -> pd.DataFrame:
    """结果应用写了项目编码的，要能在同一区划同一年度的目标或自评里找到；涉及政策或部门整体的留空。"""
    given = facts.tables["applications"]
    given = given[known(given, facts.of(project_codes), ["division"])]
    return unknown_project(facts, given, given["subject_department"])


@rule(
    "C05",
    title="应用年度",
    severity="error",
    table="applications",
    fields=("applied_fiscal_year",),
    looks_at=(filled("applied_fiscal_year"),),
    formula="应用年度 > 被评价资金的年度",
    source=OURS,
    good=rows(applications=application(evaluation_code="", basis="绩效自评", applied_fiscal_year="2024")),
    bad=rows(applications=application(evaluation_code="", basis="绩效自评", applied_fiscal_year="2023")),
)
def applied_later(facts: Facts) -> pd.DataFrame:
    """结果应用影响的是以后年度的预算，应用年度应当晚于被评价资金的年度（文件夹的年度）。

    当年运行监控后调减当年预算的，依据填“绩效监控”，应用年度可以等于当年。
    """
    given = facts.tables["applications"]
    current = given["basis"] == "绩效监控"
    first = given["fiscal_year"].astype("Int64") + (~current).astype("Int64")
    early = (given["applied_fiscal_year"] < first).fillna(False).astype(bool)
    found, first = given[early], first[early].astype("str")
    year = found["applied_fiscal_year"].astype("str")
    return hits(
        found,
        value=year,
        expected=first + "及以后",
        message="应用年度写的是 " + year + "，被评价的是 " + found["fiscal_year"].astype("str") + " 年的资金，应为 "
        + first + " 年及以后。",
        hint="请核对应用年度，或核对数据是否放错了年度文件夹。",
    )  # fmt: skip


@rule(
    "C10",
    title="应用后预算数",
    severity="warning",
    table="applications",
    fields=("approved_amount",),
    looks_at=(
        among("decision", *CUTTING),
        filled("approved_amount"),
    ),
    needs=(Need("没有公布基数或压减额", filled("base_amount", "cut_amount")),),
    formula="应用后预算数 = 基数 − 压减额（决定为压减、取消、收回结余时）",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(applications=application(approved_amount="255")),
    bad=rows(applications=application(approved_amount="265")),
)
def approved_amount(facts: Facts) -> pd.DataFrame:
    """压减以后的预算数应当等于基数减去压减额。请核对三个数；另有追加的请在说明写明。"""
    given = facts.tables["applications"]
    cut = given["decision"].isin(CUTTING) & blank(given["note"])
    expected = given["base_amount"] - given["cut_amount"]
    tolerance = facts.tolerance(given, "amount_tolerance")
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
    "C13",
    title="结果应用的评价编码查无此项",
    severity="error",
    table="applications",
    fields=("evaluation_code",),
    looks_at=(filled("evaluation_code"),),
    needs=(Need("本区划同年没有公开评价", stands_in("evaluations", *YEAR)),),
    formula="结果应用的评价编码应在本区划同年的评价中",
    source=OURS,
    good=rows(evaluations=evaluation(), applications=application()),
    bad=rows(evaluations=evaluation(), applications=application(evaluation_code="990001-2023-f99")),
)
def applied_evaluation(facts: Facts) -> pd.DataFrame:
    """结果应用写了评价编码的，要能在同一区划同一年度找到那次评价；全区划没有公开评价的不检查。"""
    given, evaluations = facts.tables["applications"], facts.tables["evaluations"]
    there = known(given, evaluations, [*YEAR, "evaluation_code"])
    found = given[given["evaluation_code"].notna() & ~there & known(given, evaluations, YEAR)]
    code = found["evaluation_code"]
    return hits(
        found,
        value=code,
        expected="同年的评价编码",
        message="评价编码 " + code + " 不在本区划同年的评价里，应为同年的评价编码。",
        hint="请核对评价编码；依据不是评价的，请留空。",
    )


@rule(
    "C14b",
    title="结果应用的部门没有登记",
    severity="error",
    table="applications",
    fields=("subject_department",),
    looks_at=(filled("subject_department"),),
    needs=(DEPARTMENTS,),
    formula="被评价部门代码应在预算部门表中",
    source=OURS,
    good=rows(
        departments={"division": "990001", "department": "edu", "name": "某区教育局"}, applications=application()
    ),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "某区教育局"},
        applications=application(subject_department="jyj"),
    ),
)
def registered_applicant(facts: Facts) -> pd.DataFrame:
    """结果应用所涉部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return unregistered(facts, "applications")


@rule(
    "C21f",
    title="结果应用金额的单位",
    severity="warning",
    table="applications",
    fields=("base_amount",),
    looks_at=(has_amount("applications"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), applications=application()),
    bad=rows(
        goals=goal(),
        self_evaluation_funds=fund(),
        applications=application(base_amount="3000000", cut_amount="450000", evaluation_code=""),
    ),
)
def applied_unit(facts: Facts) -> pd.DataFrame:
    """结果应用的基数和应用后预算数以万元为单位。与这个项目的预算相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "applications")
