"""Files of any kind: read by what they hold, within limits, and told in Chinese where they cannot be."""

from __future__ import annotations

import functools
import io
import random
import resource
import subprocess
import sys
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from generator.intake.files.opening import open_book
from generator.intake.files.sheets import Book, UnreadableError, address
from tests import office
from tests.conftest import ROOT

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{}'
    '<sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
)


def _zip(sheet: str, *, book: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet whose XML is given."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _RELATIONS.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _BOOK.format(book))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return content.getvalue()


def _cells(text: str) -> str:
    return _SHEET.format(f"<sheetData>{text}</sheetData>")


def _saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _only(book: Book) -> dict[str, str]:
    return {cell.address: cell.text for cell in book.sheets[0].cells}


HOSTILE = {
    "claimed size": (
        _SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'),
        None,
    ),
    "corners": (
        _cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
        None,
    ),
    "merged all": (
        _SHEET.format(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="9999"><c r="XFD9999"><v>2</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "合并的单元格超过",
    ),
    "deep": ("<a>" * 5000 + "</a>" * 5000, "层次太深"),
    "many elements": (_cells('<row r="1">@</row>'), "内容太多"),
    "declared": (f'<!DOCTYPE a [<!ENTITY x "y">]>{_cells("")}', "不会写的声明"),
    "torn": (_cells("<row>"), "已损坏"),
    "many cells": (_cells("@"), "超过 150,000 格"),
    "long text": (_cells(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"字" * 40_000}</t></is></c></row>'), None),
    "bomb": (_cells("<row/>@"), "解开后超过"),
}
# What stands for the mark, and how often: made when it is asked for.
_REPEATED = {
    "many elements": ("<c/>", 1_100_000),
    "many cells": ("<row>" + "<c><v>1</v></c>" * 1000 + "</row>", 151),
    "bomb": (" ", 70_000_000),
}


def _hostile(name: str) -> bytes:
    """The workbook of that name."""
    piece, times = _REPEATED.get(name, ("", 0))
    return _zip(HOSTILE[name][0].replace("@", piece * times) if times else HOSTILE[name][0])


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_end_soon_with_a_message(name: str) -> None:
    message, content = HOSTILE[name][1], _hostile(name)
    start = time.process_time()
    book, said = _opened(content)
    assert said == "" if message is None else message in said
    assert time.process_time() - start < 10
    if book is not None:
        assert all(one.anchors is not None for one in book.sheets)
        assert all(len(cell.text) <= 32_767 for one in book.sheets for cell in one.cells)


def _opened(content: bytes) -> tuple[Book | None, str]:
    """The file, or what is said of it."""
    try:
        book = open_book(content, "表.xlsx")
        for sheet in book.sheets:
            sheet.anchors  # noqa: B018 - laid out when asked for
    except UnreadableError as error:
        return None, f"{error.message}{error.hint}"
    return book, ""


def test_reading_stays_within_its_memory(processes: None, tmp_path) -> None:
    limit = 512 * 1024 * 1024
    for name in ("many elements", "many cells", "bomb", "corners"):
        path = tmp_path / "表.xlsx"
        path.write_bytes(_hostile(name))
        program = (
            "import sys; from generator.intake.files.opening import open_book\n"
            "from generator.intake.files.sheets import UnreadableError\n"
            "try: open_book(open(sys.argv[1], 'rb').read(), 'x')\nexcept UnreadableError: pass"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            cwd=ROOT,
            preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_AS, (limit, limit)),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (name, done.stderr)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table>", "网页"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "已损坏"),
        (b"\x89PNG\r\n", "不是表格"),
        (b"\xff\xff\x00\x01", "不是表格"),
        (b"a,b\n\xff\xfe\xfa", "编码"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as found:
        open_book(content, "表.xlsx")
    assert message in found.value.message


def test_an_encrypted_part_is_told() -> None:
    content = bytearray(_zip(_cells("")))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    with pytest.raises(UnreadableError, match="密码"):
        open_book(bytes(content), "表.xlsx")


@pytest.mark.parametrize("code", ["gbk", "x-foo", "utf-7", ""])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_part_in_another_encoding_is_told(code: str, part: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_zip(_cells("")))) as old, zipfile.ZipFile(content, "w") as new:
        for one in old.namelist():
            declared = f'<?xml version="1.0" encoding="{code}"?>'.encode() if one == part else b""
            new.writestr(one, declared + old.read(one))
    assert "已损坏" in _opened(content.getvalue())[1]


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with a bit turned, cut short, or with bytes cut out or put in."""
    torn, place = bytearray(content), chance.randrange(len(content))
    way = chance.randrange(4)
    if way == 0:
        torn[place] ^= 1 << chance.randrange(8)
    elif way == 1:
        del torn[place:]
    elif way == 2:
        del torn[place : place + chance.randrange(1, 99)]
    else:
        torn[place:place] = chance.randbytes(chance.randrange(1, 99))
    return bytes(torn)


def test_no_damage_is_an_exception() -> None:
    """Of the file and of its parts."""
    chance = random.Random("damage")
    whole = _zip(_cells('<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c></row>'))

    def part_damaged() -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(content, "w") as new:
            hit = chance.choice(old.namelist())
            for one in old.namelist():
                new.writestr(one, _damaged(old.read(one), chance) if one == hit else old.read(one))
        return content.getvalue()

    said = {_opened(_damaged(whole, chance) if chance.random() < 0.6 else part_damaged())[1] for _ in range(1_500)}
    assert {one[:5] for one in said} > {"", "文件已损坏"}
    place = whole.index(b"PK\x05\x06") + 16
    start = int.from_bytes(whole[place : place + 4], "little") + 2**30  # before the beginning of the file
    assert "已损坏" in _opened(whole[:place] + start.to_bytes(4, "little") + whole[place + 4 :])[1]


def test_halves_of_a_character_and_columns_without_end_are_no_exception() -> None:
    halves = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲_xD83D_乙_xD83D__xDE00_</t></is></c></row>'
    assert _only(open_book(_zip(_cells(halves)), "表.xlsx")) == {"A1": "甲\ufffd乙😀"}
    columns = '<col min="1" max="16384" hidden="1"/>' * 20_000
    assert "已损坏" in _opened(_zip(_SHEET.format(f"<cols>{columns}</cols><sheetData/>")))[1]


def test_what_a_cell_shows_is_what_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    values = {"A1": 0.1 + 0.2, "A2": 0.8997, "A3": date(2024, 3, 1), "A4": True, "A5": 1234567890123, "A6": 1e-7}
    for place, value in values.items():
        sheet[place] = value
    sheet["A2"].number_format = "0.00%"
    sheet["B1"], sheet["B2"] = "=1+1", "第一行\r\n第二行"
    shown = _only(open_book(_saved(book), "x.xlsx"))
    assert shown == {
        "A1": "0.3", "A2": "89.97%", "A3": "2024-03-01", "A4": "是", "A5": "1234567890123", "A6": "0",
        "B1": "", "B2": "第一行\n第二行",
    }  # fmt: skip


def test_a_formula_without_its_result_is_hollow_and_never_zero() -> None:
    cells = {
        one.address: one
        for one in open_book(
            _zip(_cells('<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f>1</f><v>7</v></c></row>')), "x"
        )
        .sheets[0]
        .cells
    }
    assert cells["A1"].hollow
    assert (cells["B1"].hollow, cells["B1"].text) == (False, "7")


def test_hidden_rows_columns_and_sheets_say_so() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for place in ("A1", "B1", "A2"):
        sheet[place] = place
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    aside = book.create_sheet("旧表")
    aside["A1"], aside.sheet_state = 1, "veryHidden"
    read = open_book(_saved(book), "x.xlsx")
    assert {cell.address: bool(cell.hidden) for cell in read.sheets[0].cells} == {"A1": False, "B1": True, "A2": True}
    assert [bool(one.hidden) for one in read.sheets] == [False, True]


def test_days_since_1904_macros_and_links_are_told() -> None:
    content = _zip(
        _cells('<row r="1"><c r="A1"><v>44128</v></c></row>'),
        book='<workbookPr date1904="1"/>',
        more={"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"},
    )
    told = " ".join(message for message, _ in open_book(content, "x.xlsm").told)
    assert all(word in told for word in ("宏", "别的文件", "1904"))


def test_a_list_in_any_encoding() -> None:
    text = "项目编码,项目名称\r\nA001,医院\r\n"
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030"), text.encode("utf-16")):
        assert _only(open_book(content, "清单.csv")) == {"A1": "项目编码", "B1": "项目名称", "A2": "A001", "B2": "医院"}


def test_addresses() -> None:
    assert [address(place) for place in ((0, 0), (13, 4), (0, 26), (1_048_575, 16_383))] == [
        "A1",
        "E14",
        "AA1",
        "XFD1048576",
    ]


def _office(content: bytes, name: str, kind: str, tmp_path) -> bytes:
    """A file as LibreOffice saves it in another format."""
    (tmp_path / name).write_bytes(content)
    [made] = office.saved(tmp_path, tmp_path / name, to=kind)
    return made.read_bytes()


def test_an_old_workbook_with_cells_far_apart_is_refused_before_it_is_laid_out(processes: None, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["IV65536"] = 1, 2
    content = _office(_saved(book), "远.xlsx", "xls", tmp_path)
    assert len(content) < 100_000
    with pytest.raises(UnreadableError, match="太远"):
        open_book(content, "远.xls")


def test_no_damage_to_an_old_workbook_is_an_exception(
    processes: None, tmp_path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor does the compiled code that reads it say on standard error how it gave up."""
    book, chance = openpyxl.Workbook(), random.Random("old")
    for row in range(9):
        book.active.append(["项目支出绩效自评表", row, f"校舍维修{row}"])
    content = _office(_saved(book), "表.xlsx", "xls", tmp_path)
    said = {_opened(_damaged(content, chance))[1] for _ in range(400)}
    assert {one[:5] for one in said} >= {"", "文件已损坏"}
    assert capfd.readouterr().err == ""


def test_an_old_workbook_reads_like_the_new_one(processes: None, tmp_path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:C1")
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["C2"] = "项目支出绩效自评表", 0.8997, date(2024, 3, 1), 89.974
    sheet["A2"].number_format = "0.00%"
    sheet["A3"] = "隐藏"
    sheet.row_dimensions[3].hidden = True
    content = _saved(book)
    old = open_book(_office(content, "表.xlsx", "xls", tmp_path), "表.xlsx")  # its name is no matter
    assert _only(old) == _only(open_book(content, "表.xlsx"))
    assert [cell.address for cell in old.sheets[0].cells if cell.hidden] == ["A3"]
    assert [(one.place, one.right) for one in old.sheets[0].merges] == [((0, 0), 2)]
