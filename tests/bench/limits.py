"""How long a check takes, and how much memory, of inputs beyond every limit: ``python -m tests.bench.limits``.

Each runs in a process of its own; memory is what it takes at most beyond the sound sample. Nothing is asserted here:
what must come of each is held by ``tests/test_limits.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faulty import put, sound
from tests.limits import LARGE, LIMITS

_ROOT = Path(__file__).parents[2]


def measured(data: Path) -> tuple[float, float, int]:
    """Seconds, megabytes at most, and exit code of a check."""
    command = [sys.executable, "-m", "generator", "check", "--data", str(data), "--format", "json"]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - began, used.ru_maxrss / 1024, process.returncode


def main(words: list[str]) -> None:
    """Print a table of the inputs, or of those whose names hold one of the words."""
    files = sound()
    with tempfile.TemporaryDirectory() as place:
        seconds, usual, code = measured(put(Path(place), files))
    print(f"| 12 个项目，没有错误 | {seconds:.1f} | {usual:.0f} | {code} |", flush=True)
    for one in (*LIMITS, *LARGE):
        if words and not any(word in one.name for word in words):
            continue
        with tempfile.TemporaryDirectory() as place:
            seconds, most, code = measured(put(Path(place), files | one.make(files)))
        print(f"| {one.name} | {seconds:.1f} | +{most - usual:.0f} | {code} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
