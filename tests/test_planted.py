"""Planted cases of every rule and flag on an invented district: each is found where it lies, nothing else is wrong.

Two sorts are planted together: what the sample's planters do to projects and departments, and each rule's own bad
example, in a division of its own beside the district.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from generator.check import check, typed_frames
from generator.core.codes import CODES
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.package import Document, Package
from generator.load import load, load_catalogue
from generator.rules import RULES
from generator.sample import PLANTERS, Planted, sample, shipped
from tests.shipped import DATA

DISTRICT = "990001"
TODAY = date(2026, 11, 20)
# Planted for a rule: those that only make a state of disclosure, or a draft differ, have no code of a rule.
PLANTED = sorted(name for name, planter in PLANTERS.items() if set(planter.expects) & set(RULES))
BAD = [(code, number) for code, rule in RULES.items() for number in range(len(rule.bad))]
PLACES = {one: f"{700001 + place}" for place, one in enumerate(BAD)}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The district as checked, what was planted in it, and what the rules find with every bad example beside it."""

    checked: Checked
    planted: tuple[Planted, ...]
    beside: dict[str, dict[str, pd.DataFrame]]  # division → rule → hits


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A district twice as large as the shipped one, which has room for every case."""
    checked, planted = _district(tmp_path_factory.mktemp("planted"), shipped(), projects=120)
    return Scene(checked=checked, planted=planted, beside=_beside(checked))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """One large enough for its texts to be held in other columns."""
    checked, planted = _district(tmp_path_factory.mktemp("large"), shipped(), projects=200)
    return Scene(checked=checked, planted=planted, beside=_beside(checked))


ON_REQUEST = tuple(name for name in PLANTERS if name not in shipped())


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A district of its own for amounts in the wrong unit: they would drown what is planted in the same project.

    Only the rules are asked that some of it is meant for.
    """
    meant = {code for name in ON_REQUEST for code in PLANTERS[name].expects}
    checked, planted = _district(tmp_path_factory.mktemp("units"), ON_REQUEST, projects=64, rules=meant)
    return Scene(checked=checked, planted=planted, beside={})


