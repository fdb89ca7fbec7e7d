"""For search engines: the list of pages, and leave to read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from generator.core.output import Output

_MOST = 50_000  # addresses in one file, by the protocol
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(pages: Iterable[str], *, site_url: str) -> Iterator[Output]:
    """``sitemap.xml`` (an index of several files where there are too many pages) and ``robots.txt``.

    ``pages`` are addresses below the site's root ('' for the front page). No dates: a build says nothing of a page.
    """
    addresses = [escape(site_url + quote(page)) for page in sorted(set(pages))]
    pieces = [addresses[first : first + _MOST] for first in range(0, len(addresses), _MOST)]
    if len(pieces) <= 1:
        yield Output(path="sitemap.xml", content=_listed("urlset", "url", addresses))
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(pieces) + 1)]
        for name, piece in zip(names, pieces, strict=True):
            yield Output(path=name, content=_listed("urlset", "url", piece))
        yield Output(
            path="sitemap.xml", content=_listed("sitemapindex", "sitemap", [escape(site_url + one) for one in names])
        )
    yield Output(path="robots.txt", content=f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n".encode())


def _listed(root: str, item: str, addresses: list[str]) -> bytes:
    lines = "".join(f"<{item}><loc>{one}</loc></{item}>\n" for one in addresses)
    return f"{_HEAD}<{root} {_SPACE}>\n{lines}</{root}>\n".encode()
