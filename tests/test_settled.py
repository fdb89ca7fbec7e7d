"""A search that found nothing is spared only while no code, key or form that it goes by is another."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from generator.check import check, references, run
from generator.check.exchanged import Exchanged
from generator.check.keys import RowFault
from generator.check.settled import codes_of
from generator.core.data import Checked
from generator.core.schema import Catalogue
from generator.load import kept, load
from generator.load.kept import Store
from generator.publish.writer import replace
from tests.conftest import EDU, TODAY, DataFolder, clean_folder

OTHER = "990001/2023/finance"
SEARCHES = ("duplicates", "orphans", "collisions", "perhaps_cut", "misspelt", "documents", "statements")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small folders are worth keeping, too."""
    monkeypatch.setattr(kept, "_WORTH", 0)
    monkeypatch.setattr(run, "RULES", {})  # what rules say is another story


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The searches that are made, in their order."""
    made: list[str] = []

    def noted(name: str, original: Callable[..., Iterator[object]]) -> Callable[..., Iterator[object]]:
        return lambda *given: (made.append(name), original(*given))[1]

    for name in SEARCHES:
        module = run if name == "documents" else references
        monkeypatch.setattr(module, name, noted(name, getattr(module, name)))
    return made


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    """Two bureaus with goals and indicators, in which nothing is wrong."""
    return with_goals(folder)


def with_goals(folder: DataFolder) -> DataFolder:
    form = (folder.path / EDU / "package.yaml").read_text(encoding="utf-8")
    form += 'documents:\n  - {kind: D2, title: 项目支出绩效目标, published: "2023-02-20"}\n'
    folder.write(f"{EDU}/package.yaml", form)
    folder.write(f"{OTHER}/package.yaml", form.replace("教育", "财政"))
    folder.table("statements", folder.row("statements", statement_code="s1", report_year="2023"))
    for place, letter in ((EDU, "P"), (OTHER, "F")):
        codes = [f"99000123{letter}0000000000{one}" for one in range(10, 14)]
        goals = (folder.row("goals", project_code=code, project_name=f"项目{code}") for code in codes)
        folder.table("goals", *goals, folder=place)
        indicators = (folder.row("goal_indicators", project_code=code) for code in codes)
        folder.table("goal_indicators", *indicators, folder=place)
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """The store after a first check of such bureaus; not to be changed."""
    place = tmp_path_factory.mktemp("settled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_WORTH", 0)
        patch.setattr(run, "RULES", {})
        checked(with_goals(clean_folder(place, catalogue)), place / "store")
    return place / "store"


@pytest.fixture
def store(first: Path, tmp_path: Path) -> Path:
    """The same, to be gone on with."""
    return shutil.copytree(first, tmp_path / "store")


def checked(folder: DataFolder, place: Path, program: str = "program") -> Checked:
    store = Store(place, program)
    found = check(load(folder.path, store=store), today=TODAY, store=store)
    replace(place, list(store.outputs()))
    return found


def test_nothing_is_searched_again_in_the_same_codes(filled: DataFolder, store: Path, searched: list[str]) -> None:
    filled.replace(f"{OTHER}/goals.csv", "项目99000123F", "工程99000123F")  # a name is no code
    again = checked(filled, store)
    assert searched == []
    assert again.findings == check(filled.load(), today=TODAY).findings
    assert set(searched) == {*SEARCHES} - {"perhaps_cut"}  # without a store nothing is spared


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        ("common/departments.csv", "教育局", "教育委员会", "documents"),
        (f"{EDU}/statements.csv", "s1,", "s1, ", "statements"),
        (f"{EDU}/statements.csv", "s1,", "s1, ", "documents"),
    ],
)
def test_searches_of_words_are_made_again_in_others(
    filled: DataFolder, store: Path, searched: list[str], path: str, old: str, new: str, made: str
) -> None:
    filled.replace(path, old, new)
    again = checked(filled, store)
    assert made in searched
    assert again.findings == check(filled.load(), today=TODAY).findings


def test_documents_are_held_against_rows_wherever_these_come_or_go(
    filled: DataFolder, store: Path, searched: list[str]
) -> None:
    more = filled.row("goals", project_code="99000123F000000000019", project_name="又一个项目")
    text = (filled.path / OTHER / "goals.csv").read_text(encoding="utf-8")
    columns = text.splitlines()[0].split(",")
    filled.write(f"{OTHER}/goals.csv", text + ",".join(more.get(one, "") for one in columns) + "\n")
    assert checked(filled, store).findings == check(filled.load(), today=TODAY).findings
    assert searched.count("documents") == 1  # without the store alone: the folder had goals before
    for name, row in (
        ("monitorings", filled.row("monitorings", project_code="99000123F000000000010")),
        ("evaluations", filled.row("evaluations", evaluation_code="E1", subject_department="finance")),
    ):
        searched.clear()
        filled.table(name, row, folder=OTHER)
        assert checked(filled, store).findings == check(filled.load(), today=TODAY).findings
        assert searched.count("documents") == 2
    searched.clear()
    filled.replace(f"{OTHER}/evaluations.csv", "finance", "edu")  # whose it is
    assert checked(filled, store).findings == check(filled.load(), today=TODAY).findings
    assert searched.count("documents") == 2


def _code_twice(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/goals.csv", "99000123F000000000011", "99000123F000000000010")


def _points_nowhere(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/goal_indicators.csv", "99000123F000000000011", "99000123F000000000091")


def _gone(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/goals.csv", "99000123F000000000012", "99000123F000000000092")


def _of_another_bureau(folder: DataFolder) -> None:
    for name in ("goals", "goal_indicators"):
        folder.replace(f"{OTHER}/{name}.csv", "99000123F000000000012", "99000123P000000000012")


def _cut(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/goal_indicators.csv", "99000123F000000000013", "990001230000000000000")


def _small_letter(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/goal_indicators.csv", "99000123F000000000013", "99000123f000000000013")


def _form(folder: DataFolder) -> None:
    folder.replace(f"{OTHER}/package.yaml", "kind: D2", "kind: D3")


def _file_gone(folder: DataFolder) -> None:
    (folder.path / OTHER / "goals.csv").unlink()


def _statement_of_another_year(folder: DataFolder) -> None:
    folder.replace(f"{EDU}/statements.csv", "2023", "2022")


@pytest.mark.parametrize(
    "change",
    [
        _code_twice,
        _points_nowhere,
        _gone,
        _of_another_bureau,
        _cut,
        _small_letter,
        _form,
        _file_gone,
        _statement_of_another_year,
    ],
)
def test_a_wrong_code_is_found_each_time(filled: DataFolder, store: Path, change: Callable[[DataFolder], None]) -> None:
    change(filled)
    fresh = check(filled.load(), today=TODAY).findings
    for _ in range(2):
        assert checked(filled, store).findings == fresh


def test_a_damaged_store_of_searches_is_as_good_as_none(filled: DataFolder, store: Path, searched: list[str]) -> None:
    path = store / "settled.searches.kept"
    content = bytearray(path.read_bytes())
    content[random.Random(3).randrange(len(content))] ^= 4
    path.write_bytes(content)
    again = checked(filled, store)
    assert set(searched) == set(SEARCHES)
    assert again.findings == check(filled.load(), today=TODAY).findings


def test_another_program_searches_anew(filled: DataFolder, store: Path, searched: list[str]) -> None:
    checked(filled, store, "another")
    assert set(searched) == set(SEARCHES)


def test_every_key_is_among_the_codes(catalogue: Catalogue) -> None:
    codes = codes_of(catalogue.tables)
    for name, table in catalogue.tables.items():
        assert {*table.primary_key} <= {*codes[name]}
        for key in table.foreign_keys:
            assert {*key.fields} <= {*codes[name]}
            assert {*key.reference} <= {*codes[key.table], "division", "fiscal_year", "department"}


def test_columns_are_compared_again_after_any_change(filled: DataFolder, tmp_path: Path) -> None:
    """Columns under each other's names are sought in all cells, not in codes."""
    days = {"start_date": "2023-01-01", "end_date": "2023-12-31"}
    turned = {"start_date": "2023-12-31", "end_date": "2023-01-01"}
    for given, told in ((days, []), (days, []), (turned, ["S10"])):
        rows = [filled.row("goals", project_code=f"99000123P0000000000{one}", **given) for one in range(10, 14)]
        filled.table("goals", *rows, folder=EDU)
        assert [one.code for one in checked(filled, tmp_path).findings if one.severity == "error"] == told


