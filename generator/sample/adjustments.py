"""预算调整: how the budget of a case came from what the year began with to what the self-evaluation has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import texts
from generator.sample.departments import DIVISION
from generator.sample.monitoring import monitored
from generator.sample.numbers import YUAN_IN_WAN, money, stream
from generator.sample.plan import Case, evaluated
from generator.sample.prose import CAUSES
from generator.sample.tables import Rows

ADDED, CUT, CANCELLED, POSTPONED = "追加", "调减", "取消", "暂缓"
TRANSFERRED, MERGED, RENAMED = "调剂", "合并", "更名"
# How often two cases of a department-year that both grow, or both shrink, pass some of it on to each other.
_PAIR_SHARE = {ADDED: 0.5, CUT: 0.9}


@dataclass(kw_only=True, slots=True)
class Adjustment:
    """One change of a case's budget; money in 元, ``prior`` is what the budget was before it.

    The last five are for planters: whether it is registered at all, the project code as it is written, whether the
    amount lacks its sign, what all amounts are multiplied by, and what is wrongly added to the budget after it.
    """

    case: Case
    day: date
    kind: str
    amount: int
    reason: str
    code: str = ""
    prior: int = 0
    other: Case | None = None
    new_name: str = ""
    by: str = ""
    document: str = ""
    approved: date | None = None
    remark: str = ""
    registered: bool = True
    project_code: str = ""
    unsigned: bool = False
    scale: int = 1
    slip: int = 0

    @property
    def after(self) -> int:
        """What the budget was after it."""
        return self.prior + self.amount


@cache
def _texts() -> Mapping[str, Any]:
    return texts("adjustments")


def _random(case: Case, what: str) -> Random:
    return stream(case.project.code, case.year, "adjustment", what)


def initial(case: Case) -> int:
    """The budget that the year began with: nothing where the project was added later."""
    return case.total if case.goal_published else 0


def adjust(cases: Sequence[Case], year: int) -> list[Adjustment]:
    """All changes of a department-year's budgets, each project's in the order of their days."""
    if not monitored(year):  # nothing has changed yet
        return []
    found = [one for case in cases for one in _own(case)]
    _pair(found)
    return numbered(found, year)


def numbered(found: Iterable[Adjustment], year: int) -> list[Adjustment]:
    """Adjustments in the order of their days, with codes and what the budget was before each."""
    ordered = sorted(found, key=lambda one: (one.day, one.case.project.code, -abs(one.amount)))
    budgets: dict[str, int] = {}
    for number, one in enumerate(ordered, 1):
        project = one.case.project
        one.code = f"{DIVISION}-{year}-t{project.department.number}-{number:02d}"
        one.project_code = project.code
        _approve(one)
        one.prior = budgets.setdefault(project.code, initial(one.case))
        budgets[project.code] = one.after
    return ordered


def _own(case: Case) -> list[Adjustment]:
    """What changed a case's budget, without regard to other cases."""
    if case.cancelled:
        # Before the monitoring to the end of July, which has no line for it.
        why = _texts()["cancelled"].format(cause=case.remark, amount=money(case.total))
        kind = case.ended_as or CANCELLED
        return [_made(case, kind, -case.total, why, months=(4, 7))] if initial(case) else []
    found = []
    if not case.goal_published:
        why = _texts()["new"].format(amount=money(case.total))
        found.append(_made(case, ADDED, case.total, why, months=(3, 6)))
    change = case.budget - case.total
    if change:
        kind = ADDED if change > 0 else CUT
        found.append(_made(case, kind, change, reason(case, kind, change)))
    return found


def reason(case: Case, kind: str, change: int) -> str:
    """Why a budget grows or shrinks by that much: the cause that the self-evaluation gives, else one drawn."""
    cause = case.cause or _random(case, "cause").choice(CAUSES)
    text: str = _texts()["reasons"][cause][kind]
    return text.format(amount=money(abs(change)))


def _made(case: Case, kind: str, amount: int, why: str, *, months: tuple[int, int] = (8, 10)) -> Adjustment:
    random = _random(case, kind)
    # The monitoring to July knows the first budget, that to October the last one.
    day = _workday(date(case.year, random.randint(*months), random.randint(3, 28)))
    remark = _texts()["goal" if random.random() < 0.35 else "kept"]
    changes = kind in {ADDED, CUT} and case.goal_published
    return Adjustment(case=case, day=day, kind=kind, amount=amount, reason=why, remark=remark if changes else "")


