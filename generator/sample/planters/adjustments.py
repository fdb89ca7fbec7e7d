"""Planted in the adjustments of the budget. What would be an error, or drown another case, is planted on request."""

from __future__ import annotations

from datetime import date, timedelta

from generator.sample.adjustments import ADDED, CANCELLED, CUT, MERGED, RENAMED, TRANSFERRED, Adjustment, reason
from generator.sample.numbers import YUAN_IN_WAN
from generator.sample.plan import TODAY, Waiver, evaluated
from generator.sample.planters.registry import Target, planter
from generator.sample.planters.results import call_off


def _changed(target: Target, *kinds: str) -> Adjustment | None:
    """The target's adjustment if it is the only one of its case, of one of these kinds, and the case is evaluated."""
    own = [one for one in target.adjustments if one.case is target.case]
    found = target.adjustment
    shown = target.one.self_evaluated and target.owner.reported(target.year)
    fits = shown and target.one.budget > 0 and len(own) == 1
    return found if fits and found is not None and found.kind in kinds else None


@planter("adjustment", every=40, first=2, expects=("F20",))
def change_not_registered(target: Target) -> bool:
    """预算变动没有登记：同一部门登记了别的项目的调整，这个项目全年预算变了却没有登记。"""
    found = _changed(target, ADDED, CUT)
    others = sum(one.registered for one in target.adjustments)
    if found is None or others < 2 or not target.one.goal_published:
        return False
    found.registered = False
    return True


@planter("adjustment", every=60, first=5, expects=("C31",))
def last_change_missing(target: Target) -> bool:
    """漏登一次调整：预算调整过两次，只登记了前一次，年初预算数加调整不等于全年预算数。"""
    found = _changed(target, ADDED, CUT)
    if found is None or abs(found.amount) < 10 * YUAN_IN_WAN:
        return False
    found.amount = found.amount * 3 // 5 // YUAN_IN_WAN * YUAN_IN_WAN
    found.reason = reason(found.case, found.kind, found.amount)
    return True


@planter("adjustment", every=30, first=9, expects=("C32",))
def no_document(target: Target) -> bool:
    """没有写批准文件：登记了调整的金额和原因，没有写依据什么批准。"""
    found = _changed(target, ADDED, CUT)
    if found is None:
        return False
    found.document, found.approved = "", None
    return True


@planter("adjustment", every=80, first=2, expects=("C34", "C34b"), shipped=False)
def no_counterpart(target: Target) -> bool:
    """合并没有写对方：写明任务并入别的项目，没有写对方的项目编码。"""
    found = target.adjustment
    if found is None or found.kind != MERGED or found.amount > 0:
        return False
    found.other = None
    return True


@planter("adjustment", every=25, first=1, expects=("C34b", "C31"), shipped=False)
def one_sided_transfer(target: Target) -> bool:
    """调剂只登记一边：一个项目登记了调入，同一部门的另一个项目没有登记调出。"""
    found = target.adjustment
    if found is None or found.kind != TRANSFERRED or found.amount < 0:
        return False
    for one in target.adjustments:
        if one.other is target.case:
            one.registered = False
    return True


@planter("adjustment", every=25, first=1, expects=("C30", "C30b"), shipped=False)
def unsigned_cut(target: Target) -> bool:
    """调减没有写减号：调减的金额写成了正数。"""
    found = _changed(target, CUT)
    if found is None:
        return False
    found.unsigned = True
    return True


@planter("adjustment", every=25, first=2, expects=("C30b",), shipped=False)
def wrong_sum_waived(target: Target) -> bool:
    """调整后预算数算错：原件写错，按原件发布，另附书面豁免。"""
    found = _changed(target, ADDED)
    if found is None:
        return False
    found.slip = YUAN_IN_WAN
    target.owner.waivers.setdefault(target.year, []).append(
        Waiver(
            rule="C30b",
            table="budget_adjustments",
            record=found.code,
            field="adjusted_budget",
            reason="调整文件已经印发，合计数有误，按原件发布。",
        )
    )
    return True


@planter("adjustment", every=25, first=3, expects=("C30c",), shipped=False)
def other_start(target: Target) -> bool:
    """调整前的预算数与年初不符：调整表从另一个预算数开始算。"""
    found = _changed(target, ADDED, CUT)
    if found is None:
        return False
    found.prior += 2 * YUAN_IN_WAN
    return True


@planter("adjustment", every=25, first=4, expects=("C33",), shipped=False)
def after_the_year(target: Target) -> bool:
    """调整日期写错年份：当年的调整写成下一年的日期。"""
    found = _changed(target, ADDED, CUT)
    if found is None:
        return False
    found.day = found.day.replace(year=target.year + 1)
    return True


@planter("adjustment", every=25, first=1, expects=("C12z",), shipped=False)
def not_yet_done(target: Target) -> bool:
    """还没有办的调整：登记的调整日期在发布之后。"""
    found = target.adjustment
    if found is None or target.year != TODAY.year or found.kind not in {ADDED, CUT}:
        return False
    found.day = min(TODAY + timedelta(days=20), date(target.year, 12, 28))
    return True


@planter("adjustment", every=25, first=5, expects=("C21i",), shipped=False)
def adjustment_in_yuan(target: Target) -> bool:
    """调整金额误用元：调整金额和调整前后的预算数都写成了元。"""
    found = _changed(target, ADDED, CUT)
    if found is None:
        return False
    found.scale = YUAN_IN_WAN
    return True


@planter("adjustment", every=25, first=6, expects=("C36", "F20"), shipped=False)
def unknown_project(target: Target) -> bool:
    """调整的项目编码写错：编码在本部门的目标、监控和自评里都找不到。"""
    found = _changed(target, ADDED, CUT)
    if found is None:
        return False
    found.project_code, found.remark = f"{found.project_code[:-4]}9999", ""
    return True


@planter("adjustment", every=25, first=1, expects=("C35",), shipped=False)
def no_new_name(target: Target) -> bool:
    """更名没有写新名称：登记了更名，没有写更名以后的名称。"""
    found = target.adjustment
    if found is None or found.kind != RENAMED:
        return False
    found.new_name = target.one.new_name = ""
    return True


@planter("result", every=40, first=6, expects=("C31b",), shipped=False)
def called_off_as_a_cut(target: Target) -> bool:
    """取消登记成调减：全年预算调减为零，登记的却只是调减。"""
    case = target.one
    if not case.goal_published or not evaluated(target.year):
        return False
    call_off(case, "实施条件发生变化，经区政府批准项目取消")
    case.ended_as = CUT
    return True


@planter("adjustment", every=25, first=7, expects=("C31c", "F20b"), shipped=False)
def called_off_in_part(target: Target) -> bool:
    """调减登记成取消：登记的是取消，自评的全年预算数仍有一部分，而且有支出。"""
    found = _changed(target, CUT)
    if found is None or target.one.budget - target.one.spent < 2 * YUAN_IN_WAN:
        return False
    found.kind, found.remark = CANCELLED, ""
    return True


@planter("adjustment", every=25, first=8, expects=("F20b",), shipped=False)
def called_off_but_spent(target: Target) -> bool:
    """取消的项目有支出：登记取消以前已经花完的预算，没有说明花在哪里。"""
    found = _changed(target, CUT)
    if found is None or target.one.budget != target.one.spent:
        return False
    found.kind, found.remark = CANCELLED, ""
    return True
