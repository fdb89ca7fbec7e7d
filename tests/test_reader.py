"""The strict CSV reader: what it refuses, in which words, and that no row is ever lost (threats 1 and 6)."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import string
from dataclasses import replace
from pathlib import Path

import pytest

from generator.check.report import FORMATS
from generator.core.errors import UserError
from generator.core.schema import Field, Table
from generator.load import csvfile, load
from generator.load.csvfile import MAX_CELL, Problem, Sheet, read_csv
from generator.load.plainfile import parsed, plain
from tests import faulty
from tests.conftest import DATA, EDU, DataFolder, csv_text

TABLE = Table(
    name="goals",
    title="项目支出绩效目标",
    description="…",
    group="goals",
    scope="department-year",
    label="name",
    primary_key=("code",),
    foreign_keys=(),
    fields=tuple(
        Field(name=name, title=title, type="string", description="…", example="x", constraints=rules, synonyms=words)
        for name, title, rules, words in (
            ("code", "项目编码", {"required": True, "pattern": "[0-9A-Z]{1,20}"}, ("项目代码", "pro_code")),
            ("name", "项目名称", {"required": True}, ("专项名称",)),
            ("amount", "资金总额", {}, ()),
            ("remark", "备注", {}, ()),
        )
    ),
)
HEADER = "code,name,amount,remark\n"
EXCEL = "请在 Excel 中用“另存为 → CSV UTF-8（逗号分隔）”重新保存。"
QUOTES = "格内的双引号要写成两个，整格再用双引号包住；或在 Excel 中另存为“CSV UTF-8”。"


def read(text: str | bytes) -> Sheet:
    return read_csv(text if isinstance(text, bytes) else text.encode(), TABLE)


def refused(text: str | bytes) -> Problem:
    """The one problem of a file that is refused as a whole."""
    sheet = read(text)
    assert sheet.columns == {}
    assert sheet.rows == []
    (problem,) = sheet.problems
    return problem


def told(sheet: Sheet) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.row, one.message) for one in sheet.problems]


# What is read as it stands.


@pytest.mark.parametrize(
    "content",
    [
        b"code,name,amount,remark\nA,\xe7\x94\xb2,1,\n",
        b"\xef\xbb\xbfcode,name,amount,remark\nA,\xe7\x94\xb2,1,\n",
        b"code,name,amount,remark\r\nA,\xe7\x94\xb2,1,\r\n",
        b"code,name,amount,remark\r\nA,\xe7\x94\xb2,1,",
        b'"code","name","amount","remark"\n"A","\xe7\x94\xb2","1",""\n\n\n',
        "项目编码,项目名称,资金总额,备注\nA,甲,1,\n".encode(),
        "备注, 资金总额 ,name,项目编码\n,1,甲,A\n".encode(),
    ],
    ids=["plain", "BOM", "CRLF", "no last line end", "all quoted, blank lines at the end", "titles", "other order"],
)
def test_accepted(content: bytes) -> None:
    sheet = read(content)
    assert sheet.problems == ()
    assert sheet.columns == {"code": ["A"], "name": ["甲"], "amount": ["1"], "remark": [""]}
    assert sheet.rows == [2]


def test_cells_are_kept_to_the_letter() -> None:
    hostile = [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "[x](javascript:alert(1))",
        '"><img src=x onerror=alert(1)>',
        "''\"\"",
        "汉" * 4000,
        "👍🏽",
        "𠮷野家",
        "两行\n第三行",
        "=cmd|'/c calc'!A0",
        "@here ::error::x",
        "NA",
        "0012",
        "123456789012345678",
        " 前后有空格 ",
        "制表\t符",
    ]
    sheet = read(csv_text([HEADER.strip().split(","), *[[f"A{i}", cell, "", ""] for i, cell in enumerate(hostile)]]))
    assert sheet.problems == ()
    assert sheet.columns["name"] == hostile


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    sheet = read(HEADER + 'A,甲,1,"两\n行"\nB,乙,2,\n')
    assert sheet.problems == ()
    assert sheet.rows == [2, 3]


def test_a_line_break_inside_a_cell_is_one_newline_however_it_was_written() -> None:
    assert read((HEADER + 'A,甲,1,"两\n行"\n').replace("\n", "\r\n")).columns["remark"] == ["两\n行"]


# Encodings.


@pytest.mark.parametrize("text", ["A,校舍维修,1,\n", "A,镕㙍,1,\n", "A,𠮷野,1,\n"], ids=["GBK", "GB18030", "plane 2"])
@pytest.mark.parametrize("header", [HEADER, "项目编码,项目名称,资金总额,备注\n"], ids=["English", "Chinese"])
def test_gb18030(header: str, text: str) -> None:
    problem = refused((header + text).encode("gb18030"))
    assert (problem.code, problem.message) == ("L01", "文件是 GBK／GB18030 编码。")
    assert problem.hint == EXCEL


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf16(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    problem = refused(mark + (HEADER + "A,甲,1,\n").encode(encoding))
    assert (problem.code, problem.message) == ("L01", "文件是 UTF-16（Unicode 文本）编码。")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised(encoding: str) -> None:
    assert refused((HEADER + "A,B,1,\n").encode(encoding)).message == "文件是 UTF-16（Unicode 文本）编码。"
    chinese = "项目编码,项目名称,实施单位,预算金额,年度目标\n甲乙丙丁,校舍维修改造,某某学校,壹佰,完成改造任务\n" * 3
    assert refused(chinese.encode(encoding)).message == "文件是 UTF-16（Unicode 文本）编码。"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1"], ids=["xlsx", "xls"])
def test_workbook_renamed(start: bytes) -> None:
    problem = refused(start + b"\x00" * 100)
    assert (problem.code, problem.message) == ("L01", "这是 Excel 工作簿，只是改了扩展名。")


def test_damaged_utf8_is_not_called_gb18030() -> None:
    content = (HEADER + "A,甲乙,1,\nB,丙丁,2,\n").encode().replace("丁".encode(), "丁".encode()[:2])
    problem = refused(content)
    assert (problem.row, problem.message) == (3, "从这一行起不是 UTF-8 编码，文件可能已损坏。")


def test_neither_utf8_nor_gb18030() -> None:
    problem = refused(HEADER.encode() + b"A,\xff\xff,1,\n")
    assert (problem.row, problem.message) == (2, "从这一行起不是 UTF-8 编码，文件可能已损坏。")


# Line ends, separators, blank files.


@pytest.mark.parametrize("text", [HEADER.replace("\n", "\r") + "A,甲,1,\r", HEADER + 'A,甲,1,"a\rb"\n'])
def test_lone_cr(text: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.message) == ("L08", "换行用的是老式苹果电脑的写法，分不出各行。")


@pytest.mark.parametrize(("mark", "name"), [(";", "分号"), ("\t", "制表符"), ("，", "全角逗号"), ("|", "竖线")])
def test_other_separators(mark: str, name: str) -> None:
    problem = refused((HEADER + "A,甲,1,\n").replace(",", mark))
    assert (problem.code, problem.row, problem.message) == ("L08", 1, f"用{name}分隔各列。")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n\r\n"])
def test_empty(content: bytes) -> None:
    problem = refused(content)
    assert (problem.code, problem.message) == ("L05", "文件是空的，连表头也没有。")


def test_header_only() -> None:
    problem = refused(HEADER)
    assert (problem.code, problem.row, problem.message) == ("L05", 1, "只有表头，没有数据行。")
    assert problem.hint == "没有数据的表不必放文件，请删除这个文件。"


# Columns.


def test_missing_column() -> None:
    sheet = read("code,amount\nA,1\n")
    assert told(sheet) == [("L06", 1, "缺少 2 列：项目名称、备注。")]
    assert [one.hint for one in sheet.problems] == [
        "请补上这些列；其中「项目名称」每行都要填写，别的没有内容的格可以留空。"
    ]
    sheet = read("code,amount,remark\nA,1,x\n")
    assert told(sheet) == [("L06", 1, "缺少「项目名称」（name）列。")]
    assert [one.hint for one in sheet.problems] == ["请补上这一列，且每行都要填写。"]
    sheet = read("code,name,amount\nA,x,1\n")
    assert told(sheet) == [("L06", 1, "缺少「备注」（remark）列。")]
    assert [one.hint for one in sheet.problems] == ["请补上这一列；没有内容的格可以留空。"]


def test_extra_column() -> None:
    problem = refused("code,name,amount,remark,联系电话\nA,甲,1,,123\n")
    assert problem.message == "表头「联系电话」不是「项目支出绩效目标」的列。"
    assert problem.hint == "请删除这一列，要公开的内容写进「备注」一类的列；可用的列见数据字典。"


def test_renamed_column_is_recognised_by_its_synonym_but_not_taken() -> None:
    problem = refused("项目代码,name,amount,remark\nA,甲,1,\n")
    assert (problem.code, problem.row, problem.field) == ("L06", 1, "code")
    assert problem.message == "表头「项目代码」不是「项目支出绩效目标」的列。"
    assert problem.hint == "如果是「项目编码」，请改成这个名字；可用的列见数据字典。"


def test_duplicate_column_also_under_its_other_name() -> None:
    problem = refused("code,name,amount,remark,项目编码\nA,甲,1,,B\n")
    assert problem.message == "第 5 列「项目编码」与前面的列重复。"


@pytest.mark.parametrize("text", ["code,name,amount,remark,,\nA,甲,1,,,\n", "code,,name,amount,remark\nA, ,甲,1,\n"])
def test_a_column_without_a_name_in_which_nothing_is_written_is_none(text: str) -> None:
    sheet = read(text)
    assert sheet.problems == ()
    assert sheet.columns == {"code": ["A"], "name": ["甲"], "amount": ["1"], "remark": [""]}


def test_a_column_without_a_name_is_told_which_it_probably_is() -> None:
    problem = refused("code,,amount,remark\nA,甲,1,\nB,乙,,\n")
    assert problem.message == "第 2 列没有列名，却有 2 格填了内容（如「甲」）。"
    assert problem.hint == "多半是「项目名称」，请核对后在第 1 行写上列名。"
    assert "删除" not in refused("code,name,amount,remark,\nA,甲,1,,乙\n").hint


def test_very_many_columns() -> None:
    problem = refused(",".join(f"c{i}" for i in range(100_000)) + "\nA\n")
    assert (problem.code, problem.message) == ("L04", "有 100,000 列，上限 200 列。")


def test_a_very_long_header_is_quoted_in_part() -> None:
    sheet = read("".join(f"{'长' * 30_000}{i}," for i in range(20)) + "\nA\n")
    assert all(len(one.message) < 120 and len(one.value) < 62 for one in sheet.problems)


# Rows.


def test_ragged_rows() -> None:
    assert told(read(HEADER + "A,甲,1,\nB,乙,1,234,\nC,丙\n")) == [
        ("L07", 3, "有 5 格，表头有 4 格。"),
        ("L07", 4, "有 2 格，表头有 4 格。"),
    ]


@pytest.mark.parametrize("blank", ["", ",,,"], ids=["no cell", "empty cells"])
def test_blank_row_between_rows(blank: str) -> None:
    assert told(read(HEADER + f"A,甲,1,\n{blank}\nB,乙,2,\n")) == [("L07", 3, "整行是空的。")]


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfile, "MAX_ROWS", 3)
    assert refused(HEADER + "A,甲,1,\n" * 3).message == "超过 3 行。"


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "A,甲,1,\n"
    most = len(text.encode()) - 1
    monkeypatch.setattr(csvfile, "MAX_BYTES", most)
    problem = refused(text)
    assert (problem.code, problem.message) == ("L04", f"文件超过 {most} 字节的上限。")
    monkeypatch.setattr(csvfile, "MAX_BYTES", most + 1)
    assert not read(text).problems


# Quotes: an open one must never take rows with it.

ROWS = ["A,甲,1,备注", "B,乙,2,备注", "C,丙,3,备注", "D,丁,4,备注", "E,戊,5,备注"]


def spoiled(row: int, column: int, *, close: tuple[int, int] | None = None, how: str = '{}"') -> str:
    """Five rows with a quote opened before a cell, and perhaps one after a later cell."""
    cells = [line.split(",") for line in ROWS]
    cells[row][column] = '"' + cells[row][column]
    if close is not None:
        cells[close[0]][close[1]] = how.format(cells[close[0]][close[1]])
    return HEADER + "\n".join(map(",".join, cells)) + "\n"


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("row", range(5))
def test_open_quote(row: int, column: int) -> None:
    problem = refused(spoiled(row, column))
    assert (problem.code, problem.row) == ("L02", row + 2)
    assert problem.message == "双引号不成对，从这一行起无法分清单元格。"
    assert problem.hint == QUOTES


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize(("row", "later"), [(row, later) for row in range(4) for later in range(row + 1, 5)])
def test_open_quote_closed_by_a_later_stray_one(row: int, column: int, later: int) -> None:
    """The worst case: as CSV the file is faultless, and the rows between have become part of one cell."""
    for end in range(4):
        sheet = read(spoiled(row, column, close=(later, end)))
        assert sheet.problems, f"rows were lost in silence: {row}, {column} to {later}, {end}"
        assert sheet.problems[0].code in ("L02", "L07")
        assert sheet.problems[0].row == row + 2
        if end == column:
            assert sheet.problems[0].message == "一格里像是并进了后面的行。"


@pytest.mark.parametrize("later", [1, 2])
def test_open_quote_before_a_quoted_cell(later: int) -> None:
    problem = refused(spoiled(1, 3, close=(1 + later, 1), how='"{}"'))
    assert (problem.code, problem.row) == ("L02", 3)


@pytest.mark.parametrize("cell", ['5"管', '长5"×宽6"', '甲""乙', '甲 "乙"'])
def test_quote_in_the_middle_of_a_cell(cell: str) -> None:
    problem = refused(HEADER + f"A,甲,1,\nB,{cell},2,\nC,丙,3,\n")
    assert (problem.code, problem.row, problem.message) == ("L02", 3, "有一个双引号写在格子中间。")


def test_text_of_several_lines_with_commas_is_no_swallowed_row() -> None:
    text = "一是投入1,234,567元；\n二是新增2,345,678元，a,b,c"
    sheet = read(csv_text([["code", "name", "amount", "remark"], ["A", text, "1", text]]))
    assert sheet.problems == ()
    assert sheet.columns["remark"] == [text]


def test_the_count_does_not_lean_on_the_csv_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the csv module ever lost a row, the second count would tell."""
    reader = csvfile.csv.reader
    monkeypatch.setattr(csvfile.csv, "reader", lambda *given, **words: list(reader(*given, **words))[:-1])
    problem = refused(HEADER + "A,甲,1,\nB,乙,2,\n")
    assert (problem.code, problem.message) == ("L11", "读到 2 行，按换行数应有 3 行。")