def test_the_columns_of_one_bureau_are_compared_alone(
    filled: DataFolder, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    original = references.exchanged

    def noted(frames: Mapping[str, pd.DataFrame], *given: Any) -> Iterator[Exchanged]:
        compared.append(len(frames["goals"]))
        return original(frames, *given)

    monkeypatch.setattr(references, "exchanged", noted)
    checked(filled, store)
    filled.replace(f"{OTHER}/goals.csv", "项目99000123F", "工程99000123F")
    checked(filled, store)
    checked(filled, store, "another")
    assert compared == [4, 8]


def test_spellings_are_compared_in_the_folder_whose_codes_are_others(
    filled: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):  # more folders than one
        place = f"99000{number}/2022/finance"
        filled.write(f"{place}/package.yaml", (filled.path / OTHER / "package.yaml").read_text(encoding="utf-8"))
        filled.table("goals", filled.row("goals", project_code="99000123P000000000099"), folder=place)
    checked(filled, tmp_path)
    compared: list[int] = []
    original = references.misspelt

    def noted(frames: Mapping[str, pd.DataFrame], *given: Any) -> Iterator[tuple[str, RowFault, list[int]]]:
        compared.append(len(frames["goals"]))
        return original(frames, *given)

    monkeypatch.setattr(references, "misspelt", noted)
    filled.replace(f"{OTHER}/goals.csv", "99000123F000000000013", "99000123F000000000093")
    filled.replace(f"{OTHER}/goal_indicators.csv", "99000123F000000000013", "99000123F000000000093")
    checked(filled, tmp_path)
    assert compared == [4]
    _small_letter_of(filled, "93")
    for _ in range(2):
        again = checked(filled, tmp_path)
        assert [one.file for one in again.findings if one.code == "K04"] == [f"data/{OTHER}/goal_indicators.csv"]
        assert again.findings == check(filled.load(), today=TODAY).findings


def _small_letter_of(folder: DataFolder, last: str) -> None:
    folder.replace(f"{OTHER}/goal_indicators.csv", f"99000123F0000000000{last}", f"99000123f0000000000{last}")
