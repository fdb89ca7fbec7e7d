"""What a reader meets: the answer in the first screen, pages of a bearable length on phones, records on two sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.pages.registry import PAGES
from tests import office
from tests.browser.conftest import Visit

SCREEN = 844  # pixels of a phone's screen
FIRST = 800  # pixels that a reader sees before moving
KILO = 1000
HEAVIEST = 40 * KILO  # bytes that a page of a project may take
PROJECTS = "projects/990001/20*/*/index.html"
# Screens that a page may be long on a phone, by what it is; the heaviest of the shipped data is tried.
LONGEST: Mapping[str, float] = {
    "departments/990001/*/index.html": 8,
    "years/990001/*/index.html": 7,
    "projects/990001/2025/*/index.html": 7,
}
MEASURED = 12  # pages of each kind, all departments of the shipped data
# Projects that are printed, by their place among those of a year, the heaviest first; 10: the middle one.
PRINTED = (0, 1, 4, 10)
PHONE = pytest.mark.parametrize("visit", [390], ids=["390px"], indirect=True)
DESK = pytest.mark.parametrize("visit", [1280], ids=["1280px"], indirect=True)
ANSWERS = (
    "departments/990001/edu/",
    "years/990001/2025/",
    "disclosure/990001/2025/",
    "monitoring/990001/2025/",
    "rectifications/990001/2025/",
    "consequences/990001/2025/",
    "comparison/",
    "fiscal-operations/",
    "reports/",
    "reporting/",
)


def address(page: Path, site: Path) -> str:
    """The address of a page below the site's root."""
    return page.parent.relative_to(site).as_posix() + "/"


def heaviest(site: Path, pattern: str) -> str:
    """The address of the largest page of a pattern."""
    return address(max(site.glob(pattern), key=lambda path: path.stat().st_size), site)


def judged(site: Path) -> str:
    """A project with an independent evaluation, indicators that were missed, and a next budget."""
    for page in sorted(site.glob(PROJECTS)):
        text = page.read_text(encoding="utf-8")
        if "个没做到；" in text and 'class="chart" id="met"' in text and "下一年（" in text and "比自评" in text:
            return address(page, site)
    raise AssertionError("the shipped data have none")


def test_ten_seconds_tell_what_became_of_a_project(visit: Visit, shipped_site: Path) -> None:
    """Title, verdict, met of all, money and what followed end within the first 800 pixels."""
    page = visit.open(judged(shipped_site))
    for what in ("h1", ".answer", "#met svg", ".look [aria-label=承诺] .figure", ".look [aria-label=后来] .figure"):
        box = page.locator(what).first.bounding_box()
        assert box is not None, what
        assert box["y"] + box["height"] <= FIRST, (what, box)
    assert re.search(r"\d+\s个指标", page.locator(".answer").inner_text())


@pytest.mark.parametrize("said", ["年中取消", "自评结果未公开", "都做到", "没有写明原因"])
def test_ten_seconds_for_projects_of_every_kind(visit: Visit, shipped_site: Path, said: str) -> None:
    """Whatever became of it: title, verdict, money and what followed end within the first 800 pixels."""
    verdict = re.compile(rf'class="answer"[^>]*>[^<]*{said}')
    found = next(path for path in sorted(shipped_site.glob(PROJECTS)) if verdict.search(path.read_text("utf-8")))
    page = visit.open(address(found, shipped_site))
    for what in ("h1", ".answer", ".look [aria-label=承诺]", ".look [aria-label=结果]", ".look [aria-label=后来]"):
        box = page.locator(what).first.bounding_box()
        assert box is not None, what
        assert box["y"] + box["height"] <= FIRST, (what, box)


