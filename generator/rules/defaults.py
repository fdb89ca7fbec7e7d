"""Weights that are usual: deviations are worth a word, not errors."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.evaluations import evaluation_sums
from generator.facts.joining import EVALUATION, beside, summed
from generator.facts.numbers import brief, briefly, shown, units
from generator.facts.scores import FULL
from generator.facts.self_evaluations import level_weights, usual_weights
from generator.rules.examples import (
    evaluation,
    evaluation_indicator,
    fund,
    indicators,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule

_FORM = "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表"


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
    return hits(
        joined[mask],
        value=value,
        expected=due_text,
        message="各级指标分值写的是 " + value + "，通行口径为 " + due_text + "。",
        hint="本地另有规定的，请财政部门在口径文件中写明；否则请按通行分值设置。",
    )


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
    thresholds=("execution_weight", "level1_weights"),
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
    "R23",
    title="产出与效益分值",
    severity="warning",
    table="evaluations",
    fields=("score",),
    formula="产出分值 + 效益分值 ≥ 60（按本地口径）",
    thresholds=("results_weight",),
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
def results_weigh_most(facts: Facts) -> pd.DataFrame:
    """部门评价和财政评价应突出结果导向，产出、效益两部分的分值合计原则上不低于60分。

    部门整体评价的指标体系由各地自定，不适用本条。请调整分值，或在备注说明理由。
    """
    joined = facts.of(evaluation_sums)
    given = facts.tables["evaluation_indicators"]
    results = given[given["level1"].fillna("").str.contains("产出|效益|效果|满意度")]
    summing = summed(results, EVALUATION).rename(columns={"weight": "results"})
    weight = beside(joined, summing, EVALUATION, ["results"])["results"]
    project = (joined["subject_type"] == "项目") & (joined["weight_sum"] == FULL).fillna(False).astype(bool)
    least = facts.profile(joined, "results_weight")
    wrong = project & (units(weight) < least - 1e-9).fillna(False).astype(bool)
    stated, bound = shown(weight[wrong]), briefly(least[wrong])
    return hits(
        joined[wrong],
        value=stated,
        expected="不低于" + bound,
        message="产出与效益分值合计 " + stated + " 分，应不低于" + bound + "分。",
        hint="请核对评价指标体系，或在备注中说明。",
    )
