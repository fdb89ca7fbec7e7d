"""A real browser over the built site: Debian's Chromium driven by Playwright, nothing reached but this machine."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.base):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        """Go to a path of the site and wait until it is quiet."""
        response = self.page.goto(f"{self.base}/{path}", wait_until="networkidle")
        assert response is not None
        assert response.ok, f"{path}: {response.status}"
        return self.page


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
