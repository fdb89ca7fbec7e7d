"""Scores: weights and totals that add up, limits, grades, and execution set beside results."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from generator.model import MICRO
from generator.rules.examples import (
    evaluation,
    evaluation_indicator,
    fund,
    goal,
    goal_indicator,
    indicator,
    indicators,
    rows,
    self_evaluation,
)
from generator.rules.joining import EVALUATION, PROJECT, beside, scored, summed, totals
from generator.rules.registry import Context, hits, rule, units
from generator.rules.wording import brief, fixed, shown

_FORM = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表"
_EVALUATION = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效评价指标体系框架"
_FULL = 100 * MICRO

_LOW = {"score": "39.3", "actual_value": "9", "deviation_note": "1所学校因降雨推迟开工。"}
_WHOLE = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}


def _sums(context: Context) -> pd.DataFrame:
    """Self-evaluations with the sums of their indicators and the weight and score for execution."""
    evaluations = context.tables["self_evaluations"]
    summing = context.shared(scored).rename(columns={"weight": "weight_sum", "score": "score_sum"})
    own = beside(evaluations, summing, PROJECT, ["weight_sum", "score_sum", "count"])
    money = totals(context).rename(columns={"weight": "execution_weight", "score": "execution_score"})
    columns = ["execution_weight", "execution_score", "initial_budget", "annual_budget", "actual_spend"]
    return pd.concat([evaluations, own, beside(evaluations, money, PROJECT, columns)], axis=1)


@rule(
    "R03",
    title="自评分值合计",
    severity="error",
    table="self_evaluations",
    fields=("total_score",),
    formula="预算执行率分值 + Σ三级指标分值 = 100",
    source=_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**_WHOLE),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="94.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="45", 效益指标="30", 满意度指标="10"),
    ),
)
def weights_add_up(context: Context) -> pd.DataFrame:
    """自评表的满分是100分：预算执行率的分值（一般10分）加上全部三级指标的分值。

    合计不是100的，总得分就没有意义。常见原因是漏填一行指标，或年度资金总额行没有填分值。
    """
    joined = context.shared(_sums)
    stated = joined["weight_sum"] + joined["execution_weight"].fillna(0)
    wrong = (joined["count"].notna() & (stated != _FULL)).fillna(False).astype(bool)
    found, stated = joined[wrong], shown(stated[wrong])
    parts = shown(found["execution_weight"].fillna(0)) + "＋" + shown(found["weight_sum"])
    return hits(
        found,
        value=stated,
        expected="100",
        message="执行率分值与各指标分值合计 " + parts + " = " + stated + " 分，应为 100 分。",
        hint="请核对「自评绩效指标」各行分值和「年度资金总额」行的分值，看是否漏了一行。",
    )


@rule(
    "R03b",
    title="自评总分合计",
    severity="error",
    table="self_evaluations",
    fields=("total_score",),
    formula="总得分 = 预算执行率得分 + Σ三级指标得分",
    source=_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**_WHOLE),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="98"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**_WHOLE),
    ),
)
def total_score(context: Context) -> pd.DataFrame:
    """总得分应当等于执行率得分加上各三级指标得分。

    请核对总得分或各行得分；原表如此的照登并申请豁免，页面会并列复算的总分。
    """
    joined = context.shared(_sums)
    added = joined["score_sum"] + joined["execution_score"].fillna(0)
    tolerance = (context.profile(joined, "score_tolerance") * MICRO).round().astype("int64")
    gap = (joined["total_score"] - added).abs()
    wrong = (joined["count"].notna() & (gap > tolerance)).fillna(False).astype(bool)
    found, added = joined[wrong], shown(added[wrong])
    parts = shown(found["execution_score"].fillna(0)) + "＋" + shown(found["score_sum"])
    return hits(
        found,
        value=shown(found["total_score"]),
        expected=added,
        message="写的是 " + shown(found["total_score"]) + " 分，按 执行率得分＋各指标得分 = " + parts + " 应为 "
        + added + " 分。",
        hint="请核对「总得分」和各行得分。",
    )  # fmt: skip


@rule(
    "R03c",
    title="评价分值合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    formula="Σ三级指标分值 = 100",
    source=_EVALUATION,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="88", grade="良"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "35", "34"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
)
def evaluation_weights(context: Context) -> pd.DataFrame:
    """评价指标体系的满分是100分，全部三级指标的分值合计应为100。

    只公布部分指标的，请补齐；评价报告用其他满分的，请按100分折算并在备注说明。
    """
    joined = context.shared(_evaluation_sums)
    wrong = (joined["weight_sum"] != _FULL).fillna(False).astype(bool)
    found = joined[wrong]
    stated = shown(found["weight_sum"])
    return hits(
        found,
        value=stated,
        expected="100",
        message="各评价指标分值合计 " + stated + " 分，应为 100 分。",
        hint="请核对「评价指标得分」各行分值，看是否漏了一行。",
    )


@rule(
    "R03d",
    title="评价得分合计",
    severity="error",
    table="evaluations",
    fields=("score",),
    formula="评价得分 = Σ三级指标得分",
    source=_EVALUATION,
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="92", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
)
def evaluation_total(context: Context) -> pd.DataFrame:
    """评价得分应当等于各三级指标得分之和。请核对评价得分或各行得分；报告如此的照登并申请豁免。"""
    joined = context.shared(_evaluation_sums)
    tolerance = (context.profile(joined, "score_tolerance") * MICRO).round().astype("int64")
    wrong = ((joined["score"] - joined["score_sum"]).abs() > tolerance).fillna(False).astype(bool)
    found = joined[wrong]
    stated, added = shown(found["score"]), shown(found["score_sum"])
    return hits(
        found,
        value=stated,
        expected=added,
        message="写的是 " + stated + " 分，各评价指标得分合计应为 " + added + " 分。",
        hint="请核对「评价得分」和「评价指标得分」各行。",
    )


def _evaluation_sums(context: Context) -> pd.DataFrame:
    """Evaluations with the sums of their indicators."""
    evaluations = context.tables["evaluations"]
    summing = summed(context.tables["evaluation_indicators"], EVALUATION)
    summing = summing.rename(columns={"weight": "weight_sum", "score": "score_sum"})
    return pd.concat([evaluations, beside(evaluations, summing, EVALUATION, ["weight_sum", "score_sum"])], axis=1)


@rule(
    "R03e",
    title="目标分值合计",
    severity="warning",
    table="goals",
    fields=("project_name",),
    formula="Σ三级指标权重 = 100 − 预算执行率分值（一般为90）",
    source="本项目约定，参照《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表",
    good=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="30"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
    bad=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="20"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
)
def goal_weights(context: Context) -> pd.DataFrame:
    """目标表写了权重的，各指标权重合计应当正好留出预算执行率的分值；全部没有写权重的不检查。

    现在配好，年末自评就不必再改分值。请调整权重，或请财政部门核对本地口径。
    """
    goals, given = context.tables["goals"], context.tables["goal_indicators"]
    grouped = given.assign(empty=given["weight"].isna()).groupby(PROJECT, sort=False)
    summing = grouped.agg(weight=("weight", "sum"), empty=("empty", "any")).reset_index()
    joined = beside(goals, summing, PROJECT, ["weight", "empty"])
    due = (_FULL - context.profile(goals, "execution_weight") * MICRO).round().astype("int64")
    whole = joined["empty"].eq(False).fillna(False).astype(bool)
    wrong = whole & (joined["weight"] != due).fillna(False).astype(bool)
    stated, expected = shown(joined["weight"][wrong]), shown(due[wrong])
    return hits(
        goals[wrong],
        value=stated,
        expected=expected,
        message="各指标权重合计 " + stated + " 分，应为 " + expected + " 分（另留预算执行率的分值）。",
        hint="请核对「绩效目标指标」各行权重。",
    )


def _levels(context: Context) -> pd.DataFrame:
    """Self-evaluations that add up to 100, with scheme and the weight of each level 1 name (``产出指标`` …)."""
    given = context.tables["self_evaluation_indicators"]
    joined = context.shared(_sums)
    whole = joined["weight_sum"] + joined["execution_weight"].fillna(0) == _FULL
    joined = joined[whole.fillna(False).astype(bool)]
    names = given["level1"].fillna("").str.strip().str.removesuffix("指标") + "指标"
    level = given[PROJECT].assign(level=names, weight=units(given["weight"]))
    wide = level.pivot_table(index=PROJECT, columns="level", values="weight", aggfunc="sum").reset_index()
    columns = [name for name in wide.columns if name not in PROJECT]
    scheme = beside(joined, context.tables["goals"], PROJECT, ["indicator_scheme"])["indicator_scheme"]
    weights = beside(joined, wide, PROJECT, columns)
    has_cost = weights["成本指标"].notna() if "成本指标" in weights else pd.Series(False, index=joined.index)
    guessed = pd.Series(np.where(has_cost, "B", "A"), index=joined.index)
    return pd.concat([joined.assign(scheme=scheme.fillna(guessed)), weights.add_prefix("level ")], axis=1)


def _default_weights(context: Context, scheme: str) -> pd.DataFrame:
    joined = context.shared(_levels)
    joined = joined[joined["scheme"] == scheme]
    present = [name for name in joined.columns if name.startswith("level ")]
    written, expected, wrong = [], [], []
    profiles = zip(
        context.profile(joined, "execution_weight"),
        context.profile(joined, "level1_weights"),
        units(joined["execution_weight"]).fillna(0),
        joined[present].fillna(-1.0).to_numpy(),  # not NaN, which is no key
        strict=True,
    )
    judged: dict[tuple[object, ...], tuple[bool, str, str]] = {}
    for execution, levels, own, weights in profiles:
        key = (execution, id(levels), own, tuple(weights))
        if key not in judged:
            stated = {
                name.removeprefix("level "): float(weight)
                for name, weight in zip(present, weights, strict=True)
                if weight >= 0
            }
            due = _due(levels, scheme, set(stated))
            same = abs(own - execution) < 1e-6 and stated.keys() == due.keys()
            same = same and all(abs(stated[name] - due[name]) < 1e-6 for name in due)
            judged[key] = (not same, _listed(own, stated), _listed(execution, due))
        bad, said, should = judged[key]
        wrong.append(bad)
        written.append(said)
        expected.append(should)
    mask = pd.Series(wrong, index=joined.index, dtype="bool")
    value = pd.Series(written, index=joined.index, dtype="str")[mask]
    due_text = pd.Series(expected, index=joined.index, dtype="str")[mask]
    return hits(
        joined[mask],
        value=value,
        expected=due_text,
        message="各级指标分值写的是 " + value + "，通行口径为 " + due_text + "。",
        hint="本地另有规定的，请财政部门在口径文件中写明；否则请按通行分值设置。",
    )


def _due(levels: Mapping[str, Mapping[str, float]], scheme: str, names: set[str]) -> dict[str, float]:
    """Default weights with what is left out given to its neighbour: no cost → scheme A, no satisfaction → benefit."""
    due = dict(levels.get("A" if scheme == "B" and "成本指标" not in names else scheme, {}))
    if "满意度指标" in due and "满意度指标" not in names and "效益指标" in due:
        due["效益指标"] += due.pop("满意度指标")
    return due


def _listed(execution: float, levels: Mapping[str, float]) -> str:
    order = ("成本指标", "产出指标", "效益指标", "满意度指标")
    names = sorted(levels, key=lambda name: (order.index(name) if name in order else len(order), name))
    parts = [f"{name.removesuffix('指标')}{brief(levels[name])}" for name in names]
    return "、".join([f"执行率{brief(execution)}", *parts])


@rule(
    "R04",
    title="通行分值（成本不单列）",
    severity="warning",
    table="self_evaluations",
    fields=("total_score",),
    formula="执行率10、产出50、效益30、满意度10；没有满意度的并入效益（按本地口径）",
    source=_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="50", 效益指标="40"),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="40", 效益指标="40", 满意度指标="10"),
    ),
)
def default_weights(context: Context) -> pd.DataFrame:
    """成本不单列为一级指标的，各部分分值一般为执行率10、产出50、效益30、满意度10，可按项目特点适当调整。

    这是口径提示，不是错误。本地有统一规定的，请写进口径文件，提示就会消失。
    """
    return _default_weights(context, "A")


@rule(
    "R05",
    title="通行分值（成本单列）",
    severity="warning",
    table="self_evaluations",
    fields=("total_score",),
    formula="执行率10、成本20、产出40、效益20、满意度10；没有满意度的并入效益（按本地口径）",
    source="依据《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）",
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(成本指标="20", 产出指标="40", 效益指标="20", 满意度指标="10"),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(成本指标="10", 产出指标="50", 效益指标="20", 满意度指标="10"),
    ),
)
def cost_weights(context: Context) -> pd.DataFrame:
    """成本列为一级指标的，各部分分值一般为执行率10、成本20、产出40、效益20、满意度10。

    这是口径提示，不是错误。没有设成本指标的项目按成本不单列的分值看待。
    """
    return _default_weights(context, "B")


@rule(
    "R11",
    title="指标得分不越界",
    severity="error",
    table="self_evaluation_indicators",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_FORM,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", score="10")),
    bad=rows(self_evaluation_indicators=indicator(1, "产出指标", score="12")),
)
def score_limit(context: Context) -> pd.DataFrame:
    """指标得分不超过分值，不设加分项：超额完成也只得满分。请核对得分和分值是否填反。"""
    return _limit(context.tables["self_evaluation_indicators"])


@rule(
    "R11b",
    title="评价得分不越界",
    severity="error",
    table="evaluation_indicators",
    fields=("score",),
    formula="0 ≤ 得分 ≤ 分值",
    source=_EVALUATION,
    good=rows(evaluation_indicators=evaluation_indicator(1, "产出", "60", "54")),
    bad=rows(evaluation_indicators=evaluation_indicator(1, "产出", "54", "60")),
)
def evaluation_limit(context: Context) -> pd.DataFrame:
    """评价指标得分不超过分值。请核对得分和分值是否填反。"""
    return _limit(context.tables["evaluation_indicators"])


def _limit(given: pd.DataFrame) -> pd.DataFrame:
    found = given[(given["score"] > given["weight"]).fillna(False).astype(bool)]
    score, weight = shown(found["score"]), shown(found["weight"])
    return hits(
        found,
        value=score,
        expected="不超过" + weight,
        message="写的是 " + score + " 分，应不超过分值 " + weight + " 分。",
        hint="请核对「得分」与「分值」，不设加分。",
    )


@rule(
    "R12",
    title="自评等级",
    severity="error",
    table="self_evaluations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(self_evaluations=self_evaluation(total_score="90", grade="优")),
    bad=rows(self_evaluations=self_evaluation(total_score="89.5", grade="优")),
)
def self_evaluation_grade(context: Context) -> pd.DataFrame:
    """等级由总得分决定：90分及以上为优，80到90分为良，60到80分为中，60分以下为差，正好在线上的归上一档。

    本地等级线不同的，由财政部门写进口径文件，按区划和年度适用。没有填等级的不检查。
    """
    return _graded(context, context.tables["self_evaluations"], "total_score")


@rule(
    "R12b",
    title="评价等级",
    severity="error",
    table="evaluations",
    fields=("grade",),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(evaluations=evaluation(score="80", grade="良")),
    bad=rows(evaluations=evaluation(score="86.4", grade="优")),
)
def evaluation_grade(context: Context) -> pd.DataFrame:
    """评价等级由评价得分决定，等级线与自评相同。

    注意这里是项目绩效的等级，不是专家给第三方报告质量打的等级，两者最容易混淆。
    """
    return _graded(context, context.tables["evaluations"], "score")


def graded(context: Context, given: pd.DataFrame, column: str) -> pd.Series:
    """The grade that each row's score earns in its division and year; missing where there is no score."""
    scores = units(given[column])
    bands = context.profile(given, "bands")
    earned = pd.Series(None, index=given.index, dtype="str")
    for steps in bands.drop_duplicates():
        limits = np.array([limit for _, limit in reversed(steps)])
        names = np.array([name for name, _ in reversed(steps)], dtype=object)
        mine = (bands.map(lambda one, wanted=steps: one == wanted) & scores.notna()).to_numpy(dtype=bool)
        place = np.searchsorted(limits, scores[mine].to_numpy() + 1e-9, side="right") - 1
        earned[mine] = names[place.clip(min=0)]
    return earned


