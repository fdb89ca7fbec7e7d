"""Every rule is documented, fires on its bad examples alone, and is silent on its good ones.

All examples are checked in one run, each in a division of its own: quick, and it shows that no rule mixes divisions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

import pandas as pd
import pytest

from generator.check import typed_frames
from generator.core.facts import Facts
from generator.core.package import Document, Package
from generator.core.runs import CHECKED
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES, Rule
from generator.rules.asking import PLAIN
from generator.rules.looking import Looks
from generator.rules.shared import NO_HOLIDAYS
from tests.shipped import DATA

CATALOGUE = load_catalogue(DATA)
PROFILES = load_profiles(DATA)
# What only those understand who make budgets: titles of findings are for everybody.
JARGON = re.compile("勾稽|口径|基数|分母|序时|销号|三档|越界|跳变|分值|偏差|残留|覆盖率|不一$|须")
EXAMPLES = [
    (rule, kind, number, rows)
    for rule in RULES.values()
    for kind, examples in (("good", rule.good), ("bad", rule.bad))
    for number, rows in enumerate(examples)
]
DIVISIONS = {(rule.code, kind, number): f"{800001 + place}" for place, (rule, kind, number, _) in enumerate(EXAMPLES)}


def package(division: str, documents: tuple[Document, ...]) -> Package:
    return Package(
        division=division,
        fiscal_year=2023,
        department="edu",
        path=f"data/{division}/2023/edu",
        title="示例区教育局2023年度预算绩效信息",
        publisher="示例区教育局",
        published_date="2024-08-30",
        documents=documents,
    )


def as_facts() -> Facts:
    """All examples, each in its division."""
    rows = defaultdict(list)
    packages = []
    for rule, kind, number, tables in EXAMPLES:
        division = DIVISIONS[rule.code, kind, number]
        for name, given in tables.items():
            if name == "documents":  # not a table: what package.yaml lists
                packages.append(package(division, tuple(Document(**row) for row in given)))
            else:
                rows[name] += [{**row, "division": division} for row in given]
    return Facts(
        tables=typed_frames(CATALOGUE, rows),
        profiles=PROFILES,
        packages=tuple(packages),
        today=date(2024, 12, 31),
    )


@pytest.fixture(scope="module")
def facts() -> Facts:
    """All examples, with texts held as those of a large county: other tests have little data."""
    with pd.option_context("mode.string_storage", "pyarrow"):
        return as_facts()


@pytest.fixture(scope="module")
def hits(facts: Facts) -> dict[str, pd.DataFrame]:
    """Rule code → what the rule found in all of them."""
    with pd.option_context("mode.string_storage", "pyarrow"):
        return {code: rule.function(facts) for code, rule in RULES.items()}


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.thorough)], ids=["some", "all"])
def test_how_texts_are_held_changes_nothing(hits: dict[str, pd.DataFrame], step: int) -> None:
    with pd.option_context("mode.string_storage", "python"):
        facts = as_facts()
        found = {code: rule.function(facts) for code, rule in list(RULES.items())[::step]}
    assert [code for code, some in found.items() if some.to_csv() != hits[code].to_csv()] == []


@pytest.fixture(scope="module")
def looks(facts: Facts) -> Looks:
    """What rules look at in them."""
    return Looks(facts)


@pytest.fixture(scope="module")
def found(facts: Facts, hits: dict[str, pd.DataFrame]) -> dict[str, dict[str, pd.DataFrame]]:
    """Division → rule code → what the rule found there."""
    result = defaultdict(dict)
    for code, some in hits.items():
        places = facts.tables[RULES[code].table]["division"].loc[some.index]
        for division, part in some.groupby(places.to_numpy()):
            result[division][code] = part
    return result


def named(text: str, message: str) -> bool:
    """Whether the message says it: every number of it, or the very words."""
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    return all(number in message for number in numbers) if numbers else text in message


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_is_documented(rule: Rule):
    assert len(rule.text) > 20
    assert rule.text.endswith("。")
    assert rule.formula
    assert "依据《" in rule.source or "本项目约定" in rule.source
    assert rule.title
    assert rule.good
    assert rule.bad
    assert rule.fields
    assert set(rule.fields) <= set(CATALOGUE.tables[rule.table].names)


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.severity == "flag"))
def test_a_flag_says_what_could_explain_it(code: str):
    """Flags accuse nobody."""
    assert re.search("可能|不一定|会有例外|如实|都会这样|也会这样|会造成|可以没有", RULES[code].text)


def test_all_rules_and_flags_of_the_reference_are_there():
    numbers = {code[:3] for code in RULES}
    assert {f"R{number:02d}" for number in range(1, 27)} <= numbers
    assert {f"F{number:02d}" for number in range(1, 16)} <= numbers


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        pytest.param(rule, number, id=f"{rule.code}-{number}")
        for rule in RULES.values()
        for number in range(len(rule.bad))
    ],
)
def test_bad_example_fires_this_rule_alone(rule: Rule, number: int, found):
    here = found.get(DIVISIONS[rule.code, "bad", number], {})
    assert list(here) == [rule.code]
    for hit in here[rule.code].itertuples():
        assert hit.message.endswith("。")
        assert hit.hint.endswith("。")
        assert "nan" not in hit.message
        assert hit.expected
        assert named(hit.value, hit.message)
        assert named(hit.expected, hit.message)
        title = PLAIN.get(rule.code) or hit.plain
        assert title
        assert not JARGON.search(title), title


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        pytest.param(rule, number, id=f"{rule.code}-{number}")
        for rule in RULES.values()
        for number in range(len(rule.good))
    ],
)
def test_good_example_is_clean(rule: Rule, number: int, found):
    assert DIVISIONS[rule.code, "good", number] not in found


def test_rules_are_silent_without_data():
    facts = Facts(tables=typed_frames(CATALOGUE, {}), profiles=PROFILES)
    for rule in RULES.values():
        assert rule.function(facts).empty


@pytest.mark.thorough
@pytest.mark.parametrize("statements", [True, False], ids=["statements", "records"])
def test_an_empty_cell_breaks_no_rule(statements: bool):
    """Each example with each of its cells emptied in turn: what is missing is for the schema to say.

    Statements apart: each is set beside all records of its division, which takes long among thousands.
    """
    rows = defaultdict(list)
    place = 100000
    for _, _, _, tables in EXAMPLES:
        if ("reported_figures" in tables) is not statements:
            continue
        cells = [
            (name, number, field) for name, given in tables.items() for number, row in enumerate(given) for field in row
        ]
        for emptied in cells[:40]:
            place += 1
            for name, given in tables.items():
                if name != "documents":
                    rows[name] += [
                        {"division": str(place)}
                        | {
                            field: cell
                            for field, cell in row.items()
                            if (name, number, field) != emptied and field != "division"
                        }
                        for number, row in enumerate(given)
                    ]
    facts = Facts(tables=typed_frames(CATALOGUE, rows), profiles=PROFILES)
    hits = {code: rule.function(facts) for code, rule in RULES.items()}
    assert [code for code, some in hits.items() if not some["message"].notna().all()] == []
    looks = Looks(facts)
    assert {code: lost for code, rule in RULES.items() if (lost := overlooked(rule, hits[code], facts, looks))} == {}


# What a rule says it looked at.


def overlooked(rule: Rule, hits: pd.DataFrame, facts: Facts, looks: Looks) -> list[str]:
    """What a rule found in rows that it does not claim to have checked."""
    rows = facts.tables[rule.table]
    checked = rows.index[looks.of(rule).marks == CHECKED]
    return hits.loc[~hits.index.isin(checked), "message"].tolist()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_finds_nothing_in_rows_that_it_did_not_check(
    rule: Rule, facts: Facts, hits: dict[str, pd.DataFrame], looks: Looks
):
    assert overlooked(rule, hits[rule.code], facts, looks) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_good_example_proves_something(rule: Rule, facts: Facts, looks: Looks):
    """One of them, at least, holds a row that the rule checks and lets pass."""
    rows = facts.tables[rule.table]
    checked = set(rows.loc[looks.of(rule).marks == CHECKED, "division"])
    assert checked & {DIVISIONS[rule.code, "good", number] for number in range(len(rule.good))}


# Rows that a rule is not for, or cannot check: the first good example with some cells changed, or a table left out.
APART = {
    "R19": ({"monitorings": {"period": "12"}}, ""),
    "R02": ({"self_evaluation_funds": {"annual_budget": "0"}}, "作分母的金额不大于 0，比率不可算"),
    "R13": ({"applications": {"base_amount": ""}}, "没有填写压减额或基数"),
    "R12": ({"self_evaluations": {"grade": ""}}, ""),
    "R06": (
        {"self_evaluation_indicators": {"actual_value": "好"}},
        "指标值或完成值不是能比较的数值，或没有填写分值、得分",
    ),
    "R24c": ({"deadlines": {"approved_date": "2090-04-04", "period": "20个工作日"}}, NO_HOLIDAYS),
    "R24e": ({"policies": {"issued_date": "2003-04-14"}}, NO_HOLIDAYS),
    "C01": ({"goals": None}, "本部门同年没有公开绩效目标"),
    "C07": ({"goals": None}, "同年没有公开这个项目的绩效目标"),
    "F07": ({"self_evaluations": None}, "没有公开这个项目的自评"),
    "R03c": ({"evaluation_indicators": None}, "没有公布评价指标的分值，或有的没有填写"),
    "C24b": ({"indicator_library": None}, "本区划没有公开指标库"),
    "R26": ({"evaluations": {"grade": "优"}}, ""),
    "R17": ({"self_evaluation_indicators": {"score": "10"}}, ""),
    "F09": ({"applications": None, "goals": None}, "还没有公开下一年度的预算，也没有公布应用后的预算数"),
}


@pytest.mark.parametrize("code", APART)
def test_what_is_not_for_a_rule_and_what_it_cannot_check(code: str):
    rule, (changes, why) = RULES[code], APART[code]
    rows = {
        name: [{**row, **(changes.get(name) or {})} for row in given]
        for name, given in rule.good[0].items()
        if changes.get(name, {}) is not None
    }
    facts = Facts(tables=typed_frames(CATALOGUE, rows), profiles=PROFILES, today=date(2024, 12, 31))
    seen = Looks(facts).of(rule)
    assert len(seen.marks)
    assert not (seen.marks == CHECKED).any()
    assert set(seen.unable()) == ({why} if why else set())
    assert rule.function(facts).empty
