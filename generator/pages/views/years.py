"""The pages of years: one for each division and fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.package import KINDS
from generator.derive.disclosure import LATE
from generator.derive.site import DepartmentYear, Site, Year
from generator.derive.summary import distribute
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.applications import moved
from generator.pages.views.parts.findings import kinds_of
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.rows import evaluation_rows


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
            trail=(Crumb(f"{place}{number}年度"),),
            values={
                "y": year,
                "sample": year.division.sample,
                "others": others,
                "overdue": _overdue(year),
                "chain": _chain(site, year),
                "links": site.coverage.of_year.get((division, number), ()),
                "paths": link_paths(year),
                "scores": distribute(site.projects_of(division, number), evaluations),
                "evaluations": evaluation_rows(site, evaluations),
                "seen": kinds_of(site, findings),
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
