"""Mistakes that are made again and again, each with what the program says of it and how it is put right.

What is said is asked of the program itself, so that the page of common mistakes says what a check says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.check.cells import type_column
from generator.check.keys import RowFault
from generator.check.shapes import shapes
from generator.check.values import Fault, plain_judge
from generator.core.schema import Table
from generator.intake.files.opening import open_book
from generator.intake.files.sheets import UnreadableError
from generator.load.csvfile import read_csv

Rows = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A mistake as the page tells it: where, as it was written, what is said, what to do, as it should be."""

    place: str
    before: str
    message: str
    hint: str
    after: str


# Table, field, what is written, what should be.
CELLS: tuple[tuple[str, str, str, str], ...] = (
    ("self_evaluation_funds", "execution_rate", "95%", "95"),
    ("self_evaluation_funds", "actual_spend", "1,234.5", "1234.5"),
    ("self_evaluation_funds", "actual_spend", "288万元", "288"),
    ("self_evaluation_funds", "actual_spend", "２８８", "288"),
    ("self_evaluation_funds", "actual_spend", "#REF!", "288"),
    ("self_evaluation_funds", "annual_budget", "28800000000", "2880000"),
    ("budget_adjustments", "amount", "（32）", "-32"),
    ("self_evaluations", "project_code", "1.0521E+17", "99000125T000000000101"),
    ("self_evaluations", "project_code", "'99000125T000000000101", "99000125T000000000101"),
    ("self_evaluations", "grade", "优 ", "优"),
    ("self_evaluations", "grade", "A", "优"),
    ("self_evaluation_indicators", "score", "-18.33", "18.33"),
    ("rectifications", "due_date", "2024年8月30日", "2024-08-30"),
    ("rectifications", "due_date", "45534", "2024-08-30"),
    ("rectifications", "due_date", "2024.1", "2024-10-15"),
    ("rectifications", "due_date", "2024-06-31", "2024-06-30"),
    ("applications", "applied_fiscal_year", "2024年度", "2024"),
    ("self_evaluations", "actual_result", "　", "完成11所学校校舍维修改造，验收合格率100%。"),
)
_OF_FILES = "rectifications"  # the table in whose file the mistakes of files are made
_SHOWN = 3  # columns of it that are shown


def cell_mistakes(tables: Mapping[str, Table]) -> Iterator[Mistake]:
    """Mistakes in one cell."""
    for name, column, before, after in CELLS:
        table = tables[name]
        field = table.field(column)
        fault = Fault(field=field, text=before, why=plain_judge(field)(before)[1])
        yield Mistake(
            place=f"{table.title}「{field.title}」",
            before=before if before.strip() else "（只有空格）",
            message=fault.message,
            hint=fault.hint,
            after=after,
        )


def _titled(rows: Rows) -> Rows:
    return [["某区教育局2025年度整改台账"], ["单位：万元"], *rows]


def _gap(rows: Rows) -> Rows:
    return [*rows[:2], [""] * len(rows[0]), *rows[2:]]


def _without_second(rows: Rows) -> Rows:
    return [[*row[:1], *row[2:]] for row in rows]


def _renamed(rows: Rows) -> Rows:
    return [["整改序号", *rows[0][1:]], *rows[1:]]


def _one_more(rows: Rows) -> Rows:
    return [*rows[:-1], [*rows[-1][:2], "多出来的一格", *rows[-1][2:]]]


_FILES: tuple[tuple[str, Callable[[Rows], Rows]], ...] = (
    ("表头上面还有标题", _titled),
    ("中间有空行", _gap),
    ("少了一列", _without_second),
    ("列名不是数据字典里的", _renamed),
    ("一行多出一格", _one_more),
)


def file_mistakes(tables: Mapping[str, Table]) -> Iterator[Mistake]:
    """Mistakes in the shape of a CSV file."""
    table = tables[_OF_FILES]
    sound = [[one.title for one in table.fields], *([one.example for one in table.fields] for _ in range(2))]
    for place, spoil in _FILES:
        spoiled = spoil(sound)
        problem = read_csv(_csv(spoiled), table, tables).problems[0]
        row = f"第 {problem.row} 行：" if problem.row else ""
        yield Mistake(
            place=place,
            before=_shown(spoiled),
            message=row + problem.message,
            hint=problem.hint,
            after=_shown(sound),
        )
    garbled = _in_russian(_csv(sound))
    problem = read_csv(garbled, table, tables).problems[0]
    yield Mistake(
        place="文字成了乱码",
        before="，".join(garbled.decode().partition("\n")[0].split(",")[:_SHOWN]) + "，…",
        message=f"第 {problem.row} 行：{problem.message}",
        hint=problem.hint,
        after=_shown(sound[:1]),
    )
    problem = read_csv(_csv(sound).decode().encode("gb18030"), table, tables).problems[0]
    yield Mistake(
        place="存成了普通的 CSV",
        before="另存为“CSV（逗号分隔）”",
        message=problem.message,
        hint=problem.hint,
        after="另存为“CSV UTF-8（逗号分隔）”",
    )


