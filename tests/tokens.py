"""Something different written in every cell that may hold anything: what is on no page is missed by its token."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from generator.core.numbers import number
from generator.core.schema import Catalogue, Field, Table

# Fields whose values decide how others are read, or that are looked up: a token there would be another record.
_DECIDES = {("budget_adjustments", "amount"), ("reported_figures", "value")}
_TOLD = re.compile(r"标\d+之\d+记|\d{4}-\d\d-\d\d|\d,\d{3},\d{3}(?:\.\d\d)?")
NUMBERS = frozenset({"number", "integer"})
KINDS = NUMBERS | {"string", "date"}


def free(table: Table, kinds: Collection[str] = KINDS) -> Iterator[Field]:
    """The fields of those types that may hold anything."""
    pointing = {name for key in table.foreign_keys for name in key.fields}
    for field in table.fields:
        told = field.name in {*table.primary_key, *pointing} or field.name.endswith("_code")
        closed = {"enum", "pattern"} & set(field.constraints)
        if field.type not in kinds or (field.type in NUMBERS and "maximum" in field.constraints):
            continue
        if not told and not closed and (table.name, field.name) not in _DECIDES:
            yield field


def written(
    frames: Mapping[str, pd.DataFrame], catalogue: Catalogue, kinds: Collection[str] = KINDS
) -> dict[str, pd.DataFrame]:
    """The frames with a token in every row of every free field: no two are alike, but for dates of one field."""
    made = {}
    for place, (name, table) in enumerate(catalogue.tables.items()):
        frame = frames[name]
        for field in free(table, kinds):
            cells = list(_cells(field, 100 * place + table.names.index(field.name), len(frame)))
            frame = frame.assign(**{field.name: pd.Series(cells, frame.index, "str")})
        made[name] = frame
    return made


def _cells(field: Field, place: int, count: int) -> Iterator[str]:
    for row in range(count):
        if field.type in NUMBERS:
            yield str(1_000_000 + 1_000 * place + row)
        elif field.type == "date":  # of one field all the same: there are not that many days
            yield (date(1960, 1, 1) + timedelta(days=3 * place)).isoformat()
        else:
            yield f"标{place}之{row}记"


def hidden(
    frames: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    pages: Mapping[str, str],
    kinds: Collection[str] = KINDS,
) -> dict[str, list[str]]:
    """The tokens of typed frames that no page prints, by ``table.field``."""
    # A number has two decimals where its field has a unit, none where the unit is in a field of its own.
    told = {one.removesuffix(".00") for page in pages.values() for one in _TOLD.findall(page)}
    missed = {}
    for name, table in catalogue.tables.items():
        for field in free(table, kinds):
            if left := {_printed(field, cell) for cell in frames[name][field.name].dropna()} - told:
                missed[f"{name}.{field.name}"] = sorted(left)
    return missed


def _printed(field: Field, cell: object) -> str:
    """A cell of a typed frame as a page prints it."""
    if field.type == "number":
        return number(int(str(cell)), 0)
    return f"{int(str(cell)):,}" if field.type == "integer" else str(cell)
