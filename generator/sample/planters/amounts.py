"""Amounts in the wrong unit: what would be errors, planted on request only."""

from __future__ import annotations

from generator.sample.numbers import YUAN_IN_WAN
from generator.sample.planters.registry import Target, planter


@planter("goal", every=50, first=5, expects=("C21",), shipped=False)
def amount_in_yuan(target: Target) -> bool:
    """金额误用元：绩效目标表的各项资金写成了元，是万元的一万倍。"""
    if not target.one.goal_published:
        return False
    target.one.goal_scale = YUAN_IN_WAN
    return True


@planter("monitoring", every=50, first=8, expects=("C21c", "C21"), shipped=False)
def amount_in_yi(target: Target) -> bool:
    """金额误用亿元：监控表的各项资金写成了亿元，是万元的万分之一。"""
    found = target.monitoring
    if found is None:
        return False
    found.scale = YUAN_IN_WAN
    return True
