"""Every rule is documented, fires on its bad examples alone, and is silent on its good ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.check import typed_frames
from generator.load import load_catalogue, load_profiles
from generator.model import Document, Package
from generator.rules import RULES, Context, Rule

DATA = Path(__file__).parents[1] / "data"
CATALOGUE = load_catalogue(DATA)
PROFILES = load_profiles(DATA)


def context(rows) -> Context:
    """The context of some example rows; ``documents`` stands for what package.yaml lists."""
    documents = tuple(Document(**row) for row in rows.get("documents", ()))
    package = Package(
        division="990001",
        fiscal_year=2023,
        department="edu",
        path="data/990001/2023/edu",
        title="示例区教育局2023年度预算绩效信息",
        publisher="示例区教育局",
        published_date="2024-08-30",
        documents=documents,
    )
    tables = typed_frames(CATALOGUE, {name: given for name, given in rows.items() if name != "documents"})
    return Context(tables=tables, profiles=PROFILES, packages=(package,), today=date(2024, 12, 31))


def fired(rows) -> dict:
    """Rule code → what it found in some example rows."""
    given = context(rows)
    found = {code: rule.function(given) for code, rule in RULES.items()}
    return {code: hits for code, hits in found.items() if len(hits)}


def named(text: str, message: str) -> bool:
    """Whether the message says it: every number of it, or the very words."""
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    return all(number in message for number in numbers) if numbers else text in message


EXAMPLES = [
    pytest.param(rule, rows, id=f"{rule.code}-{number}")
    for rule in RULES.values()
    for number, rows in enumerate(rule.bad)
]
GOOD = [
    pytest.param(rule, rows, id=f"{rule.code}-{number}")
    for rule in RULES.values()
    for number, rows in enumerate(rule.good)
]


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
def test_rule_is_documented(rule: Rule):
    assert len(rule.text) > 20
    assert rule.formula
    assert "依据《" in rule.source or "本项目约定" in rule.source
    assert rule.title
    assert rule.good
    assert rule.bad
    table = CATALOGUE.tables[rule.table]
    assert set(rule.fields) <= set(table.names)


@pytest.mark.parametrize(("rule", "rows"), EXAMPLES)
def test_bad_example_fires_this_rule_alone(rule: Rule, rows):
    found = fired(rows)
    assert list(found) == [rule.code]
    for hit in found[rule.code].itertuples():
        assert hit.message.endswith("。")
        assert hit.hint.endswith("。")
        assert hit.expected
        assert named(hit.value, hit.message)
        assert named(hit.expected, hit.message)


@pytest.mark.parametrize(("rule", "rows"), GOOD)
def test_good_example_is_clean(rule: Rule, rows):
    assert not fired(rows)
