"""Flat lists: a row a record under heads that are the fields' own titles, names or synonyms; exports and templates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.schema import Field, Table
from generator.core.shifts import ROWS, advice_on, said_of, shifted
from generator.intake import values
from generator.intake.files.sheets import Cell
from generator.intake.labels import cleaned, label, money_unit, plain
from generator.intake.leaving import PERSONAL, SIGNED, hidden_person
from generator.intake.readings import SUBJECT, YEAR
from generator.intake.regions import Region, words_of
from generator.intake.sums import Printed, tell_sums
from generator.intake.writing import PROMPT, converted, take, usable

_LEAST = 3  # columns that make a row of labels a head
_SHORT = 2  # an option that is so short may stand in a title by chance
_SUM = re.compile(r".{0,8}(?:合计|小计|总计|共计|累计)(?:\(.{0,12}\))?|其中[:：]?")
_TOTAL = re.compile("合计|小计|总计|共计")  # not 累计, which counts sheets before this one, too
_NOTE = re.compile("注[:：]|备注[:：]|说明[:：]")
_EXAMPLE = re.compile(r"(?:填写)?(?:示例|样例|例如|例|如)(?:[:：（(\d].*)?", re.DOTALL)
_LETTERS = "甲乙丙丁戊己庚辛"
_TO_FILL = frozenset(
    {"必填", "选填", "填写", "必填项", "选填项", "文本", "数字", "数值", "日期", "选项", "下拉选择", "自动计算"}
)
_TOLD = 5  # years, places
_SEVERAL = 2  # cells below no heading that make a column
_CLOSE, _LONGEST = 0.75, 60  # how much a heading has in common with the one that may be meant; its characters
_LOOKED_AT = 12  # rows in which a head is looked for
_UNIT_BEHIND = re.compile(r"\((?!对照)[^()]{1,4}\)$")  # 应办个数(个)
_COMPARED, _TO_COMPARE = "(对照)", "填报表上对照用的一列，不另取"
_IGNORED = {"序号", "行号", "编号", "区划", "区划名称", "备用"}
# Columns of exports of the unified budget system that say where a row belongs.
CONTEXT: Mapping[str, str] = {
    "mof_div_code": "division",
    "区划代码": "division",
    "财政区划代码": "division",
    "财政区划": "division",
    "fiscal_year": "year",
    "财政年度": "year",
    "预算年度": "year",
    "年度": "year",
    "dept_code": "department_code",
    "部门代码": "department_code",
    "主管部门代码": "department_code",
    "dept_name": "department",
    "主管部门": "department",
    "主管部门名称": "department",
    "部门名称": "department",
}
# Names of the unified budget system that no schema lists, since each table would.
_EXPORTED: Mapping[str, str] = {
    "lv1_perf_ind_name": "level1",
    "lv2_perf_ind_name": "level2",
    "lv3_perf_ind_name": "level3",
    "lv1_perf_ind": "level1",
    "lv2_perf_ind": "level2",
    "lv3_perf_ind": "level3",
    "agency_code": "agency_code",
    "agency_name": "agency_name",
}


@dataclass(frozen=True, kw_only=True)
class ListHead:
    """The head of a list: its row, the table of its rows, and what each column fills, of it or of the record above."""

    row: int
    table: Table
    columns: Mapping[int, Field]
    above: Table | None = None
    above_columns: Mapping[int, Field] = field(default_factory=dict)
    context: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    unknown: Sequence[Cell] = ()

    @property
    def of_records(self) -> bool:
        """Whether each row says of which project it is, as a later page of a form does not."""
        names = (*self.columns.values(), *self.above_columns.values())
        return any(one.name in ("project_code", "project_name") for one in names)


def names_of_fields(table: Table) -> dict[str, Field]:
    """Words of a head → the field it names; a title outweighs a synonym."""
    names: dict[str, Field] = {}
    for one in table.fields:
        for name in one.synonyms:
            names.setdefault(plain(name), one)
    for one in table.fields:
        names[plain(one.title)] = names[plain(one.name)] = one
    for name, target in _EXPORTED.items():
        if target in table.names:
            names.setdefault(plain(name), table.field(target))
    return names


def list_head(region: Region, tables: Mapping[str, Table]) -> ListHead | None:
    """The head of the list that the region holds; None if it holds none."""
    best: tuple[int, ListHead] | None = None
    for row, cells in _possible_heads(region):
        if len(cells) < _LEAST:
            continue
        for table in tables.values():
            if table.scope != "department-year":
                continue
            head = _head(row, cells, table, tables)
            named = plain(region.sheet.name).startswith(plain(table.title)[:31])
            score = len(head.columns) * 2 + len(head.above_columns) - len(head.unknown) + (100 if named else 0)
            wanted = {*table.primary_key, table.label} & {one.name for one in head.columns.values()}
            if len(head.columns) >= _LEAST and wanted and (best is None or score > best[0]):
                best = score, head
    return best[1] if best else None


def _possible_heads(region: Region) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Rows of labels; and two rows as one where columns are named below the name of their group."""
    for row in list(region.rows)[:_LOOKED_AT]:
        cells = [one for one in region.rows[row] if words_of(one)]
        yield row, cells
        below = [one for one in region.rows.get(row + 1, ()) if words_of(one)]
        spans = [region.sheet.span(one.place) for one in cells]
        named = {one.column for one in below}
        if below and not any(one.right > one.left or one.bottom > row for one in spans):
            rest = [one for one in cells if one.column not in named]  # what merged cells said before they were parted
            if rest:
                yield row + 1, sorted([*rest, *below], key=lambda one: one.column)
        elif below and any(one.right > one.left for one in spans) and any(one.bottom > row for one in spans):
            whole = [
                one
                for one, span in zip(cells, spans, strict=True)
                if not named & set(range(span.left, span.right + 1)) or span.bottom > row
            ]
            yield row + 1, sorted([*whole, *below], key=lambda one: one.column)


