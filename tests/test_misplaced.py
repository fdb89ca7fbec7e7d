"""Files in the wrong folder: last year's, or another bureau's; told once, and only where the other tables tell it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.core.finding import Finding
from generator.load import load
from tests import faulty
from tests.faulty import FOLDER

TODAY = date(2026, 11, 20)
BEFORE, OTHER = FOLDER.replace("/2025/", "/2024/"), FOLDER.replace("/edu", "/finance")
# Table, and the folder whose file is put into the place of its own.
CASES = [
    *((name, BEFORE) for name in ("goals", "self_evaluation_funds", "self_evaluations", "monitorings")),
    *((name, OTHER) for name in ("goals", "goal_indicators", "self_evaluations", "self_evaluation_funds")),
]
Kinds = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    return faulty.sound()


def told(place: Path, files: Mapping[str, bytes], rules: Collection[str] | None = None) -> Iterator[Finding]:
    """What is found, by all rules or some."""
    yield from check(load(faulty.put(place, files)), today=TODAY, rules=rules).findings


def misplaced(place: Path, files: Mapping[str, bytes]) -> list[Finding]:
    """What is found of files in the wrong folder."""
    return [one for one in told(place, files, rules=()) if one.code == "S11"]


@pytest.fixture(scope="module")
def usual(sound: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """What is found in a sound sample, by code, file, field and record."""
    return {_kind(one) for one in told(tmp_path_factory.mktemp("usual"), sound)}


def _kind(one: Finding) -> tuple[str, str, str, str]:
    return one.code, one.file, one.field, one.record


@pytest.mark.thorough
@pytest.mark.parametrize(("table", "source"), CASES, ids=[f"{table} of {source[7:]}" for table, source in CASES])
def test_a_file_of_another_folder_is_one_finding(
    table: str, source: str, sound: dict[str, bytes], usual: Kinds, tmp_path: Path
) -> None:
    files = sound | {f"{FOLDER}/{table}.csv": sound[f"{source}/{table}.csv"]}
    new = [one for one in told(tmp_path, files) if _kind(one) not in usual]
    assert [(one.code, one.severity) for one in new] == [("S11", "error")], new
    (finding,) = new
    assert finding.file == f"data/{FOLDER}/{table}.csv"
    assert ("2024 年度" if source == BEFORE else "2025/finance") in finding.message
    assert finding.hint.startswith("像是把")


def test_all_files_of_last_year_agree_with_each_other(sound: dict[str, bytes], tmp_path: Path) -> None:
    """A year in which nothing changed, for what its tables tell, is no mistake of the folder."""
    last = {
        path.replace(BEFORE, FOLDER): content
        for path, content in sound.items()
        if path.startswith(BEFORE) and path.endswith(".csv")
    }
    files = {path: content for path, content in sound.items() if not path.startswith(FOLDER)}
    files |= last | {faulty.FORM: sound[faulty.FORM]}
    assert misplaced(tmp_path, files) == []


def test_projects_without_goals_are_no_strangers(sound: dict[str, bytes], tmp_path: Path) -> None:
    """Goals of some projects beside self-evaluations of others, each with its own parts."""
    kept = ("goals.csv", "self_evaluations.csv", "self_evaluation_funds.csv", "self_evaluation_indicators.csv")
    files = {path: one for path, one in sound.items() if not path.startswith(FOLDER) or path.endswith((*kept, ".yaml"))}
    files[faulty.GOALS] = faulty.every("project_code", lambda code: f"{code[:-1]}9")(sound[faulty.GOALS])
    assert misplaced(tmp_path, files) == []


def test_of_another_bureaus_years_the_same_one_is_named(sound: dict[str, bytes], tmp_path: Path) -> None:
    """Its projects stand in the folders of several years."""
    before = f"{BEFORE.replace('/edu', '/finance')}/goals.csv"
    both = sound[before] + sound[f"{OTHER}/goals.csv"].partition(b"\n")[2]
    name = "self_evaluation_funds.csv"
    files = sound | {before: both, f"{FOLDER}/{name}": sound[f"{OTHER}/{name}"]}
    [finding] = misplaced(tmp_path, files)
    assert "像是把 990001/2025/finance 的文件放进了这里" in finding.hint


def test_the_files_of_one_workbook_of_another_bureau_are_told_once(sound: dict[str, bytes], tmp_path: Path) -> None:
    """It brings a table of each kind; whoever put it there does one thing about it."""
    names = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")
    files = sound | {f"{FOLDER}/{name}.csv": sound[f"{OTHER}/{name}.csv"] for name in names}
    [finding] = misplaced(tmp_path, files)
    assert finding.file == f"data/{FOLDER}/self_evaluations.csv"
    assert finding.message.endswith(
        "在 990001/2025/finance 文件夹里有。同一文件夹的「自评项目资金」「自评绩效指标」也是这样。"
    )
    assert "像是把 990001/2025/finance 的文件放进了这里" in finding.hint
