"""The worked examples of CONTRIBUTING.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shipped import DATA

ROOT = Path(__file__).resolve().parents[1]
# What a block is for: a new file, lines at the end of one, lines below the block's first line, commands.
_BLOCK = re.compile(r"^```\w+ (file|append|below|run)(?:=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARTS = (
    *(".github", "data", "docs", "generator", "site_src", "tests", "mkdocs.yml", "pyproject.toml"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
)
# What a neighbour is writing; what is compiled is good for the copy.
_UNFINISHED = shutil.ignore_patterns("*.pyc.*", "*.fragment*.tmp")
# Of the quick tests those that look at tables, fields and rules, and take seconds; of those of each rule
# that of the new one, and of the first of those that know nothing of it.
_NEW = "not test_rules.py or not [ or [R90 or [R0 or [F0"
_QUICK = (
    *("test_architecture.py", "test_docs.py", "test_rules.py", "test_future.py", "test_sample_shipped.py"),
    "test_sample.py::test_a_field_added_to_any_schema_is_a_blank_column_and_changes_nothing_else",
)


@pytest.fixture(scope="module")
def followed(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which every example was followed."""
    root = tmp_path_factory.mktemp("project")
    for part in _PARTS:
        source = DATA if part == "data" else ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=_UNFINISHED)
        else:
            shutil.copy(source, root / part)
    blocks = _BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert [name for way, name, _ in blocks if way != "run"] == [
        "data/schemas/public_replies.yaml",
        "data/datapackage.yaml",
        "generator/sample/public_replies.py",
        "generator/sample/folder.py",
        "generator/sample/folder.py",
        "generator/pages/templates/tables/public_replies.html.j2",
        "data/schemas/goals.yaml",
        "generator/rules/public_replies.py",
        "generator/rules/asking.py",
        "docs/architecture.md",
    ]
    for way, name, text in blocks:
        if way != "run":
            _write(root / name, way, text)
    # What the commands make depends on all of it, so they come last, each once.
    for words in dict.fromkeys(line for way, _, text in blocks if way == "run" for line in text.splitlines()):
        program, *rest = words.split()
        assert program == ".venv/bin/python"
        done = _run(root, *rest)
        assert done.returncode == 0, done.stdout + done.stderr
    return root


def _write(target: Path, way: str, text: str) -> None:
    if way == "append":
        text = target.read_text(encoding="utf-8").rstrip("\n") + "\n" + text
    elif way == "below":
        known, (first, _, _) = target.read_text(encoding="utf-8"), text.partition("\n")
        assert known.count(f"{first}\n") == 1
        text = known.replace(f"{first}\n", text)
    else:
        assert not target.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=root, capture_output=True, text=True, check=False)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def replied(followed: Path) -> Path:
    """One of the new table's files that the sample command wrote."""
    return min(followed.glob("data/990001/2024/*/public_replies.csv"))


@pytest.fixture(scope="module")
def code(replied: Path) -> str:
    """A project that has a row in it."""
    return _rows(replied)[0]["project_code"]


@pytest.fixture(scope="module")
def part(followed: Path, replied: Path) -> Path:
    """Of the data what one bureau says of that year: it shows all that was added, and is built in no time."""
    data = followed / "part"
    folder = replied.parent.relative_to(followed / "data")
    shutil.copytree(replied.parent, data / folder)
    for name in ("schemas", "profiles"):
        shutil.copytree(followed / "data" / name, data / name)
    (data / "common").mkdir()
    for name in ("datapackage.yaml", "common/divisions.csv", "common/departments.csv"):
        shutil.copy(followed / "data" / name, data / name)
    return data


@pytest.fixture(scope="module")
def public(followed: Path, part: Path) -> Path:
    """The site of the copy."""
    done = _run(followed, "-m", "generator", "build", "--data", part.name, "--out", "public")
    assert done.returncode == 0, done.stdout + done.stderr
    return followed / "public"


def _path(code: str) -> str:
    return f"projects/990001/2024/{code.lower()}/index.html"


def test_the_new_table_is_on_the_site(code: str, public: Path) -> None:
    project = (public / _path(code)).read_text(encoding="utf-8")
    assert "公众意见与答复" in project
    assert "项目何时完工（2024-03-01）" in project
    assert '<dl class="replies">' in project
    dictionary = (public / "dictionary" / "public_replies" / "index.html").read_text(encoding="utf-8")
    assert "意见主题" in dictionary
    assert list((public / "downloads").rglob("*public_replies*"))


# A project's page as it is stamped, without the theme and the rest of a build.
_STAMPED = """
import pathlib, sys
from generator import pipeline
from tests.conftest import SHIPPED_TODAY
from tests.stamping import stamped
[page] = [text for path, text in stamped(pipeline.checked(pathlib.Path(sys.argv[1]), today=SHIPPED_TODAY), "projects")
          if path == sys.argv[2]]
sys.stdout.reconfigure(encoding="utf-8")
print(page)
"""


def test_the_new_table_needs_no_fragment(followed: Path, part: Path, code: str, public: Path) -> None:
    fragment = followed / "generator/pages/templates/tables/public_replies.html.j2"
    own = fragment.read_bytes()
    fragment.unlink()
    done = _run(followed, "-c", _STAMPED, part.name, _path(code))
    fragment.write_bytes(own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "公众意见与答复" in done.stdout
    assert "计划10月底完工，进度每季度公开一次。" in done.stdout
    assert '<dl class="replies">' not in done.stdout


@pytest.fixture(scope="module")
def said(followed: Path, part: Path) -> str:
    """What a check says of the part where the new field is filled in, and an answer came before what it answers."""
    spoilt = followed / "spoilt"
    shutil.copytree(part, spoilt)
    (goals,) = spoilt.glob("990001/2024/*/goals.csv")
    rows = _rows(goals)
    with goals.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "location": "示例镇"} for row in rows)
    replied = goals.with_name("public_replies.csv")
    replied.write_text(replied.read_text(encoding="utf-8").replace("2024-03-11", "2024-02-11"), encoding="utf-8")
    done = _run(followed, "-m", "generator", "check", str(goals.parent), "--data", spoilt.name)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_the_new_field_is_a_blank_column_of_the_sample_that_can_be_filled(part: Path, public: Path, said: str) -> None:
    (goals,) = part.glob("990001/2024/*/goals.csv")
    before, after = _rows(DATA / goals.relative_to(part)), _rows(goals)
    assert after == [{**row, "location": ""} for row in before]
    dictionary = (public / "dictionary" / "goals" / "index.html").read_text(encoding="utf-8")
    assert "实施地点" in dictionary
    assert "location" in (public / "downloads" / "tables" / "goals.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "错误 1，" in said  # the one of the new rule


def test_the_new_rule_finds_its_mistake(public: Path, said: str) -> None:
    assert "「答复日期」：写的是 2024-02-11" in said
    assert "public_replies.csv 第 2 行" in said
    assert "应不早于 2024-03-01" in said
    assert "（R90）" in said
    method = (public / "method" / "index.html").read_text(encoding="utf-8")
    assert "答复不会早于收到意见" in method


def test_quick_tests_of_the_copy_pass(followed: Path) -> None:
    """The new table, field and rules are held to what all are: told, bounded, with examples, in the index, shown."""
    tests = [f"tests/{name}" for name in _QUICK]
    quick = ("-m", "not processes and not thorough")
    done = _run(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", *quick, "-k", _NEW, *tests)
    assert done.returncode == 0, done.stdout + done.stderr
