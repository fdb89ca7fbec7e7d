"""Planted in independent evaluations and in what they do to later budgets."""

from __future__ import annotations

from datetime import date

from generator.sample.evaluations import Evaluation
from generator.sample.numbers import HUNDRED
from generator.sample.planters.registry import Target, planter
from generator.sample.results import total_score


@planter("evaluation", every=9, first=2, expects=("F07",))
def wide_gap(target: Target) -> bool:
    """自评与独立评价落差：独立评价比自评低10分以上。"""
    found = target.evaluation
    if found is None:
        return False
    # A gap of 11 to 19 points.
    _lower(found, total_score(target.one) - target.one.random.randint(22, 38) * 50)
    return total_score(target.one) - found.score >= 10 * HUNDRED


def _lower(found: Evaluation, goal: int) -> None:
    rows = [row for row in found.rows if row.level3 not in {"预算执行率", "资金到位率"}]
    turn = 0
    while found.score > goal and turn < 400:
        row = rows[turn % len(rows)]
        turn += 1
        if row.score - 50 >= row.weight * 45 // 100:
            row.score -= 50
            row.reason = row.reason or "现场核实情况与自评材料差异较大，按核实结果扣分"


@planter("decision", every=7, first=2, expects=("F09",))
def poor_without_cut(target: Target) -> bool:
    """该减未减：评价等级为中或差，下一预算年度仍按原规模安排，没有说明理由。"""
    decision, found = target.decision, target.evaluation
    if decision is None or found is None or target.one.project.last < decision.year:
        return False
    _lower(found, target.one.random.randint(144, 158) * 50)
    decision.decision, decision.rate, decision.note = "保持", 0, ""
    return True


@planter("decision", every=14, first=3, expects=("F10",))
def cut_without_base(target: Target) -> bool:
    """压减率无基数：公布了压减额和压减率，没有公布基数，不可复算。"""
    decision = target.decision
    if decision is None or not decision.rate or target.one.project.last < decision.year:
        return False
    decision.hide_base = True
    return True


@planter("decision", every=16, first=2, expects=("F09b",))
def cut_not_applied(target: Target) -> bool:
    """压减未落实：公布了压减决定，下一预算年度实际安排却没有按公布的数减少。"""
    decision = target.decision
    if decision is None or not decision.rate or decision.year not in target.owner.years:
        return False
    target.one.project.last = max(target.one.project.last, decision.year)
    decision.ignored, decision.note = True, ""
    return True


@planter("evaluation", every=16, first=4, expects=("C12b",))
def evaluation_before_self_evaluation(target: Target) -> bool:
    """日期先后颠倒：评价报告日期早于评价基准日，也早于同年的绩效自评。"""
    found = target.evaluation
    if found is None:
        return False
    found.written = found.report
    found.report = date(found.year, 11, found.report.day)
    return True
