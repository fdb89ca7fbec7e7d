"""What was read before is taken again only if nothing that it hangs on is another: no bad file passes by it."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from generator.check import check
from generator.cli.main import main
from generator.core.data import Checked, Loaded
from generator.core.schema import Catalogue
from generator.load import kept, load
from generator.load.kept import Store
from generator.publish.writer import replace
from tests.conftest import EDU, TODAY, DataFolder, clean_folder, snapshot

GOOD = "990001/2023/finance"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small folders are worth keeping, too."""
    monkeypatch.setattr(kept, "_WORTH", 0)


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    return fill(folder)


def fill(folder: DataFolder) -> DataFolder:
    """A folder with two bureaus' goals."""
    rows = [folder.row("goals", project_code=f"P{one}", project_name=f"项目{one}") for one in range(40)]
    folder.table("goals", *rows)
    folder.write(f"{GOOD}/package.yaml", (folder.path / EDU / "package.yaml").read_text().replace("教育", "财政"))
    folder.table("goals", *(folder.row("goals", project_code=f"F{one}") for one in range(3)), folder=GOOD)
    return folder


@dataclass(frozen=True, kw_only=True)
class Known:
    """A folder, and the stores that its first reading and its first check left."""

    folder: DataFolder
    read: Path
    checked: Path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Known:
    """As many tests find it; not to be changed."""
    place = tmp_path_factory.mktemp("first")
    known = Known(folder=fill(clean_folder(place, catalogue)), read=place / "read", checked=place / "checked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_WORTH", 0)
        read(known.folder, known.read)
        checked(known.folder, known.checked)
    return known


@pytest.fixture
def known(first: Known, tmp_path: Path) -> Known:
    """The same, to be changed."""
    for one in (first.folder.path, first.read, first.checked):
        shutil.copytree(one, tmp_path / one.name)
    folder = DataFolder(tmp_path / first.folder.path.name, first.folder.catalogue)
    return Known(folder=folder, read=tmp_path / first.read.name, checked=tmp_path / first.checked.name)


def read(folder: DataFolder, place: Path, program: str = "program") -> tuple[Loaded, int]:
    """The data read with a store, and how many files of it are new or another."""
    store = Store(place, program)
    loaded = load(folder.path, store=store)
    outputs = list(store.outputs())
    replace(place, outputs)
    return loaded, len(outputs)


def checked(folder: DataFolder, place: Path) -> tuple[Checked, int]:
    """The data checked with a store, and how many files of it are new or another."""
    store = Store(place, "program")
    found = check(load(folder.path, store=store), today=TODAY, rules=(), store=store)
    outputs = list(store.outputs())
    replace(place, outputs)
    return found, len(outputs)


def alike(one: Checked, other: Checked) -> bool:
    """Whether two checks say the same and hold the same, to the types of their columns."""
    return one.findings == other.findings and all(
        frame.equals(other.frames[name]) and (frame.dtypes == other.frames[name].dtypes).all()
        for name, frame in one.frames.items()
    )


def test_what_was_typed_is_typed_so_again(filled: DataFolder, tmp_path: Path) -> None:
    first, written = checked(filled, tmp_path / "store")
    assert written == 9  # as read and as typed, three tables each, what was searched, what was settled, what forms said
    again, written = checked(filled, tmp_path / "store")
    assert written == 0
    assert alike(first, again)
    assert alike(again, check(filled.load(), today=TODAY, rules=()))


