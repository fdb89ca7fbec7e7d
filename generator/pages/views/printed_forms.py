"""The pages of printed forms: the records of a bureau and year as the official forms, to read, print and take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from generator.core import addresses
from generator.derive.site import Department, Site
from generator.facts.printed_forms import FormOf, Place, forms_filled, printed_forms
from generator.forms.printing import Grid
from generator.pages.engine.context import Content, Crumb, PageContext


class Sheets(NamedTuple):
    """The forms of one project, or those of the whole bureau (``key`` and ``name`` are then the form's own)."""

    key: str
    name: str
    grids: Sequence[Grid]


class FormLink(NamedTuple):
    """A kind of form that a bureau and year fills: the table that it is about, its title, and its page."""

    record: str
    title: str
    path: str


class FormYear(NamedTuple):
    """The forms of a bureau in a year."""

    year: int
    links: Sequence[FormLink]


@dataclass(frozen=True, kw_only=True)
class FormsPage(Content):
    """The forms of one kind, by project; ``others``: the pages of the other kinds; ``book``: the workbook of these."""

    sample: bool
    sheets: Sequence[Sheets]
    basis: str
    book: str
    others: Sequence[FormLink]


def printed_form_pages(site: Site) -> Iterator[PageContext[FormsPage]]:
    """A page for each kind of form of each bureau and year."""
    facts = site.checked.facts
    for place in facts.of(forms_filled):
        if (place[0], place[2]) in site.departments:
            links = form_links(site, place)
            for found, link in zip(printed_forms(facts, place), links, strict=True):
                yield _page(site, place, found, [one for one in links if one is not link])


def form_links(site: Site, place: Place) -> list[FormLink]:
    """The kinds of forms that a bureau and year has records of."""
    division, year, department = place
    folder = f"{year}-{department}"
    return [
        FormLink(one.record, one.title, addresses.printed_forms(division, folder, one.name))
        for one in site.checked.facts.of(forms_filled).get(place, ())
    ]


def form_years(site: Site, department: Department) -> list[FormYear]:
    """The kinds of forms of a bureau, the newest year first; years without any are left out."""
    years = (
        FormYear(year, form_links(site, (department.division, year, department.code))) for year in department.years
    )
    return [one for one in years if one.links]


def _page(site: Site, place: Place, found: FormOf, others: Sequence[FormLink]) -> PageContext[FormsPage]:
    division, year, department = place
    layout = found.layout
    bureau = site.departments[division, department]
    title = f"{bureau.name}{year}年度{layout.title}"
    return PageContext(
        params={"division": division, "folder": f"{year}-{department}", "form": layout.name},
        title=title,
        description=f"{title}，照官方表样排好，可以打印，也可以下载 Excel。",
        trail=(Crumb(bureau.name, bureau.path), Crumb(f"{year}年度{layout.title}")),
        content=FormsPage(
            sample=site.sample(division),
            sheets=[
                Sheets(key.lower() or layout.name, name or layout.title, [one.grid for one in those])
                for (key, name), those in groupby(found.printed, lambda one: (one.code, one.project))
            ],
            basis=layout.basis,
            book=addresses.form_workbook(division, year, department, layout.name),
            others=others,
        ),
    )
