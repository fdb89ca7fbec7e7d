"""Files that are read while the program starts are told by what is in them, and read again where that is another."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from generator.cli import ahead, keeping
from generator.cli.main import parser
from generator.core.data import Loaded
from generator.core.schema import Catalogue
from generator.load import kept, load, tables
from generator.load.ahead import FORKS, Ahead
from generator.load.csvfile import MAX_BYTES
from generator.load.kept import Store
from generator.load.proving import prove
from generator.publish.writer import replace
from tests.conftest import EDU, clean_folder

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


def test_without_a_process_to_spare_the_check_reads_itself(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(ahead, "_begun", [])
    monkeypatch.setattr(os, "fork", refused)
    ahead.begin(["check", "--data", str(files)])
    assert ahead.ahead_of(str(files)) is None


def test_the_limit_is_that_of_the_reader() -> None:
    assert ahead._MAX_BYTES == MAX_BYTES == tables.MAX_BYTES


def test_what_was_told_ahead_is_not_opened_again_unless_it_is_another(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_WORTH", 0)
    data = clean_folder(tmp_path, catalogue)
    for name in ("goals", "self_evaluations"):
        data.table(name, *(data.row(name, project_code=f"P{one}", project_name=f"项目{one}") for one in range(3)))
    opened: list[str] = []
    original = tables.read_file
    monkeypatch.setattr(
        tables, "read_file", lambda path, limit: (opened.append(Path(path).name), original(path, limit))[1]
    )

    def loaded() -> Loaded:
        opened.clear()
        store = Store(tmp_path / "store", "program", Ahead(str(data.path), MAX_BYTES))
        found = load(data.path, store=store)
        replace(tmp_path / "store", list(store.outputs()))
        return found

    loaded()
    assert {"goals.csv", "self_evaluations.csv"} <= {*opened}
    loaded()
    assert not [one for one in opened if one.endswith(".csv")]
    data.replace(f"{EDU}/goals.csv", "项目1", "工程1")  # as many bytes as before
    found = loaded()
    assert [one for one in opened if one.endswith(".csv")] == ["goals.csv"]
    assert found.frames["goals"]["project_name"].tolist() == ["项目0", "工程1", "项目2"]
    data.replace(f"{EDU}/self_evaluations.csv", "项目2", "项\u200b目2")
    assert [one.code for one in loaded().findings] == [one.code for one in load(data.path).findings] != []


def test_what_was_kept_is_proved_while_the_program_starts(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_WORTH", 0)
    monkeypatch.setattr(ahead, "_begun", [])
    data = clean_folder(tmp_path, catalogue)
    data.table("goals", data.row("goals"))
    place = Path(ahead.place_of(str(tmp_path / "cache"), str(data.path)))
    store = Store(place, "program")
    load(data.path, store=store)
    replace(place, list(store.outputs()))
    whole = {path.name.removesuffix(".kept"): path.read_bytes() for path in place.iterdir()}
    assert {"goals", "parsed.forms"} <= whole.keys()
    (place / "parsed.forms.kept").write_bytes(whole["parsed.forms"][:-1] + b"\0\1")
    (place / "other.kept").write_bytes(b"kept-1\n")
    options = parser().parse_args(["check", "--data", str(data.path), "--cache", str(tmp_path / "cache")])
    for arguments in (["--cache", str(tmp_path / "cache")], [f"--cache={tmp_path / 'cache'}"]):
        ahead.begin(["check", "--data", str(data.path), *arguments])
        found = ahead._proving[str(place)]
        proved = {name: content for name, one in found.items() if (content := one.result()) is not None}
        assert {name: bytes(content) for name, content in proved.items()} == {
            name: content for name, content in whole.items() if name != "parsed.forms"
        }
        monkeypatch.setattr(kept, "prove", lambda _: pytest.fail("it was begun"))
        begun = keeping.store_of(options, data.path)
        assert begun is not None
        assert begun._ahead == found
        assert ahead.proving_of(str(place)) is None  # what is in memory is not held twice


def test_a_store_that_is_not_there_is_not_waited_for(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_begun", [])
    ahead.begin(["check", "--data", str(files), "--cache", str(files / "nowhere")])
    assert ahead._proving == {}
    assert prove(str(files / "nowhere")) == {}
