"""One department-year as it is worked out, and the files its folder holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.output import Output
from generator.core.schema import Table
from generator.sample.adjustments import Adjustment, adjustment_rows
from generator.sample.applications import application_rows
from generator.sample.checks import check_rows
from generator.sample.costs import analysis_rows
from generator.sample.departments import DIVISION, Department
from generator.sample.evaluations import Evaluation, evaluation_finding_rows, evaluation_indicator_rows, evaluation_rows
from generator.sample.ex_ante import Assessment, ex_ante_rows
from generator.sample.goals import goal_indicator_rows, goal_rows, term_indicator_rows
from generator.sample.ledger import Year
from generator.sample.monitoring import Monitoring, monitoring_indicator_rows, monitoring_rows
from generator.sample.operations import dimension_rows, operation_rows
from generator.sample.package import Held, package
from generator.sample.plan import Case, Decision, Plan, evaluated
from generator.sample.planters import Planting, Target
from generator.sample.rectifications import GOING, Rectification, Register, rectification_rows
from generator.sample.reports import assessment_rows, report_rows
from generator.sample.reviews import review_rows
from generator.sample.scopes import Scope, scope_rows
from generator.sample.self_evaluations import fund_rows, self_evaluation_indicator_rows, self_evaluation_rows
from generator.sample.statements import (
    announced,
    bulletin_code,
    bulletin_figures,
    bulletin_rows,
    drafted,
    figure_rows,
    figures,
    stated,
    statement_rows,
)
from generator.sample.tables import Rows, table
from generator.sample.whole import (
    department_goal_rows,
    department_indicator_rows,
    department_self_evaluation_indicator_rows,
    department_self_evaluation_rows,
    department_task_rows,
    whole,
)


@dataclass(kw_only=True, slots=True)
class Folder:
    """What one department-year holds; ``evaluated`` are all evaluations of its money, whoever did them."""

    department: Department
    year: int
    assessments: list[Assessment] = field(default_factory=list)
    monitorings: list[Monitoring] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    evaluated: list[Evaluation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    rectifications: list[Rectification] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    register: Register = field(init=False)
    finance: Register = field(init=False)

    def __post_init__(self) -> None:
        self.register = Register(self.department, self.year)
        # What the finance bureau registers about this department stands in its own folder, under codes of its own.
        self.finance = Register(self.department, self.year, mark="f")

    def scored(self, plan: Plan) -> list[Case]:
        """The cases whose self-evaluations are published."""
        return [case for case in plan.years[self.year] if case.self_evaluated] if plan.reported(self.year) else []

    def all_faults(self, plan: Plan) -> frozenset[str]:
        """What the yearly assessment takes points off for."""
        faults = set(self.faults)
        if self.year in plan.late:
            faults.add("late")
        if self.year in plan.unpublished:
            faults.add("unpublished")
        if any(one.state == GOING and one.due.year == self.year for one in self.rectifications):
            faults.add("overdue")
        if any(one.grade in {"中", "差"} for one in self.evaluated):
            faults.add("poor")
        slow = sum(one.pace < 60 for one in self.monitorings if one.period == 7)
        if slow * 4 > len(self.monitorings):
            faults.add("slow")
        return frozenset(faults)


def folder_files(
    plan: Plan,
    folder: Folder,
    books: Mapping[int, Year],
    planting: Planting,
    year: int,
    tables: Mapping[str, Table],
) -> Iterator[Output]:
    """The files of a department-year; ``books`` are the finance bureau's, empty for all others.

    A table that is not among ``tables`` is left out.
    """
    book = books.get(year)
    evaluations, decisions = list(folder.evaluations), list(folder.decisions)
    rectifications = list(folder.rectifications)
    if book:
        evaluations += book.evaluations
        decisions += book.decisions
        rectifications += book.rectifications
    cases = plan.years[year]
    if not cases and not evaluations:
        return
    path = f"{DIVISION}/{year}/{folder.department.code}"
    held = Held(
        evaluations=tuple((one.kind, one.published) for one in evaluations),
        consequences=bool(decisions or rectifications),
        operations=book.operations[0].published if book and book.operations else None,
    )
    yield Output(path=f"{path}/package.yaml", content=package(plan, year, held))
    rows = _own(plan, folder)
    rows |= {
        "evaluations": evaluation_rows(evaluations),
        "evaluation_indicators": evaluation_indicator_rows(evaluations),
        "evaluation_findings": evaluation_finding_rows(evaluations),
        "applications": application_rows(decisions),
        "rectifications": rectification_rows(rectifications),
    }
    if book:
        rows |= _finance(folder, book, books, planting)
    for name, found in rows.items():
        content = table(tables[name], found) if name in tables else None
        if content is not None:
            yield Output(path=f"{path}/{name}.csv", content=content)


def _own(plan: Plan, folder: Folder) -> dict[str, Rows]:
    """What every bureau publishes."""
    year = folder.year
    cases = plan.years[year]
    scored = folder.scored(plan)
    rows = {
        "ex_ante_evaluations": ex_ante_rows(folder.assessments),
        "goals": goal_rows(cases),
        "goal_indicators": goal_indicator_rows(cases),
        "goal_term_indicators": term_indicator_rows(cases),
        "monitorings": monitoring_rows(folder.monitorings),
        "monitoring_indicators": monitoring_indicator_rows(folder.monitorings),
        "budget_adjustments": adjustment_rows(folder.adjustments),
        "self_evaluations": self_evaluation_rows(scored),
        "self_evaluation_funds": fund_rows(scored),
        "self_evaluation_indicators": self_evaluation_indicator_rows(scored),
        "scopes": scope_rows(folder.scopes, "本部门", year),
    }
    if cases:
        made = whole(plan, year)
        reported = plan.reported(year)
        rows |= {
            "department_goals": department_goal_rows(made),
            "department_tasks": department_task_rows(made, reported),
            "department_indicators": department_indicator_rows(made),
        }
        if reported:
            rows["department_self_evaluations"] = department_self_evaluation_rows(made)
            rows["department_self_evaluation_indicators"] = department_self_evaluation_indicator_rows(made)
    return rows


def _finance(folder: Folder, book: Year, books: Mapping[int, Year], planting: Planting) -> dict[str, Rows]:
    """What the finance bureau publishes about all the others."""
    year = book.year
    both = [*scope_rows(folder.scopes, "本部门", year), *scope_rows(book.whole_scopes(), "全部部门", year)]
    rows: dict[str, Rows] = {"scopes": iter(both)}
    if evaluated(year):
        rows |= {
            "self_evaluation_checks": check_rows(book.checks, book.sums["selfs"], year),
            "fiscal_operations": operation_rows(book.operations, year),
            "fiscal_operation_dimensions": dimension_rows(book.operations),
            "cost_analyses": analysis_rows(book.analyses),
            "report_reviews": review_rows(book.reports(), year),
            "congress_reports": report_rows(book.counts(), year),
            "management_assessments": assessment_rows(book.rated, year),
        }
    if stated(year) and year != drafted(books):
        for one in books.values():
            one.sums["checks"] = len(one.checks)
        told = figures(year, {one.year: one.sums for one in books.values()})
        for figure in told:
            planting.offer("figure", Target(year=year, figure=figure))
        rows |= {"statements": statement_rows(year), "reported_figures": figure_rows(told, f"{DIVISION}-{year}")}
    if announced(year) and (found := bulletin_figures(year, book.sums)):
        rows |= {"statements": bulletin_rows(year), "reported_figures": figure_rows(found, bulletin_code(year))}
    return rows