def _graded(context: Context, given: pd.DataFrame, column: str) -> pd.DataFrame:
    earned = graded(context, given, column)
    wrong = given["grade"].notna() & earned.notna() & (given["grade"] != earned)
    found, due = given[wrong], earned[wrong]
    return hits(
        found,
        value=found["grade"],
        expected=due,
        message="写的是「" + found["grade"] + "」，按得分 " + shown(found[column]) + " 分应为「" + due + "」。",
        hint="请核对得分与等级；本地等级线不同的，请财政部门在口径文件中写明。",
    )


def _gap(context: Context) -> pd.DataFrame:
    """Self-evaluations with ``rate`` (执行率) and ``result``, ``paid`` (scores), all as shares of what is full."""
    joined = context.shared(_sums)
    budget, spend = units(joined["annual_budget"]), units(joined["actual_spend"])
    rate = spend / budget.where(budget > 0)
    result = units(joined["score_sum"]) / units(joined["weight_sum"]).where(lambda weight: weight > 0)
    paid = units(joined["execution_score"]) / units(joined["execution_weight"]).where(lambda weight: weight > 0)
    low_high = (rate < LOW_EXECUTION) & (units(joined["total_score"]) >= HIGH_SCORE)
    return joined.assign(rate=rate, result=result, paid=paid, low_high=low_high)


