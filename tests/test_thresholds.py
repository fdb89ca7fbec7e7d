"""Thresholds: a rule goes by those values of the profile that it declares, told by changing them and by watching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pandas as pd
import pytest

from generator.core.facts import Facts
from generator.core.package import Document, Package
from generator.core.profile import Profile
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES, Rule
from tests.conftest import DATA
from tests.frames import typed_frames

CATALOGUE = load_catalogue(DATA)
DEFAULT = next(one for one in load_profiles(DATA) if one.name == "default")
VALUES = {one.name for one in fields(Profile)} - {"name", "title", "source", "in_force"}


class Watched(Profile):
    """A profile that notes which of its values are asked for."""

    def __getattribute__(self, name: str) -> Any:
        if name in VALUES:
            object.__getattribute__(self, "__dict__").setdefault("asked", set()).add(name)
        return super().__getattribute__(name)


@cache
def examples(code: str, copies: int) -> tuple[Mapping[str, pd.DataFrame], tuple[Package, ...], Mapping[str, bool]]:
    """All examples of a rule some times over, as typed frames and packages, each in a division of its own; the bad."""
    rule = RULES[code]
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    packages, bad = [], {}
    given = [(False, one) for one in rule.good] + [(True, one) for one in rule.bad]
    for copy, (place, (wrong, example)) in product(range(copies), enumerate(given)):
        division = division_of(copy, place)
        bad[division] = wrong
        for name, cells in example.items():
            if name == "documents":
                packages.append(package(division, tuple(Document(**row) for row in cells)))
            else:
                rows[name] += [{**row, "division": division} for row in cells]
    return typed_frames(CATALOGUE, rows), tuple(packages), bad


def division_of(copy: int, place: int) -> str:
    """The division of an example in a copy."""
    return f"8{copy:02d}{place:03d}"


def copy_of(division: str) -> int:
    """The copy that an example's division is of."""
    return int(division[1:-3])


def package(division: str, documents: tuple[Document, ...]) -> Package:
    return Package(
        division=division,
        fiscal_year=2023,
        department="edu",
        path=f"data/{division}/2023/edu",
        title="示例",
        publisher="示例区教育局",
        published_date="2024-08-30",
        documents=documents,
    )


def turned(rule: Rule, *profiles: Profile) -> list[str]:
    """The divisions of a rule's examples that a profile judges as they should not be judged by default.

    Each profile is in force for all examples, in a copy of its own; one alone is the default.
    """
    frames, packages, bad = examples(rule.code, len(profiles))
    places = range(len(bad) // len(profiles))
    if len(profiles) > 1:
        profiles = tuple(
            replace(one, name=f"{number}", in_force=tuple((division_of(number, place), 1900, 2200) for place in places))
            for number, one in enumerate(profiles)
        )
    facts = Facts(tables=frames, profiles=profiles, packages=packages, today=date(2024, 12, 31))
    hits = rule.function(facts)
    hit = set(frames[rule.table].loc[hits.index, "division"])
    return [division for division, wrong in bad.items() if (division in hit) is not wrong]


def others(name: str) -> list[Any]:
    """Other values that a profile could give: numbers far and near, the rest as another place might have them."""
    value = getattr(DEFAULT, name)
    match name:
        case "bands":
            return [tuple((grade, least and least + shift) for grade, least in value) for shift in (5, -30)]
        case "level1_weights":
            return [{"A": {"产出指标": 40.0, "效益指标": 50.0}, "B": {"成本指标": 15.0, "产出指标": 75.0}}]
        case "at_most_formulas":
            return [("a",), ("b",)]
        case "progress_minimums":
            return [{"1": 99.0}, {"1": 1.0}]
        case "qualitative_bands":
            return [{"达成": 0.99, "部分达成": 0.98}, {"达成": 0.97, "部分达成": 0.1}]
        case "similar_text":
            return [50.0, 100.0]
        case "evaluation_cycle":
            return [1.0, 2.0, 10.0]
        case "progress_bands" | "ex_ante_bands":
            return [{word: limit * factor for word, limit in value.items()} for factor in (0.1, 0.9, 1.2)]
    return [value * factor for factor in (0, 1000, 0.5, 2, 0.9, 1.1, 4, 0.01, 10**8)]


DECLARED = [pytest.param(rule, name, id=f"{rule.code}-{name}") for rule in RULES.values() for name in rule.thresholds]


@cache
def turning(code: str, names: tuple[str, ...]) -> set[str]:
    """Those among some values of the profile that turn an example of a rule when they are others: all tried at once."""
    tried = [(name, replace(DEFAULT, **{name: value})) for name in names for value in others(name)]
    wrong = turned(RULES[code], *(profile for _, profile in tried)) if tried else []
    return {tried[copy_of(division)][0] for division in wrong}


@pytest.mark.thorough
@pytest.mark.parametrize(("rule", "name"), DECLARED)
def test_another_value_turns_an_example(rule: Rule, name: str) -> None:
    """Under some other value a bad example passes, or a good one does not."""
    assert name in turning(rule.code, tuple(rule.thresholds))


@pytest.mark.thorough
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_no_other_value_turns_one(rule: Rule) -> None:
    watched = Watched(**{one.name: getattr(DEFAULT, one.name) for one in fields(Profile)})
    asked = watched.__dict__["asked"] = set()
    assert turned(rule, watched) == []
    assert asked >= set(rule.thresholds)
    # A fact may ask for more than the rule goes by.
    assert turning(rule.code, tuple(sorted(asked - set(rule.thresholds)))) == set()
