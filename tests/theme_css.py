"""The theme's rules that the pages need, as ``site_src/assets/theme.css``: python -m tests.theme_css SITE (needs npm).

PurgeCSS leaves out of the theme's sheet what stands for nothing in the articles of a built site. Once a version of the
theme: a build takes the result as it is, and tests/test_styles.py says when it is out of date.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import material

from tests.conftest import ROOT

SHEET = ROOT / "site_src" / "assets" / "theme.css"
PURGECSS = "purgecss@8.0.0"
_THEME = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
# Parts of the theme that no page of this site has, though words in its texts may be called like them.
_BLOCKED = (
    "[/mermaid/,/tabbed/,/task-list/,/highlight/,/md-annotation/,/md-content/,/note/,/warning/,/example/,/^.?quote$/]"
)


def theme_sheet() -> Path:
    """The theme's own sheet, whose name tells its version."""
    (path,) = _THEME.glob("main.*.min.css")
    return path


def articles(site: Path) -> str:
    """The articles of every page of a built site."""
    found = (_ARTICLE.search(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html")))
    return "\n".join(match[0] for match in found if match)


def make(site: Path) -> None:
    """Write the sheet anew from the pages of a built site."""
    theme = theme_sheet()
    with tempfile.TemporaryDirectory() as folder:
        page, settings = Path(folder, "pages.html"), Path(folder, "purgecss.config.cjs")
        page.write_text(f'<html dir="ltr"><body>{articles(site)}</body></html>', encoding="utf-8")
        settings.write_text(
            f"module.exports = {{content: [{str(page)!r}], css: [{str(theme)!r}], output: {str(Path(folder, 'out'))!r},"
            f" variables: true, keyframes: true, fontFace: true, blocklist: {_BLOCKED}}};",
            encoding="utf-8",
        )
        Path(folder, "out").mkdir()
        command = ["npx", "--yes", PURGECSS, "--config", str(settings), "--output", str(Path(folder, "out"))]
        subprocess.run(command, cwd=folder, check=True)
        (made,) = Path(folder, "out").glob("*.css")
        text = made.read_text(encoding="utf-8")
    head = f"/* The rules of mkdocs-material's {theme.name} that pages need: python -m tests.theme_css */\n"
    SHEET.write_text(head + re.sub(r"(?<=\})", "\n", text), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