# Characters.


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\x00", "不可见的控制字符 U+0000"),
        ("\x1b", "不可见的控制字符 U+001B"),
        ("\x0b", "不可见的控制字符 U+000B"),
        ("\x85", "不可见的控制字符 U+0085"),
        ("\uffff", "不可见的控制字符 U+FFFF"),
        ("\u202e", "改变文字方向的字符 U+202E"),
        ("\u2066", "改变文字方向的字符 U+2066"),
        ("\u200f", "改变文字方向的字符 U+200F"),
        ("\u2028", "特殊的换行符 U+2028"),
        ("\u200b", "看不见的零宽字符 U+200B"),
        ("\u00ad", "看不见的零宽字符 U+00AD"),
        ("\ufeff", "看不见的零宽字符 U+FEFF"),
        ("\u3164", "看不见的零宽字符 U+3164"),
        ("\U000e0041", "看不见的零宽字符 U+E0041"),
        ("\ufffd", "转换编码时丢失文字留下的替代符 U+FFFD"),
        ("\ufffc", "粘贴图片留下的占位符 U+FFFC"),
    ],
)
def test_invisible_characters(character: str, words: str) -> None:
    sheet = read(HEADER + f'A,甲,1,"两\n行"\nB,乙{character}方,2,\n')
    (problem,) = sheet.problems
    assert (problem.code, problem.row, problem.field, problem.message) == ("L03", 3, "name", f"含有{words}。")
    assert len(sheet.rows) == 2