@PHONE
def test_a_long_list_comes_a_step_at_a_time_on_a_phone(visit: Visit) -> None:
    """Three screens at most; a box finds rows among all of them, and the next ones are a touch away."""
    page = visit.open("lists/990001/2025/1/")
    rows = page.locator("article table.t tbody tr:visible")
    shown = rows.count()
    assert page.evaluate("document.documentElement.scrollHeight") <= 3 * SCREEN
    page.locator(".rows-more").click()
    expect(rows).to_have_count(2 * shown)
    page.get_by_label("在这张表里找").fill("水务局 年中取消")
    expect(rows).to_have_count(1)
    expect(page.locator(".rows-bar [role=status]")).to_have_text("找到 1 行")
    expect(page.locator(".rows-more")).to_be_hidden()


@PHONE
@pytest.mark.parametrize("path", ANSWERS)
def test_a_phone_shows_the_answer_first(visit: Visit, path: str) -> None:
    page = visit.open(path)
    box = page.locator(".answer").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SCREEN


# Pages that do not open with an answer: where something is looked for or made, and what explains.
TOLD_OTHERWISE = {
    *("index", "404", "search", "explore", "compare", "pack", "self-check", "topics/index"),  # ways in, tools
    *("about", "mechanisms", "method", "cite", "components", "measures", "mistakes"),  # what explains
    *("dictionary/index", "dictionary/table", "forms/division/folder/form"),  # forms and fields
    *("checks", "institutions", "indicators/index"),  # each place's own, below its heading
}


RECORD = "division|year|code|topic|department|folder|page|table|family|form"  # what addresses of records are made of


def test_a_page_opens_with_its_answer(shipped_site: Path) -> None:
    silent = []
    for path, family in PAGES.items():
        pattern = re.sub(
            r"\b(division|year|code|topic|department|folder|page|table|family|form)\b", "*", family.address
        )
        pages = sorted(shipped_site.glob(f"{pattern}index.html" if path != "404" else "404.html"))
        assert pages, path
        spoken = ['class="answer"' in page.read_text(encoding="utf-8") for page in pages]
        if path in TOLD_OTHERWISE:
            assert not all(spoken), f"{path} does by now"
        elif not all(spoken):
            silent.append(path)
    assert silent == []


@PHONE
@pytest.mark.parametrize(("path", "box"), [("", "#home-find"), ("search/", "#search-box")])
def test_a_phone_shows_all_of_an_example_of_a_search(visit: Visit, path: str, box: str) -> None:
    field = visit.open(path).locator(box)
    wide = field.evaluate(
        "one => { const pen = document.createElement('canvas').getContext('2d'), style = getComputedStyle(one);"
        " pen.font = style.font; return [pen.measureText(one.placeholder).width,"
        " one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)]; }"
    )
    assert 0 < wide[0] <= wide[1]


@PHONE
def test_a_button_in_a_paragraph_covers_no_line(visit: Visit) -> None:
    button = visit.open("reporting/").locator("article p:not(.actions) > .button").first
    own, around = button.bounding_box(), button.locator("xpath=..").bounding_box()
    assert own is not None
    assert around is not None
    assert around["y"] - 1 <= own["y"]
    assert button.evaluate("one => getComputedStyle(one).display") == "inline-block"


@PHONE
@pytest.mark.parametrize("pattern", LONGEST)
def test_pages_are_of_a_bearable_length_on_a_phone(visit: Visit, shipped_site: Path, pattern: str) -> None:
    """With the buttons that scripts add; the longest need not be the one of the most bytes."""
    for path in sorted(shipped_site.glob(pattern), key=lambda one: -one.stat().st_size)[:MEASURED]:
        page = visit.open(address(path, shipped_site))
        expect(page.locator(".take-bar").last).to_be_attached()
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= LONGEST[pattern] * SCREEN, (path, height / SCREEN)


