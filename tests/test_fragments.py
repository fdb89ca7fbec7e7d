"""Compiled fragments are kept: one that has changed, or that another program compiled, is compiled anew."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import jinja2
import pytest

from generator.pages.engine import fragments
from generator.pages.engine.fragments import Compiled


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def made(folder: Path) -> str:
    """What the fragment of a folder says, in an environment that has compiled nothing yet."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, bytecode_cache=Compiled(folder)
    )
    return templates.get_template("one.html.j2").render(value="<b>")


def kept(folder: Path) -> Path:
    (found,) = folder.glob("*.fragment")
    return found


def test_a_fragment_is_compiled_once_and_anew_when_it_has_changed(tmp_path: Path) -> None:
    (tmp_path / "one.html.j2").write_text("一：{{ value }}", encoding="utf-8")
    assert made(tmp_path) == "一：&lt;b&gt;"
    first = kept(tmp_path).stat().st_mtime_ns
    assert made(tmp_path) == "一：&lt;b&gt;"
    assert kept(tmp_path).stat().st_mtime_ns == first
    (tmp_path / "one.html.j2").write_text("二：{{ value }}", encoding="utf-8")
    assert made(tmp_path) == "二：&lt;b&gt;"


def test_what_another_program_compiled_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.html.j2").write_text("{{ value }}", encoding="utf-8")
    made(tmp_path)
    before = kept(tmp_path).read_bytes()
    monkeypatch.setattr(fragments, "_program", lambda: "another")
    made(tmp_path)
    assert kept(tmp_path).read_bytes() != before


def test_a_copy_of_the_program_takes_what_came_with_it(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "one.html.j2").write_text("{{ value }}", encoding="utf-8")
    made(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    before = kept(tmp_path / "there").stat().st_ino
    assert made(tmp_path / "there") == "&lt;b&gt;"
    assert kept(tmp_path / "there").stat().st_ino == before


@pytest.mark.parametrize("damage", [b"", b"j2", b"nonsense" * 40])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "one.html.j2").write_text("{{ value }}", encoding="utf-8")
    made(tmp_path)
    whole = kept(tmp_path).read_bytes()
    for content in (damage, whole[:30], whole[: len(whole) // 2]):
        kept(tmp_path).write_bytes(content)
        assert made(tmp_path) == "&lt;b&gt;"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.html.j2").write_text("{{ value }}", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made(tmp_path) == "&lt;b&gt;"
    assert not list(tmp_path.glob("*.fragment"))


def test_a_fragment_that_has_changed_is_compiled_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Within a build files are looked at once: a page includes many, and a preview builds again in the same process."""
    monkeypatch.setattr("generator.pages.engine.fragments.FOLDER", tmp_path)
    fragments._kept.cache_clear()
    try:
        outer, inner = tmp_path / "outer.html.j2", tmp_path / "inner.html.j2"
        outer.write_text("{% include 'inner.html.j2' %}", encoding="utf-8")
        inner.write_text("before", encoding="utf-8")
        assert fragments.shared_environment().get_template("outer.html.j2").render() == "before"
        inner.write_text("after", encoding="utf-8")
        os.utime(inner, (1, 1))
        assert fragments.shared_environment().get_template("outer.html.j2").render() == "after"
    finally:
        fragments._kept.cache_clear()