def _head(row: int, cells: Sequence[Cell], table: Table, tables: Mapping[str, Table]) -> ListHead:
    names = names_of_fields(table)
    above = next((tables[key.table] for key in table.foreign_keys if key.match == "folder"), None)
    above_names = names_of_fields(above) if above else {}
    columns: dict[int, Field] = {}
    above_columns: dict[int, Field] = {}
    context: dict[int, str] = {}
    unknown: list[Cell] = []
    for cell in cells:
        words = words_of(cell)
        bare = _UNIT_BEHIND.sub("", words)
        found, its = names.get(words) or names.get(bare), above_names.get(words) or above_names.get(bare)
        if found is not None and found.name == "weight" and (level := _level_before(columns, cell)):
            found = table.field(f"{level}_weight") if f"{level}_weight" in table.names else None
        if found is not None and found not in columns.values():
            columns[cell.column] = found
            if found.name == SUBJECT and CONTEXT.get(words) == "department":
                context[cell.column] = "subject"
        elif words in CONTEXT:
            context[cell.column] = CONTEXT[words]
        elif its is not None and its not in above_columns.values():
            above_columns[cell.column] = its
        elif words not in _IGNORED or words.endswith(_COMPARED):
            unknown.append(cell)
    return ListHead(
        row=row,
        table=table,
        columns=columns,
        above=above if above_columns else None,
        above_columns=above_columns,
        context=context,
        units={cell.column: label(cell.text).unit for cell in cells},
        unknown=unknown,
    )


def _level_before(columns: Mapping[int, Field], cell: Cell) -> str:
    """The level whose weight a column says: that of the column before it; empty for an indicator's own."""
    before = columns.get(cell.column - 1)
    return before.name if before is not None and before.name in ("level1", "level2") else ""


def read_list(region: Region, head: ListHead) -> dict[str, str]:
    """Make values of the rows below the head; what the columns say of the place is returned, if all rows agree."""
    for cell in region.rows[head.row]:
        if cell not in head.unknown:
            region.labels.add(cell.place)
    unit = money_unit(cell.text for cell in region.cells if cell.row < head.row and cell.kind == "text")
    for cell in region.cells:
        if cell.row < head.row:
            region.labels.add(cell.place)  # the title, the year, the unit of money
    if _shifted(region, head):
        return {}
    number = 0
    total = _of_totals(head)
    titled = list(_titled(region, head))
    records: dict[str, int] = {}
    said: dict[str, dict[str, Cell]] = {}
    sums: list[Printed] = []
    for row in [one for one in region.rows if one > head.row]:
        found = {column: region.at(row, column) for column in _all_columns(head)}
        cells = {column: one for column, one in found.items() if one is not None and one.column == column}
        own = {column: cell for column, cell in cells.items() if cell.row == row}
        if not any(column in head.columns for column in own):
            continue
        if _closing(region, row):
            sums += _sums(region, head, own, number, unit) if _TOTAL.search(words_of(region.rows[row][0])) else ()
            continue
        filled = {column: one for column, one in cells.items() if column in head.columns and usable(region, one)}
        if not filled:
            continue
        number += 1
        for column, cell in filled.items():
            _value(region, head, column, cell, number, unit)
        if total is not None:
            region.value(next(iter(filled.values())), head.table.name, number, total.name, total.constraints["enum"][0])
        for one in titled:
            region.value(one.cell, head.table.name, number, one.field, one.option)
        _above(region, head, cells, records, unit)
        for column, name in head.context.items():
            if column in cells:
                if column not in head.columns:
                    region.labels.add(cells[column].place)
                said.setdefault(name, {}).setdefault(_said(name, cells[column].text), cells[column])
    tell_sums(region, sums, with_others=False)
    _unknown_columns(region, head)
    _nameless_columns(region, head)
    bureaus = said.get("department") or said.get("department_code", {})
    region.bureaus = {name: cell.address for name, cell in bureaus.items() if name}
    _tell_several(region, "年度", said.get("year", {}), about=YEAR)
    _tell_several(region, "区划代码", said.get("division", {}))
    return {name: next(iter(words)) for name, words in said.items() if len(words) == 1}


