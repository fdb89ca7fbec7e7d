"""Workbooks: rows packed already, between what the layout says.

XlsxWriter alone took 3.4 ms for the smallest project workbook and wrote 260,000 cells a second, minutes for a city. So
it lays out heads, widths, frozen panes, filters, formats, data dictionary and notes once, and a workbook is these parts
strung together with the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from generator.core import ooxml
from generator.core.archive import SMALL, Base, Entry, archive, base, compressed, entry, pack
from generator.core.schema import Catalogue
from generator.downloads.cells import fields
from generator.downloads.layout import Layout

MAX_ROWS = 1_048_575  # rows of a sheet below its head
_STYLES = ("/xl/styles.xml", f"{ooxml.SPREADSHEET}.styles+xml")
_BOOK = ("/xl/workbook.xml", f"{ooxml.SPREADSHEET}.sheet.main+xml")


@dataclass(frozen=True, kw_only=True)
class Model:
    """A workbook of some tables without their sheets: the other entries, and ``book``: what says the sheets' names.

    ``book`` is text between the numbers of the tables' last rows.
    """

    base: Base
    tables: Sequence[str]
    book: Sequence[str]


def model(
    layout: Layout, catalogue: Catalogue, tables: Sequence[str], *, clock: datetime, wrap: bool, sample: bool
) -> Model:
    """Put the constant entries together; ``wrap`` breaks long texts into lines, ``sample`` warns of invented data."""
    described = b"".join(layout.described[name] for name in tables)
    count = sum(len(fields(catalogue.tables[name])) for name in tables) + 1
    before, after = layout.ending
    titles = [*(catalogue.tables[name].title for name in tables), "数据字典", "说明"]
    last = len(titles)
    parts = {
        "[Content_Types].xml": ooxml.content_types([ooxml.CORE, _STYLES, _BOOK, *ooxml.worksheets(last)]).encode(),
        "_rels/.rels": ooxml.root("xl/workbook.xml").encode(),
        "docProps/core.xml": layout.core,
        "xl/_rels/workbook.xml.rels": ooxml.sheet_relations(last, "styles").encode(),
        "xl/styles.xml": layout.formats[wrap],
        ooxml.sheet_path(last - 1): layout.front + described + before + str(count).encode() + after,
        ooxml.sheet_path(last): layout.notes[sample],
    }
    return Model(
        base=base((entry(name, pack(content, SMALL)) for name, content in parts.items()), clock),
        tables=tables,
        book=_book(catalogue, tables, titles, count),
    )


def workbook(
    model: Model, layout: Layout, sheets: Mapping[str, tuple[Entry, int]], clock: datetime
) -> tuple[bytes, dict[str, int]]:
    """The workbook with, for each table of the model, its sheet up to the last row and how many rows there are.

    The sheets are named and ended here. With the workbook, where each of them begins.
    """
    entries = []
    pieces = [model.book[0]]
    for number, (name, between) in enumerate(zip(model.tables, model.book[1:], strict=True), start=1):
        sheet, count = sheets[name]
        sheet.name = ooxml.sheet_path(number)
        last = str(count + 1)
        before, after = layout.tails[name]
        entries.append(sheet.write(before + last.encode() + after))
        pieces += [last, between]
    names = compressed("xl/workbook.xml", "".join(pieces).encode())
    content, starts = archive([*entries, names], clock, after=model.base)
    return content, dict(zip(model.tables, starts, strict=False))


def _book(catalogue: Catalogue, tables: Sequence[str], titles: Sequence[str], described: int) -> list[str]:
    """The sheets' names, what their filters reach over, and the row that is printed on every page."""
    names = f'xmlns="{ooxml.MAIN}" xmlns:r="{ooxml.OFFICE}"'
    opening = f"{ooxml.HEAD}<workbook {names}><bookViews><workbookView/></bookViews>"
    pieces = [f"{opening}{ooxml.sheet_names(titles)}<definedNames>"]
    widths = [ooxml.letters(len(fields(catalogue.tables[name])) - 1) for name in tables]
    for index, (title, width) in enumerate(zip(titles[:-1], [*widths, "I"], strict=True)):
        filtered = f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        pieces[-1] += f"{filtered}{_quoted(title)}!$A$1:${width}$"
        pieces.append("</definedName>")
    last = pieces.pop()  # the dictionary's last row is known
    pieces[-1] += f"{described}{last}"
    for index, title in enumerate(titles[:-2]):
        printed = f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">'
        pieces[-1] += f"{printed}{_quoted(title)}!$1:$1</definedName>"
    pieces[-1] += "</definedNames></workbook>"
    return pieces


def _quoted(title: str) -> str:
    """A sheet's name in a reference."""
    return escape("'" + title.replace("'", "''") + "'")
