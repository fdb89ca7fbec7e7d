"""Planted in the year's results and self-evaluations."""

from __future__ import annotations

from generator.sample.numbers import HUNDRED
from generator.sample.plan import Case, Waiver, Withheld
from generator.sample.planters.registry import Target, planter
from generator.sample.planters.replies import answer
from generator.sample.results import NOT_DONE, all_met, execute, execution_rate, score, total_score


@planter("result", every=45, first=3, expects=("F02",))
def low_execution_high_score(target: Target) -> bool:
    """低执行高得分：预算执行率不到70%，各项指标却全部满分，总分仍在90分以上。"""
    case = target.one
    execute(case, 0.46 + 0.22 * case.random.random())
    all_met(case)
    answer(target.owner, target.year, "F02", "self_evaluations", case.project.code)
    return True


@planter("result", every=40, first=5, expects=("R17",))
def missing_reason(target: Target) -> bool:
    """偏差未说明：有指标未完成、预算执行率偏低，但偏差原因、存在问题和改进措施都是空白。"""
    case = target.one
    if not any(one.short for one in case.indicators):
        return False
    case.silent = True
    return True


@planter("result", every=60, first=9, expects=("R17b",))
def over_execution(target: Target) -> bool:
    """超预算执行：执行数超过全年预算数，执行得分按10分封顶，没有说明超出部分的资金来源。"""
    case = target.one
    case.quiet = True
    extra = case.annual[0] * case.random.randint(3, 11) // 100
    case.spend = [case.annual[0] + max(100, extra), case.annual[1], case.annual[2]]
    for one in case.indicators:
        if one.name == "项目总成本":
            one.actual = -(-case.spent // 100)
            one.score = score(one)
    return True


@planter("result", every=50, first=12, expects=("F03",))
def far_beyond_target(target: Target) -> bool:
    """目标偏低：两项以上数量或效益指标的完成值超过指标值30%以上，已作说明。"""
    case = target.one
    counts = [
        one
        for one in case.indicators
        if one.operator == "≥" and one.unit not in {"%", "月"} and one.target >= 10 * HUNDRED
    ]
    if len(counts) < 2:
        return False
    for one in counts[:3]:
        one.actual = one.target * case.random.randint(136, 195) // 100 // HUNDRED * HUNDRED
        one.score = score(one)
    answer(target.owner, target.year, "F03", "self_evaluations", case.project.code)
    return True


@planter("result", every=75, first=15)
def cancelled(target: Target) -> bool:
    """年中取消：全年预算调减为零，不计算执行率，偏差说明写明取消原因。"""
    case = target.one
    cause = case.random.choice(
        (
            "实施条件发生变化，经区政府批准项目取消",
            "与上级新实施的同类项目合并，项目取消",
            "选址调整未能落实，项目暂缓并取消当年预算",
        )
    )
    call_off(case, cause)
    return True


def call_off(case: Case, cause: str) -> None:
    """Take all of a case's budget back, for that cause."""
    case.remark = cause
    case.cancelled = True
    case.annual = [0, 0, 0]
    case.spend = [0, 0, 0]
    for one in case.indicators:
        one.outcome = NOT_DONE
        one.actual = 0
        one.score = 0


@planter("result", every=110, first=19, expects=("R01",))
def wrong_rate_waived(target: Target) -> bool:
    """原件算术错误：执行率写错，按原件发布，另附书面豁免。"""
    case = target.one
    if not case.budget or not 0.7 < case.rate < 0.97:
        return False
    right = execution_rate(case)
    case.written_rate = right + (900 if right < 9000 else -900)
    target.owner.waivers.setdefault(target.year, []).append(
        Waiver(
            rule="R01",
            table="self_evaluation_funds",
            record=case.project.code,
            field="execution_rate",
            reason="自评表已随部门决算公开，执行率计算有误，按原件发布，勘误说明另行公布。",
        )
    )
    return True


@planter("result", every=55, first=8, expects=("R06",))
def generous_score(target: Target) -> bool:
    """自评给分偏宽：有指标未完成，得分却高于按公式计算的结果。"""
    case = target.one
    for one in case.indicators:
        if one.operator == "≥" and one.short and one.score < one.weight - 20:
            one.score = one.weight
            one.note = "已完成主要工作内容，按满分计分"
            return True
    return False


@planter("result", every=65, first=14, expects=("F06",))
def empty_cost_indicator(target: Target) -> bool:
    """成本指标形同虚设：总成本不高于预算数，完成值恰好等于预算数。"""
    case = target.one
    cost = next((one for one in case.indicators if one.name == "项目总成本"), None)
    if cost is None or case.budget != case.total:
        return False
    execute(case, 1.0)
    cost.actual = cost.target
    cost.score = score(cost)
    record = f"{case.project.code}＋{case.indicators.index(cost) + 1}"
    answer(target.owner, target.year, "F06", "self_evaluation_indicators", record)
    return True


@planter("result", every=85, first=18, expects=("F11",))
def template_residue(target: Target) -> bool:
    """套话与模板残留：存在问题填“暂无”，改进措施填“无”，完成情况照抄目标。"""
    case = target.one
    if total_score(case) == 100 * HUNDRED:
        return False
    case.problems = "暂无"
    case.improvements = "无"
    case.result = f"已按计划完成年度目标。{case.goal}"
    return True


@planter("result", every=95, first=21)
def withheld_self_evaluation(target: Target) -> bool:
    """自评依法不公开：项目目标已公开，自评结果因涉及商业秘密不公开，只公布理由。"""
    case = target.one
    case.self_evaluated = False
    target.owner.withheld.setdefault(target.year, []).append(
        Withheld(
            kind="D4",
            ground="商业秘密",
            count=1,
            note="成交价格构成涉及供应商商业秘密，已征求第三方意见。",
            project_code=case.project.code,
        )
    )
    return True
