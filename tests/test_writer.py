"""The writer: no path twice, none outside, a ledger that tells, and one switch that leaves no half site."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from generator.core.errors import UserError
from generator.core.output import Output
from generator.publish.writer import Ledger, write
from tests.conftest import snapshot


def out(path: str, content: bytes = b"x") -> Output:
    return Output(path=path, content=content)


def test_write(tmp_path: Path) -> None:
    ledger = Ledger()
    assert write(tmp_path, [out("a.txt", b"12"), out("deep/er/b.txt", b"345")], ledger) == (2, 5)
    assert snapshot(tmp_path) == {"a.txt": b"12", "deep/er/b.txt": b"345"}
    assert ledger.entries["a.txt"] == (2, hashlib.sha256(b"12").hexdigest())
    assert ledger.size == 5


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/x", "a/..", "..", "", ".", "a//b", "a/", "a\\..\\..\\x", "C:/x", "a\x00b"],
)
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="不在输出目录内"):
        write(tmp_path / "out", [out(path)])
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize(("one", "other"), [("a.html", "a.html"), ("A.html", "a.html"), ("x/A/b", "x/a/B")])
def test_two_outputs_for_one_path(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(UserError, match=f"有两份内容要写到同一个位置 {other}。"):
        write(tmp_path, [out(one), out(other)])


def test_two_writes_share_a_ledger(tmp_path: Path) -> None:
    ledger = Ledger()
    write(tmp_path, [out("a")], ledger)
    with pytest.raises(UserError, match="有两份内容"):
        write(tmp_path, [out("A")], ledger)


def test_ledger_tells_what_other_programs_changed(tmp_path: Path) -> None:
    ledger = Ledger()
    write(tmp_path, [out("a"), out("b/c")], ledger)
    ledger.verify(tmp_path)
    for path, content in (("more", b"x"), ("a", b"xx")):
        before = (tmp_path / path).read_bytes() if (tmp_path / path).exists() else None
        (tmp_path / path).write_bytes(content)
        with pytest.raises(UserError, match=f"核对清单时发现 {path} 与写出的不一致。"):
            ledger.verify(tmp_path)
        (tmp_path / path).unlink() if before is None else (tmp_path / path).write_bytes(before)
    (tmp_path / "b/c").unlink()
    with pytest.raises(UserError, match="核对清单时发现 b/c 与写出的不一致。"):
        ledger.verify(tmp_path)


def test_ledger_takes_in_what_other_programs_wrote(tmp_path: Path) -> None:
    ledger = Ledger()
    write(tmp_path, [out("a")], ledger)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/x.css").write_bytes(b"css")
    ledger.scan(tmp_path)
    ledger.verify(tmp_path)
    listed = json.loads(ledger.manifest().content)["files"]
    assert [entry["path"] for entry in listed] == ["a", "theme/x.css"]
    assert ledger.sums().content.decode().splitlines()[1] == f"{hashlib.sha256(b'css').hexdigest()}  theme/x.css"
