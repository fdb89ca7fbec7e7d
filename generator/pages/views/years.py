"""The pages of years: one for each division and fiscal year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.numbers import mean
from generator.core.package import KINDS
from generator.derive.answers import year_answer
from generator.derive.coverage import Link, monitored
from generator.derive.disclosure import LATE
from generator.derive.looked import Looked
from generator.derive.poor_evaluations import Poor
from generator.derive.published import Published, most_telling
from generator.derive.reconciliation import StepLine
from generator.derive.scores import Share
from generator.derive.site import Department, DepartmentYear, Site, Year
from generator.derive.statements import Statement
from generator.derive.summary import Distribution, distribute
from generator.derive.whole_departments import Whole
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.applications import moved
from generator.pages.views.parts.findings import Seen, kinds_of
from generator.pages.views.parts.links import link_paths
from generator.pages.views.parts.rows import EvaluationRow, evaluation_rows
from generator.pages.views.parts.yearly import year_key
from generator.pages.views.pictures.years import money

_NOT_YET, _UNRECORDED = "还没有公开", "没有登记记录"


class Stage(NamedTuple):
    """A stage of the process in a year: its title, its page, its figure and a few words."""

    title: str
    path: str
    figure: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A kind of document that is overdue: its code and title, its deadline and who owes it."""

    kind: str
    title: str
    due: str
    departments: Sequence[DepartmentYear]


class DepartmentRow(NamedTuple):
    """A department in the year, and how many of its scores could be worked out again (None without any)."""

    figures: DepartmentYear
    proof: Share | None


class WholeRow(NamedTuple):
    """A department with its self-evaluation as a whole."""

    department: Department
    whole: Whole


@dataclass(frozen=True, kw_only=True)
class YearPage(Content):
    """A division and year, and the ``others`` of the division; ``answer`` says what it comes to.

    ``wholes`` are the self-evaluations of departments as a whole, ``whole_mean`` the mean of their scores.
    ``steps`` lead from the goals to the money spent, ``links`` are the five of its coverage and ``paths`` their pages
    by kind; ``poor`` are evaluations with a poor grade, ``telling`` the findings most worth looking at, of all on
    ``found_page``, ``seen`` its findings by kind, ``looked`` what the rules looked at to find them.
    """

    year: Year
    sample: bool
    answer: str
    others: Sequence[Year]
    departments: Sequence[DepartmentRow]
    wholes: Sequence[WholeRow]
    whole_mean: str
    steps: Sequence[StepLine]
    money: RowChart
    overdue: Sequence[Overdue]
    statements: Sequence[Statement]
    stages: Sequence[Stage]
    links: Sequence[Link]
    paths: Mapping[str, str]
    scores: Distribution
    evaluations: Sequence[EvaluationRow]
    poor: Sequence[Poor]
    telling: Sequence[Published]
    found_page: str
    seen: Sequence[Seen]
    looked: Looked


def year_pages(site: Site) -> Iterator[PageContext[YearPage]]:
    """One page for each division and fiscal year."""
    for (division, number), year in site.years.items():
        place = year.division.name
        summary = year.summary
        yield PageContext(
            params={"division": division, "year": str(number)},
            title=f"{place}{number}年度预算绩效",
            description=(
                f"{place}{number}年度 {summary.projects} 个项目，年初目标 {''.join(summary.promised_headline)}、"
                f"全年预算 {''.join(summary.annual_headline)}：执行率 {summary.rate}，"
                f"自评平均 {summary.score_mean} 分，独立评价平均 {summary.other_mean} 分。"
            ),
            trail=(Crumb(f"{place}{number}年度"),),
            content=_content(site, year),
        )


def _content(site: Site, year: Year) -> YearPage:
    division, number = key = year_key(year)
    evaluations, wholes = site.evaluations.of_year.get(key, []), _wholes(site, year)
    return YearPage(
        year=year,
        sample=year.division.sample,
        answer=year_answer(
            year,
            site.poor.get(key, ()),
            monitored(site.coverage.of_year.get(key, ())),
            f"{len(wholes)} 个部门公开了部门整体自评" if wholes else "",
        ),
        others=[other for (other_division, _), other in site.years.items() if other_division == division],
        departments=[
            DepartmentRow(one, site.proved.get((division, one.department.code, number))) for one in year.departments
        ],
        wholes=wholes,
        whole_mean=_mean(wholes),
        steps=site.reconciliation.of_year.get(key, ()),
        money=money("money", f"{number} 年度", site.reconciliation.of_year.get(key, ())),
        overdue=_overdue(year),
        statements=[one for one in site.statements if (one.division, one.year) == key],
        stages=_stages(site, year),
        links=site.coverage.of_year.get(key, ()),
        paths=link_paths(year),
        scores=distribute(site.projects_of(division, number), evaluations),
        evaluations=evaluation_rows(site, evaluations),
        poor=site.poor.get(key, ()),
        telling=most_telling(site.published.of_place.get(key, ()), forms=False),
        found_page=addresses.findings_year(*key),
        seen=kinds_of(site, site.findings.of_year.get(key, ())),
        looked=site.looked.of_year.get(key, Looked()),
    )


