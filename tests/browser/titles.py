"""Titles of a built site, parts out of their middle, and looking them up on the search page."""

from __future__ import annotations

import html
import random
import re
from pathlib import Path

from playwright.sync_api import Page


def titles_of(site: Path) -> dict[str, str]:
    """Address below the site → first heading of every page but that of the search itself."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        page = path.read_text(encoding="utf-8")
        heading = re.search(r"<h1\b[^>]*>(.*?)</h1>", page, re.DOTALL)
        if heading and path.parent.name != "search":
            text = re.sub(r'<a class="headerlink".*?</a>|<[^>]*>', "", heading[1])
            found[path.parent.relative_to(site).as_posix()] = html.unescape(text).strip()
    return found


def middles(titles: list[str], count: int) -> list[str]:
    """Parts of two to four ideographs out of the middle of titles, without regard to words."""
    chance = random.Random(11)
    found: set[str] = set()
    while len(found) < count:
        title, size = re.sub("（.*?）", "", chance.choice(titles)), chance.choice((2, 2, 3, 3, 4))
        if len(title) > size + 2:
            start = chance.randrange(1, len(title) - size)
            part = title[start : start + size]
            if re.fullmatch("[\u4e00-\u9fff]+", part):
                found.add(part)
    return sorted(found)


def look_up(page: Page, query: str, count: int | None = None) -> list[str]:
    """The addresses the search page finds, in order, as ``titles_of`` has them; only the first ``count``."""
    found = page.evaluate(
        """async ([query, count]) => {
            const search = await import(new URL('../assets/search-page.js', location.href));
            return search.lookUp(query, count ?? undefined);
        }""",
        [query, count],
    )
    return [one.split("/jixiao/", 1)[1].rstrip("/") for one in found]