def _workday(day: date) -> date:
    """The day, or the last one before the holidays of May and October, or before a weekend."""
    last = {5: 5, 10: 7}.get(day.month, 0)
    if day.day <= last:
        day -= timedelta(days=day.day)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _approve(one: Adjustment) -> None:
    """Say who approved it, by which paper: the same paper for all of one day."""
    entry = next(entry for entry in _texts()["approval"] if abs(one.amount) >= entry["from"] * YUAN_IN_WAN)
    day = _workday(one.day - timedelta(days=3 + one.day.day % 6))
    if "{week}" in entry["document"]:  # a meeting a week
        day -= timedelta(days=day.weekday())
    one.by, one.approved = entry["by"], day
    one.document = entry["document"].format(
        year=one.case.year, number=day.timetuple().tm_yday, week=day.isocalendar()[1]
    )


def _builds(case: Case) -> bool:
    return case.project.template.work in {"工程", "设备", "运维"}


def _pair(found: list[Adjustment]) -> None:
    """Of two cases that grow, let the first pass on the second's share; of two that shrink, take over its share."""
    for kind in (ADDED, CUT):
        going = [one for one in found if one.case.goal_published and not one.case.cancelled]
        same = sorted((one for one in going if one.kind == kind), key=lambda one: -abs(one.amount))
        if kind == CUT:  # a building site does not take over a subsidy
            same = [one for one in same if _builds(one.case) == _builds(same[0].case)]
        if len(same) < 2 or _random(same[0].case, kind).random() >= _PAIR_SHARE[kind]:
            continue
        first, second = same[:2]
        share = second.amount
        first.amount += share
        first.reason = reason(first.case, kind, first.amount)
        found.remove(second)
        day = _workday(max(first.day, second.day) + timedelta(days=3))
        if kind == ADDED:
            found += _moved(TRANSFERRED, first.case, second.case, share, day)
        else:
            found += _moved(MERGED, second.case, first.case, -share, day)


def _moved(kind: str, giver: Case, taker: Case, amount: int, day: date) -> Iterator[Adjustment]:
    """Both sides of money that goes from one case to another."""
    words = ("given", "taken") if kind == TRANSFERRED else ("merged", "absorbed")
    for word, one, other, change in ((words[0], giver, taker, -amount), (words[1], taker, giver, amount)):
        made = _made(one, kind, change, _texts()[word].format(amount=money(amount), other=other.project.name))
        made.day, made.other = day, other
        yield made


def postpone(case: Case) -> Adjustment:
    """The decision to put a project off; its budget stays where it is for the time being."""
    return _made(case, POSTPONED, 0, _texts()["postponed"].format(amount=money(case.total)), months=(9, 10))


def rename(case: Case) -> Adjustment:
    """A new name for a project, which its self-evaluation then has."""
    name = case.project.name
    plain = name.removesuffix("项目").removesuffix("资金").removesuffix("经费")
    case.new_name = f"{plain}专项"
    found = _made(case, RENAMED, 0, _texts()["renamed"], months=(5, 6))
    found.new_name = case.new_name
    return found


def again(case: Case) -> str:
    """What the goal says of a project whose budget of the year before was cancelled; '' of any other."""
    before = case.project.cases[-2] if len(case.project.cases) > 1 else None
    if before is None or not before.cancelled:
        return ""
    text: str = _texts()["again"]
    return text.format(year=before.year, cause=before.remark, amount=money(before.total))


def can_be_postponed(case: Case) -> bool:
    """Whether a running project could be put off: nothing else happened to its budget."""
    started = monitored(case.year) and not evaluated(case.year) and case.goal_published
    plain = case.budget == case.total and not case.planted and not case.project.decisions and not again(case)
    return started and plain and case.project.template.work in {"工程", "设备"}


def can_be_renamed(case: Case) -> bool:
    """Whether no other record speaks of the project by its name after the middle of the year."""
    last = case.project.cases[-1] is case
    alone = not case.evaluation and not case.project.decisions and not case.planted
    return evaluated(case.year) and last and alone and case.self_evaluated and case.goal_published


def adjustment_rows(found: Iterable[Adjustment]) -> Rows:
    """Rows of ``budget_adjustments``."""
    for one in found:
        if not one.registered:
            continue
        moves = one.kind not in {POSTPONED, RENAMED} or one.amount != 0
        yield {
            "adjustment_code": one.code,
            "project_code": one.project_code,
            "project_name": one.case.project.name,
            "adjusted_date": one.day.isoformat(),
            "kind": one.kind,
            "amount": money((abs(one.amount) if one.unsigned else one.amount) * one.scale) if moves else "",
            "prior_budget": money(one.prior * one.scale),
            "adjusted_budget": money(one.after * one.scale + one.slip),
            "counterpart_code": one.other.project.code if one.other else "",
            "new_name": one.new_name,
            "approved_by": one.by,
            "approved_document": one.document,
            "approved_date": one.approved.isoformat() if one.approved else "",
            "reason": one.reason,
            "remark": one.remark,
        }
