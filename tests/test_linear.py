"""Every regular expression of the package is linear: a text of any length takes it no more than its share of time."""

from __future__ import annotations

import re

import pytest

from generator.load import load_catalogue
from tests.conftest import DATA
from tests.expressions import Expression, expressions, growing

# These meet nothing but what the program has written itself: a workbook laid out before any data is in it, the pages of
# the theme, and pages in which no contributed text has a < of its own.
OURS = {
    "generator.downloads.layout: '<si>(.*?)</si>'",
    "generator.downloads.layout: '<row.*?</row>'",
    "generator.downloads.layout._REFERENCES",
    "generator.publish.csp._SCRIPT",
    "generator.publish.search.marks._LEFT_OUT",
    "generator.publish.search.marks._TAG",
    "generator.publish.theme._COMMENT",
    "generator.publish.theme._NAV",
}
# Where the text of an expression is not in the source: what it is there, and where that is looked at.
KNOWN_OPEN = {
    "generator.check.advice: pattern": "schema",
    "generator.check.values: str(field.constraints.get('pattern'))": "schema",
    "generator.check.values: str(field.constraints['pattern'])": "schema",
    "generator.check.values: str(wanted)": "schema",
    "generator.cli.portal: f'^{key}: .*?(\\\\s+# .*)?$'": "the repository's own mkdocs.yml",
    "generator.cli.parser: pattern": "argparse's own messages",
    "generator.core.characters: f'[{characters}]'": "compiled into _NAMED",
    "generator.facts.indicators: pattern": "_RESULTS",
    "generator.intake.lists: pattern": "schema",
    "generator.intake.values: f'[(\\\\[【]({sign})[)\\\\]】]'": "classes, nothing repeated",
    "generator.intake.values: sign": "a class",
    "generator.load.csvfile: pattern": "schema",
    "generator.load.forms: pattern": "the reader's, in generator.load.schema",
    "generator.load.header: pattern": "schema",
    "generator.load.schema: values[key]": "schema",
    "generator.publish.search.marks: f'<{name}[\\\\s>]'": "one class",
}


@pytest.mark.thorough
def test_the_test_sees_what_is_not_linear() -> None:
    """The kinds that were in the package once, and such as are known from books."""
    bad = (
        r"密 *级? *★",
        r"[。;,]+$",
        r"[一-龥]+〔",
        r"^(a+)+$",
        r"\s*[-\s]+\s*x",
        r"(?:a|ab|b)*c",
        r"\d+\d+x",
        r"a.*b.*c",
    )
    for pattern in bad:
        # A busy neighbour can make the shorter text take as long as the longer one: it is tried again.
        tried = (growing(Expression(place="", pattern=re.compile(pattern), methods=("search",))) for _ in range(5))
        assert any(tried), pattern
    for pattern in (r"密 {0,3}级?★", r"[一-龥]{1,40}〔", r"^a+$", r"[0-9]+"):
        assert not growing(Expression(place="", pattern=re.compile(pattern), methods=("search",))), pattern


def test_all_expressions_are_seen() -> None:
    found, unknown = expressions()
    assert len(found) > 150
    assert set(unknown) == set(KNOWN_OPEN)
    places = {one.place.partition(":")[0].rpartition(".")[0] for one in found}
    assert {"generator.check.privacy", "generator.facts", "generator.load", "generator.rules"} <= places


def test_exceptions_are_there() -> None:
    assert {one.place for one in expressions()[0]} >= OURS


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(8))
def test_every_expression_is_linear(part: int) -> None:
    some = [one for one in expressions()[0] if one.place not in OURS][part::8]
    found = {one.place: text for one in some if (text := growing(one))}
    assert found == {}


def test_patterns_of_schemas_are_linear() -> None:
    patterns = {
        str(field.constraints["pattern"])
        for table in load_catalogue(DATA).tables.values()
        for field in table.fields
        if "pattern" in field.constraints
    }
    assert len(patterns) > 3
    for pattern in patterns:
        assert not growing(Expression(place="schema", pattern=re.compile(pattern), methods=("fullmatch",))), pattern
