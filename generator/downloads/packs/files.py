"""Packs as files: a document and a workbook of each division-year and bureau, and a page of each record as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import NamedTuple

from generator.core import addresses
from generator.core.output import Output
from generator.derive.briefs import Brief, derive_briefs
from generator.derive.flat import FLAT_TABLES
from generator.derive.review import Review, derive_reviews
from generator.derive.site import Site, Year
from generator.downloads.index import packed_json
from generator.downloads.packs import sheets, word
from generator.downloads.packs.content import blocks, title_of
from generator.downloads.packs.sheets import sheet_rows, workbook
from generator.downloads.packs.word import document
from generator.facts.columns import strings
from generator.rules.asking import ASKS, asked

_APART = ("division", "department")  # what nobody needs who has the page
_NAMES = tuple(one.name for one in fields(Brief) if one.name not in _APART)
ITEMS = 40  # projects whose pages stand in one file: few files for the site, few bytes for whoever ticks three
# The pages of bureaus stand in the last of them, behind those of projects.


class BureauRow(NamedTuple):
    """A row of a sheet, and the bureau that it is about."""

    department: str
    row: str


def pack_outputs(site: Site, *, clock: datetime, site_url: str) -> Iterator[Output]:
    """Every pack, and the pages of all projects and bureaus as data."""
    briefs = derive_briefs(site)
    firsts: dict[str, list[str]] = {}
    for (division, number), year in site.years.items():
        rows = _year_rows(site, year)
        for review in derive_reviews(site, year):
            stem = addresses.review_stem(year.division.code, year.year, review.department)
            content = document(
                blocks(site, review, briefs, clock=clock, site_url=site_url),
                title=title_of(review),
                head=f"{title_of(review)}（数据截至 {site.today}）",
                clock=clock,
            )
            yield Output(path=f"{stem}.docx", content=content)
            chosen = {name: _of_bureau(own, review.department) for name, own in rows.items()}
            if review.department:  # what it has none of is said in a line
                chosen = {name: own for name, own in chosen.items() if own or name == "projects"}
            lacking = [FLAT_TABLES[name].title for name in rows if name not in chosen]
            notes = _notes(site, review, clock, site_url, lacking)
            content = workbook(chosen, notes, clock, described=not review.department)
            yield Output(path=f"{stem}.xlsx", content=content)
        projects = sorted(site.projects_of(division, number), key=lambda one: one.key)
        starts = range(0, len(projects), ITEMS)
        firsts[f"{division}/{number}"] = [projects[start].key for start in starts]
        for place, start in enumerate(starts or (0,), start=1):
            part = {one.key: _told(briefs.last(one)) for one in projects[start : start + ITEMS]}
            if start + ITEMS >= len(projects):
                part |= {f"@{one.department.code}": _told(briefs.of_department(one)) for one in year.departments}
            yield Output(path=addresses.pack_items(division, number, place), content=packed_json(part))
    frame = {**_frame(site, clock, site_url), "items": firsts}
    yield Output(path=addresses.PACK_FRAME, content=packed_json(frame))


def _told(brief: Brief) -> dict[str, object]:
    """A page as data, without what is empty; its parts are texts and tuples: nothing to copy."""
    return {one: value for one in _NAMES if (value := getattr(brief, one))}


# The sheets of a workbook that is put together in the browser (site_src/assets/pack.js has them in this order).
TICKED = ("一览", "差距", "发现", "整改", "可以问", "说明")


def _frame(site: Site, clock: datetime, site_url: str) -> dict[str, object]:
    """What the browser puts the pages of ticked projects into: the parts of a document and a workbook around them.

    With it go ``items``: the division-year → the first code of each of its files of pages, in their order; and
    what may be asked: ``questions`` by rule, ``asks`` about evaluations and rectifications.
    """
    title = "预算绩效审议册"
    return {
        "today": str(site.today),
        "site": site_url,
        "width": word.WIDTH,
        "document": word.around(title=title, head=f"{title}（数据截至 {site.today}）", clock=clock),
        "body": word.document_part("@@body@@"),
        "book": sheets.around(TICKED),
        "sheet": sheets.sheet_part("@@rows@@"),
        "questions": {code: asked(code).question for code in sorted(site.published.of_code)},
        "asks": ASKS,
    }


def _notes(site: Site, review: Review, clock: datetime, site_url: str, lacking: Sequence[str]) -> list[str]:
    return [
        f"{title_of(review)}：附表",
        *(["注意：数据全部为虚构示例，不得当作真实政府数据引用。"] if review.year.division.sample else []),
        f"网站：{site_url}",
        f"数据截至 {site.today}，生成日期 {clock:%Y-%m-%d}。",
        "空格是没有公布，不等于 0；数字与来源一致，没有四舍五入。发现不等于有问题。",
        *(["各栏的意思见全区划的附表里“数据字典”一页。"] if review.department else []),
        *([f"没有记录的：{'、'.join(lacking)}。"] if lacking else []),
    ]


def _year_rows(site: Site, year: Year) -> dict[str, list[BureauRow]]:
    """Of each flat table the rows of a division-year."""
    found = {}
    for name, frame in site.flat.items():
        there = (frame["division"] == year.division.code) & (frame["fiscal_year"] == year.year)
        own = frame[there.fillna(False).astype(bool)]
        found[name] = list(map(BureauRow, strings(own["department"]), sheet_rows(name, own)))
    return found


def _of_bureau(rows: Sequence[BureauRow], department: str) -> list[str]:
    return [one.row for one in rows if not department or one.department == department]
