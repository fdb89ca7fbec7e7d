"""The pages of annual statements: the published figures, and the text where the records make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.errors import NoRecordsError
from generator.core.original import PublishedOriginal
from generator.core.package import Document, Package
from generator.derive.answers import statement_answer, statements_answer
from generator.derive.site import Site
from generator.derive.statements import Figure, Statement
from generator.facts.measures.figure import Figure as Drafted
from generator.facts.measures.records import SELECTED
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.words import shortened
from generator.pages.views.pictures.counted import verified
from generator.pages.views.pictures.statements import agreeing
from generator.statement import Draft, draft
from generator.statement.prose import Heading, Ref

_YEARLY = re.compile(r"([a-z-]+)/(\d+)/(\d{4})/")


class Said(NamedTuple):
    """A stretch of the text: plain words, or a figure with its records, its line in the appendix and its verdict."""

    words: str
    path: str = ""
    told: str = ""
    line: str = ""
    number: int = 0
    differs: str = ""


class Part(NamedTuple):
    """A heading (level 3 or 4) or a paragraph (level 0) of the text."""

    level: int
    runs: Sequence[Said]


class Basis(NamedTuple):
    """What a published figure rests on: its number in the appendix, formula, records, where they are, and its scope."""

    number: int
    formula: str
    records: int
    title: str
    path: str
    filter: str
    note: str


@dataclass(frozen=True, kw_only=True)
class BulletinPage(Content):
    """A document with figures; what they come to in a sentence.

    ``bases``: what its figures rest on, by their code; empty where they were entered by hand. ``folder`` and
    ``package`` say where the data stand and what is known of their publication, ``originals`` are its files.
    """

    answer: str
    statement: Statement
    sample: bool
    chart: RowChart
    bases: Mapping[str, Basis]
    package: Package | None
    originals: Sequence[PublishedOriginal]
    folder: str


@dataclass(frozen=True, kw_only=True)
class StatementPage(BulletinPage):
    """An annual statement; ``text`` is the document where the records make it."""

    text: Sequence[Part]


def statement_pages(site: Site) -> Iterator[PageContext[StatementPage]]:
    """One page for each division and year that has a statement."""
    seen: set[str] = set()
    for statement in site.statements:
        if statement.kind or statement.path in seen:
            continue  # one statement a division and year; the checks report a second one
        seen.add(statement.path)
        yield PageContext(
            params={"division": statement.division, "year": str(statement.year)},
            title=statement.title,
            description=shortened(
                f"{statement.place}{statement.year}年度说明中的 {statement.figures} 个数字，"
                f"注明所指年度、范围与限定词，并作 {len(statement.recomputations)} 项复算。"
            ),
            trail=(Crumb(f"{statement.place}{statement.year}年"),),
            content=_content(site, statement),
        )
    site.checked.facts.let_go(*SELECTED)  # what the drafts were reckoned from: cuts of whole tables


def bulletin_pages(site: Site) -> Iterator[PageContext[BulletinPage]]:
    """One page for each bulletin, unit's report and other document with figures."""
    for statement in site.statements:
        if statement.kind:
            yield PageContext(
                params={
                    "division": statement.division,
                    "year": str(statement.year),
                    "code": statement.code.lower(),
                },
                title=statement.title,
                description=shortened(
                    f"{statement.called}中的 {statement.figures} 个数字，注明所指年度、范围与限定词。"
                ),
                trail=(Crumb(statement.called),),
                content=BulletinPage(
                    answer=statement_answer(statement),
                    statement=statement,
                    sample=site.sample(statement.division),
                    chart=verified(statement.checks),
                    bases={},
                    package=site.disclosure.packages.get((statement.division, statement.year, statement.department)),
                    originals=_originals(site, statement),
                    folder=_folder(statement),
                ),
            )


def _originals(site: Site, statement: Statement) -> list[PublishedOriginal]:
    """The files of the document that a statement is: those registered under its number or its title."""
    bare = statement.title.removeprefix(statement.place)

    def same(document: Document) -> bool:
        title = document.title.removeprefix(statement.place)
        numbered = bool(document.number) and document.number == statement.document_number
        return numbered or title in bare or bare in title

    of_folder = site.originals.get((statement.division, statement.year, statement.department), ())
    return [one for one in of_folder if same(one.document)]


