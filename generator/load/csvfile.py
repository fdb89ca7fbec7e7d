"""The strict CSV reader: bytes → columns of text, or problems; nothing is guessed and no row is lost (threat 1).

Limits hold before work is spent: bytes, rows, columns and stray quotes are counted in the bytes, and only then is the
file parsed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generator.core.characters import INVISIBLE, INVISIBLE_IN_ARROW, describe, hidden, numbered, shortened
from generator.core.schema import Field, Table
from generator.load.garbled import PERHAPS_IN_ARROW, garbled, suspect
from generator.load.header import LOOKED_AT, Nameless, converted, faults, header_names, misplaced, second_table
from generator.load.kinds import MARK, decoded, other_kind
from generator.load.layout import Layout, Places, layout, returns_inside
from generator.load.problem import FIRST, Problem, first_of

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what one cell of a workbook can hold
MAX_ODD = 1_000  # characters nobody sees, or garbled cells, beyond which they are no slips but the state of the file

TEXT = pa.large_string()
Cells = Any  # an Arrow array of large strings, empty = null; pyarrow has no types
_BLANK_ROWS = 1_000  # rows of blanks at the end of a file that are looked at
_SLIPS = 3  # garbled cells of a file that are told one by one
_TELLING = 2  # commas a line that tell a row from a sentence
_CHUNK = 4_096  # records that are lists of Python's before they become arrays
_PLAIN = "看得见的文字、空格、制表符和换行"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a file held: field name → its cells, and the spreadsheet row of each record."""

    cells: Mapping[str, Cells]
    rows: list[int]
    problems: tuple[Problem, ...] = ()

    @property
    def columns(self) -> dict[str, list[str]]:
        """Field name → its cells as text."""
        return {name: [cell or "" for cell in cells.to_pylist()] for name, cells in self.cells.items()}


def read_csv(content: bytes, table: Table, tables: Mapping[str, Table] | None = None) -> Sheet:
    """Read one table's CSV; a sheet with problems has the columns that could be read, or none.

    ``tables``: those that the file may have been meant for, by name.
    """
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES:,} 字节"
        hint = "请按部门或年度拆分后提交。"
        return _refused(Problem(code="L04", message=f"文件超过 {limit}的上限。", expected=f"不超过 {limit}", hint=hint))
    if (problem := other_kind(content)) is not None:
        return _refused(problem)
    text, problem = decoded(content)
    if problem is not None:
        return _refused(problem)
    content = content.removeprefix(MARK)
    returned = returns_inside(content)
    content, text = content.replace(b"\r\n", b"\n"), text.replace("\r\n", "\n")
    if b"\r" in content:
        problem = Problem(
            code="L08",
            message="换行用的是老式苹果电脑的写法，分不出各行。",
            expected="Excel 的“CSV UTF-8”写的换行",
            hint="请另存为“CSV UTF-8”。",
        )
        return _refused(problem)
    places = layout(content, most_rows=MAX_ROWS, most_columns=MAX_COLUMNS)
    if isinstance(places, Problem):
        return _refused(places)
    if not len(places):
        return _refused(
            Problem(
                code="L05",
                message="文件是空的，连表头也没有。",
                expected="一行表头和至少一行数据",
                hint="请用模板重新导出；没有数据的表不必放文件。",
            )
        )
    if (problem := _too_odd(text)) is not None:
        return _refused(problem)
    sheet = _read(places, table, tables or {}, odd=bool(hidden(text)), strange=suspect(text))
    if returned.count and sheet.cells and not sheet.problems:
        return replace(sheet, problems=(*sheet.problems, _returned(returned.count, returned.row)))
    return sheet


def _refused(*problems: Problem) -> Sheet:
    return Sheet(cells={}, rows=[], problems=problems)


