"""Imperfect cases planted on purpose, each by a named function, so that rules and flags have something to find.

A planter is offered candidates in a fixed order and applies to its first fitting one after every ``every`` offered;
it returns whether it applied. Nothing else in the sample breaks a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from generator.sample.evaluations import Evaluation
from generator.sample.numbers import HUNDRED
from generator.sample.plan import BENEFIT, COST, OUTPUT, Case, Decision, Plan, evaluated, weigh
from generator.sample.results import DONE, NOT_DONE, execute, execution_rate, judge, score, total_score

Stage = Literal["goal", "result", "evaluation", "decision", "department"]


@dataclass(kw_only=True, slots=True)
class Target:
    """What a planter may work on: the plan and year always, the rest by stage."""

    plan: Plan
    year: int
    case: Case | None = None
    evaluation: Evaluation | None = None
    decision: Decision | None = None

    @property
    def one(self) -> Case:
        """The case; only for stages that have one."""
        if self.case is None:
            raise LookupError(f"no case at this stage of {self.year}")
        return self.case


@dataclass(frozen=True, kw_only=True)
class Planter:
    """A named way of planting one kind of imperfect case, and the rules and flags it is meant for."""

    name: str
    stage: Stage
    every: int
    first: int
    expects: tuple[str, ...]
    apply: Callable[[Target], bool]

    @property
    def text(self) -> str:
        """What is planted, in one sentence."""
        return (self.apply.__doc__ or "").strip()


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One planted case: which planter, and where."""

    planter: str
    year: int
    department: str
    project_code: str = ""
    project_name: str = ""


PLANTERS: dict[str, Planter] = {}


def _planter(
    stage: Stage, *, every: int, first: int, expects: tuple[str, ...] = ()
) -> Callable[[Callable[[Target], bool]], Callable[[Target], bool]]:
    def register(apply: Callable[[Target], bool]) -> Callable[[Target], bool]:
        PLANTERS[apply.__name__] = Planter(
            name=apply.__name__, stage=stage, every=every, first=first, expects=expects, apply=apply
        )
        return apply

    return register


@dataclass(kw_only=True, slots=True)
class Planting:
    """Offers candidates to the planters and keeps the record of what was planted."""

    enabled: Collection[str]
    record: list[Planted] = field(default_factory=list)
    _due: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def offer(self, stage: Stage, target: Target) -> None:
        """Let at most one due planter of the stage apply to the target."""
        taken = target.case is not None and bool(target.case.planted)
        for planter in PLANTERS.values():
            if planter.stage != stage or planter.name not in self.enabled:
                continue
            seen = self._seen[planter.name] = self._seen.get(planter.name, 0) + 1
            if taken or seen < self._due.get(planter.name, planter.first):
                continue
            if not planter.apply(target):
                continue
            self._due[planter.name] = seen + planter.every
            taken = True
            case = target.case
            if case is not None:
                case.planted = planter.name
            self.record.append(
                Planted(
                    planter=planter.name,
                    year=target.year,
                    department=target.plan.department.code,
                    project_code=case.project.code if case else "",
                    project_name=case.project.name if case else "",
                )
            )


# Goals -----------------------------------------------------------------------------------------------------------


@_planter("goal", every=70, first=11, expects=("F04",))
def copied_indicators(target: Target) -> bool:
    """指标照抄：质量、时效、效益和满意度指标整段照抄同部门另一个项目，指标值也相同。"""
    case = target.one
    earlier = [one for one in target.plan.years[target.year] if one.project is not case.project and not one.planted]
    if not earlier:
        return False
    source = earlier[-1]
    ours, theirs = case.project, source.project
    if ours.scheme != theirs.scheme or bool(ours.satisfaction) != bool(theirs.satisfaction):
        return False
    own = [one for one in case.indicators if one.level2 == "数量指标" or "成本" in one.level2]
    borrowed = [copy(one) for one in source.indicators if one.level2 != "数量指标" and "成本" not in one.level2]
    case.indicators = [one for one in own if one.level1 == COST]
    case.indicators += [one for one in own if one.level2 == "数量指标"]
    case.indicators += [one for one in borrowed if one.level1 == OUTPUT]
    case.indicators += [one for one in own if one.level2 == "成本指标"]
    case.indicators += [one for one in borrowed if one.level1 != OUTPUT]
    weigh(case.indicators, case.project)
    return True


