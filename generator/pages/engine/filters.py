"""What templates may call on a value: words and names for style sheets, never markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from markupsafe import Markup

from generator.check.report import title_of
from generator.core import addresses
from generator.core.codes import UNFILLED
from generator.core.finding import SEVERITIES, Finding
from generator.core.numbers import MISSING, cut, headed
from generator.core.package import KINDS
from generator.core.schema import Field, Table
from generator.core.words import GRADES, OTHER_GRADES
from generator.derive.monitorings import light_of
from generator.derive.questions import DEPARTMENT_COLUMN, DIVISION_COLUMN, EVERY_YEAR, YEAR_COLUMN, slice_address
from generator.derive.rectifications import CONDITIONS
from generator.derive.rows import Row
from generator.derive.site import within
from generator.derive.topics import DOMAINS, OTHER
from generator.pages.charts.scales import place
from generator.rules import RULES
from generator.rules.asking import WEIGHTS, Weight

_FOUR: Mapping[str, str] = dict(zip(GRADES, "abcd", strict=True))
_GRADES = {**_FOUR, "优秀": "a", "良好": "b", **{grade: _FOUR[same] for grade, same in OTHER_GRADES.items()}}


# Fields that say again what the page is about.
_SAID = frozenset({"project_code", "project_name", "agency_code"})
_NUMERIC = frozenset({"number", "integer"})
# A space between a number and a Chinese word: what it counts.
_BEFORE_UNITS = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")
# What stands in a document's number behind the name of its office.
_DOCUMENT_NUMBER = re.compile(r"(〔\d{4}〕\d{1,6}号)")
_TABLES = Path(__file__).parents[1] / "templates" / "tables"


def dash(value: str | None) -> str:
    """The text, or a dash where the source leaves it empty."""
    return value or MISSING


def grade(value: str) -> str:
    """A grade's style: a to d, x for any other word; what is said beside the grade does not count."""
    return _GRADES.get(value.partition("（")[0], "x")


def per_cent(value: str) -> str:
    """A number of per cent with its sign, before what is said beside it; words have none."""
    head, mark, rest = value.partition("（")
    return f"{head}%{mark}{rest}" if head[:1].isdigit() else value


def unit(value: str | None, name: str) -> str:
    """The unit behind a number; words have none, nor has a cell that is blank."""
    return f" {name}" if value and value[:1].isdigit() else ""


def severity(value: str) -> str:
    """A finding's severity in Chinese."""
    return next(word for level, word in SEVERITIES.items() if level == value)


def weight(value: Weight) -> str:
    """How much a finding weighs, as a word."""
    return WEIGHTS[value][0]


def weight_meaning(value: Weight) -> str:
    """What a weight says."""
    return WEIGHTS[value][1]


@cache
def rule_reason(code: str) -> str:
    """What could explain a flag."""
    return RULES[code].reason


class Untold(NamedTuple):
    """What a finding's message leaves out of the value that was found and of what was expected, '' for what it says."""

    value: str
    expected: str


def untold(finding: Finding) -> Untold | None:
    """What the message of a finding leaves out, None where it says all; blanks do not count."""
    message = finding.message.replace(" ", "")
    value, expected = finding.value, "" if finding.code == UNFILLED else finding.expected
    left = Untold(
        "" if value.replace(" ", "") in message else value, "" if expected.replace(" ", "") in message else expected
    )
    return left if left.value or left.expected else None


def alike(rows: Sequence[Row], *names: str) -> bool:
    """Whether all rows say the same in some fields."""
    first, *others = ([getattr(row, name) for name in names] for row in rows)
    return all(one == first for one in others)


def condition(value: str) -> str:
    """The style of a rectification's condition."""
    return CONDITIONS[value][0] if value in CONDITIONS else "none"


def domain(value: str) -> str:
    """The word of a fund domain's address."""
    return DOMAINS.get(value, OTHER)


