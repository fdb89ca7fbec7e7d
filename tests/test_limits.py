"""Inputs beyond every limit end in few findings with the true cause; how long they take is measured by the bench."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.check.report import FORMATS
from generator.core.data import Checked
from generator.load import load
from tests import faulty
from tests.limits import LIMITS, Limit

FULL = "10,000 rows with every cell wrong"
MOST_TOLD, MOST_BYTES = 400, 1_000_000


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """A sound sample."""
    return faulty.sound()


def judged(place: Path, sound: dict[str, bytes], limit: Limit) -> Checked:
    return check(load(faulty.put(place, sound | limit.make(sound))), today=date(2026, 11, 20), rules=())


@pytest.fixture(scope="module")
def full(sound: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """A file full of faults as checked."""
    (limit,) = (one for one in LIMITS if one.name == FULL)
    return judged(tmp_path_factory.mktemp("full"), sound, limit)


@pytest.mark.thorough
@pytest.mark.usefixtures("processes")  # two ask the rules of a large district
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_beyond_a_limit(limit: Limit, tmp_path: Path, sound: dict[str, bytes], request: pytest.FixtureRequest) -> None:
    """What is told is little, whatever the file holds, and every form of it is short."""
    found = request.getfixturevalue("full") if limit.name == FULL else judged(tmp_path, sound, limit)
    assert limit.code in {one.code for one in found.findings if one.severity == "error"}
    assert len(found.findings) <= MOST_TOLD
    for form in FORMATS.values():
        assert len(form(found, found.findings).encode()) <= MOST_BYTES


@pytest.mark.thorough
@pytest.mark.usefixtures("processes")
def test_a_file_full_of_faults_is_set_aside(full: Checked) -> None:
    """Nothing of it is judged further, and nobody misses its records."""
    assert {one.file for one in full.findings if one.severity == "error"} == {f"data/{faulty.GOALS}"}
    assert (
        not (full.facts.tables["goals"][["division", "fiscal_year", "department"]] == ["990001", 2025, "edu"])
        .all(axis=1)
        .any()
    )
