"""All findings: of the site, of a division-year, of a department in a year, and of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.check.report import title_of
from generator.core import addresses
from generator.core.codes import CODES
from generator.core.finding import Severity
from generator.derive.looked import Looked
from generator.derive.published import WHOLE, Place, Published, Tally, most_telling, tally
from generator.derive.questions import DEPARTMENT_COLUMN, DIVISION_COLUMN, EVERY_YEAR, YEAR_COLUMN, slice_address
from generator.derive.site import Site
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.pictures.counted import Count, counts
from generator.rules import RULES
from generator.rules.asking import Weight, asked

LISTED = 20  # findings listed one by one on the page of a year, and of a rule


class PlaceRow(NamedTuple):
    """What was found in a place and year, out of how many records and by how many rules."""

    title: str
    sample: bool
    path: str
    tally: Tally
    looked: Looked


class BureauRow(NamedTuple):
    """What was found about a bureau in a year, on which page."""

    name: str
    year: str
    path: str
    tally: Tally


class RuleRow(NamedTuple):
    """How often a rule found something; ``path`` leads to where."""

    code: str
    title: str
    severity: Severity
    weight: Weight
    tally: Tally
    path: str


class RuleGroup(NamedTuple):
    """What one rule found about a bureau in a year; ``others``: how many more there are than are told."""

    code: str
    title: str
    reason: str
    weight: Weight
    question: str
    findings: Sequence[Published]
    others: int


@dataclass(frozen=True, kw_only=True)
class FindingsOverview(Content):
    """All findings by place and by rule, and those ``telling`` the most."""

    total: Tally
    places: Sequence[PlaceRow]
    chart: RowChart
    rules: Sequence[RuleRow]
    telling: Sequence[Published]
    explorer: str


@dataclass(frozen=True, kw_only=True)
class FindingsYear(Content):
    """The findings of a division-year: the first of them, all by bureau and by rule, and what the rules looked at.

    ``clear``: how many bureaus of the year nothing was found about; ``alone``: that they are of one division and year.
    """

    sample: bool
    total: Tally
    looked: Looked
    bureaus: Sequence[BureauRow]
    chart: RowChart
    clear: int
    rules: Sequence[RuleRow]
    alone: bool
    listed: Sequence[Published]
    others: Sequence[PlaceRow]
    explorer: str


@dataclass(frozen=True, kw_only=True)
class FindingsOfDepartment(Content):
    """Every finding about a bureau in a year, rule by rule."""

    place: str
    bureau: str
    sample: bool
    total: Tally
    groups: Sequence[RuleGroup]
    chart: RowChart
    around: str  # the page of the division-year
    department_page: str
    feed: str
    explorer: str  # the same findings there; empty where they are of no bureau


@dataclass(frozen=True, kw_only=True)
class FindingsOfRule(Content):
    """What a rule found: by bureau and year, the first of them one by one; ``alone`` as for a year."""

    code: str
    text: str
    severity: Severity
    weight: Weight
    total: Tally
    checked: int
    places: int
    bureaus: Sequence[BureauRow]
    chart: RowChart
    alone: bool
    listed: Sequence[Published]
    explorer: str


def overview(site: Site) -> FindingsOverview:
    """All findings of the site."""
    lines = site.published.lines
    rows = [_place_row(site, place) for place in places(site)]
    return FindingsOverview(
        total=tally(lines),
        places=rows,
        chart=_chart([Count(row.title, row.tally.total, row.path) for row in rows], "区划与年度"),
        rules=_rules(lines),
        telling=most_telling(lines),
        explorer=slice_address("findings", {}),
    )


def places(site: Site) -> list[Place]:
    """The division-years that there are findings or records of, the newest first; what holds in all years last."""
    found = {*site.years, *site.published.of_place}
    return sorted(found, key=lambda place: (place[0], -(place[1] or 0)))


def place_title(site: Site, place: Place) -> str:
    """A place and its year in words."""
    division, year = place
    name = site.place(division) if division else "全站"
    return f"{name}{year}年度" if year else f"{name}各年度共用的表"


def _path(place: Place) -> str:
    return addresses.findings_year(place[0] or WHOLE, place[1] or WHOLE)


def _looked(site: Site, place: Place) -> Looked:
    division, year = place
    return Looked() if year is None else site.looked.of_year.get((division, year), Looked())


def _place_row(site: Site, place: Place) -> PlaceRow:
    return PlaceRow(
        place_title(site, place),
        site.sample(place[0]),
        _path(place),
        tally(site.published.of_place.get(place, ())),
        _looked(site, place),
    )


def _rules(lines: Iterable[Published]) -> list[RuleRow]:
    """The rules that found something, in the order of what they found first."""
    found: dict[tuple[str, Severity], list[Published]] = {}
    for one in lines:
        found.setdefault((one.finding.code, one.finding.severity), []).append(one)
    return [
        RuleRow(code, title_of(code), severity, own[0].weight, tally(own), addresses.rule_findings(code))
        for (code, severity), own in found.items()
    ]


def bureau_name(site: Site, division: str, department: str) -> str:
    """A bureau's name; what is about none of them is about all."""
    return f"{site.place(division)}全区划" if department == WHOLE else site.titled(division, department)