def clipped(value: str, length: int = 90) -> str:
    """A text on one line, cut at a sentence's or clause's end where there is one, else anywhere."""
    line = " ".join(value.split())
    if len(line) <= length:
        return line
    end = max(line.rfind(mark, length // 2, length) for mark in "。；，、")
    return f"{line[: end if end > 0 else length - 1]}……"


def kind_title(value: str) -> str:
    """What a kind of document is called."""
    return KINDS[value].title


def kind_words(value: str) -> str:
    """What a kind of document holds."""
    return KINDS[value].holds


def paragraphs(value: str) -> list[str]:
    """A text's non-empty lines."""
    return [line.strip() for line in value.splitlines() if line.strip()]


@lru_cache(maxsize=1024)
def reached(value: int) -> str:
    """What was reached in % of a target, as the width of its bar in % of a scale that ends at one and a half."""
    return place(min(value, 150) / 1.5)


def money(value: str | None, stop: bool = True) -> str | None:
    """An amount with two decimals; what it exactly is, where that is more, under the pointer, by keyboard, in copies.

    ``stop``: the keyboard stops there; not within what is a stop itself. Scripts do the same where a fragment has not
    (``site.js``).
    """
    return value if not value or value[-3:-2] == "." else _cut(value, stop)


@lru_cache(maxsize=4096)
def _cut(value: str, stop: bool) -> str:
    short = cut(value)
    if short == value:
        return value
    reached = Markup(' tabindex="0"') if stop else ""
    return Markup('<data value="{0}" title="{0}"{2}>{1}</data>').format(value, short, reached)


def unbroken(value: str) -> str:
    """A sentence in which no line ends between a number and the unit behind it."""
    return _BEFORE_UNITS.sub("\u00a0", value)


def numbered(value: str | None) -> str | None:
    """A text in which no line ends within the number of a document."""
    if not value or "〔" not in value:
        return value
    kept = Markup('<span class="kept">{}</span>')
    parts = _DOCUMENT_NUMBER.split(value)  # every second one is such a number
    return Markup().join(kept.format(part) if place % 2 else part for place, part in enumerate(parts))


def grouped(value: int) -> str:
    """A count with thousands separators."""
    return f"{value:,}"


def explored(
    table: str, division: str, year: int | str = "", department: str = "", **about: str | Sequence[str]
) -> str:
    """The explorer's address of a flat table's rows: of a division and a department by name, of a year or of all.

    ``about``: a column → the word, or words, that it is to say.
    """
    places = {YEAR_COLUMN: str(year) or EVERY_YEAR, DIVISION_COLUMN: division, DEPARTMENT_COLUMN: department}
    return slice_address(table, {**{column: value for column, value in places.items() if value}, **about})


def compared(one: str, what: str, division: str, year: int | str = "") -> str:
    """The address at which a department (by name) or project (by code) stands beside others, or in all its years."""
    return f"{_beside(what, str(year), division)}&one={quote_plus(one)}"


@lru_cache(maxsize=1024)
def _beside(what: str, year: str, division: str) -> str:
    parts = {"what": what, YEAR_COLUMN: year, DIVISION_COLUMN: division}
    return f"{addresses.COMPARE}?{urlencode({name: word for name, word in parts.items() if word})}"


def size(value: int) -> str:
    """A file's size in kB or MB, one decimal; never 0.0."""
    return f"{max(value, 100) / 1000:,.1f} kB" if value < 1_000_000 else f"{value / 1_000_000:,.1f} MB"


def shown(table: Table, rows: Sequence[Row]) -> list[Field]:
    """The fields of a table that any of the rows fills, without those the page of a project says at its top."""
    return [
        field
        for field in table.fields
        if field.name not in _SAID and [row for row in rows if getattr(row, field.name, None) is not None]
    ]


class Cell(NamedTuple):
    """A cell of a table's row: what its column is called, what it says (a dash for nothing), whether it is a number."""

    heading: str
    text: str
    numeric: bool
    filled: bool


def cells(row: Row, fields: Sequence[Field]) -> list[Cell]:
    """The cells of a row in the order of the fields."""
    return [
        Cell(field.heading, value or MISSING, field.type in _NUMERIC, value is not None)
        for field in fields
        for value in (getattr(row, field.name),)
    ]


@cache
def own_look(name: str) -> bool:
    """Whether a table has a fragment of its own for its rows on a page of a project."""
    return (_TABLES / f"{name}.html.j2").is_file()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "dash": dash,
    "grade": grade,
    "per_cent": per_cent,
    "unit": unit,
    "unbroken": unbroken,
    "numbered": numbered,
    "weight": weight,
    "weight_meaning": weight_meaning,
    "rule_title": title_of,
    "rule_reason": rule_reason,
    "alike": alike,
    "severity": severity,
    "untold": untold,
    "condition": condition,
    "domain": domain,
    "cells": cells,
    "clipped": clipped,
    "light": light_of,
    "own_look": own_look,
    "kind_title": kind_title,
    "kind_words": kind_words,
    "paragraphs": paragraphs,
    "reached": reached,
    "grouped": grouped,
    "money": money,
    "headed": headed,
    "size": size,
    "explored": explored,
    "compared": compared,
    "shown": shown,
    "within": within,
}