def test_invisible_character_in_the_header() -> None:
    problem = refused(f"\ufeff\ufeff{HEADER}A,甲,1,\n")
    assert (problem.code, problem.row, problem.message) == ("L03", 1, "含有看不见的零宽字符 U+FEFF。")


@pytest.mark.parametrize("text", ["❤️", "👍🏽", "葛󠄀城", "𠮷", "（一）・·—…“”", "①②③", "㎡", "　全角空格"])
def test_unusual_but_visible_characters_stay(text: str) -> None:
    sheet = read(HEADER + f"A,{text},1,\n")
    assert sheet.problems == ()
    assert sheet.columns["name"] == [text]


# Long cells.


def test_cell_longer_than_a_workbook_can_hold() -> None:
    sheet = read(HEADER + f"A,甲,1,{'长' * 33_000}\n")
    (problem,) = sheet.problems
    assert (problem.code, problem.row, problem.field) == ("L04", 2, "remark")
    assert problem.message == "有 33,000 字，一格最多 32,767 字。"
    assert len(problem.value) < 50


def test_cell_of_a_megabyte() -> None:
    problem = refused(HEADER + f"A,甲,1,\nB,{'长' * 1_000_000},1,\n")
    assert (problem.code, problem.row) == ("L04", 3)
    assert problem.message == "有一格超过 32,767 字，或双引号没有闭合使多行并成一格。"


