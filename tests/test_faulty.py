"""Faults as they were tried: what a check says of each is its cause, once, and what to do.

Each fault is made in a division of its own, and all divisions are checked at once: what is wrong in one says nothing of
another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from generator.check import check, recalling, run
from generator.core import memory
from generator.core.data import Checked
from generator.core.finding import Finding
from generator.load import load
from tests import faulty
from tests.faulty import HARMLESS, MESSAGES, Case

TODAY = date(2026, 11, 20)
HARMED = (faulty.GOALS, faulty.INDICATORS)
# The name of what is done to a division, and the file it is done to; the first one is left as it is.
PLACES = ("", *(case.name for case in MESSAGES), *(f"{name} {file}" for name in HARMLESS for file in HARMED))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What is found in each division: its files and findings are told as those of the first."""

    data: Path
    checked: Checked
    findings: Mapping[str, list[Finding]]

    def told(self, place: str) -> list[str]:
        """The errors, in short."""
        return [
            f"{one.code} {one.file} {one.row} {one.field}: {one.message}"
            for one in self.findings[place]
            if one.severity == "error"
        ]

    def kinds(self, place: str) -> set[tuple[str, str, str]]:
        """What is found, by code, file and field."""
        return {(one.code, _file(one, PLACES.index(place)), one.field) for one in self.findings[place]}


def _file(finding: Finding, number: int) -> str:
    """The file of a finding, as if it were the first division's."""
    return finding.file.replace(faulty.division(number + 1), faulty.division(1))


def spoiled() -> dict[str, dict[str, bytes]]:
    """What is done → the files of a sound sample with it."""
    sound = faulty.of_year(faulty.sound())
    found = {"": sound}
    for case in MESSAGES:
        files = faulty.coded(sound, case.code_of)
        found[case.name] = files | {case.file: case.spoil(files[case.file])}
    for name, spoil in HARMLESS.items():
        found |= {f"{name} {file}": sound | {file: spoil(sound[file])} for file in HARMED}
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Every fault in a division of its own, checked at once."""
    made = spoiled()
    divisions = [faulty.in_division(files, number) for number, files in enumerate(made.values(), 1)]
    data = faulty.put(tmp_path_factory.mktemp("faulty"), faulty.side_by_side(divisions))
    with pytest.MonkeyPatch.context() as patch:
        for module in (run, recalling):
            patch.setattr(module, "FEW", 10**9)  # one process finds what two find, and this one may start no other
        found = check(load(data), today=TODAY)
    findings: dict[str, list[Finding]] = {name: [] for name in made}
    for one in found.findings:
        place = one.division or one.file.split("/")[1]
        findings[PLACES[int(place.removeprefix("99")) - 1]].append(one)
    return Desk(data=data, checked=found, findings=findings)


def test_a_sound_division_has_no_error_beside_faulty_ones(desk: Desk) -> None:
    assert desk.told("") == []
    assert desk.findings[""], "warnings and flags"


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case.name)
def test_one_cause_is_one_finding(case: Case, desk: Desk) -> None:
    """What was found before, of other records, is found still: nothing else is new."""
    number = PLACES.index(case.name)
    new = [one for one in desk.findings[case.name] if (one.code, _file(one, number), one.field) not in desk.kinds("")]
    assert [one.code for one in new] == [case.code] * case.errors, desk.told(case.name)
    (first, *_) = new
    assert first.severity in ("error", "warning")
    assert _file(first, number) == f"data/{case.file}"
    text = first.message + first.hint
    for word in case.words:
        assert word in text
    for word in case.never:
        assert all(word not in one.message + one.hint for one in desk.findings[case.name])


@pytest.mark.parametrize("file", HARMED, ids=lambda file: file.rpartition("/")[2])
@pytest.mark.parametrize("name", HARMLESS)
def test_what_excel_adds_is_no_error(name: str, file: str, desk: Desk) -> None:
    assert desk.told(f"{name} {file}") == []


@pytest.mark.thorough
@pytest.mark.usefixtures("processes")  # two ask the rules of a large district
def test_texts_that_are_held_otherwise_are_judged_alike_by_two_processes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts of small data are Python's own strings, those of large data Arrow's columns; see test_held_texts."""
    monkeypatch.setattr(memory, "FEW", 10**9)
    again = check(load(desk.data), today=TODAY)
    assert [_storage(one) for one in (desk.checked, again)] == [{"pyarrow"}, {"python"}]
    assert again.findings == desk.checked.findings
    assert again.runs.places == desk.checked.runs.places


def _storage(found: Checked) -> set[str]:
    return {one.storage for one in found.frames["goals"].dtypes if isinstance(one, pd.StringDtype)}
