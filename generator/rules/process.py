"""Before and during: ex-ante evaluations and monitoring."""

from __future__ import annotations

from operator import itemgetter

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import PROJECT, known
from generator.facts.monitorings import progress
from generator.facts.numbers import fixed, shown, units
from generator.facts.wording import blank
from generator.rules.examples import assessed, goal, monitored, rows
from generator.rules.registry import hits, rule
from generator.rules.shared import rates

_FIVE = {
    "necessity_score": "立项必要性",
    "economy_score": "投入经济性",
    "goal_score": "绩效目标合理性",
    "plan_score": "实施方案可行性",
    "funding_score": "筹资合规性",
}


@rule(
    "R13c",
    title="事前评估审减",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("cut_rate",),
    formula="审减率 = 审减额 ÷ 申报额 × 100%；核定额 = 申报额 − 审减额",
    thresholds=("amount_tolerance", "rate_tolerance"),
    source="本项目约定",
    good=rows(ex_ante_evaluations=assessed()),
    bad=(
        *rows(ex_ante_evaluations=assessed(cut_rate="25")),
        *rows(ex_ante_evaluations=assessed(cut_rate="")),
        *rows(ex_ante_evaluations=assessed(approved_amount="340")),
    ),
)
def ex_ante_cut(facts: Facts) -> pd.DataFrame:
    """事前评估的审减率等于审减额除以申报额，核定额等于申报额减审减额。请核对三个金额和审减率。"""
    given = facts.tables["ex_ante_evaluations"]
    wrong_rate = rates(
        facts,
        "ex_ante_evaluations",
        part="cut_amount",
        whole="applied_amount",
        rate="cut_rate",
        names=("审减额", "申报额"),
        hint="请核对「申报额」「审减额」「审减率」。",
    )
    cut = (given["cut_amount"] > 0).fillna(False).astype(bool) & given["cut_rate"].isna()
    cut &= (given["applied_amount"] > 0).fillna(False).astype(bool)
    rate = fixed(units(given["cut_amount"][cut]) / units(given["applied_amount"][cut]) * 100) + "%"
    amount = shown(given["cut_amount"][cut])
    no_rate = hits(
        given[cut],
        value="",
        expected=rate,
        message="审减 " + amount + " 万元，没有填写审减率，按 审减额÷申报额 应为 " + rate + "。",
        hint="请补填「审减率」。",
        severity="flag",
    )
    due = given["applied_amount"] - given["cut_amount"]
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
    wrong = ((given["approved_amount"] - due).abs() > tolerance).fillna(False).astype(bool) & blank(given["remark"])
    found, due = given[wrong], shown(due[wrong])
    stated = shown(found["approved_amount"])
    how = " 万元，按 申报额−审减额 = " + shown(found["applied_amount"]) + " − " + shown(found["cut_amount"])
    wrong_amount = hits(
        found,
        value=stated,
        expected=due,
        message="核定额写的是 " + stated + how + " 应为 " + due + " 万元。",
        hint="请核对「核定额」；另有调整的，请在备注写明。",
        field="approved_amount",
    )
    return pd.concat([wrong_rate, no_rate, wrong_amount])


@rule(
    "R03f",
    title="事前评估总分合计",
    severity="error",
    table="ex_ante_evaluations",
    fields=("total_score",),
    formula="评估总分 = 立项必要性 + 投入经济性 + 绩效目标合理性 + 实施方案可行性 + 筹资合规性",
    thresholds=("score_tolerance",),
    source="本项目约定，五个方面参照各地事前绩效评估办法",
    good=rows(
        ex_ante_evaluations=assessed(
            necessity_score="18", economy_score="18", goal_score="18", plan_score="19", funding_score="19"
        )
    ),
    bad=rows(
        ex_ante_evaluations=assessed(
            necessity_score="18", economy_score="18", goal_score="18", plan_score="17", funding_score="19"
        )
    ),
)
def ex_ante_total(facts: Facts) -> pd.DataFrame:
    """事前评估五个方面都打了分的，总分应当等于五项之和。请核对各项得分。"""
    given = facts.tables["ex_ante_evaluations"]
    given = given[given[list(_FIVE)].notna().all(axis=1) & given["total_score"].notna()]
    added = given["necessity_score"]
    for name in list(_FIVE)[1:]:
        added = added + given[name]
    tolerance = (facts.profile(given, "score_tolerance") * MICRO).round().astype("int64")
    wrong = ((given["total_score"] - added).abs() > tolerance).fillna(False).astype(bool)
    found, due = given[wrong], shown(added[wrong])
    stated = shown(found["total_score"])
    return hits(
        found,
        value=stated,
        expected=due,
        message="评估总分写的是 " + stated + " 分，五个方面得分合计应为 " + due + " 分。",
        hint="请核对五个方面的得分和总分。",
    )


