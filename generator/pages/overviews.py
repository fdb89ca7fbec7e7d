"""Contexts of the pages about many records: years, departments, the front page and the other pages stamped once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.check.report import title_of
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.core.package import KINDS
from generator.derive.bias import bias, changes
from generator.derive.disclosure import LATE
from generator.derive.site import DepartmentYear, Site, Year, evaluations_of
from generator.derive.statements import compare
from generator.derive.summary import distribute
from generator.pages.chain import link_paths, moved
from generator.pages.context import Crumb, PageContext, crumbs, shortened
from generator.pages.frame import ONCE
from generator.pages.method import method
from generator.pages.records import evaluation_rows, project_rows

LARGEST = 10
LISTED = 60  # projects of one year, and rectifications, on the page of a department
NEWS = 10


class Seen(NamedTuple):
    """How often one kind of finding occurs, how often that is answered, and some of the records (title, path)."""

    code: str
    title: str
    severity: Severity
    times: int
    answered: int
    records: Sequence[tuple[str, str]]


def year_pages(site: Site) -> Iterator[PageContext]:
    """One page for each division and fiscal year."""
    for (division, number), year in site.years.items():
        place = year.division.name
        others = [other for key, other in site.years.items() if key[0] == division]
        evaluations = site.evaluations.of_year.get((division, number), [])
        findings = [
            finding
            for one in year.departments
            for finding in site.findings.of_folder.get((division, number, one.department.code), ())
        ]
        summary = year.summary
        yield PageContext(
            params={"division": division, "year": str(number)},
            title=f"{place}{number}年度预算绩效",
            description=(
                f"{place}{number}年度 {summary.projects} 个项目、{''.join(summary.budget_headline)}："
                f"执行率 {summary.rate}，自评平均 {summary.score_mean} 分，独立评价平均 {summary.other_mean} 分。"
            ),
            values={
                "y": year,
                "sample": year.division.sample,
                "crumbs": crumbs(("项目", "projects/"), f"{place}{number}年度"),
                "others": others,
                "overdue": _overdue(year),
                "chain": _chain(site, year),
                "links": site.coverage.of_year.get((division, number), ()),
                "paths": link_paths(year),
                "scores": distribute(site.projects_of(division, number), evaluations),
                "evaluations": evaluation_rows(site, evaluations),
                "seen": _seen(site, findings),
            },
        )


def _chain(site: Site, year: Year) -> list[tuple[str, str, str, str]]:
    """The stages of the year in the order of the process: title, page, figure, words."""
    key = (year.division.code, year.year)
    place = f"{key[0]}/{key[1]}/"
    result = []
    if assessed := site.ex_ante.years.get(key):
        result.append(("事前评估", f"ex-ante/{place}", f"{assessed.count} 个", f"审减率 {assessed.rate}"))
    result.append(("绩效目标", f"lists/{place}1/", f"{year.summary.goals} 个", "项目公开了目标"))
    if period := site.monitoring.main(*key):
        total = period.total
        words = f"1—{period.month}月执行率 {total.rate}，红灯 {total.red}"
        result.append(("运行监控", f"monitoring/{place}", f"{total.projects} 个", words))
    words = f"平均 {year.summary.score_mean} 分" if year.summary.reported else "还没有公开"
    result.append(("绩效自评", f"lists/{place}1/", f"{year.summary.reported} 个", words))
    if checks := site.reports.checks.get(key):
        result.append(("自评抽查", "checks/", f"{checks.checked} 个", "复核"))
    if found := site.evaluations.of_year.get(key):
        result.append(
            ("独立评价", f"{year.path}#evaluations", f"{len(found)} 项", f"平均 {year.summary.other_mean} 分")
        )
    if rectified := site.rectifications.years.get(key):
        words = f"完成 {rectified.done_share}" + (f"，{rectified.overdue} 项逾期" if rectified.overdue else "")
        result.append(("整改", f"rectifications/{place}", f"{rectified.total} 项", words))
    if lines := [one for one in site.applications.lines if (one.division, one.year) == key]:
        result.append(("结果应用", f"consequences/{place}", f"{len(lines)} 项", f"压减 {moved(lines).cut} 万元"))
    if reports := site.reports.reports.get(key):
        result.append(("向人大、政府、党委报告", "reports/", f"{len(reports)} 次", ""))
    result.append(("公开", f"disclosure/{place}", year.published_share, f"{year.published} / {year.owed} 项到期文件"))
    return result


def _overdue(year: Year) -> list[tuple[str, str, str, list[DepartmentYear]]]:
    """Each kind of document that is overdue: its title, its deadline and who owes it."""
    found: dict[str, tuple[str, str, list[DepartmentYear]]] = {}
    for one in year.departments:
        for kind, title, status in one.documents:
            if status.state == LATE:
                found.setdefault(kind, (title, status.due, []))[2].append(one)
    return [(kind, *found[kind]) for kind in KINDS if kind in found]


def _seen(site: Site, findings: Sequence[Finding], *, dated: bool = False, examples: int = 5) -> list[Seen]:
    """Findings by kind, the most serious and the most frequent first; ``dated`` names the year of each example."""
    counts = Counter((finding.code, finding.severity) for finding in findings)
    answered = Counter((finding.code, finding.severity) for finding in findings if finding.reply)
    records: dict[tuple[str, Severity], dict[str, str]] = {}
    for finding in findings:
        found = records.setdefault((finding.code, finding.severity), {})
        if len(found) < examples and (page := _page(site, finding, dated=dated)):
            found[page[0]] = page[1]
    order = list(SEVERITIES)
    return [
        Seen(code, title_of(code), severity, count, answered[code, severity], list(records[code, severity].items()))
        for (code, severity), count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][1]), -item[1], item[0][0])
        )
    ]


def _page(site: Site, finding: Finding, *, dated: bool) -> tuple[str, str] | None:
    """Name and path of the page that a finding is about: a project, an evaluation or a coverage; None if of neither."""
    if finding.year is None:
        return None
    key = (finding.division, finding.year, finding.record.partition("＋")[0].lower())
    if key in site.evaluations.at:
        evaluation = site.evaluations.lines[site.evaluations.at[key]]
        return f"{evaluation.name}（{evaluation.kind}）", evaluation.path
    project = site.findings.owner(finding)
    if project is None:
        if finding.table == "scopes" and (finding.division, finding.year) in site.years:
            return f"{finding.year}年度覆盖率", f"disclosure/{finding.division}/{finding.year}/#coverage"
        return None
    line = site.projects.lines[project]
    return f"{line.name}（{line.year}）" if dated else line.name, line.path


def _answers(site: Site) -> dict[tuple[str, int, str], list[tuple[Finding, str, str]]]:
    """(division, year, who answered) → the findings answered, each with the name and path of what it is about."""
    found: dict[tuple[str, int, str], list[tuple[Finding, str, str]]] = {}
    for one in site.checked.findings:
        if one.reply and one.year is not None:
            name, path = _page(site, one, dated=True) or (one.name or one.record, "")
            found.setdefault((one.division, one.year, one.reply.by), []).append((one, name, path))
    return found


def department_pages(site: Site) -> Iterator[PageContext]:
    """One page for each department."""
    everyone = {
        division: bias([one for one in site.projects.lines if one.division == division], site.evaluations.of_project)
        for division in {key[0] for key in site.departments}
    }
    answers = _answers(site)
    for (division, code), department in site.departments.items():
        years = [site.department_years[division, code, year] for year in department.years]
        projects = [one for year in department.years for one in site.projects_of(division, year, code)]
        evaluations = evaluations_of(site, division, code)
        findings = [
            finding for year in department.years for finding in site.findings.of_folder.get((division, year, code), ())
        ]
        place = site.place(division)
        latest = next((one.year for one in years if one.summary.reported), department.years[0])
        yield PageContext(
            params={"division": division, "department": code},
            title=department.name,
            description=(
                f"{place}{department.name}历年预算绩效：{len(projects)} 个项目年度的目标、自评与独立评价，"
                "公开了什么、还欠什么。"
            ),
            values={
                "dept": department,
                "place": place,
                "sample": site.sample(division),
                "crumbs": crumbs(("部门", "departments/"), (place, f"departments/#d{division}"), department.name),
                "years": years,
                "latest": site.department_years.get((division, code, latest)),
                "scores": distribute(projects, evaluations),
                "evaluations": evaluation_rows(site, evaluations),
                "applications": site.applications.of_department.get((division, code), ()),
                "biases": [
                    (department.name, bias(projects, site.evaluations.of_project)),
                    (f"{place}全部部门", everyone[division]),
                ],
                "wholes": [
                    (year, site.wholes[division, code, year])
                    for year in sorted(department.years, key=lambda year: (year != latest, -year))
                    if (division, code, year) in site.wholes
                ],
                "whole_states": {year: site.disclosure.status(division, year, code, "D5") for year in department.years},
                "coverages": [
                    (year, found)
                    for year in sorted(department.years, key=lambda year: (year != latest, -year))
                    if (found := site.coverage.of_department.get((division, code, year)))
                ],
                "coverage_paths": {
                    year: {
                        **link_paths(site.years[division, year]),
                        "应编目标": "#projects",
                        "应自评": "#projects",
                        "应公开": "#projects",
                        "应评价": "#evaluations",
                        "应应用": "#consequences",
                    }
                    for year in department.years
                },
                "rectified": site.rectifications.of_department.get((division, code)),
                "capped": LISTED,
                "proofs": {
                    year: share for year in department.years if (share := site.proved.get((division, code, year)))
                },
                "changes": changes({year: site.projects_of(division, year, code) for year in department.years}),
                "lists": [
                    (
                        year,
                        len(site.projects_of(division, year, code)),
                        project_rows(
                            site,
                            sorted(
                                site.projects_of(division, year, code),
                                key=lambda one: (-(one.budget_micro or 0), one.position),
                            )[:LISTED],
                        ),
                    )
                    for year in department.years
                ],
                "seen": _seen(site, findings, dated=True),
                "answers": [
                    answer
                    for year in sorted(department.years, reverse=True)
                    if (package := site.disclosure.packages.get((division, year, code)))
                    for answer in answers.get((division, year, package.publisher), ())
                ],
            },
        )


def table_pages(site: Site) -> Iterator[PageContext]:
    """One page for each table of the dictionary."""
    tables = site.checked.catalogue.tables
    for table in tables.values():
        yield PageContext(
            params={"table": table.name},
            title=f"{table.title}（{table.name}）",
            description=shortened(f"数据字典：{table.title}。{table.description}"),
            values={
                "t": table,
                "rows": len(site.checked.frames[table.name]),
                "fields": [(field, constraint_words(field.constraints)) for field in table.fields],
                "keys": [
                    (
                        [table.field(name).title if name in table.names else name for name in key.fields],
                        tables[key.table],
                    )
                    for key in table.foreign_keys
                ],
                "used": [
                    other for other in tables.values() if any(key.table == table.name for key in other.foreign_keys)
                ],
                "crumbs": crumbs(("数据字典", "dictionary/"), table.title),
            },
        )


def constraint_words(constraints: Mapping[str, object]) -> list[str]:
    """A field's constraints in words."""
    words = []
    for name, value in constraints.items():
        match name, value:
            case "required", True:
                pass  # shown in a column of its own
            case "unique", True:
                words.append("不重复")
            case "enum", list() | tuple():
                words.append("只填：" + "、".join(str(one) or "（空）" for one in value))
            case "pattern", _:
                words.append(f"格式：{value}")
            case "minimum", _:
                words.append(f"不小于 {value}")
            case "maximum", _:
                words.append(f"不大于 {value}")
            case "maxLength", _:
                words.append(f"不超过 {value} 字")
            case "minLength", _:
                words.append(f"不少于 {value} 字")
    return words


