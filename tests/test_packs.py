"""What a reviewer is shown and takes along: questions with their answers, and packs whose figures are the records'."""

from __future__ import annotations

import bisect
import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from openpyxl import load_workbook

from generator.core import addresses
from generator.core.data import Checked
from generator.derive import Site, derive
from generator.derive.briefs import _clipped, derive_briefs
from generator.derive.projects import by_size
from generator.derive.published import derive_published
from generator.derive.questions import EVERY_YEAR, QUESTIONS
from generator.derive.review import derive_review, derive_reviews
from generator.downloads.packs.content import chosen
from generator.downloads.packs.files import pack_outputs
from generator.pages.views import findings
from generator.pages.views.review import review_pages
from tests import office
from tests.office import sheets

CLOCK = datetime(2026, 11, 20, tzinfo=UTC)
KEY = ("990001", 2025)


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


@pytest.fixture(scope="module")
def packs(site: Site) -> dict[str, bytes]:
    return {one.path: one.content for one in pack_outputs(site, clock=CLOCK, site_url="https://example.org/")}


@pytest.mark.thorough
def test_every_question_is_asked_and_says_of_how_many(site: Site) -> None:
    review = derive_review(site, site.years[KEY])
    assert [one.question.name for one in review.answers] == list(QUESTIONS)
    for one in review.answers:
        assert one.looked > 0
        assert len(one.rows) <= one.total <= one.looked
        assert all(len(cells) == len(one.heads) for cells in one.rows)


def test_answers_of_bureaus_add_up_to_that_of_the_division(site: Site) -> None:
    whole, *bureaus = derive_reviews(site, site.years[KEY])
    for place, one in enumerate(whole.answers):
        if not one.question.top:
            assert sum(bureau.answers[place].total for bureau in bureaus) == one.total
        assert sum(bureau.answers[place].looked for bureau in bureaus) == one.looked


def test_figures_of_a_review_are_those_of_the_pages(site: Site) -> None:
    review, year = derive_review(site, site.years[KEY]), site.years[KEY]
    assert review.owed == year.late
    assert review.found == len(site.published.of_place[KEY])
    assert review.unanswered_total == sum(
        one.finding.reply is None and one.weight != "form" for one in site.published.of_place[KEY]
    )
    assert review.largest[0].project.name == "灌区续建配套与现代化改造"
    assert "年中取消" in review.largest[0].question
    answers = {one.question.name: one for one in review.answers}
    assert [cells[0].text for cells in answers["stopped"].rows] == ["灌区续建配套与现代化改造"]
    assert answers["overrated"].rows[0][0].path == review.largest[2].project.path


def test_a_year_without_findings_says_so(site: Site, shipped_checked: Checked) -> None:
    clear = derive(replace(shipped_checked, findings=()))
    review = derive_review(clear, clear.years[KEY])
    assert (review.found, review.unanswered_total, list(review.unanswered)) == (0, 0, [])
    assert review.checked > 0
    briefs = derive_briefs(clear)
    assert all(briefs.of(one).found == [] for one in clear.projects_of(*KEY))
    years = {context.params["year"]: context.content for context in findings.year_pages(clear)}
    assert not years["2025"].total.total
    assert years["2025"].looked.records == review.checked
    assert years["2025"].clear == len(clear.years[KEY].departments)
    assert not list(findings.department_pages(clear))
    assert not list(findings.rule_pages(clear))


def test_pages_of_findings_open_the_explorer_at_the_same(site: Site) -> None:
    pages = [*findings.department_pages(site), *findings.rule_pages(site)]
    told = [(one.content.explorer, one.content.total.total) for one in pages if one.content.explorer]
    assert len(told) > 50
    for address, total in told:
        rows = site.flat["findings"]
        for column, (word,) in parse_qs(urlsplit(address).query).items():
            if column != "table" and word != EVERY_YEAR:
                rows = rows[rows[column].astype("str") == word]
        assert len(rows) == total, address