def _shared(site: Site) -> frozenset[str]:
    """The names that bureaus of more than one division have, of those that something was found about."""
    found = {(division, department) for division, _, department in site.published.of_department}
    names: dict[str, set[str]] = {}
    for division, department in found:
        names.setdefault(bureau_name(site, division, department), set()).add(division)
    return frozenset(name for name, divisions in names.items() if len(divisions) > 1)


def _short(site: Site, division: str, department: str) -> str:
    """A bureau's name on a page of its division alone."""
    return bureau_name(site, division, department) if department == WHOLE else site.bureau(division, department)


def _bureaus(
    site: Site, lines: Iterable[Published], called: Callable[[Site, str, str], str] = bureau_name
) -> list[BureauRow]:
    found: dict[tuple[str, int | None, str], list[Published]] = {}
    for one in lines:
        found.setdefault((*one.place, one.department), []).append(one)
    return [
        BureauRow(called(site, division, department), str(year) if year else "各年度", own[0].page, tally(own))
        for (division, year, department), own in found.items()
    ]


def year_pages(site: Site) -> Iterator[PageContext[FindingsYear]]:
    """One page for each division-year, those that nothing was found in among them."""
    rows = {place: _place_row(site, place) for place in places(site)}
    for place, row in rows.items():
        lines = site.published.of_place.get(place, ())
        bureaus = _bureaus(site, lines, _short)
        yield PageContext(
            params={"division": place[0] or WHOLE, "year": str(place[1] or WHOLE)},
            title=f"{row.title}核对发现",
            description=_description(row),
            trail=(Crumb(row.title),),
            content=FindingsYear(
                sample=row.sample,
                total=row.tally,
                looked=row.looked,
                bureaus=sorted(bureaus, key=lambda one: -one.tally.total),
                chart=_chart([Count(one.name, one.tally.total, one.path) for one in bureaus], "部门"),
                clear=_clear(site, place),
                rules=_rules(lines),
                alone=True,
                listed=lines[:LISTED],
                others=[other for key, other in rows.items() if key[0] == place[0] and key != place],
                explorer=_explorer(site, place),
            ),
        )


def _chart(rows: Sequence[Count], head: str) -> RowChart:
    return counts("found", "发现", "处", rows, head)


def _explorer(site: Site, place: Place, bureau: str = "") -> str:
    """Where the findings of a place, or of a bureau there by its name, can be filtered and sorted."""
    division, year = place
    about = {DIVISION_COLUMN: site.place(division) if division else "", YEAR_COLUMN: str(year or "")}
    words = {**about, DEPARTMENT_COLUMN: bureau}
    return slice_address("findings", {column: word for column, word in words.items() if word})


