"""The frame of every page: its language, its skip link, its section, and how little stands before the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.pages import read_sources
from tests.cards import CARDS, SIZE
from tests.conftest import ROOT
from tests.shipped import SITE_URL

RECORDS = [source for source in read_sources(ROOT / "site_src") if source.page.parent]
MOST_STOPS = 24  # of the keyboard before the breadcrumbs, in the section of most pages
PROJECT_STOPS = 16  # on the page of a project; 27 with the theme's frame
# What takes the focus on a wide screen: the signs of narrow ones are not shown there.
_STOP = re.compile(r'<(?:a|button|input)\b(?![^>]* hidden)(?! class="sign (?:find-link|menu-sign)")')


def page_of(site: Path, pattern: str) -> str:
    """A page whose address has a pattern."""
    found = sorted(site.glob(re.sub(r"(?<=/)[^/]+(?=/)", "*", pattern) + "index.html"))
    return found[0].read_text(encoding="utf-8") if found else ""


def test_language_and_skip_link(shipped_site: Path) -> None:
    for path in sorted(shipped_site.rglob("*.html")):
        html, name = path.read_text(encoding="utf-8"), path.relative_to(shipped_site).as_posix()
        assert html.startswith('<!doctype html>\n<html lang="zh-CN"'), name
        (skip,) = re.findall(r'<a class="skip" href="#([^"]+)"', html)
        (heading,) = re.findall(r"<h1\b[^>]*>", html)
        assert f' id="{skip}"' in heading, name


@pytest.mark.parametrize("source", RECORDS, ids=lambda source: source.path)
def test_a_page_of_records_stands_in_the_section_of_the_page_above(source, shipped_site: Path) -> None:
    html = page_of(shipped_site, source.url) if source.each else (shipped_site / source.file).read_text("utf-8")
    if not html:
        pytest.skip("the shipped data have no such page")
    nav = html[html.index('<nav class="nav"') : html.index("</header>")]
    assert nav.count("aria-current") in (1, 2)


def test_few_stops_before_the_breadcrumbs(shipped_site: Path) -> None:
    for path in sorted(shipped_site.rglob("index.html")):
        before, crumbs, _ = path.read_text(encoding="utf-8").partition('<nav class="crumbs"')
        if crumbs:
            most = PROJECT_STOPS if path.relative_to(shipped_site).parts[:2] == ("projects", "990001") else MOST_STOPS
            assert len(_STOP.findall(before)) <= most, path


def test_a_link_elsewhere_has_a_picture(shipped_site: Path) -> None:
    for path in sorted(shipped_site.rglob("index.html")):
        html, name = path.read_text(encoding="utf-8"), path.relative_to(shipped_site).as_posix()
        card = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
        assert set(card) == {"url", "type", "site_name", "title", "image"}, name
        assert card["url"] == f"{SITE_URL}{name.removesuffix('index.html')}"
        assert card["title"] in html[html.index("<title>") : html.index("</title>")], name
        picture = shipped_site / card["image"].removeprefix(SITE_URL)
        assert picture.read_bytes()[16:24] == b"".join(one.to_bytes(4, "big") for one in SIZE)
        assert picture.stem == ("site" if name.split("/")[0] not in CARDS else name.split("/")[0])


def test_the_frame_is_light(shipped_site: Path) -> None:
    page = page_of(shipped_site, "projects/division/year/code/")
    frame = page[: page.index("<article")] + page[page.rindex("</article>") :]
    assert len(frame.encode()) < 7_500
    scripts = re.findall(r"<script src=[^>]*>", frame)
    assert len(scripts) > 2
    assert [one for one in scripts if not one.endswith(" defer>")] == []
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)">', frame) == ["../../../../assets/style.css"]
