"""Tables of funds: a row a source and a column a figure, its figures beside their names, or turned on its side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.schema import Table
from generator.forms.layout import Block, Part
from generator.intake import values
from generator.intake.blocks.columns import Column, Header, mark_header
from generator.intake.blocks.form import Form
from generator.intake.blocks.money import own_money
from generator.intake.files.sheets import Cell
from generator.intake.labels import cleaned
from generator.intake.regions import names_of, sides_of, words_of
from generator.intake.writing import usable

_TOTAL_ONLY = "记录里只存总额，不分来源"


def read_funds(form: Form, block: Block, header: Header | None) -> None:
    """Values of the table of funds that a block describes, however the form lays it out."""
    table = form.tables[block.table]
    names = names_of((*block.rows, *(_other_sources(block, table) if block.by else ())))
    if header is None:
        _Turned(form=form, block=block, names=names).read()
    elif _is_beside(form, header):
        _take_figures(form, block, _figures_beside(form, block, header, names))
    else:
        _Matrix(form=form, block=block, header=header, table=table, names=names).read()


def _other_sources(block: Block, table: Table) -> Iterator[Part]:
    """The rows of funds that local forms have and the layout does not print, as the table's field lists them."""
    by = table.field(block.by)
    for choice in by.constraints.get("enum", ()):
        yield Part(label=choice, synonyms=by.value_synonyms.get(choice, ()), choice=choice)


# A row a source, a column a figure.


@dataclass(kw_only=True)
class _Matrix:
    """Reads a table of funds; ``names``: words → sources; ``seen``: the sources that have had their row."""

    form: Form
    block: Block
    header: Header
    table: Table
    names: Mapping[str, Sequence[Part]]
    number: int = 0
    seen: set[str] = field(default_factory=set)

    def read(self) -> None:
        region, sides = self.form.region, sides_of(self.block)
        mark_header(self.form, self.block, self.header)
        for cell in region.rows.get(self.header.top, ()):
            if self._before(cell) and cell.kind == "text":
                region.labels.add(cell.place)  # the name of the column of names
        for row in self.header.rows(region):
            cells = [one for one in region.rows[row] if one.place not in region.labels]
            heads = [one for one in cells if self._before(one) and words_of(one) not in sides]
            if (source := self._source(cells, heads)) is not None:
                self._row(row, source, heads)
            elif any(self.form.is_label(one) for one in cells) or not heads:
                break
            else:
                self._unknown(cells, heads)

    def _before(self, cell: Cell) -> bool:
        """Whether a cell stands to the left of all figures."""
        return cell.column < self.header.columns[0].left

    def _source(self, cells: Sequence[Cell], heads: Sequence[Cell]) -> Part | None:
        """The source that a row is of; figures right below their heads need no name where only totals are kept."""
        if named := next((one for one in reversed(heads) if words_of(one) in self.names), None):
            return self.names[words_of(named)][0]
        return self.block.rows[0] if cells and not (heads or self.block.by or self.seen) else None

    def _row(self, row: int, source: Part, heads: Sequence[Cell]) -> None:
        region = self.form.region
        region.labels |= {one.place for one in heads}
        found = list(self.header.cells(region, row))
        if source.choice in self.seen:
            for _, cell in found:
                region.leave(cell, f"“{source.label}”在表里出现了不止一次，取的是前一行")
            return
        self.seen.add(source.choice)
        filled = [(column, cell) for column, cell in found if usable(region, cell)]
        if not self.block.by and source is not self.block.rows[0]:
            for _, cell in filled:
                region.leave(cell, _TOTAL_ONLY)
        elif filled:
            self._take(source, heads, filled)

    def _take(self, source: Part, heads: Sequence[Cell], filled: Sequence[tuple[Column, Cell]]) -> None:
        self.number += 1
        if self.block.by:
            head = next(one for one in reversed(heads) if words_of(one) in self.names)
            self.form.region.value(head, self.table.name, self.number, self.block.by, source.choice)
        said = next((one for one in reversed(heads) if own_money(one)), None)
        unit = own_money(said) if said else ""
        if said and source is self.block.rows[0] and unit != self.form.unit:  # a total and its parts are of one unit
            self.form.region.wrong(
                said,
                f"这里写的金额单位是{unit}，这份表写的是{self.form.unit}。",
                "请核对各处金额，把两处改成一样的单位。",
            )
        for column, cell in filled:
            if column.part.reading == "record":
                self._take_for_record(source, column.part, cell)
            else:
                self.form.take(cell, self.table, self.number, column.part.field, unit=unit or column.unit)

    def _take_for_record(self, source: Part, part: Part, cell: Cell) -> None:
        """What the record itself keeps, of all sources together."""
        if source is self.block.rows[0]:
            self.form.take(cell, self.form.record, 1, part.field)
        else:
            self.form.region.leave(cell, f"记录里只存总额的“{part.label}”")

    def _unknown(self, cells: Sequence[Cell], heads: Sequence[Cell]) -> None:
        for cell in cells:
            self.form.region.leave(cell, f"记录里没有“{cleaned(heads[-1].text)[:20]}”这一种资金来源")


