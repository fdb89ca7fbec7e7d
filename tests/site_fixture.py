"""The shipped data, built once a session by the real command: what whole-site and browser tests look at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EPOCH = "1795132800"  # 2026-11-20


def run_build(data: Path, out: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m generator build`` in a process of its own."""
    command = [sys.executable, "-m", "generator", "build", "--data", str(data), "--out", str(out)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site built from the repository's data; not to be changed."""
    out = tmp_path_factory.mktemp("site") / "public"
    done = run_build(ROOT / "data", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out
