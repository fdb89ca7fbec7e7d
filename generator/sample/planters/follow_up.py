"""Planted in what follows: spot checks, rectifications, denominators and the yearly statement."""

from __future__ import annotations

from datetime import timedelta

from generator.sample.numbers import stream
from generator.sample.plan import evaluated
from generator.sample.planters.registry import Target, planter
from generator.sample.planters.replies import answer
from generator.sample.rectifications import overdue


@planter("year", every=2, first=1, expects=("R20b",))
def spot_check_too_few(target: Target) -> bool:
    """自评抽查过少：抽查的项目不到自评项目总数的10%。"""
    if target.book is None or not evaluated(target.year):
        return False
    target.book.check_share, target.book.owed = 0.05, 0.8
    return True


@planter("rectification", every=17, first=3, expects=("F08",))
def overdue_rectification(target: Target) -> bool:
    """整改超期：整改期限已过，没有批准延期，也没有完成。"""
    found = target.rectification
    if found is None or not overdue(found, stream(found.code, "overdue")):
        return False
    answer(target.owner, target.year, "F08", "rectifications", found.code, found.due + timedelta(days=12))
    return True


@planter("rectification", every=40, first=9, expects=("F08",))
def empty_measure(target: Target) -> bool:
    """整改措施空泛：状态写已完成，整改措施和结果却没有内容。"""
    found = target.rectification
    if found is None or found.closed is None:
        return False
    found.measures, found.result, found.evidence = "暂无", "已完成。", ""
    return True


@planter("scope", every=25, first=4, expects=("R21c",))
def coverage_below(target: Target) -> bool:
    """覆盖率不足：应编目标、应监控或应事前评估的项目多于已办的项目，没有说明原因。"""
    found = target.scope
    if found is None or found.kind not in {"应编目标", "应监控", "应事前评估"} or found.due < 2:
        return False
    count = 1 + found.due // 20
    found.amount += found.amount // found.due * count // 10_000 * 10_000
    found.due += count
    return True


@planter("figure", every=60, first=1)
def statement_mismatch(target: Target) -> bool:
    """说明与记录不符：年度说明里的一个数字与本站记录汇总的数不同。"""
    found = target.figure
    if found is None or found.count < 10:
        return False
    found.count += 3
    return True
