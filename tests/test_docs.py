"""The documents that are made from the code say what the code says, and rules stand where the index sends people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.rules import RULES, Rule
from tests.conftest import ROOT
from tests.docs import RULES_INDEX, shipped_index

# Tables whose rules stand with those of another one.
_WITH = {
    "evaluation_findings": "evaluations",
    "evaluation_indicators": "evaluations",
    "monitoring_indicators": "monitorings",
    "fiscal_operation_dimensions": "fiscal_operations",
    "reported_figures": "statements",
    "congress_reports": "reports",
    "management_assessments": "reports",
}


def test_the_index_of_rules_is_fresh() -> None:
    assert RULES_INDEX.read_text(encoding="utf-8") == shipped_index(), "run: make docs"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_file_of_its_subject(rule: Rule) -> None:
    subject = "departments" if rule.table.startswith("department_") else _WITH.get(rule.table, rule.table)
    path = Path(rule.function.__module__.replace(".", "/"))
    assert path.parts[:3] == ("generator", "rules", subject)
    assert (ROOT / path.with_suffix(".py")).is_file()


def test_no_file_of_rules_has_outgrown_its_subject() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in ROOT.glob("generator/rules/**/*.py")
    }
    assert max(lengths.values()) <= 600, max(lengths, key=lambda path: lengths[path])


# The threats.

THREATS = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in THREATS.splitlines() if line.startswith("| ")][1:]


def test_every_threat_has_a_guard_a_message_and_a_test() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row) == 4, row
        assert all(cell.strip() for cell in row), row
        assert re.search(r"`[^`]+`", row[1]), row
        assert re.search(r"`tests/[^`]+::test_[^`]+`", row[3]), row


def test_the_guards_of_threats_are_there() -> None:
    named = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[1])]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_tests_of_threats_are_there() -> None:
    for path, name in re.findall(r"`(tests/[^`:]+)::([^`]+)`", THREATS):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"{path} has no {name}"
