"""The build's part of 填报自查: what goes along to the browser, and a site without it."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator import pipeline
from generator.cli import commands
from generator.cli.main import main
from generator.pages.engine.fragments import shared_environment
from generator.pages.views.selfcheck import selfcheck_pages
from generator.publish import Built
from generator.selfcheck import packing
from generator.selfcheck.packing import found_parts, modules
from tests.conftest import ROOT, DataFolder
from tests.source import parsed

PARTS = ROOT / "generator" / "selfcheck" / "parts"
ABSENT = {"pandas", "pyarrow", "numpy", "frictionless", "yaml", "jinja2", "docx", "xlsxwriter", "openpyxl", "rapidfuzz"}


def test_no_module_that_goes_along_needs_what_is_not_there() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in modules()}
    assert {"generator/selfcheck/browser.py", "generator/check/values.py", "generator/intake/files/xls.py"} <= found
    for path in modules():
        for node in parsed(path).body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not ABSENT & {name.split(".")[0] for name in names}, path


def test_the_program_is_packed_alike_twice() -> None:
    first, second = packing._program('{"a": 1}', {}), packing._program('{"a": 1}', {})
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as packed:
        assert packed.read("knowledge.json") == b'{"a": 1}'
        assert len(packed.namelist()) == len(modules()) + 1


def test_a_module_goes_compiled_where_it_was_compiled_of_just_that_source(tmp_path: Path) -> None:
    parts = packing.Parts(pyodide=tmp_path, wheel=tmp_path / "x.whl")
    assert parts.compiled == {}
    first, second = modules()[:2]
    with zipfile.ZipFile(tmp_path / "program_compiled.zip", "w") as made:
        made.writestr(f"{hashlib.sha256(first.read_bytes()).hexdigest()}.pyc", b"compiled")
        made.writestr(f"{hashlib.sha256(second.read_bytes() + b' ').hexdigest()}.pyc", b"of an earlier state")
    with zipfile.ZipFile(BytesIO(packing._program("{}", parts.compiled))) as packed:
        names = {one: path.relative_to(ROOT).as_posix() for one, path in (("first", first), ("second", second))}
        assert packed.read(f"{names['first']}c") == b"compiled"
        assert packed.read(names["second"]) == second.read_bytes()
        assert not {names["first"], f"{names['second']}c"} & set(packed.namelist())


def test_a_compiled_library_goes_without_it_too_and_is_preferred(tmp_path: Path) -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name in (
            "json/__init__.pyc",
            "turtle.pyc",
            "curses/__init__.pyc",
            "encodings/utf_8.pyc",
            "encodings/cp037.pyc",
        ):
            made.writestr(name, b"")
    with zipfile.ZipFile(BytesIO(packing._library(whole.getvalue()))) as kept:
        assert sorted(kept.namelist()) == ["encodings/utf_8.pyc", "json/__init__.pyc"]
    parts = packing.Parts(pyodide=tmp_path, wheel=tmp_path / "x.whl")
    assert parts.library.name == "python_stdlib.zip"
    (tmp_path / "python_stdlib_compiled.zip").write_bytes(whole.getvalue())
    assert parts.library.name == "python_stdlib_compiled.zip"


def test_a_library_that_was_packed_before_is_taken_for_just_that_one(tmp_path: Path) -> None:
    parts = packing.Parts(pyodide=tmp_path, wheel=tmp_path / "x.whl")
    with zipfile.ZipFile(tmp_path / "python_stdlib.zip", "w") as made:
        made.writestr("json/__init__.py", "first")
    anew = packing.library(parts)
    kept = b"as make left it" + anew
    (tmp_path / "library_packed.zip").write_bytes(kept)
    assert packing.library(parts) == kept
    with zipfile.ZipFile(tmp_path / "python_stdlib.zip", "w") as made:
        made.writestr("json/__init__.py", "second")
    with zipfile.ZipFile(BytesIO(packing.library(parts))) as packed:
        assert packed.read("json/__init__.py") == b"second"
    (tmp_path / "library_packed.zip").write_bytes(b"")
    assert packing.library(parts) != anew


def test_the_library_goes_without_what_nobody_asks_for() -> None:
    whole = BytesIO()
    names = (
        "json/__init__.py",
        "logging/__init__.py",
        "logging/config.py",
        "tkinter/__init__.py",
        "turtle.py",
        "xml/dom/minidom.py",
        "xml/parsers/expat.py",
        "encodings/gb18030.py",
        "encodings/cp037.py",
    )
    with zipfile.ZipFile(whole, "w") as made:
        for name in names:
            made.writestr(name, "")
    with zipfile.ZipFile(BytesIO(packing._library(whole.getvalue()))) as kept:
        assert kept.namelist() == [
            "json/__init__.py",
            "logging/__init__.py",
            "xml/parsers/expat.py",
            "encodings/gb18030.py",
        ]


def test_the_parts_are_pinned_by_hash_and_name_no_registry() -> None:
    lock = json.loads((PARTS / "package-lock.json").read_text(encoding="utf-8"))
    own = {name: one for name, one in lock["packages"].items() if name}
    assert (
        own["node_modules/pyodide"]["version"]
        == json.loads((PARTS / "package.json").read_text())["dependencies"]["pyodide"]
    )
    assert all(one["integrity"].startswith("sha512-") for one in own.values())
    assert not any("://" in path.read_text(encoding="utf-8") for path in PARTS.iterdir())
    pinned = re.findall(r"^(python-calamine==\S+) ", (PARTS / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert len(pinned) == 1
    assert f"{pinned[0]} " in (ROOT / "requirements.txt").read_text(encoding="utf-8"), "the same reader here and there"


def test_parts_are_all_there_or_none(tmp_path: Path) -> None:
    assert found_parts(tmp_path) is None
    (tmp_path / "python_calamine-0-cp314-cp314-pyemscripten_2026_0_wasm32.whl").touch()
    assert found_parts(tmp_path) is None
    pyodide = tmp_path / "node_modules" / "pyodide"
    pyodide.mkdir(parents=True)
    names = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm.gz", "python_stdlib.zip", "pyodide-lock.json")
    for name in names:
        assert found_parts(tmp_path) is None
        (pyodide / name).touch()
    assert found_parts(tmp_path) is not None


@pytest.mark.parametrize("there", [True, False])
def test_a_site_has_the_page_and_links_to_it_or_neither(there: bool) -> None:
    site = SimpleNamespace(selfcheck=there, divisions={}, departments={}, today=SimpleNamespace(year=2026))
    assert len(list(selfcheck_pages(site))) == int(there)  # type: ignore[arg-type]
    link = shared_environment().get_template("reporting/selfcheck.html.j2").render(site=site, root="../")
    assert ("../self-check/" in link) is there


def test_a_build_without_the_parts_says_so(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = []

    def build(*_: object, parts: Path, **__: object) -> pipeline.Published:
        given.append(parts)
        return pipeline.Published(summary="", built=Built(pages=1, links=1, files=1, size=1, selfcheck=False))

    monkeypatch.setattr(commands.pipeline, "build", build)
    assert main(["build", "--data", str(folder.path), "--out", str(folder.path.parent / "public")]) == 0
    assert given == [Path(sys.prefix) / "parts"]
    assert "网站不含“填报自查”页；用 make parts 装上（要用 npm）。" in capsys.readouterr().err
