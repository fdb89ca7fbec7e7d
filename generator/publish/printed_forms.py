"""What is made of the derived site beside its other pages: printed forms, laid out once for page and workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.core.memory import seldom_collected
from generator.core.output import Output
from generator.derive import Site
from generator.downloads.reporting import form_workbook
from generator.facts.printed_forms import forms_filled, printed_forms
from generator.pages import PageSource
from generator.pages.engine.context import Content, PageContext
from generator.pages.stamping import stamper
from generator.pages.views.printed_forms import pages_of
from generator.publish.links import Links, Wanted
from generator.publish.search.index import Search
from generator.publish.switching import KEPT_OF_FORMS, SITE
from generator.publish.theme import Skeleton
from generator.publish.writer import Ledger, write

EACH = "printed-forms"  # the records that their page is stamped for


@dataclass(frozen=True, kw_only=True)
class WrittenForms:
    """What was written of them: ``wanted`` by the links of their pages, ``kept`` of these for the search."""

    ledger: Ledger
    wanted: Wanted
    kept: tuple[Path, int]

    @property
    def pages(self) -> int:
        """How many pages."""
        return sum(path.endswith(".html") for path in self.ledger.entries)


def form_files(site: Site, stamp: Callable[[PageContext[Content]], Output], clock: datetime) -> Iterator[Output]:
    """The pages of each kind of form of each bureau and year, which ``stamp`` stamps, then its workbook."""
    facts = site.checked.facts
    for place, found in printed_forms(facts, [*facts.of(forms_filled)]):
        yield from map(stamp, pages_of(site, place, found))
        yield form_workbook(place, found, clock=clock)


def write_forms(
    site: Site, source: PageSource, skeleton: Skeleton, *, clock: datetime, folder: Path, journal: int
) -> WrittenForms:
    """Write them below ``site`` of a build's ``folder``; ``source``: the page of printed forms."""
    links, ledger = Links(skeleton.site_url), Ledger(journal=journal)
    with Search(folder / KEPT_OF_FORMS) as search, seldom_collected():
        forms = form_files(site, stamper(site, source, skeleton.pages, skeleton.site_url), clock)
        write(folder / SITE, links.watch(search.watch(forms)), ledger)
        return WrittenForms(ledger=ledger, wanted=links.wanted, kept=search.kept)
