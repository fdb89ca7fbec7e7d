"""The register of rectifications, and its overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.rectifications import Rectified, counted
from generator.derive.rows import Row
from generator.derive.site import Site, Year
from generator.pages.engine.context import PageContext
from generator.pages.views.parts.stated import stated
from generator.pages.views.parts.yearly import overview_lines, year_key, yearly_pages


def rectification_pages(site: Site) -> Iterator[PageContext]:
    """The register of rectifications of one year."""

    def describe(year: Year) -> str:
        found = site.rectifications.years.get(year_key(year))
        if not found:
            return f"{year.division.name}{year.year}年度没有公开整改台账。"
        return (
            f"{year.division.name}{year.year}年度整改 {found.total} 项，"
            f"完成或销号 {found.done} 项（{found.done_share}），{found.overdue} 项逾期。"
        )

    return yearly_pages(
        site,
        folder="rectifications",
        title="整改台账",
        describe=describe,
        values=lambda year: {
            "found": site.rectifications.years.get(year_key(year)),
            "departments": _by_department(site, year),
            "sources": _by_source(site, year),
        },
    )


def _by_department(site: Site, year: Year) -> list[tuple[str, Rectified]]:
    """Rectifications of a year by department, those with most open ones first."""
    found: dict[str, list[Row]] = {}
    whole = site.rectifications.years.get(year_key(year))
    for row in whole.rows if whole else ():
        found.setdefault(row.subject_department or row.department, []).append(row)
    return sorted(
        ((code, counted(rows)) for code, rows in found.items()),
        key=lambda one: (-one[1].overdue, -one[1].total, one[0]),
    )


def _by_source(site: Site, year: Year) -> list[tuple[str, Rectified]]:
    """Rectifications of a year by where the problem was found."""
    whole = site.rectifications.years.get(year_key(year))
    found: dict[str, list[Row]] = {}
    for row in whole.rows if whole else ():
        found.setdefault(row.source, []).append(row)
    return sorted(((name, counted(rows)) for name, rows in found.items()), key=lambda one: (-one[1].total, one[0]))


def overview(site: Site) -> dict[str, object]:
    """The overview of rectification."""

    def cells(key: tuple[str, int]) -> Sequence[str] | None:
        one = site.rectifications.years.get(key)
        if not one:
            return None
        rest = map(str, (one.late_done, one.running, one.overdue))
        return (str(one.total), str(one.done), one.done_share, *rest)

    return {
        "lines": overview_lines(site, "rectifications", cells),
        "heads": ("整改（项）", "完成或销号", "完成率", "其中逾期才完成", "在改", "逾期未完成"),
        "stated": stated(site, "结果应用"),
    }
