"""The whole site stamped in memory, its links held to what is there: a build without mkdocs, search or a target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from itertools import chain
from pathlib import Path

import markdown

from generator.core import addresses
from generator.core.data import Checked
from generator.derive import derive, derive_shared
from generator.downloads import outputs, read_index
from generator.downloads.formats import FORMATS
from generator.downloads.packs.files import pack_outputs
from generator.pages import read_sources, stamp_pages
from generator.pages.stamping import stamper
from generator.publish.links import Links
from generator.publish.printed_forms import EACH, form_files
from generator.publish.writer import MANIFEST, SUMS

ROOT = Path(__file__).resolve().parents[1]
SITE_URL = "https://example.org/"
_EXTENSIONS = ("attr_list", "md_in_html", "tables", "def_list", "toc")


class _Files(dict[str, bytes]):
    """Files by path that can be read as those of a folder."""

    def __truediv__(self, path: str) -> _File:
        return _File(self[path])


@dataclass(frozen=True)
class _File:
    content: bytes

    def read_bytes(self) -> bytes:
        """The file's content."""
        return self.content


@cache
def _skeleton() -> Mapping[str, str]:
    """Each page of ``site_src`` as HTML without the theme, by the file it is published as."""
    return {source.file: _html(ROOT / "site_src" / f"{source.path}.md") for source in read_sources(ROOT / "site_src")}


def _html(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("---\n", 2)[2]
    # MkDocs itself looks at the links that are written there.
    return re.sub(r' href="[^"]*"', "", markdown.markdown(text, extensions=list(_EXTENSIONS)))


def whole_site(checked: Checked) -> Mapping[str, str]:
    """Every page by its path; UserError where a link leads nowhere, as a build would say."""
    files = whole_files(checked)
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def whole_files(checked: Checked) -> dict[str, bytes]:
    """Every page and every file to download by its path; UserError where a link leads nowhere."""
    files = _Files()
    clock = datetime.combine(checked.today, time.min, UTC)
    sources = read_sources(ROOT / "site_src")
    shared = derive_shared(checked)
    files |= {one.path: one.content for one in outputs(checked, clock=clock, site_url=SITE_URL, shared=shared)}
    sets = read_index(files[addresses.DOWNLOAD_INDEX])
    formats = {one.title: one.purpose for one in FORMATS.values()}
    links = Links(SITE_URL)
    site = derive(checked, shared)
    [forms] = [source for source in sources if source.each == EACH]
    others = [source for source in sources if source is not forms]
    stamped = stamp_pages(site, others, _skeleton(), SITE_URL, sets, formats)
    printed = form_files(site, stamper(site, forms, _skeleton(), SITE_URL), clock)
    files |= {one.path: one.content for one in links.watch(chain(stamped, printed))}
    files |= {one.path: one.content for one in pack_outputs(site, clock=clock, site_url=SITE_URL)}
    copied = [path.relative_to(ROOT / "site_src").as_posix() for path in (ROOT / "site_src" / "assets").rglob("*.*")]
    links.verify(files, (*files, *copied, MANIFEST, SUMS))  # type: ignore[arg-type]
    return files
