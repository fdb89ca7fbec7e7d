"""What the finance bureau collects over all departments: its own records, and the sums it reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from generator.sample.checks import Check
from generator.sample.costs import Analysis
from generator.sample.evaluations import FINANCE, Evaluation
from generator.sample.ex_ante import Assessment
from generator.sample.monitoring import Monitoring
from generator.sample.operations import Operation
from generator.sample.plan import Case, Decision
from generator.sample.rectifications import Rectification
from generator.sample.reports import Rated
from generator.sample.results import total_score
from generator.sample.reviews import THIRD, Report
from generator.sample.scopes import KINDS, Scope


@dataclass(kw_only=True, slots=True)
class Year:
    """One fiscal year of the whole district. ``sums`` counts rows, money in 元 and scores in hundredths by name."""

    year: int
    check_share: float = 0.12
    owed: float = 0.9
    checks: list[Check] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    analyses: list[Analysis] = field(default_factory=list)
    rectifications: list[Rectification] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    tracked: list[Report] = field(default_factory=list)
    rated: list[Rated] = field(default_factory=list)
    scopes: dict[str, Scope] = field(default_factory=dict)
    sums: Counter[str] = field(default_factory=Counter)

    def cases(self, cases: Iterable[Case], scored: Iterable[Case]) -> None:
        """Count a department's goals and self-evaluations."""
        sums = self.sums
        for case in cases:
            if case.goal_published:
                sums["goals"] += 1
                sums["goal_money"] += case.total
        for case in scored:
            sums["selfs"] += 1
            sums["self_money"] += case.budget
            sums["self_score"] += total_score(case)

    def before(self, found: Iterable[Assessment]) -> None:
        """Count a department's ex-ante evaluations."""
        for one in found:
            self.sums["ex_ante"] += 1
            self.sums["ex_ante_money"] += one.applied
            self.sums["ex_ante_cut"] += one.cut
            self.sums["ex_ante_again"] += bool(one.again)

    def during(self, found: Iterable[Monitoring]) -> None:
        """Count a department's monitorings."""
        for one in found:
            if one.period == 7:
                self.sums["monitored"] += 1
                self.sums["monitored_money"] += one.budget
                self.sums["monitored_spent"] += one.spend
            if one.key and one.period == 10:
                self.sums["key_monitored"] += 1

    def after(self, found: Iterable[Evaluation]) -> None:
        """Count evaluations of a department's money, whoever did them."""
        for one in found:
            self.sums["evaluations"] += 1
            self.sums["findings"] += len(one.findings)
            if one.grade in {"中", "差"} and not one.whole:
                self.sums["poor"] += 1
            if one.kind != FINANCE:
                continue
            self.sums["key_" + one.grade] += 1
            if not one.whole:
                self.sums["key"] += 1
                self.sums["key_money"] += one.amount
                self.sums["key_third" if one.mode == THIRD else "key_own"] += 1

    def scope(self, found: Iterable[Scope]) -> None:
        """Add a department's denominators."""
        for one in found:
            self.scopes.setdefault(one.kind, Scope(kind=one.kind, due=0, amount=0)).add(one)

    def whole_scopes(self) -> list[Scope]:
        """The whole district's denominators in the order of the links."""
        return [self.scopes[kind] for kind in KINDS if kind in self.scopes]

    def reports(self) -> list[Report]:
        """What third parties handed in on this year's money."""
        found = list(self.tracked)
        for one in self.evaluations:
            if one.mode == THIRD:
                kind = "部门整体评价报告" if one.whole else "绩效评价报告"
                found.append(self._handed(kind, one.name, one.department.code, one.evaluator, one.handed, one.code))
        found += [
            self._handed("成本分析报告", one.name, one.case.project.department.code, one.evaluator, one.report)
            for one in self.analyses
            if one.mode == THIRD
        ]
        for operation in self.operations[:1]:
            found.append(self._handed("财政运行评价报告", "", "", operation.evaluator, operation.report))
        return found

    def _handed(
        self, kind: str, name: str, department: str, institution: str, day: date, evaluation: str = ""
    ) -> Report:
        return Report(
            kind=kind,
            name=name,
            year=self.year,
            department=department,
            evaluation=evaluation,
            institution=institution,
            day=day,
        )

    def counts(self) -> dict[str, int]:
        """What the reports to the congress, government and party say."""
        sums = self.sums
        names = ("goals", "monitored", "selfs", "evaluations", "findings", "key", "poor")
        return {name: sums[name] for name in names} | {"checks": len(self.checks), "costs": len(self.analyses)}
