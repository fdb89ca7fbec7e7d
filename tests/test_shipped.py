"""The data that tests look at are the shipped ones, or the same made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import shipped
from tests.conftest import DATA, snapshot
from tests.shipped import copies, made, own


def test_the_copies_are_those_of_the_data_in_use() -> None:
    """``python -m tests.shipped`` renews them; in a portal they are what the data are made of."""
    differing = [
        str(copy) for copy, original in copies()
        if (shipped.catalogue() if copy.name == "datapackage.yaml" and not own() else copy.read_bytes())
        != (DATA / original.relative_to(shipped.ROOT / "data")).read_bytes()
    ]  # fmt: skip
    assert differing == []
    assert len(list(copies())) > 20


@pytest.mark.thorough
def test_what_is_made_anew_is_what_is_shipped(tmp_path: Path) -> None:
    made(tmp_path / "data")
    anew = snapshot(tmp_path / "data")
    used = {path: content for path, content in snapshot(DATA).items() if not path.startswith("schemas/")}
    assert {path for path in anew if not path.startswith("schemas/")} == set(used)
    assert [path for path, content in used.items() if anew[path] != content] == []


def test_tables_that_a_portal_adds_are_tested_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "ROOT", tmp_path)
    copy = (shipped.COPIES / "datapackage.yaml").read_bytes()
    assert not own(), "all of data/ is gone"
    assert shipped.catalogue() == copy
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.yaml").write_bytes(
        copy.replace(b"name: ", b"name: x", 1) + b"  - public_replies\n"
    )
    assert shipped.catalogue() == copy + b"  - public_replies\n"


@pytest.mark.parametrize("change", ["another division", "a division gone", "another name"])
def test_a_portal_is_told_from_what_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    monkeypatch.setattr(shipped, "ROOT", tmp_path)
    data = tmp_path / "data"
    for path in shipped.COPIES.iterdir():
        if path.is_dir():
            (data / path.name).mkdir(parents=True)
    (data / "990001").mkdir()
    (data / "datapackage.yaml").write_bytes((shipped.COPIES / "datapackage.yaml").read_bytes())
    assert own()
    match change:
        case "another division":
            (data / "990002").mkdir()
        case "a division gone":
            (data / "370112").rmdir()
        case _:
            (data / "datapackage.yaml").write_text("name: jixiao-990002\n")
    assert not own()
