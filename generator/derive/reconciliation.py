"""Reconciliation as the pages show it: each step with its words, its amount and the projects that stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.facts import Facts
from generator.core.numbers import MISSING, number, signed
from generator.derive.projects import Project, Projects
from generator.facts.joining import PROJECT
from generator.facts.projects import CARRIED_OVER, NO_START, STARTS_APART, UNREGISTERED
from generator.facts.reconciliation import (
    ANNUAL,
    GOALS,
    LEVELS,
    NO_GOAL,
    NO_REPORT,
    NO_SPEND,
    OVERSPENT,
    REPORTED,
    SPENT,
    UNSPENT,
    Step,
    entries,
    steps,
)

SHOWN = 60  # projects of a step named where it is opened

# What each step is called on the pages, and what it means.
WORDS: Mapping[str, tuple[str, str]] = {
    GOALS: (GOALS, "年初随部门预算公开的绩效目标表所列资金总额。"),
    NO_GOAL: (NO_GOAL, "自评表写了年初预算数，没有见到公开的绩效目标。"),
    NO_START: (
        NO_START,
        "没有公开目标、自评表也没有写年初预算数的项目，原有的钱都在这里：全年预算，或者至少是登记减掉的数；看不出年中还变没变。",
    ),
    STARTS_APART: ("自评表的年初预算与目标不同", "同一个项目，自评表的年初预算数与绩效目标表的资金总额不一样。"),
    "追加": ("年中追加", "年中增加的预算，包括年初没有、年中才列入的项目。"),
    "调减": ("年中调减", "登记为调减的预算；一步步减到 0 的项目，状态算年中取消。"),
    "取消": ("年中取消", "项目不再实施，预算收回。"),
    "暂缓": ("年中暂缓", "项目推迟实施，预算收回或搁置。"),
    "调剂": ("项目之间调剂", "在项目之间调入、调出的预算，本范围内的项目相抵后的差额。"),
    "合并": ("合并项目", "并入其他项目、由其他项目并入的预算。"),
    CARRIED_OVER: ("计入的上年结转", "年初没有计入、决算时计入全年预算的上年结转资金。"),
    UNREGISTERED: (UNREGISTERED, "部门登记了预算调整，但登记的各项合不上全年预算数，这里是差额。"),
    ANNUAL: (ANNUAL, "年中调整以后的预算；还没有公开自评的项目，按年初数加登记的调整算。"),
    NO_REPORT: (NO_REPORT, "有预算、还没有公开自评的项目。"),
    REPORTED: ("其中已公开自评的", "公开了自评的项目的全年预算数，执行率以它为分母（没有写执行数的除外）。"),
    NO_SPEND: (NO_SPEND, "自评表没有“年度资金总额”一行，看不出花了多少。"),
    UNSPENT: (UNSPENT, "执行数小于全年预算数的部分。"),
    OVERSPENT: (OVERSPENT, "执行数大于全年预算数的部分。"),
    SPENT: (SPENT, "截至年底实际支出的钱。"),
}


class Member(NamedTuple):
    """A project that stands in a step, and what it adds, in 万元 with its sign."""

    project: Project
    amount: str


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step: a ``level`` is a total, any other is added to the one before it.

    ``amount`` in 万元 with its sign for a difference, a dash for a total of which no project says
    anything; ``members`` are the projects of a difference with what each adds,
    the most first, no more than ``SHOWN`` of them; ``derived`` how many stand in it by inference.
    """

    name: str
    title: str
    meaning: str
    level: bool
    amount: str
    amount_micro: int
    projects: int
    derived: int
    members: Sequence[Member]


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The steps of each division and year, and of each department in it."""

    of_year: Mapping[tuple[str, int], Sequence[StepLine]]
    of_department: Mapping[tuple[str, str, int], Sequence[StepLine]]


def derive_reconciliation(facts: Facts, projects: Projects) -> Reconciliation:
    """All steps, with the projects behind each."""
    found = facts.of(entries)
    members: dict[tuple[str, ...], list[Member]] = {}
    differences = found[~found["step"].isin(LEVELS)].astype({"step": "str"})
    sums = differences.groupby([*PROJECT, "step"], sort=False)["amount"].sum().reset_index()
    largest = sums.assign(_size=-sums["amount"].abs()).sort_values("_size", kind="stable").drop(columns="_size")
    for division, year, department, code, step, amount in zip(*(largest[one].tolist() for one in largest), strict=True):
        line = projects.lines[projects.at[division, year, code.lower()]]
        for key in ((division, str(year), step), (division, str(year), step, department)):
            own = members.setdefault(key, [])
            if len(own) < SHOWN:
                own.append(Member(line, signed(amount)))
    return Reconciliation(
        of_year={
            (division, year): [_line(step, members.get((division, str(year), step.name), ())) for step in own]
            for (division, year), own in steps(found, ["division", "fiscal_year"]).items()
        },
        of_department={
            (division, department, year): [
                _line(step, members.get((division, str(year), step.name, department), ())) for step in own
            ]
            for (division, year, department), own in steps(found, ["division", "fiscal_year", "department"]).items()
        },
    )


def _line(step: Step, members: Sequence[Member]) -> StepLine:
    title, meaning = WORDS[step.name]
    return StepLine(
        name=step.name,
        title=title,
        meaning=meaning,
        level=step.level,
        amount=(number(step.amount) if step.projects else MISSING) if step.level else signed(step.amount),
        amount_micro=step.amount,
        projects=step.projects,
        derived=step.derived,
        members=members,
    )
