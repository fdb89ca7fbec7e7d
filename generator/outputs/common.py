"""The tables the finance bureau keeps for all: in every set, the rows that are about it."""

from __future__ import annotations

import pandas as pd

from generator.model import CONTEXT, Table
from generator.outputs.archive import Part, pack
from generator.outputs.cells import Lines, Texts, columns, json_rows, machine_csv, people_csv, sheet_cells, sheet_rows
from generator.outputs.ordering import span
from generator.outputs.setting import Setting
from generator.outputs.stack import Rows, Stack, rows

FIRST_ROW = 2  # the row of a sheet below its head


class _Texts:
    """A common table, sorted by the context columns it has, in every format."""

    def __init__(self, table: Table, frame: pd.DataFrame, styles: dict[str, int]) -> None:
        self.context = tuple(name for name in CONTEXT if name in table.names)
        self.frame = frame.sort_values(list(self.context), kind="stable", ignore_index=True) if self.context else frame
        made = columns(self.frame, table)
        self.lines: tuple[Lines, Lines, Lines] = (machine_csv(made), people_csv(made), json_rows(made))
        self.cells: list[Texts] = sheet_cells(made, styles)
        self.parts: dict[tuple[int, int], tuple[Rows, Part]] = {}

    def between(self, first: int, last: int) -> tuple[Rows, Part]:
        """Some rows, packed once however many sets hold them, and their sheet."""
        if (first, last) not in self.parts:
            cells = [one.slice(first, last - first) for one in self.cells]
            numbers = range(FIRST_ROW, FIRST_ROW + last - first)
            sheet = pack(sheet_rows(cells, numbers).cut(0, last - first))
            self.parts[first, last] = (rows(*self.lines, first, last), sheet)
        return self.parts[first, last]


class Common:
    """All common tables."""

    def __init__(self, setting: Setting) -> None:
        frames = setting.checked.frames
        self._tables = {
            name: _Texts(table, frames[name], setting.standard.styles)
            for name, table in setting.checked.catalogue.tables.items()
            if table.scope == "common"
        }

    def frame(self, name: str) -> pd.DataFrame:
        """A common table in the order of the downloads."""
        return self._tables[name].frame

    def fill(self, stack: Stack, key: tuple[str | int, ...]) -> None:
        """Add to a set the rows about its key (division, year, department, or the beginning of these; all if empty).

        A table without a division is about everything and stands in the whole only.
        """
        for name, texts in self._tables.items():
            named = [(column, value) for column, value in zip(CONTEXT, key, strict=False) if column in texts.context]
            if key and not named:
                continue
            first, last = span(texts.frame, tuple(column for column, _ in named), tuple(value for _, value in named))
            if first < last:
                part, sheet = texts.between(first, last)
                stack.add(name, part)
                stack.sheets[name].add(sheet)
