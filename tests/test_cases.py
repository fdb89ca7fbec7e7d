"""Golden cases: a small data folder and what ``check`` says of it, word for word (see ``tests/cases/README.md``)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from generator.check import run
from generator.check.report import FORMATS
from generator.load import load_catalogue
from generator.rules import RULES
from tests.conftest import DATA, EDU, DataFolder, clean_folder

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
STYLES = {"text": "expected.txt", "github": "expected.github.txt", "markdown": "expected.markdown.txt"}


def told(case: str, folder: DataFolder) -> dict[str, str]:
    """What a check says of a case in each format: file name → text."""
    shutil.copytree(CASES / case / "data", folder.path, dirs_exist_ok=True)
    if (folder.path / EDU / "no-package").exists():
        (folder.path / EDU / "no-package").unlink()
        (folder.path / EDU / "package.yaml").unlink()
    checked = folder.check()
    return {STYLES[style]: FORMATS[style](checked, checked.findings) + "\n" for style in STYLES}


@pytest.mark.parametrize("case", NAMES)
def test_case(case: str, folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "RULES", {"R01": RULES["R01"]})
    texts = told(case, folder)
    expected = {path.name for path in (CASES / case).glob("expected*")}
    assert "expected.txt" in expected
    assert expected <= set(texts)
    for name in sorted(expected):
        assert texts[name] == (CASES / case / name).read_text(encoding="utf-8"), f"{case}/{name}"


def test_every_case_says_something_of_its_own() -> None:
    texts = [(CASES / name / "expected.txt").read_text(encoding="utf-8") for name in NAMES]
    assert len(set(texts)) == len(texts) > 8


def rewrite() -> None:
    """Write every expected file again, for a person to read the difference."""
    if os.environ.get("CI"):
        sys.exit("never in CI: expected files are written by hand and read by a person")
    run.RULES = {"R01": RULES["R01"]}
    catalogue = load_catalogue(DATA)
    for case in NAMES:
        with tempfile.TemporaryDirectory() as place:
            texts = told(case, clean_folder(Path(place), catalogue))
        for name in {path.name for path in (CASES / case).glob("expected*")} | {"expected.txt"}:
            (CASES / case / name).write_text(texts[name], encoding="utf-8")
            print(CASES / case / name)


if __name__ == "__main__":
    rewrite()