def _wholes(site: Site, year: Year) -> list[WholeRow]:
    """The departments with a self-evaluation as a whole, in the order of the year's table."""
    place, number = year_key(year)
    found = ((one, site.whole_departments.get((place, one.department.code, number))) for one in year.departments)
    return [WholeRow(one.department, whole) for one, whole in found if whole is not None and whole.review is not None]


def _mean(wholes: Sequence[WholeRow]) -> str:
    """The mean of the total scores; empty where none is known."""
    scores = [one.whole.total_micro for one in wholes if one.whole.total_micro is not None]
    return mean(scores) if scores else ""


def _stages(site: Site, year: Year) -> list[Stage]:
    """The stages of the year in the order of the process."""
    key = year_key(year)
    result = []
    if assessed := site.ex_ante_evaluations.years.get(key):
        words = f"审减率 {assessed.rate}"
        result.append(Stage("事前评估", addresses.ex_ante_evaluations(*key), f"{assessed.count} 个", words))
    listed = {one.kind for of in year.departments if of.package for one in of.package.documents}
    none = _UNRECORDED if "D2" in listed else _NOT_YET
    told = (f"{year.summary.goals} 个", "项目公开了目标") if year.summary.goals else (none, "")
    result.append(Stage("绩效目标", addresses.project_list(*key), *told))
    if period := site.monitorings.main(*key):
        total = period.total
        words = f"1—{period.month}月" + (f"执行率 {total.rate}，红灯 {total.red}" if total.lit else "，没有评灯")
        result.append(Stage("运行监控", addresses.monitorings(*key), f"{total.projects} 个", words))
    words = f"平均 {year.summary.score_mean} 分" if year.summary.scored else ""
    none = _UNRECORDED if "D4" in listed else _NOT_YET
    figure = f"{year.summary.reported} 个" if year.summary.reported else none
    result.append(Stage("绩效自评", addresses.project_list(*key), figure, words))
    if wholes := _wholes(site, year):
        score = _mean(wholes)
        words = f"自评，平均 {score} 分" if score else "自评"
        result.append(Stage("部门整体", f"{year.path}#wholes", f"{len(wholes)} 个部门", words))
    if checks := site.reports.checks.get(key):
        result.append(Stage("自评抽查", addresses.SELF_EVALUATION_CHECKS, f"{checks.checked} 个", "复核"))
    if found := site.evaluations.of_year.get(key):
        words = f"平均 {year.summary.other_mean} 分"
        result.append(Stage("独立评价", f"{year.path}#evaluations", f"{len(found)} 项", words))
    if rectified := site.rectifications.years.get(key):
        words = f"完成 {rectified.done_share}" + (f"，{rectified.overdue} 项逾期" if rectified.overdue else "")
        result.append(Stage("整改", addresses.rectifications(*key), f"{rectified.total} 项", words))
    if lines := [one for one in site.applications.lines if (one.division, one.year) == key]:
        words = f"压减 {moved(lines).cut} 万元"
        result.append(Stage("结果应用", addresses.applications(*key), f"{len(lines)} 项", words))
    if reports := site.reports.reports.get(key):
        result.append(Stage("向人大、政府、党委报告", addresses.REPORTS, f"{len(reports)} 次"))
    told = (year.published_share, f"{year.published} / {year.owed} 项到期文件")
    if not year.timed:
        told = (f"{year.published} 项", "文件，没有登记公开期限")
    result.append(Stage("公开", addresses.disclosure(*key), *told))
    return result


def _overdue(year: Year) -> list[Overdue]:
    """The kinds of documents that are overdue, each with its deadline and who owes it."""
    late = [(document, one) for one in year.departments for document in one.documents if document.status.state == LATE]
    return [
        Overdue(
            kind=kind,
            title=KINDS[kind].title,
            due=next(document.status.due for document, _ in late if document.kind == kind),
            departments=[one for document, one in late if document.kind == kind],
        )
        for kind in KINDS
        if any(document.kind == kind for document, _ in late)
    ]