@_planter("goal", every=80, first=7, expects=("F05",))
def no_cost_indicator(target: Target) -> bool:
    """缺成本指标：产出下只有数量、质量、时效，没有成本指标。"""
    case = target.one
    kept = [one for one in case.indicators if "成本" not in one.level2]
    if case.project.scheme != "A" or len(kept) == len(case.indicators):
        return False
    case.indicators = kept
    weigh(kept, case.project)
    return True


@_planter("goal", every=90, first=17, expects=("R04",))
def unusual_weights(target: Target) -> bool:
    """权重偏离通行口径：产出指标60分、效益指标20分，合计仍为100分。"""
    case = target.one
    if case.project.scheme != "A" or not case.project.satisfaction:
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


@_planter("goal", every=100, first=23)
def odd_unit(target: Target) -> bool:
    """单位写法不规范：把“%”写成“百分比”。"""
    rates = [one for one in target.one.indicators if one.unit == "%"]
    if len(rates) < 2:
        return False
    rates[0].unit = "百分比"
    rates[-1].unit = "百分比"
    return True


@_planter("goal", every=60, first=29, expects=("F13",))
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


@_planter("goal", every=120, first=13, expects=("D2",))
def goal_not_published(target: Target) -> bool:
    """有自评、无目标：项目自评已公开，但年初没有公开绩效目标（年中追加）。"""
    case = target.one
    case.goal_published = False
    case.remark = "年中追加项目，绩效目标未随部门预算公开。"
    return True


# Results ---------------------------------------------------------------------------------------------------------


@_planter("result", every=45, first=3, expects=("F02", "R18"))
def low_execution_high_score(target: Target) -> bool:
    """低执行高得分：预算执行率不到70%，各项指标却全部满分，总分仍在90分以上。"""
    case = target.one
    execute(case, 0.46 + 0.22 * case.random.random())
    _all_met(case)
    return True


@_planter("result", every=40, first=5, expects=("R17",))
def missing_reason(target: Target) -> bool:
    """偏差未说明：有指标未完成、预算执行率偏低，但偏差原因、存在问题和改进措施都是空白。"""
    case = target.one
    if not any(one.short for one in case.indicators):
        return False
    case.silent = True
    return True