def _in_russian(content: bytes) -> bytes:
    """The file in GBK, taken for Russian and saved again."""
    return content.decode().encode("gb18030").decode("cp1251", "ignore").encode()


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _shown(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("，".join(row[:_SHOWN]) + ("，…" if len(row) > _SHOWN else "") for row in rows)


def _blank(row: Sequence[str]) -> list[str]:
    return [""] * len(row)


def _with_total(rows: Rows) -> Rows:
    return [*rows, ["合计", *_blank(rows[0][1:])]]


def _with_second_head(rows: Rows) -> Rows:
    return [*rows[:2], rows[0], *rows[2:]]


def _with_note(rows: Rows) -> Rows:
    return [*rows, ["填表说明：本表由业务科室填写", *_blank(rows[0][1:])]]


def _only_codes(rows: Rows) -> Rows:
    return [*rows, ["zg-03", *_blank(rows[0][1:])]]


def _not_filled(rows: Rows) -> Rows:
    """A template with what was known before, and nothing else."""
    return [rows[0], *([*row[:3], *_blank(row[3:])] for row in rows[1:])]


_MERGED = "self_evaluation_indicators"  # the table of which forms join cells of a column


def _joined(rows: Rows) -> Rows:
    place = rows[0].index("一级指标")
    return [*rows[:2], *([*row[:place], "", *row[place + 1 :]] for row in rows[2:])]


# Where, the table, what spoils it, and the columns that are shown.
_ROWS: tuple[tuple[str, str, Callable[[Rows], Rows], slice], ...] = (
    ("下面有合计行", _OF_FILES, _with_total, slice(_SHOWN)),
    ("中间又有表头", _OF_FILES, _with_second_head, slice(_SHOWN)),
    ("表下写了说明", _OF_FILES, _with_note, slice(_SHOWN)),
    ("一行只有编码", _OF_FILES, _only_codes, slice(_SHOWN)),
    ("合并过单元格", _MERGED, _joined, slice(2, 5)),
    ("填报表还没有填", _OF_FILES, _not_filled, slice(2, 5)),
)


def row_mistakes(tables: Mapping[str, Table]) -> Iterator[Mistake]:
    """Rows that are no records, and cells that were merged."""
    for place, name, spoil, columns in _ROWS:
        table = tables[name]
        examples = [[one.example for one in table.fields] for _ in range(3)]
        sound = [[one.title for one in table.fields], *examples]
        spoiled = spoil(sound)
        frame = pd.DataFrame(
            [[cell or None for cell in row] for row in spoiled[1:]], columns=list(table.names), dtype="str"
        ).assign(_file=name)
        frame["_row"] = range(2, len(frame) + 2)
        fault = _of_rows(table, frame)
        row = f"第 {fault.label + 2} 行：" if not fault.field else ""
        yield Mistake(
            place=place,
            before=_shown([one[columns] for one in spoiled]),
            message=row + fault.message,
            hint=fault.hint,
            after=_shown([one[columns] for one in sound]),
        )


def _of_rows(table: Table, frame: pd.DataFrame) -> RowFault:
    """What a check says of the shape of rows; the plain judge says the same, without a reader made for each field."""
    cells = {one.name: found for one in table.fields if len(found := type_column(frame[one.name], one, plain_judge)[1])}
    missing = {name: one.missing for name, one in cells.items() if len(one.missing)}
    return shapes(
        table, frame, missing, {name: one.positions for name, one in cells.items()}, {table.name: table}
    ).faults[0]


# What somebody gives to be imported, the content of such a file, and what to give instead.
_GIVEN: tuple[tuple[str, bytes, str], ...] = (
    ("扫描或打印成的 PDF", b"%PDF-1.7", "制作它的 Excel 或 Word 原件"),
    ("拍下来的照片", b"\x89PNG\r\n", "填好的工作簿"),
    ("改了扩展名的网页", b"<html></html>", "另存的 .xlsx"),
    ("压缩包", b"Rar!", "压缩包里的表格"),
    ("空文件", b"", "填好的工作簿"),
)


def given_mistakes() -> Iterator[Mistake]:
    """Files that are no tables."""
    for before, content, after in _GIVEN:
        try:
            open_book(content, before)
        except UnreadableError as error:
            yield Mistake(place="交来的文件", before=before, message=error.message, hint=error.hint, after=after)
