"""A real browser over the built site: Debian's Chromium driven by Playwright, nothing reached but this machine."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
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


WIDTHS = (1280, 390)


class Visit:
    """One page opened in the browser, and everything it complained about or asked of others."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._asked: set[Request] = set()
        self._heard: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self.errors.append(message.text) if message.type == "error" else None,
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": self._ask,
            "requestfinished": lambda request: self._asked.discard(request),
            "requestfailed": self._fail,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)

    def leave(self) -> None:
        """Hear no more of the page, which is for the next visit, and let go what it showed and kept."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        if self.page.url.startswith(self.base):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.unroute_all()
        self.page.emulate_media(media="null")  # who looked at paper leaves a screen
        self.page.goto("about:blank")

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


def arrive(page: Page, selector: str) -> None:
    """Wait until a page that was opened has one such element: ``expect`` looks ever more seldom, this in each frame.

    Not for what a click changes: that may not have begun.
    """
    page.wait_for_function("what => document.querySelectorAll(what).length === 1", arg=selector)


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a page asks for a dozen files: not over a connection and by a thread for each
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def serve(
    folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = _Handler
) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve a folder on the loopback address; returns the server and its address without a final slash."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def chromium() -> str | None:
    """Where the browser is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def _windowless() -> str | None:
    """The same browser built without windows, where it is installed: it draws the same pages for a third less."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or chromium()


@pytest.fixture(scope="session")
def browser(processes: None) -> Iterator[Browser]:
    program = _windowless()
    if not program:
        message = "browser tests need Debian's chromium (apt-get install chromium-headless-shell) or CHROMIUM=/path"
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


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A window for each way of looking, by the options of its context; opening one takes as long as reading a page."""
    opened: dict[str, Page] = {}

    def window(**options: Any) -> Page:
        key = repr(sorted(options.items()))
        if key not in opened:
            opened[key] = browser.new_context(**options).new_page()
        return opened[key]

    yield window
    for page in opened.values():
        page.context.close()


@contextmanager
def through(window: Page, address: str) -> Iterator[Visit]:
    """A visit in a window that others looked through before: it has their files in store, and nothing else of them."""
    visit = Visit(window, address)
    try:
        yield visit
    finally:
        visit.leave()


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def glance(request: pytest.FixtureRequest, windows: Callable[..., Page], address: str) -> Iterator[Visit]:
    """A visit that changes nothing of its window."""
    with through(windows(viewport={"width": request.param, "height": 900}, locale="zh-CN"), address) as visit:
        yield visit


@pytest.fixture
def wide(windows: Callable[..., Page], address: str) -> Iterator[Visit]:
    """The same in a wide window alone."""
    with through(windows(viewport={"width": 1280, "height": 900}, locale="zh-CN"), address) as visit:
        yield visit


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def visit(request: pytest.FixtureRequest, windows: Callable[..., Page], address: str) -> Iterator[Visit]:
    """A visit in the same windows that may set up its own as it likes: it is put right again."""
    window = windows(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    with through(window, address) as visit:
        yield visit
        window.set_viewport_size({"width": request.param, "height": 900})
        window.emulate_media(media="null", color_scheme="light")


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def newcomer(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """A visit of somebody who was never here, and has nothing of the site in store."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    yield Visit(context.new_page(), address)
    context.close()