@_planter("result", every=60, first=9, expects=("R02", "R14"))
def over_execution(target: Target) -> bool:
    """超预算执行：执行数超过全年预算数，执行得分按10分封顶，已说明资金来源。"""
    case = target.one
    extra = case.annual[0] * case.random.randint(3, 11) // 100
    case.spend = [case.annual[0] + max(100, extra), case.annual[1], case.annual[2]]
    for one in case.indicators:
        if one.name == "项目总成本":
            one.actual = -(-case.spent // 100)
            one.score = score(one)
    return True


@_planter("result", every=50, first=12, expects=("R09", "F03"))
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
    return True


@_planter("result", every=75, first=15, expects=("R01",))
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
    case.remark = cause
    case.cancelled = True
    case.annual = [0, 0, 0]
    case.spend = [0, 0, 0]
    for one in case.indicators:
        one.outcome = NOT_DONE
        one.actual = 0
        one.score = 0
    return True


@_planter("result", every=110, first=19, expects=("R01",))
def wrong_rate_waived(target: Target) -> bool:
    """原件算术错误：执行率写错，按原件发布，另附书面豁免。"""
    case = target.one
    if not case.budget or not 0.7 < case.rate < 0.97:
        return False
    right = execution_rate(case)
    case.written_rate = right + (900 if right < 9000 else -900)
    target.plan.waivers.setdefault(target.year, []).append(
        (
            "R01",
            "self_evaluation_funds",
            case.project.code,
            "execution_rate",
            "自评表已随部门决算公开，执行率计算有误，按原件发布，勘误说明另行公布。",
        )
    )
    return True


@_planter("result", every=55, first=8, expects=("R06",))
def generous_score(target: Target) -> bool:
    """自评给分偏宽：有指标未完成，得分却高于按公式计算的结果。"""
    case = target.one
    for one in case.indicators:
        if one.operator == "≥" and one.short and one.score < one.weight - 20:
            one.score = one.weight
            one.note = "已完成主要工作内容，按满分计分"
            return True
    return False


@_planter("result", every=65, first=14, expects=("F06",))
def empty_cost_indicator(target: Target) -> bool:
    """成本指标形同虚设：总成本不高于预算数，完成值恰好等于预算数。"""
    case = target.one
    cost = next((one for one in case.indicators if one.name == "项目总成本"), None)
    if cost is None or case.budget != case.total:
        return False
    execute(case, 1.0)
    cost.actual = cost.target
    cost.score = score(cost)
    return True


@_planter("result", every=85, first=18, expects=("F11",))
def template_residue(target: Target) -> bool:
    """套话与模板残留：存在问题填“暂无”，改进措施填“无”，完成情况照抄目标。"""
    case = target.one
    case.problems = "暂无"
    case.improvements = "无"
    case.result = f"已按计划完成年度目标。{case.goal}"
    return True


@_planter("result", every=95, first=21, expects=("D4",))
def withheld_self_evaluation(target: Target) -> bool:
    """自评依法不公开：项目目标已公开，自评结果因涉及商业秘密不公开，只公布理由。"""
    case = target.one
    case.self_evaluated = False
    target.plan.withheld.setdefault(target.year, []).append(
        ("D4", "商业秘密", 1, "成交价格构成涉及供应商商业秘密，已征求第三方意见。", case.project.code)
    )
    return True


def _all_met(case: Case) -> None:
    for one in case.indicators:
        if one.qualitative:
            judge(one, DONE, case.random)
            one.score = one.weight
        else:
            if one.short:
                one.actual = one.target
            one.score = one.weight
        if one.name == "项目总成本":
            one.actual = -(-case.spent // 100)
            one.score = score(one)


# Evaluations and consequences ------------------------------------------------------------------------------------


@_planter("evaluation", every=9, first=2, expects=("F07",))
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


@_planter("decision", every=7, first=2, expects=("F09",))
def poor_without_cut(target: Target) -> bool:
    """该减未减：评价等级为中或差，下一预算年度仍按原规模安排，没有说明理由。"""
    decision, found = target.decision, target.evaluation
    if decision is None or found is None or target.one.project.last < decision.year:
        return False
    _lower(found, target.one.random.randint(144, 158) * 50)
    decision.decision, decision.rate, decision.note = "保持", 0, ""
    return True


@_planter("decision", every=14, first=3, expects=("F10", "R13"))
def cut_without_base(target: Target) -> bool:
    """压减率无基数：公布了压减额和压减率，没有公布基数，不可复算。"""
    decision = target.decision
    if decision is None or not decision.rate:
        return False
    decision.hide_base = True
    return True


@_planter("decision", every=16, first=2)
def cut_not_applied(target: Target) -> bool:
    """压减未落实：公布了压减决定，下一预算年度实际安排却没有按公布的数减少。"""
    decision = target.decision
    if decision is None or not decision.rate or target.one.project.last < decision.year:
        return False
    decision.ignored = True
    return True


# Department-years ------------------------------------------------------------------------------------------------


@_planter("department", every=9, first=2, expects=("R24", "D2"))
def late_goals(target: Target) -> bool:
    """公开晚于期限：项目绩效目标在规定期限之后才公开。"""
    target.plan.late[target.year] = 38 + len(target.plan.department.code) * 5
    return True


@_planter("department", every=17, first=5, expects=("D4",))
def self_evaluations_missing(target: Target) -> bool:
    """逾期未公开：部门整年没有公开项目自评。"""
    if not evaluated(target.year) or target.plan.department.code == "finance":
        return False
    target.plan.unpublished.add(target.year)
    return True


@_planter("department", every=8, first=4, expects=("D2",))
def withheld_goals(target: Target) -> bool:
    """依法不公开：若干项目的绩效目标因涉及国家秘密等不公开，只公布个数和理由。"""
    police = target.plan.department.sector in {"police", "emergency"}
    ground = "国家秘密" if police else "危及国家安全公共安全经济安全社会稳定"
    count = 2 + target.year % 3
    target.plan.withheld.setdefault(target.year, []).append(("D2", ground, count, "", ""))
    return True


@_planter("department", every=11, first=3, expects=("F01",))
def uniformly_high_scores(target: Target) -> bool:
    """自评虚高：同一部门同一年度的项目自评几乎都在95分以上。"""
    if not evaluated(target.year) or target.year in target.plan.unpublished:
        return False
    target.plan.uniform.add(target.year)
    return True


def raise_scores(case: Case) -> None:
    """Let a case of a uniformly high department-year reach all its targets."""
    execute(case, 0.96 + 0.04 * case.random.random())
    _all_met(case)
