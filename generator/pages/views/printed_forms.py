"""The pages of printed forms: the records of a bureau and year as the official forms, to read, print and take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.derive.site import Department, Site
from generator.facts.printed_forms import SHEETS, FormOf, Place, forms_filled, later_pages, printed_forms
from generator.forms.printing import Grid
from generator.pages.engine.context import Content, Crumb, PageContext


class Sheets(NamedTuple):
    """The forms of one project, or those of the whole bureau (``key`` and ``name`` are then the form's own)."""

    key: str
    name: str
    grids: Sequence[Grid]


class FormLink(NamedTuple):
    """A kind of form that a bureau and year fills: its title, and where it stands."""

    title: str
    path: str


class FormYear(NamedTuple):
    """The forms of a bureau in a year."""

    year: int
    links: Sequence[FormLink]


@dataclass(frozen=True, kw_only=True)
class FormsPage(Content):
    """Page ``number`` of the forms of one kind, by project; ``count``: how many there are on all ``pages``.

    ``others``: the pages of the other kinds; ``book``: the workbook of these.
    """

    sample: bool
    sheets: Sequence[Sheets]
    count: int
    number: int
    pages: Sequence[str]
    basis: str
    book: str
    others: Sequence[FormLink]


def printed_form_pages(site: Site) -> Iterator[PageContext[FormsPage]]:
    """Pages for each kind of form of each bureau and year."""
    facts = site.checked.facts
    for place, found in printed_forms(facts, [*facts.of(forms_filled)]):
        yield from pages_of(site, place, found)


def pages_of(site: Site, place: Place, found: FormOf) -> Iterator[PageContext[FormsPage]]:
    """Pages for one kind of form of a bureau and year; none where the bureau has no page."""
    division, year, department = place
    if (division, department) not in site.departments:
        return
    own = addresses.printed_forms(division, f"{year}-{department}", found.layout.name)
    others = [one for one in form_links(site, place) if one.path != own]
    sheets = _sheets(found)
    for number, first in enumerate(range(0, len(sheets), SHEETS), 1):
        yield _page(site, place, found, others, sheets[first : first + SHEETS], number, len(sheets))


def form_links(site: Site, place: Place) -> list[FormLink]:
    """The kinds of forms that a bureau and year has records of."""
    division, year, department = place
    return [
        FormLink(one.title, addresses.printed_forms(division, f"{year}-{department}", one.name))
        for one in site.checked.facts.of(forms_filled).get(place, ())
    ]


def project_form_links(site: Site, place: Place, key: str, records: Collection[str]) -> list[FormLink]:
    """The printed forms of a project that it has such ``records`` of (names of tables)."""
    facts = site.checked.facts
    division, year, department = place
    found = []
    for one in facts.of(forms_filled).get(place, ()):
        if one.record in records:
            page = facts.of(later_pages, one.record).get((*place, key), 1)
            path = addresses.printed_forms(division, f"{year}-{department}", one.name, page)
            found.append(FormLink(one.title, f"{path}#{key}"))
    return found


def form_years(site: Site, department: Department) -> list[FormYear]:
    """The kinds of forms of a bureau, the newest year first; years without any are left out."""
    division, code = department.division, department.code
    years = (FormYear(year, form_links(site, (division, year, code))) for year in department.years)
    return [one for one in years if one.links]


def _sheets(found: FormOf) -> list[Sheets]:
    """The forms by project, or that of the whole bureau."""
    kept: dict[str, tuple[str, list[Grid]]] = {}
    for one in found.printed:
        kept.setdefault(one.code.lower(), (one.project, []))[1].append(one.grid)
    return [Sheets(key or found.layout.name, name or found.layout.title, grids) for key, (name, grids) in kept.items()]


def _page(
    site: Site,
    place: Place,
    found: FormOf,
    others: Sequence[FormLink],
    sheets: Sequence[Sheets],
    number: int,
    count: int,
) -> PageContext[FormsPage]:
    """Page ``number`` of the ``count`` forms of a kind."""
    division, year, department = place
    layout, folder = found.layout, f"{year}-{department}"
    bureau = site.departments[division, department]
    whole = -(-count // SHEETS)
    title = f"{bureau.name}{year}年度{layout.title}" + (f"（第 {number} 页，共 {whole} 页）" if whole > 1 else "")
    return PageContext(
        params={"division": division, "folder": folder, "form": f"{layout.name}{f'-{number}' if number > 1 else ''}"},
        title=title,
        description=f"{title}，照官方表样排好，可以打印，也可以下载 Excel。",
        trail=(Crumb(bureau.name, bureau.path), Crumb(f"{year}年度{layout.title}")),
        content=FormsPage(
            sample=site.sample(division),
            sheets=sheets,
            count=count,
            number=number,
            pages=[addresses.printed_forms(division, folder, layout.name, one) for one in range(1, whole + 1)],
            basis=layout.basis,
            book=addresses.form_workbook(division, year, department, layout.name),
            others=others,
        ),
    )
