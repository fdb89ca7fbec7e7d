"""Measure the search of a built site in a real browser: what is found, in which order, and what it costs a reader.

``python -m tests.bench.search PUBLIC [--words 200]`` takes words out of the middle of titles, looks each up, and prints
a Markdown table. Files are served as they are, without compression, but where the table says otherwise.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium, serve
from tests.browser.titles import look_up, middles, titles_of
from tests.quality import Compressed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("public", type=Path, help="a built site")
    parser.add_argument("--words", type=int, default=200)
    options = parser.parse_args()
    titles = titles_of(options.public)
    records = [title for path, title in titles.items() if path.startswith(("projects/", "evaluations/"))]
    words = middles(records, options.words)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        (Path(folder) / "jixiao").symlink_to(options.public.resolve(), target_is_directory=True)
        server, base = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows = [("页面（收入检索的）", f"{len(titles):,}"), ("其中项目与评价", f"{len(records):,}")]
        rows += _first(browser.new_context(locale="zh-CN").new_page(), f"{base}/jixiao", words[0])
        packing, packed = serve(Path(folder), Compressed)
        [first, *_] = _first(browser.new_context(locale="zh-CN").new_page(), f"{packed}/jixiao", words[0])
        rows.append((first[0].replace("kB", "kB，服务器压缩文本"), first[1]))
        rows += _words(browser.new_context(locale="zh-CN").new_page(), f"{base}/jixiao", words, titles)
        browser.close()
        for one in (server, packing):
            one.shutdown()
            one.server_close()
    print("| 检索 | |\n|---|---:|")
    for title, value in rows:
        print(f"| {title} | {value} |")


def _received(page: Page) -> list[tuple[str, float]]:
    """A list that grows by (address, bytes on the wire) with each file the page receives."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    received: list[tuple[str, float]] = []

    def sent(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"]

    session.on("Network.requestWillBeSent", sent)
    session.on(
        "Network.loadingFinished",
        lambda event: received.append((names.get(event["requestId"], ""), event["encodedDataLength"])),
    )
    return received


def _first(page: Page, base: str, word: str) -> list[tuple[str, str]]:
    """The first search of a reader who has read another page before."""
    page.goto(f"{base}/projects/", wait_until="networkidle")
    received = _received(page)
    start = time.perf_counter()
    page.goto(f"{base}/search/?q={quote(word)}")
    page.wait_for_selector(".hit")
    seconds = time.perf_counter() - start
    early = sum(size for _, size in received)
    page.wait_for_load_state("networkidle")
    index = sum(size for name, size in received if "/pagefind/" in name)
    whole = sum(size for _, size in received)
    return [
        ("第一次检索：到第一条结果（kB）", f"{early / 1000:.0f}"),
        ("第一次检索：连同筛选用的数据（kB）", f"{whole / 1000:.0f}"),
        ("其中索引（kB）", f"{index / 1000:.0f}"),
        ("第一次检索：到第一条结果（秒）", f"{seconds:.2f}"),
    ]


def _words(page: Page, base: str, words: list[str], titles: dict[str, str]) -> list[tuple[str, str]]:
    page.goto(f"{base}/search/", wait_until="networkidle")
    received = _received(page)
    missing = late = 0
    sizes, times = [], []
    for word in words:
        received.clear()
        start = time.perf_counter()
        found = look_up(page, word, 10)
        times.append(time.perf_counter() - start)
        sizes.append(sum(size for _, size in received) / 1000)
        found = look_up(page, word)
        wanted = {path for path, title in titles.items() if word in title}
        missing += not wanted <= set(found)
        late += set(found[: len(wanted)]) != wanted
    return [
        ("词", f"{len(words)}"),
        ("有记录没有找到的词", f"{missing}"),
        ("找到的不排在最前的词", f"{late}"),
        ("以后每次检索，前十条（kB，中位数）", f"{statistics.median(sizes):.0f}"),
        ("以后每次检索，前十条（kB，最大）", f"{max(sizes):.0f}"),
        ("以后每次检索（毫秒，中位数）", f"{statistics.median(times) * 1000:.0f}"),
        ("以后每次检索（毫秒，最大）", f"{max(times) * 1000:.0f}"),
    ]


if __name__ == "__main__":
    main()
