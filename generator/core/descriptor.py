"""Stock Frictionless descriptors, composed from the repository's own schemas, never from what a contributor wrote."""

from __future__ import annotations

from typing import Any

from generator.core.numbers import DECIMALS
from generator.core.schema import CONTEXT_TITLES, Field, Table

DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True}
_NUMERIC = ("minimum", "maximum")


def schema_descriptor(table: Table, *, context: bool = False) -> dict[str, Any]:
    """The Table Schema of a table; with ``context``, the columns the folder gives come first and join every key."""
    front = table.context if context else ()
    fields: list[dict[str, Any]] = [
        {
            "name": name,
            "title": CONTEXT_TITLES[name],
            "type": "year" if name == "fiscal_year" else "string",
            "constraints": {"required": True},
        }
        for name in front
    ]
    fields += [field_descriptor(one) for one in table.fields]
    keys = [
        {
            "fields": [*front, *key.fields],
            "reference": {"resource": key.table, "fields": [*front, *key.reference]},
        }
        for key in table.foreign_keys
        if key.match == "folder"
    ]
    return {
        "fields": fields,
        "primaryKey": [*front, *table.primary_key],
        "missingValues": [""],
        **({"foreignKeys": keys} if keys else {}),
    }


def field_descriptor(field: Field) -> dict[str, Any]:
    """One field of a Table Schema, constraints typed as the standard wants them."""
    constraints = dict(field.constraints)
    for name in _NUMERIC:
        if name in constraints and field.type in ("integer", "year"):
            constraints[name] = int(constraints[name])
    return {
        "name": field.name,
        "title": field.title,
        "type": field.type,
        "description": field.description,
        **({"unit": field.unit} if field.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def number_pattern() -> str:
    """How a number is written in a cell: ASCII digits, at most ``DECIMALS`` decimals, no exponent."""
    return rf"-?\d{{1,12}}(\.\d{{1,{DECIMALS}}})?"
