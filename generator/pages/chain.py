"""Contexts of the pages that follow one stage of the process through a division and year, and of their overviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.package import KINDS
from generator.derive.disclosure import AHEAD, FINANCE_KINDS, LATE, Status
from generator.derive.evaluations import MOVED, Application
from generator.derive.ex_ante import ASPECTS
from generator.derive.monitoring import LIGHTS
from generator.derive.rectifications import Rectified, counted
from generator.derive.rows import Row
from generator.derive.site import DepartmentYear, Site, Year
from generator.derive.statements import Figure, Statement
from generator.derive.text import number, percent
from generator.pages.context import PageContext, crumbs

STATED = 6  # figures of a real statement shown on an overview


class Line(NamedTuple):
    """One division and year on an overview: its page and its figures, None where there is no record."""

    year: Year
    path: str
    cells: Sequence[str] | None


class Cell(NamedTuple):
    """One kind of document of a department: its state, and how many records the site holds of it, and where."""

    status: Status | None
    records: int
    path: str


def stated(site: Site, *stages: str) -> list[tuple[Statement, Sequence[Figure], int]]:
    """What the annual statements say of some stages: the first figures of each, and how many more there are."""
    result: list[tuple[Statement, Sequence[Figure], int]] = []
    for statement in site.statements:
        figures = [figure for name, own in statement.stages if name in stages for figure in own]
        if figures and not site.sample(statement.division):
            result.append((statement, figures[:STATED], max(0, len(figures) - STATED)))
    return result


def _pages(
    site: Site,
    *,
    folder: str,
    parent: str,
    title: str,
    describe: Callable[[Year], str],
    values: Callable[[Year], dict[str, object]],
) -> Iterator[PageContext]:
    """One page for each division and year of the site."""
    for (division, number_), year in site.years.items():
        place = f"{year.division.name}{number_}年度"
        yield PageContext(
            params={"division": division, "year": str(number_)},
            title=f"{place}{title}",
            description=describe(year),
            values={
                "y": year,
                "sample": year.division.sample,
                "crumbs": crumbs((parent, f"{folder}/"), place),
                "others": [
                    (other, f"{folder}/{division}/{other.year}/")
                    for key, other in site.years.items()
                    if key[0] == division
                ],
                **values(year),
            },
        )


def _key(year: Year) -> tuple[str, int]:
    return year.division.code, year.year


def _lines(site: Site, folder: str, cells: Callable[[tuple[str, int]], Sequence[str] | None]) -> list[Line]:
    return [Line(year, f"{folder}/{key[0]}/{key[1]}/", cells(key)) for key, year in site.years.items()]


# Monitoring.


def monitoring_pages(site: Site) -> Iterator[PageContext]:
    """Monitoring of one year."""

    def describe(year: Year) -> str:
        one = site.monitoring.main(*_key(year))
        if not one:
            return f"{year.division.name}{year.year}年度还没有公开绩效运行监控。"
        return (
            f"{year.division.name}{year.year}年1—{one.month}月监控 {one.total.projects} 个项目，"
            f"执行率 {one.total.rate}，红灯 {one.total.red} 个、黄灯 {one.total.yellow} 个。"
        )

    return _pages(
        site,
        folder="monitoring",
        parent="运行监控",
        title="绩效运行监控",
        describe=describe,
        values=lambda year: {
            "periods": site.monitoring.years.get(_key(year), ()),
            "bands": site.monitoring.bands.get(_key(year)),
            "lights": LIGHTS,
        },
    )


def monitoring(site: Site) -> dict[str, object]:
    """The overview of monitoring."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        period = site.monitoring.main(*key)
        if not period:
            return None
        total = period.total
        lights = map(str, (total.red, total.yellow, total.green))
        return (f"1—{period.month}月", f"{total.projects:,}", total.rate, *lights, total.recovered)

    return {
        "lines": _lines(site, "monitoring", cells),
        "heads": ("监控期间", "项目（个）", "执行率", "红灯", "黄灯", "绿灯", "收回调整（万元）"),
        "lights": LIGHTS,
        "stated": stated(site, "运行监控"),
    }


# Ex-ante evaluations.


