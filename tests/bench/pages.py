"""Equivalent pages for other generators: each published record page turned back into Markdown, tables and all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_CELL_END = ("td", "th")


PROJECTS = "projects/990001/*/*/index.html"
EVERY = "**/index.html"


def write_mkdocs(root: Path, public: Path, folder: Path, which: str = PROJECTS) -> int:
    """A MkDocs project in the site's own configuration: a Markdown page for each published page that matches ``which``.

    None of them is in the navigation. Returns their number.
    """
    docs = folder / "docs"
    shutil.copytree(root / "site_src" / "assets", docs / "assets")
    (docs / "index.md").write_text("# 预算绩效公开\n", encoding="utf-8")
    number = 0
    for path, text in _pages(public, which):
        target = docs / (path.with_suffix(".md") if path.name else "index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        number += 1
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    config = (
        config[: config.index("\nnav:")].replace("docs_dir: site_src", "docs_dir: docs").replace("strict: true", "")
    )
    config += "\nnav:\n  - 首页: index.md\nnot_in_nav: |\n  *.md\n"
    config = re.sub(r"\n  custom_dir: .*", "", config)
    # MkDocs as it comes: with its own search, since the build it is compared with makes one too.
    config = config.replace("plugins: []", "plugins: [search]")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return number


def write_hugo(public: Path, markdown: Path, folder: Path) -> None:
    """A Hugo site of the same Markdown in the same chrome."""
    (folder / "layouts" / "_default").mkdir(parents=True)
    sample = next((public / "projects" / "990001").glob("*/*/index.html")).read_text(encoding="utf-8")
    chrome = _ARTICLE.sub("<article>{{ .Content }}</article>", sample, count=1)
    (folder / "layouts" / "_default" / "single.html").write_text(chrome, encoding="utf-8")
    shutil.copytree(markdown, folder / "content" / "projects")
    (folder / "config.toml").write_text(
        'baseURL = "https://example.org/"\n'
        'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n",
        encoding="utf-8",
    )


def _pages(public: Path, which: str) -> Iterator[tuple[Path, str]]:
    for page in sorted(public.glob(which)):
        match = _ARTICLE.search(page.read_text(encoding="utf-8"))
        if match:
            yield page.parent.relative_to(public), _markdown(match[0])


class _Writer(HTMLParser):
    """Headings, paragraphs and tables as Markdown; everything else as its text."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._text: list[str] = []
        self._row: list[str] = []
        self._rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "p", "li", "dt", "dd", "table", "tr", "td", "th"):
            self._flush()
        if tag == "table":
            self._rows = 0
        if tag == "tr":
            self._row = []

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELL_END:
            self._row.append(" ".join("".join(self._text).split()).replace("|", "\\|"))
            self._text = []
        elif tag == "tr" and self._row:
            self.lines.append("| " + " | ".join(self._row) + " |")
            if self._rows == 0:
                self.lines.append("|" + "---|" * len(self._row))
            self._rows += 1
        elif tag in ("h1", "h2", "h3"):
            self._flush("#" * int(tag[1]) + " ")
        elif tag == "li":
            self._flush("- ")
        elif tag in ("p", "dt", "dd"):
            self._flush()
        elif tag == "table":
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _flush(self, prefix: str = "") -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.lines += [prefix + unescape(text), ""]


def _markdown(article: str) -> str:
    writer = _Writer()
    writer.feed(article)
    writer.close()
    title = next((line for line in writer.lines if line.startswith("# ")), "# ").removeprefix("# ")
    return "\n".join(["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---", "", *writer.lines]) + "\n"
