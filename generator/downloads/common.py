"""The tables the finance bureau keeps for all: in every set, the rows that are about it."""

from __future__ import annotations

import pandas as pd

from generator.core.schema import CONTEXT, Table
from generator.downloads.cells import Rendered, arrays, every, rendered
from generator.downloads.ordering import span

Key = tuple[str | int, ...]  # division, year, department, or the beginning of these; empty for everything


class Common:
    """A common table, sorted by the context columns it has."""

    def __init__(self, table: Table, frame: pd.DataFrame) -> None:
        self._context = tuple(name for name in CONTEXT if name in table.names)
        # A table whose key is the place alone says who and where: it goes with the smallest set.
        self._names = set(table.primary_key) <= set(CONTEXT)
        self._table = table
        self._spans: dict[Key, tuple[int, int]] = {}
        self._rendered: Rendered | None = None
        self.frame = (
            frame.sort_values(list(self._context), kind="stable", ignore_index=True) if self._context else frame
        )

    def span(self, key: Key) -> tuple[int, int]:
        """The rows that stand in the set of a key; none where they are about more than that.

        A year has the rows of its division, a department those that are its own or say what it and its division are.
        """
        if key not in self._spans:
            self._spans[key] = self._span(key)
        return self._spans[key]

    def _span(self, key: Key) -> tuple[int, int]:
        named = [(column, value) for column, value in zip(CONTEXT, key, strict=False) if column in self._context]
        if (key and not named) or (len(key) == len(CONTEXT) and "department" not in self._context and not self._names):
            return 0, 0
        return span(self.frame, tuple(column for column, _ in named), tuple(value for _, value in named))

    def rendered(self, styles: dict[str, int]) -> Rendered:
        """All rows in every form, rendered once."""
        if self._rendered is None:
            self._rendered = rendered(every(arrays(self.frame, self._table)), self._table, styles)
        return self._rendered
