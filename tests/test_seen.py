"""Every record and every filled field stands on a page that a reader can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from generator.check import check
from generator.core.numbers import MICRO, number
from generator.core.schema import Field, Table
from generator.load.folder import Frames
from tests.conftest import SHIPPED_TODAY
from tests.small_district import small_district
from tests.whole_site import whole_site

# Fields whose values decide how others are read, or that are looked up: a token there would be another record.
_DECIDES = {("budget_adjustments", "amount"), ("reported_figures", "value")}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[tuple[str, str], list[str]], Mapping[str, str]]:
    """What was written in every row of every free field, by table and field, and the pages made of it."""
    given = small_district(tmp_path_factory.mktemp("district"))
    tokens: dict[tuple[str, str], list[str]] = {}
    frames = {}
    for place, (name, table) in enumerate(given.catalogue.tables.items()):
        frame = given.frames[name]
        for field in _free(table):
            cells = list(_tokens(field, 100 * place + table.names.index(field.name), len(frame)))
            frame = frame.assign(**{field.name: pd.Series([cell for cell, _ in cells], frame.index, "str")})
            tokens[name, field.name] = [shown for _, shown in cells]
        frames[name] = frame
    found = check(replace(given, frames=Frames(frames)), today=SHIPPED_TODAY, rules=())
    assert not [one for one in found.findings if one.severity == "error" and one.table]
    return tokens, {path: re.sub(r"\s+", " ", page) for path, page in whole_site(found).items()}


def _free(table: Table) -> Iterator[Field]:
    pointing = {name for key in table.foreign_keys for name in key.fields}
    for field in table.fields:
        told = field.name in {*table.primary_key, *pointing} or field.name.endswith("_code")
        closed = {"enum", "pattern"} & set(field.constraints)
        if field.type in ("number", "integer") and "maximum" in field.constraints:
            continue
        if not told and not closed and field.type != "year" and (table.name, field.name) not in _DECIDES:
            yield field


def _tokens(field: Field, place: int, count: int) -> Iterator[tuple[str, str]]:
    """A cell for each row, and how a page prints it: no two are alike."""
    for row in range(count):
        if field.type in ("number", "integer"):
            amount = 1_000_000 + 1_000 * place + row
            yield str(amount), number(amount * MICRO) if field.type == "number" else f"{amount:,}"
        elif field.type == "date":  # of one field all the same: there are not that many days
            day = (date(1960, 1, 1) + timedelta(days=3 * place)).isoformat()
            yield day, day
        else:
            yield f"标{place}之{row}记", f"标{place}之{row}记"


@pytest.mark.thorough
def test_every_free_field_of_every_record_is_on_a_page(
    planted: tuple[Mapping[tuple[str, str], list[str]], Mapping[str, str]],
) -> None:
    tokens, pages = planted
    everything = "\n".join(pages.values())
    told = set(re.findall(r"标\d+之\d+记|\d{4}-\d\d-\d\d|\d,\d{3},\d{3}(?:\.\d\d)?", everything))
    hidden = {
        f"{table}.{field}": len(wanted - told)
        for (table, field), cells in tokens.items()
        if (wanted := set(cells)) - told
    }
    assert not hidden
    assert len(tokens) > 150
