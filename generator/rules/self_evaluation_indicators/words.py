"""Words of the indicators of self-evaluations: names that are none, words for numbers, leftovers of a template."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import PROJECT
from generator.rules.examples import indicator, rows
from generator.rules.looking import filled, some_filled
from generator.rules.registry import rule
from generator.rules.sources import OURS
from generator.rules.wording import leftovers, only_figures, per_cent_in_words, said_twice, words_for_numbers


@rule(
    "C37",
    title="数值指标的完成值是文字",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("actual_value",),
    looks_at=(filled("target_value", "actual_value", "operator"),),
    formula="指标值是数字、方向不是定性的，实际完成值也应是数字",
    source=OURS,
    good=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标")),
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", operator="定性", target_value="好", actual_value="较好")
        ),
    ),
    bad=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="完成")),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", actual_value="较上年提高")),
    ),
)
def words_for_a_number(facts: Facts) -> pd.DataFrame:
    """目标是一个数，结果却只有“完成”“达标”一类的话，读者看不出做了多少，得分也无从复算。请写实际达到的数。"""
    return words_for_numbers(facts.tables["self_evaluation_indicators"], "target_value", "actual_value", "实际完成值")


@rule(
    "C38",
    title="自评指标名称只有数字",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("level3",),
    looks_at=(filled("level3"),),
    formula="三级指标的名称不能只有数字和符号",
    source=OURS,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标")),
    bad=rows(self_evaluation_indicators=indicator(1, "产出指标", level3="88/100")),
)
def numbers_for_names(facts: Facts) -> pd.DataFrame:
    """指标的名称写着“88/100”这样的数，看不出考核什么，多半是填错了列。"""
    return only_figures(facts.tables["self_evaluation_indicators"], "level3", "三级指标")


@rule(
    "C39",
    title="自评指标重名",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("level3",),
    looks_at=(filled("level3"),),
    formula="同一项目里，一级、二级、三级指标名称都相同的只有一行",
    source=OURS,
    good=rows(self_evaluation_indicators=(indicator(1, "产出指标"), indicator(2, "产出指标"))),
    bad=rows(
        self_evaluation_indicators=(
            indicator(1, "产出指标", level3="维修学校数"),
            indicator(2, "产出指标", level3="维修学校数"),
        )
    ),
)
def repeated_names(facts: Facts) -> pd.DataFrame:
    """一个项目里同一个指标名称写了几次，分不清各是什么，也可能是重复计分。"""
    names = ("level1", "level2", "level3")
    return said_twice(facts.tables["self_evaluation_indicators"], PROJECT, names, "三级指标")


@rule(
    "C40",
    title="百分比写作文字",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("unit",),
    looks_at=(filled("target_value"),),
    formula="度量单位写 %，不写“百分比”",
    source=OURS,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", target_value="95", actual_value="96", unit="%")),
    bad=(
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", target_value="100", actual_value="100", unit="百分比")
        ),
        *rows(
            self_evaluation_indicators=indicator(1, "产出指标", target_value="≥100百分比", actual_value="100", unit="")
        ),
    ),
)
def spelt_per_cent(facts: Facts) -> pd.DataFrame:
    """“100百分比”读作100%，“百分比”不是单位。"""
    return per_cent_in_words(facts.tables["self_evaluation_indicators"], "target_value")


_TEXTS = {
    "level2": "二级指标",
    "level3": "三级指标",
    "target_value": "年度指标值",
    "actual_value": "实际完成值",
    "deviation_note": "偏差原因分析及改进措施",
    "explanation": "指标解释",
    "scoring_rule": "评分标准",
}


@rule(
    "F11c",
    title="自评指标的模板残留",
    severity="flag",
    table="self_evaluation_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_TEXTS),),
    formula="各栏文字中有××、XX、待定、“请填写”、“…字以内”、“原表未填”等残留",
    source=OURS,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标")),
    bad=(
        *rows(self_evaluation_indicators=indicator(1, "产出指标", level3="指标1：××数量")),
        *rows(self_evaluation_indicators=indicator(1, "产出指标", deviation_note="（100字以内）")),
    ),
)
def leftover_indicators(facts: Facts) -> pd.DataFrame:
    """指标表里有像是没有改掉的模板文字，可能只是漏改了一处。请写实际的内容；原件如此的照登即可。"""
    return leftovers(facts.tables["self_evaluation_indicators"], _TEXTS)
