"""The chain of a project: every stage of the process with its state, day and headline figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.derive.disclosure import AHEAD, APART, NONE, OPEN, WITHHELD, Status
from generator.derive.evaluations import FISCAL, Application, Evaluation
from generator.derive.projects import Detail, Project
from generator.derive.rectifications import DONE
from generator.derive.related import Rows
from generator.derive.rows import Row
from generator.derive.site import Site


class Stage(NamedTuple):
    """One stage: its name, the section of the page that tells more, its state and its figure in a few words."""

    title: str
    anchor: str
    status: Status
    headline: str = ""


class Chain(NamedTuple):
    """What is known of a project besides its line and detail."""

    assessments: Sequence[Row]
    evaluations: Sequence[Evaluation]
    rectifications: Sequence[Row]
    applications: Sequence[Application]
    related: Rows


_NO_RECORD = Status(state=APART)
_NO_CHECK = Status(state=APART, note="没有抽到")


def stages(site: Site, line: Project, detail: Detail, chain: Chain) -> Mapping[str, Stage]:
    """The stages in the order of the process, by a short name."""
    return {
        "before": _before(site, line, chain),
        "goal": Stage(
            "绩效目标",
            "goal",
            _own(site, line, "D2", line.has_goal),
            f"{detail.goal_indicators} 个指标" if detail.goal_indicators else "",
        ),
        "monitoring": _monitoring(site, line, chain),
        "self": Stage(
            "绩效自评",
            "indicators",
            _own(site, line, "D4", line.has_self),
            f"{line.score} 分{f' {line.grade}' if line.grade else ''}" if line.has_self else "",
        ),
        "check": _check(chain),
        "evaluation": _evaluation(site, line, chain),
        "rectification": _rectification(site, line, chain),
        "application": _application(site, line, chain),
    }


def _before(site: Site, line: Project, chain: Chain) -> Stage:
    if not chain.assessments:
        return Stage("事前评估", "before", _NO_RECORD)
    row = chain.assessments[0]
    return Stage(
        "事前评估",
        "before",
        Status(state=OPEN, published=row.assessed_date or ""),
        f"{row.total_score} 分" if row.total_score else row.conclusion,
    )


def _monitoring(site: Site, line: Project, chain: Chain) -> Stage:
    rows = chain.related.get("monitorings", ())
    if not rows:
        periods = site.monitoring.years.get((line.division, line.year))
        state = APART if periods and line.department in periods[0].codes else NONE
        return Stage("运行监控", "monitoring", Status(state=state))
    last = rows[-1]
    return Stage(
        "运行监控",
        "monitoring",
        Status(state=OPEN, published=last.monitored_date or ""),
        f"{last.rate_text}{f'（{last.light}）' if last.light else ''}",
    )


def _check(chain: Chain) -> Stage:
    rows = chain.related.get("self_evaluation_checks", ())
    if not rows:
        return Stage("自评抽查", "check", _NO_CHECK)
    return Stage(
        "自评抽查", "check", Status(state=OPEN, published=rows[0].checked_date or ""), f"{rows[0].checked_score} 分"
    )


def _evaluation(site: Site, line: Project, chain: Chain) -> Stage:
    if not chain.evaluations:
        status = _apart(site, line.division, line.year, "D7", "没有见到针对本项目的评价")
        return Stage("独立评价", "evaluations", status)
    one = next((one for one in chain.evaluations if one.kind == FISCAL), chain.evaluations[0])
    published = one.published or site.disclosure.published(line.division, line.year, one.department, one.document)
    status = site.disclosure.dated(line.division, line.year, one.document, published or one.report_date)
    more = f"，共 {len(chain.evaluations)} 项" if len(chain.evaluations) > 1 else ""
    return Stage("独立评价", "evaluations", status, f"{one.score} 分 {one.grade}{more}")


def _rectification(site: Site, line: Project, chain: Chain) -> Stage:
    rows = chain.rectifications
    if rows:
        overdue = sum(row.condition == "逾期" for row in rows)
        running = sum(row.state not in DONE for row in rows) - overdue
        days = [row.closed_date or row.issued_date for row in rows if row.closed_date or row.issued_date]
        words = f"{overdue} 项逾期" if overdue else f"{running} 项在改" if running else "全部完成"
        return Stage(
            "整改", "rectifications", Status(state=OPEN, published=max(days, default="")), f"{len(rows)} 项，{words}"
        )
    if any(site.evaluations.problems[one.position] for one in chain.evaluations):
        status = site.disclosure.dated(line.division, line.year, "D8", "", "评价提出了问题，没有见到整改记录")
        return Stage("整改", "rectifications", status)
    return Stage("整改", "rectifications", _NO_RECORD)


def _application(site: Site, line: Project, chain: Chain) -> Stage:
    division, year = line.division, line.year
    if chain.applications:
        one = chain.applications[0]
        published = site.disclosure.published(division, year, one.department, "D8")
        package = site.disclosure.packages.get((division, year, one.department))
        status = site.disclosure.dated(division, year, "D8", published or (package.published_date if package else ""))
        return Stage("结果应用", "applications", status, f"{one.decision}{f' {one.rate}' if one.cut_micro else ''}")
    if chain.evaluations:
        status = site.disclosure.dated(division, year, "D8", "", "评价之后怎样影响预算，没有见到记录")
    else:
        status = _apart(site, division, year, "D8", "没有独立评价，也没有见到应用记录")
    return Stage("结果应用", "applications", status)


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
    note = "部门已公开其他项目，没有见到本项目" if published else ""
    return site.disclosure.dated(line.division, line.year, document, "", note)
