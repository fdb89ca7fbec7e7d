"""Monitorings and their indicators: amounts, pace, days, and what they must come with."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import RED, YELLOW
from generator.facts.joining import PROJECT, PROJECT_OF_YEAR, beside, known
from generator.facts.monitorings import progress
from generator.facts.numbers import fixed, shown, units
from generator.facts.rates import RATIOS, wholes
from generator.facts.wording import blank
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.date_order import after
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import CODE, assessed, fund, goal, goal_indicator, monitored, rows
from generator.rules.looking import GOAL, GOALS, filled, some_filled, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import approved, changed_targets, misstated_rates
from generator.rules.sources import MONITORING_FORM, OURS
from generator.rules.wording import LEFTOVERS, leftovers

_PERIOD = [*PROJECT, "period"]


def _indicator(number: int, **others: str) -> dict[str, str]:
    row = {"project_code": "990001230010001", "period": "7", "indicator_no": str(number), "level1": "产出指标"}
    row |= {"level2": "数量指标", "level3": f"第{number}项指标", "operator": "≥", "target_value": "12", "unit": "所"}
    return row | {"actual_value": "8", "likelihood": "确定能"} | others


def _before_december(_: Facts, rows: pd.DataFrame) -> pd.Series:
    return rows["period"] < 12


def _asked(_: Facts, rows: pd.DataFrame) -> pd.Series:
    """It says that there is something more to tell."""
    return (rows[["dual_monitoring", "needs_rectification", "key_monitoring"]] == "是").any(axis=1)


def _answerable(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Indicators of monitorings are published, or it asks for something else than them."""
    there = known(rows, facts.tables["monitoring_indicators"], ["division"])
    return there | (rows[["needs_rectification", "key_monitoring"]] == "是").any(axis=1)


