"""What a self-evaluation's grade leaves unsaid: targets missed, and more money after a poor year."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import rounded
from generator.facts.achievement import missed_shares
from generator.facts.amounts import LEAST
from generator.facts.next_budgets import after_self_evaluations
from generator.facts.numbers import briefly, fixed, shown, units
from generator.rules.examples import application, fund, goal, indicator, rows, self_evaluation
from generator.rules.looking import worked_out
from generator.rules.registry import Need, Rows, hits, rule
from generator.rules.sources import OURS

_FEW = 3  # indicators
_SEVERAL = 2  # of three indicators one is a third, and no more than one


def _top(facts: Facts, _: pd.DataFrame) -> pd.Series:
    """The grade is the highest."""
    return facts.of(missed_shares)["top"]


def _form(*results: str, **others: str) -> Rows:
    """A whole form of five indicators, or three, each scored by its result over 12; 9.5 points for execution."""
    output = (("产出指标", 20), ("产出指标", 20), ("产出指标", 10)) if len(results) > _FEW else (("产出指标", 50),)
    levels = (*output, ("效益指标", 30), ("满意度指标", 10))
    scores = [Fraction(weight * int(result), 12) for (_, weight), result in zip(levels, results, strict=True)]
    given = tuple(
        indicator(
            number,
            level,
            actual_value=result,
            weight=str(weight),
            score=rounded(score, 2),
            deviation_note="" if result == "12" else "天气原因。",
        )
        for number, ((level, weight), result, score) in enumerate(zip(levels, results, scores, strict=True), 1)
    )
    total = rounded(sum((Fraction(one["score"]) for one in given), Fraction("9.5")), 2)
    return {
        "self_evaluations": (self_evaluation(total_score=total, **others),),
        "self_evaluation_funds": (fund(),),
        "self_evaluation_indicators": given,
    }


@rule(
    "F17",
    title="最高等级而指标多项未达到",
    severity="flag",
    table="self_evaluations",
    fields=("grade",),
    looks_at=(_top,),
    needs=(Need("没有能判断是否达到的指标", worked_out(missed_shares, "share")),),
    formula="自评为最高等级（如优）的，未达到的指标 ÷ 能判断的指标 < 三分之一（按本地口径）；只有一项没达到的不提",
    thresholds=("missed_share", "bands"),
    source=OURS,
    good=(
        _form("12", "12", "12", "12", "11", grade="优"),
        _form("9", "9", "12", "9", "12", grade="良"),
        _form("12", "12", "11", grade="优"),
    ),
    bad=(
        _form("12", "11", "12", "11", "12", grade="优"),
        _form("12", "9", "9", "12", "12"),
    ),
)
def missed_though_best(facts: Facts) -> pd.DataFrame:
    """自评等级最高，指标却有三分之一以上没有达到年初定的指标值。总分由加权得来，差一点也能得大部分的分，没达到的事实不应看不见。

    可能只差一点、权重小，或者指标值定得高。请看各项指标的完成值和偏差原因。
    """
    given = facts.of(missed_shares)
    wrong = given["top"] & (given["share"] >= facts.profile(given, "missed_share") - 1e-9).fillna(False)
    wrong &= (given["missed"] >= _SEVERAL).fillna(False)
    found = given[wrong.astype(bool)]
    missed, told = (found[name].astype("str") for name in ("missed", "told"))
    line = briefly(facts.profile(found, "missed_share")) + "%"
    grade = facts.profile(found, "bands").map(lambda bands: bands[0][0]).astype("str")
    said = pd.Series("自评等级为「", index=found.index, dtype="str").where(found["grade"].notna(), "按得分等级应为「")
    return hits(
        found,
        value=grade,
        expected="少于" + line,
        message=said
        + grade
        + "」，能判断的 "
        + told
        + " 项指标中有 "
        + missed
        + " 项没有达到指标值（"
        + fixed(found["share"])
        + "%），一般应少于"
        + line
        + "。",
        hint="请核对完成值和等级；确实如此的，请逐项写明偏差原因。",
        plain="自评为" + grade + "，" + told + " 项指标有 " + missed + " 项没达到",
    )


def _kept(**others: str) -> dict[str, str]:
    """A consequence that leaves the money as it is and says why."""
    kept = {"evaluation_code": "", "basis": "绩效自评", "decision": "保持", "cut_amount": "0", "cut_rate": "0"}
    return application(approved_amount="300", note="新增3所学校。", **kept) | others


@rule(
    "F18",
    title="结果不好而次年预算增加",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    needs=(Need("还没有公开下一年度的预算", worked_out(after_self_evaluations, "then", "now")),),
    formula="自评为中、差，或执行率 < 70%（按本地口径）的项目，次年资金总额 ≤ 本年年初预算，或已说明理由",
    thresholds=("low_execution", "bands", "amount_tolerance"),
    source=OURS,
    good=(
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="250")),
            self_evaluations=self_evaluation(total_score="70", grade="中", improvements="提前一个学期完成设计和招标。"),
        ),
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350", remark="新增3所学校，教育局会议纪要12号。")),
            self_evaluations=self_evaluation(total_score="70", grade="中", improvements="提前一个学期完成设计和招标。"),
        ),
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="70", grade="中", improvements="提前一个学期完成设计和招标。"),
            applications=_kept(applied_fiscal_year="2024"),
        ),
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="92", grade="优"),
            self_evaluation_funds=fund(),
        ),
    ),
    bad=(
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="70", improvements="提前一个学期完成设计和招标。"),
        ),
        # What is said of the year after next is no reason for the next.
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="70", improvements="提前一个学期完成设计和招标。"),
            applications=_kept(applied_fiscal_year="2025"),
        ),
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="70", grade="中", improvements="提前一个学期完成设计和招标。"),
        ),
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            self_evaluations=self_evaluation(total_score="85", grade="良", deviation_note="尾款按合同次年支付。"),
            self_evaluation_funds=fund(actual_spend="220.8", execution_rate="69", score="6.9"),
        ),
    ),
)
def more_after_poor_year(facts: Facts) -> pd.DataFrame:
    """自评为中、差，或者钱没有花出去的项目，次年预算反而增加，也没有说明理由。

    可能是上年完工次年付款、任务增加或上级专款。请在次年绩效目标的备注或结果应用的说明里写明。独立评价为中、差的见 F09。
    """
    given = facts.of(after_self_evaluations)
    slipped = units(given["then"]) >= units(given["now"]) * 10**LEAST  # another unit, which is told with the goals
    found = given[given["odd"] & ~slipped]
    grade = ("自评为「" + found["own_grade"] + "」").where(found["poor"], "")
    rate = ("执行率 " + fixed(found["rate"] * 100) + "%").where(found["slow"], "")
    said = (grade + "、" + rate).str.strip("、")
    now, then = shown(found["now"]), shown(found["then"])
    return hits(
        found,
        value=then,
        expected="不高于" + now,
        message=said
        + "，预算由 "
        + now
        + " 万元到次年 "
        + then
        + " 万元，没有说明理由；一般应不高于 "
        + now
        + " 万元。",
        hint="请在次年绩效目标的「备注」或「绩效结果应用」的说明中写明增加的理由。",
        plain=said.str.replace("执行率", "钱只花了").str.replace("[「」]", "", regex=True) + "，下一年预算反而增加",
    )
