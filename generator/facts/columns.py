"""Columns as lists, for what is made a row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pandas as pd

from generator.core.numbers import number

Text = TypeVar("Text", str, str | None)


def strings(column: pd.Series) -> list[str]:
    """A text column as a list; missing becomes the empty text."""
    texts: list[str] = column.to_numpy(dtype=object, na_value="").tolist()
    return texts


def shared(texts: Sequence[Text]) -> list[Text]:
    """The same texts, those that are equal one object: for what is held as long as the site, mostly a few words."""
    known: dict[Text, Text] = {}
    return list(map(known.setdefault, texts, texts))


def integers(column: pd.Series) -> list[int | None]:
    """An integer column (or millionths) as a list of int; missing becomes None."""
    values: list[int | None] = column.to_numpy(dtype=object, na_value=None).tolist()
    return values


def numbers(column: pd.Series, places: int = 2) -> list[str]:
    """A column of millionths as texts grouped by thousands; missing becomes a dash."""
    return [number(value, places) for value in integers(column)]
