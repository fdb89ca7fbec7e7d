"""Where forms begin on a sheet: below each other, by their titles and first labels, or side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.forms.layout import Layout, Part
from generator.intake.files.sheets import Sheet
from generator.intake.labels import plain
from generator.intake.likeness import LISTED, LISTS, recognised
from generator.intake.regions import Region, names_of, words_of


def segments(sheet: Sheet, last: int, layouts: Sequence[Layout]) -> Iterator[tuple[int, int]]:
    """First and last row of each form: it begins with its title, or with the label that names its record."""
    starts: set[str] = set()
    titles: set[str] = set()
    whole = Region(sheet=sheet, top=0, bottom=last)
    best = recognised(whole, layouts)
    for layout in (best,) if best else layouts:
        if (first := _first(layout)) is not None:
            starts |= set(names_of((first,)))
        titles |= {plain(one) for one in (layout.title, *layout.titles)}
    begins: list[int] = []
    titled: list[int] = []
    for row, cells in whole.rows.items():
        words = [words_of(one) for one in cells]
        if any(one in starts or whole.inline(cell)[0] in starts for one, cell in zip(words, cells, strict=True)):
            begins.append(row)
        elif any(title in one for one in words for title in titles if one):
            titled.append(row)
    begins = _with_lists(whole, begins, sure=best is not None)
    tops = []
    for number, begin in enumerate(begins):
        after = begins[number - 1] if number else -1
        above = [row for row in titled if after < row < begin]
        tops.append(above[-1] if above else _frame_above(whole, begin, after))
    if not tops:
        yield 0, last
        return
    tops[0] = 0
    for top, following in zip(tops, [*tops[1:], last + 1], strict=True):
        yield top, following - 1


def _with_lists(region: Region, begins: Sequence[int], *, sure: bool) -> list[int]:
    """The rows in which forms begin, without those before whose predecessor's list has come: they go on with it.

    ``sure``: all are of one layout; then only a row that says the same again goes on.
    """
    listed = sorted({cell.row for one in LISTS for cell in region.words.get(one, ())})
    kept: list[int] = []
    for begin in begins:
        goes_on = bool(kept) and not any(kept[-1] < row < begin for row in listed)
        if goes_on and sure:
            goes_on = [one.text for one in region.rows[kept[-1]]] == [one.text for one in region.rows[begin]]
        if not goes_on:
            kept.append(begin)
    return kept


def _first(layout: Layout) -> Part | None:
    """The label that names the record of a form."""
    return next((block.lines[0].parts[0] for block in layout.blocks if block.lines), None)


def _frame_above(region: Region, begin: int, after: int) -> int:
    """The first of the lines just above a form that only say its year or its unit of money."""
    top = begin
    for row in sorted((one for one in region.rows if after < one < begin), reverse=True):
        texts = [plain(one.text) for one in region.rows[row]]
        if not all(re.search(r"^\(?20\d{2}年度?\)?$|单位.?万?元|^附[件表]", one) for one in texts):
            break
        top = row
    return top


def bands(sheet: Sheet, layouts: Sequence[Layout]) -> list[Sheet]:
    """The sheet cut where a form begins beside another: the label of its record stands twice in a row."""
    starts = {name for one in layouts if (first := _first(one)) is not None for name in names_of((first,))}
    for cells in sheet.rows.values():
        found = [one.column for one in cells if not one.hidden and words_of(one) in starts]
        if len(found) < 2:
            continue
        edges = [0, *found[1:], sheet.widest + 1]
        bands = [
            replace(
                sheet,
                cells=[one for one in sheet.cells if left <= one.column < right],
                merges=[one for one in sheet.merges if left <= one.left < right],
            )
            for left, right in pairwise(edges)
        ]
        if all(any(words_of(one) == LISTED for one in band.cells) for band in bands):
            return bands
    return [sheet]
