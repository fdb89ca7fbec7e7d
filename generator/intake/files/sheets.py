"""Sheets of cells, whatever file they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from generator.core.ooxml import letters

MAX_BYTES = 32 * 1024 * 1024  # of a file
MAX_CELLS = 150_000  # that hold something, of a file
MAX_COVERED = 200_000  # places below merged cells, of a sheet
MAX_TEXT = 32_767  # characters of a cell

Kind = Literal["text", "number", "flag", "date", "error"]
Place = tuple[int, int]  # row and column, from 0


class UnreadableError(Exception):
    """The file cannot be read as what it is; the message says why and ``hint`` what to do, in Chinese."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def address(place: Place) -> str:
    """The name of a cell, such as E14."""
    return f"{letters(place[1])}{place[0] + 1}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell that holds something: its text as people see it, and what it holds.

    ``exact``: a number as written in the file, where its text was shortened; ``percent``: the number is shown as per
    cent, and ``text`` says it that way; ``hollow``: a formula whose result the file does not hold; ``hidden``: why
    nobody sees it, empty where people do; ``origin``: where it is, if it was read as a part of another sheet;
    ``struck``: its words, or some of them, are crossed out.
    """

    row: int
    column: int
    text: str
    kind: Kind = "text"
    exact: str = ""
    percent: bool = False
    hollow: bool = False
    hidden: str = ""
    origin: str = ""
    struck: bool = False

    @property
    def place(self) -> Place:
        """Row and column."""
        return self.row, self.column

    @property
    def address(self) -> str:
        """The cell's name, such as E14; of another sheet 「表2」E14."""
        return self.origin or address(self.place)


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """Cells merged into one: first and last row and column, all of them inside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def place(self) -> Place:
        """The cell that holds what is written in it."""
        return self.top, self.left


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet, or one table of a document: the cells that hold something, in order, and what is merged.

    ``hidden``: why nobody sees the sheet; ``told``: what is to be said of it: place and words.
    """

    name: str
    cells: Sequence[Cell]
    merges: Sequence[Merge] = ()
    hidden: str = ""
    told: Sequence[tuple[str, str, str]] = ()

    @cached_property
    def by_place(self) -> Mapping[Place, Cell]:
        """The cells by row and column."""
        return {one.place: one for one in self.cells}

    @cached_property
    def rows(self) -> Mapping[int, Sequence[Cell]]:
        """The rows that hold something, in order, with their cells from left to right."""
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells, key=lambda one: one.place):
            rows.setdefault(cell.row, []).append(cell)
        return rows

    @cached_property
    def widest(self) -> int:
        """The last column that holds anything."""
        return max((one.column for one in self.cells), default=-1)

    @cached_property
    def anchors(self) -> Mapping[Place, Merge]:
        """Every place below merged cells, as far as anything is written, and what it belongs to."""
        last, widest = max((one.row for one in self.cells), default=-1), self.widest
        covered: dict[Place, Merge] = {}
        for merge in self.merges:
            bottom, right = min(merge.bottom, max(last, merge.top)), min(merge.right, max(widest, merge.left))
            if len(covered) + (bottom - merge.top + 1) * (right - merge.left + 1) > MAX_COVERED:
                raise UnreadableError(
                    f"工作表「{self.name}」里合并的单元格超过 {MAX_COVERED:,} 格。", "请取消整行整列的合并后再导入。"
                )
            for row in range(merge.top, bottom + 1):
                for column in range(merge.left, right + 1):
                    covered[row, column] = merge
        return covered

    def span(self, place: Place) -> Merge:
        """What a place is part of: its merged cells, or itself."""
        return self.anchors.get(place) or Merge(top=place[0], left=place[1], bottom=place[0], right=place[1])

    def at(self, row: int, column: int) -> Cell | None:
        """What is written at a place; below merged cells, what these hold."""
        place = (row, column)
        merge = self.anchors.get(place)
        return self.by_place.get(merge.place if merge else place)

    def right_of(self, place: Place) -> Iterator[Place]:
        """The places to the right in the same row, each of merged cells once."""
        span = self.span(place)
        column = span.right + 1
        while column <= self.widest:
            there = self.span((place[0], column))
            yield there.place if there.top <= place[0] else (place[0], column)
            column = there.right + 1

    def below(self, place: Place) -> Place:
        """The place just below."""
        span = self.span(place)
        return self.span((span.bottom + 1, span.left)).place


def stacked(sheets: Sequence[Sheet]) -> Sheet:
    """Several sheets as one, each below the one before; cells of the later ones say which they are of."""
    first = sheets[0]
    cells, merges, told = list(first.cells), list(first.merges), list(first.told)
    for sheet in sheets[1:]:
        down = 1 + max((one.row for one in cells), default=-1)
        cells += [replace(one, row=one.row + down, origin=f"「{sheet.name}」{one.address}") for one in sheet.cells]
        merges += [replace(one, top=one.top + down, bottom=one.bottom + down) for one in sheet.merges]
        told += sheet.told
    return replace(first, cells=tuple(cells), merges=tuple(merges), told=tuple(told))


@dataclass(frozen=True, kw_only=True)
class Book:
    """A file as read: its sheets, what is to be said of it as a whole (words and what to do), cells with comments."""

    name: str
    sheets: Sequence[Sheet]
    told: Sequence[tuple[str, str]] = field(default=())
    comments: Sequence[str] = ()