@rule(
    "R22",
    title="事前评估结论",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("conclusion",),
    formula="总分 ≥ 90 予以支持；70—90 调整完善后予以支持；< 70 不予支持（按本地口径）",
    thresholds=("ex_ante_bands",),
    source="本项目约定，分数线参照有关省份绩效系统的做法",
    good=rows(ex_ante_evaluations=assessed(total_score="78", conclusion="调整完善后予以支持")),
    bad=rows(ex_ante_evaluations=assessed(total_score="66", conclusion="予以支持")),
)
def ex_ante_conclusion(facts: Facts) -> pd.DataFrame:
    """事前评估的结论应当与得分相称。各地分数线不同，这里只作提醒；与分数不一致的，请在结论说明里写理由。"""
    given = facts.tables["ex_ante_evaluations"]
    score = units(given["total_score"])
    due = pd.Series("不予支持", index=given.index, dtype="str")
    for name in ("调整完善后予以支持", "予以支持"):
        least = facts.profile(given, "ex_ante_bands", itemgetter(name)).astype("float64")
        due = due.mask(score >= least - 1e-9, name)
    wrong = score.notna() & given["conclusion"].notna() & (given["conclusion"] != due) & blank(given["conclusion_note"])
    found, due = given[wrong], due[wrong]
    return hits(
        found,
        value=found["conclusion"],
        expected=due,
        message="结论写的是「"
        + found["conclusion"]
        + "」，按总分 "
        + shown(found["total_score"])
        + " 分应为「"
        + due
        + "」。",
        hint="请核对总分和结论；另有考虑的，请在「结论说明」写明。",
    )


@rule(
    "R01c",
    title="监控执行率",
    severity="error",
    table="monitorings",
    fields=("execution_rate",),
    formula="执行率 = 累计执行数 ÷ 全年预算数 × 100%",
    thresholds=("rate_tolerance",),
    source="依据《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号）所附监控表",
    good=rows(monitorings=monitored()),
    bad=rows(monitorings=monitored(execution_rate="65")),
)
def monitored_rate(facts: Facts) -> pd.DataFrame:
    """监控表的执行率等于截至监控月份的累计执行数除以全年预算数。请核对两个金额。"""
    return rates(
        facts,
        "monitorings",
        part="actual_spend",
        whole="annual_budget",
        rate="execution_rate",
        names=("累计执行数", "全年预算数"),
        hint="请核对「累计执行数」和「全年预算数」。",
    )


@rule(
    "R19",
    title="监控进度",
    severity="flag",
    table="monitorings",
    fields=("actual_spend",),
    formula="指数 = 执行率 ÷（截止月份 ÷ 12）；60以下红，60至80黄，80以上绿（按本地口径；口径定了分月下限的按下限）",
    thresholds=("progress_bands", "progress_minimums"),
    source="本项目约定，档次参照有关地方绩效系统的做法",
    good=(
        *rows(monitorings=monitored()),
        *rows(
            monitorings=monitored(actual_spend="80", execution_rate="25", deviation_note="设备采购合同约定11月付款。")
        ),
    ),
    bad=rows(monitorings=monitored(actual_spend="80", execution_rate="25")),
)
def behind_schedule(facts: Facts) -> pd.DataFrame:
    """到监控的月份，钱花的进度比时间的进度慢得多，又没有写原因。

    集中付款、下半年实施、资金下达较晚都会这样；请在偏差原因里写明，以及全年预计执行多少。
    """
    given = facts.of(progress)
    found = given[given["light"].isin(("红", "黄")) & blank(given["deviation_note"])]
    rate, least = fixed(found["rate"]) + "%", fixed(found["least"]) + "%"
    passed = fixed(found["period"].astype("float64") / 12 * 100)
    said = found["light"] + "灯：到 " + found["period"].astype("str") + " 月底执行率 " + rate + "，时间进度 " + passed
    return hits(
        found,
        value=rate,
        expected="不低于" + least,
        message=said + "%，指数 " + fixed(found["index"]) + "，执行率一般应不低于 " + least + "。",
        hint="请在「偏差原因分析」写明原因，并填写全年预计执行数。",
    )


@rule(
    "C17",
    title="监控没有对应的绩效目标",
    severity="warning",
    table="monitorings",
    fields=("project_code",),
    formula="监控的项目编码应在同一部门同一年度的绩效目标中",
    source="本项目约定",
    good=rows(goals=goal(), monitorings=monitored()),
    bad=rows(goals=goal(), monitorings=(monitored(), monitored(project_code="990001230010002"))),
)
def monitored_without_goal(facts: Facts) -> pd.DataFrame:
    """监控的是绩效目标的实现程度，监控的项目应当有公开的目标；年中追加的项目请在备注说明。"""
    given, goals = facts.tables["monitorings"], facts.tables["goals"]
    there = known(given, goals, PROJECT) | ~known(given, goals, PROJECT[:3])
    found = given[~there & blank(given["remark"])].dropna(subset=["project_code"])
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="同年绩效目标中的编码",
        message="项目编码 " + code + " 不在本部门同年的绩效目标里，应为同年绩效目标中的编码。",
        hint="请核对编码；年中追加等没有公开目标的，请在备注说明。",
    )