def ex_ante_pages(site: Site) -> Iterator[PageContext]:
    """Ex-ante evaluations of one budget year."""

    def describe(year: Year) -> str:
        found = site.ex_ante.years.get(_key(year))
        if not found:
            return f"{year.division.name}{year.year}年度预算没有公开事前绩效评估。"
        return (
            f"{year.division.name}{year.year}年度预算事前绩效评估 {found.count} 个，申报 {found.applied} 万元，"
            f"审减 {found.cut} 万元，审减率 {found.rate}。"
        )

    return _pages(
        site,
        folder="ex-ante",
        parent="事前评估",
        title="事前绩效评估",
        describe=describe,
        values=lambda year: {"found": site.ex_ante.years.get(_key(year)), "aspects": ASPECTS},
    )


def ex_ante(site: Site) -> dict[str, object]:
    """The overview of ex-ante evaluations."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        one = site.ex_ante.years.get(key)
        return (f"{one.count:,}", one.applied, one.cut, one.rate, one.approved, str(one.again)) if one else None

    return {
        "lines": _lines(site, "ex-ante", cells),
        "heads": ("评估（个）", "申报额（万元）", "审减额（万元）", "审减率", "核定额（万元）", "复评（个）"),
        "stated": stated(site, "事前评估"),
    }


# Rectification.


def rectification_pages(site: Site) -> Iterator[PageContext]:
    """The register of rectifications of one year."""

    def describe(year: Year) -> str:
        found = site.rectifications.years.get(_key(year))
        if not found:
            return f"{year.division.name}{year.year}年度没有公开整改台账。"
        return (
            f"{year.division.name}{year.year}年度整改 {found.total} 项，"
            f"完成或销号 {found.done} 项（{found.done_share}），{found.overdue} 项逾期。"
        )

    return _pages(
        site,
        folder="rectifications",
        parent="整改台账",
        title="整改台账",
        describe=describe,
        values=lambda year: {
            "found": site.rectifications.years.get(_key(year)),
            "departments": _by_department(site, year),
            "sources": _by_source(site, year),
        },
    )


def _by_department(site: Site, year: Year) -> list[tuple[str, Rectified]]:
    """Rectifications of a year by department, those with most open ones first."""
    found: dict[str, list[Row]] = {}
    whole = site.rectifications.years.get(_key(year))
    for row in whole.rows if whole else ():
        found.setdefault(row.subject_department or row.department, []).append(row)
    return sorted(
        ((code, counted(rows)) for code, rows in found.items()),
        key=lambda one: (-one[1].overdue, -one[1].total, one[0]),
    )


def _by_source(site: Site, year: Year) -> list[tuple[str, Rectified]]:
    """Rectifications of a year by where the problem was found."""
    whole = site.rectifications.years.get(_key(year))
    found: dict[str, list[Row]] = {}
    for row in whole.rows if whole else ():
        found.setdefault(row.source, []).append(row)
    return sorted(((name, counted(rows)) for name, rows in found.items()), key=lambda one: (-one[1].total, one[0]))


def rectifications(site: Site) -> dict[str, object]:
    """The overview of rectification."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        one = site.rectifications.years.get(key)
        if not one:
            return None
        rest = map(str, (one.late_done, one.running, one.overdue))
        return (str(one.total), str(one.done), one.done_share, *rest)

    return {
        "lines": _lines(site, "rectifications", cells),
        "heads": ("整改（项）", "完成或销号", "完成率", "其中逾期才完成", "在改", "逾期未完成"),
        "stated": stated(site, "结果应用"),
    }


# Consequences.


class Moved(NamedTuple):
    """Consequences of one year counted: in all, with a cut, sums in 万元, and how many budgets moved as stated."""

    total: int
    cuts: int
    base: str
    cut: str
    rate: str
    verdicts: Sequence[tuple[str, str, int]]
    decisions: Sequence[tuple[str, int]]


