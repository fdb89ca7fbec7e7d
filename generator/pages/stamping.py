"""Fill the holes of built pages and stamp the shells, one page a record.

MkDocs builds ``site_src/`` alone. A built page is compiled once into static text, holes and tokens; stamping it renders
the holes' fragments with an autoescaping Jinja environment and joins. Data reaches HTML through that door only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from generator.core.memory import give_back, seldom_collected
from generator.core.output import DownloadSet, Output
from generator.derive import Site
from generator.pages.engine.context import Content, PageContext
from generator.pages.engine.fragments import shared_environment
from generator.pages.engine.shell import Shell
from generator.pages.registry import crumbs
from generator.pages.sources import PageSource, address

_LOOKED = 2000  # pages between two looks for what is free: records of a page leave gaps between what stays


def stamp_pages(
    site: Site,
    sources: list[PageSource],
    built: Mapping[str, str],
    site_url: str,
    downloads: Sequence[DownloadSet] = (),
    formats: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Output]:
    """Stamp every page: ``built`` maps a published file to its HTML; ``progress`` is called with each finished path.

    ``downloads`` and ``formats`` (title of a format → what it is for) are what the data page lists.
    """
    names = {"downloads": downloads, "formats": formats or {}}
    made = 0
    with seldom_collected():
        for source in sources:
            stamp = stamper(site, source, built, site_url, names)
            for context in source.page.contexts(site):
                page = stamp(context)
                progress(page.path.removesuffix("index.html"))
                yield page
                made += 1
                if made % _LOOKED == 0:
                    give_back()
            if made >= _LOOKED:  # overviews hold all of a table while they are made
                give_back()


def stamper(
    site: Site, source: PageSource, built: Mapping[str, str], site_url: str, names: Mapping[str, Any] | None = None
) -> Callable[[PageContext[Content]], Output]:
    """What stamps a page of one source for a context; ``names``: what its fragments may ask for beside ``base``."""
    asked = {"base": site_url, "downloads": (), "formats": {}, **(names or {})}
    shell = Shell(built[source.file], source.url if source.each else "", shared_environment(), asked)

    def stamp(context: PageContext[Content]) -> Output:
        trail = crumbs(source.page, context)
        if source.file == "404.html":  # shown at addresses of any depth: its links start from the top
            return Output(path=source.file, content=shell.stamp("", context, trail, site, root=urlsplit(site_url).path))
        url = address(source.url, context.params)
        return Output(path=f"{url}index.html", content=shell.stamp(url, context, trail, site))

    return stamp
