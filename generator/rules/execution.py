"""What was spent set beside what was scored."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.facts.basis import Facts
from generator.facts.numbers import briefly, fixed, shown
from generator.facts.self_evaluations import spending
from generator.rules.examples import (
    WHOLE,
    fund,
    indicator,
    indicators,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule


@rule(
    "R18",
    title="自评预警",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    formula="(S÷指标满分 − F÷执行满分) ÷ (S÷指标满分) > 5% 为红；1 − 执行率 > 20% 为黄（S、F：指标、执行得分；按口径）",
    thresholds=("warning_red", "warning_yellow"),
    source="本项目约定，参照有关省份绩效系统的预警规则",
    good=rows(
        self_evaluations=self_evaluation(total_score="95"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            *indicators(效益指标="30", 满意度指标="10"),
            indicator(3, "产出指标", weight="50", score="45.5", deviation_note="2所学校推迟竣工。", operator="定性"),
        ),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="97.5", deviation_note="按合同约定尾款次年支付。"),
        self_evaluation_funds=fund(actual_spend="240", execution_rate="75", score="7.5"),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
)
def warning_light(facts: Facts) -> pd.DataFrame:
    """把指标得分率与执行得分率放在一起看：钱没花多少、指标却接近满分的亮红灯，执行率低于80%的亮黄灯（按本地口径）。

    可能是节约了资金、按合同节点付款、跨年结算，也可能是目标定得低。请在偏差说明里写清原因。已由 F02 提示的不重复。
    """
    joined = facts.of(spending)
    excess = (joined["result"] - joined["paid"]) / joined["result"].where(joined["result"] > 0)
    red = excess * 100 > facts.profile(joined, "warning_red") + 1e-9
    yellow = ((1 - joined["rate"]) * 100 > facts.profile(joined, "warning_yellow") + 1e-9) & ~red
    mask = (red | yellow) & ~joined["low_high"]
    found = joined[mask]
    light = pd.Series(np.where(red[mask], "红灯", "黄灯"), index=found.index, dtype="str")
    rate = fixed(found["rate"] * 100) + "%"
    result = fixed(found["result"] * 100).replace("", "—") + "%"
    return hits(
        found,
        value=rate,
        expected="执行率与指标得分率相近",
        message=light + "：执行率 " + rate + "，指标得分率 " + result + "，一般应为执行率与指标得分率相近。",
        hint="请在「偏差说明」写明原因，如节约资金、按节点付款、跨年结算。",
    )


@rule(
    "F02",
    title="低执行高得分",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    formula="执行率 < 70% 且 总得分 ≥ 90（按本地口径）",
    thresholds=("low_execution", "high_score"),
    source="本项目约定",
    good=rows(
        self_evaluations=self_evaluation(total_score="95"),
        self_evaluation_funds=fund(actual_spend="304"),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="96.8", deviation_note="尾款按合同次年支付。"),
        self_evaluation_funds=fund(actual_spend="217.6", execution_rate="68", score="6.8"),
    ),
)
def low_execution_high_score(facts: Facts) -> pd.DataFrame:
    """预算执行不到七成，自评总分却在90分以上。

    可能是节约了资金、完工未结算，也可能目标定得低或打分宽松。请看偏差说明和实际完成情况。
    """
    joined = facts.of(spending)
    found = joined[joined["low_high"].fillna(False).astype(bool)]
    rate, score = fixed(found["rate"] * 100) + "%", shown(found["total_score"])
    line, least = (briefly(facts.profile(found, name)) for name in ("high_score", "low_execution"))
    usual = "执行率 " + least + "% 以上"
    return hits(
        found,
        value=score,
        expected=usual,
        message="总得分 " + score + " 分，而执行率只有 " + rate + "（一般 " + line + " 分以上的项目" + usual + "）。",
        hint="请在「偏差说明」写明资金未用完而目标完成的原因。",
    )
