"""Puts the 示例区 together: department by department, the finance bureau last, because it evaluates the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.core.output import Output
from generator.core.schema import Table
from generator.sample.adjustments import (
    adjust,
    again,
    can_be_postponed,
    can_be_renamed,
    numbered,
    postpone,
    rename,
)
from generator.sample.applications import decide, decide_department, monitored_slow, settle_open
from generator.sample.checks import check, wide
from generator.sample.costs import analyse, draw
from generator.sample.departments import Department, departments, shares
from generator.sample.evaluations import BUREAU, FINANCE, evaluate, evaluate_department
from generator.sample.ex_ante import assess_all
from generator.sample.folder import Folder, folder_files
from generator.sample.frame import common_tables, standards
from generator.sample.ledger import Year
from generator.sample.monitoring import monitor, monitored
from generator.sample.numbers import stream
from generator.sample.operations import operations
from generator.sample.package import waived, waivers
from generator.sample.plan import Case, Grower, Plan, evaluated
from generator.sample.planters import PLANTERS, Planted, Planting, Target, shipped
from generator.sample.prose import actual_result, annual_goal, case_note, explain, problems, term_goal
from generator.sample.rectifications import Rectification
from generator.sample.reports import Rated
from generator.sample.results import raise_scores, settle
from generator.sample.reviews import tracking
from generator.sample.scopes import scopes

# Shares of project-years that are evaluated by the finance bureau and by the bureau itself, of department-years
# evaluated as a whole, of project-years that are analysed for their costs or monitored as key ones.
_FINANCE_SHARE, _BUREAU_SHARE, _WHOLE_SHARE, _COST_SHARE, _KEY_SHARE = 0.07, 0.06, 0.15, 0.04, 0.05
# The share of the project-years that could be put off or renamed which are.
_CHANGED_SHARE = 0.05


class District:
    """Grows and writes the departments one by one; keeps only what the finance bureau publishes about others."""

    def __init__(
        self,
        chosen: tuple[Department, ...],
        years: range,
        seed: int,
        planting: Planting,
        tables: Mapping[str, Table],
    ) -> None:
        self._chosen = chosen
        self._years = years
        self._seed = seed
        self._planting = planting
        self._tables = tables
        self._owed = {FINANCE: 0.5, BUREAU: 0.2, "whole": 0.6, "cost": 0.7, "audit": 0.4}
        self._owed |= {f"key-{year}": 0.9 for year in years}
        self._owed |= {"postponed": 0.9, "renamed": 0.9}
        self._standards: set[str] = set()
        self._books = {year: Year(year=year) for year in years}
        for book in self._books.values():
            book.sums["departments"] = 0
            planting.offer("year", Target(year=book.year, book=book))
            if evaluated(book.year):
                book.operations = operations(book.year)
                book.sums["operations"] = len(book.operations)

    def write(self, projects: int) -> Iterator[Output]:
        """All department-year files, then what the finance bureau lets stand in them."""
        let_stand: list[dict[str, str]] = []
        counts = dict(zip((one.code for one in self._chosen), shares(self._chosen, projects), strict=True))
        for department in sorted(self._chosen, key=lambda one: one.code == "finance"):
            plan, folders = self._grow(department, counts[department.code])
            for year, folder in folders.items():
                self._close(plan, folder, self._books[year])
            for year, folder in folders.items():
                books = self._books if department.code == "finance" else {}
                yield from folder_files(plan, folder, books, self._planting, year, self._tables)
            let_stand += waived(plan)
        if (output := waivers(let_stand)) is not None:
            yield output

    def analyses(self) -> list[Year]:
        """The years' books, for what is written once over all of them."""
        return list(self._books.values())

    def _grow(self, department: Department, count: int) -> tuple[Plan, dict[int, Folder]]:
        grower = Grower(department=department, count=count, seed=self._seed)
        plan = Plan(department=department, years={year: [] for year in self._years})
        folders = {year: Folder(department=department, year=year) for year in self._years}
        for year in self._years:
            self._planting.offer("department", Target(plan=plan, year=year))
            for case in grower.year(year, year == self._years[0]):
                self._planting.offer("goal", Target(plan=plan, year=year, case=case))
                case.goal_remark = case.goal_remark or again(case)
                case.goal = annual_goal(case)
                case.term_goal = term_goal(case)
                case.review = case.random.choices(("优", "良"), (0.8, 0.2))[0]
                plan.years[year].append(case)
                self._result(plan, case)
            self._before(plan, folders[year])
            self._during(plan, folders[year])
            if plan.reported(year):
                self._consequences(plan, folders[year])
        for year in self._years:
            for case in plan.years[year]:
                if case.self_evaluated:
                    _tell(case)
            if plan.reported(year):
                self._check(plan, folders[year])
        for year in self._years:
            self._adjust(plan, folders[year])
        return plan, folders

    def _result(self, plan: Plan, case: Case) -> None:
        year = case.year
        if monitored(year):
            settle(case)
        if not evaluated(year):
            case.self_evaluated = False
        elif year in plan.uniform:
            raise_scores(case)
        elif year not in plan.unpublished:
            self._planting.offer("result", Target(plan=plan, year=year, case=case))

    def _before(self, plan: Plan, folder: Folder) -> None:
        folder.assessments = assess_all(plan.department, folder.year, plan.years[folder.year])
        for one in folder.assessments:
            self._planting.offer("assessment", Target(plan=plan, year=folder.year, assessment=one))

    def _during(self, plan: Plan, folder: Folder) -> None:
        """Monitor the year's projects, the key ones twice, and register what must be put right."""
        year = folder.year
        if not monitored(year):
            return
        cases = [case for case in plan.years[year] if not case.cancelled]
        owed = f"key-{year}"
        self._owed[owed] += _KEY_SHARE * len(cases)
        keys: set[str] = set()
        # What is tracked more closely: money that goes straight to those it is meant for, then the largest projects.
        ranked = sorted(cases, key=_priority)
        while self._owed[owed] >= 1 and len(keys) < len(ranked):
            self._owed[owed] -= 1
            keys.add(ranked[len(keys)].project.code)
        for case in cases:
            for found in monitor(case, case.project.code in keys):
                self._planting.offer("monitoring", Target(plan=plan, year=year, case=case, monitoring=found))
                folder.monitorings.append(found)
                if found.key and found.period > 9:
                    report = tracking(case.project.name, year, plan.department.code, found.day)
                    self._books[year].tracked += [report] if report else []
        for found in folder.monitorings:
            if found.needs and found.period != 6:
                self._register(plan, year, folder.rectifications, folder.register.of_monitoring(found))

    def _register(self, plan: Plan, year: int, into: list[Rectification], found: Rectification) -> None:
        self._planting.offer("rectification", Target(plan=plan, year=year, rectification=found))
        into.append(found)

    def _consequences(self, plan: Plan, folder: Folder) -> None:
        """Evaluations of the year's cases, and what they, cost analyses and the monitoring do to later budgets."""
        year = folder.year
        cases = plan.years[year]
        code = plan.department.code
        book = self._books[year]
        free = [case for case in cases if case.self_evaluated and not case.cancelled and case.goal_published]
        free.sort(key=lambda case: (-case.total * (0.5 + case.random.random()), case.project.code))
        number = 0
        for kind, share in ((FINANCE, _FINANCE_SHARE), (BUREAU, _BUREAU_SHARE)):
            self._owed[kind] += share * len(cases)
            while self._owed[kind] >= 1 and free:
                self._owed[kind] -= 1
                number += 1
                self._evaluate(plan, folder, free.pop(0), kind, number)
        slow = {one.case.project.code for one in folder.monitorings if one.pace < 80}
        for case in free:
            decided = any(one.year == year + 1 and one.amounts for one in case.project.decisions)
            if not decided and case.project.code in slow and case.rate < 0.75 and case.random.random() < 0.6:
                number += 1
                decision = monitored_slow(case, f"YY{year}-{plan.department.number}-{number:02d}")
                case.project.last = max(case.project.last, year + 1)
                case.project.decisions.append(decision)
                folder.decisions.append(decision)
        self._owed["cost"] += _COST_SHARE * len(cases)
        if self._owed["cost"] >= 1:
            chosen = draw(stream(code, year, "cost"), free)
            if chosen is not None:
                self._owed["cost"] -= 1
                analysis = analyse(chosen, 1, self._standards)
                book.analyses.append(analysis)
                if analysis.decision:
                    chosen.project.decisions.append(analysis.decision)
        self._owed["whole"] += _WHOLE_SHARE
        if self._owed["whole"] >= 1 and len(cases) >= 2 and code != "finance":
            self._owed["whole"] -= 1
            whole = evaluate_department(plan, year)
            book.evaluations.append(whole)
            folder.evaluated.append(whole)
            book.decisions.append(decide_department(whole, f"YY{year}-{plan.department.number}-{number + 1:02d}"))
            for found in folder.finance.of_evaluation(whole):
                self._register(plan, year, book.rectifications, found)
        self._owed["audit"] += 0.1
        if self._owed["audit"] >= 1:
            self._owed["audit"] -= 1
            self._register(plan, year, folder.rectifications, folder.register.of_audit())

    def _evaluate(self, plan: Plan, folder: Folder, case: Case, kind: str, number: int) -> None:
        year = folder.year
        book = self._books[year]
        found = evaluate(case, kind, number)
        target = Target(plan=plan, year=year, case=case, evaluation=found)
        self._planting.offer("evaluation", target)
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
        folder.evaluated.append(found)
        (book.evaluations if kind == FINANCE else folder.evaluations).append(found)
        (book.decisions if kind == FINANCE else folder.decisions).append(decision)
        register, into = folder.register, folder.rectifications
        if kind == FINANCE:
            register, into = folder.finance, book.rectifications
        for one in register.of_evaluation(found):
            self._register(plan, year, into, one)

    def _adjust(self, plan: Plan, folder: Folder) -> None:
        """Tell how the year's budgets changed; put off or rename a project now and then."""
        year = folder.year
        cases = plan.years[year]
        found = adjust(cases, year)
        checked = {one.case.project.code for one in self._books[year].checks}
        for what, can, make in (("postponed", can_be_postponed, postpone), ("renamed", can_be_renamed, rename)):
            able = [case for case in cases if can(case) and case.project.code not in checked]
            self._owed[what] += _CHANGED_SHARE * len(able)
            if self._owed[what] >= 1 and able:
                self._owed[what] -= 1
                found.append(make(min(able, key=lambda case: (case.rate, case.project.code))))
        folder.adjustments = numbered(found, year)
        for one in folder.adjustments:
            target = Target(plan=plan, year=year, case=one.case, adjustment=one, adjustments=folder.adjustments)
            self._planting.offer("adjustment", target)

    def _check(self, plan: Plan, folder: Folder) -> None:
        """The finance bureau's spot check of the department's self-evaluations."""
        year = folder.year
        book = self._books[year]
        scored = [case for case in plan.years[year] if case.self_evaluated and not case.cancelled]
        book.owed += book.check_share * len(scored)
        stream(plan.department.code, year, "checks").shuffle(scored)
        while book.owed >= 1 and scored:
            book.owed -= 1
            found = check(scored.pop())
            book.checks.append(found)
            if wide(found):
                folder.faults.add("check")
                self._register(plan, year, folder.rectifications, folder.register.of_check(found))

    def _close(self, plan: Plan, folder: Folder, book: Year) -> None:
        """Settle what is still open and tell the finance bureau's book what it sums up."""
        year = folder.year
        cases = plan.years[year]
        if not cases:
            return
        for case in cases:
            for decision in case.project.decisions:
                settle_open(case, decision, self._years[-1])
        book.sums["departments"] += 1
        book.cases(cases, folder.scored(plan))
        book.before(folder.assessments)
        book.during(folder.monitorings)
        book.after(folder.evaluated)
        found = scopes(
            plan,
            year,
            assessments=folder.assessments,
            monitorings=folder.monitorings,
            evaluations=folder.evaluated,
        )
        for one in found:
            self._planting.offer("scope", Target(plan=plan, year=year, scope=one))
            folder.scopes.append(one)
        book.scope(folder.scopes)
        if evaluated(year):
            book.rated.append(Rated(department=plan.department, faults=folder.all_faults(plan)))


