"""What one worker is given as a whole, and what it tells of its tests.

It is given a file, or all files that look at the shipped data as checked and derived, or at the program's source: a
worker checks, or parses these once for all of its tests, which takes seconds; two workers would do it twice.

Of a test that passes it tells that it passed: to tell, too, that it began, was set up and torn down takes half the time
of thousands of tests that take next to none themselves.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.tiers import PROCESSES

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

_ROOT = Path(__file__).resolve().parents[1]
_TOGETHER = {
    "those of the shipped data": re.compile(r"\bshipped_(?:checked|derived)\b"),
    "those of the source": re.compile(r"^from tests\.(?:source|words|expressions) import", re.MULTILINE),
}


@cache
def whole(file: str) -> str:
    """The name of what a file of tests, by its path below the repository, is given out with."""
    text = (_ROOT / file).read_text(encoding="utf-8")
    return next((name for name, of_it in _TOGETHER.items() if of_it.search(text)), file)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Iterator[int]:
    """One more than there are processors where processes are started: who waits for one leaves his to another."""
    number = yield
    waiting = f"not {PROCESSES}" not in config.getoption("markexpr")
    return number + waiting if "PYTEST_XDIST_AUTO_NUM_WORKERS" not in os.environ else number


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Where tests are given out by file, give them out so."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # who runs tests in one process need not have it

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return whole(super()._split_scope(nodeid))

    return Scheduling(config, log)


def telling(event: str, data: Mapping[str, Any] | None = None) -> bool:
    """Whether something that a worker would send is of use: what is counted, shown, or went wrong."""
    if event == "logstart":
        return False
    return event != "testreport" or data is None or data["when"] == "call" or data["outcome"] != "passed"


def _sparing(send: Callable[..., None]) -> Callable[..., None]:
    """Sends what is of use only."""

    def sent(event: str, **given: Any) -> None:
        if telling(event, given.get("data")):
            send(event, **given)

    return sent


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Have a worker send what is of use; everything where somebody asks how long each part of a test takes."""
    options = session.config.option
    asked = options.durations is not None or options.verbose > 0 or options.xmlpath
    if asked or not hasattr(session.config, "workerinput"):
        return
    from xdist.remote import WorkerInteractor

    for worker in session.config.pluginmanager.get_plugins():
        if isinstance(worker, WorkerInteractor):
            worker.sendevent = _sparing(worker.sendevent)  # type: ignore[method-assign]
