"""Measure whole builds of the invented district beside plain MkDocs and Hugo over equivalent pages, in one run.

``python -m tests.bench [--sizes 1000,4000,20000] [--keep FOLDER]`` prints a Markdown table and writes nothing else.
A size is a number of project-years; each has twelve indicators on average. Figures of one run are compared with each
other only: machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench import intake, pages, rules, stamp
from tests.bench.memory import Memory

ROOT = Path(__file__).resolve().parents[2]
YEARS = 4
DEPARTMENTS = 40


def main() -> int:
    """Run every size and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,4000,20000")
    parser.add_argument("--plain", type=int, default=10**9, help="largest size the other generators build as well")
    parser.add_argument("--keep", type=Path, help="keep the data and sites below this folder")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return _child(Path(options.child[0]), Path(options.child[1]))
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        results = [_measure(int(size), folder / size, int(size) <= options.plain) for size in options.sizes.split(",")]
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(_table(results))
    print(_rules(rules.measure()))
    print(intake.table())
    return 0


def _rules(measured: dict[str, Any]) -> str:
    """The rules beside stock frictionless as Markdown."""
    rows = (
        ("指标行数（目标／合计）", f"{measured['goal_indicators']:,}／{measured['indicators']:,}"),
        ("各表总行数", f"{measured['rows']:,}"),
        ("规则与关注项（条）", f"{measured['rules']}"),
        ("全部规则（秒）", f"{measured['rules_seconds']:.2f}"),
        ("原版 frictionless validate 同样的表（秒）", f"{measured['frictionless_seconds']:.2f}"),
        ("规则 ÷ frictionless", f"{measured['ratio']:.2f}"),
    )
    return "\n".join(["", "| 规则 | |", "|---|---:|", *(f"| {title} | {cell} |" for title, cell in rows)])


