"""Monitoring: its amounts, what it must come with, and what it leads to."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import PROJECT, beside, known, totals
from generator.facts.numbers import shown, units
from generator.facts.wording import blank
from generator.rules.examples import fund, goal, goal_indicator, monitored, rows
from generator.rules.registry import hits, rule
from generator.rules.shared import changed_targets

_OURS = "本项目约定"
_FORM = "依据《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号）所附监控表"
_PERIOD = [*PROJECT, "period"]


def _indicator(number: int, **others: str) -> dict[str, str]:
    row = {"project_code": "990001230010001", "period": "7", "indicator_no": str(number), "level1": "产出指标"}
    row |= {"level2": "数量指标", "level3": f"第{number}项指标", "operator": "≥", "target_value": "12", "unit": "所"}
    return row | {"actual_value": "8", "likelihood": "确定能"} | others


@rule(
    "R14c",
    title="监控的金额",
    severity="warning",
    table="monitorings",
    fields=("actual_spend",),
    formula="累计执行数 ≤ 全年预算数；全年预计执行数 ≥ 累计执行数；后一次监控的累计执行数 ≥ 前一次",
    thresholds=("amount_tolerance",),
    source=_FORM,
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
        tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
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
    "R14d",
    title="监控与自评的执行数",
    severity="warning",
    table="self_evaluation_funds",
    fields=("actual_spend",),
    formula="自评的全年执行数 ≥ 同一项目监控的累计执行数",
    thresholds=("amount_tolerance",),
    source=_OURS,
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
    "C20",
    title="监控表不完整",
    severity="warning",
    table="monitorings",
    fields=("needs_rectification",),
    formula="双监控为“是”的有监控指标；需要整改的写整改要求和建议；财政重点监控的写监控意见",
    source=_FORM,
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
    formula="有指标完全不可能完成的，项目不是“确定能”；有指标不能确定完成的，写明偏差原因或整改",
    source=_OURS,
    good=rows(
        monitorings=monitored(likelihood="有可能", needs_rectification="是", measures="加快招标。"),
        monitoring_indicators=(_indicator(1), _indicator(2, likelihood="完全不可能")),
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
    "F12b",
    title="目标与监控的预算数不一",
    severity="flag",
    table="monitorings",
    fields=("initial_budget",),
    formula="监控的年初预算数 = 绩效目标的资金总额",
    thresholds=("amount_tolerance",),
    source=_OURS,
    good=rows(goals=goal(), monitorings=monitored()),
    bad=rows(goals=goal(total_amount="280"), monitorings=monitored()),
)
def same_budget(facts: Facts) -> pd.DataFrame:
    """监控表的年初预算数，应当就是随预算公开的目标表上的资金总额。口径不同（如一处含上年结转）会造成差异，请在备注写明。"""
    given = facts.tables["monitorings"]
    goal_amount = beside(given, facts.tables["goals"], PROJECT, ["total_amount"])["total_amount"]
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
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
    formula="同一项目同名三级指标，监控的年度指标值 = 绩效目标的指标值",
    source=_OURS,
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
