"""The desks of whoever reports for a bureau: what is due, what is done, what was found, and what to write then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.finding import SEVERITIES, Finding
from generator.core.package import KINDS
from generator.derive.site import Department, DocumentState, Site
from generator.facts.reporting import Owed, owed, to_publish
from generator.pages.charts.cells import HeatChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.pictures.disclosure import owed as owed_chart
from generator.pages.views.printed_forms import FormLink, form_links

_YEARS = 3  # shown on a desk
_FOUND_IN = 2  # years whose findings are listed one by one
_SUBJECTS = 40  # projects whose findings are listed; of more, the most serious ones


class Awaited(NamedTuple):
    """A document that is still to be published: its title, and its last day ('' where none is set)."""

    title: str
    day: str


class DeskYear(NamedTuple):
    """A year of a bureau: the state of each document, what is to be filled in now and the workbook for it, its forms.

    ``timed``: whether the division has last days for it; ``declares``: what the bureau says it has none of;
    ``template``: '' where nothing is to be filled in.
    """

    year: int
    documents: Sequence[DocumentState]
    timed: bool
    declares: Sequence[str]
    to_fill: Sequence[Awaited]
    template: str
    forms: Sequence[FormLink]


class Asked(NamedTuple):
    """A finding that can be answered, and the line that answers it ('' where it has to be put right)."""

    finding: Finding
    reply: str


class Subject(NamedTuple):
    """What findings are about: a project with its page and year, or the bureau as a whole ('' for a path).

    ``told``: how many of each severity there are, in words.
    """

    title: str
    path: str
    told: str
    asked: Sequence[Asked]


class FoundList(NamedTuple):
    """The page of all that was found about a bureau in a year."""

    year: int
    path: str


@dataclass(frozen=True, kw_only=True)
class DeskPage(Content):
    """A bureau's desk: its latest years, the calendar of what is to come ('' if nothing), findings without an answer.

    ``overdue`` and ``coming``: what it has still to publish, late already and by the next last day; ``wrong``: how many
    errors are to be mended, ``asked``: how many other findings await an answer, ``answered``: how many have one;
    ``since``: the first year of those; ``left``: how many await one beside those listed; ``lists``: where all of a year
    are.
    """

    department: Department
    sample: bool
    desk_years: Sequence[DeskYear]
    chart: HeatChart
    calendar: str
    overdue: Sequence[Awaited]
    coming: Sequence[Awaited]
    subjects: Sequence[Subject]
    wrong: int
    asked: int
    answered: int
    since: int
    left: int
    lists: Sequence[FoundList]


def desk_pages(site: Site) -> Iterator[PageContext[DeskPage]]:
    """One desk for each department."""
    facts = site.checked.facts
    due = {(one.division, one.department, one.year): one for one in facts.of(owed)}
    coming = facts.of(to_publish)
    for (division, code), department in site.departments.items():
        years = department.years[:_YEARS]
        found = _findings(site, department)
        open_ones = [one for one in found if not one.reply and not one.waiver]
        subjects, wrong = _subjects(site, open_ones), sum(1 for one in open_ones if one.severity == "error")
        awaited = [
            Awaited(f"{one.year}年度{KINDS[one.document].title}", one.day) for one in coming.get((division, code), ())
        ]
        today = site.today.isoformat()
        ahead = [one for one in awaited if one.day >= today]
        yield PageContext(
            params={"division": division, "department": code},
            title=f"{site.titled(division, code)}填报",
            description=(
                f"{site.titled(division, code)}该公开什么、最后一天是哪天、做到了没有，填报表和官方表样，"
                "检查出的问题怎样答复。"
            ),
            trail=(Crumb(site.titled(division, code)),),
            content=DeskPage(
                department=department,
                sample=site.sample(division),
                desk_years=[
                    DeskYear(
                        year,
                        site.department_years[division, code, year].documents,
                        site.years[division, year].timed,
                        package.declares if (package := site.department_years[division, code, year].package) else (),
                        _to_fill(due.get((division, code, year))),
                        addresses.template(division, year, code) if (division, code, year) in due else "",
                        form_links(site, (division, year, code)),
                    )
                    for year in years
                ],
                chart=owed_chart([site.department_years[division, code, year] for year in years]),
                calendar=addresses.calendar(division, code) if (division, code) in coming else "",
                overdue=[one for one in awaited if one.day < today],
                coming=[one for one in ahead if one.day == ahead[0].day],
                subjects=subjects[:_SUBJECTS],
                wrong=wrong,
                asked=len(open_ones) - wrong,
                answered=sum(1 for one in found if one.reply or one.waiver),
                since=years[:_FOUND_IN][-1],
                left=sum(len(one.asked) for one in subjects[_SUBJECTS:]),
                lists=[FoundList(year, addresses.findings(division, year, code)) for year in years[:_FOUND_IN]],
            ),
        )


def _to_fill(due: Owed | None) -> list[Awaited]:
    if due is None:
        return []
    return [Awaited(KINDS[kind].title, day) for kind, day in zip(due.documents, due.days, strict=True)]


def _findings(site: Site, department: Department) -> list[Finding]:
    """What was found in a bureau's folders of the latest years, the most serious first."""
    order = list(SEVERITIES)
    found = [
        one
        for year in department.years[:_FOUND_IN]
        for one in site.findings.of_folder.get((department.division, year, department.code), ())
    ]
    return sorted(found, key=lambda one: order.index(one.severity))


def _subjects(site: Site, findings: Sequence[Finding]) -> list[Subject]:
    """Findings by project; one line answers all findings of a rule about one record."""
    kept: dict[tuple[str, str], list[Asked]] = {}
    seen: set[tuple[str, ...]] = set()
    for one in findings:
        project = site.findings.owner(one)
        line = site.projects.lines[project] if project is not None else None
        subject = (f"{line.name}（{line.year}年度）", line.path) if line else (f"{one.year}年度，部门的", "")
        same = (str(one.year), one.code, one.table, one.record)
        reply = "" if one.severity == "error" or same in seen or not one.record else reply_line(one, site)
        seen.add(same)
        kept.setdefault(subject, []).append(Asked(one, reply))
    return [Subject(title, path, _told(asked), asked) for (title, path), asked in kept.items()]


def _told(asked: Sequence[Asked]) -> str:
    counts = Counter(one.finding.severity for one in asked)
    return "，".join(f"{word} {counts[level]}" for level, word in SEVERITIES.items() if counts[level])


def reply_line(finding: Finding, site: Site) -> str:
    """The line of ``package.yaml`` that answers a finding; the bureau writes its words between the quotes."""
    return (
        f'- {{rule: {finding.code}, table: {finding.table}, record: "{finding.record}", '
        f'date: "{site.today.isoformat()}", text: "在这里写明理由"}}'
    )
