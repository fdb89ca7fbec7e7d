"""Scores of self-evaluations: sums, weights, grades, and what a reviewer would compare them with."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import brief
from generator.core.words import TOTAL_FUNDS
from generator.facts.indicators import exceeded, measured
from generator.facts.joining import FOLDER, PROJECT, beside, known
from generator.facts.next_budgets import after_self_evaluations
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.projects import counted_scores
from generator.facts.scores import FULL
from generator.facts.self_evaluations import level_weights, spending, sums, usual_weights, value_pairs
from generator.rules.examples import CODE, WHOLE, fund, indicator, indicators, rows, self_evaluation
from generator.rules.looking import INDICATORS, either, filled, worked_out
from generator.rules.registry import Condition, Need, Rows, hits, rule
from generator.rules.shared import grades
from generator.rules.sources import METHOD, OURS, SELF_EVALUATION_FORM


def _batch(*scores: int) -> tuple[dict[str, str], ...]:
    return tuple(
        self_evaluation(project_code=f"{CODE[:-2]}{number:02d}", total_score=str(score))
        for number, score in enumerate(scores, 1)
    )


_VALUES = (("产出指标", "25"), ("产出指标", "25"), ("效益指标", "15"), ("效益指标", "15"), ("满意度指标", "10"))


def _valued(*targets: str) -> tuple[Rows, ...]:
    """An example's self-evaluation: these targets, all reached with 100."""
    return rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=tuple(
            indicator(number, level1, target_value=target, actual_value="100", weight=weight, score=weight)
            for number, ((level1, weight), target) in enumerate(zip(_VALUES, targets, strict=True), 1)
        ),
    )


