"""填报自查 in a real browser: one click, this site only, nobody asked while a file is read, what the command finds."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.cli.main import main
from tests.browser.conftest import _Handler
from tests.printed import Look, workbook
from tests.shipped import DATA
from tests.site_fixture import EPOCH
from tests.test_intake_files import _office
from tests.test_intake_forms import LOOKS
from tests.test_selfcheck import FILE, SPOILED, elsewhere, spoiled

TODAY = "2026-11-20"  # of EPOCH
MOST = 8_000_000  # bytes from click to result
# The policy of the pages as a server would send it with the worker, which a page's own does not reach.
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
GOOD = workbook(Look(code_before_name=True))[0].content


@dataclass
class Served:
    """A site as a plain server gives it, uncompressed, and what was asked of it."""

    base: str
    asked: dict[str, int] = field(default_factory=dict)  # path → bytes


@pytest.fixture(scope="module")
def served(shipped_site: Path) -> Iterator[Served]:
    served = Served(base="")

    class Handler(_Handler):
        def send_head(self) -> Any:
            path = Path(self.translate_path(self.path))
            served.asked[self.path] = path.stat().st_size if path.is_file() else 0
            return super().send_head()

        def end_headers(self) -> None:
            if self.path.endswith("worker.js"):
                self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(shipped_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.base = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    foreign: list[str] = []
    context.on("request", lambda one: foreign.append(one.url) if not one.url.startswith(served.base) else None)
    page.goto(f"{served.base}/self-check/", wait_until="load")
    expect(page.locator(".desk-drop")).to_be_visible()
    yield page
    context.close()
    assert [one for one in foreign if not one.startswith("blob:")] == []


def given(page: Page, *files: tuple[str, bytes]) -> None:
    page.set_input_files("#desk-files", [{"name": name, "mimeType": "", "buffer": content} for name, content in files])


def test_nothing_is_fetched_before_the_click_and_nothing_while_a_file_is_read(
    page: Page, served: Served, tmp_path: Path
) -> None:
    assert not [one for one in served.asked if one.endswith((".bin", "worker.js")) or "pyodide" in one]
    served.asked.clear()
    given(page, (FILE, GOOD))
    verdict = page.locator(".desk-verdict")
    expect(verdict).to_have_text("没有发现问题，可以交。", timeout=90_000)
    assert 5_000_000 < sum(served.asked.values()) <= MOST
    expect(page.locator(".desk-result")).to_contain_text("认表：1 个文件里认出 1 份表")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载整理好的表（ZIP）").click()
    assert download.value.suggested_filename == "整理好的表.zip"
    out = tmp_path / "表.zip"
    (tmp_path / FILE).write_bytes(GOOD)
    assert main(["selfcheck", str(tmp_path / FILE), "--data", str(DATA), "--out", str(out)]) == 0
    assert Path(download.value.path()).read_bytes()[:30] == out.read_bytes()[:30]
    served.asked.clear()
    given(page, ("<img src=x onerror=alert(1)>.xlsx", spoiled(SPOILED["a mobile in a text"])))
    expect(verdict).to_contain_text("要先改好", timeout=90_000)
    expect(page.locator(".desk-found")).to_contain_text("含有疑似手机号码「138…00」")
    expect(page.locator(".desk-found")).to_contain_text("<img src=x onerror=alert(1)>.xlsx「表1」")
    assert served.asked == {}


def test_the_second_visit_has_the_parts_in_store(page: Page, served: Served) -> None:
    served.asked.clear()
    page.reload(wait_until="load")
    given(page, (FILE, GOOD))
    expect(page.locator(".desk-verdict")).to_have_text("没有发现问题，可以交。", timeout=90_000)
    assert not [one for one in served.asked if ".bin" in one]


def test_python_starts_while_a_file_is_still_looked_for(page: Page, served: Served) -> None:
    page.reload(wait_until="load")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("选文件查一遍").click()
    expect(page.locator(".desk-status")).to_have_text("检查程序装好了，可以选文件了。", timeout=90_000)
    served.asked.clear()
    chooser.value.set_files([{"name": FILE, "mimeType": "", "buffer": GOOD}])
    expect(page.locator(".desk-verdict")).to_have_text("没有发现问题，可以交。", timeout=90_000)
    assert served.asked == {}


def workbooks(tmp_path: Path) -> dict[str, bytes]:
    """Workbooks of the tests of import, old and new, and a list."""
    files = {f"{number}.xlsx": workbook(look)[0].content for number, look in enumerate(LOOKS)}
    files |= {f"{name}.xlsx": spoiled(spoil) for name, spoil in SPOILED.items()}
    files["旁边.xlsx"] = spoiled(elsewhere, Look(code_before_name=True, persons=True))
    files["旧.xls"] = _office(GOOD, "旧.xlsx", "xls", tmp_path)
    files["目标.csv"] = (DATA / "990001" / "2025" / "edu" / "goals.csv").read_bytes()
    files["坏.xlsx"] = GOOD[:2_000]
    files["空.csv"] = b""
    return files


def test_the_browser_finds_what_the_command_finds(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    given_files = workbooks(tmp_path)
    here = {}
    for name, content in given_files.items():
        (tmp_path / name).write_bytes(content)
        capsys.readouterr()
        main(["selfcheck", str(tmp_path / name), "--data", str(DATA), "--format", "json"])
        here[name] = json.loads(capsys.readouterr().out)
    there = page.evaluate(
        """async ([files, today]) => {
          const worker = new Worker("../assets/selfcheck/worker.js", {type: "module"});
          const told = {};
          for (const [name, numbers] of files) {
            const answer = new Promise((done) => {
              worker.onmessage = ({data}) => { if (data.kind === "told" || data.kind === "failed") done(data); };
            });
            const content = Uint8Array.from(numbers).buffer;
            worker.postMessage({kind: "examine", names: [name], contents: [content], today, asked: {}});
            const found = await answer;
            told[name] = found.told || found.message;
          }
          worker.terminate();
          return told;
        }""",
        [[(name, list(content)) for name, content in given_files.items()], TODAY],
    )
    assert there == here
    assert sum(bool(one["stops"]) for one in here.values()) > 8
    assert here["旧.xls"]["stops"] == 0
    assert here["旧.xls"]["forms"][0]["values"]
