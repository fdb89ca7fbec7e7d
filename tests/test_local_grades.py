"""Grades that have other names: pages and the annual statement count them alike, published or earned by the score."""

from __future__ import annotations

import pytest

from generator.core.words import GRADE_CODES
from generator.derive import derive
from generator.derive.summary import counted_grades
from generator.facts.measures.declared import MEASURES
from generator.facts.measures.records import Records
from generator.pages.views.evaluations import overview
from generator.statement.draft import draft
from tests.conftest import DataFolder

# By project: its score and the grade that was published with it.
SCORED = {"P1": ("92", ""), "P2": ("70", "合格"), "P3": ("65", ""), "P4": ("40", "不合格")}
TOLD = {"优": 1, "合格": 2, "不合格": 1}


@pytest.fixture
def local(folder: DataFolder) -> DataFolder:
    """A year in which bands with names of their own are in force; half of the forms say no grade."""
    folder.replace(
        "profiles/bands-pass-fail.yaml", "in_force: []", 'in_force: [{division: "990001", from: "2023", to: "2023"}]'
    )
    forms = [
        folder.row("self_evaluations", project_code=code, total_score=score, grade=grade)
        for code, (score, grade) in SCORED.items()
    ]
    folder.table("self_evaluations", *forms)
    judged = [
        folder.row("evaluations", evaluation_code=f"v{code}", project_code=code, score=score, grade=grade)
        for code, (score, grade) in SCORED.items()
        if grade
    ]
    folder.table("evaluations", *judged)
    return folder


def test_all_count_the_same_grades(local: DataFolder) -> None:
    checked = local.check()
    site = derive(checked)
    assert {one.name: one.times for one in site.years["990001", 2023].summary.grades} == TOLD
    records = Records(facts=checked.facts, division="990001")
    counts = {
        grade: records_count.number
        for grade, code in GRADE_CODES.items()
        if (records_count := MEASURES[f"self_evaluation_{code}_count"].how.of(records, 2023)) and records_count.number
    }
    assert counts == TOLD
    [group] = overview(site).groups
    assert [(one.name, one.times) for one in group.grades] == [("合格", 1), ("不合格", 1)]


def test_the_statement_names_those_that_failed(local: DataFolder) -> None:
    drafted = str(draft(local.check().facts, "990001", 2024))
    assert "“不合格”" in drafted


def test_the_usual_four_are_listed_without_any() -> None:
    assert [(one.name, one.times) for one in counted_grades(["良", "良"])] == [
        ("优", 0),
        ("良", 2),
        ("中", 0),
        ("差", 0),
    ]
