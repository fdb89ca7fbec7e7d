"""Consequences: what evaluations, self-evaluations and monitoring do to later budgets (结果应用)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.sample.evaluations import FINANCE, Evaluation
from generator.sample.numbers import HUNDRED, fixed, money, stream
from generator.sample.plan import Case, Decision
from generator.sample.tables import Rows


def decide(found: Evaluation, code: str) -> Decision:
    """What an evaluation of year Y, done in Y + 1, does to the budget of Y + 2 (rate in hundredths of a per cent)."""
    random = stream(found.code, "decision")
    low, high = {"优": (0, 0), "良": (0, 8), "中": (10, 25), "差": (30, 60)}[found.grade]
    rate = random.randint(low, high) * HUNDRED
    decision = "压减" if rate else random.choice(("优先保障", "保持", "保持")) if found.grade == "优" else "保持"
    note = {
        "优先保障": "评价结果较好，预算安排中优先保障。",
        "保持": "结合评价建议完善目标后按原规模安排。",
        "压减": f"评价等级为“{found.grade}”，按评价建议核减预算并调整实施内容。",
    }[decision]
    return Decision(
        code=code,
        department=found.department.code,
        name=found.name,
        project_code=found.case.project.code if found.case else "",
        basis=found.kind,
        decision=decision,
        year=found.year + 2,
        rate=rate,
        evaluation=found.code,
        publisher="finance" if found.kind == FINANCE else found.department.code,
        note=note,
    )


def monitored_slow(case: Case, code: str) -> Decision:
    """What mid-year monitoring of slow spending does to the next year's budget."""
    rate = case.random.randint(8, 30) * HUNDRED
    return Decision(
        code=code,
        department=case.project.department.code,
        name=case.project.name,
        project_code=case.project.code,
        basis="绩效监控",
        decision="压减",
        year=case.year + 1,
        rate=rate,
        publisher=case.project.department.code,
        note="绩效运行监控发现执行进度偏慢，下一年度预算相应核减。",
    )


def decide_department(found: Evaluation, code: str) -> Decision:
    """What the evaluation of a whole department does: how its projects are arranged, without an amount of its own."""
    weak = found.grade in {"中", "差"}
    return Decision(
        code=code,
        department=found.department.code,
        name=found.name,
        project_code="",
        basis=found.kind,
        decision="调整政策" if weak else "保持",
        year=found.year + 2,
        rate=0,
        evaluation=found.code,
        publisher="finance",
        note=(
            "评价结果与部门项目支出规模挂钩，整合零散项目，新增项目从严安排。"
            if weak
            else "评价结果作为部门预算安排和年度考核的参考，按评价建议完善整体绩效目标。"
        ),
        amounts=False,
    )


def application_rows(found: Iterable[Decision]) -> Rows:
    """Rows of ``applications``: base, cut, rate and what was approved."""
    for one in found:
        known = one.amounts and one.base > 0
        moved = known and one.cut > 0
        yield {
            "application_code": one.code,
            "project_code": one.project_code,
            "subject_department": one.department,
            "subject_name": one.name,
            "evaluation_code": one.evaluation,
            "basis": one.basis,
            "decision": one.decision,
            "applied_fiscal_year": str(one.year),
            "base_amount": money(one.base) if known and not one.hide_base else "",
            "cut_amount": money(one.cut) if moved else "",
            "cut_rate": fixed(one.cut * 100 * HUNDRED // one.base + _carry(one)) if moved else "",
            "approved_amount": money(one.approved) if known and not one.hide_base else "",
            "note": one.note,
        }


def _carry(one: Decision) -> int:
    # Rounds the rate half up.
    return 1 if (one.cut * 100 * HUNDRED % one.base) * 2 >= one.base else 0


def settle_open(case: Case, decision: Decision, end: int) -> None:
    """Give amounts to a decision whose budget year has no goal here: not yet budgeted (after ``end``), or ended."""
    if decision.base or not decision.amounts:
        return
    last = case.project.cases[-1]
    if last.year < decision.year - 1:
        decision.amounts = False
        decision.decision = "调整政策"
        decision.note = f"项目已于{last.year}年到期，评价建议用于完善同类项目的预算安排。"
        return
    decision.base = last.total
    if decision.year <= end:
        decision.decision, decision.cut, decision.approved = "取消", decision.base, 0
        decision.note = "项目到期，下一预算年度不再安排。"
        return
    cut = decision.base * decision.rate // 10_000
    decision.cut = cut - cut % HUNDRED if cut >= HUNDRED else cut
    decision.approved = decision.base - decision.cut
    if decision.decision == "优先保障":
        decision.approved = decision.base
