"""The strict CSV reader: bytes → columns of text, or problems; nothing is guessed and no row is lost (threat 1)."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.core.characters import INVISIBLE, describe, shortened
from generator.core.schema import Table

MAX_BYTES = 128 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what one cell of a workbook can hold

_QUOTES = "格内的双引号要写成两个，整格再用双引号包住；或在 Excel 中另存为“CSV UTF-8”。"
_PLAIN = "看得见的文字、空格、制表符和换行"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a file, before it is known which bureau it belongs to."""

    code: str
    message: str
    expected: str
    hint: str
    row: int | None = None
    field: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a file held: field name → its cells as text, and the spreadsheet row of each record."""

    columns: Mapping[str, list[str]]
    rows: list[int]
    problems: tuple[Problem, ...] = ()


def read_csv(content: bytes, table: Table) -> Sheet:
    """Read one table's CSV; a sheet with problems has the columns that could be read, or none."""
    text, problem = _decode(content)
    if problem is not None:
        return _refused(problem)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return _refused(
            Problem(code="L08", message="用单独的 CR 换行。", expected="LF 或 CRLF", hint="请另存为“CSV UTF-8”。")
        )
    records, rows, problems = _records(text)
    if problems:
        return _refused(*problems)
    if not records:
        return _refused(
            Problem(
                code="L05",
                message="文件是空的，连表头也没有。",
                expected="一行表头和至少一行数据",
                hint="请用模板重新导出；没有数据的表不必放文件。",
            )
        )
    if (problem := _recount(text, len(records))) is not None:
        return _refused(problem)
    hidden = INVISIBLE.search(text) is not None
    if hidden and (problems := _hidden({"": ["".join(records[0])]}, rows[:1])):
        return _refused(*problems)
    names, problems = header_names(records[0], table)
    if problems:
        return _refused(*problems)
    body, body_rows = records[1:], rows[1:]
    if not body:
        return _refused(
            Problem(
                code="L05",
                message="只有表头，没有数据行。",
                expected="至少一行数据",
                hint="没有数据的表不必放文件，请删除这个文件。",
                row=1,
            )
        )
    problems = _shape(records[0], body, body_rows)
    if problems:
        return _refused(*problems)
    cells = list(zip(*body, strict=True))
    columns = {name: list(column) for name, column in zip(names, cells, strict=True)}
    problems = _hidden(columns, body_rows) if hidden else []
    return Sheet(columns=columns, rows=body_rows, problems=(*problems, *_cells(columns, body_rows, table)))


def _refused(*problems: Problem) -> Sheet:
    return Sheet(columns={}, rows=[], problems=problems)


def _decode(content: bytes) -> tuple[str, Problem | None]:
    hint = "请在 Excel 中用“另存为 → CSV UTF-8（逗号分隔）”重新保存。"
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES:,} 字节"
        return "", Problem(
            code="L04", message=f"文件超过 {limit}的上限。", expected=f"不超过 {limit}", hint="请拆分后提交。"
        )
    if content.startswith(_WORKBOOK):
        return "", Problem(code="L01", message="这是 Excel 工作簿，只是改了扩展名。", expected="CSV UTF-8", hint=hint)
    if content.startswith(_UTF16):
        return "", Problem(code="L01", message="文件是 UTF-16（Unicode 文本）编码。", expected="UTF-8", hint=hint)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[: error.start].decode("utf-8")
    if max(before, default="") < "\u0800":  # Chinese that was read as UTF-8 so far cannot have been GB18030
        try:
            content.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            return "", Problem(
                code="L01", message="文件是 GBK／GB18030 编码。", value="GB18030", expected="UTF-8", hint=hint
            )
    message = "从这一行起不是 UTF-8 编码，文件可能已损坏。"
    return "", Problem(code="L01", message=message, row=line, expected="UTF-8", hint=hint)


