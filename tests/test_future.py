"""What is dated after the day of the check: the day itself is not, and without a day nothing is said."""

from __future__ import annotations

from datetime import date

import pytest

from generator.core.facts import Facts
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES, Rule
from tests.conftest import DATA
from tests.frames import typed_frames

CATALOGUE = load_catalogue(DATA)
DEEDS = [rule for rule in RULES.values() if rule.formula.endswith(" ≤ 检查之日")]
DAYS = [(rule, column) for rule in DEEDS for column in rule.fields]


def found(rule: Rule, row: dict[str, str], today: date | None) -> list[str]:
    tables = typed_frames(CATALOGUE, {rule.table: [row]})
    facts = Facts(tables=tables, profiles=load_profiles(DATA), today=today)
    return rule.function(facts)["message"].tolist()


@pytest.mark.parametrize(("rule", "column"), DAYS, ids=[f"{rule.table}-{column}" for rule, column in DAYS])
def test_a_deed_is_not_done_after_the_day_of_the_check(rule: Rule, column: str) -> None:
    (good,) = rule.good[0][rule.table]
    row = {name: cell for name, cell in good.items() if name not in rule.fields}
    row |= {"division": "990001", column: "2025-03-02"}
    title = CATALOGUE.tables[rule.table].field(column).title
    told = f"{title}写的是 2025-03-02，在检查之日 2025-03-01 之后。"
    assert found(rule, row, date(2025, 3, 1)) == [told]
    assert found(rule, row, date(2025, 3, 2)) == []
    assert found(rule, row, None) == []


def test_every_table_with_a_day_of_a_deed_has_its_rule() -> None:
    assert {f"C12{letter}" for letter in "nopqrstuvwxyz"} <= {rule.code for rule in DEEDS}
    assert len({rule.table for rule in DEEDS}) == len(DEEDS)
    assert {CATALOGUE.tables[rule.table].field(column).type for rule, column in DAYS} == {"date"}
