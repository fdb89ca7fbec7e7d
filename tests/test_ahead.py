"""Files that are read while the program starts are told by what is in them, and read again where that is another."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from generator.cli import ahead
from generator.load import folder
from generator.load.ahead import FORKS, Ahead
from generator.load.csvfile import MAX_BYTES

pytestmark = [pytest.mark.usefixtures("processes"), pytest.mark.skipif(not FORKS, reason="no fork on this system")]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "990001/2025").mkdir(parents=True)
    (tmp_path / "990001/2025/a.csv").write_bytes("编码\n1\n".encode())
    (tmp_path / "990001/2025/large.csv").write_bytes(b"x" * 100)
    (tmp_path / "990001/2025/package.yaml").write_bytes(b"title: x\n")
    (tmp_path / "b.csv").symlink_to(tmp_path / "990001/2025/a.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    return tmp_path


def test_plain_files_of_tables_are_told_and_no_others(files: Path) -> None:
    told = Ahead(str(files), 99).digests
    assert told == {"990001/2025/a.csv": hashlib.sha256("编码\n1\n".encode()).hexdigest()}


def test_a_folder_that_is_not_there_is_told_of_as_empty(files: Path) -> None:
    assert Ahead(str(files / "nowhere"), 99).digests == {}


def test_a_process_that_fails_tells_nothing(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.load.ahead.hashlib", None)
    assert Ahead(str(files), 99).digests == {}


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["check", "--data", "{}"], True),
        (["check", "--data={}"], True),
        (["check", "--data", "{}", "--no-cache"], False),
        (["build", "--data", "{}"], False),
        (["check", "--data", "{}/nowhere"], False),
        (["check", "--data"], False),
        ([], False),
    ],
)
def test_a_check_that_keeps_what_it_reads_begins_so(
    files: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], begins: bool
) -> None:
    monkeypatch.setattr(ahead, "_begun", [])
    monkeypatch.chdir(files)
    ahead.begin([one.format(files) for one in arguments])
    found = ahead.ahead_of(str(files))
    assert (found is not None) is begins
    assert found is None or len(found.digests) == 2


def test_the_limit_is_that_of_the_reader() -> None:
    assert ahead._MAX_BYTES == MAX_BYTES == folder.MAX_BYTES
