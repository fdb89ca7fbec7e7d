"""Read the blocks of a form: lists, tables of funds, pairs of texts and single labels, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.core.schema import Table
from generator.forms.layout import Block, Layout, Part
from generator.intake import values
from generator.intake.files.sheets import Cell, Merge, Place
from generator.intake.labels import MONTHS, cleaned, label, money_unit, plain, said_unit
from generator.intake.leaving import NOTE, SIGNED, hidden_person
from generator.intake.readings import SUBJECT, Value
from generator.intake.regions import Region, names_of, words_of
from generator.intake.writing import converted, take, usable

_SUBTOTALS = {"小计", "合计", "金额合计", "预算合计", "任务合计", "总计", "总分", "分值合计", "得分合计"}
_SPACES = re.compile(r"\s+")
_SECTION = re.compile("指标|产出|效益|效果|满意|成本|决策|过程|管理|履职")
_DITTO = {"同上", "〃", "″", '"', "”", "同上行"}
_SHARED = ("deviation_note", "explanation", "scoring_rule", "remark", "value_source")
_OWN = ("target_value", "actual_value", "weight", "score")
_NUMBERED = re.compile(r"^\s*(?:三级)?指标\s*\d{1,2}\s*[:：.、]\s*|^\s*(?:\d{1,2}[.、．)）]|[①-⑳])\s*(?=[≥≤=＝<>＜＞])")
_HIERARCHY = ("level1", "level2", "goal_no", "level1_weight", "level2_weight")
_WHOLE, _FAR = 1, 20  # a measure of at most one is a fraction of one beside a target twenty times as large
_LONG = 1_000  # characters that make a field a text of its own


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a list or table as found: what it is, the columns of the sheet below its head, its unit of money."""

    part: Part
    left: int
    right: int
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of a list or table: its columns and the last row it takes."""

    columns: Sequence[Column]
    top: int
    bottom: int

    def column(self, field: str) -> Column | None:
        """The column of a field."""
        return next((one for one in self.columns if one.part.field == field), None)


def own_money(cell: Cell) -> str:
    """The unit of money that a label says for its own column or row; empty where it says none."""
    unit = label(cell.text).unit
    return "" if unit in ("%", "分") else unit


class FormReader:
    """Reads one form of a known layout from its region."""

    def __init__(self, region: Region, layout: Layout, tables: Mapping[str, Table]) -> None:
        self.region, self.layout, self.tables = region, layout, tables
        self.heads: dict[str, str] = {}
        everything = [part for block in layout.blocks for part in (*block.parts, *block.totals)]
        self._known = set(names_of(everything)) | {
            plain(one) for block in layout.blocks for one in (block.side, *block.side_names) if one
        }
        self.unit = self._money_unit()
        self.months: tuple[Cell, str] | None = None
        self.tops: set[int] = set()  # rows in which heads of columns begin
        self.shared: set[Place] = set()  # merged cells that were told
        self.level_weights: dict[tuple[str, str], tuple[Cell, str]] = {}  # levels 1 and 2 → the weight written behind
        self.columns: dict[str, int] = {}  # field → the column of its label

    def read(self) -> None:
        """Make a value, a label or a left-out cell of what the layout knows."""
        self._period()
        headers = {number: self._header(block) for number, block in enumerate(self.layout.blocks)}
        self.tops = {one.top for one in headers.values() if one is not None}
        for kind in ("list", "matrix", "pairs", "heads"):
            for number, block in enumerate(self.layout.blocks):
                if block.kind == kind:
                    self._block(block, headers[number], number)
        if self.months and not any(one.field == "period" for one in self.region.values):
            cell, month = self.months
            self.region.value(cell, self.layout.record, 1, "period", month)

    def _block(self, block: Block, header: Header | None, number: int) -> None:
        if block.kind == "heads":
            for line in block.lines:
                for part in line.parts:
                    self._head(part, self.tables[block.table], after_list=self._after_list(number))
        elif block.kind == "pairs":
            for line in block.lines:
                for part in line.parts:
                    self._pair(part, self.tables[block.table])
            self._beside_side(block)
        elif block.kind == "matrix":
            if header is not None and self._beside_labels(header):
                self._pairs_of_funds(block, header)
            elif header is not None:
                self._matrix(block, header)
            else:
                self._turned_funds(block)
        elif header:
            self._list(block, header)

    def _after_list(self, number: int) -> bool:
        return any(one.kind == "list" for one in self.layout.blocks[:number])

    def _money_unit(self) -> str:
        """The unit of money that the form names; 万元, as the official forms have it, where it names none.

        A line (单位：元) and the name of the amounts (项目资金（万元）) that contradict are told: nobody could choose.
        """
        texts = [one for one in self.region.cells if one.kind == "text"]
        sides = {plain(one) for block in self.layout.blocks for one in (block.side, *block.side_names) if one}
        lines = (one for one in texts if words_of(one) not in sides)
        line = next(((cell, unit) for cell in lines if (unit := said_unit(cell.text))), None)
        side = next(((cell, unit) for cell in texts if words_of(cell) in sides and (unit := own_money(cell))), None)
        if line and side and line[1] != side[1]:
            self.region.wrong(
                line[0],
                f"这里写的金额单位是{line[1]}，{side[0].address} 写的是{side[1]}。",
                "请核对各处金额，把两处改成一样的单位。",
            )
        return line[1] if line else money_unit(one.text for one in texts)

    def known(self, cell: Cell) -> bool:
        """Whether a cell is a label of this layout."""
        return words_of(cell) in self._known

    def _period(self) -> None:
        """The months that a monitoring is of, where only its title or heads say them (1—7月执行数)."""
        if "period" not in self.tables[self.layout.record].primary_key:
            return
        said: dict[str, Cell] = {}
        for cell in self.region.cells:
            found = MONTHS.search(_SPACES.sub("", cell.text)) if len(cell.text) < 60 and cell.kind == "text" else None
            if found and (month := values.last_month(found.group())) is not None:
                said.setdefault(month, cell)
        for month, cell in said.items():
            self.months = self.months or (cell, month)
        if len(said) > 1:
            told = "、".join(f"{cell.address} 是到 {month} 月" for month, cell in said.items())
            self.region.wrong(next(iter(said.values())), f"表上写的月份不一样：{told}。", "请核对，改成一样的月份。")

    # Heads of columns.

    def _header(self, block: Block) -> Header | None:
        """The first head of the block's columns; None where there is none."""
        if not block.columns:
            return None
        names = names_of(block.columns)
        wanted = {part.field for part in block.columns} & set(block.keys[:2])
        least = 3 if block.kind == "list" else 2
        for row, cells in self.region.rows.items():
            double = sum(plain(block.columns[_key(block)].label) == words_of(one) for one in cells) > 1
            if block.half == "left" and not double and not self._has_own_heads(block, cells):
                continue
            weighed = [one for one in ("level1", "level2") if f"{one}_weight" in self.tables[block.table].names]
            found = self._columns(row, cells, names, weighed, last=double and block.half == "right")
            fields = {one.part.field for one in found.columns}
            if block.kind == "matrix" and not fields & self._amounts(block):
                continue  # scores alone are the heads of a list
            if len(found.columns) >= min(least, len(block.columns)) and wanted <= fields:
                return found
        return None

    def _amounts(self, block: Block) -> set[str]:
        """The fields of a table of funds that hold money."""
        table = self.tables[block.table]
        return {
            one.field for one in block.columns if one.field in table.names and table.field(one.field).unit == "万元"
        }

    def _has_own_heads(self, block: Block, cells: Sequence[Cell]) -> bool:
        """Whether a row has a head that only this block of the layout has."""
        others = {
            name for one in self.layout.blocks if one is not block for name in names_of((*one.parts, *one.totals))
        }
        return any(words_of(one) in set(names_of(block.columns)) - others for one in cells)

    def _columns(
        self,
        row: int,
        cells: Sequence[Cell],
        names: Mapping[str, Sequence[Part]],
        weighed: Sequence[str],
        *,
        last: bool = False,
    ) -> Header:
        """The columns that a row, with the one below where heads are two rows high, names.

        ``weighed``: the levels whose weights the table has fields for.
        """
        top = [(cell, self.region.sheet.span(cell.place)) for cell in cells if cell.kind == "text"]
        matched = [(cell, span) for cell, span in top if words_of(cell) in names]
        if len(matched) < 1:
            return Header(columns=(), top=row, bottom=row)
        below = [
            (cell, self.region.sheet.span(cell.place))
            for cell in self.region.rows.get(row + 1, ())
            if words_of(cell) in names
        ]
        taller = any(span.bottom > row for _, span in matched)
        bottom = row
        columns: list[Column] = []
        lower: set[int] = set()
        if below and (taller or len(below) >= 2) and len(below) < len(self.region.rows.get(row + 1, ())) + 1:
            free = [
                one for one in below if not any(s.left <= one[1].left <= s.right for _, s in matched if s.bottom > row)
            ]
            for cell, span in free:
                group = self.region.at(row, span.left)
                if part := self._chosen(names[words_of(cell)], words_of(group) if group else "", columns):
                    columns.append(Column(part=part, left=span.left, right=span.right, unit=own_money(cell)))
                    lower |= set(range(span.left, span.right + 1))
                    bottom = row + 1
        for cell, span in reversed(matched) if last else matched:
            if span.left in lower and span.bottom == row:
                continue  # the name of a group whose columns are named below
            if level := self._level_before(row, cell, names):
                part = Part(label=cell.text, field=f"{level}_weight", reading="" if level in weighed else "ignored")
                columns.append(Column(part=part, left=span.left, right=span.right))
                continue
            if part := self._chosen(names[words_of(cell)], self._group(row, span), columns):
                columns.append(Column(part=part, left=span.left, right=span.right, unit=own_money(cell)))
                bottom = max(bottom, span.bottom)
        return Header(columns=tuple(sorted(columns, key=lambda one: one.left)), top=row, bottom=bottom)

    def _level_before(self, row: int, cell: Cell, names: Mapping[str, Sequence[Part]]) -> str:
        """The level whose weight a column says, where each level has one: that of the column before it."""
        if "weight" not in {part.field for part in names[words_of(cell)]}:
            return ""
        before = self.region.at(row, self.region.sheet.span(cell.place).left - 1)
        fields = {part.field for part in names.get(words_of(before), ())} if before is not None else set[str]()
        return next((one for one in ("level1", "level2") if fields == {one}), "")

    def _group(self, row: int, span: Merge) -> str:
        """The words of what stands above a head."""
        above = self.region.at(row - 1, span.left)
        return words_of(above) if above else ""

    @staticmethod
    def _chosen(parts: Sequence[Part], group: str, taken: Sequence[Column]) -> Part | None:
        used = [one.part for one in taken]
        groups = {one: {plain(word) for word in one.under.split("|")} if one.under else set() for one in parts}
        named = set[str]().union(*groups.values())
        fit = [
            one
            for one in parts
            if one not in used and (not one.under or group in groups[one] or (group not in named and not group))
        ]
        return next((one for one in fit if one.under and group), next((one for one in fit), None))

    def _mark_header(self, block: Block, header: Header) -> None:
        """The cells of the head, of groups above columns, and of the block's side are labels."""
        for row in range(header.top, header.bottom + 1):
            for cell in self.region.rows.get(row, ()):
                if words_of(cell) in self._known or header.bottom > header.top:
                    self.region.labels.add(cell.place)
        sides = {plain(one) for one in (block.side, *block.side_names) if one}
        for side in sides:
            for cell in self.region.words.get(side, ()):
                self.region.labels.add(cell.place)

    def _cells(self, header: Header, row: int) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row by column; of merged cells that began above, only what stands for several rows."""
        for column in header.columns:
            for place in range(column.left, column.right + 1):
                cell = self.region.at(row, place)
                if cell is None or not (column.left <= cell.column <= column.right):
                    continue
                if cell.row == row or (column.part.field in _HIERARCHY and cell.row > header.bottom):
                    yield column, cell
                    break

    # Lists.

    def _list(self, block: Block, header: Header) -> None:
        self._mark_header(block, header)
        table = self.tables[block.table]
        number = 0
        inherited: dict[str, Cell] = {}
        sections: dict[Part, Cell] = {}
        for row in [one for one in self.region.rows if one > header.bottom]:
            if row in self.tops:
                break
            cells = self.region.rows[row]
            first = next((one for one in cells if one.place not in self.region.labels), None)
            if first is None:
                continue
            if self._again(header, cells):
                continue
            if self._total(block, header, row, first):
                if not block.half:
                    continue
                break
            if self._ends(block, header, first):
                break
            if self._section(block, header, row, sections):
                continue
            found = {column.part: cell for column, cell in self._cells(header, row)}
            self._shared_name(found, header, row)
            if not self._is_row(block, found):
                self._no_row(found)
                continue
            number += 1
            self._levels(found, header, inherited)
            found = {**sections, **found}
            self._merged(found, header, row)
            self._row(found, table, number)
        self._level_weights(table)

    def _section(self, block: Block, header: Header, row: int, sections: dict[Part, Cell]) -> bool:
        """Whether a row only names the level of the rows below it, across the list: 一、产出指标（50分）."""
        cells = [one for one in self.region.rows[row] if one.place not in self.region.labels]
        columns = {one.part.field for one in header.columns}
        level = next((one for one in ("level1", "level2") if one not in columns), "")
        part = next((one for one in block.columns if one.field == level), None)
        if len(cells) != 1 or part is None or not _SECTION.search(words_of(cells[0])):
            return False
        span = self.region.sheet.span(cells[0].place)
        if sum(span.left <= one.left <= span.right for one in header.columns) < 2:
            return False
        sections[part] = cells[0]
        return True

    def _merged(self, found: dict[Part, Cell], header: Header, row: int) -> None:
        """Cells merged over several rows: a text holds for each of them; a number is of the first, which is told."""
        for column in header.columns:
            cell = self.region.at(row, column.left)
            if column.part in found or cell is None or not header.bottom < cell.row < row:
                continue
            if column.part.field in _SHARED:
                found[column.part] = cell
            elif column.part.field in _OWN and cell.place not in self.shared:
                self.shared.add(cell.place)
                self.region.wrong(
                    cell,
                    f"「{column.part.label}」合并了几行，只算在第一行。",
                    "请取消合并，每个指标各写各的。",
                    stops=False,
                )

    def _level_weights(self, table: Table) -> None:
        """Weights written behind a level that the records do not keep: told where the rows below add up to another."""
        rows: dict[int, dict[str, str]] = {}
        for one in self.region.values:
            if one.table == table.name:
                rows.setdefault(one.row, {})[one.field] = one.value
        for (level1, level2), (cell, weight) in self.level_weights.items():
            own = [one for one in rows.values() if one.get("level1", "") == level1 or not level1]
            own = [one for one in own if one.get("level2", "") == level2 or not level2]
            parts = [number for one in own if (number := values.number(one.get("weight", ""))) is not None]
            total = sum(parts, Decimal(0))
            if parts and total != values.number(weight):
                self.region.wrong(
                    cell,
                    f"这里写的是{weight}分，下面各行分值合计 {values.written(total)} 分。",
                    "请核对；记录里只存各行的分值。",
                    stops=False,
                )
        self.level_weights.clear()

    def _again(self, header: Header, cells: Sequence[Cell]) -> bool:
        """Whether a row says the heads once more, as it does on a new sheet of paper; they are labels then."""
        names = {one.part: {plain(name) for name in one.part.names} for one in header.columns}
        again = [
            cell
            for cell in cells
            for one in header.columns
            if one.left <= cell.column <= one.right and words_of(cell) in names[one.part]
        ]
        if len(again) < 3:
            return False
        self.region.labels |= {one.place for one in cells if one in again or self.known(one)}
        return True

    def _shared_name(self, found: dict[Part, Cell], header: Header, row: int) -> None:
        """The name of an indicator that stands once for two rows, each with a target of its own."""
        column = header.column("level3")
        if column is None or column.part in found:
            return
        cell = self.region.at(row, column.left)
        own = {part.field for part, one in found.items() if one.row == row}
        if cell is not None and header.bottom < cell.row < row and "target_value" in own:
            found[column.part] = cell

    def _ends(self, block: Block, header: Header, first: Cell) -> bool:
        """Whether a row is no longer the list's: a note, a signature, the label of another block."""
        column = next((one for one in header.columns if one.left <= first.column <= one.right), None)
        if column is not None and first.text in self._choices(column.part, self.tables[block.table]):
            return False
        words = words_of(first)
        if NOTE.match(first.text.strip()) or SIGNED.match(plain(first.text)):
            return True
        own = set(names_of((*block.parts, *block.totals)))
        inline, _ = self.region.inline(first)
        return (words in self._known and words not in own) or (inline in self._known and inline not in own)

    @staticmethod
    def _is_row(block: Block, found: Mapping[Part, Cell]) -> bool:
        """Whether a row says something of a record: one of the keys, and no subtotal."""
        filled = {
            part.field
            for part, cell in found.items()
            if cell.hollow or not (values.is_placeholder(cell.text) or values.is_prompt(cell.text))
        }
        return bool(filled & set(block.keys)) if block.keys else bool(filled)

    def _no_row(self, found: Mapping[Part, Cell]) -> None:
        """A line of the blank form that nobody filled: its levels are labels."""
        for part, cell in found.items():
            if part.field in _HIERARCHY:
                self.region.labels.add(cell.place)
            elif cell.place not in self.region.taken:
                self.region.leave(cell, "这一行没有指标名称和内容，没有取")

    def _levels(self, found: dict[Part, Cell], header: Header, inherited: dict[str, Cell]) -> None:
        """Levels that are written once for several rows stand for each of them."""
        own = {part.field for part in found}
        for level in ("level1", "level2"):
            column = header.column(level)
            if column is None:
                continue
            if level in own and values.bare(found[column.part].text) in _DITTO and level in inherited:
                self.region.labels.add(found[column.part].place)
                found[column.part] = inherited[level]
            elif level in own:
                if inherited.get(level) is not (now := found[column.part]):
                    inherited[level] = now
                    if level == "level1":
                        inherited.pop("level2", None)
            elif level in inherited:
                found[column.part] = inherited[level]

    def _row(self, found: Mapping[Part, Cell], table: Table, number: int) -> None:
        """The values of one row: its target first, since measures are in its unit."""
        self._one_indicator(found)
        unit = self._target(found, table, number)
        for part, cell in found.items():
            if part.reading == "target" or (part.field in ("operator", "unit") and self._split(found)):
                continue
            if part.reading == "measure":
                self._measure(part, cell, table, number, unit)
            elif part.reading in ("tick", "ticks"):
                self._tick(part, cell, table, number)
            elif part.reading == "ignored" or not part.field:
                self.region.leave(cell, f"记录里没有“{part.label}”这一项")
            elif part.field in ("level1", "level2"):
                level = label(cell.text)
                if usable(self.region, cell):
                    self.region.value(cell, table.name, number, part.field, re.sub(r"\s", "", level.words))
                    if level.weight and f"{part.field}_weight" in table.names:
                        self.region.value(cell, table.name, number, f"{part.field}_weight", level.weight)
                    elif level.weight:
                        self.level_weights.setdefault(self._levels_of(part, found), (cell, level.weight))
            elif usable(self.region, cell) and not self._joined(part, cell, table, number):
                text = _NUMBERED.sub("", cell.text) if part.field == "level3" else cell.text
                take(self.region, cell, table, number, part.field, text, self.unit)

    def _joined(self, part: Part, cell: Cell, table: Table, number: int) -> bool:
        """Whether a text goes on in a second column (偏差原因, 改进措施), which is joined to the first."""
        at = (table.name, number, part.field)
        before = next((one for one in self.region.values if (one.table, one.row, one.field) == at), None)
        if before is None or part.field not in _SHARED:
            return False
        self.region.join(before)
        self.region.value(cell, table.name, number, part.field, f"{before.value}；{values.bare(cell.text)}")
        return True

    @staticmethod
    def _levels_of(part: Part, found: Mapping[Part, Cell]) -> tuple[str, str]:
        """The words of a row's levels, down to that of the part."""
        words = {one.field: re.sub(r"\s", "", label(cell.text).words) for one, cell in found.items()}
        return words.get("level1", ""), words.get("level2", "") if part.field == "level2" else ""

    def _one_indicator(self, found: Mapping[Part, Cell]) -> None:
        """A row whose target holds several, line by line, is told: nobody could say which score is whose."""
        cell = next((one for part, one in found.items() if part.reading == "target"), None)
        lines = [one for one in cell.text.splitlines() if one.strip()] if cell is not None else []
        if len(lines) > 1 and all(values.target(_NUMBERED.sub("", one)).operator != "定性" for one in lines):
            self.region.wrong(
                cell, f"一格里写了 {len(lines)} 个指标值。", "请拆开，一行写一个指标，各写各的分值和得分。"
            )

    @staticmethod
    def _split(found: Mapping[Part, Cell]) -> bool:
        return any(part.reading == "target" for part in found)

    def _target(self, found: Mapping[Part, Cell], table: Table, number: int) -> str:
        """Direction, value and unit, from one cell or from three; the unit is returned."""
        by_field = {part.field: cell for part, cell in found.items()}
        cell = next((one for part, one in found.items() if part.reading == "target"), None)
        if cell is None or not usable(self.region, cell):
            return ""
        read = values.target(cell.text)
        sign, unit = by_field.get("operator"), by_field.get("unit")
        if sign is not None:
            given = values.operator(sign.text)
            if given is None:
                self.region.leave(sign, "看不出是哪一种指标方向，方向照指标值读")
            elif given == "定性" or (read.operator == "定性" and given != "定性" and values.number(cell.text) is None):
                read = replace(read, operator="定性", value=values.bare(cell.text), unit="")
            else:
                read = replace(read, operator=given)
        if unit is not None and not values.is_placeholder(unit.text) and read.operator != "定性":
            read = replace(read, unit=values.own_unit(unit.text))
        for source, name, value in (
            (sign or cell, "operator", read.operator),
            (cell, "target_value", read.value),
            (unit or cell, "unit", read.unit),
        ):
            if value:
                self.region.value(source, table.name, number, name, value)
        if unit is not None and self.region.free(unit):
            self.region.leave(unit, "定性指标没有单位")
        return read.unit or ("" if read.operator == "定性" else "?")

    def _measure(self, part: Part, cell: Cell, table: Table, number: int, unit: str) -> None:
        if not usable(self.region, cell):
            return
        value = values.measured(cell.text, unit) if unit not in ("", "?") else None
        if unit == "?":
            own = values.target(cell.text)
            value = own.value if own.operator != "定性" else None
            if value is not None and own.unit:
                self.region.value(cell, table.name, number, "unit", own.unit)
        elif unit and value is None and values.target(cell.text).operator != "定性":
            self.region.wrong(
                cell,
                f"「{part.label}」写的是「{cell.text[:30]}」，与指标值的单位「{unit}」不同，照原样读。",
                "请核对；两处用同一个单位，执行结果才能复算。",
                stops=False,
            )
        elif unit == "%" and value is not None and self._as_fraction(cell, table, number):
            self.region.wrong(
                cell,
                f"「{part.label}」写的是 {cell.text[:20]}，指标值的单位是 %，照 {value}% 读。",
                "请核对；如果是百分之几，请写成百分数，如 95%。",
                stops=False,
            )
        self.region.value(cell, table.name, number, part.field, values.bare(cell.text) if value is None else value)

    def _as_fraction(self, cell: Cell, table: Table, number: int) -> bool:
        """Whether a measure without a sign of per cent is far below a target in per cent: 0.95 where 95% is meant."""
        at = (table.name, number, "target_value")
        target = next((one.value for one in self.region.values if (one.table, one.row, one.field) == at), "")
        measure, aim = values.number(cell.text), values.number(target)
        return measure is not None and aim is not None and 0 < measure <= _WHOLE < aim / _FAR

    def _tick(self, part: Part, cell: Cell, table: Table, number: int) -> None:
        """A tick in a column of boxes, or the choice written out in it."""
        if values.is_placeholder(cell.text) or cell.text.strip() in "□☐○":
            self.region.leave(cell, "没有勾选")
            return
        if part.reading == "ticks":
            already = next(
                (
                    one
                    for one in self.region.values
                    if (one.table, one.row, one.field) == (table.name, number, part.field)
                ),
                None,
            )
            chosen = f"{already.value};{part.choice}" if already else part.choice
            if already:
                self.region.join(already)
            self.region.value(cell, table.name, number, part.field, chosen)
            if not values.ticked(cell.text):
                self._ticked_words(part, cell, table, number)
            return
        self.region.value(cell, table.name, number, part.field, part.choice)
        if not values.ticked(cell.text) and values.bare(cell.text) != part.choice:
            self.region.wrong(
                cell, f"「{part.choice}」一栏写的是「{cell.text[:30]}」，当作勾选读。", "请核对；只打“√”。", stops=False
            )

    def _ticked_words(self, part: Part, cell: Cell, table: Table, number: int) -> None:
        """A reason written where a tick was meant is the note on that cause."""
        if not part.code:
            return
        words = values.bare(cell.text)
        already = next(
            (one for one in self.region.values if (one.table, one.row, one.field) == (table.name, number, part.code)),
            None,
        )
        if already:
            self.region.join(already)
            words = f"{already.value}；{words}"
        self.region.value(cell, table.name, number, part.code, words)

    def _total(self, block: Block, header: Header, row: int, first: Cell) -> bool:
        """Whether a row holds the list's totals; they are read."""
        words = words_of(first)
        part = next((one for one in block.totals if words in self._total_names(one)), None)
        if part is None and words not in _SUBTOTALS:
            return False
        self.region.labels.add(first.place)
        if part is not None and part.field:
            chosen = self._total_cell(block, header, row, first)
            if chosen is not None and usable(self.region, chosen):
                take(self.region, chosen, self.tables[self.layout.record], 1, part.field, chosen.text, self.unit)
        labelled = False
        for cell in self.region.rows[row]:
            if self.region.free(cell):
                before, labelled = labelled, self.known(cell)
                if not before and not labelled:  # another label with its value, such as the grade, is read by itself
                    self.region.leave(cell, "合计，由各行算出，不另存")
        return True

    def _total_names(self, total: Part) -> set[str]:
        """What the total is called, here or anywhere else in the layout."""
        parts = [part for block in self.layout.blocks for part in (*block.parts, *block.totals)]
        same = (part for part in parts if part is total or (total.field == "total_score" == part.field))
        return {plain(name) for part in same for name in part.names}

    def _total_cell(self, block: Block, header: Header, row: int, first: Cell) -> Cell | None:
        """The number of a total row: that in the column of the total, else the last that is in no other's column."""
        numbers = [
            one
            for one in self.region.rows[row]
            if one.place != first.place and (one.hollow or values.points(one.text) is not None)
        ]
        column = header.column(block.total_column)
        inside = [one for one in numbers if column and column.left <= one.column <= column.right]
        if inside:
            return inside[0]
        numeric = {
            place
            for one in header.columns
            if one.part.field in self.tables[block.table].names
            and self.tables[block.table].field(one.part.field).type == "number"
            for place in range(one.left, one.right + 1)
        }
        others = [one for one in numbers if one.column not in numeric]
        return others[-1] if others else None

    # Tables of funds.

    def _matrix(self, block: Block, header: Header) -> None:
        self._mark_header(block, header)
        table = self.tables[block.table]
        names = self._fund_names(block)
        sides = {plain(one) for one in (block.side, *block.side_names) if one}
        first_column = header.columns[0].left
        for cell in self.region.rows.get(header.top, ()):
            if cell.column < first_column and cell.kind == "text":
                self.region.labels.add(cell.place)  # the name of the column of names
        number, seen = 0, set[str]()
        for row in [one for one in self.region.rows if one > header.bottom]:
            cells = [one for one in self.region.rows[row] if one.place not in self.region.labels]
            heads = [one for one in cells if one.column < first_column and words_of(one) not in sides]
            part = next((names[words_of(one)][0] for one in reversed(heads) if words_of(one) in names), None)
            if part is None and not block.by and not heads and not seen and cells:
                part = block.rows[0]  # figures below their heads, without a name of the row
            if part is None:
                if any(self.known(one) for one in cells) or not heads:
                    break
                self._unknown_fund(cells, heads)
                continue
            for one in heads:
                self.region.labels.add(one.place)
            found = list(self._cells(header, row))
            if part.choice in seen:
                for _, cell in found:
                    self.region.leave(cell, f"“{part.label}”在表里出现了不止一次，取的是前一行")
                continue
            seen.add(part.choice)
            filled = [(column, cell) for column, cell in found if usable(self.region, cell)]
            if not filled:
                continue
            if not block.by and part is not block.rows[0]:
                for _, cell in filled:
                    self.region.leave(cell, "记录里只存总额，不分来源")
                continue
            number += 1
            if block.by:
                head = next(one for one in reversed(heads) if words_of(one) in names)
                self.region.value(head, table.name, number, block.by, part.choice)
            its = next((unit for one in reversed(heads) if (unit := own_money(one))), "")
            for column, cell in filled:
                if column.part.reading != "record":
                    unit = its or column.unit or self.unit
                    take(self.region, cell, table, number, column.part.field, cell.text, unit)
                elif part is block.rows[0]:
                    record = self.tables[self.layout.record]
                    take(self.region, cell, record, 1, column.part.field, cell.text, self.unit)
                else:
                    self.region.leave(cell, f"记录里只存总额的“{column.part.label}”")

    def _beside_labels(self, header: Header) -> bool:
        """Whether amounts stand beside the names of their columns, as in forms of 2018: 预算数：480 执行数：432.5."""
        cells = [self.region.at(header.top, one.left) for one in header.columns]
        values_ = [self._beside(one) for one in cells if one is not None]
        return len(values_) > 1 and all(
            one is not None and values.amount(one.text, self.unit) is not None for one in values_
        )

    def _pairs_of_funds(self, block: Block, header: Header) -> None:
        """Amounts beside the names of their columns, below them by source: 其中：财政拨款 430 其中：财政拨款 385."""
        self._mark_header(block, header)
        names = self._fund_names(block)
        found: dict[str, list[tuple[Column, Cell, Cell]]] = {}
        for row in [one for one in self.region.rows if one >= header.top]:
            heads = [(one, self.region.at(row, one.left)) for one in header.columns]
            if row > header.top and not any(cell is not None and words_of(cell) in names for _, cell in heads):
                break
            for column, head in heads:
                value = self._beside(head) if head is not None and head.row == row else None
                part = (
                    block.rows[0]
                    if row == header.top
                    else next(iter(names.get(words_of(head), ())), None)
                    if head
                    else None
                )
                if head is None or value is None or part is None:
                    continue
                self.region.labels.add(head.place)
                found.setdefault(part.choice, []).append((column, head, value))
        self._fund_rows(block, found)

    def _turned_funds(self, block: Block) -> None:
        """A table of funds on its side: a column a source, a row a figure."""
        names, figures = self._fund_names(block), names_of(block.columns)
        for row, cells in self.region.rows.items():
            sources = [one for one in cells if words_of(one) in names]
            first = self._figure_row(row + 1, figures)
            if len(sources) < 2 or first is None or first[1].column >= sources[0].column:
                continue
            found: dict[str, list[tuple[Column, Cell, Cell]]] = {}
            number = row + 1
            while (figure := self._figure_row(number, figures)) is not None:
                part, head = figure
                column = Column(part=part, left=head.column, right=head.column, unit=own_money(head))
                self.region.labels.add(head.place)
                for source in sources:
                    value = self.region.at(number, source.column)
                    if value is not None and value.row == number:
                        found.setdefault(names[words_of(source)][0].choice, []).append((column, source, value))
                number += 1
            self.region.labels |= {one.place for one in cells if self.known(one)}
            self._fund_rows(block, found)
            return

    def _figure_row(self, row: int, figures: Mapping[str, Sequence[Part]]) -> tuple[Part, Cell] | None:
        """The figure that a row begins with, its side aside."""
        for cell in self.region.rows.get(row, ()):
            if words_of(cell) in figures:
                return figures[words_of(cell)][0], cell
        return None

    def _fund_names(self, block: Block) -> Mapping[str, Sequence[Part]]:
        others = _other_funds(block, self.tables[block.table]) if block.by else ()
        return names_of((*block.rows, *others))

    def _fund_rows(self, block: Block, found: Mapping[str, Sequence[tuple[Column, Cell, Cell]]]) -> None:
        """Values of each source's figures; where the record keeps totals only, the other sources are left out."""
        table = self.tables[block.table]
        number = 0
        for choice, its in found.items():
            filled = [one for one in its if usable(self.region, one[2])]
            if not block.by and choice != block.rows[0].choice:
                for _, _, cell in filled:
                    self.region.leave(cell, "记录里只存总额，不分来源")
                continue
            number += bool(filled)
            if filled and block.by:
                self.region.value(filled[0][1], table.name, number, block.by, choice)
            for column, head, cell in filled:
                if column.part.reading != "record":
                    unit = own_money(head) or column.unit or self.unit
                    take(self.region, cell, table, number, column.part.field, cell.text, unit)

    def _unknown_fund(self, cells: Sequence[Cell], heads: Sequence[Cell]) -> None:
        for cell in cells:
            self.region.leave(cell, f"记录里没有“{cleaned(heads[-1].text)[:20]}”这一种资金来源")

    # Pairs of texts, and single labels.

    def _pair(self, part: Part, table: Table) -> None:
        for name in part.names:
            for cell in self.region.words.get(plain(name), ()):
                if not self.region.free(cell):
                    continue
                below = self.region.at(*self.region.sheet.below(cell.place))
                value = below if below and below.place != cell.place and self._is_value(below) else None
                if value is None:
                    value = self._beside(cell)
                self.region.labels.add(cell.place)
                if value is not None and usable(self.region, value, told=True):
                    take(self.region, value, table, 1, part.field, self._going_on(value), self.unit)
                return

    def _going_on(self, value: Cell) -> str:
        """A text that goes on in the rows below it, beside the same side of the form: 目标1, 目标2."""
        side = self._side_of(value)
        lines, row = [value.text], value.row + 1
        while side is not None:
            cell = self.region.at(row, value.column)
            if cell is None or cell.row != row or self._side_of(cell) is not side or not self._is_value(cell):
                break
            if cell.kind != "text" or row in self.tops:
                break
            if not (values.is_placeholder(cell.text) or values.is_prompt(cell.text)):
                lines.append(cell.text)
            self.region.labels.add(cell.place)
            row += 1
        return "\n".join(lines)

    def _side_of(self, cell: Cell) -> Cell | None:
        """The label that stands merged over several rows at the left of a cell's row."""
        for column in range(cell.column):
            first = self.region.at(cell.row, column)
            if first is not None:
                span = self.region.sheet.span(first.place)
                return first if span.bottom > span.top and self.known(first) else None
        return None

    def _beside_side(self, block: Block) -> None:
        """The text of a pair that stands beside the name of the pair alone: 年度总体目标 | 完成…"""
        parts = block.lines[0].parts
        meant = next((one for one in parts if one.alone), parts[0])
        if any((one.table, one.field) == (block.table, meant.field) for one in self.region.values):
            return
        for side in (block.side, *block.side_names):
            for cell in self.region.words.get(plain(side), ()):
                value = self._beside(cell)
                if value is not None and value.kind == "text" and usable(self.region, value, told=True):
                    self.region.labels.add(cell.place)
                    take(self.region, value, self.tables[block.table], 1, meant.field, value.text, self.unit)
                    return

    def _is_value(self, cell: Cell) -> bool:
        return self.region.free(cell) and not self.known(cell)

    @staticmethod
    def _choices(part: Part, table: Table) -> Sequence[str]:
        """What a label's value can be, though it be a label elsewhere (一般公共预算)."""
        return table.field(part.field).constraints.get("enum", ()) if part.field in table.names else ()

    def _beside(self, cell: Cell, choices: Sequence[str] = ()) -> Cell | None:
        """The value to the right of a label, in the first of its rows that has one; None where a label comes next."""
        span = self.region.sheet.span(cell.place)
        for row in range(span.top, min(span.bottom, self.region.bottom) + 1):
            there = (self.region.at(*place) for place in self.region.sheet.right_of((row, span.left)))
            value = next((one for one in there if one is not None and one.place != cell.place), None)
            if value is not None and (self._is_value(value) or (self.region.free(value) and value.text in choices)):
                return value
        return None

    def _below(self, cell: Cell) -> Cell | None:
        """The value below a label, where a row of labels stands above a row of values."""
        row, column = self.region.sheet.below(cell.place)
        value = self.region.at(row, column)
        labels, others = self.region.rows.get(cell.row, ()), self.region.rows.get(row, ())
        if value is None or len(labels) < 2 or not all(self.known(one) for one in labels):
            return None
        return value if self._is_value(value) and not any(self.known(one) for one in others) else None

    def _head(self, part: Part, table: Table, *, after_list: bool) -> None:
        for name in part.names:
            words = plain(name)
            found = [one for one in self.region.words.get(words, ()) if self.region.free(one)]
            if found:
                cell = self._own(part, found) if part.under else found[-1 if after_list else 0]
                self.region.labels.add(cell.place)
                self.columns.setdefault(part.field, cell.column)
                value = self._beside(cell, self._choices(part, table)) or self._below(cell)
                if value is not None:
                    self._head_value(part, table, value, value.text)
                if part.field in ("project_name", "project_code") or part.reading == "department":
                    self._again_beside(part, table, [one for one in found if one is not cell])
                return
            for cell, text in self.region.inlines.get(words, ()):
                if self.region.free(cell) or cell.place in self.region.several:
                    self._head_value(part, table, cell, text)
                    return

    def _own(self, part: Part, found: Sequence[Cell]) -> Cell:
        """Of labels that stand twice side by side, the one in the column of the label that its part names."""
        column = self.columns.get(part.under.removeprefix("@"))
        if len(found) == 1 or column is None:
            return found[0]
        own = next((one for one in found if one.column == column), found[0])
        for cell in found:
            other = self._beside(cell) if cell is not own and cell.row == own.row else None
            if cell.row == own.row and cell is not own:
                self.region.labels.add(cell.place)
                if other is not None:
                    self.region.leave(other, "整个实施期的资金构成，记录里只存年度的")
        return own

    def _head_value(self, part: Part, table: Table, cell: Cell, text: str) -> None:
        if part.reading == "private":
            self.region.leave(cell, "个人信息，不公开，有意不取", hidden_person(cell.text))
            return
        if part.reading == "ignored":
            self.region.leave(cell, f"记录里没有“{part.label}”这一项")
            return
        longest = table.field(part.field).constraints.get("maxLength", 0) if part.field in table.names else 0
        if not usable(self.region, cell, told=longest > _LONG):
            return
        bureau = part.reading == "department" or part.field == SUBJECT
        code, name = values.coded(text) if part.code or bureau else ("", text)
        if part.reading == "department":
            self.heads.setdefault("department", cleaned(name))
            self.heads.setdefault("department_code", code)
            self.region.labels.add(cell.place)
        elif part.reading == "year":
            self.heads.setdefault(part.reading, values.bare(text))
            self.region.labels.add(cell.place)
        elif part.reading == "period":
            if (month := values.last_month(text)) is None:
                self.region.wrong(cell, f"「{part.label}」写的是「{text[:30]}」，看不出到几月。", "请写成 1—7月 这样。")
            else:
                self.region.value(cell, table.name, 1, part.field, month)
        elif part.reading == "row":
            number = len({one.row for one in self.region.values if one.table == table.name}) + 1
            self.region.value(cell, table.name, number, part.field, values.bare(text))
            self.region.value(cell, table.name, number, "goal_kind", part.choice)
        elif part.reading == "span":
            self._span(part, table, cell, text)
        elif before := next(
            (one for one in self.region.values if (one.field, one.table) == (part.field, table.name)), None
        ):
            self._said_again(part, table, cell, name, before)
        else:
            take(self.region, cell, table, 1, part.field, name, self.unit)
            if part.field == "department_name":
                self.heads.setdefault("department", cleaned(name))
            if part.reading == "subject":
                self.heads.setdefault("subject", cleaned(name))
            if code and not any(one.field == part.code for one in self.region.values):
                self.region.value(cell, table.name, 1, part.code, code)

    def _again_beside(self, part: Part, table: Table, labels: Sequence[Cell]) -> None:
        """What stands at further labels of what names the record, as on a second sheet of paper."""
        for label_cell in labels:
            self.region.labels.add(label_cell.place)
            value = self._beside(label_cell)
            if value is not None and part.reading == "department":
                same = cleaned(values.coded(value.text)[1]) == self.heads.get("department")
                self.region.labels.add(value.place) if same else self.region.wrong(
                    value,
                    f"「{part.label}」写的是「{value.text[:30]}」，前面写的是「{self.heads.get('department', '')}」。",
                    "请核对，两处改成一样。",
                )
            elif value is not None:
                self._head_value(part, table, value, value.text)

    def _said_again(self, part: Part, table: Table, cell: Cell, text: str, before: Value) -> None:
        """A label that stands twice: the first is taken, and another value is told; of what names a record it stops."""
        if part.field == SUBJECT:  # the unit of the bureau that was named
            self.region.leave(cell, "记录里只存被评价的部门，不存它下面的单位")
            return
        self.region.leave(cell, f"“{part.label}”在表里出现了不止一次，取的是前一处")
        said = converted(table.field(part.field), text, self.unit)
        if said != before.value:
            names = part.field.endswith(("_code", "_name"))
            self.region.wrong(
                cell,
                f"「{part.label}」写的是「{text[:30]}」，{before.cell} 写的是「{before.value[:30]}」。",
                "请核对，两处改成一样，或删去一处。",
                stops=names,
            )

    def _span(self, part: Part, table: Table, cell: Cell, text: str) -> None:
        found = values.days_between(text, None)
        if found is None:
            self.region.wrong(
                cell,
                f"「{part.label}」写的是「{text[:30]}」，看不出从哪天到哪天，没有取。",
                "请写成 2024年1月—2024年12月 这样；没有期限的可以不写。",
                stops=False,
            )
            self.region.leave(cell, "看不出起止日期，没有取")
            return
        for name, value in zip(part.field.split("|"), found, strict=True):
            self.region.value(cell, table.name, 1, name, value)


def _key(block: Block) -> int:
    """The place of the column that makes a row count."""
    return next((number for number, one in enumerate(block.columns) if one.field in block.keys[:1]), 0)


def _other_funds(block: Block, table: Table) -> Iterator[Part]:
    """The rows of funds that local forms have and the layout does not print, as the table's field lists them."""
    by = table.field(block.by)
    for choice in by.constraints.get("enum", ()):
        yield Part(label=choice, synonyms=by.value_synonyms.get(choice, ()), choice=choice)