def _clear(site: Site, place: Place) -> int:
    """How many bureaus of a year nothing was found about."""
    year = site.years.get((place[0], place[1] or 0))
    found = {one.department for one in site.published.of_place.get(place, ())}
    return sum(one.department.code not in found for one in year.departments) if year else 0


def _description(row: PlaceRow) -> str:
    looked = f"按公开的规则核对了 {row.looked.records:,} 条记录" if row.looked.records else "按公开的规则核对"
    if not row.tally.total:
        return f"{row.title}：{looked}，没有发现。"
    return f"{row.title}：{looked}，发现 {row.tally.total} 处，部门作了说明的 {row.tally.answered} 处。"


def department_pages(site: Site) -> Iterator[PageContext[FindingsOfDepartment]]:
    """One page for each bureau and year that something was found about."""
    shared = _shared(site)
    for (division, year, department), lines in site.published.of_department.items():
        place, name = place_title(site, (division, year)), bureau_name(site, division, department)
        when = f"{year}年度" if year else "各年度"
        called = f"{site.place(division)}{name}" if name in shared else name
        known = (division, department) in site.departments
        groups, own = _groups(lines), lines[0].page
        yield PageContext(
            params={"division": division or WHOLE, "year": str(year or WHOLE), "department": department},
            title=f"{called}{when}核对发现",
            description=f"{called}{when}：按公开的规则核对，发现 {tally(lines).total} 处，逐条列出，附部门的说明。",
            trail=(Crumb(place, _path((division, year))), Crumb(name)),
            content=FindingsOfDepartment(
                place=place,
                bureau=name,
                sample=site.sample(division),
                total=tally(lines),
                groups=groups,
                chart=_chart(
                    [Count(one.title, len(one.findings) + one.others, f"{own}#{one.code.lower()}") for one in groups],
                    "规则",
                ),
                around=_path((division, year)),
                department_page=addresses.department(division, department) if known else "",
                feed=addresses.findings_feed(division or WHOLE, department),
                explorer=_explorer(site, (division, year), name) if known else "",
            ),
        )


def _groups(lines: Iterable[Published]) -> list[RuleGroup]:
    found: dict[str, list[Published]] = {}
    for one in lines:
        found.setdefault(one.finding.code, []).append(one)
    return [
        RuleGroup(
            code,
            title_of(code),
            RULES[code].reason if code in RULES and own[0].finding.severity == "flag" else "",
            own[0].weight,
            own[0].question,
            own,
            sum(one.finding.others for one in own),
        )
        for code, own in found.items()
    ]


def rule_pages(site: Site) -> Iterator[PageContext[FindingsOfRule]]:
    """One page for each rule that found something."""
    for code, lines in site.published.of_code.items():
        done = [runs[code] for runs in site.checked.runs.places.values() if code in runs]
        title = title_of(code)
        alone = len({one.place[0] for one in lines}) == 1  # one division need not be named in every row
        bureaus = sorted(
            _bureaus(site, lines, _short if alone else bureau_name),
            key=lambda one: (one.year, one.tally.total),
            reverse=True,
        )
        yield PageContext(
            params={"code": code.lower()},
            title=f"{title}（{code}）",
            description=f"规则 {code} {title}：命中 {tally(lines).total} 次，逐个部门、年度列出。",
            trail=(Crumb(f"{title}（{code}）"),),
            content=FindingsOfRule(
                code=code,
                text=RULES[code].text if code in RULES else CODES[code].text,
                severity=lines[0].finding.severity,
                weight=asked(code).weight,
                total=tally(lines),
                checked=sum(one.checked for one in done),
                places=len(done),
                bureaus=bureaus,
                chart=_chart(
                    [
                        Count(f"{one.name}，{one.year}", one.tally.total, f"{one.path}#{code.lower()}")
                        for one in bureaus
                    ],
                    "部门与年度",
                ),
                alone=False,
                listed=lines[:LISTED],
                explorer=slice_address("findings", {YEAR_COLUMN: EVERY_YEAR, "code": f"{code} {title}"}),
            ),
        )
