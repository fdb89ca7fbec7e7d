"""Inputs beyond every limit end in few findings with the true cause; how long they take is measured by the bench."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.check.report import FORMATS
from generator.load import load
from tests import faulty
from tests.limits import LIMITS, Limit

MOST_TOLD, MOST_BYTES = 400, 1_000_000


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """A sound sample."""
    return faulty.sound()


@pytest.mark.thorough
@pytest.mark.usefixtures("processes")  # two ask the rules of a large district
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_beyond_a_limit(limit: Limit, tmp_path: Path, sound: dict[str, bytes]) -> None:
    """What is told is little, whatever the file holds, and every form of it is short."""
    data = faulty.put(tmp_path, sound | limit.make(sound))
    found = check(load(data), today=date(2026, 11, 20), rules=())
    assert limit.code in {one.code for one in found.findings if one.severity == "error"}
    assert len(found.findings) <= MOST_TOLD
    for form in FORMATS.values():
        assert len(form(found, found.findings).encode()) <= MOST_BYTES


@pytest.mark.thorough
def test_a_file_full_of_faults_is_set_aside(tmp_path: Path, sound: dict[str, bytes]) -> None:
    """Nothing of it is judged further, and nobody misses its records."""
    (limit,) = (one for one in LIMITS if one.name == "10,000 rows with every cell wrong")
    found = check(load(faulty.put(tmp_path, sound | limit.make(sound))), today=date(2026, 11, 20), rules=())
    assert {one.file for one in found.findings if one.severity == "error"} == {f"data/{faulty.GOALS}"}
    assert (
        not (found.facts.tables["goals"][["division", "fiscal_year", "department"]] == ["990001", 2025, "edu"])
        .all(axis=1)
        .any()
    )
