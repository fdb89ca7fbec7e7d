"""Lists that stand on one sheet: side by side with an empty column between them, or below each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.core.schema import Table
from generator.intake.files.sheets import Sheet
from generator.intake.lists import list_head, names_of_fields
from generator.intake.regions import Region, words_of

_LEAST = 3  # headings that make a row the head of another list
_KNOWN = 0.7  # the share of its cells that have to be headings


def parts_of(sheet: Sheet, tables: Mapping[str, Table]) -> Iterator[Region]:
    """The part of the sheet that each of its lists stands in; all of it where it holds one, or none."""
    for band in _beside(sheet, tables):
        last = max((one.row for one in band.cells), default=0)
        begins = [0, *_below(band, last, tables), last + 1]
        yield from (Region(sheet=band, top=top, bottom=end - 1) for top, end in pairwise(begins))


def _beside(sheet: Sheet, tables: Mapping[str, Table]) -> Sequence[Sheet]:
    """The sheet cut at its empty columns, where there is a list on both sides."""
    filled = sorted({one.column for one in sheet.cells if not one.hidden})
    edges = [after for before, after in pairwise(filled) if after - before > 1]
    if not edges:
        return [sheet]
    kept = [filled[0]]
    for edge, end in pairwise([*edges, filled[-1] + 1]):
        if _holds_list(_cut(sheet, kept[-1], edge), tables) and _holds_list(_cut(sheet, edge, end), tables):
            kept.append(edge)
    return [_cut(sheet, left, right) for left, right in pairwise([*kept, filled[-1] + 1])]


def _cut(sheet: Sheet, left: int, right: int) -> Sheet:
    return replace(
        sheet,
        cells=tuple(one for one in sheet.cells if left <= one.column < right),
        merges=tuple(one for one in sheet.merges if left <= one.left < right),
    )


def _holds_list(sheet: Sheet, tables: Mapping[str, Table]) -> bool:
    last = max((one.row for one in sheet.cells), default=0)
    return list_head(Region(sheet=sheet, top=0, bottom=last), tables) is not None


def _below(sheet: Sheet, last: int, tables: Mapping[str, Table]) -> Iterator[int]:
    """The rows, from the second list on, in which each begins: its head, or a line of one cell above it."""
    whole = Region(sheet=sheet, top=0, bottom=last)
    if list_head(whole, tables) is None:
        return
    names = {word for table in tables.values() if table.scope == "department-year" for word in names_of_fields(table)}
    heads: list[int] = []
    for row, cells in whole.rows.items():
        words = [words_of(one) for one in cells]
        known = sum(word in names for word in words)
        if known >= max(_LEAST, len(words) * _KNOWN) and list_head(Region(sheet=sheet, top=row, bottom=row), tables):
            heads.append(row)
    for before, row in pairwise(heads):
        above = max(one for one in whole.rows if one < row)
        if above == before:  # one head in two rows
            continue
        yield above if len(whole.rows[above]) == 1 else row
