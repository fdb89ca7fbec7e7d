"""Puts the 示例区 together: department by department, the finance bureau last, because it evaluates the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.model import Output
from generator.sample.applications import application_rows, decide, decide_department, monitored, settle_open
from generator.sample.departments import DIVISION, Department, departments, shares
from generator.sample.evaluations import (
    BUREAU,
    FINANCE,
    Evaluation,
    evaluate,
    evaluate_department,
    evaluation_finding_rows,
    evaluation_indicator_rows,
    evaluation_rows,
)
from generator.sample.frame import common_tables
from generator.sample.goals import goal_indicator_rows, goal_rows
from generator.sample.package import package
from generator.sample.plan import Case, Decision, Grower, Plan, evaluated
from generator.sample.planters import PLANTERS, Planted, Planting, Target, raise_scores
from generator.sample.prose import actual_result, annual_goal, case_note, explain, problems, term_goal
from generator.sample.results import settle
from generator.sample.self_evaluations import fund_rows, self_evaluation_indicator_rows, self_evaluation_rows
from generator.sample.tables import table

# Shares of project-years that are evaluated by the finance bureau and by the bureau itself, and of department-years.
_FINANCE_SHARE, _BUREAU_SHARE, _WHOLE_SHARE = 0.05, 0.05, 0.12


class District:
    """Grows and writes the departments one by one; keeps only what the finance bureau publishes about others."""

    def __init__(self, chosen: tuple[Department, ...], years: range, seed: int, planting: Planting) -> None:
        self._chosen = chosen
        self._years = years
        self._seed = seed
        self._planting = planting
        self._owed = {FINANCE: 0.5, BUREAU: 0.2, "whole": 0.6}
        self._finance: dict[int, list[Evaluation]] = {year: [] for year in years}
        self._finance_decisions: dict[int, list[Decision]] = {year: [] for year in years}
        self._own: dict[tuple[str, int], list[Evaluation]] = {}
        self._decisions: dict[tuple[str, int], list[Decision]] = {}

    def write(self, projects: int) -> Iterator[Output]:
        """All department-year files."""
        counts = dict(zip((one.code for one in self._chosen), shares(self._chosen, projects), strict=True))
        order = sorted(self._chosen, key=lambda one: one.code == "finance")
        for department in order:
            plan = self._grow(department, counts[department.code])
            yield from self._files(plan)
            # What was written is no longer needed: memory stays that of one department.
            for year in self._years:
                self._own.pop((department.code, year), None)
                self._decisions.pop((department.code, year), None)

    def _grow(self, department: Department, count: int) -> Plan:
        grower = Grower(department=department, count=count, seed=self._seed)
        plan = Plan(department=department, years={year: [] for year in self._years})
        for year in self._years:
            first = year == self._years[0]
            self._planting.offer("department", Target(plan=plan, year=year))
            for case in grower.year(year, first):
                self._planting.offer("goal", Target(plan=plan, year=year, case=case))
                case.goal = annual_goal(case)
                case.term_goal = term_goal(case)
                case.review = case.random.choices(("优", "良"), (0.8, 0.2))[0]
                plan.years[year].append(case)
                if evaluated(year):
                    settle(case)
                    if year in plan.uniform:
                        raise_scores(case)
                    elif year not in plan.unpublished:
                        self._planting.offer("result", Target(plan=plan, year=year, case=case))
                else:
                    case.self_evaluated = False
            if evaluated(year) and year not in plan.unpublished:
                self._consequences(plan, year)
        for year in self._years:
            for case in plan.years[year]:
                if case.self_evaluated:
                    _tell(case)
        return plan

    def _consequences(self, plan: Plan, year: int) -> None:
        """Evaluations of the year's cases, and what they and the monitoring do to later budgets."""
        cases = plan.years[year]
        code = plan.department.code
        free = [case for case in cases if case.self_evaluated and not case.cancelled and case.goal_published]
        free.sort(key=lambda case: (-case.total * (0.5 + case.random.random()), case.project.code))
        own = self._own[code, year] = []
        decisions = self._decisions[code, year] = []
        number = 0
        for kind, share, into in ((FINANCE, _FINANCE_SHARE, self._finance[year]), (BUREAU, _BUREAU_SHARE, own)):
            self._owed[kind] += share * len(cases)
            while self._owed[kind] >= 1 and free:
                self._owed[kind] -= 1
                number += 1
                case = free.pop(0)
                found = evaluate(case, kind, number)
                target = Target(plan=plan, year=year, case=case, evaluation=found)
                self._planting.offer("evaluation", target)
                into.append(found)
                case.evaluation = found.code
                # What was worth evaluating usually goes on, so that the consequence can be seen.
                if case.random.random() < 0.8:
                    case.project.last = max(case.project.last, year + 2)
                decision = decide(found, f"YY{year}-{plan.department.number}-{number:02d}")
                target.decision = decision
                case.planted = ""
                self._planting.offer("decision", target)
                found.conclude()
                case.project.decisions.append(decision)
                (self._finance_decisions[year] if kind == FINANCE else decisions).append(decision)
        for case in free:
            if case.rate < 0.75 and case.random.random() < 0.6:
                number += 1
                decision = monitored(case, f"YY{year}-{plan.department.number}-{number:02d}")
                case.project.last = max(case.project.last, year + 1)
                case.project.decisions.append(decision)
                decisions.append(decision)
        self._owed["whole"] += _WHOLE_SHARE
        if self._owed["whole"] >= 1 and len(cases) >= 2 and code != "finance":
            self._owed["whole"] -= 1
            whole = evaluate_department(plan, year)
            self._finance[year].append(whole)
            self._finance_decisions[year].append(
                decide_department(whole, f"YY{year}-{plan.department.number}-{number + 1:02d}")
            )

    def _files(self, plan: Plan) -> Iterator[Output]:
        code = plan.department.code
        for year in self._years:
            cases = plan.years[year]
            finance = code == "finance"
            found = list(self._own.get((code, year), []))
            decided = list(self._decisions.get((code, year), []))
            if finance:
                found += self._finance[year]
                decided += self._finance_decisions[year]
            if not cases and not found:
                continue
            scored = [case for case in cases if case.self_evaluated and year not in plan.unpublished]
            for case in cases:
                for decision in case.project.decisions:
                    settle_open(case, decision, self._years[-1])
            folder = f"{DIVISION}/{year}/{code}"
            days = [one.published for one in found]
            yield Output(path=f"{folder}/package.yaml", content=package(plan, year, days, bool(decided)))
            for name, rows in (
                ("goals", goal_rows(cases)),
                ("goal_indicators", goal_indicator_rows(cases)),
                ("self_evaluations", self_evaluation_rows(scored)),
                ("self_evaluation_funds", fund_rows(scored)),
                ("self_evaluation_indicators", self_evaluation_indicator_rows(scored)),
                ("evaluations", evaluation_rows(found)),
                ("evaluation_indicators", evaluation_indicator_rows(found)),
                ("evaluation_findings", evaluation_finding_rows(found)),
                ("applications", application_rows(decided)),
            ):
                content = table(name, rows)
                if content is not None:
                    yield Output(path=f"{folder}/{name}.csv", content=content)


