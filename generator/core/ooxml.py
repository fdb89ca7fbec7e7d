"""The parts that every file of Office Open XML has, as text: what it holds, what belongs to what, its sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no XML may hold
_MARKED = re.compile(f"[&<>]|{UNFIT.pattern}")
CORE = ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")


def fit(text: str) -> str:
    """A text as an element may hold it; most hold nothing that XML minds, which one look tells."""
    return escape(UNFIT.sub("", text), quote=False) if _MARKED.search(text) else text


def spaced(text: str) -> str:
    """What an element of text has to bear so that spaces at its ends are kept; nothing where there are none."""
    return ' xml:space="preserve"' if text != text.strip() else ""


def short(part: str) -> str:
    """A part with the shortest head that XML knows: without a word about it, it is UTF-8."""
    return part.replace(HEAD, '<?xml version="1.0"?>', 1)


@cache
def letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def sheet_path(number: int) -> str:
    """Where a workbook keeps a sheet, counted from 1."""
    return f"xl/worksheets/sheet{number}.xml"


def content_types(parts: Iterable[tuple[str, str]]) -> str:
    """What kind of content each part of a file is: its path from the root → the kind."""
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in parts)
        + "</Types>"
    )


def worksheets(count: int) -> list[tuple[str, str]]:
    """The sheets of a workbook as ``content_types`` wants them."""
    return [(f"/{sheet_path(number)}", f"{SPREADSHEET}.worksheet+xml") for number in range(1, count + 1)]


def relations(targets: Iterable[tuple[str, str]]) -> str:
    """What belongs to a part: the kind of each and its path, numbered rId1, rId2, …"""
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, start=1)
        )
        + "</Relationships>"
    )


def root(document: str, *, core: bool = True) -> str:
    """What belongs to a file: its document, and what it says of itself."""
    about = [(f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")] if core else []
    return relations([(f"{OFFICE}/officeDocument", document), *about])


def sheet_relations(count: int, *more: str) -> str:
    """What belongs to a workbook: its sheets, then parts beside it by their names (``styles``)."""
    sheets = [(f"{OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, count + 1)]
    return relations([*sheets, *((f"{OFFICE}/{name}", f"{name}.xml") for name in more)])


def sheet_names(names: Iterable[str]) -> str:
    """The list of a workbook's sheets."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f"<sheets>{listed}</sheets>"


def book(names: Iterable[str]) -> str:
    """A workbook that says nothing but its sheets' names."""
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet_names(names)}</workbook>'
