"""Every page family in a real browser, wide and narrow: nothing cut off, no complaint, nothing asked of others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from generator.pages import read_sources
from tests.browser.conftest import Visit, serve

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


def _judge(page: Page, visit: Visit) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"the page scrolls sideways: {width}"
    violations = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert violations == []
    assert visit.errors == []
    assert visit.foreign == []


@pytest.mark.parametrize("family", FAMILIES)
def test_page_family(family: str, visit: Visit, shipped_site: Path) -> None:
    _judge(visit.open(_page(shipped_site, family)), visit)


def test_first_visit_of_a_record_page_is_light(visit: Visit, shipped_site: Path) -> None:
    """Every file a reader gets who was never here before, uncompressed, for the heaviest page of a project."""
    heaviest = max(shipped_site.glob(FAMILIES["projects/division/year/code"]), key=lambda path: path.stat().st_size)
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    visit.open(heaviest.relative_to(shipped_site).as_posix())
    assert heaviest.stat().st_size < sum(received) <= 400_000


def test_missing_page(visit: Visit, shipped_site: Path) -> None:
    """The page for a missing address names its files from the top of the site: it is shown at any depth."""
    server, base = serve(shipped_site)
    visit.base = base
    _judge(visit.open("404.html"), visit)
    server.shutdown()
    server.server_close()


def test_every_page_belongs_to_a_family(shipped_site: Path) -> None:
    known = {path for pattern in FAMILIES.values() for path in shipped_site.glob(pattern)} | {shipped_site / "404.html"}
    stray = [path for path in shipped_site.rglob("*.html") if path not in known]
    assert [path.relative_to(shipped_site).as_posix() for path in stray] == []


def test_sample_pages_say_so(shipped_site: Path) -> None:
    pages = [path for path in shipped_site.rglob("index.html") if "/990001/" in path.as_posix()]
    assert pages
    silent = [path for path in pages if "示例数据（虚构）" not in path.read_text(encoding="utf-8")]
    assert silent == []
