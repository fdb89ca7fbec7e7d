"""Cells that a form has and its original left blank, and that are published so by the finance bureau's word."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.codes import UNFILLED
from generator.core.facts import Facts
from generator.core.schema import CONTEXT, Table


def unfilled(facts: Facts, table: str) -> Mapping[str, pd.Series]:
    """Which rows of a table are such blanks: a mask for each field that has any, indexed like the table."""
    schema = facts.schemas.get(table)
    permitted = [one for one in facts.waivers if one.rule == UNFILLED and one.table == table]
    if schema is None or not permitted or not schema.context:
        return {}
    given = facts.tables[table]
    named = record_names(schema, given)
    masks: dict[str, pd.Series] = {}
    for waiver in permitted:
        own = pd.Series(named == waiver.record, given.index) | (named.str.partition("＋")[0] == waiver.record)
        for column, value in zip(CONTEXT, waiver.key, strict=True):
            own &= given[column] == value
        for field in schema.fields:
            blank = own & given[field.name].isna()
            if field.expected and waiver.field in ("", field.name) and blank.any():
                masks[field.name] = masks.get(field.name, False) | blank
    return {name: left for name, mask in masks.items() if (left := mask & ~_lacking(facts, given, table, name)).any()}


def record_names(table: Table, rows: pd.DataFrame) -> pd.Series:
    """What identifies each row within its folder: the primary key's values joined by ＋."""
    first, *others = (rows[name].astype("str").fillna("") for name in table.primary_key)
    return first.str.cat(others, sep="＋") if others else first


def _lacking(facts: Facts, given: pd.DataFrame, table: str, field: str) -> pd.Series:
    """Where the forms of the place have no such field: nothing was left blank there."""
    return facts.profile(given, "lacking_fields", lambda lacking: field in lacking.get(table, ())).astype(bool)