GROUPS: Mapping[str, str] = {
    "frame": "基础资料",
    "goals": "绩效目标",
    "before": "事前评估",
    "during": "运行监控",
    "adjustment": "预算调整",
    "self-evaluation": "绩效自评",
    "evaluation": "独立评价",
    "consequence": "整改与结果应用",
}


def once(site: Site, page: str) -> PageContext:
    """The context of a page that is stamped once; ``page`` is its path in ``site_src`` without the ending."""
    title, maker = ONCE.get(page, (_TITLES.get(page, ""), _ONCE.get(page)))
    trail: tuple[Crumb, ...] = crumbs(*_ABOVE.get(page, ()), title) if title else ()
    values = {"crumbs": trail, **(maker(site) if maker else {})}
    return PageContext(params={}, title=title, description="", values=values)


def _latest(site: Site) -> list[Year]:
    """The newest year of each division in which something has been reported; its newest year if nothing has."""
    result = []
    for division in dict.fromkeys(key[0] for key in site.years):
        years = [year for key, year in site.years.items() if key[0] == division]
        result.append(next((year for year in years if year.summary.reported), years[0]))
    return result


def _home(site: Site) -> dict[str, object]:
    latest = _latest(site)
    return {
        "latest": latest,
        "overviews": [
            (year, [other for key, other in site.years.items() if key[0] == year.division.code]) for year in latest
        ],
        "distributions": [
            (
                year,
                distribute(
                    site.projects_of(year.division.code, year.year),
                    site.evaluations.of_year.get((year.division.code, year.year), []),
                ),
            )
            for year in latest
        ],
        "projects": len(site.projects.lines),
        "news": _recent(site),
    }


