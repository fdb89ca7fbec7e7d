"""The pages of projects, the whole chain of one project in one fiscal year each, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.numbers import MISSING, headed, points
from generator.core.original import PublishedOriginal
from generator.core.schema import Field, Table
from generator.derive.answers import year_answer
from generator.derive.applications import Application
from generator.derive.evaluations import Evaluation, Problem
from generator.derive.ex_ante_evaluations import ASPECTS
from generator.derive.looked import Looked
from generator.derive.projects import Detail, Fund, Project, by_size
from generator.derive.related import Related, Rows
from generator.derive.rest import named
from generator.derive.rows import Row
from generator.derive.site import Site, Year
from generator.derive.verdicts import verdict
from generator.pages.charts.cells import StripChart
from generator.pages.charts.planes import PlaneChart
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.found import RecordFindings, record_findings
from generator.pages.views.parts.monitored import Monitored, monitored
from generator.pages.views.parts.provenance import Provenance, provenance
from generator.pages.views.parts.rows import ProjectRow, project_rows
from generator.pages.views.parts.words import gap, shortened
from generator.pages.views.parts.yearly import newest_answer
from generator.pages.views.pictures.counted import budgets
from generator.pages.views.pictures.projects import Pace, met_strip, paces, trend
from generator.pages.views.printed_forms import FormLink, project_form_links
from generator.pages.views.project_stages import Course, Records, Stages, course, stages

LARGEST = 10  # projects of a year on the overview
PROBLEMS = 3  # of an evaluation on the page of its project
# Tables that have a section of their own on the page of a project; any other one that carries its code comes last.
_SECTIONS = frozenset({"monitorings", "monitoring_indicators", "budget_adjustments", "self_evaluation_checks"})
_GOAL_TABLES = ("goals", "goal_indicators")
_MONITORED = ("monitorings", "monitoring_indicators")
_OF_PROJECTS = ("D2", "D4", "D11")  # documents with the forms of all projects
_SELF_TABLES = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")


class Evaluated(NamedTuple):
    """An evaluation of the project, how its score lies to the self-score, and its first problems not told below."""

    evaluation: Evaluation
    gap: str
    problems: Sequence[Problem]


class HistoryRow(NamedTuple):
    """The project in one year, with its independent scores in words."""

    project: Project
    others: str


class OtherTable(NamedTuple):
    """What another table says of the project."""

    table: Table
    rows: Sequence[Row]


class RestCell(NamedTuple):
    """What a field of a row says, and what it is called."""

    heading: str
    said: str


class RestLine(NamedTuple):
    """Rows that say the same: what they are called, and what each field says (None for nothing)."""

    names: str
    said: Sequence[str | None]

    def told(self, fields: Sequence[Field]) -> list[RestCell]:
        """What is said, cell by cell, by the ``fields``."""
        return [
            RestCell(field.heading, said) for field, said in zip(fields, self.said, strict=True) if said is not None
        ]


class RestTable(NamedTuple):
    """Filled fields of a table that no section has a place for.

    ``head`` is what tells its rows apart, '' where there is one row a project.
    """

    table: Table
    head: str
    fields: Sequence[Field]
    lines: Sequence[RestLine]


class Rest(NamedTuple):
    """What no section has a place for, and how many cells it fills."""

    tables: Sequence[RestTable]
    cells: int


class Spent(NamedTuple):
    """The funds of a self-evaluation as a table: the total and what is told besides.

    ``nothing`` names the sources of which everything is 0.00, ``only`` the one that all of the money is of ('' where
    several are); ``scored``: whether a source has points of its own.
    """

    rows: Sequence[Fund]
    nothing: str
    only: str
    scored: bool


@dataclass(frozen=True, kw_only=True)
class ProjectPage(Content):
    """A project in one year: its line and detail, and what is known of it stage by stage.

    ``verdict`` says what came of it, ``met_strip`` shows its indicators, ``sentence`` says it with figures; ``paces``
    are its spending against the calendar, one a monitoring, ``spent`` its funds (None without a self-evaluation's),
    ``empty_sources`` names those planned at 0.00. ``stages``
    are those of the process, ``course`` has them as they are shown. ``assessments`` are ex-ante evaluations and
    ``aspects`` the titles of their scores by field; ``checks`` are spot checks of its self-evaluation. ``history`` are
    all its years, drawn by ``trend``, ``later`` is the next one, ``more`` the other tables that name it, ``rest`` what
    no section has a place for; ``forms`` lead to its printed forms, ``originals`` are files of its bureau.
    """

    project: Project
    detail: Detail
    department_name: str
    place: str
    sample: bool
    verdict: str
    met_strip: StripChart | None
    sentence: str
    stages: Stages
    course: Course
    assessments: Sequence[Row]
    aspects: Mapping[str, str]
    monitorings: Monitored | None
    paces: Sequence[Pace]
    spent: Spent | None
    empty_sources: str
    checks: Sequence[Row]
    evaluations: Sequence[Evaluated]
    rectifications: Sequence[Row]
    applications: Sequence[Application]
    later: Project | None
    history: Sequence[HistoryRow]
    trend: PlaneChart | None
    more: Sequence[OtherTable]
    rest: Rest
    findings: RecordFindings
    looked: Looked
    provenance: Provenance | None
    forms: Sequence[FormLink]
    originals: Sequence[PublishedOriginal]


def project_pages(site: Site) -> Iterator[PageContext[ProjectPage]]:
    """One page for each project and fiscal year."""
    for (line, detail), related, rest in zip(
        site.projects.details(), site.related.stream(), site.rest.stream(), strict=True
    ):
        content = _content(site, line, detail, related, rest)
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}（{line.year}年度）",
            description=shortened(f"{content.department_name}：{line.name}。{content.sentence}"),
            trail=(
                Crumb(f"{line.year}年度", addresses.project_list(line.division, line.year)),
                Crumb(content.department_name, addresses.department(line.division, line.department)),
                Crumb(line.name),
            ),
            content=content,
        )


def _content(site: Site, line: Project, detail: Detail, related: Rows, rest: Rows) -> ProjectPage:
    position = line.position
    records = Records(
        site.ex_ante_evaluations.of_project.get(position, ()),
        site.evaluations.of_project.get(position, ()),
        site.rectifications.of_project.get(position, ()),
        site.applications.of_project.get(position, ()),
        related,
    )
    history = _history(site, line)
    watched = related.get("monitorings", ())
    steps = stages(site, line, detail, records)
    later = next((one.project for one in history if one.project.year == line.year + 1), None)
    return ProjectPage(
        project=line,
        detail=detail,
        department_name=site.department(line.division, line.department),
        place=site.place(line.division),
        sample=site.sample(line.division),
        verdict=verdict(line, records.evaluations, later),
        met_strip=met_strip(line, detail),
        sentence=_sentence(line, records.evaluations),
        stages=steps,
        course=course(steps),
        assessments=records.assessments,
        aspects=ASPECTS,
        monitorings=monitored(watched, related.get("monitoring_indicators", ())) if watched else None,
        paces=paces(watched),
        spent=_spent(detail.funds) if detail.funds else None,
        empty_sources="、".join(one.title for one in detail.sources if one.nothing),
        checks=related.get("self_evaluation_checks", ()),
        evaluations=[
            Evaluated(one, gap(one.score_micro, line.counted_score), _problems(site, one, records.rectifications))
            for one in records.evaluations
        ],
        rectifications=records.rectifications,
        applications=records.applications,
        later=later,
        history=history,
        trend=trend([one.project for one in history]),
        more=[OtherTable(site.related.tables[name], rows) for name, rows in related.items() if name not in _SECTIONS],
        rest=_rest(site.rest, rest, _shown(line, detail)),
        findings=record_findings(site, site.findings.of_project.get(position, ())),
        looked=site.looked.of_project[position],
        forms=_forms(site, line, related),
        originals=[
            one
            for one in site.originals.get((line.division, line.year, line.department), ())
            if one.document.kind in _OF_PROJECTS
        ],
        provenance=provenance(
            site,
            line.division,
            line.year,
            line.department,
            what=f"{line.name}（{line.year}年度，项目编码 {line.code}）",
            tables=(
                *(_GOAL_TABLES if line.has_goal else ()),
                *(name for name in _MONITORED if name in related),
                *(("budget_adjustments",) if "budget_adjustments" in related else ()),
                *(_SELF_TABLES if line.has_self else ()),
            ),
        ),
    )


def _spent(funds: Sequence[Fund]) -> Spent:
    """The total first; a single source that says the same as the total is named beside it."""
    total, parts = funds[0], funds[1:]
    scored = any(one.weight != MISSING or one.score != MISSING for one in parts)
    filled = [one for one in parts if not one.nothing]
    only = filled[0] if len(filled) == 1 and not scored and _same_money(filled[0], total) else None
    return Spent(
        rows=[total] if only else [total, *filled],
        nothing="、".join(one.source for one in parts if one.nothing),
        only=only.source if only else "",
        scored=scored,
    )


def _same_money(one: Fund, total: Fund) -> bool:
    plain = not one.originals and not one.check
    return plain and (one.initial, one.annual, one.spend, one.rate) == (
        total.initial,
        total.annual,
        total.spend,
        total.rate,
    )


def _problems(site: Site, evaluation: Evaluation, rectifications: Sequence[Row]) -> Sequence[Problem]:
    """The first problems of an evaluation, but for those that stand below with what was done about them."""
    below = {row.problem for row in rectifications}
    return [one for one in site.evaluations.problems[evaluation.position] if one.problem not in below][:PROBLEMS]


def _forms(site: Site, line: Project, related: Rows) -> list[FormLink]:
    """The printed forms that the project has records of."""
    there = {"goals": line.has_goal, "self_evaluations": line.has_self, "monitorings": "monitorings" in related}
    records = {name for name, is_there in there.items() if is_there}
    return project_form_links(site, (line.division, line.year, line.department), line.key, records)


def _shown(line: Project, detail: Detail) -> frozenset[tuple[str, str]]:
    """Fields that only some pages have a place for, where this one has it: (table, field)."""
    shown = {
        ("goals", "indicator_scheme"): bool(detail.groups),
        ("goals", "review_grade"): bool(detail.goal_indicators),
        ("goal_indicators", "scoring_rule"): not detail.reported,
        ("self_evaluations", "grade"): line.counted,
    }
    return frozenset(field for field, there in shown.items() if there)


def _rest(of: Related, found: Rows, shown: frozenset[tuple[str, str]]) -> Rest:
    """What is left of each table, without the fields ``shown`` and those that no row fills."""
    left, cells = [], 0
    for name, rows in found.items():
        table, keys = of.tables[name], named(name)
        columns = dict(zip(of.only[name], zip(*rows, strict=True), strict=True))
        filled = {
            field: column
            for field, column in columns.items()
            if column.count(None) < len(rows) and field not in keys and (name, field) not in shown
        }
        if not filled:
            continue
        cells += sum(len(rows) - column.count(None) for column in filled.values())
        said: dict[tuple[str | None, ...], list[str]] = {}
        for values, row in zip(zip(*filled.values(), strict=True), rows, strict=True):
            said.setdefault(values, []).append(" ".join([getattr(row, key) or MISSING for key in keys]))
        left.append(
            RestTable(
                table,
                table.field(keys[-1]).title if keys else "",
                [table.field(field) for field in filled],
                [RestLine("、".join(names), values) for values, names in said.items()],
            )
        )
    return Rest(left, cells)


def _sentence(line: Project, evaluations: Sequence[Evaluation]) -> str:
    """The record in one sentence for everybody: what was promised, what changed, what came of it."""
    parts = [_money(line)]
    if line.has_self and line.counted:
        check = f"，复算 {line.rate_check}" if line.rate_check else ""
        parts.append(f"执行 {_amount(line.spend_micro, line.spend)}（执行率 {line.rate}{check}）")
        grade = f"（{line.grade}）{line.grade_note}" if line.grade else ""
        parts.append("自评表没有填总分" if line.score_micro is None else f"部门自评 {points(line.score)}{grade}")
    elif line.has_self:
        parts.append(f"执行 {_amount(line.spend_micro, line.spend)}，自评不计分")
    elif line.counted:
        parts.append("自评结果未公开")
    for one in evaluations:
        apart = gap(one.score_micro, line.counted_score)
        parts.append(f"{one.kind} {_judged(one)}{one.grade_note}{f'，{apart}' if apart else ''}")
    return "；".join(parts) + "。"


def _amount(value: int | None, words: str) -> str:
    """An amount with its unit; the words that stand for it (原件未填) where there is none."""
    return words if value is None else headed(value)


def _money(line: Project) -> str:
    """What was arranged at the start of the year and what it came to be."""
    begun = f"{line.year}年度年初预算 {_amount(line.promised_micro, line.promised)}"
    became = f"全年预算 {_amount(line.annual_micro, line.annual)}"
    if line.promised_micro is None:
        return f"{line.year}年度{became}"
    if line.annual_micro == line.promised_micro and line.counted:
        return begun
    return f"{begun}，{line.state.word}，{became}"


def _history(site: Site, line: Project) -> list[HistoryRow]:
    """The project in all its years, with the independent score of each."""
    return [
        HistoryRow(site.projects.lines[position], _other_score(site, position))
        for position in site.projects.history.get((line.division, line.key), ())
    ]


def _other_score(site: Site, position: int) -> str:
    found = site.evaluations.of_project.get(position, ())
    return "、".join(one.score + _grade(one) for one in found)


def _judged(one: Evaluation) -> str:
    score = "没有公布得分" if one.score_micro is None else points(one.score)
    return score + _grade(one)


def _grade(one: Evaluation) -> str:
    return f"（{one.grade}）" if one.grade else ""


class YearProjects(NamedTuple):
    """The largest projects of a division and year."""

    year: Year
    rows: Sequence[ProjectRow]


@dataclass(frozen=True, kw_only=True)
class ProjectsOverview(Content):
    """Every division and year, what each division's projects were given over the years, and the largest of each.

    ``answer``: what the newest year with results comes to in a sentence.
    """

    answer: str
    years: Sequence[Year]
    charts: Sequence[RowChart]
    largest: Sequence[YearProjects]


def overview(site: Site) -> ProjectsOverview:
    """The years, and the largest projects of each."""
    divisions = dict.fromkeys(key[0] for key in site.years)
    return ProjectsOverview(
        answer=newest_answer(
            site,
            [(division, year.year) for division in divisions if (year := site.latest(division)).summary.projects],
            lambda key: year_answer(site.years[key], site.poor.get(key, ())),
        ),
        years=list(site.years.values()),
        charts=[
            budgets(f"budgets-{division}", [year for key, year in site.years.items() if key[0] == division])
            for division in divisions
        ],
        largest=[
            YearProjects(year, project_rows(site, by_size(site.projects_of(year.division.code, year.year))[:LARGEST]))
            for year in site.years.values()
        ],
    )