def test_unchanged_cells_are_not_judged(filled: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.check import remembering

    checked(filled, tmp_path / "store")
    filled.replace(f"{GOOD}/goals.csv", "F1", "F9")
    judged: list[int] = []
    original = remembering.type_column
    monkeypatch.setattr(
        remembering, "type_column", lambda cells, *more: (judged.append(len(cells)), original(cells, *more))[1]
    )
    again, _ = checked(filled, tmp_path / "store")
    assert set(judged) == {3}  # the rows of the file that is another
    assert alike(again, check(filled.load(), today=TODAY, rules=()))


@pytest.mark.thorough
@pytest.mark.parametrize("value", ["12,5", "", "-1e9", "很多", "2024-02-30"])
@pytest.mark.parametrize("field", ["total_amount", "project_name", "start_date", "budget_type"])
def test_a_bad_cell_is_found_each_time(known: Known, field: str, value: str) -> None:
    folder = known.folder
    rows = [folder.row("goals", project_code=f"F{one}") for one in range(3)]
    folder.table("goals", rows[0], {**rows[1], field: value}, rows[2], folder=GOOD)
    fresh = check(folder.load(), today=TODAY, rules=())
    for _ in range(2):  # as it is judged, and as that is taken again, which leaves the store as it is
        again, _ = checked(folder, known.checked)
        assert alike(again, fresh)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_store_of_typed_cells_is_as_good_as_none(known: Known, seed: int) -> None:
    path = known.checked / "goals.typed.kept"
    content = bytearray(path.read_bytes())
    content[random.Random(seed).randrange(len(content))] ^= 1 << seed
    path.write_bytes(content)
    again, written = checked(known.folder, known.checked)
    assert written == 1
    assert alike(again, check(known.folder.load(), today=TODAY, rules=()))


def same(one: Loaded, other: Loaded) -> bool:
    """Whether two readings are one, to the types of their columns."""
    return one.findings == other.findings and all(
        frame.equals(other.frames[name]) and (frame.dtypes == other.frames[name].dtypes).all()
        for name, frame in one.frames.items()
    )


def test_what_is_read_again_is_what_was_read(filled: DataFolder, tmp_path: Path) -> None:
    first, written = read(filled, tmp_path / "store")
    assert written == 4  # goals, divisions, departments, and what forms said
    again, written = read(filled, tmp_path / "store")
    assert written == 0
    assert same(first, again)
    assert same(first, filled.load())


def test_unchanged_files_are_not_parsed(filled: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(filled, tmp_path / "store")
    filled.replace(f"{GOOD}/goals.csv", "F1", "F9")
    parsed: list[str] = []
    from generator.load import tables as module

    original = module.plain
    monkeypatch.setattr(
        module, "plain", lambda content, table: (parsed.append(table.name), original(content, table))[1]
    )
    again, _ = read(filled, tmp_path / "store")
    assert parsed == ["goals"]
    assert same(again, filled.load())


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(12))
def test_a_byte_of_a_file_is_seen(known: Known, seed: int) -> None:
    path = known.folder.path / EDU / "goals.csv"
    content = bytearray(path.read_bytes())
    place = random.Random(seed).randrange(len(content))
    content[place] ^= 1 << random.Random(seed + 100).randrange(8)
    path.write_bytes(content)
    again, _ = read(known.folder, known.read)
    fresh = known.folder.load()
    assert same(again, fresh)
    assert check(again, today=TODAY, rules=()).findings == check(fresh, today=TODAY, rules=()).findings


def test_a_bad_file_is_never_kept(filled: DataFolder, tmp_path: Path) -> None:
    filled.replace(f"{EDU}/goals.csv", "项目7", "项目\u200b7")
    for _ in range(3):
        again, _ = read(filled, tmp_path / "store")
        assert [one.code for one in again.findings] == ["L03"]


def test_a_schema_is_seen(filled: DataFolder, tmp_path: Path) -> None:
    read(filled, tmp_path / "store")
    filled.replace("schemas/goals.yaml", "title: 项目名称", "title: 工程名称")
    path = f"{EDU}/goals.csv"
    filled.replace(path, "project_name", "工程名称")
    again, written = read(filled, tmp_path / "store")
    assert written == 2
    assert same(again, filled.load())
    filled.replace("schemas/goals.yaml", "title: 工程名称", "title: 项目名称")
    again, _ = read(filled, tmp_path / "store")
    assert "L06" in {one.code for one in again.findings}  # the heading is unknown again


def test_another_program_reads_anew(filled: DataFolder, tmp_path: Path) -> None:
    read(filled, tmp_path / "store")
    assert read(filled, tmp_path / "store", "another")[1] == 4
    assert kept.program() == kept.program()


def test_the_program_is_told_by_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "generator"
    shutil.copytree(
        Path(kept.__file__).parents[1] / "rules", code / "rules", ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(kept, "_CODE", code)
    before = kept.program()
    rule = next((code / "rules").glob("*.py"))
    rule.write_text(rule.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert kept.program() != before
    before = kept.program()
    monkeypatch.setattr(kept, "__version__", "0")
    assert kept.program() != before
    packages = tmp_path / "packages"
    (packages / "pypdf-7.1.1.dist-info").mkdir(parents=True)
    monkeypatch.setattr(kept, "_PACKAGES", packages)
    before = kept.program()
    (packages / "pypdf-7.1.1.dist-info").rename(packages / "pypdf-7.1.2.dist-info")
    assert kept.program() != before


def test_a_profile_holds_at_once(filled: DataFolder, tmp_path: Path) -> None:
    before, _ = read(filled, tmp_path / "store")
    filled.replace("profiles/default.yaml", 'large_project: "', 'large_project: "9')
    again, _ = read(filled, tmp_path / "store")
    assert again.profiles[0].large_project > before.profiles[0].large_project
    assert again.profiles == filled.load().profiles


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_store_is_as_good_as_none(known: Known, seed: int) -> None:
    path = known.read / "goals.kept"
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    if seed % 4:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    else:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(content)
    again, written = read(known.folder, known.read)
    assert written == 1
    assert same(again, known.folder.load())


def test_the_cells_of_another_file_are_not_taken(filled: DataFolder, tmp_path: Path) -> None:
    """Nor those of another table or folder, though the content is the same."""
    read(filled, tmp_path / "store")
    shutil.copy(tmp_path / "store" / "goals.kept", tmp_path / "store" / "divisions.kept")
    shutil.copytree(filled.path / EDU, filled.path / "990001/2024/edu")
    (filled.path / "990001/2024/edu/goals.csv").write_bytes((filled.path / EDU / "goals.csv").read_bytes())
    again, _ = read(filled, tmp_path / "store")
    assert same(again, filled.load())
    assert set(again.frames["goals"]["fiscal_year"]) == {2023, 2024}


def test_the_command(filled: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(filled.path)
    arguments = ["check", "--data", str(filled.path), "--cache", str(tmp_path / "cache")]
    said = []
    for more in ([], [], ["--no-cache"]):
        main([*arguments, *more])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] == said[2]
    assert len(list((tmp_path / "cache").rglob("goals.kept"))) == 1
    assert snapshot(filled.path) == before
    assert main(["check", "--data", str(filled.path), "--cache", str(filled.path / "x")]) == 2


def test_a_small_folder_is_not_kept(filled: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WORTH", 2**20)
    assert read(filled, tmp_path / "store")[1] == 0
    assert isinstance(filled.load().frames["goals"], pd.DataFrame)
