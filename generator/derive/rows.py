"""Rows of any table as a page shows them: one object a row, its fields as text, made a column at a time."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from keyword import iskeyword
from typing import Any, NamedTuple

import pandas as pd

from generator.core.numbers import MICRO, MISSING, number
from generator.core.schema import Field, Table
from generator.facts.columns import integers, shared

# A named tuple of the table's fields; its class is made from the schema, so a checker cannot know it.
Row = Any
# What is said beside cells of some rows, as their original has them: by field and the row's position.
Beside = Mapping[str, Mapping[int, str]]
UNMARKED: Beside = {}


class Counted(NamedTuple):
    """How often something of a name occurs."""

    name: str
    times: int


class Placed(NamedTuple):
    """A row and the position of its project; None where it has none."""

    row: Row
    project: int | None


class Section(NamedTuple):
    """Rows under a title."""

    title: str
    rows: Sequence[Row]


class YearRows(NamedTuple):
    """Rows of one fiscal year."""

    year: int
    rows: Sequence[Row]


def rows(
    frame: pd.DataFrame,
    table: Table,
    more: Sequence[str] = (),
    only: Sequence[str] | None = None,
    *,
    beside: Beside = UNMARKED,
) -> list[Row]:
    """Each row as an object with the table's context and fields by name, and the columns ``more`` as they are.

    Fields are text (numbers grouped by thousands), None where empty. ``only`` leaves out the context and all fields but
    these. ``beside`` stands behind the texts that it is about, or instead of them where they are empty.
    """
    context = table.context if only is None else ()
    fields = table.fields if only is None else [table.field(name) for name in only]
    names = [*context, *(field.name for field in fields), *more]
    columns = [
        *(_plain(frame[name]) for name in context),
        *(marked(_texts(frame[field.name], field), beside.get(field.name)) for field in fields),
        *(_plain(frame[name]) for name in more),
    ]
    return list(map(_maker(tuple(names))._make, zip(*columns, strict=True)))


def named(columns: Mapping[str, Sequence[Any]]) -> Iterator[Row]:
    """Columns of one length as rows: each an object whose values are reached by the columns' names."""
    return map(_maker(tuple(columns))._make, zip(*columns.values(), strict=True))


def marked(texts: list[Any], said: Mapping[int, str] | None) -> list[Any]:
    """The texts of a column with what is said beside some of them, by their positions."""
    for place, mark in (said or {}).items():
        texts[place] = standing(texts[place], mark)
    return texts


def standing(text: str | None, mark: str) -> str:
    """A text with what is said beside it, which stands alone where there is no text."""
    return mark if mark and text in (None, "", MISSING) else f"{text or ''}{mark}"


@lru_cache(maxsize=256)
def _maker(names: tuple[str, ...]) -> Any:
    """A class of rows; a field named like a word of Python is reached by its own name all the same."""
    made: Any = namedtuple("Row", [f"{name}_" if iskeyword(name) else name for name in names])  # type: ignore[misc]
    for name in names:
        if iskeyword(name):
            setattr(made, name, getattr(made, f"{name}_"))
    return made


def _plain(column: pd.Series) -> list[Any]:
    values: list[Any] = column.to_numpy(dtype=object, na_value=None).tolist()
    return shared(values)


def _places(value: int) -> int:
    """Decimals of a number that may be a count: none of a whole one, two at least of any other."""
    return 2 if value % MICRO else 0


def _texts(column: pd.Series, field: Field) -> list[str | None]:
    match field.type:
        case "number":  # whose unit stands in a field of its own may be a count: no decimals are added to it
            places = 2 if field.unit else 0
            return [None if value is None else number(value, places or _places(value)) for value in integers(column)]
        case "integer":
            return [None if value is None else f"{value:,}" for value in integers(column)]
        case "year":
            return [None if value is None else str(value) for value in integers(column)]
        case _:
            return _plain(column)
