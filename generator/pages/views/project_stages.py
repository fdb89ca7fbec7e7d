"""The stages of a project: each stage of the process with its state, day and headline figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import MISSING, points
from generator.core.words import KEY_EVALUATION
from generator.derive.applications import Application
from generator.derive.disclosure import AHEAD, APART, EXEMPT, NONE, OPEN, SLUGS, UNDATED, WITHHELD, Status
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Detail, Project
from generator.derive.related import Rows
from generator.derive.rows import Row
from generator.derive.site import Site
from generator.facts.projects import ADDED, STOPS


class Stage(NamedTuple):
    """One stage: its name, the section of the page that tells more, its state and its figure in a few words."""

    title: str
    anchor: str
    status: Status
    headline: str = ""

    @property
    def section(self) -> bool:
        """Whether the page has a section of its own for it: always for goals and results, else with records."""
        return self.anchor in _ALWAYS or bool(self.headline)


class Stages(NamedTuple):
    """The stages in the order of the process."""

    ex_ante: Stage
    goal: Stage
    monitoring: Stage
    self_evaluation: Stage
    check: Stage
    evaluation: Stage
    rectification: Stage
    application: Stage


class Silent(NamedTuple):
    """Stages of which nothing is recorded and nothing is due, by the one state that they are all in."""

    state: str
    slug: str
    stages: Sequence[Stage]


class Course(NamedTuple):
    """The stages that have something to tell, one by one, and the others in a line together.

    ``waiting``: whether one of those told is not published.
    """

    told: Sequence[Stage]
    silent: Sequence[Silent]
    waiting: bool


class Records(NamedTuple):
    """What is known of a project besides its line and detail."""

    assessments: Sequence[Row]
    evaluations: Sequence[Evaluation]
    rectifications: Sequence[Row]
    applications: Sequence[Application]
    related: Rows


_ALWAYS = ("goal", "indicators")
_SILENT = (APART, NONE, EXEMPT)
_NO_RECORD = Status(state=APART)
_NO_CHECK = Status(state=APART, note="没有抽到")
_NO_CHECKS = Status(state=NONE)


def stages(site: Site, line: Project, detail: Detail, records: Records) -> Stages:
    """The stages of a project."""
    return Stages(
        ex_ante=_ex_ante(site, line, records),
        goal=Stage(
            "绩效目标",
            "goal",
            _own(site, line, "D2", line.has_goal),
            f"{detail.goal_indicators} 个指标" if detail.goal_indicators else "",
        ),
        monitoring=_monitoring(site, line, records),
        self_evaluation=Stage(
            "绩效自评",
            "indicators",
            _own(site, line, "D4", line.has_self),
            _self_headline(line),
        ),
        check=_check(site, line, records),
        evaluation=_evaluation(site, line, records),
        rectification=_rectification(site, line, records),
        application=_application(site, line, records),
    )


def course(of: Stages) -> Course:
    """The stages in their order, those that say nothing gathered by their state."""
    told: list[Stage] = []
    quiet: dict[str, list[Stage]] = {state: [] for state in _SILENT}
    waiting = False
    for stage in of:
        state = stage.status.state
        if state in quiet and not stage.section:
            quiet[state].append(stage)
        else:
            told.append(stage)
            waiting = waiting or state != OPEN
    return Course(told, [Silent(state, SLUGS[state], same) for state, same in quiet.items() if same], waiting)


def _ex_ante(site: Site, line: Project, records: Records) -> Stage:
    if not records.assessments:
        return Stage("事前评估", "before", _NO_RECORD)
    row = records.assessments[0]
    return Stage(
        "事前评估",
        "before",
        Status(state=OPEN, published=row.assessed_date or ""),
        f"{row.total_score} 分" if row.total_score else row.conclusion or MISSING,
    )


def _monitoring(site: Site, line: Project, records: Records) -> Stage:
    rows = records.related.get("monitorings", ())
    if not rows and _exempt(site, line, records):
        return Stage("运行监控", "monitoring", Status(state=EXEMPT, note=f"项目{line.state.word}，不再监控"))
    if not rows:
        periods = site.monitorings.years.get((line.division, line.year))
        state = APART if periods and line.department in periods[0].codes else NONE
        return Stage("运行监控", "monitoring", Status(state=state))
    last = rows[-1]
    return Stage(
        "运行监控",
        "monitoring",
        Status(state=OPEN, published=last.monitored_date or ""),
        f"{last.rate_text}{f'（{last.light}）' if last.light else ''}",
    )


def _exempt(site: Site, line: Project, records: Records) -> bool:
    """Whether a project need not be monitored: it was stopped, and not after the last monitoring of the year."""
    if line.counted:
        return False
    stops = [row for row in records.related.get("budget_adjustments", ()) if row.kind in STOPS]
    days = [row.adjusted_date for row in stops if row.adjusted_date]
    periods = site.monitorings.years.get((line.division, line.year), ())
    return not days or not periods or min(days) <= f"{line.year}-{periods[0].month:02d}-31"


def _self_headline(line: Project) -> str:
    """The score in a few words; that it does not count where the project was not carried out."""
    if not line.has_self:
        return ""
    if not line.counted:
        return f"{line.state.word}，不计分"
    return f"{points(line.score)}{f' {line.grade}{line.grade_note}' if line.grade else ''}"


def _check(site: Site, line: Project, records: Records) -> Stage:
    rows = records.related.get("self_evaluation_checks", ())
    if not rows:
        drawn = site.reports.checks.get((line.division, line.year))
        return Stage("自评抽查", "check", _NO_CHECK if drawn else _NO_CHECKS)
    return Stage(
        "自评抽查",
        "check",
        Status(state=OPEN, published=rows[0].checked_date or ""),
        f"{rows[0].checked_score or MISSING} 分",
    )


def _evaluation(site: Site, line: Project, records: Records) -> Stage:
    if not records.evaluations:
        status = _apart(site, line.division, line.year, "D7", "")
        return Stage("独立评价", "evaluations", status)
    one = next((one for one in records.evaluations if one.kind == KEY_EVALUATION), records.evaluations[0])
    published = one.published or site.disclosure.published(line.division, line.year, one.department, one.document)
    status = _there(site, line, one.document, published or one.report_date)
    more = f"，共 {len(records.evaluations)} 项" if len(records.evaluations) > 1 else ""
    return Stage("独立评价", "evaluations", status, f"{points(one.score)} {one.grade}{one.grade_note}{more}")


def _rectification(site: Site, line: Project, records: Records) -> Stage:
    rows = records.rectifications
    if rows:
        overdue = sum(row.condition == "逾期" for row in rows)
        running = sum(row.condition == "整改中" for row in rows)
        days = [row.closed_date or row.issued_date for row in rows if row.closed_date or row.issued_date]
        words = f"{overdue} 项逾期" if overdue else f"{running} 项在改" if running else "全部完成"
        return Stage(
            "整改", "rectifications", Status(state=OPEN, published=max(days, default="")), f"{len(rows)} 项，{words}"
        )
    if any(site.evaluations.problems[one.position] for one in records.evaluations):
        status = site.disclosure.dated(line.division, line.year, "D8", "", "评价提出了问题，没有见到整改记录")
        return Stage("整改", "rectifications", status)
    return Stage("整改", "rectifications", _NO_RECORD)


def _application(site: Site, line: Project, records: Records) -> Stage:
    division, year = line.division, line.year
    if records.applications:
        one = records.applications[0]
        published = site.disclosure.published(division, year, one.department, "D8")
        package = site.disclosure.packages.get((division, year, one.department))
        status = _there(site, line, "D8", published or (package.published_date if package else ""))
        return Stage("结果应用", "applications", status, f"{one.decision}{f' {one.rate}' if one.cut_micro else ''}")
    if records.evaluations:
        status = site.disclosure.dated(division, year, "D8", "", "评价之后怎样影响预算，没有见到记录")
    else:
        status = _apart(site, division, year, "D8", "")
    return Stage("结果应用", "applications", status)


def _there(site: Site, line: Project, document: str, day: str) -> Status:
    """What is here is published, on whatever day."""
    if day:
        return site.disclosure.dated(line.division, line.year, document, day)
    return Status(state=OPEN, due=site.disclosure.due(line.division, line.year, document), note=UNDATED)


def _apart(site: Site, division: str, year: int, document: str, note: str) -> Status:
    """A stage that not every project goes through, without a record: open until the deadline, then apart."""
    status = site.disclosure.dated(division, year, document, "")
    return status if status.state == AHEAD else Status(state=APART, note=note)


def _own(site: Site, line: Project, document: str, present: bool) -> Status:
    """The state of the department's own goal or self-evaluation of a project."""
    place = (line.division, line.year, line.department)
    published = site.disclosure.published(*place, document)
    if present:
        package = site.disclosure.packages.get(place)
        day = published or (package.published_date if package else "")
        return site.disclosure.dated(line.division, line.year, document, day)
    for one in site.disclosure.withheld(*place, document):
        if one.project_code.lower() == line.key:
            return Status(state=WITHHELD, note=one.ground)
    if document == "D4" and not line.counted:
        return Status(state=EXEMPT, note=f"项目{line.state.word}，没有结果可评")
    if document == "D2" and line.state.word == ADDED:
        return Status(state=NONE, note="年中追加的项目，没有见到公开的绩效目标")
    note = "部门已公开其他项目，没有见到本项目" if published else ""
    return site.disclosure.dated(line.division, line.year, document, "", note)