def test_thousands_of_findings_make_no_page_of_all_of_them(site: Site, shipped_checked: Checked) -> None:
    few = [one for one in shipped_checked.findings if one.year == 2025]
    many = tuple(replace(one, record=f"{one.record}-{number}") for number in range(60) for one in few)
    crowded = replace(site, published=derive_published(replace(shipped_checked, findings=many)))
    assert len(crowded.published.lines) == len(many) > 4000
    for context in findings.year_pages(crowded):
        assert len(context.content.listed) <= findings.LISTED
    for rule in findings.rule_pages(crowded):
        assert len(rule.content.listed) <= findings.LISTED
    told = [len(group.findings) for one in findings.department_pages(crowded) for group in one.content.groups]
    assert sum(told) == len(many)


def cells_of(content: bytes) -> Iterator[list[list[str]]]:
    """The tables of a document."""
    for table in docx.Document(io.BytesIO(content)).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows]


def test_pages_of_a_pack_have_the_figures_of_the_records(site: Site, packs: dict[str, bytes]) -> None:
    for department in ("", "water"):
        review = next(one for one in derive_reviews(site, site.years[KEY]) if one.department == department)
        content = packs[f"{addresses.review_stem(*KEY, department)}.docx"]
        tables = [rows for rows in cells_of(content) if rows[0][0] == "状态"]
        items = chosen(site, review)
        assert len(tables) == len(items)
        for rows, project in zip(tables, items, strict=True):
            said = dict(zip(*rows, strict=True))
            assert said["年初预算（万元）"] == project.promised
            assert said["全年执行（万元）"] == project.spend
            assert said["执行率"] == project.rate
        (annex,) = (rows for rows in cells_of(content) if rows[0][:2] == ["项目", "状态"])
        every = by_size(site.projects_of(*KEY, department or None))
        assert [row[2] for row in annex[1:]] == [one.promised for one in every[: len(annex) - 1]]


def test_workbook_of_a_pack_has_all_rows(site: Site, packs: dict[str, bytes]) -> None:
    for department in ("", "water"):
        book = load_workbook(io.BytesIO(packs[f"{addresses.review_stem(*KEY, department)}.xlsx"]))
        every = site.projects_of(*KEY, department or None)
        heads, *rows = book["项目总表"].iter_rows(values_only=True)
        named = {row[heads.index("项目编码")]: row for row in rows}
        assert set(named) == {one.code for one in every}
        for one in every:
            promised = named[one.code][heads.index("年初预算（万元）")]
            assert promised == (None if one.promised_micro is None else one.promised_micro / 1_000_000)
        assert ("数据字典" in book.sheetnames) == (not department)


def test_a_project_as_data_says_what_its_page_of_the_pack_says(site: Site, packs: dict[str, bytes]) -> None:
    briefs = derive_briefs(site)
    frame = json.loads(gzip.decompress(packs[addresses.PACK_FRAME]))
    firsts = frame["items"][f"{KEY[0]}/{KEY[1]}"]
    files = [
        json.loads(gzip.decompress(packs[addresses.pack_items(*KEY, number + 1)])) for number in range(len(firsts))
    ]
    assert [min(one) for one in files] == firsts == sorted(firsts)
    for project in site.projects_of(*KEY):
        told = files[bisect.bisect(firsts, project.key) - 1][project.key]
        brief = briefs.of(project)
        assert (told["name"], told["verdict"], told["path"]) == (brief.name, brief.verdict, project.path)
        assert ["年初预算（万元）", project.promised] in told["figures"]
        assert told["questions"]
        if project.achieved:
            assert (told["strip"].count("●"), told["strip"].count("○")) == project.achieved[:2]