def _read(places: Layout, table: Table, tables: Mapping[str, Table], *, odd: bool, strange: bool) -> Sheet:
    """The cells of records that can be told apart; ``odd``, ``strange``: whether to look for characters, for words."""
    row = int(places.rows[0])
    try:
        first = list(islice(_records(places.text(0, min(LOOKED_AT, len(places)))), LOOKED_AT))
        header = first[0]
        names = header_names(header, table) if row == 1 else None
        if names is None and (found := converted(header, table)):
            return _refused(replace(_misread_header(*found), row=row))
        if odd and (character := hidden("".join(header))):
            return _refused(replace(_unseen(character), row=row))
        if strange and (odd_cell := next((cell for cell in header if garbled(cell)), "")):
            return _refused(replace(_misread(odd_cell), row=row))
        if names is None and (problem := misplaced(first, places.rows[: len(first)].tolist(), table, tables)):
            return _refused(problem)
        if len(places) == 1:
            return _refused(*(faults(header, (), table, row, tables) if names is None else ()) or (_no_rows(row),))
        if names is not None and (problems := _shape(places, len(header), table, tables)):
            return _refused(*problems)
        columns = _columns(places, len(header))
    except _TooLongError as error:
        return _refused(_too_long(int(places.rows[error.record])))
    count = len(columns[0])
    if count != len(places) - 1:
        return _refused(_lost(count + 1, len(places)))
    nameless = [
        Nameless(place=place, values=values)
        for place, cell in enumerate(header)
        if not cell.strip() and (values := _written(columns[place]))
    ]
    if names is None or nameless:
        return _refused(*faults(header, nameless, table, row, tables) or _shape(places, len(header), table, tables))
    cells = {name: column for name, column in zip(names, columns, strict=True) if name}
    return _judged(cells, places.rows[1:], table, odd=odd, strange=strange)


# Records.


class _TooLongError(Exception):
    """A cell is longer than any may be; ``record`` counts from 0 in the file."""

    def __init__(self, record: int) -> None:
        super().__init__(record)
        self.record = record


def _records(text: str, first: int = 0) -> Iterator[list[str]]:
    """The records of a text without its blank lines; ``first`` is the number of the first in the file."""
    csv.field_size_limit(MAX_CELL * 4)
    reader = iter(csv.reader(_lines(text), strict=True))
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:  # quotes have been judged
            raise _TooLongError(first) from None
        if record:
            first += 1
            yield record


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, without a copy of it as a whole."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _columns(places: Layout, width: int) -> list[Cells]:
    """The cells below the header, by column; what a record has beyond is left out, and what it lacks is empty."""
    parts: list[list[Cells]] = [[] for _ in range(width)]
    records = _records(places.text(1, len(places)), 1)
    while chunk := [record[:width] + [""] * (width - len(record)) for record in islice(records, _CHUNK)]:
        for part, cells in zip(parts, zip(*chunk, strict=True), strict=True):
            part.append(pa.array([cell or None for cell in cells], TEXT))
    return [pa.concat_arrays(part) for part in parts]


def _shape(places: Layout, width: int, table: Table, tables: Mapping[str, Table]) -> list[Problem]:
    """Empty rows between records, and rows with more or fewer cells than the header has columns."""
    ragged = np.flatnonzero(places.widths != width)
    if len(ragged):
        ragged = ragged[ragged < _last_written(places)]
    below = [*ragged[:1].tolist(), *np.searchsorted(places.rows, places.blank[:1]).tolist()]
    for place in sorted(below):  # the first odd row may be where another table begins
        if 0 < place < len(places):
            (cells,) = _records(places.text(place, place + 1), place)
            if (problem := second_table(cells, int(places.rows[place]), table, tables)) is not None:
                return [problem]
            character = hidden("".join(cells))
            if character and not any(INVISIBLE.sub("", cell).strip() for cell in cells):
                return [replace(_unseen(character), row=int(places.rows[place]))]
    kinds = dict.fromkeys(places.widths[ragged].tolist())
    told = [(one, ragged[places.widths[ragged] == one]) for one in [*kinds][:FIRST]]
    return [
        *(
            _ragged(int(places.rows[own[0]]), one, width, own=len(own), whole=len(own) == len(places) - 1)
            for one, own in told
        ),
        *first_of(places.blank.tolist(), _blank),
    ]


def _last_written(places: Layout) -> int:
    """How many records there are without those of blanks at the end, whatever their widths."""
    last = len(places)
    while last > 1 and len(places) - last < _BLANK_ROWS:
        (cells,) = _records(places.text(last - 1, last), last - 1)
        if any(cell.strip() for cell in cells):
            break
        last -= 1
    return last


