"""The register of rectifications, and its overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.derive.answers import rectification_answer
from generator.derive.rectifications import Rectified, counted
from generator.derive.rows import Row
from generator.derive.site import Site, Year
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import (
    Key,
    YearlyOverview,
    YearlyPage,
    newest_answer,
    others,
    over_years,
    overview_lines,
    yearly_page,
)
from generator.pages.views.pictures.rectifications import terms


class Part(NamedTuple):
    """The rectifications of one department (its code) or of one source (its word)."""

    name: str
    counts: Rectified


@dataclass(frozen=True, kw_only=True)
class RectificationPage(YearlyPage):
    """The rectifications of a year (None without any), by department and by where the problem was found.

    ``terms`` draws them along the calendar.
    """

    found: Rectified | None
    terms: RowChart | None
    departments: Sequence[Part]
    sources: Sequence[Part]


def rectification_pages(site: Site) -> Iterator[PageContext[RectificationPage]]:
    """The register of rectifications of one year."""
    for key, year in site.years.items():
        found = site.rectifications.years.get(key)
        yield yearly_page(
            year,
            title="整改台账",
            description=_description(year, found),
            content=RectificationPage(
                year=year,
                sample=year.division.sample,
                answer=rectification_answer(found),
                others=others(site, year, addresses.rectifications),
                found=found,
                terms=terms(site, found) if found else None,
                departments=_by_department(found.rows if found else ()),
                sources=_by_source(found.rows if found else ()),
            ),
        )


def _description(year: Year, found: Rectified | None) -> str:
    if not found:
        return f"{year.division.name}{year.year}年度没有公开整改台账。"
    return (
        f"{year.division.name}{year.year}年度整改 {found.total} 项，"
        f"完成或销号 {found.done} 项（{found.done_share}），{found.overdue} 项逾期。"
    )


def _by_department(rows: Sequence[Row]) -> list[Part]:
    """Rectifications by department, those with most open ones first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.subject_department or row.department, []).append(row)
    parts = [Part(code, counted(own)) for code, own in found.items()]
    return sorted(parts, key=lambda one: (-one.counts.overdue, -one.counts.total, one.name))


def _by_source(rows: Sequence[Row]) -> list[Part]:
    """Rectifications by where the problem was found, the most frequent first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    parts = [Part(name, counted(own)) for name, own in found.items()]
    return sorted(parts, key=lambda one: (-one.counts.total, one.name))


def overview(site: Site) -> YearlyOverview:
    """The overview of rectification."""

    def cells(key: Key) -> Sequence[str] | None:
        one = site.rectifications.years.get(key)
        if not one:
            return None
        rest = map(str, (one.late_done, one.running, one.overdue))
        return (str(one.total), str(one.done), one.done_share, *rest)

    lines = overview_lines(site, addresses.rectifications, cells)
    heads = ("整改（项）", "完成或销号", "完成率", "其中逾期才完成", "在改", "逾期未完成")
    return YearlyOverview(
        answer=newest_answer(
            site, site.rectifications.years, lambda key: rectification_answer(site.rectifications.years[key])
        ),
        lines=lines,
        heads=heads,
        chart=over_years(lines, heads, "完成率"),
        stated=stated(site, "结果应用"),
    )