# Whatever the csv module writes, the reader gives back.


@pytest.mark.parametrize("seed", range(40))
def test_round_trip(seed: int) -> None:
    dice = random.Random(seed)
    letters = string.ascii_letters + string.digits + " ,;\"'\n\t、。，“”绩效预算𠮷👍=<>&|"
    rows = [
        [f"A{number}", *("".join(dice.choices(letters, k=dice.randint(0, 12))) for _ in range(3))]
        for number in range(dice.randint(1, 60))
    ]
    text = io.StringIO()
    quoting = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC))
    writer = csv.writer(text, lineterminator=dice.choice(("\n", "\r\n")), quoting=quoting)
    order = dice.sample(range(4), 4)
    for row in [["code", "name", "amount", "remark"], *rows]:
        writer.writerow([row[position] for position in order])
    sheet = read(text.getvalue())
    assert sheet.problems == ()
    assert list(zip(*(sheet.columns[name] for name in ("code", "name", "amount", "remark")), strict=True)) == [
        tuple(row) for row in rows
    ]
    assert sheet.rows == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("seed", range(20))
def test_damage_is_refused_or_read_whole(seed: int) -> None:
    """One damaged byte or a stray quote: never an exception, and what is accepted has swallowed no row."""
    dice = random.Random(seed)
    words = ["甲", "甲,乙", "两\n行", '"引"', "", "一，二"]
    accepted = 0
    for _ in range(50):
        rows = [[f"A{number}", *(dice.choice(words) for _ in range(3))] for number in range(dice.randint(1, 8))]
        content = bytearray(csv_text([["code", "name", "amount", "remark"], *rows]).encode())
        place = dice.randrange(len(content))
        if dice.random() < 0.5:
            content[place:place] = dice.choice((b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b'""', b'"\n', b',"'))
        else:
            content[place] = dice.randrange(256)
        sheet = read(bytes(content))
        if not sheet.problems:
            accepted += 1
            cells = [cell for name in ("name", "amount", "remark") for cell in sheet.columns[name]]
            assert not [cell for cell in cells if "\nA" in cell]
            assert len(sheet.columns["code"]) == len(sheet.rows)
    assert 0 < accepted < 50


