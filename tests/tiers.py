"""Two tiers of tests, told apart by what a test asks for: only one with the fixture ``processes`` may start a process.

A site is built and a browser opened by starting processes, so their fixtures ask for this one and no list has to be
kept. ``make quick`` leaves out what has the marker of the same name, and what is marked ``thorough``; the guard stands
in both tiers.
"""

from __future__ import annotations

import multiprocessing.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROCESSES = "processes"
# The files that take longest, the longest first, so that none of them is what all others wait for at the end.
LONGEST = (
    # The first makes the site that most of the others look at, which takes a while; the next two look at none.
    # What looks at the shipped data as checked goes with the one of it that is named here.
    *("browser/test_pages.py", "test_workflows.py", "test_one_answer.py", "test_bad_tables.py"),
    *("browser/test_tasks.py", "test_publish.py", "test_contributing.py"),
    *("test_limits.py", "test_gate.py", "test_subsets.py", "browser/test_hostile.py"),
    *("browser/test_explore.py", "browser/test_search.py", "test_upload_path.py", "test_takeover.py", "test_init.py"),
    *("test_recalling.py", "test_statement.py", "test_planted.py", "test_packs.py"),
    *("test_small_counties.py", "test_held_texts.py", "test_outputs.py", "test_reader.py", "test_rules.py"),
)
_STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "os.exec"}
_running: list[pytest.Item] = []


@pytest.fixture(scope="session")
def processes() -> None:
    """Leave to start other processes; what has it is no part of the quick tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what may start processes, itself or by a fixture, and run its files first, the longest of all before them.

    Workers are given whole files, so that what a file makes for its tests is made once; the short ones come last, when
    there is no long one left to wait for.
    """
    for item in items:
        if PROCESSES in getattr(item, "fixturenames", ()):
            item.add_marker(PROCESSES)
    long = {item.path for item in items if item.get_closest_marker(PROCESSES)}
    order = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (order.get(item.path, len(order)), item.path not in long))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Remember which test runs."""
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.pop()


def _watch(event: str, _: object = None) -> None:
    if event in _STARTS and _running and not _running[-1].get_closest_marker(PROCESSES):
        # Not an Exception: the command line catches those.
        pytest.fail(f"{event}: a test that starts a process needs the fixture {PROCESSES}")


def _spawn(*words: object) -> int:
    _watch("os.posix_spawn")
    return _spawned(*words)


sys.addaudithook(_watch)
# The one way of multiprocessing that raises no such event.
_spawned, multiprocessing.util.spawnv_passfds = multiprocessing.util.spawnv_passfds, _spawn
