"""Running MkDocs over ``site_src``: the shells and every page without data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from generator.errors import UserError


def run_mkdocs(root: Path, out: Path) -> None:
    """Build ``root/mkdocs.yml`` into ``out``; UserError with MkDocs's own words if it fails."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(out)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise UserError("MkDocs 没有建成页面骨架。", (done.stderr or done.stdout).strip())
