"""Every page's fragments, stamped without the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.data import Checked
from generator.derive import Site, derive
from generator.pages import read_sources, stamp_pages
from tests.conftest import ROOT

# Pages that need no built downloads.
FORMS = tuple(source for source in read_sources(ROOT / "site_src") if source.needs != "downloads")


def stamped(checked: Checked, *folders: str, site: Site | None = None) -> Iterator[tuple[str, str]]:
    """Each page's path and fragments; ``folders``: those whose pages are wanted, all unless given.

    ``site``: what was derived of it already.
    """
    built = {}
    forms = [source for source in FORMS if not folders or source.path.split("/")[0] in folders]
    for source in forms:
        text = (ROOT / "site_src" / f"{source.path}.md").read_text(encoding="utf-8")
        built[source.file] = "".join(re.findall(r'<div data-fill="[^"]*"></div>', text))
    for page in stamp_pages(site or derive(checked), forms, built, "https://example.org/"):
        yield page.path, page.content.decode()