def _written(column: Cells) -> list[str]:
    """What is written in the cells of a column, those that hold only spaces aside."""
    return [cell for cell in column.drop_null().to_pylist() if cell.strip()]


# Cells.


@dataclass(frozen=True, kw_only=True)
class _Body:
    """The records below the header, and what tells a reader which of them a problem is about."""

    cells: Mapping[str, Cells]
    rows: Places
    table: Table

    def placed(self, problem: Problem, name: str, place: int) -> Problem:
        """A problem of a cell with its row, field, record and name."""
        key = [self.cells[one][place].as_py() or "" for one in self.table.primary_key]
        label = self.cells[self.table.label][place].as_py() if self.table.label else ""
        return replace(
            problem,
            row=int(self.rows[place]),
            field=name,
            record=shortened("＋".join(key)),
            name=shortened(label or ""),
        )

    def first(self, name: str, places: Sequence[int], make: Callable[[str], Problem]) -> list[Problem]:
        """The first problems of a column's cells, made of their text."""
        column = self.cells[name]
        return first_of(places, lambda place: self.placed(make(column[place].as_py()), name, place))


def _judged(cells: Mapping[str, Cells], rows: Places, table: Table, *, odd: bool, strange: bool) -> Sheet:
    """A sheet of whole records with what is wrong in single cells."""
    empty = _empty(cells.values())
    written = np.flatnonzero(~empty)
    if not len(written):
        return _refused(_no_rows(int(rows[0]) - 1))
    last = int(written[-1]) + 1  # a row of spaces at the end is as empty as one of commas
    if empty[:last].any():
        return _refused(*first_of(rows[np.flatnonzero(empty[:last])].tolist(), _blank))
    if last < len(rows):
        cells, rows = {name: column[:last] for name, column in cells.items()}, rows[:last]
    body = _Body(cells=cells, rows=rows, table=table)
    problems: list[Problem] = []
    misread: list[Problem] = []
    for position, (name, column) in enumerate(cells.items()):
        garbled_cells = _garbled(column) if strange else []
        unseen = sorted({*_found(column, INVISIBLE_IN_ARROW)} - {*garbled_cells}) if odd else []
        misread += body.first(name, garbled_cells, _misread)
        misread += body.first(name, _lost_words(column), _lost_text)
        problems += body.first(name, unseen, _unseen)
        problems += body.first(name, _long(column), _too_long_text)
        problems += body.first(name, _swallowing(column, position, cells, table), _swallowed_rows)
    return Sheet(cells=cells, rows=rows.tolist(), problems=(*_converted(misread), *problems))


def _converted(cells: Sequence[Problem]) -> list[Problem]:
    """Cells that were read in the wrong encoding: from a few on it is the file that was converted, told once."""
    count = sum(1 + one.others for one in cells)
    if count <= _SLIPS:
        return list(cells)
    first = min(cells, key=lambda one: one.row or 0)
    hint = f"这份文件另有 {count - 1:,} 格也是乱码，多半是整份转换编码时出的错：请从原系统重新导出，或照原件重新填写。"
    return [replace(first, hint=hint, others=count - 1)]


def _empty(columns: Iterable[Cells]) -> npt.NDArray[np.bool_]:
    """Whether each record holds nothing but spaces."""
    empty: npt.NDArray[np.bool_] | None = None
    for column in columns:
        if empty is not None and not empty.any():
            break
        blank = pc.fill_null(pc.match_substring_regex(column, r"^[\s\x{a0}\x{3000}]*$"), True)
        marks = blank.to_numpy(zero_copy_only=False)
        empty = marks if empty is None else empty & marks
    return np.zeros(0, dtype=np.bool_) if empty is None else empty


def _found(column: Cells, pattern: str) -> list[int]:
    """The places of the cells in which Arrow finds a pattern."""
    return _places(pc.match_substring_regex(column, pattern))


def _garbled(column: Cells) -> list[int]:
    """The places of cells that were read in the wrong encoding; of a great many, only the first are looked at."""
    perhaps = _found(column, PERHAPS_IN_ARROW)[: 5 * MAX_ODD]
    return list(islice((one for one in perhaps if garbled(column[one].as_py())), MAX_ODD))