def moved(lines: Sequence[Application]) -> Moved:
    """Count consequences; the rate is taken over those that give both base and cut."""
    known = [(one.base_micro, one.cut_micro) for one in lines if one.base_micro and one.cut_micro is not None]
    base, cut = sum(first for first, _ in known), sum(second for _, second in known)
    names = [one.decision for one in lines]
    return Moved(
        total=len(lines),
        cuts=sum(bool(one.cut_micro) for one in lines),
        base=number(base),
        cut=number(sum(one.cut_micro or 0 for one in lines)),
        rate=percent(cut, base),
        verdicts=[
            (word, slug, count)
            for word, (slug, _) in MOVED.items()
            if (count := sum(one.moved.word == word for one in lines))
        ],
        decisions=[(name, names.count(name)) for name in dict.fromkeys(names)],
    )


def _applications(site: Site, key: tuple[str, int]) -> list[Application]:
    found = [one for one in site.applications.lines if (one.division, one.year) == key]
    return sorted(found, key=lambda one: (-(one.cut_micro or 0), one.code))


def consequence_pages(site: Site) -> Iterator[PageContext]:
    """What the results of one year did to later budgets."""

    def values(year: Year) -> dict[str, object]:
        lines = _applications(site, _key(year))
        costs = site.costs.get(year.division.code)
        return {
            "applications": lines,
            "sum": moved(lines),
            "meanings": [(word, slug, meaning) for word, (slug, meaning) in MOVED.items()],
            "poor": [
                one
                for one in site.evaluations.of_year.get(_key(year), ())
                if one.grade in ("中", "差") and one.position not in site.applications.of_evaluation
            ],
            "analyses": [
                row
                for number_, rows in costs.analyses
                if number_ == year.year
                for row in rows
                if row.applied_fiscal_year
            ]
            if costs
            else [],
        }

    def describe(year: Year) -> str:
        lines = _applications(site, _key(year))
        if not lines:
            return f"{year.division.name}{year.year}年度没有公开结果应用。"
        one = moved(lines)
        return (
            f"{year.division.name}{year.year}年度结果应用 {one.total} 项，压减 {one.cut} 万元，"
            f"占公布基数的 {one.rate}；逐项核对下一年预算是否真的变了。"
        )

    return _pages(site, folder="consequences", parent="结果应用", title="结果应用", describe=describe, values=values)


def consequences(site: Site) -> dict[str, object]:
    """The overview of consequences."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        lines = _applications(site, key)
        if not lines:
            return None
        one = moved(lines)
        counts = {word: count for word, _, count in one.verdicts}
        return (
            str(one.total),
            str(one.cuts),
            one.base,
            one.cut,
            one.rate,
            *(str(counts.get(word, 0)) for word in MOVED),
        )

    return {
        "lines": _lines(site, "consequences", cells),
        "heads": ("应用（项）", "其中压减", "公布的基数（万元）", "压减额（万元）", "压减率", *MOVED),
        "meanings": [(word, slug, meaning) for word, (slug, meaning) in MOVED.items()],
        "stated": stated(site, "结果应用"),
    }


# Disclosure.

_PLACES: Mapping[str, str] = {
    "D1": "statements/",
    "D2": "#projects",
    "D3": "#whole",
    "D4": "#projects",
    "D5": "#whole",
    "D6": "#evaluations",
    "D7": "evaluations/",
    "D8": "#rectifications",
    "D9": "policies/",
    "D10": "fiscal-operations/",
}


def records_of(site: Site, one: DepartmentYear, kind: str) -> int:
    """How many records of that kind of document the site holds of a department and year."""
    division, code, year = one.department.division, one.department.code, one.year
    whole = site.wholes.get((division, code, year))
    match kind:
        case "D1":
            return sum(
                (other.division, other.department) == (division, code) and other.year == year
                for other in site.statements
            )
        case "D2":
            return one.summary.goals
        case "D3":
            return len(whole.goals) if whole else 0
        case "D4":
            return one.summary.reported
        case "D5":
            return int(whole is not None and whole.review is not None)
        case "D6" | "D7":
            return sum(
                other.document == kind and other.department == code
                for other in site.evaluations.of_year.get((division, year), ())
            )
        case "D8":
            rectified = site.rectifications.of_department.get((division, code))
            applied = site.applications.of_department.get((division, code), ())
            years: list[int] = [row.fiscal_year for row in rectified.rows] if rectified else []
            return years.count(year) + sum(other.year == year for other in applied)
        case "D9":
            policies = site.policies.get(division)
            days: list[str] = [row.issued_date or "" for _, rows in policies.tiers for row in rows] if policies else []
            return sum(day.startswith(str(year)) for day in days)
        case "D10":
            costs = site.costs.get(division)
            analysed = sum(len(rows) for number_, rows in costs.analyses if number_ == year) if costs else 0
            return analysed + sum(len(group.members) for group in site.fiscal.get((division, year), ()))
    return 0


def _cell(site: Site, one: DepartmentYear, kind: str, status: Status | None) -> Cell:
    place = _PLACES[kind]
    path = f"{one.department.path}{place}" if place.startswith("#") else place
    return Cell(status, records_of(site, one, kind), path)


def _matrix(site: Site, year: Year) -> tuple[list[tuple[str, str]], list[tuple[DepartmentYear, list[Cell]]]]:
    """The kinds that departments owe, and each department's state and records of each."""
    owed = {kind for one in year.departments for kind, _, _ in one.documents} - FINANCE_KINDS
    kinds = [(code, kind.title) for code, kind in KINDS.items() if code in owed]
    rows = []
    for one in year.departments:
        states = {kind: status for kind, _, status in one.documents}
        rows.append((one, [_cell(site, one, kind, states.get(kind)) for kind, _ in kinds]))
    return kinds, rows