def _likelihood_told(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """It is said to be hopeless, or to be sure while its indicators say something of their own."""
    sure = (rows["likelihood"] == "确定能") & known(rows, facts.tables["monitoring_indicators"], _PERIOD)
    return sure | (rows["likelihood"] == "完全不可能")


def _both(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """What was spent, and a budget that it is spent of."""
    return rows["actual_spend"].notna() & wholes(rows, RATIOS["monitorings"]).notna()


def _divisible(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The budget is above nought."""
    return wholes(rows, RATIOS["monitorings"]) > 0


@rule(
    "R01c",
    title="监控执行率",
    severity="error",
    table="monitorings",
    fields=("execution_rate",),
    looks_at=(filled("execution_rate"),),
    needs=(
        Need("没有填写预算数或累计执行数", _both),
        Need("作分母的金额不大于 0，比率不可算", _divisible),
    ),
    formula="执行率 = 累计执行数 ÷ 全年预算数（表上没有的按年初预算数） × 100%",
    thresholds=("rate_tolerance",),
    source=MONITORING_FORM,
    good=(
        *rows(monitorings=monitored()),
        *rows(monitorings=monitored(initial_budget="320", annual_budget="")),
    ),
    bad=(
        *rows(monitorings=monitored(execution_rate="65")),
        *rows(monitorings=monitored(initial_budget="320", annual_budget="", execution_rate="65")),
    ),
)
def monitored_rate(facts: Facts) -> pd.DataFrame:
    """监控表的执行率等于截至监控月份的累计执行数除以全年预算数；表上只有年初预算数的，除以年初预算数。请核对两个金额。"""
    return misstated_rates(
        facts, "monitorings", ("累计执行数", "全年预算数"), hint="请核对「累计执行数」和「全年预算数」。"
    )


@rule(
    "R14c",
    title="监控的金额",
    severity="warning",
    table="monitorings",
    fields=("actual_spend",),
    looks_at=(filled("actual_spend"),),
    formula="累计执行数 ≤ 全年预算数；全年预计执行数 ≥ 累计执行数；后一次监控的累计执行数 ≥ 前一次",
    thresholds=("amount_tolerance",),
    source=MONITORING_FORM,
    good=rows(
        monitorings=(
            monitored(period="6", actual_spend="160", execution_rate="50"),
            monitored(expected_spend="310"),
        )
    ),
    bad=(
        *rows(monitorings=monitored(actual_spend="352", execution_rate="110")),
        *rows(monitorings=monitored(expected_spend="150")),
        *rows(monitorings=(monitored(period="6", actual_spend="190", execution_rate="59.38"), monitored())),
    ),
)
def monitored_amounts(facts: Facts) -> pd.DataFrame:
    """累计的执行数只会越来越多，一般不超过全年预算，全年预计的也不会比已经执行的少。

    冲回支出、预算还没有追加到位的，会有例外，请在偏差原因里写明。
    """
    given = facts.tables["monitorings"]
    given = given[blank(given["deviation_note"]) & blank(given["remark"])]
    spend, budget, expected = given["actual_spend"], given["annual_budget"], given["expected_spend"]
    ordered = given.dropna(subset=["period", "project_code"]).sort_values(_PERIOD, kind="stable")
    before = ordered.groupby(PROJECT, sort=False)["actual_spend"].shift().reindex(given.index)
    found = []
    for column, stated, bound, title, said, word in (
        ("actual_spend", spend, budget, "累计执行数", "全年预算数", "多"),
        ("expected_spend", expected, spend, "全年预计执行数", "累计执行数", "少"),
        ("actual_spend", spend, before, "累计执行数", "前一次监控的累计执行数", "少"),
    ):
        gap = stated - bound if word == "多" else bound - stated
        tolerance = facts.tolerance(given, "amount_tolerance")
        wrong = (gap > tolerance).fillna(False).astype(bool)
        number, limit = shown(stated[wrong]), shown(bound[wrong])
        due = ("不超过" if word == "多" else "不少于") + limit
        found.append(
            hits(
                given[wrong],
                value=number,
                expected=due,
                message=f"{title}写的是 " + number + f" 万元，比{said} " + limit + f" 万元{word}，应" + due + " 万元。",
                hint="请核对金额；冲回支出、追加未到位等情况，请在「偏差原因分析」写明。",
                field=column,
            )
        )
    return pd.concat(found)


@rule(
    "R19",
    title="监控进度",
    severity="flag",
    table="monitorings",
    fields=("actual_spend",),
    looks_at=(_before_december,),
    needs=(Need("没有填写累计执行数，或预算数为 0", worked_out(progress, "rate")),),
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
    found = given[given["light"].isin((RED, YELLOW)) & blank(given["deviation_note"])]
    rate, least = fixed(found["rate"]) + "%", fixed(found["least"]) + "%"
    passed = fixed(found["period"].astype("float64") / 12 * 100)
    said = found["light"] + "灯：到 " + found["period"].astype("str") + " 月底执行率 " + rate + "，时间进度 " + passed
    return hits(
        found,
        value=rate,
        expected="不低于" + least,
        message=said + "%，指数 " + fixed(found["index"]) + "，执行率一般应不低于 " + least + "。",
        hint="请在「偏差原因分析」写明原因，并填写全年预计执行数。",
        plain="到 " + found["period"].astype("str") + " 月底，钱才花了 " + rate,
    )


@rule(
    "F12b",
    title="目标与监控的预算数不一",
    severity="flag",
    table="monitorings",
    fields=("initial_budget",),
    looks_at=(filled("initial_budget"),),
    needs=(GOAL,),
    formula="监控的年初预算数 = 绩效目标的资金总额",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(goals=goal(), monitorings=monitored()),
    bad=rows(goals=goal(total_amount="280"), monitorings=monitored()),
)
def same_budget(facts: Facts) -> pd.DataFrame:
    """监控表的年初预算数，应当就是随预算公开的目标表上的资金总额。口径不同（如一处含上年结转）会造成差异，请在备注写明。"""
    given = facts.tables["monitorings"]
    goal_amount = beside(given, facts.tables["goals"], PROJECT, ["total_amount"])["total_amount"]
    tolerance = facts.tolerance(given, "amount_tolerance")
    wrong = ((given["initial_budget"] - goal_amount).abs() > tolerance).fillna(False).astype(bool)
    # Ten thousand times as much is another question (C21).
    ratio = units(given["initial_budget"]) / units(goal_amount).where(lambda amount: amount > 0)
    wrong &= blank(given["remark"]) & ratio.between(0.001, 1000)
    stated, due = shown(given["initial_budget"][wrong]), shown(goal_amount[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="年初预算数写的是 " + stated + " 万元，公开的绩效目标资金总额为 " + due + " 万元。",
        hint="请核对两处金额；口径不同的，请在备注写明。",
    )


@rule(
    "C08b",
    title="监控指标值与批复的目标不一致",
    severity="warning",
    table="monitoring_indicators",
    fields=("target_value",),
    looks_at=(filled("target_value"),),
    needs=(approved("monitoring_indicators"),),
    formula="同一项目同名三级指标，监控的年度指标值 = 绩效目标的指标值",
    source=OURS,
    good=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标"),
        monitorings=monitored(),
        monitoring_indicators=_indicator(1),
    ),
    bad=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标", target_value="15"),
        monitorings=monitored(),
        monitoring_indicators=_indicator(1),
    ),
)
def same_target(facts: Facts) -> pd.DataFrame:
    """监控的是批复的目标，指标值应当与目标表一致。年中按程序调整过目标的，请在说明里写明。"""
    return changed_targets(facts, "monitoring_indicators")


@rule(
    "C12c",
    title="监控日期先后",
    severity="warning",
    table="monitorings",
    fields=("monitored_date",),
    looks_at=(filled("monitored_date", "project_code", "period"),),
    formula="监控日期不早于监控截止月份；截止月份靠后的，监控日期也靠后；不早于同一项目的事前评估日期",
    source=OURS,
    good=rows(
        ex_ante_evaluations=assessed(project_code=CODE, assessed_date="2022-10-20"),
        monitorings=monitored(monitored_date="2023-08-20"),
    ),
    bad=(
        *rows(monitorings=monitored(monitored_date="2023-05-20")),
        *rows(
            monitorings=(
                monitored(period="6", monitored_date="2023-09-20"),
                monitored(monitored_date="2023-08-20"),
            )
        ),
        *rows(
            ex_ante_evaluations=assessed(project_code=CODE, assessed_date="2023-10-20"),
            monitorings=monitored(monitored_date="2023-08-20"),
        ),
    ),
)
def monitoring_dates(facts: Facts) -> pd.DataFrame:
    """监控到7月底的，监控不会早于7月；6月的监控不会晚于10月的监控；事前评估不会晚于监控。请核对监控日期和截止月份。"""
    given = facts.tables["monitorings"].dropna(subset=["monitored_date", "project_code", "period"])
    month = given["fiscal_year"].astype("str") + "-" + given["period"].astype("str").str.zfill(2) + "-01"
    early = given["monitored_date"] < month
    found = [after(given[early], "monitored_date", "监控日期", month[early], "监控截止月份")]
    ordered = given.sort_values([*PROJECT_OF_YEAR, "period"], kind="stable")
    latest = ordered.groupby(PROJECT_OF_YEAR, sort=False)["monitored_date"].shift()
    back = (ordered["monitored_date"] < latest).fillna(False).astype(bool)
    found.append(after(ordered[back], "monitored_date", "监控日期", latest[back], "前一次监控的日期"))
    assessed_day = beside(given, facts.tables["ex_ante_evaluations"], PROJECT_OF_YEAR, ["assessed_date"])[
        "assessed_date"
    ]
    back = (given["monitored_date"] < assessed_day).fillna(False).astype(bool) & ~early
    found.append(after(given[back], "monitored_date", "监控日期", assessed_day[back], "事前评估日期"))
    return pd.concat(found)


@rule(
    "C12n",
    title="监控日期在检查之后",
    severity="warning",
    table="monitorings",
    fields=("monitored_date",),
    looks_at=(filled("monitored_date"),),
    formula="监控日期 ≤ 检查之日",
    source=OURS,
    good=rows(monitorings=monitored(monitored_date="2023-08-20")),
    bad=rows(monitorings=monitored(monitored_date=AHEAD)),
)
def monitored_ahead(facts: Facts) -> pd.DataFrame:
    """监控日期是完成监控的那一天，还没有监控就没有这一天。请核对是否写错年份；计划中的监控不登记。"""
    return ahead(facts, "monitorings", monitored_date="监控日期")


@rule(
    "C17",
    title="监控没有对应的绩效目标",
    severity="warning",
    table="monitorings",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(GOALS,),
    formula="监控的项目编码应在同一部门同一年度的绩效目标中",
    source=OURS,
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


@rule(
    "C20",
    title="监控表不完整",
    severity="warning",
    table="monitorings",
    fields=("needs_rectification",),
    looks_at=(_asked,),
    needs=(Need("本区划没有公开监控指标", _answerable),),
    formula="双监控为“是”的有监控指标；需要整改的写整改要求和建议；财政重点监控的写监控意见",
    source=MONITORING_FORM,
    good=rows(
        monitorings=monitored(
            dual_monitoring="是", needs_rectification="是", measures="10月底前完成招标。", key_monitoring="是",
            key_monitoring_opinion="加快实施。",
        ),
        monitoring_indicators=_indicator(1),
    ),
    bad=(
        *rows(
            monitorings=(monitored(dual_monitoring="是"), monitored(project_code="990001230010002")),
            monitoring_indicators=_indicator(1, project_code="990001230010002"),
        ),
        *rows(monitorings=monitored(needs_rectification="是", measures="暂无")),
        *rows(monitorings=monitored(key_monitoring="是")),
    ),
)  # fmt: skip
def complete_monitoring(facts: Facts) -> pd.DataFrame:
    """“双监控”既看预算执行，也看目标实现，没有监控指标就只监控了一半；要整改的要写清怎么改；财政重点监控的要有意见。

    全区划都没有公开监控指标的，不逐项提醒。
    """
    given, indicators = facts.tables["monitorings"], facts.tables["monitoring_indicators"]
    alone = (given["dual_monitoring"] == "是") & ~known(given, indicators, _PERIOD)
    alone &= known(given, indicators, ["division"])
    found = []
    for mask, field, said, due, hint in (
        (
            alone,
            "dual_monitoring",
            "双监控填的是「是」，却没有监控指标",
            "监控指标",
            "请补上监控指标各行，或改填「否」。",
        ),
        (
            (given["needs_rectification"] == "是") & blank(given["measures"]),
            "needs_rectification",
            "是否需要整改填的是「是」，却没有写整改要求和建议",
            "整改要求和建议",
            "请写明整改什么、何时完成。",
        ),
        (
            (given["key_monitoring"] == "是") & blank(given["key_monitoring_opinion"]),
            "key_monitoring",
            "是否财政重点监控填的是「是」，却没有写监控意见",
            "监控意见",
            "请补填「财政重点监控意见」。",
        ),
    ):
        found.append(
            hits(given[mask], value="是", expected=due, message=f"{said}，应补上{due}。", hint=hint, field=field)
        )
    return pd.concat(found)


@rule(
    "C20b",
    title="完成可能性前后不一",
    severity="flag",
    table="monitorings",
    fields=("likelihood",),
    looks_at=(_likelihood_told,),
    formula="有指标完全不可能完成的，项目不是“确定能”；有指标不能确定完成的，写明偏差原因或整改",
    source=OURS,
    good=(
        *rows(
            monitorings=monitored(likelihood="有可能", needs_rectification="是", measures="加快招标。"),
            monitoring_indicators=(_indicator(1), _indicator(2, likelihood="完全不可能")),
        ),
        *rows(monitorings=monitored(likelihood="确定能"), monitoring_indicators=_indicator(1)),
    ),
    bad=(
        *rows(
            monitorings=monitored(likelihood="确定能", deviation_note="1项推迟。"),
            monitoring_indicators=(_indicator(1), _indicator(2, likelihood="完全不可能")),
        ),
        *rows(monitorings=monitored(likelihood="完全不可能")),
    ),
)
def likelihoods(facts: Facts) -> pd.DataFrame:
    """指标里有“完全不可能”完成的，项目却填“确定能”；或者填了完成不了，却没有写原因、也不要求整改。

    可能那一项指标分量很小，或者已经调整了目标。请写明打算怎么办。
    """
    given, indicators = facts.tables["monitorings"], facts.tables["monitoring_indicators"]
    hopeless = indicators[indicators["likelihood"] == "完全不可能"]
    sure = (given["likelihood"] == "确定能") & known(given, hopeless, _PERIOD)
    silent = (given["likelihood"] == "完全不可能") & (given["needs_rectification"] != "是")
    silent &= blank(given["deviation_note"])
    stated, lost = given["likelihood"][sure], given["likelihood"][silent]
    return pd.concat(
        [
            hits(
                given[sure],
                value=stated,
                expected="有可能",
                message="项目填的是「" + stated + "」，却有指标填「完全不可能」，一般应为「有可能」或说明。",
                hint="请核对各项指标的完成可能性。",
            ),
            hits(
                given[silent],
                value=lost,
                expected="写明原因和整改",
                message="完成目标可能性填的是「" + lost + "」，没有原因，也不要求整改，一般应写明原因和整改。",
                hint="请在「偏差原因分析」写明，并提出整改要求或调整目标。",
            ),
        ]
    )


@rule(
    "C21c",
    title="监控金额的单位",
    severity="warning",
    table="monitorings",
    fields=("annual_budget",),
    looks_at=(has_amount("monitorings"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), monitorings=monitored()),
    bad=rows(
        self_evaluation_funds=fund(),
        monitorings=monitored(initial_budget="0.032", annual_budget="0.032", actual_spend="0.0176"),
    ),
)
def monitored_unit(facts: Facts) -> pd.DataFrame:
    """监控表的资金以万元为单位。与这个项目的目标、自评或往年的金额相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "monitorings")


_TEXTS = {
    "annual_goal": "年度总体目标",
    "deviation_note": "偏差原因分析",
    "measures": "整改要求和建议",
    "result": "整改结果",
    "key_monitoring_opinion": "财政重点监控意见",
    "remark": "备注",
}


@rule(
    "F11e",
    title="监控表的模板残留",
    severity="flag",
    table="monitorings",
    fields=("deviation_note",),
    looks_at=(some_filled(*_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(monitorings=monitored(remark="按月调度。")),
    bad=(
        *rows(monitorings=monitored(deviation_note="××原因导致支付偏慢。")),
        *rows(monitorings=monitored(measures="（200字以内）")),
    ),
)
def leftover_monitorings(facts: Facts) -> pd.DataFrame:
    """监控表里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的原因和措施；原件如此的照登即可。"""
    return leftovers(facts.tables["monitorings"], _TEXTS)


_INDICATOR_TEXTS = {
    "level3": "三级指标",
    "target_value": "年度指标值",
    "actual_value": "执行情况",
    "expected_value": "全年预计完成情况",
    "deviation_note": "原因说明",
    "remark": "备注",
}


@rule(
    "F11f",
    title="监控指标的模板残留",
    severity="flag",
    table="monitoring_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_INDICATOR_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(monitoring_indicators=_indicator(1)),
    bad=rows(monitoring_indicators=_indicator(1, level3="指标1：××数量")),
)
def leftover_monitored_indicators(facts: Facts) -> pd.DataFrame:
    """监控的指标里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的进展；原件如此的照登即可。"""
    return leftovers(facts.tables["monitoring_indicators"], _INDICATOR_TEXTS)
