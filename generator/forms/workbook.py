"""Printed forms as a workbook: a sheet a form, set up to be printed on A4.

XlsxWriter took 3.2 ms a form, three forms a project; written out here a form takes a fifth of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from itertools import accumulate
from xml.sax.saxutils import escape

from generator.core import ooxml
from generator.core.archive import SHARED, archive, entry, pack
from generator.forms.printing import Grid, GridCell, Style

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_LONGEST = 32_767  # characters of a cell
_ROW_HEIGHT = 18  # points of a line of text
_MOST_LINES = 22  # of a row: no program makes one taller than 409 points
_LINES_OF_PART = 8  # of each of the rows that a taller one is made of, between which a sheet of paper may end
_PARTS = (
    ("/xl/workbook.xml", f"{ooxml.SPREADSHEET}.sheet.main+xml"),
    ("/xl/styles.xml", f"{ooxml.SPREADSHEET}.styles+xml"),
    ("/xl/sharedStrings.xml", f"{ooxml.SPREADSHEET}.sharedStrings+xml"),
    ooxml.CORE,
)
_FONTS = ('<sz val="10"/>', '<b/><sz val="16"/>', '<b/><sz val="10"/>', '<sz val="9"/>')
# Each style by its number: font, border, alignment.
_STYLES: tuple[tuple[Style, int, int, str], ...] = (
    ("text", 0, 1, 'horizontal="left" vertical="center" wrapText="1"'),
    ("title", 1, 0, 'horizontal="center" vertical="center"'),
    ("under", 0, 0, 'horizontal="center" vertical="center"'),
    ("label", 2, 1, 'horizontal="center" vertical="center" wrapText="1"'),
    ("head", 2, 1, 'horizontal="center" vertical="center" wrapText="1"'),
    ("centre", 0, 1, 'horizontal="center" vertical="center" wrapText="1"'),
    ("number", 0, 1, 'horizontal="center" vertical="center"'),
    ("note", 3, 0, 'horizontal="left" vertical="top" wrapText="1"'),
)
_NUMBERS = {name: number for number, (name, *_) in enumerate(_STYLES, 1)}
# Nine of ten places of a form have what another form has there: style → where a cell stands, and what is written there.
_KNOWN: dict[Style, dict[tuple[object, ...], tuple[str, str, str, str, str]]] = {name: {} for name in _NUMBERS}
_MOST_KNOWN = 5_000


def workbook(grids: Iterable[tuple[str, Grid]], *, clock: datetime) -> bytes:
    """A workbook with a sheet a form; ``clock``: what the file says of when it was made."""
    texts: dict[str, int] = {}
    taken: set[str] = set()
    names, sheets = [], []
    for name, grid in grids:
        names.append(sheet_name(name, taken))
        sheets.append(_sheet(grid, texts))
    parts = {
        "[Content_Types].xml": ooxml.content_types([*_PARTS, *ooxml.worksheets(len(sheets))]),
        "_rels/.rels": ooxml.root("xl/workbook.xml"),
        "docProps/core.xml": _core(clock),
        "xl/workbook.xml": ooxml.book(names),
        "xl/_rels/workbook.xml.rels": ooxml.sheet_relations(len(sheets), "styles", "sharedStrings"),
        "xl/styles.xml": _styles(),
        "xl/sharedStrings.xml": _strings(texts),
        **{ooxml.sheet_path(number): sheet for number, sheet in enumerate(sheets, 1)},
    }
    return archive((entry(path, pack(part.encode(), SHARED)) for path, part in parts.items()), clock)[0]


def _sheet(whole: Grid, texts: dict[str, int]) -> str:
    """A sheet; what its cells say is added to the workbook's ``texts``, which has the number of each."""
    grid, lines = _roomy(whole)
    rows, merged = _rows(grid, texts)
    last = f"{ooxml.letters(len(grid.widths) - 1)}{grid.height}"
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(grid.widths, 1)
    )
    filled = "".join(
        [
            f'<row r="{row}" ht="{_ROW_HEIGHT * lines.get(row - 1, 1) + 4}" customHeight="1">{cells}</row>'
            for row, cells in enumerate(rows, 1)
        ]
    )
    together = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    return (
        f'{ooxml.HEAD}<worksheet xmlns="{ooxml.MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{filled}</sheetData>{together}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _rows(grid: Grid, texts: dict[str, int]) -> tuple[list[str], list[str]]:
    """The cells of each row, those that merged ones cover too, as their edges need them; and which are merged.

    Most of the time of a workbook is spent in this loop.
    """
    wide = len(grid.widths)
    rows = [""] * (wide * grid.height)
    merged = []
    for cell in grid.cells:
        row, column, height, _, text, style = cell
        known = _KNOWN[style]
        place = known.get(cell[:4])
        if place is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            place = known[cell[:4]] = _place(cell)
        blank, number, before, after, merge = place
        if not text:
            rows[row * wide + column] = blank
        elif style == "number" and _NUMBER.fullmatch(text):
            rows[row * wide + column] = f"{number}{text}{after}"
        else:
            rows[row * wide + column] = f"{before}{texts.setdefault(text, len(texts))}{after}"
        if merge:
            merged.append(merge)
            for below in range(row + 1, row + height):
                rows[below * wide + column] = _blanks(below, column, cell.width, style)
    return ["".join(rows[start : start + wide]) for start in range(0, len(rows), wide)], merged


def _roomy(grid: Grid) -> tuple[Grid, dict[int, int]]:
    """The form with rows that would be too tall as several merged ones, and how many lines each row needs."""
    lines = _lines(grid)
    if max(lines.values(), default=0) <= _MOST_LINES:
        return grid, lines
    needed = (lines.get(row, 1) for row in range(grid.height))
    parts = [1 if one <= _MOST_LINES else -(-one // _LINES_OF_PART) for one in needed]
    begins = list(accumulate(parts, initial=0))
    cells = tuple(
        one._replace(row=begins[one.row], height=begins[one.row + one.height] - begins[one.row]) for one in grid.cells
    )
    roomy = {
        begins[row] + part: -(-lines.get(row, 1) // parts[row])
        for row in range(grid.height)
        for part in range(parts[row])
    }
    return replace(grid, height=begins[-1], cells=cells), roomy


def _lines(grid: Grid) -> dict[int, int]:
    """How many lines each row needs: as many as its longest text takes in the width that it has."""
    lines: dict[int, int] = {}
    ends = [0, *accumulate(grid.widths)]
    short = max(min(grid.widths) - 1, 2) // 2  # letters that fit into any column
    for row, column, height, wide, text, _ in grid.cells:
        if (len(text) <= short and "\n" not in text) or height > 1:
            continue
        width = max(ends[column + wide] - ends[column] - 1, 2)
        if "\n" in text:
            drawn = sum(-(-_drawn(line) // width) or 1 for line in text.split("\n"))
        elif 2 * len(text) > width:
            drawn = -(-_drawn(text) // width)
        else:
            continue
        if drawn > lines.get(row, 1):
            lines[row] = drawn
    return lines


def _drawn(line: str) -> int:
    """The width of a line in characters: a Chinese one, three bytes of UTF-8, counts twice."""
    return (len(line) + len(line.encode())) // 2


def _place(cell: GridCell) -> tuple[str, str, str, str, str]:
    """What is written for a cell there, whatever it says.

    Where it says nothing; before a number; before a text; behind either, with the blanks that it reaches over; and what
    merges it with these.
    """
    row, column, height, wide, _, style = cell
    last = f"{ooxml.letters(column + wide - 1)}{row + height}"
    begun = _cell(row, column, style)
    return (
        _blanks(row, column, wide, style),
        f"{begun}><v>",
        f'{begun} t="s"><v>',
        f"</v></c>{_blanks(row, column + 1, wide - 1, style)}",
        f'<mergeCell ref="{ooxml.letters(column)}{row + 1}:{last}"/>' if wide > 1 or height > 1 else "",
    )


@lru_cache(maxsize=20_000)
def _blanks(row: int, column: int, wide: int, style: Style) -> str:
    """Cells beside each other that say nothing."""
    return "".join(f"{_cell(row, place, style)}/>" for place in range(column, column + wide))


def _cell(row: int, column: int, style: Style) -> str:
    """The beginning of a cell."""
    return f'<c r="{ooxml.letters(column)}{row + 1}" s="{_NUMBERS[style]}"'


def _strings(texts: Iterable[str]) -> str:
    fit = [ooxml.UNFIT.sub("", one)[:_LONGEST] for one in texts]
    before, after = '<si><t xml:space="preserve">', "</t></si>"
    found = escape("\0".join(fit)).replace("\0", f"{after}{before}")  # together: what no XML may hold is in none
    return f'{ooxml.HEAD}<sst xmlns="{ooxml.MAIN}">{f"{before}{found}{after}" if fit else ""}</sst>'


def _core(clock: datetime) -> str:
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{clock:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
    return (
        f'{ooxml.HEAD}<cp:coreProperties xmlns:cp="{ooxml.PACKAGE}/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{made}</cp:coreProperties>"
    )


@cache
def _styles() -> str:
    fonts = "".join(f'<font>{one}<name val="宋体"/><charset val="134"/></font>' for one in _FONTS)
    edges = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
    formats = "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyFont="1" applyBorder="1"'
        f' applyAlignment="1"><alignment {alignment}/></xf>'
        for _, font, border, alignment in _STYLES
    )
    return (
        f'{ooxml.HEAD}<styleSheet xmlns="{ooxml.MAIN}"><fonts count="{len(_FONTS)}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/></border><border>{edges}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_STYLES) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{formats}'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have and no other has."""
    base = re.sub(r"[\[\]:*?/\\']", "", name).strip()[:28] or "表"
    chosen, number = base, 2
    while chosen.lower() in taken:
        chosen, number = f"{base[:26]}-{number}", number + 1
    taken.add(chosen.lower())
    return chosen
