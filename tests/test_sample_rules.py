"""Rules on the invented district: what was planted is found where it was planted, and nothing is an error."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.core.data import Checked
from generator.core.finding import Finding
from generator.load import load, load_catalogue
from generator.sample import PLANTERS, Planted, sample, shipped

DATA = Path(__file__).parents[1] / "data"
SIZE = {
    "projects": 200,
    "years": 3,
    "departments": 12,
    "seed": 1,
    "last_year": 2026,
    "tables": load_catalogue(DATA).tables,
}
TODAY = date(2026, 11, 20)
FINDABLE = sorted(name for name, planter in PLANTERS.items() if planter.expects)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checked, tuple[Planted, ...]]:
    return _district(tmp_path_factory.mktemp("district"), shipped())


def _district(folder: Path, planters: tuple[str, ...]) -> tuple[Checked, tuple[Planted, ...]]:
    for part in ("schemas", "profiles"):
        shutil.copytree(DATA / part, folder / part)
    (folder / "datapackage.yaml").write_bytes((DATA / "datapackage.yaml").read_bytes())
    record: list[Planted] = []
    for output in sample(planters=planters, record=record, **SIZE):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return check(load(folder), today=TODAY), tuple(record)


def found(checked: Checked, one: Planted) -> list[Finding]:
    codes = PLANTERS[one.planter].expects
    return [finding for finding in checked.findings if finding.code in codes and _same(finding, one)]


def _same(finding: Finding, one: Planted) -> bool:
    if one.planter == "late_goals":
        return finding.code == "R24"  # a finding about the deadline, which is the whole district's
    if finding.year != one.year and finding.code != "F09":
        return False
    keys = {key for key in (one.project_code, one.record, one.decision) if key}
    parts = set(finding.record.split("＋"))
    return bool(keys & parts) if keys else finding.department == one.department


def test_nothing_is_an_error(district: tuple[Checked, tuple[Planted, ...]]) -> None:
    checked, _ = district
    assert [finding for finding in checked.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", [name for name in FINDABLE if PLANTERS[name].shipped])
def test_what_was_planted_is_found(name: str, district: tuple[Checked, tuple[Planted, ...]]) -> None:
    checked, record = district
    planted = [one for one in record if one.planter == name]
    assert planted
    missed = [one for one in planted if not found(checked, one)]
    assert len(missed) * 4 <= len(planted), missed


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checked, tuple[Planted, ...]]:
    """A district with what is planted on request only."""
    return _district(tmp_path_factory.mktemp("asked"), tuple(set(PLANTERS) - set(shipped())))


@pytest.mark.parametrize("name", sorted(set(PLANTERS) - set(shipped())))
def test_what_is_planted_on_request_is_found(name: str, asked_for: tuple[Checked, tuple[Planted, ...]]) -> None:
    checked, record = asked_for
    planted = [one for one in record if one.planter == name]
    assert planted
    assert [one for one in planted if not found(checked, one)] == []


def test_a_district_without_planted_cases_breaks_no_rule(tmp_path: Path) -> None:
    checked, record = _district(tmp_path, ())
    assert record == ()
    codes = {finding.code for finding in checked.findings if finding.severity != "flag"}
    assert codes == set()
