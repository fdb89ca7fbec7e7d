"""Files in the wrong folder: last year's, or another bureau's; told once, and only where the other tables tell it."""

from __future__ import annotations

from collections.abc import Mapping
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


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    return faulty.sound()


def misplaced(place: Path, files: Mapping[str, bytes]) -> list[Finding]:
    """What is found of files in the wrong folder."""
    findings = check(load(faulty.put(place, files)), today=TODAY, rules=()).findings
    return [one for one in findings if one.code == "S11"]


def _kind(one: Finding, number: int) -> tuple[str, str, str, str]:
    """What is found where, told as that of the first division."""
    own = {faulty.division(number): faulty.division(1), f"sl{number}-": "sl1-"}
    file, record = one.file, one.record
    for code, first in own.items():
        file, record = file.replace(code, first), record.replace(code, first)
    return one.code, file, one.field, record


@pytest.fixture(scope="module")
def told(sound: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What all rules find in each division: the first is sound, each of the others has one file of another folder."""
    cases = [{}, *({f"{FOLDER}/{table}.csv": sound[f"{source}/{table}.csv"]} for table, source in CASES)]
    divisions = [faulty.in_division(sound | files, number) for number, files in enumerate(cases, 1)]
    data = faulty.put(tmp_path_factory.mktemp("told"), faulty.side_by_side(divisions))
    findings: dict[str, list[Finding]] = {faulty.division(number): [] for number in range(1, len(divisions) + 1)}
    for one in check(load(data), today=TODAY).findings:
        findings[one.division].append(one)
    return findings


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{table} of {source[7:]}" for table, source in CASES])
def test_a_file_of_another_folder_is_one_finding(number: int, told: Mapping[str, list[Finding]]) -> None:
    (table, source), own = CASES[number], number + 2
    usual = {_kind(one, 1) for one in told[faulty.division(1)]}
    new = [one for one in told[faulty.division(own)] if _kind(one, own) not in usual]
    assert [(one.code, one.severity) for one in new] == [("S11", "error")], new
    (finding,) = new
    assert finding.file == f"data/{FOLDER}/{table}.csv".replace(faulty.division(1), faulty.division(own))
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