def _lost_words(column: Cells) -> list[int]:
    """The places of cells in which nothing but question marks is left of words."""
    if not pc.any(pc.match_substring(column, "???")).as_py():  # the expression takes longer to make than most columns
        return []
    return _found(column, r"^[\s?]*\?{3}[\s?]*$|\p{Han}\?{3}|\?{4}")


def _long(column: Cells) -> list[int]:
    return _places(pc.greater(pc.utf8_length(column), MAX_CELL))


def _places(marks: Any) -> list[int]:
    found: list[int] = np.flatnonzero(pc.fill_null(marks, False).to_numpy(zero_copy_only=False)).tolist()
    return found


def _swallowing(column: Cells, position: int, cells: Mapping[str, Cells], table: Table) -> list[int]:
    """The cells of a column that took in other rows through a quote left open."""
    several = _places(pc.match_substring(column, "\n"))
    fields = [table.field(name) for name in cells]
    return [one for one in several if _swallowed(column[one].as_py().split("\n"), position, fields)]


def _swallowed(lines: Sequence[str], position: int, fields: Sequence[Field]) -> bool:
    """Whether the lines of one cell are the end of its own row, whole rows, and the beginning of another.

    A quote left open in column ``position`` takes in the cells behind it, whole rows, and the cells before the column
    of the row where the next quote stands. Each of these lines has just as many commas as that leaves, and what it
    begins with could be the first cell of a row.
    """
    commas = len(fields) - 1
    if commas < _TELLING and not all(_is_key(fields[0], line.partition(",")[0]) for line in lines[1:-1]):
        return False  # one comma a line stands in many a text
    wanted = [commas - position, *[commas] * (len(lines) - 2), position]
    if [line.count(",") for line in lines] != wanted:
        return False
    return all(_fits(fields, line.split(",")) for line in lines[1:])


def _is_key(field: Field, cell: str) -> bool:
    """Whether a cell is surely a code of the first column."""
    return "pattern" in field.constraints and len(cell) > 2 and any(map(str.isdigit, cell)) and _could_be(field, cell)


def _fits(fields: Sequence[Field], cells: Sequence[str]) -> bool:
    """Whether cells could stand in the first columns of a row."""
    return all(cell == "" or _could_be(field, cell) for field, cell in zip(fields, cells, strict=False)) and bool(
        cells[0]
    )


def _could_be(field: Field, cell: str) -> bool:
    if "enum" in field.constraints:
        return cell in field.constraints["enum"]
    if pattern := field.constraints.get("pattern"):
        return len(cell) <= 200 and re.fullmatch(pattern, cell) is not None
    return field.type == "string" or re.match(r"-?\d", cell, re.ASCII) is not None


# What a message says of each.


def _no_rows(row: int) -> Problem:
    return Problem(
        code="L05",
        message="只有表头，没有数据行。",
        expected="至少一行数据",
        hint="没有数据的表不必放文件，请删除这个文件。",
        row=row,
    )


def _blank(row: int) -> Problem:
    return Problem(code="L07", message="整行是空的。", expected="每一行都有内容", row=row, hint="请删除这一行。")


def _ragged(row: int, width: int, wanted: int, *, own: int, whole: bool) -> Problem:
    """Rows that have one and the same number of cells, another one than the header; ``whole``: all rows are such."""
    hint = "格内含英文逗号时，整格要用双引号包住；或在 Excel 中另存为“CSV UTF-8”。"
    if whole and width > wanted:
        hint = (
            "多半是第 1 行少写了列名，或每一行多出了格：请在 Excel 中打开，看从哪一列起对不上，补上列名或删去多的格。"
        )
    elif whole:
        hint = "多半是每一行都少了格：请在 Excel 中打开，看从哪一列起对不上，补上空的格，再另存为“CSV UTF-8”。"
    rows = "每一行都" if whole and own > 1 else ""
    return Problem(
        code="L07",
        message=f"{rows}有 {width} 格，表头有 {wanted} 格。",
        row=row,
        value=str(width),
        expected=str(wanted),
        hint=hint,
        others=own - 1,
    )


