"""The pages of projects, the whole chain of one project in one fiscal year each, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.evaluations import Evaluation
from generator.derive.ex_ante import ASPECTS
from generator.derive.projects import Project
from generator.derive.related import Rows
from generator.derive.rows import Row
from generator.derive.site import Site
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.parts.provenance import provenance
from generator.pages.views.parts.rows import project_rows
from generator.pages.views.parts.words import gap, shortened
from generator.pages.views.project_stages import Chain, stages

LARGEST = 10
# Tables that have a section of their own on the page of a project; any other one that carries its code comes last.
_SECTIONS = frozenset({"monitorings", "monitoring_indicators", "self_evaluation_checks"})
_GOAL_TABLES = ("goals", "goal_indicators")
_MONITORED = ("monitorings", "monitoring_indicators")
_SELF_TABLES = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")


def project_pages(site: Site) -> Iterator[PageContext]:
    """One page for each project and fiscal year."""
    for (line, detail), related in zip(site.projects.details(), site.related.stream(), strict=True):
        department = site.department(line.division, line.department)
        evaluations = site.evaluations.of_project.get(line.position, ())
        chain = Chain(
            site.ex_ante.of_project.get(line.position, ()),
            evaluations,
            site.rectifications.of_project.get(line.position, ()),
            site.applications.of_project.get(line.position, ()),
            related,
        )
        history = _history(site, line)
        sentence = _sentence(line, evaluations)
        tables = (
            *(_GOAL_TABLES if line.has_goal else ()),
            *(name for name in _MONITORED if name in related),
            *(_SELF_TABLES if line.has_self else ()),
        )
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}（{line.year}年度）",
            description=shortened(f"{department}：{line.name}。{sentence}"),
            trail=(
                Crumb(f"{line.year}年度", f"lists/{line.division}/{line.year}/1/"),
                Crumb(department, f"departments/{line.division}/{line.department}/"),
                Crumb(line.name),
            ),
            values={
                "p": line,
                "d": detail,
                "department": department,
                "place": site.place(line.division),
                "sample": site.sample(line.division),
                "sentence": sentence,
                "stages": stages(site, line, detail, chain),
                "chain": chain,
                "aspects": ASPECTS,
                "monitorings": _monitorings(related) if related else (),
                "evaluations": [
                    (one, gap(one.score_micro, line.score_micro), site.evaluations.problems[one.position][:3])
                    for one in evaluations
                ],
                "applications": chain.applications,
                "findings": site.findings.of_project.get(line.position, ()),
                "history": history,
                "later": next((one for one, _ in history if one.year == line.year + 1), None),
                "more": [(site.related.tables[name], rows) for name, rows in related.items() if name not in _SECTIONS],
                "source": provenance(
                    site,
                    line.division,
                    line.year,
                    line.department,
                    what=f"{line.name}（{line.year}年度，项目编码 {line.code}）",
                    tables=tables,
                ),
            },
        )


def _monitorings(related: Rows) -> list[tuple[Row, Sequence[Row]]]:
    """Each monitoring with its indicators."""
    found, indicators = related.get("monitorings", ()), related.get("monitoring_indicators", ())
    if len(found) == 1:
        return [(found[0], indicators)]
    return [(row, [one for one in indicators if one.period == row.period]) for row in found]


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


def _history(site: Site, line: Project) -> list[tuple[Project, str]]:
    """The project in all its years, with the independent score of each."""
    return [
        (site.projects.lines[position], _other_score(site, position))
        for position in site.projects.history.get((line.division, line.key), ())
    ]


def _other_score(site: Site, position: int) -> str:
    found = site.evaluations.of_project.get(position, ())
    return "、".join(f"{one.score}（{one.grade}）" for one in found)


def overview(site: Site) -> dict[str, object]:
    """The years, and the largest projects of each."""
    return {
        "years": list(site.years.values()),
        "largest": [
            (
                year,
                project_rows(
                    site,
                    sorted(
                        site.projects_of(year.division.code, year.year),
                        key=lambda one: (-(one.budget_micro or 0), one.position),
                    )[:LARGEST],
                ),
            )
            for year in site.years.values()
        ],
    }
