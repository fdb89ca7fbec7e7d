"""What bureaus owe, with workbooks ready for it; and the guide that shows how."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.cli.main import parser
from generator.core import addresses
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.downloads.reporting import reporting_outputs
from generator.facts.reporting import owed
from generator.forms.reading import layouts
from generator.intake.recognising import read_file
from tests.conftest import ROOT

CLOCK = datetime(2026, 11, 20, tzinfo=UTC)
GUIDE = (ROOT / "docs" / "reporting.md").read_text(encoding="utf-8")


def _on(checked: Checked, day: date) -> Facts:
    facts = checked.facts
    return Facts(
        tables=facts.tables, profiles=facts.profiles, packages=facts.packages, today=day, schemas=facts.schemas
    )


def test_a_bureau_owes_what_is_near_and_not_published(shipped_checked: Checked) -> None:
    now = {(one.year, one.department): one for one in owed(shipped_checked.facts)}
    assert now[2026, "edu"].documents == ("D4", "D5")
    assert now[2026, "edu"].days[0].startswith("2027-")
    early = {(one.year, one.department) for one in owed(_on(shipped_checked, date(2026, 6, 1)))}
    assert (2026, "edu") not in early  # goals are published, monitoring is not yet due
    published = [
        replace(one, documents=()) if one.key == ("990001", 2026, "edu") else one
        for one in shipped_checked.facts.packages
    ]
    facts = shipped_checked.facts
    bare = Facts(
        tables=facts.tables,
        profiles=facts.profiles,
        packages=tuple(published),
        today=date(2026, 6, 1),
        schemas=facts.schemas,
    )
    again = {(one.year, one.department): one.documents for one in owed(bare)}
    assert set(again[2026, "edu"]) >= {"D2", "D3"}


@pytest.mark.thorough
def test_templates_and_blank_forms_are_read_by_import(shipped_checked: Checked) -> None:
    outputs = {one.path: one.content for one in reporting_outputs(shipped_checked, clock=CLOCK)}
    tables = shipped_checked.catalogue.tables
    mine = addresses.template("990001", 2026, "edu")
    readings = [one for one in read_file("填报表.xlsx", outputs[mine], tables, layouts()) if one.form]
    assert {one.heads["slug"] for one in readings} == {"edu"}
    assert {one.year for one in readings} == {2026}
    assert [one.message for one in readings for one in one.problems] == []
    goals = shipped_checked.frames["goals"]
    count = len(goals[(goals["fiscal_year"] == 2026) & (goals["department"] == "edu")])
    evaluations = next(one for one in readings if one.record_table == "self_evaluations")
    assert len(evaluations.rows("self_evaluations")) == count
    for layout in layouts():
        if layout.prints:
            blank = read_file("空白表.xlsx", outputs[addresses.blank_form(layout.name)], tables, layouts())[0]
            assert blank.layout == layout.name


@pytest.mark.parametrize("line", re.findall(r"^\.venv/bin/python -m generator (.*)$", GUIDE, re.MULTILINE))
def test_commands_of_the_guide_are_accepted(line: str) -> None:
    parser().parse_args(line.split())


def test_pictures_of_the_guide_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE)
    assert pictures
    assert [one for one in pictures if not (ROOT / "docs" / one).is_file()] == []