# Figures beside their names, and tables on their side: both find the figures of each source first.


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """An amount of a source: its column, or the row that stands for one, the label nearest to it, and its cell."""

    column: Column
    head: Cell
    cell: Cell


def _is_beside(form: Form, header: Header) -> bool:
    """Whether amounts stand beside the names of their columns, as in forms of 2018: 预算数：480 执行数：432.5."""
    heads = [form.region.at(header.top, one.left) for one in header.columns]
    beside = [form.beside(one) for one in heads if one is not None]
    return len(beside) > 1 and all(one is not None and values.amount(one.text, form.unit) is not None for one in beside)


def _figures_beside(
    form: Form, block: Block, header: Header, names: Mapping[str, Sequence[Part]]
) -> Mapping[str, Sequence[_Figure]]:
    """Source → amounts beside the names of their columns, and below them by source: 其中：财政拨款 430 其中：… 385."""
    mark_header(form, block, header)
    found: dict[str, list[_Figure]] = {}
    for row in [header.top, *(one for one in form.region.rows if one > header.top)]:
        heads = [(column, cell) for column in header.columns if (cell := form.region.at(row, column.left)) is not None]
        if row > header.top and not any(words_of(cell) in names for _, cell in heads):
            break
        for column, head in heads:
            value = form.beside(head) if head.row == row else None
            source = block.rows[0] if row == header.top else next(iter(names.get(words_of(head), ())), None)
            if value is not None and source is not None:
                form.region.labels.add(head.place)
                found.setdefault(source.choice, []).append(_Figure(column=column, head=head, cell=value))
    return found


@dataclass(frozen=True, kw_only=True)
class _Turned:
    """Reads a table of funds on its side: a column a source, a row a figure."""

    form: Form
    block: Block
    names: Mapping[str, Sequence[Part]]

    def read(self) -> None:
        figures = names_of(self.block.columns)
        for row, cells in self.form.region.rows.items():
            sources = [one for one in cells if words_of(one) in self.names]
            first = self._head(row + 1, figures)
            if len(sources) > 1 and first is not None and first.column < sources[0].column:
                found = self._figures(row + 1, sources, figures)
                self.form.region.labels |= {one.place for one in cells if self.form.is_label(one)}
                _take_figures(self.form, self.block, found)
                return

    def _figures(
        self, row: int, sources: Sequence[Cell], figures: Mapping[str, Sequence[Part]]
    ) -> Mapping[str, Sequence[_Figure]]:
        """Source → its amounts, of the rows from this one on that begin with the name of a figure."""
        found: dict[str, list[_Figure]] = {}
        while (head := self._head(row, figures)) is not None:
            part = figures[words_of(head)][0]
            column = Column(part=part, left=head.column, right=head.column, unit=own_money(head))
            self.form.region.labels.add(head.place)
            for source in sources:
                cell = self.form.region.at(row, source.column)
                if cell is not None and cell.row == row:
                    choice = self.names[words_of(source)][0].choice
                    found.setdefault(choice, []).append(_Figure(column=column, head=source, cell=cell))
            row += 1
        return found

    def _head(self, row: int, figures: Mapping[str, Sequence[Part]]) -> Cell | None:
        """The name of the figure that a row begins with, its side aside."""
        return next((one for one in self.form.region.rows.get(row, ()) if words_of(one) in figures), None)


def _take_figures(form: Form, block: Block, found: Mapping[str, Sequence[_Figure]]) -> None:
    """Values of each source's figures; where the record keeps totals only, the other sources are left out."""
    table, number = form.tables[block.table], 0
    for choice, figures in found.items():
        filled = [one for one in figures if usable(form.region, one.cell)]
        if not block.by and choice != block.rows[0].choice:
            for one in filled:
                form.region.leave(one.cell, _TOTAL_ONLY)
            continue
        number += bool(filled)
        if filled and block.by:
            form.region.value(filled[0].head, table.name, number, block.by, choice)
        for one in filled:
            if one.column.part.reading != "record":
                unit = own_money(one.head) or one.column.unit
                form.take(one.cell, table, number, one.column.part.field, unit=unit)