# The reader for files in which nothing needs care: it takes only what the careful one finds faultless, and reads alike.


def by_arrow(content: bytes) -> dict[str, list[str]] | None:
    """The columns as the quick reader has them; None where it leaves the file to the careful one."""
    lines = plain(content, TABLE)
    cells = parsed([lines]) if lines is not None else None
    return (
        None
        if cells is None
        else {name: [cell or "" for cell in cells[name].to_pylist()] for name in cells.column_names}
    )


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "A,甲,1,\n",
        HEADER + "A,甲,1,",
        "\ufeff" + HEADER + "A, 甲 ,NA,null\n\n\n",
        (HEADER + "A,甲,1,\nB,,,\n").replace("\n", "\r\n"),
        "项目编码,项目名称,资金总额,备注\nA,制表\t符,#N/A,''\n",
        "备注, 资金总额 ,name,项目编码\n,1,甲,A\n",
        HEADER + f"A,{'长' * (MAX_CELL // 3)},1,\n",
    ],
)
def test_plain_files_are_read_quickly_and_alike(text: str) -> None:
    sheet = read(text)
    assert sheet.problems == ()
    assert by_arrow(text.encode()) == sheet.columns


@pytest.mark.parametrize("seed", range(200))
def test_whatever_is_read_quickly_would_be_read_alike_with_care(seed: int) -> None:
    """Plain rows, some of them spoiled at one place: what the quick reader takes must be faultless to the careful."""
    dice = random.Random(seed)
    rows = [
        ",".join(dice.choice(("", "A1", "甲乙", " ", "-1.5", "NA")) for _ in range(4))
        for _ in range(dice.randint(0, 9))
    ]
    text = HEADER + "\n".join(rows) + "\n" * dice.randint(0, 3)
    for _ in range(dice.randint(0, 2)):
        at = dice.randint(0, len(text))
        noise = dice.choice(("\n", "\r", "\r\n", ",", '"', "\x00", "\u200b", "\x0b", "\\", "甲", ""))
        text = text[:at] + noise + text[at + dice.randint(0, 1) :]
    quick = by_arrow(text.encode())
    if quick is not None:
        sheet = read(text)
        assert sheet.problems == ()
        assert sheet.columns == quick
        assert sheet.rows == list(range(2, len(sheet.rows) + 2))