def _priority(case: Case) -> tuple[bool, int, str]:
    return "直达" not in case.project.template.fund, -case.total, case.project.code


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
    tables: Mapping[str, Table],
    existing: Mapping[str, bytes] | None = None,
    planters: Collection[str] | None = None,
    record: list[Planted] | None = None,
) -> Iterator[Output]:
    """The data files of the invented 示例区 (division 990001), paths relative to the data folder.

    projects: projects a fiscal year over all departments; years: fiscal years, the last of them ``last_year``;
    departments: folders a year, the finance bureau always among them; seed: the same seed gives the same bytes.
    tables: the catalogue's: what is not among them is left out, and their fields in their order are the columns.
    existing: files already in the data folder, whose rows of other divisions are kept in the common tables.
    planters: names of the planters to use (default those of PLANTERS that are shipped); record: receives what was
    planted where. What would be disclosed after the sample's day (plan.TODAY) is not there yet.
    """
    chosen = _departments(departments)
    span = range(last_year - years + 1, last_year + 1)
    planting = Planting(enabled=shipped() if planters is None else [name for name in planters if name in PLANTERS])
    if record is not None:
        planting.record = record
    yield from common_tables(chosen, span, existing or {}, tables)
    district = District(chosen, span, seed, planting, tables)
    yield from district.write(projects)
    yield from standards([one for book in district.analyses() for one in book.analyses], existing or {}, tables)


_departments = departments