def _tell(case: Case) -> None:
    """Compose the texts of a self-evaluation, in an order that does not depend on planters elsewhere."""
    explain(case)
    case.note = case_note(case)
    if not case.result:
        case.result = actual_result(case)
    if not case.problems:
        case.problems, case.improvements = problems(case)


def sample(
    *,
    projects: int,
    years: int,
    departments: int,
    seed: int,
    last_year: int = 2024,
    existing: Mapping[str, bytes] | None = None,
    planters: Collection[str] | None = None,
    record: list[Planted] | None = None,
) -> Iterator[Output]:
    """The data files of the invented 示例区 (division 990001), paths relative to the data folder.

    projects: projects a fiscal year over all departments; years: fiscal years, the last of them ``last_year``;
    departments: folders a year, the finance bureau always among them; seed: the same seed gives the same bytes.
    existing: files already in the data folder, whose rows of other divisions are kept in the common tables.
    planters: names of the planters to use (default all of PLANTERS); record: receives what was planted where.
    A fiscal year whose self-evaluations are not yet due on the sample's day (plan.TODAY) has goals only.
    """
    chosen = _departments(departments)
    span = range(last_year - years + 1, last_year + 1)
    planting = Planting(enabled=PLANTERS if planters is None else planters)
    if record is not None:
        planting.record = record
    yield from common_tables(chosen, span, existing or {})
    yield from District(chosen, span, seed, planting).write(projects)


_departments = departments
