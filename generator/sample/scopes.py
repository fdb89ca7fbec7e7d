"""应办范围: how many should have been done at each link, the denominators of coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.sample.content import texts
from generator.sample.evaluations import Evaluation
from generator.sample.ex_ante import Assessment
from generator.sample.monitoring import Monitoring, monitored
from generator.sample.numbers import money
from generator.sample.plan import Case, Plan, evaluated
from generator.sample.tables import Rows

KINDS = ("应事前评估", "应编目标", "应监控", "应自评", "应评价", "应应用", "应公开")
# The grounds of package.yaml, and where the table counts each.
GROUNDS: Mapping[str, str] = {
    "国家秘密": "withheld_secret",
    "危及国家安全公共安全经济安全社会稳定": "withheld_security",
    "商业秘密": "withheld_trade",
    "个人隐私": "withheld_privacy",
    "内部事务或过程性信息": "withheld_internal",
}


@dataclass(kw_only=True, slots=True)
class Scope:
    """One denominator: projects or evaluations due, their money in 元, what is withheld by ground, what is exempt."""

    kind: str
    due: int
    amount: int
    withheld: Counter[str] = field(default_factory=Counter)
    cancelled: int = 0

    def add(self, other: Scope) -> None:
        """Add a department's denominator to the whole district's."""
        self.due += other.due
        self.amount += other.amount
        self.withheld += other.withheld
        self.cancelled += other.cancelled


def scopes(
    plan: Plan,
    year: int,
    *,
    assessments: Sequence[Assessment],
    monitorings: Sequence[Monitoring],
    evaluations: Sequence[Evaluation],
) -> Iterator[Scope]:
    """The denominators of a department-year; ``evaluations`` are those of its money, whoever did them."""
    cases = plan.years[year]
    goals = [case for case in cases if case.goal_published]
    if assessments:
        yield Scope(kind="应事前评估", due=len(assessments), amount=sum(one.applied for one in assessments))
    yield Scope(kind="应编目标", due=len(goals), amount=_total(goals), withheld=_withheld(plan, year, "D2"))
    if monitored(year):
        latest = {one.case.project.code: one.budget for one in monitorings if one.period == 7}
        cancelled = sum(case.cancelled for case in cases)
        yield Scope(kind="应监控", due=len(latest), amount=sum(latest.values()), cancelled=cancelled)
    if not evaluated(year):
        return
    own = _withheld(plan, year, "D4")
    due = len(cases) - own.total()
    shown = [case for case in cases if case.self_evaluated]
    yield Scope(kind="应自评", due=due, amount=sum(case.budget for case in shown), withheld=own)
    if evaluations:
        amount = sum(one.amount for one in evaluations)
        yield Scope(kind="应评价", due=len(evaluations), amount=amount)
        yield Scope(kind="应应用", due=len(evaluations), amount=amount)
    yield Scope(kind="应公开", due=len(cases), amount=_total(cases), withheld=_withheld(plan, year, "D2"))


def _total(cases: Iterable[Case]) -> int:
    return sum(case.total for case in cases)


def _withheld(plan: Plan, year: int, kind: str) -> Counter[str]:
    """How many are withheld on each ground."""
    counts: Counter[str] = Counter()
    for one in plan.withheld.get(year, []):
        if one.kind == kind:
            counts[one.ground] += one.count
    return counts


def scope_rows(found: Iterable[Scope], extent: str, year: int) -> Rows:
    """Rows of ``scopes``."""
    text: Mapping[str, Mapping[str, str]] = texts("scopes")
    for one in found:
        basis = text["basis"][one.kind].format(year=year)
        yield {
            "kind": one.kind,
            "extent": extent,
            "due_count": str(one.due),
            "due_amount": money(one.amount),
            "basis": basis if extent == "本部门" else str(text["whole"]).format(basis=basis),
            **{column: str(one.withheld[ground]) for ground, column in GROUNDS.items()},
            "exempt_cancelled": str(one.cancelled),
            "exempt_zero": "0",
            "exempt_other": "0",
        }