def _recent(site: Site) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """The newest days with what came out on them (title, publisher, path, invented), a bounded number in all."""
    days: dict[str, list[tuple[str, str, str, bool]]] = {}
    for one in site.news[:NEWS]:
        days.setdefault(one.day, []).append((one.title, one.publisher, one.path, one.sample))
    return list(days.items())


def _projects(site: Site) -> dict[str, object]:
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


def _departments(site: Site) -> dict[str, object]:
    return {
        "groups": [
            (
                site.divisions.get(division),
                [
                    (department, [site.department_years[division, department.code, year] for year in department.years])
                    for (place, _), department in site.departments.items()
                    if place == division
                ],
            )
            for division in dict.fromkeys(key[0] for key in site.departments)
        ]
    }


def _evaluations(site: Site) -> dict[str, object]:
    keys = sorted(site.evaluations.of_year, key=lambda key: (key[0], -key[1]))
    return {
        "groups": [
            (
                site.place(division),
                year,
                site.sample(division),
                evaluation_rows(site, site.evaluations.of_year[division, year]),
            )
            for division, year in keys
        ]
    }


def _comparison(site: Site) -> dict[str, object]:
    statements = sorted(
        (one for one in site.statements if not site.sample(one.division)), key=lambda one: (one.year, one.division)
    )
    return {"columns": statements, "stages": compare(statements)}


