"""Indicators of self-evaluations: scores recomputed from target and actual, reasons, targets that ask for nothing."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.funds import totals
from generator.facts.indicators import (
    DOWN,
    EQUAL,
    UP,
    WORDS,
    exceeded,
    expected_scores,
    in_money,
    measured,
    misscored,
    unread,
)
from generator.facts.joining import FOLDER, PROJECT, beside
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.targets import parse
from generator.facts.wording import blank
from generator.rules.examples import fund, goal_indicator, indicator, rows
from generator.rules.looking import among, filled, stands_in, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import approved, changed_targets, limits
from generator.rules.sources import METHOD, OURS, SELF_EVALUATION_FORM
from generator.rules.wording import unexplained


def _proportional(found: pd.DataFrame, formula: str) -> pd.DataFrame:
    numbers = briefly(found["full"]) + "×" + briefly(found["actual"]) + "÷" + briefly(found["target"])
    reached = found["low"] >= found["full"] - 1e-9
    how = ("按 " + formula + " = " + numbers).where(~reached, "实际达到指标值，按满分")
    return _score_hits(found, how, fixed(found["low"]))


def _score_hits(found: pd.DataFrame, how: pd.Series, expected: pd.Series) -> pd.DataFrame:
    score = shown(found["score"])
    return hits(
        found,
        value=score,
        expected=expected,
        message="得分写的是 " + score + "，" + how + " 应为 " + expected + " 分。",
        hint="请核对「年度指标值」「实际完成值」和「得分」；按其他办法计分的，请在偏差原因一栏写明。",
    )


_TOLD = 5  # places that a list names
_SIDES = {"≥": "大", ">": "大", "≤": "小", "<": "小"}  # which way is better
_NUMBERS = Need("指标值或完成值不是能比较的数值，或没有填写分值、得分", worked_out(expected_scores, "low", "got"))


def _not_over(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return ~facts.of(measured)["over"]


def _deducted(_: Facts, rows: pd.DataFrame) -> pd.Series:
    return rows["score"] < rows["weight"]


def _exceedable(facts: Facts, _: pd.DataFrame) -> pd.Series:
    frame = facts.of(measured)
    return frame["actual"].notna() & (frame["target"] > 0)


def _costs(facts: Facts) -> pd.Series:
    """Whether each is an indicator of cost that must not exceed, or come to, its target."""
    rows = facts.tables["self_evaluation_indicators"]
    asked = rows["operator"].isin((*DOWN, *EQUAL))
    names = rows.loc[asked, ["level1", "level2"]].fillna("")
    named = names["level1"].str.contains("成本") | names["level2"].str.contains("成本")
    return named.reindex(rows.index, fill_value=False)


def _cost(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(_costs)


def _worded(facts: Facts, _: pd.DataFrame) -> pd.Series:
    """The text of the target says which way is better, as its column does."""
    frame = facts.of(measured)
    return frame["operator"].isin(_SIDES) & frame["stated_operator"].isin(_SIDES)


@rule(
    "R06",
    title="正向指标得分",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("score",),
    looks_at=(
        among("operator", *UP),
        _not_over,
    ),
    needs=(_NUMBERS,),
    formula="实际 ≥ 指标值（区间看下限）得满分；否则 得分 = 分值 × 实际 ÷ 指标值，实际为负按0",
    thresholds=("score_tolerance",),
    source=METHOD,
    good=(
        *rows(
            self_evaluation_indicators=indicator(
                1, "产出指标", actual_value="9", score="7.5", deviation_note="停工3天。"
            )
        ),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", target_value="≥95%", actual_value="97%", unit="")),
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", target_value="1200米", actual_value="1.2公里", unit="")
        ),
    ),
    bad=(
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", actual_value="9", score="9", deviation_note="停工3天。")
        ),
        *rows(
            self_evaluation_indicators=indicator(
                1,
                "产出指标",
                target_value="90%—95%",
                actual_value="92%",
                unit="",
                score="9",
                deviation_note="停工3天。",
            )
        ),
    ),
)
def at_least(facts: Facts) -> pd.DataFrame:
    """越大越好的指标（≥、>）：达到指标值得满分，达不到的按完成比例计分。

    评分标准另有规定的（如低于某值不得分）可以不同，请写明；只有两处都读得懂是数字、单位一致或可以换算的才复算。
    """
    return _proportional(misscored(facts, UP), "分值×实际÷指标值")


@rule(
    "R07",
    title="反向指标得分",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("score",),
    looks_at=(among("operator", *DOWN), _not_over,),
    needs=(_NUMBERS,),
    formula="实际 ≤ 指标值（区间看上限）得满分；"
    "否则 (a) 分值 × (1 − 超出 ÷ 指标值) 或 (b) 分值 × 指标值 ÷ 实际（按本地口径）",
    thresholds=("at_most_formulas", "score_tolerance"),
    source="本项目约定，两种算法各地都有，依据《项目支出绩效评价管理办法》（财预〔2020〕10号）的原则",
    good=(
        *rows(
            self_evaluation_indicators=indicator(
                1, "产出指标", operator="≤", actual_value="15", score="7.5", deviation_note="雨季延期。"
            )
        ),
        *rows(
            self_evaluation_indicators=indicator(
                1, "产出指标", operator="≤", actual_value="15", score="8", deviation_note="雨季延期。"
            )
        ),
    ),
    bad=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", operator="≤", actual_value="15", score="10")),
        *rows(
            self_evaluation_indicators=indicator(
                1, "产出指标", operator="≤", target_value="12月底前", actual_value="2023年11月", unit="", score="8",
                deviation_note="验收推迟。",
            )
        ),
    ),
)  # fmt: skip
def at_most(facts: Facts) -> pd.DataFrame:
    """越小越好的指标（≤、<）：不超过指标值得满分，写日期的按期完成得满分；超过的，各地有两种扣法，符合其中一种即可。

    本地只认一种的，由财政部门写进口径文件。
    """
    found = misscored(facts, DOWN)
    target, actual, full = briefly(found["target"]), briefly(found["actual"]), briefly(found["full"])
    reached = found["low"] >= found["full"] - 1e-9  # of all of them, though a change of units left binary noise
    both = found["other"].notna() & ((found["other"] - found["low"]).abs() > 1e-9)
    expected = fixed(found["low"]).where(~both, fixed(found["low"]) + " 或 " + fixed(found["other"]))
    how = "超过指标值（" + actual + " > " + target + "，分值 " + full + "），按比例扣分"
    met = pd.Series("实际没有超过指标值，按满分", index=found.index, dtype="str").mask(
        found["timely"], "按期完成，按满分"
    )
    return _score_hits(found, how.where(~reached, met), expected)


@rule(
    "R08",
    title="等于型指标得分",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("score",),
    looks_at=(
        among("operator", *EQUAL),
        _not_over,
    ),
    needs=(_NUMBERS,),
    formula="指标值 > 0 同正向指标；指标值 = 0 时，实际为0得满分，否则0分；写成区间的，在区间内得满分",
    thresholds=("score_tolerance",),
    source=METHOD,
    good=rows(
        self_evaluation_indicators=indicator(1, "产出指标", operator="=", target_value="0", actual_value="0", unit="起")
    ),
    bad=rows(
        self_evaluation_indicators=indicator(
            1,
            "产出指标",
            operator="=",
            target_value="0",
            actual_value="2",
            unit="起",
            score="6",
            deviation_note="两起。",
        )
    ),
)
def equal_to(facts: Facts) -> pd.DataFrame:
    """等于型指标（=）：完成指标值得满分，没有完成的按比例计分；指标值是0的（如事故数为0），出现即不得分。"""
    found = misscored(facts, EQUAL)
    zero = found["target"] == 0
    how = "指标值为0，按 实际为0得满分、否则0分"
    part = _proportional(found[~zero], "分值×实际÷指标值")
    nought = _score_hits(found[zero], pd.Series(how, index=found[zero].index, dtype="str"), fixed(found["low"][zero]))
    return pd.concat([part, nought])


@rule(
    "R09",
    title="超额完成须说明",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("deviation_note",),
    looks_at=(among("operator", *UP, *EQUAL),),
    needs=(Need("指标值或完成值不是能比较的数值，或指标值不大于 0", _exceedable),),
    formula="实际 ÷ 指标值 > 1.3（按本地口径）时，偏差原因不得为空",
    thresholds=("overachieved_ratio",),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）；倍数为本项目约定",
    good=rows(
        self_evaluation_indicators=indicator(
            1, "产出指标", actual_value="18", deviation_note="上级追加6所学校的维修任务。"
        )
    ),
    bad=rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="18")),
)
def overachieved(facts: Facts) -> pd.DataFrame:
    """实际完成明显高于指标值的，应当说明原因；目标定得明显偏低的，应按偏离程度扣分。

    请在「偏差原因分析及改进措施」写明，例如上级追加任务、统计范围扩大。
    """
    frame = facts.of(measured)
    high = exceeded(facts, frame) & blank(frame["deviation_note"])
    found = frame[high]
    times = fixed(found["actual"] / found["target"])
    limit = briefly(facts.profile(found, "overachieved_ratio"))
    actual, target = briefly(found["actual"]), briefly(found["target"])
    said = "实际完成值 " + actual + " 是指标值 " + target + " 的 " + times + " 倍，超过 " + limit
    return hits(
        found,
        value=found["actual_value"],
        expected="写明原因",
        message=said + " 倍（写的是 " + found["actual_value"] + "），应写明原因。",
        hint="请在「偏差原因分析及改进措施」写明超额的原因，或核对指标值与单位。",
    )


@rule(
    "R10",
    title="定性指标三档",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("score",),
    looks_at=(among("operator", *WORDS), _not_over),
    needs=(Need("完成情况没有写成三档之一，或没有填写分值、得分", worked_out(expected_scores, "low", "got")),),
    formula="达成 80%—100%；部分达成 60%—80%；未达成 0—60%（半开区间；按本地口径）",
    thresholds=("qualitative_bands", "score_tolerance"),
    source=METHOD,
    good=tuple(
        example
        for score in ("9", "7.995")  # the second is 8 but for rounding
        for example in rows(
            self_evaluation_indicators=indicator(
                1, "效益指标", operator="定性", target_value="明显改善", unit="", actual_value="达成年度指标",
                score=score, deviation_note="少数教室尚待更新。",
            )
        )
    ),
    bad=rows(
        self_evaluation_indicators=indicator(
            1, "效益指标", operator="定性", target_value="明显改善", unit="", actual_value="部分达成年度指标",
            score="9.5", deviation_note="少数教室尚待更新。",
        )
    ),
)  # fmt: skip
def qualitative(facts: Facts) -> pd.DataFrame:
    """定性指标按三档计分：达成年度指标、部分达成并具有一定效果、未达成且效果较差，各有得分区间。

    只认这三档的写法；写成别的文字的不复算，页面会注明。请核对档次与得分。
    """
    frame = facts.of(expected_scores)
    frame = frame[frame["operator"].isin(WORDS) & (frame["result"] != "") & frame["got"].notna() & ~frame["over"]]
    tolerance = facts.profile(frame, "score_tolerance") + 1e-9
    top = frame["result"] == "达成"
    off = (frame["got"] < frame["low"] - tolerance) | (~top & (frame["got"] >= frame["high"] - 1e-9))
    found = frame[off & (frame["full"] > 0)]
    score = shown(found["score"])
    expected = fixed(found["low"]) + "—" + fixed(found["high"])
    said = "得分写的是 " + score + "，完成情况属于「" + found["result"] + "」，分值 " + shown(found["weight"])
    return hits(
        found,
        value=score,
        expected=expected,
        message=said + "，应在 " + expected + " 分之间（不含上一档的下限）。",
        hint="请核对完成情况的档次和得分。",
    )


@rule(
    "R11",
    title="指标得分不越界",
    severity="error",
    table="self_evaluation_indicators",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有填写分值", filled("weight")),),
    formula="0 ≤ 得分 ≤ 分值",
    source=SELF_EVALUATION_FORM,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", score="10")),
    bad=rows(self_evaluation_indicators=indicator(1, "产出指标", score="12")),
)
def score_limit(facts: Facts) -> pd.DataFrame:
    """指标得分不超过分值，不设加分项：超额完成也只得满分。请核对得分和分值是否填反。"""
    return limits(facts.tables["self_evaluation_indicators"])


@rule(
    "R17",
    title="扣分须说明",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("deviation_note",),
    looks_at=(_deducted,),
    formula="得分 < 分值 时，偏差原因分析及改进措施不得为空，也不得只写“无”“暂无”",
    source=METHOD,
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
    return unexplained(found, "得分 " + shown(found["score"]) + " 低于分值 " + shown(found["weight"]))


@rule(
    "F06",
    title="成本指标等于预算",
    severity="flag",
    table="self_evaluation_indicators",
    fields=("target_value",),
    looks_at=(_cost,),
    needs=(
        Need("指标值或完成值不是数值", worked_out(measured, "target")),
        Need("没有填写年度资金总额", stands_in("self_evaluation_funds", *PROJECT)),
    ),
    formula="成本指标的指标值 = 实际完成值 = 项目预算数（相差不到千分之一）",
    source=OURS,
    good=rows(
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicator(
            1, "成本指标", operator="≤", target_value="320", actual_value="304", unit="万元", weight="90", score="90"
        ),
    ),
    bad=rows(
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicator(
            1, "成本指标", operator="≤", target_value="320", actual_value="320", unit="万元"
        ),
    ),
)
def empty_cost_target(facts: Facts) -> pd.DataFrame:
    """成本指标只写“总成本不超过预算数”，完成值又正好等于预算数，等于没有考核成本。

    宜改用单位成本、与支出标准或上年的比较。总价合同等情形下两者相等也可能是真实的。
    """
    frame = facts.of(measured)
    frame = frame[facts.of(_costs) & frame["target"].notna()]
    money = beside(frame, facts.of(totals), PROJECT, ["initial_budget", "annual_budget"])
    scale = parse(frame["target_value"])["unit"]
    scale = scale.where(scale != "", frame["unit"].fillna("").str.strip())
    scale = in_money(scale)
    target, actual = frame["target"] * scale, frame["actual"] * scale
    same = (target - actual).abs() < 1e-6
    # A target is a budget rounded: to a thousandth of it.
    annual, initial = units(money["annual_budget"]), units(money["initial_budget"])
    budget = (target - annual).abs() < (annual / 1000).clip(lower=0.005)
    budget |= (target - initial).abs() < (initial / 1000).clip(lower=0.005)
    found = frame[same & budget]
    written = found["target_value"]
    return hits(
        found,
        value=written,
        expected="考核单位成本或节约",
        message="成本指标值写的是 " + written + "，完成值和项目预算数都与它相等，宜考核单位成本或节约。",
        hint="请改用单位成本、支出标准等可以比较的指标。",
    )


@rule(
    "C08",
    title="指标值与批复的目标不一致",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("target_value",),
    looks_at=(filled("target_value"),),
    needs=(approved("self_evaluation_indicators"),),
    formula="同一项目同名三级指标，自评的年度指标值 = 绩效目标的指标值",
    source=OURS,
    good=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标"), self_evaluation_indicators=indicator(1, "产出指标")
    ),
    bad=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标", target_value="15"),
        self_evaluation_indicators=indicator(1, "产出指标"),
    ),
)
def same_target(facts: Facts) -> pd.DataFrame:
    """自评时的指标值应当就是年初批复的指标值。悄悄改低指标值，完成率就失去意义。

    年中按程序调整过目标的，请在偏差原因或备注写明；写法不同而数值相同（如 95% 与 95）不算不一致。
    """
    return changed_targets(facts, "self_evaluation_indicators")


@rule(
    "C09",
    title="指标方向自相矛盾",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("operator",),
    looks_at=(_worded,),
    formula="指标值文字里的“不少于、不超过”等与指标方向一致",
    source=OURS,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", target_value="不少于12所")),
    bad=rows(
        self_evaluation_indicators=indicator(
            1, "产出指标", target_value="不超过12所", actual_value="12所", operator="≥"
        )
    ),
)
def same_direction(facts: Facts) -> pd.DataFrame:
    """指标值的文字写着“不超过”，指标方向却填“≥”，得分就会算反。请改正其中之一；指标值宜只写数值。"""
    frame = facts.of(measured)
    column, text = frame["operator"].map(_SIDES).astype("str"), frame["stated_operator"].map(_SIDES).astype("str")
    differs = column.notna() & text.notna() & (column != text)
    found = frame[differs]
    stated = found["stated_operator"]
    return hits(
        found,
        value=found["operator"],
        expected=stated,
        message="指标方向填的是「"
        + found["operator"]
        + "」，指标值「"
        + found["target_value"]
        + "」的意思是「"
        + stated
        + "」。",
        hint="请改正指标方向，指标值只写数值。",
    )


def _figures(_: Facts, rows: pd.DataFrame) -> pd.Series:
    return rows["operator"].isin((*UP, *DOWN, *EQUAL)) & rows["target_value"].notna() & rows["actual_value"].notna()


@rule(
    "F22",
    title="没有读懂的数字",
    severity="flag",
    table="self_evaluation_indicators",
    fields=("actual_value",),
    looks_at=(_figures,),
    formula="年度指标值、实际完成值里的数字都读得懂，两处单位能比较；一个部门一年的合成一条",
    source=OURS,
    good=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", target_value="−0.5", actual_value="-.5", unit="℃")),
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", target_value="12.5万元", actual_value="125,000.00元")
        ),
    ),
    bad=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="（12.5）")),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="12所学校（含2所小学）")),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", unit="所", actual_value="12.5元")),
    ),
)
def unread_figures(facts: Facts) -> pd.DataFrame:
    """写了数字而程序没有读懂的，或者指标值与完成值单位不同、不能比较的，都没有参加复算，这里合成一条列出。

    也可能原件就是这样写的，那就照登；读成了文字的负数、带括号的数，改成半角的减号和数字，就能复算。
    """
    texts = facts.of(unread)
    folder = [facts.tables["self_evaluation_indicators"][name].reindex(texts.index) for name in FOLDER]
    grouped = texts.groupby(folder, sort=False)
    place, count = grouped.cumcount(), texts.groupby(folder, sort=False).transform("size").astype("int64")
    named = texts[place < _TOLD].groupby([one[place < _TOLD] for one in folder], sort=False)
    told = named.agg("、".join).set_axis(texts.index[place == 0])
    more = pd.Series("等", index=texts.index, dtype="str").where(count > _TOLD, "")
    found = facts.tables["self_evaluation_indicators"].loc[told.index]
    return hits(
        found,
        value=texts,
        expected="能复算的数字",
        message="自评绩效指标里有 " + count.astype("str") + " 处没有写成能复算的数字：" + told + more + "。",
        hint="原件如此的照登即可；负数请用半角减号，括号、约数和说明请写到偏差原因一栏，单位与指标值一致。",
    )