def _records(text: str) -> tuple[list[list[str]], list[int], list[Problem]]:
    """All records with the spreadsheet row of each; blank lines after the last record are no records."""
    csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    rows: list[int] = []
    blank: list[int] = []
    row = 0
    try:
        for record in reader:
            row += 1
            if not record:
                blank.append(row)
                continue
            records.append(record)
            rows.append(row)
            if row > MAX_ROWS:
                problem = Problem(
                    code="L04",
                    message=f"超过 {MAX_ROWS:,} 行。",
                    expected=f"不超过 {MAX_ROWS:,} 行",
                    hint="请按部门或年度拆分后提交。",
                    row=row,
                )
                return [], [], [problem]
            if len(record) > MAX_COLUMNS:
                problem = Problem(
                    code="L04",
                    message=f"有 {len(record):,} 列，上限 {MAX_COLUMNS} 列。",
                    expected=f"不超过 {MAX_COLUMNS} 列",
                    hint="请删除多余的列。",
                    row=row,
                    value=f"{len(record)} 列",
                )
                return [], [], [problem]
    except csv.Error as error:
        return [], [], [_unreadable(error, row + 1)]
    inner = [one for one in blank if rows and one < rows[-1]]
    return records, rows, [_blank(one) for one in inner]


def _unreadable(error: csv.Error, row: int) -> Problem:
    if "field larger" in str(error):
        return Problem(
            code="L04",
            message=f"有一格超过 {MAX_CELL:,} 字，或双引号没有闭合使多行并成一格。",
            expected=f"每格不超过 {MAX_CELL:,} 字",
            row=row,
            hint="请检查该行的双引号，并缩短过长的文字。",
        )
    message = "双引号不成对，从这一行起无法分清单元格。"
    return Problem(code="L02", message=message, expected="双引号成对", row=row, hint=_QUOTES)


def _blank(row: int) -> Problem:
    return Problem(code="L07", message="整行是空的。", expected="每一行都有内容", row=row, hint="请删除这一行。")


def _recount(text: str, records: int) -> Problem | None:
    """Count the records again without the csv module: line ends outside quotes, no blank lines.

    On the way, a quote that opens in the middle of a cell is found, which the csv module would take for a character.
    """
    count, row, blank = 0, 1, True
    parts = text.split('"')
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if index % 2:
            blank = False  # line ends inside quotes belong to a cell
            continue
        lines = part.split("\n")
        for line in lines[:-1]:
            count += not (blank and not line)
            row += 1
            blank = True
        if lines[-1]:
            blank = False
        if index < last and part and part[-1] not in ",\n":
            message = "有一个双引号写在格子中间。"
            return Problem(code="L02", message=message, expected="双引号成对", row=row, value='"', hint=_QUOTES)
    if (expected := count + (not blank)) != records:
        return Problem(
            code="L11",
            message=f"读到 {records} 行，按换行数应有 {expected} 行。",
            value=f"{records} 行",
            expected=f"{expected} 行",
            hint="通常是某格的双引号写得不对，请用 Excel 另存为“CSV UTF-8”后再试。",
        )
    return None


def header_names(header: list[str], table: Table) -> tuple[list[str], list[Problem]]:
    """The field name of each column, or what is wrong with the header."""
    if len(header) == 1 and len(table.fields) > 1:
        for mark, name in ((";", "分号"), ("\t", "制表符"), ("，", "全角逗号"), ("|", "竖线")):
            if mark in header[0]:
                return [], [
                    Problem(
                        code="L08",
                        message=f"用{name}分隔各列。",
                        row=1,
                        value=shortened(header[0]),
                        expected="英文逗号",
                        hint="请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
                    )
                ]
    known = {**{one.title: one.name for one in table.fields}, **{one.name: one.name for one in table.fields}}
    names: list[str] = []
    unknown: list[str] = []
    problems: list[Problem] = []
    for position, cell in enumerate(header, start=1):
        name = known.get(cell.strip(), "")
        if not name:
            unknown.append(cell)
        elif name in names:
            problems.append(
                Problem(
                    code="L06",
                    message=f"第 {position} 列「{shortened(cell)}」与前面的列重复。",
                    row=1,
                    field=name,
                    value=shortened(cell),
                    expected="每一列只出现一次",
                    hint="请删除重复的一列。",
                )
            )
        names.append(name)
    missing = [one for one in table.fields if one.name not in names]
    words = {word: one.title for one in missing for word in (one.name, one.title, *one.synonyms)}
    for cell in unknown:
        close = difflib.get_close_matches(cell.strip()[:60], words, n=1, cutoff=0.5)
        advice = f"如果是「{words[close[0]]}」，请改成这个名字" if close else "请删除这一列"
        problems.append(
            Problem(
                code="L06",
                message=f"表头「{shortened(cell)}」不是「{table.title}」的列。",
                row=1,
                value=shortened(cell),
                expected="、".join(one.title for one in missing) or "没有更多的列",
                hint=f"{advice}；可用的列见数据字典。",
            )
        )
    problems += [
        Problem(
            code="L06",
            message=f"缺少「{one.title}」（{one.name}）列。",
            row=1,
            field=one.name,
            expected=f"{one.title} 或 {one.name}",
            hint="请补上这一列，且每行都要填写。" if one.required else "请补上这一列；没有内容的格可以留空。",
        )
        for one in missing
    ]
    return names, problems


