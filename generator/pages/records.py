"""Contexts of the pages that are stamped once for each project and each evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.disclosure import AHEAD, APART, WITHHELD, Status
from generator.derive.evaluations import Application, Evaluation
from generator.derive.projects import Project
from generator.derive.site import Site
from generator.pages.context import PageContext, crumbs, gap, shortened, source

PAGE = 100  # projects on one page of a list

# Tables that have a section of their own on the page of a project; any other one that carries its code comes last.
_SECTIONS: frozenset[str] = frozenset()

_GOAL_TABLES = ("goals", "goal_indicators")
_SELF_TABLES = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")


def project_pages(site: Site) -> Iterator[PageContext]:
    """One page for each project and fiscal year."""
    for (line, detail), related in zip(site.projects.details(), site.related.stream(), strict=True):
        department = site.department(line.division, line.department)
        evaluations = site.evaluations.of_project.get(line.position, ())
        applications = site.applications.of_project.get(line.position, ())
        sentence = _sentence(line, evaluations)
        tables = (*(_GOAL_TABLES if line.has_goal else ()), *(_SELF_TABLES if line.has_self else ()))
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}（{line.year}年度）",
            description=shortened(f"{department}：{line.name}。{sentence}"),
            values={
                "p": line,
                "d": detail,
                "department": department,
                "place": site.place(line.division),
                "sample": site.sample(line.division),
                "sentence": sentence,
                "crumbs": crumbs(
                    ("项目", "projects/"),
                    (f"{line.year}年度", f"lists/{line.division}/{line.year}/1/"),
                    (department, f"departments/{line.division}/{line.department}/"),
                    line.name,
                ),
                "stages": _stages(site, line, evaluations, applications),
                "evaluations": [
                    (one, gap(one.score_micro, line.score_micro), site.evaluations.problems[one.position][:3])
                    for one in evaluations
                ],
                "applications": [(one, next_budget(site, one)) for one in applications],
                "findings": site.findings.of_project.get(line.position, ()),
                "history": _history(site, line),
                "more": [(site.related.tables[name], rows) for name, rows in related.items() if name not in _SECTIONS],
                "source": source(
                    site,
                    line.division,
                    line.year,
                    line.department,
                    what=f"{line.name}（{line.year}年度，项目编码 {line.code}）",
                    tables=tables,
                ),
            },
        )


def _sentence(line: Project, evaluations: Sequence[Evaluation]) -> str:
    """The record in one sentence for everybody."""
    parts = [f"{line.year}年度{'全年预算' if line.has_self else '安排资金'} {line.budget} 万元"]
    if line.has_self:
        parts[0] += (
            f"，执行 {line.spend} 万元（执行率 {line.rate}{f'，复算 {line.rate_check}' if line.rate_check else ''}）"
        )
        parts.append(f"部门自评 {line.score} 分{f'（{line.grade}）' if line.grade else ''}")
    else:
        parts.append("自评结果未公开")
    for one in evaluations:
        apart = gap(one.score_micro, line.score_micro)
        parts.append(f"{one.kind} {one.score} 分（{one.grade}）{f'，{apart}' if apart else ''}")
    return "；".join(parts) + "。"


def _stages(
    site: Site, line: Project, evaluations: Sequence[Evaluation], applications: Sequence[Application]
) -> list[tuple[str, str, Status]]:
    """The stages of the process with their states: title, anchor on the page, state."""
    division, year = line.division, line.year
    result = [
        ("绩效目标", "goal", _own_stage(site, line, "D2", line.has_goal)),
        ("绩效自评", "indicators", _own_stage(site, line, "D4", line.has_self)),
    ]
    for kind, document in (("部门评价", "D6"), ("财政重点评价", "D7")):
        found = [one for one in evaluations if one.kind == kind]
        if found:
            published = found[0].published or site.disclosure.published(division, year, found[0].department, document)
            status = site.disclosure.dated(division, year, document, published or found[0].report_date)
        else:
            status = _apart(site, division, year, document, "没有见到针对本项目的评价")
        result.append((kind, "evaluations", status))
    if applications:
        published = site.disclosure.published(division, year, applications[0].department, "D8")
        package = site.disclosure.packages.get((division, year, applications[0].department))
        status = site.disclosure.dated(division, year, "D8", published or (package.published_date if package else ""))
    elif evaluations:
        status = site.disclosure.dated(division, year, "D8", "", "评价之后怎样影响预算，没有见到记录")
    else:
        status = _apart(site, division, year, "D8", "没有独立评价，也没有见到应用记录")
    result.append(("结果应用", "applications", status))
    return result


def _apart(site: Site, division: str, year: int, document: str, note: str) -> Status:
    """A stage that not every project goes through, without a record: open until the deadline, then apart."""
    status = site.disclosure.dated(division, year, document, "")
    return status if status.state == AHEAD else Status(state=APART, note=note)


def _own_stage(site: Site, line: Project, document: str, present: bool) -> Status:
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


def next_budget(site: Site, application: Application) -> tuple[str, str]:
    """The same project's budget in the year the consequence applies to, and its page; empty if not published."""
    if application.project is None or not application.applied_year:
        return "", ""
    line = site.projects.lines[application.project]
    position = site.projects.at.get((line.division, int(application.applied_year), line.key))
    if position is None:
        return "", ""
    later = site.projects.lines[position]
    return later.budget, later.path