def _too_long(row: int) -> Problem:
    return Problem(
        code="L04",
        message=f"有一格超过 {MAX_CELL:,} 字，或双引号没有闭合使多行并成一格。",
        expected=f"每格不超过 {MAX_CELL:,} 字",
        row=row,
        hint="请检查该行的双引号，并缩短过长的文字。",
    )


def _lost(read: int, counted: int) -> Problem:
    return Problem(
        code="L11",
        message=f"读到 {read} 行，按换行数应有 {counted} 行。",
        value=f"{read} 行",
        expected=f"{counted} 行",
        hint="通常是某格的双引号写得不对，请用 Excel 另存为“CSV UTF-8”后再试。",
    )


def _misread(text: str) -> Problem:
    found = garbled(text)
    written, meant = (shortened(found.written, 30), shortened(found.meant, 30)) if found else ("", "")
    return Problem(
        code="L13",
        message=f"含有乱码「{written}」" + (f"，多半是「{meant}」。" if meant else "。"),
        value=written,
        expected=meant or "原来的文字",
        hint="这是转换编码时出的错，请照原件重新填写这一格。",
    )


def _misread_header(written: str, meant: str) -> Problem:
    return Problem(
        code="L13",
        message=f"列名是乱码，「{shortened(written, 30)}」多半是「{meant}」。",
        value=shortened(written, 30),
        expected=meant,
        hint="这份文件在转换编码时读错了，下面各行多半也是：请从原系统重新导出，或打开原来的文件另存为“CSV UTF-8”。",
    )


def _lost_text(text: str) -> Problem:
    return Problem(
        code="L13",
        message=f"写的是「{shortened(text, 30)}」，文字变成了问号。",
        value=shortened(text, 30),
        expected="原来的文字",
        hint="这是转换编码时丢了文字，请照原件重新填写这一格，或从原系统重新导出。",
    )


def _unseen(text: str) -> Problem:
    character = hidden(text)
    if character == "\ufffd":
        return Problem(
            code="L03",
            message=f"含有{describe(character)}。",
            value=numbered(character),
            expected=_PLAIN,
            hint="原来的文字已经丢了：请照原件重新填写这一格，或从原系统重新导出；不要只删去这个符号。",
        )
    return Problem(
        code="L03",
        message=f"含有{describe(character)}。",
        value=numbered(character),
        expected=_PLAIN,
        hint="请删除该字符（重新键入这一格），或从原系统重新导出。",
    )


def _too_long_text(text: str) -> Problem:
    return Problem(
        code="L04",
        message=f"有 {len(text):,} 字，一格最多 {MAX_CELL:,} 字。",
        value=shortened(text, 40),
        expected=f"不超过 {MAX_CELL:,} 字",
        hint="请缩短文字，或把全文作为附件另行公开。",
    )


def _swallowed_rows(text: str) -> Problem:
    return Problem(
        code="L02",
        message="一格里像是并进了后面的行。",
        value=shortened(text, 40),
        expected="一格只写一条记录的内容",
        hint="多半是这一格的双引号没有闭合，请检查；确是原文的，请把其中的英文逗号改成中文逗号。",
    )


def _returned(count: int, row: int) -> Problem:
    return Problem(
        code="L08",
        severity="warning",
        message=f"格内有 {count:,} 处换行占两个字符，读作一个换行。",
        row=row,
        value="占两个字符的换行",
        expected="占一个字符的换行",
        hint="文字不受影响，可以不改；要与下载的文件逐字相同，请在 Excel 中删去这处换行，再按 Alt＋Enter。",
    )


def _too_odd(text: str) -> Problem | None:
    """A file full of characters that nobody sees: one cause, and not worth looking at each."""
    if not hidden(text):
        return None
    found = list(islice(INVISIBLE.finditer(text), MAX_ODD + 1))
    if len(found) <= MAX_ODD:
        return None
    character = found[0].group()
    return Problem(
        code="L03",
        message=f"含有 {MAX_ODD:,} 个以上看不见的字符，第一个是{describe(character)}。",
        row=text.count("\n", 0, found[0].start()) + 1,
        value=numbered(character),
        expected=_PLAIN,
        hint="请在 Excel 中用查找替换全部删除，或从原系统重新导出。",
    )