@pytest.fixture(scope="module")
def asked_everything(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The same, of which all rules are asked."""
    checked, planted = _district(tmp_path_factory.mktemp("units"), ON_REQUEST, projects=64)
    return Scene(checked=checked, planted=planted, beside={})


def _district(
    folder: Path, planters: tuple[str, ...], *, projects: int, rules: Collection[str] | None = None
) -> tuple[Checked, tuple[Planted, ...]]:
    for part in ("schemas", "profiles"):
        (folder / part).mkdir()
        for path in (DATA / part).glob("*.yaml"):
            (folder / part / path.name).write_bytes(path.read_bytes())
    (folder / "datapackage.yaml").write_bytes((DATA / "datapackage.yaml").read_bytes())
    record: list[Planted] = []
    for output in sample(
        projects=projects,
        years=3,
        departments=12,
        seed=4,
        last_year=2026,
        tables=load_catalogue(DATA).tables,
        planters=planters,
        record=record,
    ):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return check(load(folder), today=TODAY, rules=rules), tuple(record)


def _beside(checked: Checked) -> dict[str, dict[str, pd.DataFrame]]:
    """All rules over the district's rows and, in divisions of their own, the bad examples of every rule."""
    rows = defaultdict(list)
    packages = list(checked.packages)
    for (code, number), division in PLACES.items():
        for name, given in RULES[code].bad[number].items():
            if name == "documents":  # not a table: what package.yaml lists
                documents = tuple(Document(**row) for row in given)
                packages.append(
                    Package(
                        division=division,
                        fiscal_year=2023,
                        department="edu",
                        path=f"data/{division}/2023/edu",
                        title="示例",
                        publisher="示例区教育局",
                        published_date="2024-08-30",
                        documents=documents,
                    )
                )
            else:
                rows[name] += [{**row, "division": division} for row in given]
    examples = typed_frames(checked.catalogue, rows)
    tables = {
        name: pd.concat([frame, examples[name]], ignore_index=True) if len(examples[name]) else frame
        for name, frame in checked.frames.items()
    }
    facts = Facts(tables=tables, profiles=checked.profiles, packages=tuple(packages), today=TODAY)
    found: dict[str, dict[str, pd.DataFrame]] = defaultdict(dict)
    for rule in RULES.values():
        hits = rule.function(facts)
        places = tables[rule.table]["division"].loc[hits.index]
        for division, part in hits.groupby(places.to_numpy()):
            found[division][rule.code] = part
    return found


def found(scene: Scene, one: Planted) -> list[Finding]:
    """The findings about a planted case by the rules it is meant for."""
    codes = PLANTERS[one.planter].expects
    return [finding for finding in scene.checked.findings if finding.code in codes and _about(finding, one)]


def _about(finding: Finding, one: Planted) -> bool:
    if one.planter == "late_goals":  # a finding about the deadline, which is the whole district's
        return finding.code == "R24" and finding.year == one.year
    if finding.year != one.year and finding.code not in ("F09", "F09b"):
        return False
    keys = {key for key in (one.project_code, one.record, one.decision) if key}
    return bool(keys & set(finding.record.split("＋"))) if keys else finding.department == one.department


def findable(scene: Scene, one: Planted) -> bool:
    """Whether the rules can see the case: the year is evaluated, the goal of the year before was published."""
    if one.planter == "budget_jump":
        goals = scene.checked.frames["goals"]
        return bool(((goals["fiscal_year"] == one.year - 1) & (goals["project_code"] == one.project_code)).any())
    tables = {RULES[code].table for code in PLANTERS[one.planter].expects if code in RULES}
    if not one.project_code or "self_evaluations" not in tables:
        return True
    own = scene.checked.frames["self_evaluations"]
    return bool(((own["fiscal_year"] == one.year) & (own["project_code"] == one.project_code)).any())


@pytest.mark.thorough
@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_case_is_found(name: str, request: pytest.FixtureRequest) -> None:
    scene: Scene = request.getfixturevalue("large" if name in shipped() else "asked_everything")
    planted = [one for one in scene.planted if one.planter == name and (name not in shipped() or findable(scene, one))]
    assert planted, "the district is too small to plant one"
    assert [one for one in planted if not found(scene, one)] == []


def test_planters_expect_what_there_is() -> None:
    assert not {one for planter in PLANTERS.values() for one in planter.expects} - set(RULES) - set(CODES)


@pytest.mark.parametrize("name", PLANTED)
def test_the_rule_that_a_planter_is_meant_for_finds_some_of_its_cases(
    name: str, request: pytest.FixtureRequest
) -> None:
    scene: Scene = request.getfixturevalue("scene" if name in shipped() else "units")
    planted = [one for one in scene.planted if one.planter == name and findable(scene, one)]
    codes = {finding.code for one in planted for finding in found(scene, one)}
    assert PLANTERS[name].expects[0] in codes  # the others may stand for it


def test_nothing_is_an_error(scene: Scene) -> None:
    assert [one for one in scene.checked.findings if one.severity == "error"] == []


@pytest.mark.thorough
def test_in_a_large_district_nothing_is_an_error_and_each_rule_finds_its_own_case(large: Scene) -> None:
    assert [one for one in large.checked.findings if one.severity == "error"] == []
    assert [one for one in BAD if list(large.beside.get(PLACES[one], {})) != [one[0]]] == []


@pytest.mark.thorough
def test_a_district_without_planted_cases_breaks_no_rule(tmp_path: Path) -> None:
    checked, planted = _district(tmp_path, (), projects=200)
    assert planted == ()
    assert {one.code for one in checked.findings if one.severity != "flag"} == set()


@pytest.mark.thorough
def test_what_is_planted_on_request_makes_no_other_errors(asked_everything: Scene) -> None:
    planted = {code for one in asked_everything.planted for code in (one.project_code, one.record)}
    errors = [one for one in asked_everything.checked.findings if one.severity == "error"]
    # Amounts cut to four decimals no longer give the rate exactly.
    assert {one.code for one in errors} <= {"R01c", "C30", "C30b"}
    assert {one.record.split("＋")[0] for one in errors} <= planted


@pytest.mark.parametrize(("code", "number"), BAD, ids=[f"{code}-{number}" for code, number in BAD])
def test_each_rule_finds_its_own_case_beside_a_whole_district(code: str, number: int, scene: Scene) -> None:
    assert list(scene.beside.get(PLACES[code, number], {})) == [code]


def test_what_lies_in_other_divisions_changes_nothing_here(scene: Scene) -> None:
    here = {code: len(hits) for code, hits in scene.beside[DISTRICT].items()}
    alone: dict[str, int] = defaultdict(int)
    for one in scene.checked.findings:
        if one.code in RULES and one.division in ("", DISTRICT):
            alone[one.code] += 1
    assert here == dict(alone)
