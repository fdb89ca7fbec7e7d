"""Where the heads of a block's columns stand: in one row, or in two where the upper one names groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.schema import Table
from generator.forms.layout import Block, Layout, Part, Reading
from generator.intake.blocks.columns import Column, Header
from generator.intake.blocks.money import own_money
from generator.intake.files.sheets import Cell, Merge
from generator.intake.labels import plain
from generator.intake.regions import Region, names_of, words_of

_LEVELS = ("level1", "level2")
_LEAST, _LEAST_OF_LIST = 2, 3  # columns that make a row of labels a head


def header_of(region: Region, layout: Layout, block: Block, table: Table) -> Header | None:
    """The first head of a block's columns; None where there is none."""
    if not block.columns:
        return None
    names, weighed = names_of(block.columns), [one for one in _LEVELS if f"{one}_weight" in table.names]
    for row, cells in region.rows.items():
        twice = _stands_twice(block, cells)
        if block.half == "left" and not twice and not _has_own_heads(layout, block, cells):
            continue
        heads = _Heads(region=region, row=row, names=names, weighed=weighed)
        found = heads.read(last=twice and block.half == "right")
        if _is_head(found, block, table):
            return found
    return None


def _stands_twice(block: Block, cells: Sequence[Cell]) -> bool:
    """Whether a row has the head that makes a row count twice, as above two lists side by side."""
    key = next((one for one in block.columns if one.field in block.keys[:1]), block.columns[0])
    return sum(plain(key.label) == words_of(one) for one in cells) > 1


def _has_own_heads(layout: Layout, block: Block, cells: Sequence[Cell]) -> bool:
    """Whether a row has a head that only this block of the layout has."""
    others = {name for one in layout.blocks if one is not block for name in names_of((*one.parts, *one.totals))}
    own = set(names_of(block.columns)) - others
    return any(words_of(one) in own for one in cells)


def _is_head(found: Header, block: Block, table: Table) -> bool:
    """Whether enough columns were found, those that make a row count among them."""
    if block.kind == "matrix" and not found.fields & _amounts(block, table):
        return False  # scores alone are the heads of a list
    wanted = {part.field for part in block.columns} & set(block.keys[:2])
    least = _LEAST_OF_LIST if block.kind == "list" else _LEAST
    return len(found.columns) >= min(least, len(block.columns)) and wanted <= found.fields


def _amounts(block: Block, table: Table) -> set[str]:
    """The fields of a table of funds that hold money."""
    return {one.field for one in block.columns if one.field in table.names and table.field(one.field).unit == "万元"}


@dataclass(frozen=True, kw_only=True)
class _Head:
    """A cell that may be the head of a column, and what it takes."""

    cell: Cell
    span: Merge


@dataclass(kw_only=True)
class _Heads:
    """Finds the columns that a row, with the one below where heads are two rows high, names.

    ``names``: words → what a column may be; ``weighed``: the levels whose weights are kept.
    """

    region: Region
    row: int
    names: Mapping[str, Sequence[Part]]
    weighed: Sequence[str]
    columns: list[Column] = field(default_factory=list)
    bottom: int = 0

    def read(self, *, last: bool) -> Header:
        """The columns; ``last``: of heads that stand twice, the right ones."""
        self.bottom = self.row
        upper = [one for one in self._named(self.row) if one.cell.kind == "text"]
        if upper:
            self._lower(upper)
            self._upper(upper[::-1] if last else upper)
        columns = tuple(sorted(self.columns, key=lambda one: one.left))
        return Header(columns=columns, top=self.row, bottom=self.bottom)

    def _named(self, row: int) -> list[_Head]:
        cells = (one for one in self.region.rows.get(row, ()) if words_of(one) in self.names)
        return [_Head(cell=one, span=self.region.sheet.span(one.place)) for one in cells]

    def _lower(self, upper: Sequence[_Head]) -> None:
        """Heads in the row below: two of them, or one beside heads that are two rows high."""
        lower, tall = self._named(self.row + 1), [one.span for one in upper if one.span.bottom > self.row]
        if not tall and len(lower) < 2:
            return
        for head in lower:
            if any(one.left <= head.span.left <= one.right for one in tall):
                continue
            group = self.region.at(self.row, head.span.left)
            if part := self._part(head, group):
                self._add(part, head, unit=own_money(head.cell))
                self.bottom = self.row + 1

    def _upper(self, upper: Sequence[_Head]) -> None:
        lower = {place for one in self.columns for place in range(one.left, one.right + 1)}
        for head in upper:
            if head.span.left in lower and head.span.bottom == self.row:
                continue  # the name of a group whose columns are named below
            if level := self._level_before(head.cell):
                reading: Reading = "" if level in self.weighed else "ignored"
                self._add(Part(label=head.cell.text, field=f"{level}_weight", reading=reading), head)
            elif part := self._part(head, self.region.at(self.row - 1, head.span.left)):
                self._add(part, head, unit=own_money(head.cell))
                self.bottom = max(self.bottom, head.span.bottom)

    def _add(self, part: Part, head: _Head, *, unit: str = "") -> None:
        self.columns.append(Column(part=part, left=head.span.left, right=head.span.right, unit=unit))

    def _level_before(self, cell: Cell) -> str:
        """The level whose weight a column says, where each level has one: that of the column before it."""
        if "weight" not in {part.field for part in self.names[words_of(cell)]}:
            return ""
        before = self.region.at(self.row, self.region.sheet.span(cell.place).left - 1)
        fields = {part.field for part in self.names.get(words_of(before), ())} if before is not None else set[str]()
        return next((one for one in _LEVELS if fields == {one}), "")

    def _part(self, head: _Head, group: Cell | None) -> Part | None:
        """What a column is: of several with the same name, the one of the group above, and each only once."""
        parts, above = self.names[words_of(head.cell)], words_of(group) if group else ""
        groups = {one: {plain(word) for word in one.under.split("|")} if one.under else set() for one in parts}
        named, used = set[str]().union(*groups.values()), [one.part for one in self.columns]
        fit = [
            one
            for one in parts
            if one not in used and (not one.under or above in groups[one] or (above not in named and not above))
        ]
        return next((one for one in fit if one.under and above), next(iter(fit), None))
