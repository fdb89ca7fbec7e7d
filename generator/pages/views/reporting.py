"""The page for whoever reports: what is to be filled in now, with workbooks ready for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.core import addresses
from generator.core.package import KINDS
from generator.derive.answers import reporting_answer
from generator.derive.site import Site
from generator.facts.reporting import Owed, owed
from generator.forms.reading import layouts
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.pictures.reporting import Wanted, wanted


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A document that a bureau is to fill in, and its last day ('' where none is set)."""

    title: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """A bureau and year that owes something: its name, what, and the template."""

    name: str
    year: int
    documents: Sequence[Asked]
    path: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A division and its bureaus that owe something, with a chart of what."""

    name: str
    sample: bool
    chart: RowChart
    bureaus: Sequence[Bureau]


@dataclass(frozen=True, kw_only=True)
class BlankForm:
    """An official form to print or fill in by hand: its title, its legal basis, and the file."""

    title: str
    basis: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ReportingPage(Content):
    """What bureaus are to fill in, by division, and the blank forms; ``answer``: all of it in a sentence."""

    answer: str
    places: Sequence[Place]
    forms: Sequence[BlankForm]


def overview(site: Site) -> ReportingPage:
    """What is to be filled in today."""
    found = site.checked.facts.of(owed)
    divisions = list(dict.fromkeys(one.division for one in found))
    return ReportingPage(
        answer=(f"{site.place(divisions[0])}：" if len(divisions) == 1 else "")
        + reporting_answer(
            len({(one.division, one.department) for one in found}),
            [day for one in found for day in one.days],
            site.today.isoformat(),
        ),
        places=[
            _place(site, division, number, [one for one in found if one.division == division])
            for number, division in enumerate(divisions, 1)
        ],
        forms=[
            BlankForm(title=one.called, basis=one.basis, path=addresses.blank_form(one.name))
            for one in layouts()
            if one.prints
        ],
    )


def _place(site: Site, division: str, number: int, found: Sequence[Owed]) -> Place:
    """A division's bureaus; the chart is told from the others of the page by its ``number``."""
    bureaus = [
        Bureau(
            name=site.bureau(division, one.department),
            year=one.year,
            documents=[
                Asked(title=KINDS[kind].title, day=day) for kind, day in zip(one.documents, one.days, strict=True)
            ],
            path=addresses.template(division, one.year, one.department),
            desk=addresses.desk(division, one.department),
        )
        for one in found
    ]
    asked = [Wanted(one.year, document.title, document.day) for one in bureaus for document in one.documents]
    return Place(
        name=site.place(division),
        sample=site.sample(division),
        chart=wanted(f"wanted-{number}", asked, site.today.isoformat()),
        bureaus=bureaus,
    )
