"""The memory of a process and all below it, counted once where they share it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.25  # seconds between two looks


class Memory:
    """Looks at a process and its descendants until ``stop``.

    What is added up are proportional set sizes: a page of memory that two processes share counts half for each.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._pid = process.pid
        self._sum = self._largest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[int, int]:
        """The most bytes seen: of all processes together, and of the largest; 0 where the system does not tell."""
        self._over.set()
        self._thread.join()
        return self._sum, self._largest

    def _look(self) -> None:
        while not self._over.wait(PAUSE):
            found = [_bytes(pid) for pid in _tree(self._pid)]
            self._sum, self._largest = max(self._sum, sum(found)), max(self._largest, *found)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in (PROC / str(pid) / "task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                yield from _tree(int(child))


def _bytes(pid: int) -> int:
    with suppress(OSError):  # it has ended
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