def link_paths(year: Year) -> Mapping[str, str]:
    """Where the records of each link of the five stand, from a page three levels deep."""
    key = f"{year.division.code}/{year.year}/"
    return {
        "应事前评估": f"../../../ex-ante/{key}",
        "应编目标": f"../../../lists/{key}1/",
        "应监控": f"../../../monitoring/{key}",
        "应自评": f"../../../lists/{key}1/",
        "应应用": f"../../../consequences/{key}",
        "应评价": f"../../../{year.path}#evaluations",
        "应公开": f"../../../lists/{key}1/",
    }


def disclosure_pages(site: Site) -> Iterator[PageContext]:
    """What every department has disclosed of one year, what is late and what is withheld."""

    def values(year: Year) -> dict[str, object]:
        kinds, rows = _matrix(site, year)
        return {
            "kinds": kinds,
            "matrix": rows,
            "finance": [
                (kind, title, _cell(site, one, kind, status))
                for one in year.departments
                for kind, title, status in one.documents
                if kind in FINANCE_KINDS
            ],
            "deadlines": [
                (code, kind.title, site.disclosure.deadlines.get((year.division.code, year.year, code)))
                for code, kind in KINDS.items()
                if (year.division.code, year.year, code) in site.disclosure.deadlines
            ],
            "links": site.coverage.of_year.get(_key(year), ()),
            "paths": link_paths(year),
            "coverage": [
                (one, site.coverage.of_department.get((year.division.code, one.department.code, year.year), ()))
                for one in year.departments
            ],
            "documents": sum(len(one.package.documents) for one in year.departments if one.package),
            "withheld": [
                (one, one.package.withheld) for one in year.departments if one.package and one.package.withheld
            ],
        }

    return _pages(
        site,
        folder="disclosure",
        parent="公开情况",
        title="公开情况",
        describe=lambda year: (
            f"{year.division.name}{year.year}年度按期限应公开 {year.owed} 项文件，已公开 {year.published} 项"
            f"（{year.published_share}），{year.late} 项逾期；逐个部门、逐种文件看。"
        ),
        values=values,
    )


def disclosure(site: Site) -> dict[str, object]:
    """The overview of disclosure."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        year = site.years[key]
        counts = dict.fromkeys((AHEAD, LATE), 0)
        for one in year.departments:
            for _, _, status in one.documents:
                if status.state in counts:
                    counts[status.state] += 1
        numbers = map(str, (*counts.values(), year.summary.withheld))
        return (str(year.owed), str(year.published), year.published_share, *numbers)

    return {
        "lines": _lines(site, "disclosure", cells),
        "heads": ("到期应公开（项）", "已公开", "公开率", "未到期限", "逾期未公开", "依法不公开"),
        "kinds": [(code, kind.title) for code, kind in KINDS.items()],
        "stated": stated(site, "公开与报告"),
    }
