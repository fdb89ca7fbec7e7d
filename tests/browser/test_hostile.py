"""Hostile cells in a real browser: they are shown as text and never run, on every page they reach."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.cli.main import main
from generator.load import load_catalogue
from tests.browser.conftest import Visit, idle, serve
from tests.shipped import DATA

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "'><svg onload=window.hit=1>",
    "](javascript:window.hit=1)",
    "<!-- 注释",
    "<![CDATA[",
    "{{ 7*7 }}{% raw %}",
    "@@title@@",
    '<div data-fill="projects/funds"></div>',
    "</title><script>window.hit=1</script>",
    "𠮷野家🙂 & < > \" '",
)


# Texts that rules read a meaning from.
MEANT = {"level1", "level2", "target_value", "actual_value", "document_number", "supersedes"}


@pytest.fixture(scope="module")
def hostile_site(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A small sample whose every free text carries payloads, built by the real command."""
    folder = tmp_path_factory.mktemp("hostile")
    data = folder / "data"
    words = ["--projects", "24", "--years", "1", "--departments", "3", "--seed", "5", "--last-year", "2025"]
    assert main(["sample", *words, "--data", str(DATA), "--out", str(data)]) == 0
    for path in data.glob("990001/*/*/*.csv"):
        _poison(path)
    out = folder / "public"
    assert main(["build", "--data", str(data), "--out", str(out)]) == 0
    server, base = serve(out)
    yield out, base
    server.shutdown()
    server.server_close()
    shutil.rmtree(folder, ignore_errors=True)


def _poison(path: Path) -> None:
    """Put payloads into the free texts of a table; codes, numbers, choices and dates stay."""
    free = {
        field.name
        for field in load_catalogue(DATA).tables[path.stem].fields
        if field.type == "string" and field.constraints.get("maxLength", 0) >= 200 and field.name not in MEANT
    }
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for number, row in enumerate(rows):
        for offset, name in enumerate(sorted(free & set(row))):
            if row[name] and (name, path.stem) != ("project_name", "self_evaluations"):
                row[name] = f"{row[name][:60]}{PAYLOADS[(number + offset) % len(PAYLOADS)]}"
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def test_nothing_runs_and_nothing_is_lost(hostile_site: tuple[Path, str], browser: Browser) -> None:
    site, base = hostile_site
    context = browser.new_context()
    context.add_init_script("window.hit = 0")
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]
    wanted = [path for path in pages if path.startswith(("projects/990001", "evaluations/990001", "lists/"))][:40]
    assert wanted
    seen = ""
    visit = Visit(context.new_page(), base)
    for path in ["index.html", *wanted]:
        page = visit.open(path)
        assert page.evaluate("window.hit") == 0, path
        assert visit.foreign == [], path
        assert visit.errors == [], path
        assert "javascript:" not in page.evaluate("[...document.links].map(link => link.protocol).join()"), path
        seen += page.inner_text("body")
    for payload in PAYLOADS:
        assert payload in seen, f"lost: {payload}"
    context.close()


def test_the_control_fires(tmp_path: Path, browser: Browser) -> None:
    """The same payloads, unescaped and without a policy, do run: the test above can fail."""
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title><p>{''.join(PAYLOADS[:4])}", encoding="utf-8")
    server, base = serve(tmp_path)
    page = browser.new_page()
    page.goto(f"{base}/index.html")
    idle(page)
    assert page.evaluate("window.hit") == 1
    page.close()
    server.shutdown()
    server.server_close()


def test_the_policy_alone_stops_them(hostile_site: tuple[Path, str], browser: Browser) -> None:
    """Were escaping ever to fail, the page's policy still stops the payload."""
    site, base = hostile_site
    page_file = sorted(site.glob("projects/990001/*/*/index.html"))[0]
    html = page_file.read_text(encoding="utf-8")
    broken = site / "broken.html"
    broken.write_text(html.replace("</article>", f"{''.join(PAYLOADS[:4])}</article>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{base}/broken.html")
    idle(page)
    assert page.evaluate("window.hit") is None
    page.close()
    broken.unlink()
