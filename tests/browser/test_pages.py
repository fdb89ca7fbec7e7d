"""Every page family in a real browser, wide and narrow: nothing cut off, no complaint, nothing asked of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit, serve

FAMILIES = {
    "home": "index.html",
    "year": "years/990001/*/index.html",
    "departments": "departments/index.html",
    "department": "departments/990001/*/index.html",
    "projects": "projects/index.html",
    "list": "lists/990001/*/1/index.html",
    "project": "projects/990001/*/*/index.html",
    "evaluations": "evaluations/index.html",
    "evaluation": "evaluations/990001/*/*/index.html",
    "statements": "statements/index.html",
    "statement": "statements/370112/2023/index.html",
    "comparison": "comparison/index.html",
    "dictionary": "dictionary/index.html",
    "table": "dictionary/self_evaluations/index.html",
    "method": "method/index.html",
    "search": "search/index.html",
    "about": "about/index.html",
    "cite": "cite/index.html",
    "data": "data/index.html",
}


def _page(site: Path, family: str) -> str:
    found = sorted(site.glob(FAMILIES[family]))
    assert found, f"no page of the family {family}"
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


def test_missing_page(visit: Visit, shipped_site: Path) -> None:
    """The page for a missing address names its files from the top of the site: it is shown at any depth."""
    server, base = serve(shipped_site)
    visit.base = base
    _judge(visit.open("404.html"), visit)
    server.shutdown()


def test_every_page_family_is_listed(shipped_site: Path) -> None:
    known = {path for pattern in FAMILIES.values() for path in shipped_site.glob(pattern)} | {shipped_site / "404.html"}
    known |= set(shipped_site.glob("statements/*/*/index.html")) | set(shipped_site.glob("dictionary/*/index.html"))
    known |= set(shipped_site.glob("departments/*/*/index.html")) | set(shipped_site.glob("lists/*/*/*/index.html"))
    stray = [path for path in shipped_site.rglob("*.html") if path not in known]
    assert [path.relative_to(shipped_site).as_posix() for path in stray][:10] == []


def test_sample_pages_say_so(shipped_site: Path) -> None:
    pages = [path for path in shipped_site.rglob("index.html") if "/990001/" in path.as_posix()]
    assert pages
    silent = [path for path in pages if "示例数据（虚构）" not in path.read_text(encoding="utf-8")]
    assert silent == []
