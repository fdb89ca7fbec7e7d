"""Faults as they were tried: what a check says of each is its cause, once, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.core.data import Checked
from generator.load import load
from tests import faulty
from tests.faulty import HARMLESS, MESSAGES, Case

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """A sound sample."""
    return faulty.sound()


def checked(place: Path, files: Mapping[str, bytes]) -> Checked:
    return check(load(faulty.put(place, files)), today=TODAY)


def told(found: Checked) -> list[str]:
    return [
        f"{one.code} {one.file} {one.row} {one.field}: {one.message}"
        for one in found.findings
        if one.severity == "error"
    ]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, sound: dict[str, bytes]) -> set[tuple[str, str, str]]:
    """What is found in the sound sample: warnings and flags, by code, file and field."""
    found = checked(tmp_path_factory.mktemp("sound"), sound)
    assert told(found) == []
    return {(one.code, one.file, one.field) for one in found.findings}


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.name)
def test_one_cause_is_one_finding(
    case: Case, tmp_path: Path, sound: dict[str, bytes], before: set[tuple[str, str, str]]
) -> None:
    """What was found before, of other records, is found still: nothing else is new."""
    files = faulty.coded(sound, case.code_of)
    found = checked(tmp_path, files | {case.file: case.spoil(files[case.file])})
    new = [one for one in found.findings if (one.code, one.file, one.field) not in before]
    assert [one.code for one in new] == [case.code] * case.errors, told(found)
    (first, *_) = new
    assert first.severity in ("error", "warning")
    assert first.file == f"data/{case.file}"
    text = first.message + first.hint
    for word in case.words:
        assert word in text
    for word in case.never:
        assert all(word not in one.message + one.hint for one in found.findings)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_excel_adds_is_no_error(name: str, tmp_path: Path, sound: dict[str, bytes]) -> None:
    for file in (faulty.GOALS, faulty.INDICATORS):
        found = checked(tmp_path / file.rpartition("/")[2], sound | {file: HARMLESS[name](sound[file])})
        assert told(found) == []
