"""How long the whole ``import`` command takes with a workbook of 200 projects: ``python -m tests.bench.intake``.

The workbook is what ``form`` prints of an invented bureau: a self-evaluation a sheet. It is imported where none of them
is known yet, then once more where all are, each time by a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PLACE = ("990001", "2025", "edu")
_PROJECTS = 324  # of two bureaus and so many that one of them has about 200 to evaluate


def _generator(*words: str) -> tuple[float, float]:
    """Run a command; seconds by the clock and of the processor."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(
        [sys.executable, "-m", "generator", *words], cwd=_ROOT, check=True, stdout=subprocess.DEVNULL, timeout=600
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used


def measured() -> tuple[int, float, tuple[float, float], tuple[float, float]]:
    """Projects and kB of the workbook; seconds (clock, processor) of the first import and of the second."""
    division, year, department = _PLACE
    with tempfile.TemporaryDirectory() as place:
        data, book = Path(place) / "data", Path(place) / "自评表.xlsx"
        size = ("--projects", str(_PROJECTS), "--years", "1", "--departments", "2", "--last-year", year)
        _generator("sample", *size, "--out", str(data))
        where = ("--division", division, "--year", year, "--department", department)
        _generator("form", *where, "--out", str(book), "--data", str(data))
        for table in (data / division / year / department).glob("self_evaluation*.csv"):
            table.unlink()
        command = ("import", str(book), "--data", str(data), "--into", str(data))
        first, again = _generator(*command), _generator(*command)
        with (data / division / year / department / "self_evaluations.csv").open(encoding="utf-8") as file:
            count = sum(1 for _ in file) - 1
        return count, book.stat().st_size / 1000, first, again


def table() -> str:
    """What was measured as Markdown."""
    count, size, first, again = measured()
    return "\n".join(
        [
            "",
            f"| import：{count} 个项目，一个项目一张工作表，{size:.0f} kB | 秒 | CPU 秒 |",
            "|---|---:|---:|",
            f"| 第一次导入 | {first[0]:.1f} | {first[1]:.1f} |",
            f"| 再导入一次 | {again[0]:.1f} | {again[1]:.1f} |",
        ]
    )


if __name__ == "__main__":
    print(table())