def test_a_bureau_as_data_says_what_its_records_come_to(site: Site, packs: dict[str, bytes]) -> None:
    year = site.years[KEY]
    last = len(json.loads(gzip.decompress(packs[addresses.PACK_FRAME]))["items"][f"{KEY[0]}/{KEY[1]}"])
    found = json.loads(gzip.decompress(packs[addresses.pack_items(*KEY, last)]))
    assert {one for one in found if one.startswith("@")} == {f"@{one.department.code}" for one in year.departments}
    for one in year.departments:
        told = found[f"@{one.department.code}"]
        figures = dict(told["figures"])
        assert (told["name"], told["path"]) == (one.department.name, one.department.path)
        assert (figures["年初预算（万元）"], figures["执行率"]) == (one.summary.promised, one.summary.rate)
        of_bureau = site.published.of_department.get((*KEY, one.department.code), ())
        assert len(told.get("found", ())) + told.get("found_left", 0) == len(of_bureau)
        assert told["verdict"].startswith(f"{KEY[1]} 年度")


def test_what_is_evaluated_or_found_names_a_row_of_its_flat_table(site: Site) -> None:
    """The browser looks there for what is ticked (site_src/assets/ticked.js)."""
    evaluated = {f"evaluations/{code.lower()}" for code in site.flat["evaluations"]["evaluation_code"]}
    rows = site.flat["findings"][["code", "record"]].dropna()
    found = {f"findings/{code.split()[0]}/{record}" for code, record in rows.itertuples(index=False)}
    place = f"{KEY[0]}/{KEY[1]}/"
    named = {one.item.removeprefix(place) for one in site.evaluations.of_year[KEY]}
    named |= {one.item.removeprefix(place) for one in site.published.of_place[KEY] if one.finding.record}
    assert named <= evaluated | found
    assert named & evaluated
    assert named & found


def test_what_is_not_replied_to_stands_by_bureau(site: Site) -> None:
    for page in review_pages(site):
        figures = page.content.chart.figures
        rows = figures.rows if figures else ()
        told = sum(int(row.cells[1].replace(",", "")) for row in rows)
        assert told == page.content.review.unanswered_total


def test_packs_are_the_same_every_time_and_small(site: Site, packs: dict[str, bytes]) -> None:
    again = {one.path: one.content for one in pack_outputs(site, clock=CLOCK, site_url="https://example.org/")}
    assert again == packs
    # Bureaus of six projects: the frame of each file weighs most. 95 projects a bureau take half of it.
    district = [content for path, content in packs.items() if f"/{KEY[0]}/" in path]
    assert sum(map(len, district)) / sum(one.division == KEY[0] for one in site.projects.lines) < 4_000


def test_packs_have_no_table_of_heads_alone_and_say_what_is_of_all_years(site: Site, packs: dict[str, bytes]) -> None:
    said = []
    for path, content in packs.items():
        if path.endswith(".docx"):
            for rows in cells_of(content):
                assert len(rows) > 1, path
                said += [row[1] for row in rows if row[0] == "还欠公开的所有文件"]
    assert said
    assert all(one.startswith("各年度一共 ") for one in said)


@pytest.mark.usefixtures("processes")
def test_documents_open_and_every_item_has_a_page(site: Site, packs: dict[str, bytes], tmp_path: Path) -> None:
    stems = [addresses.review_stem(*KEY, department) for department in ("", "culture", "water")]
    for stem in stems:
        (tmp_path / f"{stem.rpartition('/')[2]}.docx").write_bytes(packs[f"{stem}.docx"])
    office.saved(tmp_path, *sorted(tmp_path.glob("*.docx")), to="pdf")
    for stem in stems:
        name = stem.rpartition("/")[2]
        pages = sheets(tmp_path / f"{name}.pdf", "-layout")
        listed = re.findall(r"（[一二三四五六七八九十]+）.*?\.{3,}\s*(\d+)", pages[1])
        assert listed, pages[1]
        assert listed == [str(int(listed[0]) + place) for place in range(len(listed))], "an item takes two pages"
        for number in listed:
            assert "可以问" in pages[int(number) - 1]


def test_a_text_is_not_cut_within_a_number() -> None:
    assert _clipped("完成了 1,234.56 万元", 8) == "完成了 …"
    assert _clipped("完成了一千二百万元", 8) == "完成了一千二百…"
    assert _clipped("完成了 12 万元", 8) == "完成了 12 …"
    assert _clipped("完成了 12 万元", 9) == "完成了 12 万元"
