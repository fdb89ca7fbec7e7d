"""Every page family in a real browser, wide and narrow: nothing cut off, no complaint, nothing asked of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.pages import read_sources
from tests.browser.axe import told, violations
from tests.browser.conftest import WIDTHS, Visit, idle, serve, through
from tests.shipped import SITE_URL

ROOT = Path(__file__).resolve().parents[2]
# One family a page of site_src: a shell's own path is the pattern of its pages' addresses.
FAMILIES = {
    source.path: re.sub(r"(?<=/)[^/]+(?=/)", "*", source.url) + "index.html" if source.each else source.file
    for source in read_sources(ROOT / "site_src")
    if source.path != "404"
}


def _page(site: Path, family: str) -> str:
    found = sorted(site.glob(FAMILIES[family]))
    assert found, f"no page of the family {family}"
    found = [path for path in found if "990001" in path.parts] or found
    return found[len(found) // 2].relative_to(site).as_posix().removesuffix("index.html")


FRAME = (ROOT / "site_src" / "assets" / "frame.css").read_text(encoding="utf-8")
SIZES = {f"{20 * float(rem):g}px" for rem in re.findall(r"--f\d: ([\d.]+)rem;", FRAME)}
_SHOWN = """() => {
  const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && holder.checkVisibility()) found.add(getComputedStyle(holder).fontSize);
  }
  return [...found];
}"""


def _judge(page: Page, visit: Visit) -> None:
    assert set(page.evaluate(_SHOWN)) <= SIZES, "text of another size than the six"
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"the page scrolls sideways: {width}"
    assert told(violations(page, "serious", "critical")) == []
    assert visit.errors == []
    assert visit.foreign == []


_LOOK = "look => { document.body.dataset.mdColorScheme = look; }"
# Pages whose scripts look at the width as they begin, and no more: these are opened anew.
WIDTH_AT_FIRST = ("explore", "compare", "search")


@pytest.mark.parametrize("family", FAMILIES)
def test_page_family(family: str, windows: Callable[..., Page], address: str, shipped_site: Path) -> None:
    """Wide, the same in the dark, then made narrow, which the other scripts and all styles follow."""
    path, narrow = _page(shipped_site, family), {"width": WIDTHS[1], "height": 900}
    window = windows(viewport={"width": WIDTHS[0], "height": 900}, locale="zh-CN")
    try:
        with through(window, address) as visit:
            _judge(visit.open(path), visit)
            window.evaluate(_LOOK, "slate")  # only its colours are others
            assert told(violations(window, only=["color-contrast"])) == []
            window.evaluate(_LOOK, "default")
            window.set_viewport_size(narrow)
            if family in WIDTH_AT_FIRST:
                visit.open(path)
            idle(window)
            _judge(window, visit)
    finally:
        window.set_viewport_size({"width": WIDTHS[0], "height": 900})


# What makes a text pale: its own colour, that of the row behind it, or all of the table.
PALE = {
    "text": "cell => { cell.style.color = 'silver'; }",
    "row": "cell => { cell.parentElement.style.backgroundColor = 'dimgray'; }",
    "whole table": "cell => { cell.closest('table').style.opacity = '0.4'; }",
}


@pytest.mark.parametrize("pale", PALE.values(), ids=list(PALE))
def test_a_pale_text_among_hundreds_alike_is_found(wide: Visit, pale: str) -> None:
    """Contrast is measured once for each look: what is spoilt in the middle of a table has a look of its own."""
    page = wide.open("lists/990001/2025/1/")
    assert told(violations(page)) == []
    cells = page.locator("article table.t tbody tr:nth-child(9) td")
    assert page.locator("[data-look]").count() < page.locator("article td").count() / 4
    cells.filter(has_text=re.compile(r"\d")).first.evaluate(pale)
    assert [one["id"] for one in violations(page, "serious", "critical")] == ["color-contrast"]


LOOKS = ({"color_scheme": "dark"}, {"forced_colors": "active"})


@pytest.mark.parametrize("look", LOOKS, ids=["dark", "forced colours"])
@pytest.mark.parametrize(
    "family", ["index", "projects/division/year/code", "years/division/year", "components", "search"]
)
def test_other_looks(
    family: str, look: dict[str, str], windows: Callable[..., Page], address: str, shipped_site: Path
) -> None:
    with through(windows(viewport={"width": 1280, "height": 900}, **look), address) as visit:
        _judge(visit.open(_page(shipped_site, family)), visit)


def test_first_visit_of_a_record_page_is_light(newcomer: Visit, shipped_site: Path) -> None:
    """Every file a reader gets who was never here before, uncompressed, for the heaviest page of a project."""
    heaviest = max(shipped_site.glob(FAMILIES["projects/division/year/code"]), key=lambda path: path.stat().st_size)
    session = newcomer.page.context.new_cdp_session(newcomer.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    newcomer.open(heaviest.relative_to(shipped_site).as_posix())
    assert heaviest.stat().st_size < sum(received) <= 400_000


def test_missing_page(visit: Visit, shipped_site: Path, tmp_path: Path) -> None:
    """The page for a missing address names its files from where the site says it is: it is shown at any depth."""
    below = urlsplit(SITE_URL).path.strip("/")
    place = tmp_path / "top" / below
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(shipped_site, target_is_directory=True)
    server, visit.base = serve(tmp_path / "top")
    _judge(visit.open(f"{below}/404.html".lstrip("/")), visit)
    server.shutdown()
    server.server_close()


def test_a_preview_opened_from_a_folder_is_read_page_by_page(browser: Browser, shipped_site: Path) -> None:
    """Nobody serves a preview that was downloaded: links lead to pages, not folders; the search says why not."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto((shipped_site / "index.html").as_uri())
    page.locator("nav a[href='projects/']").first.click()
    expect(page.locator("h1")).to_contain_text("项目")
    page.locator(".t tbody th a[href]").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/index.html")
    page.locator("nav a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    page.goto((shipped_site / "index.html").as_uri())
    page.locator("#home-find").fill("养老")
    page.locator("#home-find").press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    expect(page.locator(".search-off")).to_contain_text("从电脑上的文件夹里打开的（下载的预览）")
    context.close()


def test_a_link_to_a_rule_opens_its_folds(visit: Visit) -> None:
    page = visit.open("method/")
    rule = page.locator("#r14b")
    expect(rule).not_to_be_visible()
    page.goto(f"{visit.base}/method/#r14b")
    expect(rule).to_have_attribute("open", "")
    expect(rule.locator("dl")).to_be_visible()
    expect(rule).to_be_in_viewport()
    rule.locator("summary").click()
    page.locator("#by-code > summary").click()
    page.locator("#by-code a[href='#r14b']").click()  # the address stays as it is, and the fold opens again
    expect(rule.locator("dl")).to_be_visible()
    expect(rule).to_be_in_viewport()
    assert visit.errors == []


def test_paper_shows_what_is_folded(wide: Visit) -> None:
    """Paper is as wide as it is, whatever the window."""
    page = wide.open("method/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.rule[open]").count() == 0


def test_contents_where_there_is_no_room_for_them_beside(glance: Visit) -> None:
    page = glance.open("departments/990001/edu/")
    contents = page.locator(".contents")
    if (page.viewport_size or {"width": 0})["width"] > 1000:
        expect(contents).to_be_hidden()
        return
    contents.locator("summary").click()
    titles = page.locator("article h2").evaluate_all("all => all.map(one => one.firstChild.data.trim())")
    assert contents.locator("li").all_inner_texts() == titles
    contents.get_by_text("核对与提示").click()
    expect(page.locator("#findings")).to_be_in_viewport()
    _judge(page, glance)


def test_the_sections_of_narrow_screens_by_keyboard(glance: Visit) -> None:
    page = glance.open("departments/990001/edu/")
    sign, sections = page.locator(".menu-sign"), page.locator(".nav")
    if (page.viewport_size or {"width": 0})["width"] > 1000:
        expect(sign).to_be_hidden()
        expect(sections.get_by_role("link", name="公开情况")).to_be_visible()
        return
    expect(sections).to_be_hidden()  # nothing in it takes the focus
    sign.focus()
    page.keyboard.press("Space")
    expect(sign).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(sections.get_by_role("link", name="项目", exact=True)).to_be_focused()
    expect(sections.get_by_role("link", name="公开情况")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sign).to_be_focused()
    expect(sections).to_be_hidden()
    assert glance.errors == []


def test_the_sections_of_narrow_screens_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/departments/")
    expect(page.locator(".nav")).to_be_hidden()
    page.locator(".menu-sign").click()
    page.locator(".nav").get_by_role("link", name="年度说明").click()
    page.wait_for_url("**/statements/")
    context.close()


def test_light_or_dark_is_kept(visit: Visit) -> None:
    page = visit.open("departments/")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_role("button", name="深色").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    visit.open("about/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")


def test_amounts_have_two_decimals_and_their_exact_value_at_hand(glance: Visit) -> None:
    page = glance.open("monitoring/990001/2025/")
    texts = page.locator("article td.n").all_inner_texts()
    decimals = {len(match[1]) for text in texts if (match := re.match(r"[−+]?[\d,]+\.(\d+)", text))}
    assert decimals == {2}
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    shown = page.locator("article td.n data").first
    exact = shown.get_attribute("title") or ""
    assert len(exact.partition(".")[2]) > 2
    assert abs(float(exact.replace(",", "")) - float(shown.inner_text().replace(",", ""))) <= 0.005
    shown.focus()
    assert shown.evaluate("one => getComputedStyle(one, '::after').content").count(exact) == 1


def test_rounding_is_half_up_and_carries(visit: Visit) -> None:
    page = visit.page
    page.route(
        "**/made/",
        lambda route: route.fulfill(
            content_type="text/html; charset=utf-8",
            body="<!doctype html><article><table><tr>"
            + "".join(
                f"<td class=n>{one}</td>" for one in ("1.005", "−999.995", "0.0049", "12,345.678901", "7.10", "8")
            )
            + "</tr></table></article><script src='/jixiao/assets/site.js'></script>",
        ),
    )
    page.goto(f"{visit.base}/made/")
    assert page.locator("td").all_inner_texts() == ["1.01", "−1,000.00", "0.00", "12,345.68", "7.10", "8"]


def test_the_front_page_searches(visit: Visit) -> None:
    page = visit.open("")
    page.get_by_label("找一个项目、部门或评价").fill("校车")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hit-title").first).to_contain_text("校车")


def test_every_page_belongs_to_a_family(shipped_site: Path) -> None:
    known = {path for pattern in FAMILIES.values() for path in shipped_site.glob(pattern)} | {shipped_site / "404.html"}
    stray = [path for path in shipped_site.rglob("*.html") if path not in known]
    assert [path.relative_to(shipped_site).as_posix() for path in stray] == []


def test_sample_pages_say_so(shipped_site: Path) -> None:
    pages = [path for path in shipped_site.rglob("index.html") if "/990001/" in path.as_posix()]
    assert pages
    silent = [path for path in pages if "示例数据（虚构）" not in path.read_text(encoding="utf-8")]
    assert silent == []


TABLET = {"width": 768, "height": 1024}


@pytest.mark.parametrize(
    "path",
    ["consequences/990001/2025/", "evaluations/", "lists/990001/2025/1/", "projects/", "departments/990001/edu/"],
)
def test_tables_of_records_need_no_moving_on_a_tablet(path: str, windows: Callable[..., Page], address: str) -> None:
    with through(windows(viewport=TABLET, locale="zh-CN"), address) as visit:
        page = visit.open(path)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        wider = page.locator(".scroll:has(> table.cards)").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)"
        )
        assert wider == []
