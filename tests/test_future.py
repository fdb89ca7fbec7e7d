"""What is dated after the day of the check: the day itself is not, and without a day nothing is said."""

from __future__ import annotations

from datetime import date

import pytest

from generator.check import typed_frames
from generator.facts.basis import Facts
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES
from generator.rules.future import DEEDS, Deeds
from tests.conftest import DATA

CATALOGUE = load_catalogue(DATA)
DAYS = [(deeds, column, title) for deeds in DEEDS for column, title in deeds.days.items()]


def found(deeds: Deeds, row: dict[str, str], today: date | None) -> list[str]:
    tables = typed_frames(CATALOGUE, {deeds.table: [row]})
    facts = Facts(tables=tables, profiles=load_profiles(DATA), today=today)
    return RULES[deeds.code].function(facts)["message"].tolist()


@pytest.mark.parametrize(("deeds", "column", "title"), DAYS, ids=[f"{one.table}-{column}" for one, column, _ in DAYS])
def test_a_deed_is_not_done_after_the_day_of_the_check(deeds: Deeds, column: str, title: str) -> None:
    row = {**dict.fromkeys(deeds.days, ""), "division": "990001", column: "2025-03-02"} | {
        name: cell for name, cell in deeds.row.items() if name not in deeds.days
    }
    told = f"{title}写的是 2025-03-02，在检查之日 2025-03-01 之后。"
    assert found(deeds, row, date(2025, 3, 1)) == [told]
    assert found(deeds, row, date(2025, 3, 2)) == []
    assert found(deeds, row, None) == []


@pytest.mark.parametrize("deeds", DEEDS, ids=lambda one: one.table)
def test_days_have_the_titles_of_the_table(deeds: Deeds) -> None:
    table = CATALOGUE.tables[deeds.table]
    assert dict(deeds.days) == {name: table.field(name).title for name in deeds.days}
    assert {table.field(name).type for name in deeds.days} == {"date"}
