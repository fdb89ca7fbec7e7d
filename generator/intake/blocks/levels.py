"""Levels 1 and 2 of a list: written once for several rows, across the list above them, or with weights behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.core.schema import Table
from generator.forms.layout import Block, Part
from generator.intake import values
from generator.intake.blocks.columns import Header
from generator.intake.blocks.form import Form
from generator.intake.blocks.list_rows import ListRow
from generator.intake.files.sheets import Cell
from generator.intake.labels import label
from generator.intake.regions import words_of
from generator.intake.writing import usable

LEVELS = ("level1", "level2")
_SECTION = re.compile("指标|产出|效益|效果|满意|成本|决策|过程|管理|履职")
_DITTO = {"同上", "〃", "″", '"', "”", "同上行"}
_SPACES = re.compile(r"\s")


@dataclass(frozen=True, kw_only=True)
class _Weight:
    """The weight written behind a level, and where."""

    cell: Cell
    weight: str


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The levels of a list while its rows are read.

    ``above``: level → the cell that it was last written in; ``sections``: of a level without a column, the row that
    names it; ``weights``: words of both levels → the weight written behind the lower one.
    """

    form: Form
    block: Block
    header: Header
    above: dict[str, Cell] = field(default_factory=dict)
    sections: dict[Part, Cell] = field(default_factory=dict)
    weights: dict[tuple[str, str], _Weight] = field(default_factory=dict)

    def is_section(self, row: int) -> bool:
        """Whether a row only names the level of the rows below it, across the list: 一、产出指标（50分）."""
        cells = [one for one in self.form.region.rows[row] if one.place not in self.form.region.labels]
        level = next((one for one in LEVELS if one not in self.header.fields), "")
        part = next((one for one in self.block.columns if one.field == level), None)
        if len(cells) != 1 or part is None or not _SECTION.search(words_of(cells[0])):
            return False
        span = self.form.region.sheet.span(cells[0].place)
        if sum(span.left <= one.left <= span.right for one in self.header.columns) < 2:
            return False
        self.sections[part] = cells[0]
        return True

    def completed(self, found: Mapping[Part, Cell]) -> dict[Part, Cell]:
        """The cells of a row with the levels that stand for it, too."""
        cells = dict(found)
        own = {part.field for part in found}
        for level in LEVELS:
            column = self.header.column(level)
            if column is None:
                continue
            if level in own and level in self.above and values.bare(cells[column.part].text) in _DITTO:
                self.form.region.labels.add(cells[column.part].place)
                cells[column.part] = self.above[level]
            elif level in own:
                self._begin(level, cells[column.part])
            elif level in self.above:
                cells[column.part] = self.above[level]
        return {**self.sections, **cells}

    def _begin(self, level: str, cell: Cell) -> None:
        if self.above.get(level) is not cell:
            self.above[level] = cell
            if level == "level1":
                self.above.pop("level2", None)

    def take(self, row: ListRow, part: Part, cell: Cell) -> None:
        """Note a level, and its weight where one is written behind it."""
        said = label(cell.text)
        if not usable(self.form.region, cell):
            return
        row.value(cell, part.field, _SPACES.sub("", said.words))
        if said.weight and f"{part.field}_weight" in row.table.names:
            row.value(cell, f"{part.field}_weight", said.weight)
        elif said.weight:
            self.weights.setdefault(_levels_of(row, part), _Weight(cell=cell, weight=said.weight))

    def tell_weights(self, table: Table) -> None:
        """Tell of weights that the records do not keep where the rows below add up to another."""
        rows: dict[int, dict[str, str]] = {}
        for one in self.form.region.values:
            if one.table == table.name:
                rows.setdefault(one.row, {})[one.field] = one.value
        for (level1, level2), said in self.weights.items():
            own = [one for one in rows.values() if not level1 or one.get("level1", "") == level1]
            own = [one for one in own if not level2 or one.get("level2", "") == level2]
            self._tell_weight(said, own)

    def _tell_weight(self, said: _Weight, rows: Iterable[Mapping[str, str]]) -> None:
        parts = [number for one in rows if (number := values.number(one.get("weight", ""))) is not None]
        total = sum(parts, Decimal(0))
        if parts and total != values.number(said.weight):
            self.form.region.wrong(
                said.cell,
                f"这里写的是{said.weight}分，下面各行分值合计 {values.written(total)} 分。",
                "请核对；记录里只存各行的分值。",
                stops=False,
            )


def _levels_of(row: ListRow, part: Part) -> tuple[str, str]:
    """The words of a row's levels, down to that of the part."""
    words = {one.field: _SPACES.sub("", label(cell.text).words) for one, cell in row.cells.items()}
    return words.get("level1", ""), words.get("level2", "") if part.field == "level2" else ""
