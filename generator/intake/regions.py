"""A part of a sheet in which one form stands: its cells, their words as labels, and what has been made of each cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.forms.layout import Block, Layout, Part
from generator.intake.files.sheets import Cell, Place, Sheet
from generator.intake.labels import plain
from generator.intake.readings import LeftOut, Trouble, Value

_LONGEST_LABEL = 40
_LONGEST_LINE = 200  # characters of a line with several labels
_LABELLED = re.compile(r"(?:(?<=[\s　；;，,。])|^)([^\s　:：；;，,。]{2,12})[:：]")
_INLINE = re.compile(r"([^:：\n]{2,16})[:：]\s*(.+)", re.DOTALL)


def words_of(cell: Cell) -> str:
    """What a cell says as a label; empty where it is too long to be one."""
    return plain(cell.text) if cell.kind == "text" and len(cell.text) <= _LONGEST_LABEL * 2 else ""


def names_of(parts: Iterable[Part]) -> Mapping[str, Sequence[Part]]:
    """Words of a label → the parts it may be."""
    names: dict[str, list[Part]] = {}
    for part in parts:
        for name in part.names:
            found = names.setdefault(plain(name), [])
            if part not in found:
                found.append(part)
    return names


def sides_of(block: Block) -> frozenset[str]:
    """Words of the labels that may stand beside a whole block."""
    return frozenset(plain(one) for one in block.sides)


def known_words(layout: Layout) -> frozenset[str]:
    """The words of every label of a layout, and of what stands beside its blocks."""
    return frozenset(names_of(layout.parts)).union(*(sides_of(block) for block in layout.blocks))


@dataclass(kw_only=True)
class Region:
    """Rows ``top`` to ``bottom`` of a sheet; every cell becomes a value, a label, or is left out.

    ``names``: labels that may stand with their values behind another one's in one cell.
    """

    sheet: Sheet
    top: int
    bottom: int
    names: frozenset[str] = frozenset()
    labels: set[Place] = field(default_factory=set)
    taken: set[Place] = field(default_factory=set)  # the cells of values
    left: dict[Place, LeftOut] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    several: set[Place] = field(default_factory=set)  # cells that hold several labels with their values
    blanks: dict[tuple[str, str], str] = field(default_factory=dict)  # table, field → the label that nothing stands at
    bureaus: dict[str, str] = field(default_factory=dict)  # that the rows of a list name → the first cell of each
    tails: list[str] = field(default_factory=list)  # cells whose numbers have digits behind those that are shown

    def __post_init__(self) -> None:
        numbers = list(self.sheet.rows)
        first, last = bisect_left(numbers, self.top), bisect_right(numbers, self.bottom)
        self.cells = [one for row in numbers[first:last] for one in self.sheet.rows[row] if not one.hidden]
        self.rows: dict[int, list[Cell]] = {}
        self.words: dict[str, list[Cell]] = {}
        self.inlines: dict[str, list[tuple[Cell, str]]] = {}  # labels that share a cell with their value
        for cell in self.cells:
            self.rows.setdefault(cell.row, []).append(cell)
            if words := words_of(cell):
                self.words.setdefault(words, []).append(cell)
            pairs = self._pairs(cell)
            if len(pairs) > 1:
                self.several.add(cell.place)
            for inline, text in pairs:
                self.inlines.setdefault(inline, []).append((cell, text))

    def inline(self, cell: Cell) -> tuple[str, str]:
        """Label and value of a cell that holds both (项目名称：…); no label is empty."""
        found = _INLINE.fullmatch(cell.text) if cell.kind == "text" else None
        return (plain(found[1]), found[2].strip()) if found else ("", "")

    def _pairs(self, cell: Cell) -> list[tuple[str, str]]:
        """The labels of a cell, each with its value: 自评得分：98分　　自评等级：优."""
        first, text = self.inline(cell)
        if not first or not self.names or len(cell.text) > _LONGEST_LINE:
            return [(first, text)] if first else []
        begins = [one for one in _LABELLED.finditer(cell.text) if one.start() > 0 and plain(one[1]) in self.names]
        ends = [*(one.start() for one in begins), len(cell.text)]
        pairs = [(first, re.split("[:：]", cell.text[: ends[0]], maxsplit=1)[1].strip(" \t\n　；;，,。"))]
        for number, one in enumerate(begins, 1):
            pairs.append((plain(one[1]), cell.text[one.end() : ends[number]].strip(" \t\n　；;，,。")))
        return [(name, value) for name, value in pairs if value]

    def free(self, cell: Cell) -> bool:
        """Whether nothing has been made of the cell yet."""
        return cell.place not in self.labels and cell.place not in self.taken and cell.place not in self.left

    def at(self, row: int, column: int) -> Cell | None:
        """What is written at a place inside the region and seen."""
        cell = self.sheet.at(row, column)
        return cell if cell and not cell.hidden and self.top <= cell.row <= self.bottom else None

    def said(self, table: str, row: int, name: str) -> Value | None:
        """The value of a field noted so far."""
        return next((one for one in self.values if (one.table, one.row, one.field) == (table, row, name)), None)

    def leave(self, cell: Cell, reason: str, text: str | None = None) -> None:
        """Leave a cell out."""
        if cell.place not in self.taken:
            self.left[cell.place] = LeftOut(cell=cell.address, text=cell.text if text is None else text, reason=reason)

    def wrong(self, cell: Cell | None, message: str, hint: str, *, stops: bool = True, about: str = "") -> None:
        """Note what is wrong with a cell; ``about``: the field that is not read for it."""
        place = cell.address if cell else ""
        self.problems.append(Trouble(cell=place, message=message, hint=hint, stops=stops, about=about))

    def join(self, value: Value) -> None:
        """Take a value back that goes on in another cell, which will tell of it; its own counts as a label."""
        self.values.remove(value)
        self.labels |= {cell.place for cell in self.cells if cell.address == value.cell}

    def value(self, cell: Cell, table: str, row: int, name: str, value: str) -> None:
        """Note a value."""
        self.taken.add(cell.place)
        self.left.pop(cell.place, None)
        self.values.append(Value(cell=cell.address, table=table, row=row, field=name, value=value))
