"""The registry of pages against what an editor writes, the navigation and the published site: nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from generator.pages import read_sources
from generator.pages.registry import EACH, PAGES, Page
from tests.conftest import ROOT

SOURCES = read_sources(ROOT / "site_src")
CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
UNCALLED = {"index", "404", "search"}  # lie at the end of no breadcrumbs


def test_every_page_of_the_sources_is_registered_and_the_reverse() -> None:
    assert {(one.path, one.each) for one in SOURCES} == {(page.path, page.each) for page in PAGES.values()}


def test_a_path_and_a_kind_of_record_have_one_page() -> None:
    assert [source.page.path for source in SOURCES] == [source.path for source in SOURCES]
    assert len(EACH) == sum(bool(page.each) for page in PAGES.values())


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.path)
def test_page_is_called_by_its_title_or_by_its_record(page: Page) -> None:
    assert bool(page.each) == (page.records is not None)
    assert not (page.overview and page.records)
    assert bool(page.title) == (not page.each and page.path not in UNCALLED)
    if page.parent:
        assert PAGES[page.parent].title, "the page it lies below is stamped once and has a name"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path)
def test_breadcrumbs_stand_where_a_page_has_any(source) -> None:
    text = (ROOT / "site_src" / f"{source.path}.md").read_text(encoding="utf-8")
    assert ('data-fill="parts/crumbs"' in text) == (source.path not in UNCALLED)


def entries(nav: list[Any]) -> Iterator[str]:
    """The files that a navigation leads to."""
    for entry in nav:
        for inside in entry.values():
            yield from entries(inside) if isinstance(inside, list) else (inside,)


def test_navigation_leads_to_every_page_that_is_stamped_once() -> None:
    led = list(entries(CONFIG["nav"]))
    assert len(set(led)) == len(led)
    assert {one.removesuffix(".md") for one in led} == {page.path for page in PAGES.values() if not page.each} - {"404"}


def test_sitemap_has_the_addresses_of_the_registry_only(shipped_site: Path) -> None:
    (base,) = re.findall(r"Sitemap: (.*)sitemap\.xml", (shipped_site / "robots.txt").read_text(encoding="utf-8"))
    listed = [
        (one.text or "").removeprefix(base)
        for one in ElementTree.parse(shipped_site / "sitemap.xml").iter()  # noqa: S314 - the site's own file
        if one.tag.endswith("loc")
    ]
    left = set(listed)
    for page in PAGES.values():
        if page.path == "404":
            continue
        segments = [
            "[^/]+" if page.each and place else re.escape(segment)
            for place, segment in enumerate(page.address.split("/")[:-1])
        ]
        found = {one for one in left if re.fullmatch("".join(f"{segment}/" for segment in segments), one)}
        if not page.each:
            found &= {page.address}
        assert found, f"no address of {page.path}"
        left -= found
    assert left == set()
