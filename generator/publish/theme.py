"""Running MkDocs over ``site_src``: the shells and every page without data."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.core.errors import UserError
from generator.pages import PageSource
from generator.pages.heads import phone_sheet
from generator.pages.registry import address_of
from generator.publish.csp import with_policy

# What the theme ships for its own frame, which the site's own (``site_src/frame``) replaces: of its rules the
# site keeps those in ``assets/theme.css``.
_UNUSED = ("assets/stylesheets", "assets/javascripts", "assets/images")
# The theme's page for a missing address, and a map that knows nothing of the records and carries today's date.
_REPLACED = ("404.html", "sitemap.xml", "sitemap.xml.gz")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
_UP = re.compile(r'(?<==")\.\.(?:/|(?="))')
_NAV = re.compile(r'<nav class="nav".*?</nav>', re.DOTALL)
_HREF = re.compile(r'(?<= href=")[^"#]+(?=")')
_SHEETS = re.compile(r'(?:<link rel="stylesheet" href="[^"]*assets/[^"]*">\s*)+')
_SHEET = re.compile(r' href="([^"]*)(assets/[^"]*)"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE = "assets/style.css"  # every sheet for the screen in one


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """The built pages before any data: built file → HTML with its policy, and the address the site is published at."""

    pages: dict[str, str]
    site_url: str


def build_skeleton(root: Path, out: Path, sources: Sequence[PageSource]) -> Skeleton:
    """Build ``root/mkdocs.yml`` into ``out`` and take the pages out of it: they come back filled.

    Raises UserError with MkDocs's own words when it fails, and for an inline script that is not pinned.
    """
    _run(root, out)
    pages = {}
    for source in sources:
        path = out / source.built
        pages[source.file] = path.read_text(encoding="utf-8")
        path.unlink()
        _prune(path.parent, out)
    match = _CANONICAL.search(pages["index.html"])
    if not match:
        raise UserError("mkdocs.yml 里没有 site_url。", "请填写网站的正式网址，末尾带斜杠。")
    site_url = match[1]
    pages["404.html"] = _not_found(pages["404.html"], urlsplit(site_url).path)
    for unused in _UNUSED:
        shutil.rmtree(out / unused, ignore_errors=True)
    for name in _REPLACED:
        (out / name).unlink(missing_ok=True)
    _bundle(pages["index.html"], out)
    placed = {source.file: _placed(source, pages) for source in sources}
    pages = {file: _one_sheet(_without_remarks(html)) for file, html in placed.items()}
    return Skeleton(pages={file: with_policy(html, file) for file, html in pages.items()}, site_url=site_url)


def _placed(source: PageSource, pages: Mapping[str, str]) -> str:
    """A built page with its section marked: one that no navigation leads to lies in that of the page above it."""
    html = pages[source.file]
    above = source.page.parent and pages.get(f"{address_of(source.page.parent)}index.html")
    found = _NAV.search(above) if above and "aria-current" not in _NAV.findall(html)[0] else None
    if not found:
        return html
    top = address_of(source.page.parent)

    def from_here(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(top, link[0]))
        return f"{posixpath.relpath(target, source.url)}/"

    nav = _HREF.sub(from_here, found[0]).replace('aria-current="page"', 'aria-current="true"')
    return _NAV.sub(lambda _: nav, html, count=1)


def _bundle(page: str, out: Path) -> None:
    """The sheets for the screen, in the order of ``mkdocs.yml``, as one file without comments and indents.

    Last what phones call the columns of the tables on each page of a project.
    """
    paths = [out / name for _, name in _SHEET.findall(_sheets(page)[0])]
    text = "\n".join([*(path.read_text(encoding="utf-8") for path in paths), phone_sheet()])
    for path in paths:
        path.unlink()
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    (out / _STYLE).write_text("\n".join(line for line in lines if line), encoding="utf-8")


def _sheets(page: str) -> re.Match[str]:
    """The links to the sheets for the screen; UserError where the frame has none."""
    found = _SHEETS.search(page)
    if not found:
        raise UserError("页面没有样式表。", "请核对 site_src/frame/main.html。")
    return found


def _without_remarks(html: str) -> str:
    """A page without what was written in comments for those who edit it, and the blanks before them."""
    first, *others = html.split("<!--")
    kept = [first]
    for one in others:
        kept[-1] = kept[-1].rstrip()
        kept.append(one.partition("-->")[2])
    return "".join(kept)


def _one_sheet(html: str) -> str:
    """A page with the one sheet in the place of those that it was made of."""
    root, _ = _SHEET.findall(_sheets(html)[0])[0]
    return _SHEETS.sub(f'<link rel="stylesheet" href="{root}{_STYLE}">\n', html, count=1)


# MkDocs, ended by the system together with the build that waits for it: what a killed build left must not go on
# writing where the next one builds.
_MKDOCS = """
import sys
parent = int(sys.argv.pop(1))
if sys.platform == "linux":
    import ctypes, os, signal
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:  # gone before the line above
        sys.exit(1)
from mkdocs.__main__ import cli
cli(prog_name="mkdocs")
"""


def _run(root: Path, out: Path) -> None:
    options = ["build", "--quiet", "--strict", "--site-dir", str(out)]
    command = [sys.executable, "-c", _MKDOCS, str(os.getpid()), *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UserError("MkDocs 没有建成页面骨架。", last_words(done))


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed program said, without a traceback; a full disk is named as such."""
    said = (done.stderr or done.stdout).strip()
    if "No space left on device" in said:
        return "磁盘已满，请腾出空间后重试。"
    return said.splitlines()[-1] if "Traceback" in said else said


def _not_found(page: str, base: str) -> str:
    """The page for a missing address, whose links hold at any depth: they start from the top of the site."""
    return _UP.sub(lambda _: base, page)


def _prune(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