@pytest.mark.parametrize(
    "text",
    [
        HEADER + 'A,"甲",1,\n',
        HEADER + "A,甲,1\n",
        HEADER + "A,甲,1,\nB,乙,2,,\n",
        HEADER + "A,甲,1,\n\nB,乙,2,\n",
        HEADER + "A,甲,1,\n,,,\n",
        HEADER + ",,,\nA,甲,1,\n",
        HEADER + "A,甲,1,a\rb\n",
        HEADER + "A,零\u200b宽,1,\n",
        HEADER + f"A,{'长' * (MAX_CELL + 1)},1,\n",
        HEADER,
        "code,name,amount\nA,甲,1\n",
        "",
    ],
)
def test_what_needs_care_is_left_to_the_careful_reader(text: str) -> None:
    assert by_arrow(text.encode()) is None


def test_bytes_that_are_no_utf8_are_left_to_the_careful_reader() -> None:
    assert by_arrow((HEADER + "A,甲,1,\n").encode("gb18030")) is None


def test_files_are_parsed_together_only_if_all_of_them_are_plain() -> None:
    one, other, short = (plain((HEADER + line).encode(), TABLE) for line in ("A,甲,1,\n", "B,乙,2,\n", "C,丙\n"))
    assert one is not None
    assert other is not None
    assert short is not None
    both = parsed([one, other])
    assert both is not None
    assert both["code"].to_pylist() == ["A", "B"]
    assert parsed([one, short, other]) is None


# Damage of every kind, to every kind of file that is shipped.

WESTERN = ("café", "crème", "naïve", "élève", "Ärger", "Öl", "süß", "größe", "müßig", "año", "São", "coração", "þú")


def test_western_letters_are_not_called_gbk() -> None:
    dice = random.Random(1)
    for _ in range(500):
        words = " ".join(dice.choice(WESTERN) for _ in range(dice.randint(1, 30)))
        assert refused(f"{HEADER}A,{words},1,\n".encode("cp1252")).value != "GB18030"


@pytest.mark.parametrize("text", ["人民医院", "一,甲方乙方", "2023年度，共12所学校"])
def test_chinese_in_few_words_is_called_gbk(text: str) -> None:
    assert refused(f'{HEADER}A,"{text}学校",1,\n'.encode("gbk", "ignore")).value == "GB18030"


