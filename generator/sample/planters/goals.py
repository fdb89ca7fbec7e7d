"""Planted when goals are set."""

from __future__ import annotations

from copy import copy

from generator.sample.library import names
from generator.sample.numbers import HUNDRED
from generator.sample.plan import BENEFIT, COST, OUTPUT, Case, Indicator, evaluated, weigh
from generator.sample.planters.registry import Target, planter


@planter("goal", every=70, first=11, expects=("F04",))
def copied_indicators(target: Target) -> bool:
    """指标照抄：质量、时效、效益和满意度指标整段照抄同部门另一个项目，指标值也相同，只有数量和成本指标是自己的。"""
    case = target.one
    own = [one for one in case.indicators if one.level2 == "数量指标" or "成本" in one.level2]
    kept = sum(one.level2 == "数量指标" for one in own)
    source = next((one for one in reversed(target.owner.years[target.year]) if _copyable(case, one, kept)), None)
    if source is None:
        return False
    borrowed = [copy(one) for one in _borrowed(source)]
    case.indicators = [one for one in own if one.level1 == COST]
    case.indicators += [one for one in own if one.level2 == "数量指标"]
    case.indicators += [one for one in borrowed if one.level1 == OUTPUT]
    case.indicators += [one for one in own if one.level2 == "成本指标"]
    case.indicators += [one for one in borrowed if one.level1 != OUTPUT]
    weigh(case.indicators, case.project)
    return True


def _borrowed(source: Case) -> list[Indicator]:
    return [one for one in source.indicators if one.level2 != "数量指标" and "成本" not in one.level2]


def _copyable(case: Case, source: Case, kept: int) -> bool:
    """Whether copying makes most of the case's indicators (more than 60 % and at least 5) another project's."""
    ours, theirs = case.project, source.project
    if ours is theirs or source.planted or ours.template.work != theirs.template.work:
        return False
    count = len(_borrowed(source))
    same = ours.scheme == theirs.scheme and bool(ours.satisfaction) == bool(theirs.satisfaction)
    return same and count >= 5 and count * 10 > (count + kept) * 6


@planter("goal", every=80, first=7, expects=("F05",))
def no_cost_indicator(target: Target) -> bool:
    """缺成本指标：产出下只有数量、质量、时效，没有成本指标。"""
    case = target.one
    kept = [one for one in case.indicators if "成本" not in one.level2]
    if case.project.scheme != "A" or len(kept) == len(case.indicators):
        return False
    case.indicators = kept
    weigh(kept, case.project)
    return True


@planter("goal", every=90, first=17, expects=("R04",))
def unusual_weights(target: Target) -> bool:
    """权重偏离通行口径：产出指标60分、效益指标20分，合计仍为100分。"""
    case = target.one
    if case.project.scheme != "A" or not case.project.satisfaction or not evaluated(target.year):
        return False
    outputs = [one for one in case.indicators if one.level1 == OUTPUT]
    benefits = [one for one in case.indicators if one.level1 == BENEFIT]
    moved = 10 * HUNDRED
    for one in benefits:
        take = min(moved, one.weight - 200)
        one.weight -= take
        moved -= take
    outputs[0].weight += 10 * HUNDRED - moved
    return moved == 0


@planter("goal", every=100, first=23, expects=("C24b", "C40b", "C40"))
def odd_unit(target: Target) -> bool:
    """单位写法不规范：把“%”写成“百分比”，与指标库和其他部门的写法不一致。"""
    known = names(target.one.project.sector.code)
    rates = [one for one in target.one.indicators if one.unit == "%"]
    listed = [one for one in rates if one.name in known]
    if len(rates) < 2 or not listed:
        return False
    for one in (listed[0], rates[-1]):
        one.unit = "百分比"
    return True


@planter("goal", every=60, first=29, expects=("F13b",))
def budget_jump(target: Target) -> bool:
    """预算口径跳变：同一项目预算比上年增加两倍以上，没有说明，数量指标没有相应增加。"""
    case = target.one
    cases = case.project.cases
    previous = cases[-2] if len(cases) > 1 else None
    if previous is None or any(one.year == case.year for one in case.project.decisions):
        return False
    case.initial[0] = previous.total * 3 + 500_000 - case.initial[1] - case.initial[2]
    case.superior = 0
    for one in case.indicators:
        if one.name == "项目总成本":
            one.target = -(-case.total // 100)
    return True


@planter("goal", every=120, first=13, expects=("C01",))
def goal_not_published(target: Target) -> bool:
    """有自评、无目标：项目自评已公开，但年初没有公开绩效目标（年中追加）。"""
    case = target.one
    case.goal_published = False
    case.remark = "年中追加项目，绩效目标未随部门预算公开。"
    return True


# The same quantity counted in another unit, and how many of it make one of the library's unit.
_OTHER_UNIT = {"小时": ("分钟", 60), "天": ("个工作日", 1), "件": ("起", 1), "次": ("起", 1)}


@planter("goal", every=60, first=19, expects=("C24b",))
def unit_mismatch(target: Target) -> bool:
    """同名指标单位不一：引用指标库的同一指标，单位却与指标库和其他部门不同，如“小时”改成“分钟”。"""
    shared = names(target.one.project.sector.code)
    for one in target.one.indicators:
        unit, factor = _OTHER_UNIT.get(one.unit, ("", 1))
        if one.name in shared and unit:
            one.unit, one.target = unit, one.target * factor
            return True
    return False