def _history(site: Site, line: Project) -> list[tuple[Project, str]]:
    """The project in all its years, with the independent score of each."""
    return [
        (site.projects.lines[position], _other_score(site, position))
        for position in site.projects.history.get((line.division, line.key), ())
    ]


def _other_score(site: Site, position: int) -> str:
    found = site.evaluations.of_project.get(position, ())
    return "、".join(f"{one.score}（{one.grade}）" for one in found)


def list_pages(site: Site) -> Iterator[PageContext]:
    """The projects of a year, largest first, a hundred a page."""
    for division, year in site.projects.years:
        projects = sorted(site.projects_of(division, year), key=lambda one: (-(one.budget_micro or 0), one.position))
        pages = -(-len(projects) // PAGE)
        place = site.place(division)
        for page in range(1, pages + 1):
            shown = projects[(page - 1) * PAGE : page * PAGE]
            title = f"{place}{year}年度项目" + (f"（第 {page} 页，共 {pages} 页）" if pages > 1 else "")
            yield PageContext(
                params={"division": division, "year": str(year), "page": str(page)},
                title=title,
                description=(
                    f"{place}{year}年度 {len(projects)} 个项目的预算、执行率、自评得分和独立评价，按金额从大到小排列。"
                ),
                values={
                    "sample": site.sample(division),
                    "crumbs": crumbs(("项目", "projects/"), f"{place}{year}年度"),
                    "division": division,
                    "year": year,
                    "rows": project_rows(site, shown),
                    "number": page,
                    "pages": pages,
                    "total": len(projects),
                    "first": (page - 1) * PAGE + 1,
                },
            )


def project_rows(site: Site, projects: Sequence[Project]) -> list[tuple[Project, str, list[Evaluation]]]:
    """Projects with their department's name and their evaluations."""
    return [
        (
            one,
            site.department(one.division, one.department),
            list(site.evaluations.of_project.get(one.position, ())),
        )
        for one in projects
    ]


def evaluation_rows(site: Site, evaluations: Sequence[Evaluation]) -> list[tuple[Evaluation, str, Project | None, str]]:
    """Evaluations with the evaluated department's name, the project and how the scores lie to each other."""
    rows = []
    for one in evaluations:
        project = site.projects.lines[one.project] if one.project is not None else None
        rows.append(
            (
                one,
                site.department(one.division, one.subject_department),
                project,
                gap(one.score_micro, project.score_micro if project else None),
            )
        )
    return rows


def evaluation_pages(site: Site) -> Iterator[PageContext]:
    """One page for each independent evaluation."""
    for line, detail in site.evaluations.details():
        department = site.department(line.division, line.subject_department)
        project = site.projects.lines[line.project] if line.project is not None else None
        apart = gap(line.score_micro, project.score_micro if project else None)
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}{line.kind}（{line.year}年度）",
            description=shortened(
                f"{line.evaluator}对{department}“{line.name}”的{line.kind}："
                f"{line.score} 分，{line.grade}。{line.conclusion}"
            ),
            values={
                "e": line,
                "d": detail,
                "department": department,
                "place": site.place(line.division),
                "publisher": site.department(line.division, line.department),
                "project": project,
                "gap": apart,
                "problems": site.evaluations.problems[line.position],
                "sample": site.sample(line.division),
                "crumbs": crumbs(
                    ("独立评价", "evaluations/"),
                    (f"{line.year}年度", f"years/{line.division}/{line.year}/"),
                    (department, f"departments/{line.division}/{line.subject_department}/"),
                    line.name,
                ),
                "applications": [
                    (one, next_budget(site, one)) for one in site.applications.of_evaluation.get(line.position, ())
                ],
                "status": site.disclosure.dated(line.division, line.year, "D8", ""),
                "findings": site.findings.of_evaluation.get(line.position, ()),
                "source": source(
                    site,
                    line.division,
                    line.year,
                    line.department,
                    what=f"{line.name}{line.kind}（{line.year}年度，评价编码 {line.code}）",
                    tables=("evaluations", "evaluation_indicators", "evaluation_findings"),
                ),
            },
        )
