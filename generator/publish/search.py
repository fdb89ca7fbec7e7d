"""The search index: Pagefind, run by its command over the finished pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.errors import UserError
from generator.publish.theme import last_words

FOLDER = "pagefind"
# Pagefind's ready-made interfaces, which this site does not load: it has its own search page in Chinese.
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")


def run_pagefind(site: Path) -> None:
    """Index the pages below ``site`` into ``site/pagefind``; UserError with Pagefind's own words if it fails."""
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(site),
        "--output-subdir",
        FOLDER,
        "--force-language",
        "zh",
    ]
    done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (site / FOLDER / "pagefind.js").is_file():
        raise UserError("Pagefind 没有建成检索索引。", last_words(done))
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
