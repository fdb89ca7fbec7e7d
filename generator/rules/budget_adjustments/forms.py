"""Each adjustment by itself: its sign, its amounts, its day, its grounds, the project it is about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.facts.amounts import LEAST, apart
from generator.facts.budgets import registered
from generator.facts.joining import FOLDER, PROJECT, beside, known
from generator.facts.numbers import briefly, shown, units
from generator.facts.wording import blank
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import NAME, OTHER, adjustment, goal, monitored, rows, self_evaluation
from generator.rules.looking import among, either, filled, some_filled
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import BUDGET_LAW, OURS

# The signs an amount may have by kind of adjustment (? is an empty cell), and how that is said.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "追加": ("+", "正数"),
    "调减": ("-", "负数"),
    "取消": ("-0", "负数或0"),
    "暂缓": ("-0?", "负数或0"),
    "调剂": ("+-", "正数（调入）或负数（调出）"),
    "合并": ("+-0", "正数（并入）或负数（被并）"),
    "更名": ("0?", "留空或0"),
}


def _published(facts: Facts) -> pd.DataFrame:
    """The projects that goals, monitorings and self-evaluations tell of."""
    tables = [facts.tables[name][PROJECT] for name in ("goals", "monitorings", "self_evaluations")]
    return pd.concat(tables, ignore_index=True)


def _comparable(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    return known(rows, facts.of(_published), FOLDER)


def _budgets(facts: Facts) -> pd.Series:
    """The larger of both budgets of each adjusted project, in 万元; missing where none is told."""
    given = facts.tables["budget_adjustments"]
    own = beside(given, facts.of(registered), PROJECT, ["initial", "annual"])
    budget = units(own["initial"]).fillna(0).combine(units(own["annual"]).fillna(0), max)
    return budget.where(budget > 0)


def _budgeted(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(_budgets).notna()


@rule(
    "C30",
    title="调整金额的正负",
    severity="error",
    table="budget_adjustments",
    fields=("amount",),
    looks_at=(among("kind", *_SIGNS),),
    formula="追加 > 0；调减 < 0；取消 ≤ 0；暂缓 ≤ 0 或留空；调剂 ≠ 0；合并须填写；更名为 0 或留空",
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment()),
        *rows(goals=goal(), budget_adjustments=adjustment(kind="暂缓", amount="")),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(amount="32")),
        *rows(goals=goal(), budget_adjustments=adjustment(kind="追加")),
        *rows(goals=goal(), budget_adjustments=adjustment(kind="取消", amount="")),
        *rows(goals=goal(), budget_adjustments=adjustment(kind="更名", new_name="校舍安全保障")),
    ),
)
def signed_amount(facts: Facts) -> pd.DataFrame:
    """调整金额写的是本项目预算的增减：增加为正，减少为负，年初预算数加各次金额才等于全年预算数。

    调减写成正数，合计就差了两倍；更名只改名称，不改金额。请核对调整类型和金额，减少的在数字前加减号。
    """
    given = facts.tables["budget_adjustments"]
    amount = given["amount"]
    sign = pd.Series("0", index=given.index, dtype="str").mask(amount.isna(), "?")
    sign = sign.mask((amount > 0).fillna(False).astype(bool), "+").mask((amount < 0).fillna(False).astype(bool), "-")
    wrong = pd.Series(False, index=given.index)
    for kind, (allowed, _) in _SIGNS.items():
        wrong |= (given["kind"] == kind) & ~sign.isin(list(allowed))
    found = given[wrong]
    stated, due = shown(found["amount"]), found["kind"].map({kind: words for kind, (_, words) in _SIGNS.items()})
    written = ("写的是 " + stated + " 万元").where(found["amount"].notna(), "没有填写")
    return hits(
        found,
        value=stated,
        expected=due,
        message="调整类型是「" + found["kind"] + "」，调整金额" + written + "，应为" + due + "。",
        hint="请核对「调整类型」和「调整金额」：使预算增加的写正数，减少的写负数（如 -32）。",
    )


@rule(
    "C30b",
    title="调整前后的预算数",
    severity="error",
    table="budget_adjustments",
    fields=("adjusted_budget",),
    looks_at=(filled("prior_budget", "adjusted_budget"),),
    formula="调整后预算数 = 调整前预算数 ＋ 调整金额",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment(prior_budget="320", adjusted_budget="288")),
        *rows(goals=goal(), budget_adjustments=adjustment(prior_budget="320")),
    ),
    bad=rows(goals=goal(), budget_adjustments=adjustment(prior_budget="320", adjusted_budget="298")),
)
def adjusted_budget(facts: Facts) -> pd.DataFrame:
    """调整后的预算数等于调整前的预算数加调整金额。三个数都填了才检查。请核对原件，看哪一个写错了。"""
    given = facts.tables["budget_adjustments"]
    expected = given["prior_budget"] + given["amount"].fillna(0)
    wrong = apart(facts, given, given["adjusted_budget"] - expected)
    found, due, stated = given[wrong], shown(expected[wrong]), shown(given["adjusted_budget"][wrong])
    amount = shown(found["amount"].fillna(0))
    sum_ = shown(found["prior_budget"]) + " ＋（" + amount + "）"
    return hits(
        found,
        value=stated,
        expected=due,
        message="写的是 " + stated + " 万元，按 调整前预算数＋调整金额 = " + sum_ + " 应为 " + due + " 万元。",
        hint="请核对「调整前预算数」「调整金额」「调整后预算数」。",
    )


@rule(
    "C32",
    title="调整的依据和原因",
    severity="warning",
    table="budget_adjustments",
    fields=("approved_document", "reason"),
    formula="批准文件、调整原因都要填写，不得只写“无”",
    source=BUDGET_LAW,
    good=rows(goals=goal(), budget_adjustments=adjustment()),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(reason="无")),
        *rows(goals=goal(), budget_adjustments=adjustment(approved_document="")),
    ),
)
def grounds(facts: Facts) -> pd.DataFrame:
    """预算批复以后非经规定程序不得调整。谁批准的、为什么，和金额一样要让人看到。

    没有单独发文的，写审批单或会议纪要的名称。请补填。
    """
    given = facts.tables["budget_adjustments"]
    found = []
    for field, title in {"approved_document": "批准文件", "reason": "调整原因"}.items():
        silent = given[blank(given[field])]
        text = silent[field].fillna("")
        written = ("写的是「" + text + "」").where(text != "", "没有填写")
        found.append(
            hits(
                silent,
                value=text,
                expected=title,
                message=title + written + "。",
                hint=f"请填写「{title}」；没有单独发文的，写审批单或会议纪要。",
                field=field,
            )
        )
    return pd.concat(found)


@rule(
    "C33",
    title="调整日期",
    severity="warning",
    table="budget_adjustments",
    fields=("adjusted_date", "approved_date"),
    looks_at=(some_filled("adjusted_date", "approved_date"),),
    formula="调整日期在预算年度之内，或年度终了后 3 个月以内（按本地口径）；批准日期不晚于调整日期，不早于上一年度",
    thresholds=("settlement_months",),
    source=BUDGET_LAW,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment(approved_date="2023-09-12")),
        *rows(goals=goal(), budget_adjustments=adjustment(adjusted_date="2024-01-20", approved_date="2024-01-15")),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(adjusted_date="2022-09-15")),
        *rows(goals=goal(), budget_adjustments=adjustment(adjusted_date="2024-05-15")),
        *rows(goals=goal(), budget_adjustments=adjustment(approved_date="2023-09-21")),
        *rows(goals=goal(), budget_adjustments=adjustment(approved_date="2021-09-12")),
    ),
)
def adjusted_in_time(facts: Facts) -> pd.DataFrame:
    """当年的预算只能在当年调整；年度终了以后，只在办理决算的几个月里清理。

    批准在先，调整在后；上级提前下达的可以是上一年的文件。请核对是否写错年份，或放错了年度的文件夹。
    """
    given = facts.tables["budget_adjustments"]
    year = given["fiscal_year"].astype("Int64")
    month = 12 * year + 11 + facts.profile(given, "settlement_months").astype("int64")
    last = (month // 12).astype("str") + "-" + (month % 12 + 1).astype("str").str.zfill(2)
    first, before = year.astype("str") + "-01", (year - 1).astype("str") + "-01"
    day, approved = given["adjusted_date"], given["approved_date"]
    # ISO days compare as text; a month stands before its days, and what follows it (−32) after them.
    return pd.concat(
        [
            _misdated(given, day < first, "adjusted_date", "调整日期", "不早于 " + first),
            _misdated(given, day > last + "-32", "adjusted_date", "调整日期", "不晚于 " + last),
            _misdated(given, approved > day, "approved_date", "批准日期", "不晚于调整日期 " + day),
            _misdated(given, approved < before, "approved_date", "批准日期", "不早于 " + before),
        ]
    )


def _misdated(given: pd.DataFrame, wrong: pd.Series, field: str, title: str, due: pd.Series) -> pd.DataFrame:
    wrong = wrong.fillna(False).astype(bool)
    found, expected = given[wrong], due[wrong]
    return hits(
        found,
        value=found[field],
        expected=expected,
        message=f"{title}写的是 " + found[field] + "，应" + expected + "。",
        hint="请核对日期是否写错年份，或这一行是否放错了年度的文件夹。",
        field=field,
    )


@rule(
    "C35",
    title="更名的新名称",
    severity="warning",
    table="budget_adjustments",
    fields=("new_name",),
    looks_at=(either(among("kind", "更名"), filled("kind", "new_name")),),
    formula="更名须写新项目名称，与原名称不同；其他调整（合并除外）不写新项目名称",
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment(kind="更名", amount="", new_name="校舍安全保障")),
        *rows(goals=goal(), budget_adjustments=adjustment(new_name="")),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(kind="更名", amount="")),
        *rows(goals=goal(), budget_adjustments=adjustment(kind="更名", amount="", new_name=NAME)),
        *rows(goals=goal(), budget_adjustments=adjustment(new_name="校舍安全保障")),
    ),
)
def new_name(facts: Facts) -> pd.DataFrame:
    """项目换了名字，读者要靠新旧两个名称才能接上。请写明新名称；又更名又调整金额的，分成两行登记。"""
    given = facts.tables["budget_adjustments"]
    renamed, name = given["kind"] == "更名", given["new_name"]
    same = (name.str.strip() == given["project_name"].str.strip()).fillna(False).astype(bool)
    stray = given["kind"].notna() & ~given["kind"].isin(("更名", "合并")) & name.notna()
    wrong = renamed & (name.isna() | same) | stray
    found, written = given[wrong], name[wrong].fillna("")
    said = ("新项目名称写的是「" + written + "」，与原名称相同").where(written != "", "没有填写新项目名称")
    other = "调整类型是「" + found["kind"] + "」，却写了新项目名称「" + written + "」"
    stray = stray[wrong]
    due = pd.Series("新项目名称", index=found.index, dtype="str").mask(stray, "更名")
    return hits(
        found,
        value=written,
        expected=due,
        message=said.mask(stray, other) + "，应为" + due + "。",
        hint="请核对「调整类型」和「新项目名称」；又更名又调整金额的，请分成两行。",
    )


@rule(
    "C36",
    title="调整的项目查无此项",
    severity="warning",
    table="budget_adjustments",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(Need("本部门同年没有公开目标、监控和自评", _comparable),),
    formula="调整的项目编码应在本部门同年的绩效目标、监控或自评中；都没有的在备注说明",
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment()),
        *rows(self_evaluations=self_evaluation(), budget_adjustments=adjustment(kind="追加", amount="320")),
        *rows(monitorings=monitored(), budget_adjustments=adjustment()),
        *rows(
            goals=goal(),
            budget_adjustments=adjustment(
                project_code=OTHER, kind="追加", amount="80", remark="年中新增，绩效目标随追加批复，尚未公开。"
            ),
        ),
    ),
    bad=rows(goals=goal(), budget_adjustments=adjustment(project_code=OTHER)),
)
def adjusted_project(facts: Facts) -> pd.DataFrame:
    """调整的项目要能在本部门当年的目标、监控或自评里找到，否则页面接不上，多半是编码写错。

    年中新增的项目可以还没有公开目标，请在备注说明；部门当年什么都没有公开的不检查。
    """
    given = facts.tables["budget_adjustments"].dropna(subset=["project_code"])
    published = facts.of(_published)
    there = known(given, published, PROJECT) | ~known(given, published, FOLDER)
    found = given[~there & blank(given["remark"])]
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="已公开的项目编码",
        message="项目编码 " + code + " 不在本部门同年的绩效目标、监控和自评里，应为已公开的项目编码。",
        hint="请核对编码；年中新增、还没有公开目标的，请在「备注」说明。",
    )


@rule(
    "C12z",
    title="预算调整日期在检查之后",
    severity="warning",
    table="budget_adjustments",
    fields=("adjusted_date", "approved_date"),
    looks_at=(some_filled("adjusted_date", "approved_date"),),
    formula="调整日期、批准日期 ≤ 检查之日",
    source=OURS,
    good=rows(budget_adjustments=adjustment(approved_date="2023-09-12")),
    bad=(
        *rows(budget_adjustments=adjustment(adjusted_date=AHEAD, fiscal_year="2098")),
        *rows(budget_adjustments=adjustment(adjusted_date="", approved_date=AHEAD, fiscal_year="2098")),
    ),
)
def adjusted_ahead(facts: Facts) -> pd.DataFrame:
    """调整日期是已经办理的那一天，批准日期是文件落款的那一天；报批中的调整不登记。请核对是否写错年份。"""
    return ahead(facts, "budget_adjustments", adjusted_date="调整日期", approved_date="批准日期")


@rule(
    "C21i",
    title="预算调整金额的单位",
    severity="warning",
    table="budget_adjustments",
    fields=("amount",),
    looks_at=(some_filled("amount", "prior_budget", "adjusted_budget"),),
    needs=(Need("没有公开这个项目的预算数", _budgeted),),
    formula="调整金额、调整前后的预算数不到同一项目年初、全年预算数的约三千倍",
    source=OURS,
    good=(
        *rows(goals=goal(), budget_adjustments=adjustment(kind="追加", amount="3200")),
        *rows(goals=goal(), budget_adjustments=adjustment(amount="-0.05")),
    ),
    bad=(
        *rows(goals=goal(), budget_adjustments=adjustment(kind="追加", amount="3200000")),
        *rows(goals=goal(), budget_adjustments=adjustment(adjusted_budget="2880000")),
    ),
)
def adjusted_unit(facts: Facts) -> pd.DataFrame:
    """预算调整的金额以万元为单位。比这个项目的预算大几千倍的，多半是以元填写；金额小的分不出来，不检查。"""
    given = facts.tables["budget_adjustments"]
    budget = facts.of(_budgets)
    found = []
    for field, title in {
        "amount": "调整金额",
        "prior_budget": "调整前预算数",
        "adjusted_budget": "调整后预算数",
    }.items():
        slipped = given[units(given[field]).abs() / budget >= 10**LEAST]
        stated = shown(slipped[field])
        said = f"{title}写的是 " + stated + " 万元，这个项目的预算只有 " + briefly(budget[slipped.index])
        found.append(
            hits(
                slipped,
                value=stated,
                expected="以万元为单位",
                message=said + " 万元，像是以元为单位填写，应以万元为单位。",
                hint="请核对单位：以元填写的请除以10000。",
                field=field,
            )
        )
    return pd.concat(found)