def _said(name: str, text: str) -> str:
    """What a cell says of the place of its row, however it is written."""
    words = values.bare(text)
    if name == "year":
        return str(values.year(words) or words)
    return cleaned(values.coded(words)[1]) if name == "department" else words


def _tell_several(region: Region, title: str, said: Mapping[str, Cell], about: str = "") -> None:
    """A list is of one year and one place: rows of another would be taken for this one's."""
    if len(said) > 1:
        told = "、".join(f"{cell.address} 写的是 {words[:20]}" for words, cell in list(said.items())[:_TOLD])
        region.wrong(
            list(said.values())[1],
            f"各行的{title}不一样：{told}。",
            f"一个{title.removesuffix('代码')}一份清单：请拆开，分别导入；写错的请改正。",
            about=about,
        )


def _sums(region: Region, head: ListHead, cells: Mapping[int, Cell], above: int, unit: str) -> Iterator[Printed]:
    """The amounts of money in a row of totals; of scores and rates it may hold the mean."""
    for column, cell in cells.items():
        field_ = head.columns.get(column)
        if field_ is None or field_.type != "number" or field_.unit != "万元":
            continue
        text = converted(field_, cell.text, _money(head, column, unit))
        if text is not None and (number := values.number(text)) is not None:
            yield Printed(cell=cell, table=head.table, field=field_, number=number, above=above)


def _money(head: ListHead, column: int, unit: str) -> str:
    """The unit of money of a column: its own, or else that of the list."""
    own = head.units.get(column, "")
    return own if own in ("元", "万元", "亿元", "千元") else unit


def _shifted(region: Region, head: ListHead) -> bool:
    """Whether the cells stand beside their columns, which is told once; nothing of such a list is read."""
    first, last = min(head.columns), max(head.columns)
    fields = [head.columns.get(column) for column in range(first, last + 1)]
    rows = [row for row in region.rows if row > head.row][:ROWS]
    cells = [[_written(region, row, column) for row in rows] for column in range(first, last + 1)]
    found = shifted(len(fields), lambda place, other: _fitting(fields[place], cells[other])) if len(rows) > 1 else None
    if found is None:
        return False
    titles = [one.title if one else f"第 {first + number + 1} 列" for number, one in enumerate(fields)]
    example = next((one for one in cells[min(found.first + max(found.step, 0), len(cells) - 1)] if one), "")
    shown = next(cell for cell in region.cells if cell.row in rows)
    region.wrong(shown, f"各列的内容与列名错开了：{said_of(found, titles, example)}", advice_on(found, titles))
    for cell in region.cells:
        if cell.row > head.row:
            region.leave(cell, "各列的内容与列名错开，没有读")
    return True


def _written(region: Region, row: int, column: int) -> str:
    cell = region.at(row, column)
    return cell.text if cell is not None and cell.place == (row, column) else ""


def _fitting(field: Field | None, cells: Sequence[str]) -> float | None:
    """The share of what is filled that the field would take; only columns that not every text fits tell anything."""
    pattern = field.constraints.get("pattern") if field else None
    if field is None or not (field.type != "string" or field.constraints.get("enum") or pattern):
        return None
    filled = [one for one in cells if one.strip() and not values.is_placeholder(one)]
    fits = [re.fullmatch(pattern, one) if pattern else converted(field, one, "万元") for one in filled]
    return sum(one is not None for one in fits) / len(filled) if filled else None


