"""Workbooks: rows packed already, between what the layout says.

XlsxWriter alone took 3.4 ms for the smallest project workbook and wrote 260,000 cells a second, minutes for a city. So
it lays out heads, widths, frozen panes, filters, formats, data dictionary and notes once, and a workbook is these parts
strung together with the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from generator.core.schema import Catalogue
from generator.downloads.archive import SMALL, Base, Entry, archive, base, compressed, entry, pack
from generator.downloads.cells import fields, letters
from generator.downloads.layout import Layout

MAX_ROWS = 1_048_575  # rows of a sheet below its head
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)


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
        "[Content_Types].xml": _types(last).encode(),
        "_rels/.rels": _ROOT.encode(),
        "docProps/core.xml": layout.core,
        "xl/_rels/workbook.xml.rels": _relations(last).encode(),
        "xl/styles.xml": layout.formats[wrap],
        _sheet(last - 1): layout.front + described + before + str(count).encode() + after,
        _sheet(last): layout.notes[sample],
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
        sheet.name = _sheet(number)
        last = str(count + 1)
        before, after = layout.tails[name]
        entries.append(sheet.write(before + last.encode() + after))
        pieces += [last, between]
    names = compressed("xl/workbook.xml", "".join(pieces).encode())
    content, starts = archive([*entries, names], clock, after=model.base)
    return content, dict(zip(model.tables, starts, strict=False))


def _sheet(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _types(last: int) -> str:
    overrides = [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/xl/styles.xml", f"{_TYPE}.styles+xml"),
        ("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        *((f"/{_sheet(number)}", f"{_TYPE}.worksheet+xml") for number in range(1, last + 1)),
    ]
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in overrides)
        + "</Types>"
    )


def _relations(last: int) -> str:
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, last + 1)]
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate([*targets, ("styles", "styles.xml")], start=1)
        )
        + "</Relationships>"
    )


def _book(catalogue: Catalogue, tables: Sequence[str], titles: Sequence[str], described: int) -> list[str]:
    """The sheets' names, what their filters reach over, and the row that is printed on every page."""
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    opening = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
    pieces = [f"{opening}<sheets>{sheets}</sheets><definedNames>"]
    widths = [letters(len(fields(catalogue.tables[name])) - 1) for name in tables]
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