LOW_EXECUTION = 0.7
HIGH_SCORE = 90
_RED = 0.05
_YELLOW = 0.2


@rule(
    "R18",
    title="自评预警",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    formula="(S÷指标满分 − F÷执行满分) ÷ (S÷指标满分) > 5% 为红；1 − 执行率 > 20% 为黄（S、F 为指标、执行得分）",
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
        self_evaluation_indicators=indicators(**_WHOLE),
    ),
)
def warning_light(context: Context) -> pd.DataFrame:
    """把指标得分率与执行得分率放在一起看：钱没花多少、指标却接近满分的亮红灯，执行率低于80%的亮黄灯。

    可能是节约了资金、按合同节点付款、跨年结算，也可能是目标定得低。请在偏差说明里写清原因。已由 F02 提示的不重复。
    """
    joined = context.shared(_gap)
    excess = (joined["result"] - joined["paid"]) / joined["result"].where(joined["result"] > 0)
    red = excess > _RED + 1e-9
    yellow = (1 - joined["rate"] > _YELLOW + 1e-9) & ~red
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
    formula="执行率 < 70% 且 总得分 ≥ 90",
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
def low_execution_high_score(context: Context) -> pd.DataFrame:
    """预算执行不到七成，自评总分却在90分以上。

    可能是节约了资金、完工未结算，也可能目标定得低或打分宽松。请看偏差说明和实际完成情况。
    """
    joined = context.shared(_gap)
    found = joined[joined["low_high"].fillna(False).astype(bool)]
    rate, score = fixed(found["rate"] * 100) + "%", shown(found["total_score"])
    return hits(
        found,
        value=score,
        expected="执行率 70% 以上",
        message="总得分 " + score + " 分，而执行率只有 " + rate + "，低于 70%（一般90分以上的项目执行率 70% 以上）。",
        hint="请在「偏差说明」写明资金未用完而目标完成的原因。",
    )