def _likeness(words: str, field_: Field) -> float:
    """The share of characters that a heading and the title of a field have in common, in whatever order."""
    title = plain(field_.title)
    common = Counter(words[:_LONGEST]) & Counter(title)
    return 2 * common.total() / (len(words[:_LONGEST]) + len(title))


def _missing(head: ListHead) -> list[Field]:
    """The fields of the table that the list has no column for."""
    named = {one.name for one in head.columns.values()}
    return [one for one in head.table.fields if one.name not in named]


def _nameless_columns(region: Region, head: ListHead) -> None:
    """Columns among the others in which something is written below no heading: what they hold would be lost."""
    named = {*_all_columns(head), *(one.column for one in head.unknown), *(one.column for one in region.rows[head.row])}
    below = [row for row in region.rows if row > head.row]
    for column in range(min(named), max(named) + 1):
        cells = [cell for row in below if (cell := region.at(row, column)) and cell.place == (row, column)]
        if column in named or len(cells) < _SEVERAL:
            continue
        meant = _meant(head, column, cells)
        likely = f"多半是「{meant.title}」，" if meant else ""
        region.wrong(
            cells[0],
            f"这一列没有列名，却有 {len(cells):,} 格填了内容（如「{cells[0].text[:30]}」），没有取。",
            f"{likely}请核对后在表头写上列名，再导入；不要的请删去这一列。",
            stops=meant is not None,
        )
        for cell in cells:
            region.leave(cell, "这一列没有列名，没有取")


def _meant(head: ListHead, column: int, cells: Sequence[Cell]) -> Field | None:
    """The field that stands in the table behind that of the column before, where all cells can be its values."""
    before = head.columns.get(column - 1)
    names = head.table.names
    following = names[names.index(before.name) + 1 :][:1] if before else ()
    fitting = [one for one in _missing(head) if one.name in following and one.type != "string"]
    filled = [cell.text for cell in cells if not values.is_placeholder(cell.text)]
    return next((one for one in fitting if all(converted(one, text, "万元") is not None for text in filled)), None)


@dataclass(frozen=True, kw_only=True)
class _Titled:
    """What the title of a list says of each of its rows: the option of a choice that has no column."""

    cell: Cell
    field: str
    option: str


def _titled(region: Region, head: ListHead) -> Iterator[_Titled]:
    """The choices that must be made and are, in the title: a list of 财政重点评价 has no column for the kind."""
    named = {one.name for one in head.columns.values()}
    titles = [one for one in region.cells if one.row < head.row and one.kind == "text"]
    for field_ in head.table.fields:
        if field_.name in named or not field_.required or not field_.constraints.get("enum"):
            continue
        words = {
            word: option
            for option in map(str, field_.constraints["enum"])
            for word in (option, *field_.value_synonyms.get(option, ()))
            if len(word) > _SHORT
        }
        there = [(len(word), word, cell) for cell in titles for word in words if word in plain(cell.text)]
        longest = [one for one in there if one[0] == max(size for size, _, _ in there)]
        if len({words[word] for _, word, _ in longest}) == 1:
            _, word, cell = longest[0]
            yield _Titled(cell=cell, field=field_.name, option=words[word])


def _of_totals(head: ListHead) -> Field | None:
    """The key that names the source of funds, where the list has no column of it: its amounts are totals then."""
    named = {one.name for one in head.columns.values()}
    keys = (head.table.field(one) for one in head.table.primary_key if one not in named)
    return next((one for one in keys if str(one.constraints.get("enum", [""])[0]).endswith("总额")), None)


def _all_columns(head: ListHead) -> Sequence[int]:
    return sorted({*head.columns, *head.above_columns, *head.context})


def _closing(region: Region, row: int) -> bool:
    """Whether a row is the list's total, or a note below it."""
    first = region.rows[row][0]
    if reason := _aside(region, row):
        for cell in region.rows[row]:
            region.leave(cell, reason)
        return True
    span = region.sheet.span(first.place)
    if span.right - span.left >= _LEAST:  # a line across the list is none of its rows
        return True
    return bool(_NOTE.match(first.text.strip()) or SIGNED.match(words_of(first)))