def _shape(header: list[str], body: list[list[str]], rows: list[int]) -> list[Problem]:
    width = len(header)
    problems: list[Problem] = []
    for row, record in zip(rows, body, strict=True):
        if len(record) != width:
            problems.append(
                Problem(
                    code="L07",
                    message=f"有 {len(record)} 格，表头有 {width} 格。",
                    row=row,
                    value=str(len(record)),
                    expected=str(width),
                    hint="格内含英文逗号时，整格要用双引号包住；或在 Excel 中另存为“CSV UTF-8”。",
                )
            )
        elif not any(record):
            problems.append(_blank(row))
    return problems


def _hidden(columns: Mapping[str, list[str]], rows: list[int]) -> list[Problem]:
    """Characters that nobody sees, the first of each cell."""
    return [
        Problem(
            code="L03",
            message=f"含有{describe(found.group())}。",
            row=row,
            field=name,
            value=f"U+{ord(found.group()):04X}",
            expected=_PLAIN,
            hint="请删除该字符（重新键入这一格），或从原系统重新导出。",
        )
        for name, cells in columns.items()
        for row, cell in zip(rows, cells, strict=True)
        if (found := INVISIBLE.search(cell))
    ]


def _cells(columns: Mapping[str, list[str]], rows: list[int], table: Table) -> list[Problem]:
    """Cells that are too long, or that swallowed other rows through a stray quote."""
    problems: list[Problem] = []
    starts = _row_start(table, next(iter(columns)))
    for position, (name, cells) in enumerate(columns.items()):
        if max(map(len, cells)) > MAX_CELL:
            for row, cell in zip(rows, cells, strict=True):
                if len(cell) > MAX_CELL:
                    problems.append(
                        Problem(
                            code="L04",
                            message=f"有 {len(cell):,} 字，一格最多 {MAX_CELL:,} 字。",
                            row=row,
                            field=name,
                            value=shortened(cell, 40),
                            expected=f"不超过 {MAX_CELL:,} 字",
                            hint="请缩短文字，或把全文作为附件另行公开。",
                        )
                    )
        for row, cell in zip(rows, cells, strict=True):
            if "\n" in cell and _swallowed(cell.split("\n"), position, len(columns) - 1, starts):
                problems.append(
                    Problem(
                        code="L02",
                        message="一格里像是并进了后面的行。",
                        row=row,
                        field=name,
                        value=shortened(cell, 40),
                        expected="一格只写一条记录的内容",
                        hint="多半是这一格的双引号没有闭合，请检查；确是原文的，请把其中的英文逗号改成中文逗号。",
                    )
                )
    return problems


def _row_start(table: Table, first: str) -> Callable[[str], bool]:
    """Whether a text could be the first cell of a row."""
    field = table.field(first)
    if pattern := field.constraints.get("pattern"):
        return lambda text: re.fullmatch(pattern, text) is not None
    if field.type == "string":
        return bool
    return lambda text: re.match(r"-?\d", text, re.ASCII) is not None


def _swallowed(lines: list[str], position: int, commas: int, starts: Callable[[str], bool]) -> bool:
    """Whether the lines of one cell look like the end of its own row, whole rows, and the beginning of another.

    A quote left open in column ``position`` takes in the cells behind it, whole rows, and the cells before the column
    of the row where the next quote stands.
    """
    begun = [line.count(",") if starts(line.split(",", 1)[0]) else -1 for line in lines[1:]]
    return max(begun) >= commas or (begun[-1] == position and lines[0].count(",") == commas - position)
