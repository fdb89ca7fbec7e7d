"""A real browser over the built site: Debian's Chromium driven by Playwright, nothing reached but this machine."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Visit:
    """One page opened in the browser, and everything it complained about or asked of others."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._asked: set[Request] = set()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._ask)
        page.on("requestfinished", lambda request: self._asked.discard(request))
        page.on("requestfailed", self._fail)

    def _ask(self, request: Request) -> None:
        self._asked.add(request)
        if urlsplit(request.url).scheme not in ("data", "blob") and not request.url.startswith(self.base):
            self.foreign.append(request.url)

    def _fail(self, request: Request) -> None:
        self._asked.discard(request)
        if request.failure != "net::ERR_ABORTED":  # the reader went on to another page before it was there
            self.errors.append(f"failed: {request.url}: {request.failure}")

    def open(self, path: str) -> Page:
        """Go to a path of the site and wait until it is quiet: its scripts have run, and what they asked for is there.

        Playwright's ``networkidle`` waits for half a second of silence, a third of the time of a visit.
        """
        response = self.page.goto(f"{self.base}/{path}", wait_until="load")
        assert response is not None
        assert response.ok, f"{path}: {response.status}"
        deadline = time.monotonic() + 30
        idle(self.page)
        while self._asked:
            assert time.monotonic() < deadline, f"{path} still waits for {[one.url for one in self._asked]}"
            idle(self.page)
        return self.page


def idle(page: Page) -> None:
    """Wait until the page's scripts have nothing to do."""
    page.evaluate("() => new Promise(done => requestIdleCallback(() => done(), {timeout: 1000}))")


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve a folder on the loopback address; returns the server and its address without a final slash."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def chromium() -> str | None:
    """Where the browser is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser(processes: None) -> Iterator[Browser]:
    program = chromium()
    if not program:
        message = "browser tests need Debian's chromium (apt-get install chromium) or CHROMIUM=/path"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(shipped_site: Path) -> Iterator[str]:
    """The shipped site, served below a sub-path as portals do it."""
    top = shipped_site.parent / "served"
    top.mkdir(exist_ok=True)
    link = top / "jixiao"
    if not link.exists():
        link.symlink_to(shipped_site, target_is_directory=True)
    server, base = serve(top)
    yield f"{base}/jixiao"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[1280, 390], ids=["1280px", "390px"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    yield Visit(context.new_page(), address)
    context.close()