def _default_weights(facts: Facts, scheme: str) -> pd.DataFrame:
    joined = facts.of(level_weights)
    joined = joined[joined["scheme"] == scheme]
    present = [name for name in joined.columns if name.startswith("level ")]
    written, expected, wrong = [], [], []
    profiles = zip(
        facts.profile(joined, "execution_weight"),
        facts.profile(joined, "level1_weights"),
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
            due = usual_weights(levels, scheme, set(stated))
            rest = 100 - execution - sum(due.values())
            others = sum(weight for name, weight in stated.items() if name not in due)
            same = abs(own - execution) < 1e-6 and abs(others - rest) < 1e-6
            same = same and all(abs(stated.get(name, 0) - weight) < 1e-6 for name, weight in due.items())
            wanted = _listed(execution, due) + (f"、其余共{brief(rest)}" if rest > 1e-6 else "")
            judged[key] = (bool(due) and not same, _listed(own, stated), wanted)
        bad, said, should = judged[key]
        wrong.append(bad)
        written.append(said)
        expected.append(should)
    mask = pd.Series(wrong, index=joined.index, dtype="bool")
    value = pd.Series(written, index=joined.index, dtype="str")[mask]
    due_text = pd.Series(expected, index=joined.index, dtype="str")[mask]
    said_by = "口径“" + facts.profile(joined, "title").astype("str")[mask] + "”"
    return hits(
        joined[mask],
        value=value,
        expected=due_text,
        message="各级指标分值写的是 " + value + "，" + said_by + "为 " + due_text + "。",
        hint="本地另有规定的，请财政部门在口径文件中写明；否则请按这个口径设置。",
    )


def _listed(execution: float, levels: Mapping[str, float]) -> str:
    order = ("成本指标", "产出指标", "效益指标", "满意度指标")
    names = sorted(levels, key=lambda name: (order.index(name) if name in order else len(order), name))
    parts = [f"{name.removesuffix('指标')}{brief(levels[name])}" for name in names]
    return "、".join([f"执行率{brief(execution)}", *parts])


def _of_scheme(scheme: str) -> Condition:
    """The form adds up to 100, by the scheme."""

    def met(facts: Facts, rows: pd.DataFrame) -> pd.Series:
        joined = facts.of(level_weights)
        return pd.Series(rows.index.isin(joined.index[joined["scheme"] == scheme]), index=rows.index)

    return met


def _has_weights(scheme: str) -> Condition:
    """The profile says what the parts of such a form usually weigh."""
    return lambda facts, rows: facts.profile(rows, "level1_weights", lambda levels: bool(levels.get(scheme)))


def _many(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Its score counts, and the department has enough of them in the year to be looked at together."""
    counted = known(rows, facts.of(counted_scores), PROJECT)
    size = counted.groupby([rows[name] for name in FOLDER], sort=False).transform("sum")
    return counted & (size >= facts.profile(rows, "uniform_projects"))


def _comparable(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """A result of one of its indicators can be divided by the target."""
    frame = facts.of(measured)
    return known(rows, frame[frame["actual"].notna() & (frame["target"] > 0)], PROJECT)


def _valued_often(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """It has as many indicators with numbers as it takes for a repetition to tell something."""
    return facts.of(value_pairs)["count"] >= facts.profile(rows, "repeated_values")


def _blank_cells(facts: Facts, rows: pd.DataFrame, field: str) -> pd.Series:
    """Whether the original left that field blank in some of a form's indicators."""
    given = facts.tables["self_evaluation_indicators"]
    return known(rows, given[given[field].isna()], PROJECT)


def _unweighted(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    return _blank_cells(facts, rows, "weight")


def _without_total(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Funds are there without the row of their total, which has the weight and the score: R14 tells it."""
    funds = facts.tables["self_evaluation_funds"]
    return known(rows, funds, PROJECT) & ~known(rows, funds[funds["fund_source"] == TOTAL_FUNDS], PROJECT)


def _summed(field: str, title: str) -> Need:
    return Need(f"有的指标没有填写{title}", lambda facts, rows: ~_blank_cells(facts, rows, field))


@rule(
    "R03",
    title="自评分值合计",
    severity="error",
    table="self_evaluations",
    fields=("total_score",),
    needs=(INDICATORS, _summed("weight", "分值")),
    formula="预算执行率分值 + Σ三级指标分值 = 100",
    thresholds=("execution_weight",),
    source=SELF_EVALUATION_FORM,
    good=(
        *rows(
            self_evaluations=self_evaluation(total_score="99.5"),
            self_evaluation_funds=fund(),
            self_evaluation_indicators=indicators(**WHOLE),
        ),
        *rows(
            self_evaluations=self_evaluation(total_score="99.5"),
            self_evaluation_funds=fund(weight=""),
            self_evaluation_indicators=indicators(**WHOLE),
        ),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="94.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="45", 效益指标="30", 满意度指标="10"),
    ),
)
def weights_add_up(facts: Facts) -> pd.DataFrame:
    """自评表的满分是100分：预算执行率的分值（一般10分，没有填的按本地口径）加上全部三级指标的分值。

    合计不是100的，总得分就没有意义。常见原因是漏填一行指标，或年度资金总额行没有填分值。
    """
    joined = facts.of(sums)
    stated = joined["weight_sum"] + joined["execution_weight"].fillna(0)
    told = joined["count"].notna() & ~_unweighted(facts, joined) & ~_without_total(facts, joined)
    wrong = (told & (stated != FULL)).fillna(False).astype(bool)
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
    looks_at=(filled("total_score"),),
    needs=(INDICATORS, _summed("score", "得分")),
    formula="总得分 = 预算执行率得分 + Σ三级指标得分",
    thresholds=("score_tolerance",),
    source=SELF_EVALUATION_FORM,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="98"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(**WHOLE),
    ),
)
def total_score(facts: Facts) -> pd.DataFrame:
    """总得分应当等于执行率得分加上各三级指标得分。

    请核对总得分或各行得分；原表如此的照登并申请豁免，页面会并列复算的总分。
    """
    joined = facts.of(sums)
    added = joined["score_sum"] + joined["execution_score"].fillna(0)
    tolerance = facts.tolerance(joined, "score_tolerance")
    gap = (joined["total_score"] - added).abs()
    whole = joined["count"].notna() & ~_blank_cells(facts, joined, "score") & ~_without_total(facts, joined)
    wrong = (whole & (gap > tolerance)).fillna(False).astype(bool)
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
    "R04",
    title="通行分值（成本不单列）",
    severity="warning",
    table="self_evaluations",
    fields=("total_score",),
    looks_at=(_of_scheme("A"),),
    needs=(Need("口径没有规定各级指标的分值", _has_weights("A")),),
    formula="执行率10、产出50、效益30、满意度10；没有满意度的并入效益（按本地口径）",
    thresholds=("execution_weight", "level1_weights"),
    source=SELF_EVALUATION_FORM,
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
def default_weights(facts: Facts) -> pd.DataFrame:
    """成本不单列为一级指标的，各部分分值一般为执行率10、产出50、效益30、满意度10，可按项目特点适当调整。

    这是口径提示，不是错误。本地有统一规定的，请写进口径文件，提示就会消失。
    """
    return _default_weights(facts, "A")


@rule(
    "R05",
    title="通行分值（成本单列）",
    severity="warning",
    table="self_evaluations",
    fields=("total_score",),
    looks_at=(_of_scheme("B"),),
    needs=(Need("口径没有规定各级指标的分值", _has_weights("B")),),
    formula="执行率10、成本20、产出40、效益20、满意度10；没有满意度的并入效益（按本地口径）",
    thresholds=("execution_weight", "level1_weights"),
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
def cost_weights(facts: Facts) -> pd.DataFrame:
    """成本列为一级指标的，各部分分值一般为执行率10、成本20、产出40、效益20、满意度10。

    这是口径提示，不是错误。没有设成本指标的项目按成本不单列的分值看待。
    """
    return _default_weights(facts, "B")


@rule(
    "R12",
    title="自评等级",
    severity="error",
    table="self_evaluations",
    fields=("grade",),
    looks_at=(filled("grade"),),
    needs=(Need("没有填写总分", filled("total_score")),),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=METHOD,
    good=rows(self_evaluations=self_evaluation(total_score="90", grade="优")),
    bad=rows(self_evaluations=self_evaluation(total_score="89.5", grade="优")),
)
def self_evaluation_grade(facts: Facts) -> pd.DataFrame:
    """等级由总得分决定：90分及以上为优，80到90分为良，60到80分为中，60分以下为差，正好在线上的归上一档。

    本地等级线不同的，由财政部门写进口径文件，按区划和年度适用。没有填等级的不检查。
    """
    return grades(facts, facts.tables["self_evaluations"], "total_score")


@rule(
    "R18",
    title="自评预警",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    needs=(
        Need(
            "没有填写资金、分值或得分，执行率和得分率不可算",
            either(worked_out(spending, "rate"), worked_out(spending, "result", "paid")),
        ),
    ),
    formula="(S÷指标满分 − F÷执行满分) ÷ (S÷指标满分) > 5% 为红；1 − 执行率 > 20% 为黄（S、F：指标、执行得分；按口径）",
    thresholds=("warning_red", "warning_yellow", "low_execution", "high_score"),
    source="本项目约定，参照有关省份绩效系统的预警规则",
    good=rows(
        self_evaluations=self_evaluation(total_score="95"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            *indicators(效益指标="30", 满意度指标="10"),
            indicator(3, "产出指标", weight="50", score="45.5", deviation_note="2所学校推迟竣工。", operator="定性"),
        ),
    ),
    bad=(
        *rows(
            self_evaluations=self_evaluation(total_score="97.5", deviation_note="按合同约定尾款次年支付。"),
            self_evaluation_funds=fund(actual_spend="240", execution_rate="75", score="7.5"),
            self_evaluation_indicators=indicators(**WHOLE),
        ),
        *rows(
            self_evaluations=self_evaluation(total_score="98.5", deviation_note="按合同约定尾款次年支付。"),
            self_evaluation_funds=fund(actual_spend="272", execution_rate="85", score="8.5"),
            self_evaluation_indicators=indicators(**WHOLE),
        ),
        *rows(
            self_evaluations=self_evaluation(total_score="85", deviation_note="2所学校推迟竣工，尾款次年支付。"),
            self_evaluation_funds=fund(actual_spend="208", execution_rate="65", score="6.5"),
            self_evaluation_indicators=(
                *indicators(效益指标="30", 满意度指标="10"),
                indicator(
                    3, "产出指标", weight="50", score="38.5", deviation_note="2所学校推迟竣工。", operator="定性"
                ),
            ),
        ),
    ),
)
def warning_light(facts: Facts) -> pd.DataFrame:
    """把指标得分率与执行得分率放在一起看：钱没花多少、指标却接近满分的亮红灯，执行率低于80%的亮黄灯（按本地口径）。

    可能是节约了资金、按合同节点付款、跨年结算，也可能是目标定得低。请在偏差说明里写清原因。已由 F02、F18 提示的不重复。
    """
    joined = facts.of(spending)
    excess = (joined["result"] - joined["paid"]) / joined["result"].where(joined["result"] > 0)
    red = excess * 100 > facts.profile(joined, "warning_red") + 1e-9
    yellow = ((1 - joined["rate"]) * 100 > facts.profile(joined, "warning_yellow") + 1e-9) & ~red
    after = facts.of(after_self_evaluations)
    yellow &= ~joined.index.isin(after.index[after["slow"] & after["odd"]])
    mask = (red | yellow) & ~joined["low_high"]
    found = joined[mask]
    return pd.concat([_red(found[red[mask]]), _yellow(facts, found[yellow[mask]])])


def _red(found: pd.DataFrame) -> pd.DataFrame:
    """What is compared is said: the share of points got for indicators, and of those got for execution."""
    result, paid = (fixed(found[name] * 100) + "%" for name in ("result", "paid"))
    rate = fixed(found["rate"] * 100)
    beside_it = ("（执行率 " + rate + "%）").where(rate != "", "")
    return hits(
        found,
        value=paid,
        expected="与指标得分率相近",
        message="红灯：指标得分率 "
        + result
        + "，执行得分率 "
        + paid
        + beside_it
        + "，执行得分率一般应与指标得分率相近。",
        hint="请在「偏差说明」写明原因，如节约资金、按节点付款、跨年结算；执行得分有误的请核对。",
        plain="钱花得慢，指标得分却高",
    )


def _yellow(facts: Facts, found: pd.DataFrame) -> pd.DataFrame:
    rate = fixed(found["rate"] * 100) + "%"
    least = "不低于" + fixed(100 - facts.profile(found, "warning_yellow")).str.replace(".00", "", regex=False) + "%"
    return hits(
        found,
        value=rate,
        expected=least,
        message="黄灯：执行率 " + rate + "，一般应" + least + "。",
        hint="请在「偏差说明」写明原因，如节约资金、按节点付款、跨年结算。",
        plain="钱只花了 " + rate,
    )


@rule(
    "F01",
    title="自评得分普遍很高",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    looks_at=(_many,),
    formula="同一部门同一年度（10个项目以上）：95%以上的项目 ≥ 90分；或平均分 ≥ 95 且标准差 < 3（按本地口径）",
    thresholds=("high_score", "uniform_projects", "uniform_share", "uniform_mean", "uniform_deviation"),
    source=OURS,
    good=rows(self_evaluations=_batch(98, 96, 95, 93, 91, 90, 88, 85, 82, 80)),
    bad=(
        *rows(self_evaluations=_batch(99, 98, 98, 97, 97, 96, 96, 95, 95, 94)),
        *rows(self_evaluations=_batch(97, 97, 97, 97, 97, 97, 97, 97, 97, 89)),
    ),
)
def inflated(facts: Facts) -> pd.DataFrame:
    """一个部门几乎所有项目都在90分以上，分数就分不出好坏。

    年中取消、暂缓、并入其他项目的不算。可能确实完成得好，也可能目标定得低、打分宽松。可以和财政重点评价的得分、目标完成的具体数量对照着看。
    """
    given, own = facts.tables["self_evaluations"], facts.of(counted_scores)
    given = given[known(given, own, PROJECT)]
    scores = own[FOLDER].assign(score=units(own["total_score"]))
    scores["high"] = scores["score"] >= facts.profile(scores, "high_score")
    grouped = scores.groupby(FOLDER, sort=False)
    figures = grouped["score"].agg(["size", "mean", "std"]).assign(high=grouped["high"].sum()).reset_index()
    names = ("uniform_projects", "uniform_share", "uniform_mean", "uniform_deviation")
    fewest, share, mean, spread = (facts.profile(figures, name) for name in names)
    many = figures["size"] >= fewest
    even = (figures["mean"] >= mean) & (figures["std"] < spread)
    inflated_ones = (figures["high"] * 100 >= figures["size"] * share) | even
    first = given.drop_duplicates(FOLDER)
    joined = beside(first, figures[many & inflated_ones], FOLDER, ["size", "mean", "std", "high"]).dropna()
    count, high = (joined[name].astype("int64").astype("str") for name in ("size", "high"))
    mean, line = fixed(joined["mean"]), briefly(facts.profile(first.loc[joined.index], "high_score"))
    return hits(
        first.loc[joined.index],
        value=mean,
        expected="有高有低",
        message="本部门自评 " + count + " 个项目，" + high + " 个在 " + line + " 分以上，平均 " + mean + " 分，标准差 "
        + fixed(joined["std"]) + "；一般应有高有低。",
        hint="请抽查打分依据；目标偏低的，下一年度提高指标值。",
    )  # fmt: skip


@rule(
    "F02",
    title="低执行高得分",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    looks_at=(filled("total_score"),),
    needs=(Need("没有填写资金，或全年预算数为 0，执行率不可算", worked_out(spending, "rate")),),
    formula="执行率 < 70% 且 总得分 ≥ 90（按本地口径）",
    thresholds=("low_execution", "high_score"),
    source=OURS,
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
        plain="钱只花了 " + rate + "，自评 " + score + " 分",
    )


@rule(
    "F03",
    title="目标偏低",
    severity="flag",
    table="self_evaluations",
    fields=("project_name",),
    needs=(Need("没有能与指标值比较的指标", _comparable),),
    formula="同一项目有两项以上指标 实际 ÷ 指标值 > 1.3（按本地口径）",
    thresholds=("overachieved_ratio",),
    source=OURS,
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            indicator(1, "产出指标", actual_value="18", weight="30", score="30", deviation_note="追加6所。"),
            indicator(2, "产出指标", actual_value="13", weight="20", score="20"),
            indicator(3, "效益指标", weight="40", score="40"),
        ),
    ),
    bad=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            indicator(1, "产出指标", actual_value="18", weight="30", score="30", deviation_note="追加6所。"),
            indicator(2, "产出指标", actual_value="24", weight="20", score="20", deviation_note="追加6所。"),
            indicator(3, "效益指标", weight="40", score="40"),
        ),
    ),
)
def easy_targets(facts: Facts) -> pd.DataFrame:
    """一个项目有好几项指标都大幅超额，目标可能定得偏低。

    也可能是年中追加了任务和资金。请看偏差原因；确实偏低的，下一年度应当提高。
    """
    frame = facts.of(measured)
    high = frame[exceeded(facts, frame)].dropna(subset=[*PROJECT, "level3"])
    counts = high.groupby(PROJECT, sort=False).agg(many=("level3", "size"), names=("level3", "、".join)).reset_index()
    evaluations = facts.tables["self_evaluations"]
    joined = beside(evaluations, counts[counts["many"] > 1], PROJECT, ["many", "names"]).dropna()
    found = evaluations.loc[joined.index]
    many = joined["many"].astype("int64").astype("str")
    limit = briefly(facts.profile(found, "overachieved_ratio"))
    return hits(
        found,
        value=many,
        expected="不多于1项",
        message="有 " + many + " 项指标超过指标值的 " + limit + " 倍（" + joined["names"] + "），一般不多于1项。",
        hint="请核对指标值；年中追加任务的，请在偏差原因中写明。",
        plain=many + " 项指标远远超过定下的数，目标可能定低了",
    )


@rule(
    "F04d",
    title="同一数值反复出现",
    severity="flag",
    table="self_evaluations",
    fields=("project_name",),
    looks_at=(_valued_often,),
    formula="同一项目的定量指标有 5 项以上、且 80% 以上的指标值相同、实际完成值也相同（按本地口径）",
    thresholds=("repeated_share", "repeated_values"),
    source=OURS,
    good=_valued("88", "90", "92", "95", "100"),
    bad=_valued("88", "88", "88", "88", "88"),
)
def repeated_values(facts: Facts) -> pd.DataFrame:
    """各项指标的指标值都是同一个数，完成值也都是同一个数，像是成批填进去的，分不出每件事做得如何。

    全是合格率、及时率一类的指标，都定100%、都做到100%，也会这样；请看指标是不是只设了比率。
    """
    evaluations, joined = facts.tables["self_evaluations"], facts.of(value_pairs)
    enough, least = facts.profile(evaluations, "repeated_values"), facts.profile(evaluations, "repeated_share")
    many = (joined["same"] >= enough) & (joined["same"] / joined["count"] * 100 >= least - 1e-9)
    found, joined, enough = evaluations[many], joined[many], enough[many]
    count, same = (joined[name].astype("int64").astype("str") for name in ("count", "same"))
    pair_text = "指标值 " + briefly(joined["target"]) + "、完成值 " + briefly(joined["actual"])
    few = "少于" + enough.astype("int64").astype("str") + "项"
    return hits(
        found,
        value=same,
        expected=few,
        message=count + " 项定量指标中有 " + same + " 项都是" + pair_text + "，一般" + few + "。",
        hint="请核对各项的指标值和完成值；全是比率的，宜增加数量、时效等指标。",
    )
