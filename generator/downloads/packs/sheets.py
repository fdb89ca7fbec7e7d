"""The annex of a pack: the flat tables of a division's year or a bureau's as a workbook, with a dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

import pandas as pd

from generator.core import ooxml
from generator.core.numbers import plain
from generator.derive.flat import FLAT_TABLES, Column
from generator.downloads.packs.office import office_file
from generator.facts.columns import integers, strings

_PARTS = (
    ("/xl/workbook.xml", f"{ooxml.SPREADSHEET}.sheet.main+xml"),
    ("/xl/styles.xml", f"{ooxml.SPREADSHEET}.styles+xml"),
)
_LONG = 48
TEXT, HEAD, MONEY, WHOLE = 0, 1, 2, 3  # places in the list of cell formats


def workbook(rows: Mapping[str, Sequence[str]], notes: Sequence[str], clock: datetime, *, described: bool) -> bytes:
    """A sheet a flat table from its ``rows`` (those that ``sheet_rows`` makes), and ``notes``.

    ``described``: with what their columns mean.
    """
    sheets = {FLAT_TABLES[name].title: _table(own, _columns(name)) for name, own in rows.items()}
    if described:
        sheets["数据字典"] = _dictionary(list(rows))
    sheets["说明"] = _sheet([f"<row>{_text(one)}</row>" for one in notes], (100,), frozen=False)
    parts = {
        **around(list(sheets)),
        **{ooxml.sheet_path(number): content for number, content in enumerate(sheets.values(), start=1)},
    }
    return office_file(parts, clock)


def around(titles: Sequence[str]) -> dict[str, str]:
    """The parts of a workbook but its sheets."""
    return {
        "[Content_Types].xml": ooxml.content_types([*_PARTS, *ooxml.worksheets(len(titles))]),
        "_rels/.rels": ooxml.root("xl/workbook.xml", core=False),
        "xl/_rels/workbook.xml.rels": ooxml.sheet_relations(len(titles), "styles"),
        "xl/workbook.xml": ooxml.book(titles),
        "xl/styles.xml": _STYLES,
    }


def sheet_part(rows: str) -> str:
    """A sheet of rows that are written already."""
    return _sheet([rows], (30, 24, 10, 26, *(22,) * 12), frozen=False)


def sheet_rows(name: str, frame: pd.DataFrame) -> list[str]:
    """The rows of a flat table as they stand in a sheet."""
    cells = [_cells(frame[one.name], one) for one in _columns(name)]
    return [f"<row>{''.join(row)}</row>" for row in zip(*cells, strict=True)]


_OF_THE_PACK = ("division", "department")  # the codes of whom it is about: their names stand beside them


def _columns(name: str) -> list[Column]:
    """The columns that readers see and the codes that lead to the records."""
    columns = [one for one in FLAT_TABLES[name].columns if one.name not in _OF_THE_PACK]
    return [one for one in columns if one.shown or one.role in ("name", "text", "code")]


def _table(rows: Sequence[str], columns: Sequence[Column]) -> str:
    head = "".join(_text(_headed(one), HEAD) for one in columns)
    widths = [_LONG if one.role == "text" else 28 if one.role == "name" else 16 for one in columns]
    return _sheet([f"<row>{head}</row>", *rows], widths, frozen=True)


def _headed(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _cells(values: pd.Series, column: Column) -> list[str]:
    match column.type:
        case "number":
            return [_number(plain(one), MONEY) if one is not None else "<c/>" for one in integers(values)]
        case "integer" | "year":
            return [_number(str(one), WHOLE) if one is not None else "<c/>" for one in integers(values)]
        case _:
            return [_text(one) for one in strings(values)]


def _number(text: str, look: int) -> str:
    return f'<c s="{look}"><v>{text}</v></c>'


def _text(text: str, look: int = TEXT) -> str:
    if not text:
        return "<c/>"
    styled = f' s="{look}"' if look else ""  # the first look is the usual one
    return f'<c{styled} t="str"><v{ooxml.spaced(text)}>{ooxml.fit(text)}</v></c>'


def _dictionary(names: Sequence[str]) -> str:
    rows = [[_text(one, HEAD) for one in ("表", "栏目", "单位", "意思")]]
    for name in names:
        table = FLAT_TABLES[name]
        rows += [
            [_text(table.title), _text(one.title), _text(one.unit), _text(one.description)] for one in _columns(name)
        ]
    return _sheet([f"<row>{''.join(row)}</row>" for row in rows], (18, 20, 8, 80), frozen=True)


def _sheet(rows: Sequence[str], widths: Sequence[int], *, frozen: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if frozen else ""
    columns, last = "", 0
    for width, alike in groupby(widths):
        first, last = last + 1, last + len(list(alike))
        columns += f'<col min="{first}" max="{last}" width="{width}" customWidth="1"/>'
    filtered = f'<autoFilter ref="A1:{ooxml.letters(len(widths) - 1)}{len(rows)}"/>' if frozen else ""
    return (
        f'{ooxml.HEAD}<worksheet xmlns="{ooxml.MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{filtered}"
        '<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
    )


_STYLES = (
    f'{ooxml.HEAD}<styleSheet xmlns="{ooxml.MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="#,##0.00####"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4">'
    '<xf numFmtId="49" fontId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="1" fontId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