@rule(
    "R23",
    title="产出与效益分值",
    severity="warning",
    table="evaluations",
    fields=("score",),
    formula="产出分值 + 效益分值 ≥ 60",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "40", "36"),
            evaluation_indicator(2, "产出", "60", "54"),
        ),
    ),
    bad=rows(
        evaluations=evaluation(score="90", grade="优"),
        evaluation_indicators=(
            evaluation_indicator(1, "过程", "60", "54"),
            evaluation_indicator(2, "产出", "40", "36"),
        ),
    ),
)
def results_weigh_most(context: Context) -> pd.DataFrame:
    """部门评价和财政评价应突出结果导向，产出、效益两部分的分值合计原则上不低于60分。

    部门整体评价的指标体系由各地自定，不适用本条。请调整分值，或在备注说明理由。
    """
    joined = context.shared(_evaluation_sums)
    given = context.tables["evaluation_indicators"]
    results = given[given["level1"].fillna("").str.contains("产出|效益|效果|满意度")]
    summing = summed(results, EVALUATION).rename(columns={"weight": "results"})
    weight = beside(joined, summing, EVALUATION, ["results"])["results"]
    project = (joined["subject_type"] == "项目") & (joined["weight_sum"] == _FULL).fillna(False).astype(bool)
    wrong = project & (weight < 60 * MICRO).fillna(False).astype(bool)
    stated = shown(weight[wrong])
    return hits(
        joined[wrong],
        value=stated,
        expected="不低于60",
        message="产出与效益分值合计 " + stated + " 分，应不低于60分。",
        hint="请核对评价指标体系，或在备注中说明。",
    )
