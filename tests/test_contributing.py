"""The worked examples of CONTRIBUTING.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```\w+ (file|append)=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARTS = ("data", "generator", "site_src", "mkdocs.yml")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of the project in which every example was followed, and the project code that was filled in."""
    root = tmp_path_factory.mktemp("project")
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / part)
    folder = sorted(root.glob("data/990001/2024/*/goals.csv"))[0].parent
    with (folder / "goals.csv").open(encoding="utf-8", newline="") as file:
        code = next(csv.DictReader(file))["project_code"]
    blocks = _BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert [name for _, name, _ in blocks] == [
        "data/schemas/public_replies.yaml",
        "data/datapackage.yaml",
        "public_replies.csv",
        "generator/pages/templates/tables/public_replies.html.j2",
        "generator/rules/public_replies.py",
    ]
    for way, name, text in blocks:
        target = (root if "/" in name else folder) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = text.replace("{项目编码}", code)
        if way == "append":
            text = target.read_text(encoding="utf-8").rstrip("\n") + "\n" + text
        target.write_text(text, encoding="utf-8")
    return root, code


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *words], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def public(processes: None, followed: tuple[Path, str]) -> Path:
    """The site of the copy."""
    root, _ = followed
    done = _run(root, "build", "--out", "public")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "public"


def test_the_new_table_is_on_the_site(followed: tuple[Path, str], public: Path) -> None:
    _, code = followed
    project = (public / "projects" / "990001" / "2024" / code.lower() / "index.html").read_text(encoding="utf-8")
    assert "公众意见与答复" in project
    assert "操场改造后何时开放（2024-03-01）" in project
    assert '<dl class="replies">' in project
    dictionary = (public / "dictionary" / "public_replies" / "index.html").read_text(encoding="utf-8")
    assert "意见主题" in dictionary
    assert list((public / "downloads").rglob("*public_replies*"))


@pytest.mark.usefixtures("processes")
def test_the_new_table_needs_no_fragment(followed: tuple[Path, str], tmp_path: Path) -> None:
    root, code = followed
    plain = tmp_path / "plain"
    shutil.copytree(root, plain, ignore=shutil.ignore_patterns("public", "__pycache__"))
    (plain / "generator/pages/templates/tables/public_replies.html.j2").unlink()
    done = _run(plain, "build", "--out", "public")
    assert done.returncode == 0, done.stdout + done.stderr
    project = (plain / "public" / "projects" / "990001" / "2024" / code.lower() / "index.html").read_text(
        encoding="utf-8"
    )
    assert "公众意见与答复" in project
    assert "已于9月1日起周末开放。" in project


def test_the_new_rule_finds_its_mistake(followed: tuple[Path, str], public: Path) -> None:
    root, _ = followed
    path = next(root.glob("data/990001/2024/*/public_replies.csv"))
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("2024-03-11", "2024-02-11"), encoding="utf-8")
    done = _run(root, "check", str(path))
    path.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    assert "第 2 行「答复日期」" in done.stdout
    assert "早于收到日期 2024-03-01" in done.stdout
    assert "（R90）" in done.stdout
    method = (public / "method" / "index.html").read_text(encoding="utf-8")
    assert "答复不会早于收到意见" in method
