"""The pictures of the reviewer's guide, made from a real comment and report: python -m tests.review_pictures.

A bureau's form of the invented district, changed as clerks change forms, goes through import, check and comparison;
the comment is the script's own, drawn as GitHub draws Markdown.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

from generator.cli.main import main
from tests.conftest import ROOT

OUT = ROOT / "docs" / "pictures"
_PLACE = ["--division", "990001", "--year", "2025", "--department", "edu"]
_STYLE = """
body { font: 14px/1.5 "Noto Sans CJK SC", sans-serif; color: #1f2328; margin: 16px; max-width: 880px; }
.head { background: #f6f8fa; border: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; }
.body { border: 1px solid #d1d9e0; border-top: 0; border-radius: 0 0 6px 6px; padding: 4px 16px 16px; }
table { border-collapse: collapse; display: block; overflow: auto; width: max-content; max-width: 100%; }
th, td { border: 1px solid #d1d9e0; padding: 6px 13px; } tr:nth-child(2n) { background: #f6f8fa; }
h3 { font-size: 1.25em; } code, pre { background: #f6f8fa; } pre { padding: 12px; overflow: auto; }
summary { cursor: pointer; } a { color: #0969da; }
"""


def comment_script() -> ModuleType:
    """The script of comment.yml."""
    spec = importlib.util.spec_from_file_location("comment", ROOT / ".github" / "scripts" / "comment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Listed:
    """GitHub, for the script: one workbook was added; another request touches the same folder."""

    path = "data/990001/2025/edu/自评表 副本 (1).xlsx"

    def answer(self, *arguments: str, **_: Any) -> bytes:
        """What it is asked."""
        place = arguments[-1]
        if "/pulls?" in place:
            return json.dumps([{"number": 12}]).encode()
        if "/pulls/12/files" in place:
            return json.dumps([{"filename": "data/990001/2025/edu/self_evaluations.csv"}]).encode()
        return json.dumps([{"filename": self.path, "status": "added"}]).encode()


def comment_of(review: bytes) -> str:
    """The comment on a review, as the script writes it."""
    script, github = comment_script(), Listed()
    script.api = github.answer  # type: ignore[attr-defined]
    os.environ |= {"GITHUB_SERVER_URL": "https://github.com", "HEAD_SHA": "1f0c2ab" + "0" * 33, "CONCLUSION": "failure"}
    counts = json.loads(review)["counts"]
    findings = {"summary": {"errors": counts["error"], "warnings": counts["warning"]}, "findings": []}
    files = {"findings.json": json.dumps(findings).encode(), "review.json": review}
    change = script.Change("county/site", {"number": 7, "files": 1})
    artifacts = {"report": {"id": 1}, "preview": {"id": 2}}
    about = {"repository": "county/site", "run": "99", "number": 7, "artifacts": artifacts}
    text: str = script.comment(files, change, about)
    return text


def drawn(text: str) -> str:
    """A comment as GitHub shows it, near enough to be recognised."""
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    head = '<div class="head"><strong>github-actions</strong> bot　刚刚评论</div>'
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{head}<div class="body">{body}</div>'


def sent(place: Path, data: Path) -> Path:
    """The form of a bureau as a clerk sends it back: sums changed, so that a rate and a score are wrong."""
    form = place / "自评表 副本 (1).xlsx"
    with contextlib.redirect_stdout(io.StringIO()):
        main(["form", *_PLACE, "--out", str(form), "--data", str(data)])
    book = openpyxl.load_workbook(form)
    first, second = book.worksheets[:2]
    first["G6"], first["G7"] = 386.89, 386.89
    second["E6"], second["E7"] = 15, 15
    for page in book.worksheets[4:]:
        del book[page.title]
    book.save(form)
    return form


def lay(place: Path) -> dict[str, Path]:
    """Import, check and compare in a copy; the report, and what the comment is made of."""
    shutil.copytree(ROOT / "data", place / "base" / "data")
    shutil.copytree(ROOT / "data", place / "joined" / "data")
    data = place / "joined" / "data"
    goals = data / "990001/2025/edu/goal_term_indicators.csv"
    lines = goals.read_text(encoding="utf-8").splitlines(keepends=True)
    goals.write_text("".join(lines[:-1]), encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        form = sent(place, place / "base" / "data")
        main(["import", str(form), *_PLACE, "--data", str(data), "--into", str(data), "--format", "received"])
    (place / "received.json").write_text(said.getvalue(), encoding="utf-8")
    saved = {style: place / f"report.{style}" for style in ("html", "xlsx", "review")}
    saves = [f"--save={style}={path}" for style, path in saved.items()]
    against = ["--against", str(place / "base" / "data"), "--imported", str(place / "received.json")]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(["check", "--data", str(data), *against, *saves])
    return saved


def make(out: Path = OUT) -> None:
    """Make both pictures again."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        saved = lay(place)
        (place / "comment.html").write_text(drawn(comment_of(saved["review"].read_bytes())), encoding="utf-8")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"))
            for name, path in (("review-comment", place / "comment.html"), ("review-report", saved["html"])):
                page = browser.new_page(viewport={"width": 1000, "height": 900})
                page.goto(path.as_uri())
                page.screenshot(path=out / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    make()
