"""Planted before and during the year: ex-ante evaluations and monitoring."""

from __future__ import annotations

from generator.sample.content import texts
from generator.sample.planters.registry import Target, planter


@planter("assessment", every=14, first=3)
def stale_policy(target: Target) -> bool:
    """引用失效文件：事前评估的依据写的是已被替代的旧办法。"""
    found = target.assessment
    if found is None:
        return False
    text = texts("ex_ante")
    found.method = found.method.replace(text["rule"], text["stale_rule"])
    return text["stale_rule"] in found.method


@planter("assessment", every=13, first=2)
def cut_without_rate(target: Target) -> bool:
    """事前评估没有审减率：公布了审减额，没有公布审减率。"""
    found = target.assessment
    if found is None or not found.cut or not found.approved:
        return False
    found.with_rate = False
    return True


@planter("monitoring", every=30, first=6, expects=("R19",))
def behind_schedule(target: Target) -> bool:
    """执行进度滞后：1—7月执行进度不到序时进度的六成，没有说明原因。"""
    found = target.monitoring
    if found is None or found.period != 7:
        return False
    found.spend = min(found.spend, found.budget * 26 // 10_000 * 100)
    found.note, found.needs, found.measures, found.result, found.recovered = "", False, "", "", 0
    return found.pace < 60
