"""What a planter is and when it applies: it is offered candidates in a fixed order and takes the first that fits.

After every ``every`` candidates it is due again. Nothing else in the sample breaks a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from generator.sample.adjustments import Adjustment
from generator.sample.evaluations import Evaluation
from generator.sample.ex_ante import Assessment
from generator.sample.ledger import Year
from generator.sample.monitoring import Monitoring
from generator.sample.plan import Case, Decision, Plan
from generator.sample.rectifications import Rectification
from generator.sample.scopes import Scope
from generator.sample.statements import Figure

Stage = Literal[
    "year",
    "department",
    "goal",
    "assessment",
    "result",
    "monitoring",
    "evaluation",
    "decision",
    "rectification",
    "adjustment",
    "scope",
    "figure",
]
T = TypeVar("T")


@dataclass(kw_only=True, slots=True)
class Target:
    """What a planter may work on: the fiscal year always, the rest by stage."""

    year: int
    plan: Plan | None = None
    case: Case | None = None
    assessment: Assessment | None = None
    monitoring: Monitoring | None = None
    evaluation: Evaluation | None = None
    decision: Decision | None = None
    rectification: Rectification | None = None
    adjustment: Adjustment | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    scope: Scope | None = None
    figure: Figure | None = None
    book: Year | None = None

    @property
    def owner(self) -> Plan:
        """The department's plan; only for stages within a department."""
        return _there(self.plan)

    @property
    def one(self) -> Case:
        """The case; only for stages that have one."""
        return _there(self.case)


def _there(value: T | None) -> T:
    if value is None:
        raise LookupError("the stage has no such thing")
    return value


@dataclass(frozen=True, kw_only=True)
class Planter:
    """A named way of planting one kind of imperfect case, and the rules and flags it is meant for.

    ``shipped``: whether the sample has it unless told otherwise; what would be an error is planted on request only.
    """

    name: str
    stage: Stage
    every: int
    first: int
    expects: tuple[str, ...]
    shipped: bool
    apply: Callable[[Target], bool]

    @property
    def text(self) -> str:
        """What is planted, in one sentence."""
        return (self.apply.__doc__ or "").strip()


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One planted case: which planter, and where; ``record`` and ``decision`` are codes of what is not a project."""

    planter: str
    year: int
    department: str
    project_code: str = ""
    project_name: str = ""
    record: str = ""
    decision: str = ""


PLANTERS: dict[str, Planter] = {}


def planter(
    stage: Stage, *, every: int, first: int, expects: tuple[str, ...] = (), shipped: bool = True
) -> Callable[[Callable[[Target], bool]], Callable[[Target], bool]]:
    """Register a function as the planter of its name."""

    def register(apply: Callable[[Target], bool]) -> Callable[[Target], bool]:
        PLANTERS[apply.__name__] = Planter(
            name=apply.__name__, stage=stage, every=every, first=first, expects=expects, shipped=shipped, apply=apply
        )
        return apply

    return register


def shipped() -> tuple[str, ...]:
    """The names of the planters that the sample uses unless told otherwise."""
    return tuple(one.name for one in PLANTERS.values() if one.shipped)


@dataclass(kw_only=True, slots=True)
class Planting:
    """Offers candidates to the planters and keeps the record of what was planted."""

    enabled: Collection[str]
    record: list[Planted] = field(default_factory=list)
    _due: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _staged: dict[str, list[Planter]] = field(default_factory=dict)

    def offer(self, stage: Stage, target: Target) -> None:
        """Let at most one due planter of the stage apply to the target."""
        if stage not in self._staged:
            chosen = (one for one in PLANTERS.values() if one.stage == stage and one.name in self.enabled)
            self._staged[stage] = list(chosen)
        case = target.case
        taken = case is not None and bool(case.planted)
        for one in self._staged[stage]:
            seen = self._seen[one.name] = self._seen.get(one.name, 0) + 1
            if taken or seen < self._due.get(one.name, one.first) or not one.apply(target):
                continue
            self._due[one.name] = seen + one.every
            taken = True
            if case is not None:
                case.planted = one.name
            self.record.append(
                Planted(
                    planter=one.name,
                    year=target.year,
                    department=target.plan.department.code if target.plan else "finance",
                    project_code=case.project.code if case else "",
                    project_name=case.project.name if case else "",
                    record=_record(target),
                    decision=target.decision.code if target.decision else "",
                )
            )


def _record(target: Target) -> str:
    if target.rectification:
        return target.rectification.code
    if target.adjustment:
        return target.adjustment.code
    if target.scope:
        return target.scope.kind
    if target.figure:
        return target.figure.code
    if target.assessment:
        return target.assessment.code
    return target.evaluation.code if target.evaluation else ""