def _aside(region: Region, row: int) -> str:
    """Why a row is no record: a sum, numbers of the columns, what to fill in, an example; empty if it is one."""
    texts = [one.text.strip() for one in region.rows[row]]
    if _SUM.fullmatch(words_of(region.rows[row][0])):
        return "合计，由各行算出，不另存"
    if _EXAMPLE.fullmatch(texts[0]):
        return "填写的例子，不是记录"
    if len(texts) >= _LEAST and _counts_on(texts):
        return "栏次或序号"
    if len(texts) >= _LEAST and all(one.strip("（）()") in _TO_FILL for one in texts):
        return PROMPT
    return ""


def _counts_on(texts: Sequence[str]) -> bool:
    """Whether cells number the columns: 1, 2, 3 … or 栏次, 1, 2 … or 甲, 乙, 1, 2 …"""
    rest = list(texts[1:]) if texts[0] in ("栏次", "序号", "列次") else list(texts)
    letters = 0
    while letters < len(rest) and rest[letters] == _LETTERS[letters : letters + 1]:
        letters += 1
    numbers = [re.sub(r"\.0+$", "", one.strip("()（）[]")) for one in rest[letters:]]
    return bool(numbers) and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _value(region: Region, head: ListHead, column: int, cell: Cell, number: int, unit: str) -> None:
    target, table = head.columns[column], head.table
    its_unit = _money(head, column, unit)
    if target.name == "operator" and (sign := values.operator(cell.text)):
        region.value(cell, table.name, number, target.name, sign)
    elif target.name in ("target_value", "actual_value", "expected_value"):
        read = values.target(cell.text)
        region.value(cell, table.name, number, target.name, _bare_value(read, cell, head))
    elif target.name == "unit":
        text = values.bare(cell.text)
        region.value(cell, table.name, number, target.name, "%" if text in ("百分比", "％") else text)
    elif target.name == "project_code":
        code, _ = values.coded(cell.text)
        take(region, cell, table, number, target.name, code or cell.text, unit)
    else:
        take(region, cell, table, number, target.name, cell.text, its_unit)


def _bare_value(read: values.Target, cell: Cell, head: ListHead) -> str:
    """A value without the unit that has a column of its own; other words as they are."""
    if read.operator != "定性" and any(one.name == "unit" for one in head.columns.values()):
        return read.value
    return values.bare(cell.text)


def _above(region: Region, head: ListHead, cells: Mapping[int, Cell], records: dict[str, int], unit: str) -> None:
    """The fields of the record that several rows belong to, once a record."""
    if head.above is None:
        return
    key_columns = [column for column, one in head.columns.items() if one.name in head.above.primary_key]
    if not key_columns or any(column not in cells for column in key_columns):
        return
    key = "＋".join(values.bare(cells[column].text) for column in key_columns)
    first = key not in records
    number = records.setdefault(key, len(records) + 1)
    if first:
        for column in key_columns:
            key_cell = cells[column]
            region.value(key_cell, head.above.name, number, head.columns[column].name, values.bare(key_cell.text))
    for column, target in head.above_columns.items():
        cell = cells.get(column)
        if cell is None:
            continue
        if first and usable(region, cell):
            take(region, cell, head.above, number, target.name, cell.text, head.units.get(column) or unit)
        elif not first and region.free(cell):
            region.leave(cell, "与同一项目的前一行相同的一列，只取一次")


def _unknown_columns(region: Region, head: ListHead) -> None:
    missing = _missing(head)
    for ignored in (one for one in region.rows[head.row] if words_of(one) in _IGNORED):
        for cell in (region.at(row, ignored.column) for row in region.rows if row > head.row):
            if cell is not None and region.free(cell):
                region.leave(cell, "栏次或序号")
    for unknown in head.unknown:
        personal = PERSONAL.search(unknown.text)
        compared = words_of(unknown).endswith(_COMPARED)
        region.leave(unknown, _TO_COMPARE if compared else "记录里没有这一列")
        near = max(missing, key=lambda one: _likeness(words_of(unknown), one), default=None)
        if near and _likeness(words_of(unknown), near) >= _CLOSE:
            region.wrong(
                unknown,
                f"表头「{unknown.text.strip()[:30]}」没有认出，这一列没有取，多半是「{near.title}」。",
                "是的请改成这个名字，再导入；不是的可以不改。",
                stops=False,
            )
        for row in region.rows:
            below = region.at(row, unknown.column)
            if row > head.row and below is not None and region.free(below):
                reason = "个人信息，不公开，有意不取" if personal else f"记录里没有“{words_of(unknown)[:20]}”这一列"
                reason = _TO_COMPARE if compared else reason
                region.leave(below, reason, hidden_person(below.text) if personal else None)
