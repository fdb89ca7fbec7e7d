"""The pictures of the guide for bureaus, made from the real thing: python -m tests.pictures (LibreOffice, Chromium).

``python -m tests.pictures public`` makes the README's, of the front page of a site that was built of the shipped data.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from playwright.sync_api import sync_playwright

from generator.cli.main import main
from generator.core import addresses
from tests import office
from tests.browser.conftest import serve
from tests.conftest import DATA, ROOT
from tests.printed import Look, workbook

OUT = ROOT / "docs" / "pictures"
_WHERE = ["--division", "990001", "--year", "2025", "--department", "edu"]


def _drawn(book: Path, sheet: str, out: Path) -> None:
    """One sheet of a workbook as LibreOffice draws it."""
    whole = openpyxl.load_workbook(book)
    for name in whole.sheetnames:
        if name != sheet:
            del whole[name]
    page = whole[sheet].page_setup
    page.orientation, page.fitToHeight = "landscape", 0
    whole[sheet].sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    alone = book.with_name(f"{out.stem}.xlsx")
    whole.save(alone)
    [pdf] = office.saved(book.parent, alone, to="pdf")
    command = ["pdftoppm", "-png", "-r", "75", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(out.with_suffix(""))]
    subprocess.run(command, check=True)


def _page(path: Path, out: Path) -> None:
    """A page as the browser shows it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.goto(path.as_uri())
        page.screenshot(path=out)
        browser.close()


def _self_check(site: Path, file: Path, out: Path) -> None:
    """What the page 填报自查 says of a file, in a browser."""
    server, base = serve(site)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.goto(f"{base}/{addresses.self_check()}")
        page.set_input_files("#desk-files", file)
        page.locator(".desk-verdict").wait_for(timeout=120_000)
        page.screenshot(path=out)
        browser.close()
    server.shutdown()
    server.server_close()


def front(site: Path) -> None:
    """The front page of a built site, at three quarters of its size."""
    server, base = serve(site)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1280, "height": 1500}, device_scale_factor=0.75, locale="zh-CN")
        page.goto(f"{base}/", wait_until="networkidle")
        page.screenshot(path=OUT.parent / "screenshot.png")
        browser.close()
    server.shutdown()
    server.server_close()


def make() -> None:
    """Make every picture of the guide again."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tables = ["--tables", "self_evaluations,self_evaluation_funds,self_evaluation_indicators"]
        main(["template", *_WHERE, *tables, "--out", str(place / "填报表.xlsx"), "--data", str(DATA)])
        _drawn(place / "填报表.xlsx", "自评项目资金", OUT / "template.png")
        main(["form", *_WHERE, "--out", str(place / "自评表.xlsx"), "--data", str(DATA)])
        first = openpyxl.load_workbook(place / "自评表.xlsx").sheetnames[0]
        _drawn(place / "自评表.xlsx", first, OUT / "form.png")
        (place / "校舍维修.xlsx").write_bytes(workbook(Look(code_row=False, persons=True))[0].content)
        report = io.StringIO()
        with contextlib.redirect_stdout(report):
            main(["import", str(place / "校舍维修.xlsx"), "--data", str(DATA), "--format", "html"])
        (place / "report.html").write_text(report.getvalue(), encoding="utf-8")
        _page(place / "report.html", OUT / "report.png")
        size = ["--projects", "12", "--departments", "4", "--seed", "2", "--last-year", "2026"]
        main(["sample", *size, "--out", str(place / "data"), "--data", str(DATA)])
        assert main(["build", "--data", str(place / "data"), "--out", str(place / "site")]) == 0
        page = addresses.printed_forms("990001", "2025-edu", "self-evaluation")
        _page(place / "site" / page / "index.html", OUT / "printed.png")
        _self_check(place / "site", place / "校舍维修.xlsx", OUT / "self-check.png")


if __name__ == "__main__":
    if sys.argv[1:]:
        front(Path(sys.argv[1]))
    else:
        make()
