"""The guard of the quick tests: a test without the fixture ``processes`` can start none, by whichever way."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tiers import LONGEST, PROCESSES
from tests.workers import telling, whole


def forked() -> None:
    if not os.fork():
        os._exit(0)


def branched(method: str) -> None:
    process = multiprocessing.get_context(method).Process(target=print)
    process.start()
    process.join()


def awaited() -> None:
    """In a thread of its own: a browser that another test has opened keeps a loop running in this one."""

    async def waited() -> None:
        await (await asyncio.create_subprocess_exec("true")).wait()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(waited())).result()


WAYS: dict[str, Callable[[], object]] = {
    "run": lambda: subprocess.run(["true"], check=True),
    "pipe": lambda: os.popen("true").close(),  # noqa: S605
    "shell": lambda: os.system("true"),  # noqa: S605
    "fork": forked,
    "posix_spawn": lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0),
    "multiprocessing fork": lambda: branched("fork"),
    "multiprocessing spawn": lambda: branched("spawn"),
    "asyncio": awaited,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_quick_test_starts_no_process(way: str, request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker(PROCESSES) is None
    with pytest.raises(pytest.fail.Exception, match=f"needs the fixture {PROCESSES}"):
        WAYS[way]()


def test_what_asks_for_the_fixture_may_and_is_no_quick_test(processes: None, request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker(PROCESSES) is not None
    for way in WAYS.values():
        way()


def test_a_mistake_that_the_command_line_would_catch_is_seen() -> None:
    """The guard is no ``Exception``: what catches all of these lets it through."""
    with pytest.raises(pytest.fail.Exception), suppress(Exception):
        subprocess.run(["true"], check=True)


@pytest.mark.usefixtures("processes")
def test_what_needs_a_browser_or_a_built_site_is_not_quick() -> None:
    """All of these ask for one of the two, and for the leave by it."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-m", f"not {PROCESSES}"]
    done = subprocess.run([*command, "tests/browser"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout
    assert "deselected" in done.stdout


def test_the_longest_files_come_first_and_each_as_a_whole(request: pytest.FixtureRequest) -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
    paths = [one.path for one in request.session.items]
    wanted = [path for path in (ROOT / "tests" / name for name in LONGEST) if path in paths]
    files = [path for path, _ in groupby(paths)]
    assert files[: len(wanted)] == wanted
    assert len(files) == len(set(files)), "a worker is given whole files"


def test_files_that_look_at_the_shipped_data_as_checked_are_given_out_together() -> None:
    assert whole("tests/test_method.py") == whole("tests/test_packs.py") != whole("tests/test_tiers.py")
    assert whole("tests/test_words.py") == whole("tests/test_architecture.py") != whole("tests/test_method.py")


def test_a_worker_tells_what_went_wrong_and_that_a_test_passed() -> None:
    told = {
        (when, outcome)
        for when in ("setup", "call", "teardown")
        for outcome in ("passed", "failed", "skipped")
        if telling("testreport", {"when": when, "outcome": outcome})
    }
    assert told == {(when, outcome) for when in ("setup", "teardown") for outcome in ("failed", "skipped")} | {
        ("call", outcome) for outcome in ("passed", "failed", "skipped")
    }
    assert telling("runtest_protocol_complete")
    assert not telling("logstart")


WRONG = """
import pytest

@pytest.fixture
def begun():
    raise ValueError("at the beginning")

@pytest.fixture
def ended():
    yield
    raise ValueError("at the end")

def test_begin(begun): pass
def test_end(ended): pass
def test_wrong(): assert 1 == 2
def test_right(): pass
@pytest.mark.skip(reason="not today")
def test_skipped(): pass
"""


@pytest.mark.usefixtures("processes")
def test_what_goes_wrong_before_and_after_a_test_is_told_by_a_worker(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.workers import pytest_sessionstart\n", encoding="utf-8")
    (tmp_path / "test_wrong.py").write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-n", "1", "--rootdir", str(tmp_path), "-c", os.devnull]
    done = subprocess.run([*command, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "1 failed, 2 passed, 1 skipped, 2 errors" in done.stdout, done.stdout + done.stderr
    for words in ("at the beginning", "at the end", "assert 1 == 2", "not today"):
        assert words in done.stdout
