"""Reasons that must be given, and texts that say nothing."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import PROJECT, beside, totals
from generator.facts.numbers import brief, fixed, shown, units
from generator.facts.wording import blank, shortened
from generator.rules.examples import fund, goal, indicator, rows, self_evaluation
from generator.rules.registry import hits, rule

_METHOD = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）"
# Left over from a template or a draft.
_LEFTOVER = (
    r"[×xX＊*]{2,}|_{3,}|请(?:在此)?(?:填写|输入|补充)|待(?:补充|填写|完善)|示例文字|填报说明|同上"
    r"|(?:不超过|限)\s*\d+\s*字"
)


@rule(
    "R17",
    title="扣分须说明",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("deviation_note",),
    formula="得分 < 分值 时，偏差原因分析及改进措施不得为空，也不得只写“无”“暂无”",
    source=_METHOD,
    good=rows(
        self_evaluation_indicators=indicator(
            1, "产出指标", actual_value="9", score="7.5", deviation_note="3所学校推迟开工，已排入寒假施工计划。"
        )
    ),
    bad=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="9", score="7.5", deviation_note="无")),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="9", score="7.5")),
    ),
)
def deduction_explained(facts: Facts) -> pd.DataFrame:
    """扣了分的指标，要写清没有完成的原因和改进措施，写“无”“暂无”等于没有写。

    读者和人大代表最先看的就是这一栏。请写具体原因、责任和下一步安排。
    """
    given = facts.tables["self_evaluation_indicators"]
    less = (given["score"] < given["weight"]).fillna(False).astype(bool)
    found = given[less & blank(given["deviation_note"])]
    return _unexplained(found, "得分 " + shown(found["score"]) + " 低于分值 " + shown(found["weight"]))


def _unexplained(found: pd.DataFrame, why: pd.Series, *, severity: pd.Series | str = "") -> pd.DataFrame:
    note = found["deviation_note"].fillna("")
    written = ("写的是「" + note + "」").where(note != "", "没有填写")
    return hits(
        found,
        value=note,
        expected="写明原因和措施",
        message=why + "，偏差说明" + written + "，应写明原因和措施。",
        hint="请写清没有达到的具体原因和改进措施，不写“无”或“暂无”。",
        severity=severity,
    )


@rule(
    "R17b",
    title="执行偏差须说明",
    severity="warning",
    table="self_evaluations",
    fields=("deviation_note",),
    formula="执行率 < 90%（按本地口径）、执行数 > 全年预算数、全年预算数为0，或年中调整了预算时，偏差说明不得为空",
    thresholds=("execution_reason_below", "amount_tolerance"),
    source=_METHOD,
    good=(
        *rows(
            self_evaluations=self_evaluation(deviation_note="尾款按合同次年支付。"),
            self_evaluation_funds=fund(actual_spend="272", execution_rate="85", score="8.5"),
        ),
        *rows(self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    ),
    bad=(
        *rows(
            self_evaluations=self_evaluation(),
            self_evaluation_funds=fund(actual_spend="272", execution_rate="85", score="8.5"),
        ),
        *rows(
            self_evaluations=self_evaluation(deviation_note="暂无"),
            self_evaluation_funds=fund(actual_spend="336", execution_rate="105", score="10"),
        ),
        *rows(self_evaluations=self_evaluation(), self_evaluation_funds=fund(initial_budget="300")),
    ),
)
def execution_explained(facts: Facts) -> pd.DataFrame:
    """执行率偏低、支出超过预算、年中追加或调减预算的项目，要在偏差说明里写原因。

    只有年中调整、执行正常的，作提示；其余作警告。
    """
    evaluations = facts.tables["self_evaluations"]
    columns = ["initial_budget", "annual_budget", "actual_spend"]
    money = beside(evaluations, totals(facts), PROJECT, columns)
    silent = blank(evaluations["deviation_note"]) & money["annual_budget"].notna()
    evaluations, money = evaluations[silent], money[silent]
    initial, budget, spend = (units(money[name]) for name in columns)
    rate = spend / budget.where(budget > 0) * 100
    limit = facts.profile(evaluations, "execution_reason_below")
    over, low, none = rate > 100 + 1e-9, rate < limit - 1e-9, (budget == 0) & (initial > 0)
    adjusted = (initial - budget).abs() > facts.profile(evaluations, "amount_tolerance") + 1e-9
    why = pd.Series("", index=evaluations.index, dtype="str")
    said = "年中预算由 " + shown(money["initial_budget"]) + " 万元调整为 " + shown(money["annual_budget"]) + " 万元"
    why = why.mask(adjusted, said)
    why = why.mask(low, "执行率 " + fixed(rate) + "%，低于 " + limit.map(brief).astype("str") + "%")
    why = why.mask(over, "执行数 " + shown(money["actual_spend"]) + " 万元，超过全年预算数")
    why = why.mask(none, "全年预算数调减为 0")
    level = pd.Series("warning", index=why.index, dtype="str").mask(adjusted & ~low & ~over & ~none, "flag")
    asked = why != ""
    return _unexplained(evaluations[asked], why[asked], severity=level[asked])


@rule(
    "F11",
    title="空话与模板残留",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    formula="文字中有××、“请填写”等残留；有扣分而存在问题只写“暂无”；实际完成情况与预期目标一字不差",
    source="本项目约定",
    good=rows(self_evaluations=self_evaluation(problems="前期准备偏晚，1所学校推迟开工。")),
    bad=(
        *rows(self_evaluations=self_evaluation(actual_result="完成××所学校校舍维修改造。")),
        *rows(self_evaluations=self_evaluation(problems="暂无")),
        *rows(self_evaluations=self_evaluation(actual_result="完成12所学校校舍维修改造。")),
    ),
)
def empty_words(facts: Facts) -> pd.DataFrame:
    """没有改掉的模板文字、照抄目标的“完成情况”、扣了分却“暂无问题”，都没有告诉读者发生了什么。

    可能只是漏改了一处，也可能完成得正如目标所写。请写实际做了多少、效果如何、问题在哪里。
    """
    given = facts.tables["self_evaluations"]
    found = [
        _leftovers(given, {"annual_goal": "预期目标", "actual_result": "实际完成情况", "deviation_note": "偏差说明"}),
        _leftovers(given, {"problems": "存在问题", "improvements": "改进措施"}),
    ]
    lost = (given["total_score"] < 100_000_000).fillna(False).astype(bool)
    silent = given[lost & given["problems"].notna() & blank(given["problems"])]
    written = silent["problems"]
    found.append(
        hits(
            silent,
            value=written,
            expected="写明存在的问题",
            message="总得分 "
            + shown(silent["total_score"])
            + " 分，存在问题却写的是「"
            + written
            + "」，应写明存在的问题。",
            hint="请写具体问题；确实没有问题的，这一格可以留空。",
            field="problems",
        )
    )
    short = given["actual_result"].str.strip()
    copied = given[(short == given["annual_goal"].str.strip()).fillna(False).astype(bool)]
    text = shortened(copied["actual_result"])
    found.append(
        hits(
            copied,
            value=text,
            expected="写实际完成的数量和效果",
            message="实际完成情况写的是「" + text + "」，与预期目标一字不差，应写实际完成的数量和效果。",
            hint="请写实际完成的数量、质量和效果，与目标逐项对照。",
            field="actual_result",
        )
    )
    return pd.concat(found)


@rule(
    "F11b",
    title="目标的空话与模板残留",
    severity="flag",
    table="goals",
    fields=("annual_goal",),
    formula="目标文字中有××、“请填写”等残留",
    source="本项目约定",
    good=rows(goals=goal()),
    bad=rows(goals=goal(annual_goal="完成XX所学校校舍维修改造。")),
)
def leftover_goals(facts: Facts) -> pd.DataFrame:
    """绩效目标里有像是没有改掉的模板文字，可能只是漏改了一处。请写具体的数量和效果。"""
    return _leftovers(facts.tables["goals"], {"annual_goal": "年度目标", "term_goal": "实施期目标"})


def _leftovers(given: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    found = []
    for name, title in columns.items():
        rows_found = given[given[name].str.contains(_LEFTOVER).fillna(False).astype(bool)]
        what = rows_found[name].str.extract(f"({_LEFTOVER})", expand=False).astype("str")
        found.append(
            hits(
                rows_found,
                value=what,
                expected="写实际内容",
                message=f"{title}里有「" + what + "」，像是没有改掉的模板文字，应写实际内容。",
                hint="请改成这个项目的具体内容。",
                field=name,
            )
        )
    return pd.concat(found)
