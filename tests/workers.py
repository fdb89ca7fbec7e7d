"""What one worker is given as a whole: a file, and all files that look at the shipped data as checked and derived.

A worker checks them once for all of its tests, which takes seconds; two workers would do it twice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tiers import PROCESSES

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

_ROOT = Path(__file__).resolve().parents[1]
_SHIPPED = re.compile(r"\bshipped_(?:checked|derived)\b")


@cache
def whole(file: str) -> str:
    """The name of what a file of tests, by its path below the repository, is given out with."""
    text = (_ROOT / file).read_text(encoding="utf-8")
    return "those of the shipped data" if _SHIPPED.search(text) else file


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