NARROW = replace(TABLE, fields=TABLE.fields[:2])


@pytest.mark.parametrize(
    "text",
    [
        "分两步：\n1,200万元\n2,300万元",
        "甲,乙\n丙,丁",
        "一、\nA,B\nC,D",
        "第一\n甲,乙\n丙,丁\n戊,己",
        "a\n1,b\n2,c\n3,d",
    ],
)
def test_a_text_of_several_lines_with_commas_in_two_columns_is_no_swallowed_row(text: str) -> None:
    sheet = read_csv(csv_text([["code", "name"], ["A1", text], ["A2", "乙"]]).encode(), NARROW)
    assert sheet.problems == ()
    assert sheet.columns["name"] == [text, "乙"]


def test_rows_swallowed_in_two_columns_are_told() -> None:
    sheet = read_csv('code,name\nA001,"甲\nA002,乙\nA003,丙"\nA004,丁\n'.encode(), NARROW)
    assert [one.code for one in sheet.problems] == ["L02"]


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One bit of a file flipped, or its end cut off."""
    place = dice.randrange(len(content))
    if dice.random() < 0.3:
        return content[:place]
    changed = bytearray(content)
    changed[place] ^= 1 << dice.randrange(8)
    return bytes(changed)


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(faulty.TABLES))
def test_no_damage_to_any_table_is_an_exception(name: str) -> None:
    """With its mark and without; whatever comes of it is cells or problems, and a file refused is one problem."""
    table = faulty.TABLES[name]
    path = next(iter(sorted(DATA.rglob(f"{name}.csv"))), None)
    content = path.read_bytes() if path else csv_text([[*table.names], [one.example for one in table.fields]]).encode()
    dice = random.Random(name)
    for start in (b"", b"\xef\xbb\xbf"):
        for _ in range(100):
            sheet = read_csv(
                damaged(start + content.removeprefix(b"\xef\xbb\xbf")[:20_000], dice), table, faulty.TABLES
            )
            assert sheet.problems or sheet.rows
            assert sheet.cells or len({one.code for one in sheet.problems}) <= 2


@pytest.mark.thorough
@pytest.mark.parametrize("file", ["goals.csv", "self_evaluation_indicators.csv", "package.yaml"])
def test_a_damaged_file_is_told_on_that_file(tmp_path: Path, file: str) -> None:
    """Through the whole check: what is found of a file that cannot be read stands on it, once."""
    files = faulty.sound()
    path = f"{faulty.FOLDER}/{file}"
    content = b"\xef\xbb\xbf" + files[path].removeprefix(b"\xef\xbb\xbf")
    data = faulty.put(tmp_path, files)
    dice = random.Random(file)
    refusals = 0
    for _ in range(12):
        (data / path).write_bytes(
            damaged(content, dice) if dice.random() < 0.5 else content[:90] + b"\xff" + content[90:]
        )
        found = [one for one in load(data).findings if one.severity == "error"]
        assert {one.file for one in found} <= {f"data/{path}"}
        refusals += bool(found)
    assert refusals > 2


@pytest.mark.thorough
@pytest.mark.parametrize("place", ["datapackage.yaml", "schemas/goals.yaml", "profiles/at-most-ratio.yaml"])
def test_a_damaged_descriptor_is_told_and_no_traceback(tmp_path: Path, place: str) -> None:
    files = faulty.sound()
    assert place in files
    data = faulty.put(tmp_path, files)
    dice = random.Random(place)
    for start in (b"", b"\xef\xbb\xbf"):
        for _ in range(40):
            (data / place).write_bytes(damaged(start + files[place], dice))
            with contextlib.suppress(UserError):
                load(data)


def test_marks_of_direction_in_names_of_files_are_spelled_out(folder: DataFolder) -> None:
    folder.write(f"{EDU}/报告\u202egpj.csv", "x\n1\n")
    checked = folder.check(())
    assert any("\u202e" in one.file for one in checked.findings)
    for style, form in FORMATS.items():
        assert "\u202e" not in form(checked, checked.findings), style