def _folder(statement: Statement) -> str:
    return f"data/{statement.division}/{statement.year}/{statement.department}/"


def _content(site: Site, statement: Statement) -> StatementPage:
    drafted = _drafted(site, statement)
    figures = {one.code: one for stage in statement.stages for one in stage.figures}
    numbers = {code: number for number, code in enumerate(figures, 1)}
    differing = {
        one.figures[0].code: one.anchor
        for one in statement.recomputations
        if one.of_records and one.slug == "differs" and one.figures
    }
    return StatementPage(
        answer=statement_answer(statement),
        statement=statement,
        sample=site.sample(statement.division),
        chart=verified(statement.checks),
        text=_text(site, drafted, figures, numbers, differing) if drafted else (),
        bases=_bases(site, drafted, numbers) if drafted else {},
        package=site.disclosure.packages.get((statement.division, statement.year, statement.department)),
        originals=_originals(site, statement),
        folder=_folder(statement),
    )


def _drafted(site: Site, statement: Statement) -> Draft | None:
    """The draft that a statement was made from: its figures bear the codes that only the command gives."""
    begins = f"{statement.division}-{statement.year}-"
    codes = [one.code for stage in statement.stages for one in stage.figures]
    if not codes or not all(one.startswith(begins) for one in codes):
        return None
    try:
        made = site.checked.facts.of(draft, statement.division, statement.year)
    except NoRecordsError:  # the records have gone since
        return None
    return made if {one.code for one in made.figures} & set(codes) else None


def _text(
    site: Site,
    made: Draft,
    figures: Mapping[str, Figure],
    numbers: Mapping[str, int],
    differing: Mapping[str, str],
) -> list[Part]:
    """The words of the draft with the figures as published: what the records say today stands in the checks."""
    parts = []
    for block in made.blocks:
        if isinstance(block, Heading):
            parts.append(Part(block.level + 2, (Said(block.number + block.text),)))
        else:
            runs = [
                _said(site, run.figure, figures, numbers, differing) if isinstance(run, Ref) else Said(run.text)
                for run in block.runs
            ]
            parts.append(Part(0, runs))
    return parts


def _said(
    site: Site,
    figure: Drafted,
    figures: Mapping[str, Figure],
    numbers: Mapping[str, int],
    differing: Mapping[str, str],
) -> Said:
    published = figures.get(figure.code)
    told = f"{figure.title}（{figure.subject_year}年）：{figure.formula}，{figure.count}条记录"
    path = _there(site, figure)
    if published is None:  # recorded only after the statement was published
        return Said(figure.words, path, f"公布时没有这个数。{told}")
    words = published.text.replace(" ", "")
    return Said(words, path, told, published.anchor, numbers[figure.code], differing.get(figure.code, ""))


def _bases(site: Site, made: Draft, numbers: Mapping[str, int]) -> dict[str, Basis]:
    return {
        one.code: Basis(
            numbers[one.code], one.formula, one.count, one.source.title, _there(site, one), one.source.filter, one.note
        )
        for one in made.figures
        if one.code in numbers
    }


def _there(site: Site, figure: Drafted) -> str:
    """Where the records stand; '' where the site has no such page, as for what a year without a folder disclosed."""
    path = figure.source.path
    if found := _YEARLY.match(path):
        key = (found[2], int(found[3]))
        if key not in site.years:
            return ""
    return path


@dataclass(frozen=True, kw_only=True)
class StatementsOverview(Content):
    """All annual statements and other documents with figures, the newest first, and how their figures agree.

    ``answer``: how many there are in a sentence.
    """

    answer: str
    statements: Sequence[Statement]
    chart: RowChart


def overview(site: Site) -> StatementsOverview:
    """All annual statements and other documents with figures."""
    return StatementsOverview(
        answer=statements_answer(site.statements), statements=site.statements, chart=agreeing(site.statements)
    )