def _data(_: Site) -> dict[str, object]:
    return {"groups": GROUPS}


def _dictionary(site: Site) -> dict[str, object]:
    tables = site.checked.catalogue.tables.values()
    return {
        "groups": [
            (title, members)
            for group, title in GROUPS.items()
            if (members := [(table, len(site.checked.frames[table.name])) for table in tables if table.group == group])
        ]
    }


_ONCE: Mapping[str, Callable[[Site], dict[str, object]]] = {
    "index": _home,
    "projects/index": _projects,
    "departments/index": _departments,
    "evaluations/index": _evaluations,
    "comparison": _comparison,
    "data": _data,
    "dictionary/index": _dictionary,
    "method": method,
}
# Pages that lie below another one: its breadcrumb.
_ABOVE: Mapping[str, Sequence[tuple[str, str]]] = {
    "comparison": (("年度说明", "statements/"),),
    "topics/index": (("项目", "projects/"),),
    "disclosure/index": (("部门", "departments/"),),
}
_TITLES: Mapping[str, str] = {
    "projects/index": "项目",
    "departments/index": "部门",
    "evaluations/index": "独立评价",
    "statements/index": "年度说明",
    "comparison": "并列对照",
    "dictionary/index": "数据字典",
    "method": "方法说明",
    "about": "关于本站",
    "mechanisms": "机制一览",
    "cite": "怎样引用",
    "data": "数据下载",
}
