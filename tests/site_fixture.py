"""The shipped data, built once a session by the real command: what whole-site and browser tests look at."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shipped import DATA

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


def made_once(name: str, make: Callable[[Path], None], temporary: pytest.TempPathFactory) -> Path:
    """A folder that one of the workers makes and all of them read; whoever comes meanwhile waits for it.

    The system lets the lock go when a worker dies, and the next one begins anew.
    """
    top = temporary.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a folder of its own in that of the session
        top = top.parent
    with (top / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (top / name).exists():
            unfinished = temporary.mktemp(name) / name
            make(unfinished)
            unfinished.rename(top / name)
    return top / name


def build_shipped(out: Path) -> None:
    """Build the repository's data; elsewhere, another day and under other settings it has to come out the same."""
    done = run_build(DATA, out, TZ="Asia/Shanghai", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def shipped_site(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site built from the repository's data; not to be changed."""
    return made_once("public", build_shipped, tmp_path_factory)
