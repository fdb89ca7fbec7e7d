"""Running MkDocs over ``site_src``: the shells and every page without data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.core import addresses
from generator.core.errors import UserError
from generator.pages import PageSource
from generator.publish.csp import with_policy

# What the theme ships and this site never loads: its own search (Pagefind serves instead) and source maps.
_UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
_HEADER_END = re.compile(r"(?=</nav>\s*</header>)")
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_SEARCH_PAGE = f"{addresses.SEARCH}index.html"
_LENS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<path d="M10 4a6 6 0 1 0 3.5 10.9l4.8 4.8 1.4-1.4-4.8-4.8A6 6 0 0 0 10 4m0 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8"/></svg>'
)
_SEARCH_BOX = f"""\
<form class="find" role="search" action="@root@{addresses.SEARCH}" method="get">
<label for="find">检索</label>
<input class="find-box" id="find" name="q" type="search" placeholder="检索项目、部门、评价" autocomplete="off" \
enterkeyhint="search" aria-keyshortcuts="/">
<button type="submit" aria-label="检索">{_LENS}</button>
</form>
<a class="md-header__button md-icon find-link" href="@root@{addresses.SEARCH}" \
aria-label="检索" title="检索">{_LENS}</a>
"""


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """The built pages before any data: built file → HTML with its policy, and the address the site is published at."""

    pages: dict[str, str]
    site_url: str


def build_skeleton(root: Path, out: Path, sources: Iterable[PageSource]) -> Skeleton:
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
    pages["404.html"] = _not_found(out / "404.html", pages["404.html"], urlsplit(site_url).path)
    for unused in _UNUSED:
        shutil.rmtree(out / unused, ignore_errors=True)
    for map_ in out.rglob("*.map"):
        map_.unlink()
    for name in ("sitemap.xml", "sitemap.xml.gz"):  # knows nothing of the records and carries today's date
        (out / name).unlink(missing_ok=True)
    pages = {file: _tight(with_search(html, file, urlsplit(site_url).path)) for file, html in pages.items()}
    return Skeleton(pages={file: with_policy(html, file) for file, html in pages.items()}, site_url=site_url)


def with_search(html: str, file: str, base: str) -> str:
    """A built page with the search box in its header; the search page has its own, and narrow screens show the link."""
    if file == _SEARCH_PAGE:
        return html
    root = base if file == "404.html" else "../" * file.count("/")
    html, count = _HEADER_END.subn(_SEARCH_BOX.replace("@root@", root), html, count=1)
    if not count:
        raise UserError(f"页面 {file} 没有页眉，放不进检索框。", "主题升级后，请核对 generator/publish/theme.py。")
    return html


def _tight(html: str) -> str:
    """A page without the indents around its article: a sixth of each page's bytes."""
    start, end = html.index("<article"), html.rindex("</article>")
    return _INDENT.sub("\n", html[:start]) + html[start:end] + _INDENT.sub("\n", html[end:])


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


def _not_found(path: Path, page: str, base: str) -> str:
    """The theme's own 404 page, whose links hold at any depth, with the text of ``site_src/404.md``."""
    article = _ARTICLE.search(page)
    theirs = path.read_text(encoding="utf-8")
    path.unlink()
    if not article or not _ARTICLE.search(theirs):
        raise UserError("404 页面没有正文。", "请检查 site_src/404.md。")
    text = article[0].replace('href="../', f'href="{base}')
    return _ARTICLE.sub(lambda _: text, theirs, count=1)


def _prune(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
