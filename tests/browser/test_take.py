"""What a reader takes away: sentences with day and address, charts as files, links to rows, paper with its code."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.shipped import SITE_URL

YEAR = "years/990001/2025/"
# The QR code of an address, its rows as numbers to base 36, as the npm package «qrcode» 1.5.4 makes it (mask 0).
SAID = "https://example.org/projects/990001/2025/99000123t201003000005/"
CODE = (
    "3x40hvj 209us01 2vq46l9 2vgnx3x 2vafeql 20aha2p 3xbl6yn iir5s 3p0uimc dfpasp 1reh03f 2lk0nnu 64vsg9 3pxglhp "
    "1yybatv bh5ysa a60vyb 3ua5rnp wh2au3 3j46ju2 2126q5f 1bks98l 20w51bv 1fzldua 2tqaj8w iwzdf 3xg2dzz 20gej9t "
    "2vnfy7u 2vcinct 2vovvhx 20iqxc2 3xep3f7"
)

# Longer addresses: so many characters of one → the beginning of SHA-256 of the code's rows (0 and 1, spaces between) as
# the Python package «qrcode» 8 makes them (level L, mask 0).
LONG = "https://example.org/explore/?table=projects&q=" + "%E7%A4%BA" * 200
LONG_CODES = {150: "fea9587b9e17d1a0", 300: "64aaedd3a6af14db", 600: "7d02a776e4e53aaf", 858: "0af2d6c98dd8c582"}


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield Visit(context.new_page(), address)
    context.close()


def copied(page: Page, label: str) -> str:
    """What a button copies."""
    page.get_by_role("button", name=label, exact=True).first.click()
    expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """The name and content of the file that a button of the first chart saves."""
    with page.expect_download() as download:
        page.locator("figure.chart").first.get_by_role("button", name=label, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_sentence_figures_and_address_are_copied_with_day_and_source(visit: Visit, shipped_site: Path) -> None:
    project = sorted(shipped_site.glob("projects/990001/2025/*/index.html"))[0].parent.relative_to(shipped_site)
    page = visit.open(f"{project.as_posix()}/")
    sentence, figures = copied(page, "复制这句话"), copied(page, "复制数字")
    address = f"{SITE_URL}{project.as_posix()}/"
    assert sentence.startswith(page.locator(".answer, .lede").first.inner_text().replace("\u00a0", " "))
    assert re.search(r"\d{4}-\d\d-\d\d查阅）", sentence)
    assert sentence.endswith(address)
    assert figures.splitlines()[0] == page.locator("h1").inner_text().rstrip("#\n")
    assert "万元" in figures
    assert copied(page, "复制网址") == address
    page.get_by_text("引用这一页", exact=True).click()
    cited = copied(page, "复制引用")
    assert "____" not in cited
    assert re.search(r"查阅日期：\d{4}-\d\d-\d\d。$", cited)
    assert visit.errors == []


def test_a_chart_is_taken_as_svg_png_and_data(visit: Visit) -> None:
    page = visit.open(YEAR)
    name, svg = taken(page, "SVG")
    assert name.endswith(".svg")
    picture = ElementTree.fromstring(svg)  # noqa: S314 - the site's own picture
    said = "".join(picture.itertext())
    assert page.locator("figure.chart figcaption b").first.inner_text().replace("\u00a0", " ") in said
    assert f"{SITE_URL}{YEAR}" in said
    assert "单位：万元" in said
    assert b"var(--" not in svg
    name, png = taken(page, "PNG")
    assert (name[-4:], png[:4]) == (".png", b"\x89PNG")
    name, data = taken(page, "数据（CSV）")
    rows = data.decode("utf-8-sig").splitlines()
    assert len(rows) == page.locator("figure.chart").first.locator("tr").count()
    assert visit.errors == []
    assert visit.foreign == []


def test_a_row_has_an_address(visit: Visit) -> None:
    page = visit.open(YEAR)
    row = page.locator("details table.t tbody tr").nth(2)
    row.locator("xpath=ancestor::details").locator("> summary").click()
    row.hover()
    link = row.locator(".row-link").get_attribute("href")
    page.goto(f"{visit.base}/about/")
    page.goto(f"{visit.base}/{YEAR}{link}")
    expect(page.locator("tr.linked")).to_have_count(1)
    expect(page.locator("tr.linked")).to_be_in_viewport()
    assert visit.errors == []


def test_what_has_no_picture_offers_none(visit: Visit) -> None:
    page = visit.open("components/")
    assert page.locator("figure.chart:not(:has(> svg))").count()
    assert page.locator("figure.chart:not(:has(> svg)) .take-bar").count() == 0
    assert page.locator("figure.chart:has(> svg) .take-bar").count()


def test_paper_has_the_address_as_a_code(visit: Visit) -> None:
    page = visit.open(YEAR)
    rows = page.evaluate(
        """async (said) => (await import(new URL('../../../assets/paper.js', location.href))).code(said)
             .map((row) => parseInt(row.map((dark) => (dark ? 1 : 0)).join(''), 2).toString(36)).join(' ')""",
        SAID,
    )
    assert rows == CODE
    told = page.evaluate(
        """async ([said, lengths]) => {
          const { code } = await import(new URL('../../../assets/paper.js', location.href));
          const codes = lengths.map((length) => code(said.slice(0, length)) ?? []);
          return codes.map((rows) => rows.map((row) => row.map(Number).join('')).join(' '));
        }""",
        [LONG, [*LONG_CODES, 859]],
    )
    assert [hashlib.sha256(one.encode()).hexdigest()[:16] for one in told[:-1]] == list(LONG_CODES.values())
    assert told[-1] == ""
    page.emulate_media(media="print")
    head = page.locator(".paper-head")
    expect(head.locator("svg path")).to_be_attached()
    expect(head).to_contain_text(f"{SITE_URL}{YEAR}")
    expect(head).to_contain_text(re.compile(r"打印日期 \d{4}-\d\d-\d\d"))
    expect(page.locator(".take-bar").first).to_be_hidden()
    assert visit.errors == []
