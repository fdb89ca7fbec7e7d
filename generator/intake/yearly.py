"""Labels that say the year: 2025年全年执行数 of a form of 2025 is 全年执行数; one that says another year is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake import values
from generator.intake.files.sheets import Cell, Sheet
from generator.intake.labels import plain
from generator.intake.lists import names_of_fields
from generator.intake.readings import Reading, Trouble
from generator.intake.regions import known_words

_BEFORE = re.compile(r"20\d{2}")
_BEHIND = re.compile(r"[(（](20\d{2})年?度?[)）]\s*$")  # plain() takes it away
_LONGEST = 24  # characters of a label with its year
_TITLES = 3  # rows that may say the year


@dataclass(frozen=True, kw_only=True)
class _Label:
    """A label with a year: the year, and the label without it."""

    cell: Cell
    year: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Yearly:
    """A sheet whose labels say no year; ``others``: those of forms that said another than the title, ``year``."""

    sheet: Sheet
    year: int = 0
    others: Sequence[_Label] = ()


def without_years(sheet: Sheet, layouts: Sequence[Layout], tables: Mapping[str, Table]) -> Yearly:
    """Take the year from labels; where the title says none, or several, all stays as it is."""
    if not any(one.kind == "text" and "20" in one.text and len(one.text) <= _LONGEST for one in sheet.cells):
        return Yearly(sheet=sheet)
    of_forms = frozenset[str]().union(*(known_words(layout) for layout in layouts))
    known = of_forms.union(*(names_of_fields(table) for table in tables.values()))
    labels = [found for one in sheet.cells if (found := _label(one, known))]
    cells = {id(one.cell) for one in labels}
    top = list(sheet.rows)[:_TITLES]
    frame = [one for one in sheet.cells if one.row in top and not one.hidden and id(one) not in cells]
    years = {year for one in frame for year in values.years(one.text)}
    if not labels or len(years) != 1:
        return Yearly(sheet=sheet)
    year = years.pop()
    there = {plain(one.text) for one in sheet.cells if one.kind == "text" and id(one) not in cells}
    there |= {one.words for one in labels if one.year == year}
    # Beside the same label of this year, another year's is a column of its own, which no record has.
    others = [one for one in labels if one.year != year and one.words in of_forms and one.words not in there]
    words = {id(one.cell): one.words for one in labels if one.year == year or one in others}
    stripped = tuple(replace(one, text=words.get(id(one), one.text)) for one in sheet.cells)
    return Yearly(sheet=replace(sheet, cells=stripped), year=year, others=others)


def _label(cell: Cell, known: frozenset[str]) -> _Label | None:
    if cell.kind != "text" or len(cell.text) > _LONGEST or "20" not in cell.text:
        return None
    words = plain(cell.text)
    if words in known:
        behind = _BEHIND.search(cell.text)
        return _Label(cell=cell, year=int(behind[1]), words=words) if behind else None
    if not _BEFORE.match(words):
        return None
    for rest in (words[4:].removeprefix("年度"), words[4:].removeprefix("年"), words[4:]):
        if len(rest) > 2 and rest in known:  # 2025年初预算数 is 年初预算数
            return _Label(cell=cell, year=int(words[:4]), words=rest)
    return None


def with_other_years(reading: Reading, found: Yearly) -> Reading:
    """The reading, told of the labels of another year: what stands by them is of that year, or the label is wrong."""
    if reading.year is None:  # told with all years that stand above it
        return reading
    for one in found.others:
        problem = Trouble(
            cell=one.cell.address,
            message=f"「{one.cell.text[:30]}」写的是 {one.year} 年，标题写的是 {found.year} 年。",
            hint="请核对，只留资金所属的年度。",
        )
        reading = reading.with_problem(problem)
    return reading