def sheets(page: Page) -> int:
    """How many sheets of A4 a page prints to."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@DESK
@pytest.mark.parametrize("place", PRINTED)
def test_projects_print_on_two_sheets(visit: Visit, shipped_site: Path, place: int) -> None:
    """Those that have everything a project can have among them."""
    pages = sorted(shipped_site.glob("projects/990001/2025/*/index.html"), key=lambda path: -path.stat().st_size)
    page = visit.open(address(pages[place if place < 10 else len(pages) // 2], shipped_site))
    assert sheets(page) <= 2


@DESK
def test_a_department_prints_on_four_sheets(visit: Visit, shipped_site: Path) -> None:
    page = visit.open(heaviest(shipped_site, "departments/990001/*/index.html"))
    assert sheets(page) <= 4


@DESK
def test_an_evaluation_prints_on_two_sheets(visit: Visit, shipped_site: Path) -> None:
    page = visit.open(heaviest(shipped_site, "evaluations/990001/*/*/index.html"))
    assert sheets(page) <= 2


@DESK
def test_the_indicator_library_prints_what_is_opened(visit: Visit) -> None:
    """All of it takes a dozen sheets and more: unopened, a sector is one line with how many it has."""
    page = visit.open("indicators/")
    assert sheets(page) <= 3
    sector = page.locator("article details.brief").first
    sector.locator("summary").click()
    page.emulate_media(media="print")
    expect(sector.locator("tbody tr").first).to_be_visible()


@DESK
@pytest.mark.parametrize("path", ["reports/", "institutions/"])
def test_paper_has_a_picture_below_its_title(visit: Visit, tmp_path: Path, path: str) -> None:
    page = visit.open(path)
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4", prefer_css_page_size=True)
    paper = [re.sub(r"\s", "", one) for one in office.sheets(tmp_path / "paper.pdf", "-raw")]
    charts = page.locator("article figure.chart:not(.tall):has(svg)").filter(visible=True)
    assert charts.count()
    for chart in charts.all():
        title, *labels = (
            re.sub(r"\s", "", one)
            for one in (chart.locator("figcaption b").inner_text(), *chart.locator("svg > text").all_text_contents())
        )
        assert any(title in one and all(label in one for label in labels) for one in paper), title


@DESK
def test_the_first_sheet_of_a_monitoring_is_filled(visit: Visit, tmp_path: Path) -> None:
    """By the picture of its largest round, which would leave the half of it empty if it had to go to the next."""
    page = visit.open("monitoring/990001/2025/")
    labels = max(
        (one.locator("svg > text").all_text_contents() for one in page.locator("figure.chart:has(svg)").all()), key=len
    )
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4", prefer_css_page_size=True)
    first = re.sub(r"\s", "", office.sheets(tmp_path / "paper.pdf", "-raw")[0])
    assert len(labels) > 10
    assert [one for one in labels if re.sub(r"\s", "", one) not in first] == []


# Figures of cells, with their units, that a line ends in: what is said in more words may be on several lines.
BROKEN = r"""() => [...document.querySelectorAll("article td:not(.wide)")].flatMap(cell => {
  const found = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!/^\s*[≥≤><=]?\d[\d,.]*[%\u4e00-\u9fff]{0,3}(\/[\u4e00-\u9fff]{1,4})?\s*$/.test(text.data)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
    if (lines.size > 1) found.push(text.data);
  }
  return found;
})"""


@pytest.mark.parametrize("pattern", ["projects/990001/20*/*/index.html", "departments/990001/*/index.html"])
def test_a_figure_and_its_unit_stay_on_a_line(visit: Visit, shipped_site: Path, pattern: str) -> None:
    """In the narrow columns of targets and of what was reached, opened or not; the longest of their kind are tried."""
    longest = re.compile(r"[\d.]+[\u4e00-\u9fff]{2}(?:/[\u4e00-\u9fff]{2,4}|次|米)?(?=<)")
    pages = sorted(
        shipped_site.glob(pattern), key=lambda path: -max(map(len, longest.findall(path.read_text("utf-8"))), default=0)
    )
    for path in pages[:4]:
        page = visit.open(address(path, shipped_site))
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(BROKEN) == [], path


@PHONE
@pytest.mark.parametrize("path", ["comparison/", "method/", "rectifications/990001/2025/"])
def test_no_table_is_moved_sideways_on_a_phone(visit: Visit, path: str) -> None:
    """But for the figures of a picture, which are folded."""
    page = visit.open(path)
    tables = page.locator("article .scroll:not(figure *)")
    assert tables.count()
    assert [one for one in tables.all() if one.evaluate("one => one.scrollWidth > one.clientWidth + 1")] == []


@PHONE
def test_a_box_of_a_list_stands_at_the_end_of_the_first_line(visit: Visit) -> None:
    """Below a title that fills its lines it would stand alone."""
    items = visit.open("").locator(".telling > li:has(.ticking)")
    assert items.count() == 10
    for item in items.all():
        whole, box, title = (
            one.bounding_box() for one in (item, item.locator(".ticking"), item.locator("strong").first)
        )
        assert whole is not None
        assert box is not None
        assert title is not None
        assert abs(box["x"] + box["width"] - whole["x"] - whole["width"]) < 2
        assert abs(box["y"] - title["y"]) < 8
        assert title["x"] + title["width"] <= box["x"]


# Headings that would stay alone at the end of a sheet, by what they take along below them, in pixels.
ALONE = """least => [...document.querySelectorAll("article :is(h2, h3):not(.card *)")]
  .filter(one => one.getClientRects().length)
  .filter(one => {
    const { height, marginBottom } = getComputedStyle(one, "::after");
    return getComputedStyle(one).breakInside !== "avoid" || !(parseFloat(height) >= least)
      || Math.abs(parseFloat(height) + parseFloat(marginBottom)) > 1;
  }).map(one => one.innerText)"""


@DESK
@pytest.mark.parametrize("path", ["topics/990001/transfers/", "review/990001/2025/", "years/990001/2025/"])
def test_no_heading_stays_alone_at_the_end_of_a_sheet(visit: Visit, path: str) -> None:
    """It stands in a box that reaches over the title of the table below and its first row, and is not split."""
    page = visit.open(path)
    page.emulate_media(media="print")
    assert page.locator("article h2").count()
    assert page.evaluate(ALONE, 60) == []


# What goes over the edge of a sheet of A4, and what may be torn between two: rows, findings, citations.
BEYOND = """width => [...document.querySelectorAll("article *")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && box.height && box.right > width + 1 && !one.closest("svg");
}).map(one => one.outerHTML.slice(0, 90))"""
TORN = """() => [...document.querySelectorAll("article :is(tbody tr, .findings > li, .telling > li, .cite, .figures)")]
  .filter(one => one.getClientRects().length && getComputedStyle(one).breakInside !== "avoid")
  .map(one => one.outerHTML.slice(0, 90))"""
SHAPES = """() => [...document.querySelectorAll("figure.chart:has(> svg)")].flatMap(figure =>
  [...figure.querySelectorAll(".key:not(.pin)")].map(key => [
    Boolean(figure.querySelector("svg circle")), getComputedStyle(key, "::before").borderRadius === "50%",
  ]))"""
PAPER = 703  # pixels between the margins
PAPERS = (*LONGEST, "evaluations/990001/*/*/index.html", "review/990001/*/index.html", "examples/*/index.html")


@DESK
@pytest.mark.parametrize("pattern", PAPERS)
def test_paper_clips_and_splits_nothing(visit: Visit, shipped_site: Path, pattern: str) -> None:
    page = visit.open(heaviest(shipped_site, pattern))
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(BEYOND, PAPER) == []
    assert page.evaluate(TORN) == []


@DESK
@pytest.mark.parametrize("path", ["components/", "fiscal-operations/"])
def test_a_key_has_the_shape_of_what_it_names(visit: Visit, path: str) -> None:
    """Round where a chart has points, square where it has bars and cells."""
    shapes = visit.open(path).evaluate(SHAPES)
    assert any(points for points, _ in shapes)
    assert all(points == round_ for points, round_ in shapes)


def test_pages_of_projects_are_small(shipped_site: Path) -> None:
    sizes = {path.stat().st_size: path.parent.name for path in shipped_site.glob(PROJECTS)}
    assert max(sizes) <= HEAVIEST, sizes[max(sizes)]