def _measure(size: int, folder: Path, plain: bool) -> dict[str, Any]:
    """Build one size with each tool; seconds, bytes and peak memory."""
    print(f"{size} project-years …", file=sys.stderr, flush=True)
    data, out = folder / "data", folder / "public"
    _generator("sample", "--projects", str(size // YEARS), "--years", str(YEARS), "--departments", str(DEPARTMENTS),
               "--seed", "1", "--last-year", "2024", "--out", str(data))  # fmt: skip
    child = [sys.executable, "-m", "tests.bench", "--child", str(data), str(out)]
    with subprocess.Popen(child, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        memory = Memory(process)
        printed, _ = process.communicate()
    if process.returncode:
        raise SystemExit(process.returncode)
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    result["memory"], result["largest"] = memory.stop()
    result["size"] = len(list((out / "projects" / "990001").glob("*/*/index.html")))
    result["stamp"] = stamp.measure(data)
    if not plain:
        return result
    markdown = folder / "markdown"
    pages.write_mkdocs(ROOT, out, markdown)
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q"]
    result["mkdocs"], _ = _timed(mkdocs, markdown)
    every = folder / "markdown-every"
    result["every"] = pages.write_mkdocs(ROOT, out, every, pages.EVERY)
    result["mkdocs_every"], _ = _timed(mkdocs, every)
    if hugo := shutil.which("hugo"):
        site = folder / "hugo"
        pages.write_hugo(out, markdown / "docs" / "projects", site)
        result["hugo"], result["hugo_cpu"] = _timed([hugo, "--quiet"], site)
    return result


def _generator(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "generator", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds by the clock, and seconds that all cores together worked."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _child(data: Path, out: Path) -> int:
    """One whole build in a process of its own, so that its memory can be read."""
    from generator.check import check
    from generator.cli.console import Stages
    from generator.load import load
    from generator.publish import build

    stages = Stages()
    start = time.perf_counter()
    with stages("读取数据"):
        loaded = load(data)
    with stages("检查数据"):
        checked = check(loaded, today=date(2026, 11, 20))
    rows, errors = checked.rows, checked.count("error")
    handed = [checked]
    del loaded, checked  # as the command line does
    built = build(handed.pop(), root=ROOT, out=out, stage=stages)
    total = time.perf_counter() - start
    print(
        json.dumps(
            {
                "rows": rows,
                "errors": errors,
                "stages": stages.seconds,
                "total": total,
                "pages": built.pages,
                "files": built.files,
                "bytes": built.size,
            }
        )
    )
    return 0


def _table(results: list[dict[str, Any]]) -> str:
    """The figures as Markdown: a column a size."""
    names = list(results[0]["stages"])
    rows: list[tuple[str, list[str]]] = [
        ("数据行数", [f"{one['rows']:,}" for one in results]),
        ("页数", [f"{one['pages']:,}" for one in results]),
        ("文件数", [f"{one['files']:,}" for one in results]),
        ("字节（MB）", [f"{one['bytes'] / 1e6:,.0f}" for one in results]),
        *((f"{name}（秒）", [f"{one['stages'][name]:.2f}" for one in results]) for name in names),
        ("全程（秒）", [f"{one['total']:.1f}" for one in results]),
        ("每条记录（毫秒）", [f"{one['total'] / one['size'] * 1000:.2f}" for one in results]),
        ("每条记录，与最小规模之比", [f"{_each(one) / _each(results[0]):.2f}" for one in results]),
        ("内存峰值，最大的一个进程（MB）", [f"{one['largest'] / 1e6:,.0f}" for one in results]),
        ("内存峰值，全部进程合计（MB）", [f"{one['memory'] / 1e6:,.0f}" for one in results]),
        ("mkdocs build 只建项目页（秒）", _cells(results, "mkdocs", lambda one: f"{one['mkdocs']:.1f}")),
        (
            "全程 ÷ mkdocs build 只建项目页",
            _cells(results, "mkdocs", lambda one: f"{one['total'] / one['mkdocs']:.2f}"),
        ),
        (
            "mkdocs build 建全部页面（秒；页）",
            _cells(results, "mkdocs", lambda one: f"{one['mkdocs_every']:.1f}；{one['every']:,}"),
        ),
        (
            "全程 ÷ mkdocs build 建全部页面",
            _cells(results, "mkdocs", lambda one: f"{one['total'] / one['mkdocs_every']:.2f}"),
        ),
        ("盖一张项目页（CPU 毫秒）", [f"{one['stamp']['milliseconds']:.3f}" for one in results]),
        ("项目页平均大小（kB）", [f"{one['stamp']['bytes'] / 1000:.1f}" for one in results]),
        (
            "hugo 同等页面（秒；CPU 秒）",
            _cells(results, "hugo", lambda one: f"{one['hugo']:.1f}；{one['hugo_cpu']:.1f}"),
        ),
        ("盖一页 ÷ hugo 一页", _cells(results, "hugo", lambda one: f"{_stamp(one) / _hugo(one):.2f}")),
        ("填充页面全部 ÷ hugo 一页", _cells(results, "hugo", lambda one: f"{_fill(one) / _hugo(one):.2f}")),
    ]
    head = f"日期 {date.today()}，{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}。\n"
    lines = ["| 项目年度 | " + " | ".join(f"{one['size']:,}" for one in results) + " |"]
    lines.append("|---" + "|---:" * len(results) + "|")
    lines += [f"| {title} | " + " | ".join(cells) + " |" for title, cells in rows]
    return "\n".join([head, *lines])


def _cells(results: list[dict[str, Any]], key: str, show: Callable[[dict[str, Any]], str]) -> list[str]:
    """A row's cells; a dash where the size was not built that way."""
    return [show(one) if key in one else "—" for one in results]


def _stamp(result: dict[str, Any]) -> float:
    """Milliseconds of stamping a record page."""
    return float(result["stamp"]["milliseconds"])


def _fill(result: dict[str, Any]) -> float:
    """Milliseconds a page of the whole stage: stamping, writing, hashing, reading links, feeding the search."""
    return float(result["stages"]["填充页面"] / result["pages"] * 1000)


def _hugo(result: dict[str, Any]) -> float:
    """Milliseconds a page that Hugo takes by the clock, on all cores."""
    return float(result["hugo"] / result["size"] * 1000)


def _each(result: dict[str, Any]) -> float:
    return float(result["total"] / result["size"])


if __name__ == "__main__":
    sys.exit(main())
