"""What a region was read as: its values in order, its year, the bureau that fills it, and what nobody could place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.core.schema import Table
from generator.intake import values
from generator.intake.beside import tell_beside
from generator.intake.files.sheets import Cell, address
from generator.intake.labels import cleaned, plain
from generator.intake.leaving import UNKNOWN
from generator.intake.likeness import LONGEST_TITLE, TITLE_ROWS
from generator.intake.mixed import tell_mixed
from generator.intake.rates import rates_in_percent
from generator.intake.readings import YEAR, Reading, Trouble, Value
from generator.intake.regions import Region

_MOST_STRUCK = 20
_ALIKE = 3  # cells of which the same is wrong, and of nothing else: more are told with the first of them
_LISTED = 8  # of those
_MEASURE = 20  # characters of a number with its unit
_WRITTEN = re.compile("写的是「[^「」]{0,80}」")  # what is wrong with it is the same whatever is written
_FILLERS = ("填报单位", "填报部门", "编报单位", "报送单位", "填表单位", "编制单位", "填报单位名称")
# What else the line of who fills the form may say: the unit of money, the day.
_NEXT_LABEL = re.compile(r"\s(?=[^\s:：]{2,8}[:：])|[(（]?(?:金额)?单位[:：]")
_NUMBER = re.compile(r"^[.,%]*\d[\d.,%]*")
_YEAR_OF_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def filler(region: Region) -> str:
    """The bureau that fills the form, where no other label names one: 填报单位（盖章）：…"""
    for name in _FILLERS:
        for cell, text in region.inlines.get(plain(name), ()):
            own = _NEXT_LABEL.split(text)[0]
            if values.bare(own):
                region.left.pop(cell.place, None)
                region.labels.add(cell.place)
                return cleaned(values.coded(own)[1])
        for cell in region.words.get(plain(name), ()):
            beside = next((one for place in region.sheet.right_of(cell.place) if (one := region.at(*place))), None)
            if beside is not None and beside.place not in region.taken and not values.is_placeholder(beside.text):
                region.left.pop(beside.place, None)
                region.labels |= {cell.place, beside.place}
                return cleaned(values.coded(beside.text)[1])
    return ""


def finished(
    file: str,
    region: Region,
    *,
    form: str,
    layout: str = "",
    record_table: str,
    heads: Mapping[str, str],
    tables: Mapping[str, Table],
) -> Reading:
    """The reading of a region of which everything has been made that can be.

    ``form``: its title; ``layout``: the name of its description, empty where it is a list; ``heads``: what it says of
    itself that is no field.
    """
    rates_in_percent(region)
    tell_beside(region, tables)
    tell_mixed(region, tables)
    _tell_struck(region)
    _tell_numbers(region)
    first = {one.field: one.value for one in region.values if one.table == record_table and one.row == 1}
    there = {(one.table, one.field) for one in region.values}
    blank = [(field, cell) for (table, field), cell in region.blanks.items() if table == record_table]
    return Reading(
        file=file,
        sheet=region.sheet.name,
        form=form,
        layout=layout,
        record_table=record_table,
        year=_year(file, region, heads),
        record=first.get("project_code", "") if layout else "",
        name=first.get("project_name", first.get("department_name", "")) if layout else "",
        heads=heads,
        bureaus=dict(region.bureaus),
        blanks={field: cell for field, cell in blank if (record_table, field) not in there},
        values=tuple(_in_order(region, record_table)),
        left_out=tuple(region.left[place] for place in sorted(region.left)),
        problems=tuple(_together(region.problems)),
        labels=frozenset(address(place) for place in region.labels),
        tails=tuple(region.tails),
    )


def _together(problems: Sequence[Trouble]) -> Iterator[Trouble]:
    """What is wrong, in order; of many cells the same is told once: formulas and words for numbers come by hundreds."""
    alike: dict[tuple[object, ...], list[Trouble]] = {}
    for one in problems:
        said = _WRITTEN.sub("写的是「」", one.message)
        alike.setdefault((said, one.hint, one.stops, one.lacks, one.about, bool(one.cell)), []).append(one)
    for first, *others in alike.values():
        if len(others) < _ALIKE or not first.cell:
            yield from (first, *others)
            continue
        listed = "、".join(one.cell for one in others[:_LISTED])
        more = f" 等 {len(others):,} 格" if len(others) > _LISTED else ""
        same = "同样的" if all(one.message == first.message for one in others) else "这样的"
        cells = tuple(one.cell for one in others)
        yield replace(first, message=f"{first.message}{same}还有 {listed}{more}。", others=cells)


def _tell_struck(region: Region) -> None:
    """Words that somebody crossed out and left: nobody could say whether they hold."""
    values_ = {one.cell for one in region.values}
    for cell in [one for one in region.cells if one.struck and one.address in values_][:_MOST_STRUCK]:
        region.wrong(cell, f"有划掉的字：「{cell.text[:30]}」。", "不要的请删去，要的请取消删除线。")


def _tell_numbers(region: Region) -> None:
    """Numbers that nobody could place, with their units: a column whose heading is gone is full of them."""
    for cell in [one for one in region.left.values() if one.reason == UNKNOWN and _is_number(one.text)]:
        region.problems.append(
            Trouble(
                cell=cell.cell,
                message=f"这里写的是「{cell.text[:30]}」，看不出是哪一项，没有取。",
                hint="请核对这一格上方的列名和左边的标签，补上写漏的；用不着的请删去。",
                stops=False,
            )
        )


def _is_number(text: str) -> bool:
    measured = len(text) <= _MEASURE and not values.years(text) and values.target(text).operator != "定性"
    return bool(_NUMBER.fullmatch(text)) or measured


def _in_order(region: Region, record_table: str) -> list[Value]:
    """The values of the record itself, then of each table by rows."""
    order = {name: number for number, name in enumerate(dict.fromkeys(one.table for one in region.values), 1)}
    order[record_table] = 0
    return sorted(region.values, key=lambda one: (order[one.table], one.row))


def _year(file: str, region: Region, heads: Mapping[str, str]) -> int | None:
    """The fiscal year, as a label or the title says it, else the sheet's or the file's name; two are told."""
    if any(one.about == YEAR for one in region.problems):
        return None
    found: dict[int, Cell] = {}
    for cell in _frame(region):
        for one in values.years(cell.text):
            found.setdefault(one, cell)
    if "year" in heads and (said := values.year(heads["year"])):
        _tell_title(region, said, {one: cell for one, cell in found.items() if one != said})
        return said
    if len(found) > 1:
        told = "、".join(f"{cell.address} 写的是 {one} 年" for one, cell in found.items())
        message = f"表头上的年度不一样：{told}。"
        hint = "请核对，只留资金所属的年度。"
        region.wrong(next(iter(found.values())), message, hint, about=YEAR)
        return None
    if found:
        return next(iter(found))
    for name in (region.sheet.name, file):
        names = set(_YEAR_OF_NAME.findall(name))
        if len(names) == 1:
            return int(names.pop())
    return None


def _tell_title(region: Region, year: int, others: Mapping[int, Cell]) -> None:
    """A title of another year than a label or a column of its own says, which is more sure of it."""
    for other, cell in others.items():
        region.wrong(
            cell,
            f"这里写的是 {other} 年，“年度”写的是 {year} 年，照 {year} 年度读。",
            "请核对，资金属于哪一年就写哪一年，两处改成一样。",
            stops=False,
        )


def _frame(region: Region) -> Iterator[Cell]:
    """The lines above a form that are no values: titles, years, whatever they were taken for."""
    taken = [cell.row for cell in region.cells if cell.place in region.taken]
    first = min(taken, default=region.bottom + 1)
    periods = {one.cell for one in region.values if one.field == "period"}
    for row in list(region.rows)[:TITLE_ROWS]:
        for cell in region.rows[row]:
            left = region.left.get(cell.place)
            label = cell.place in region.labels or (left is not None and left.reason == UNKNOWN and row < first)
            if (label or cell.address in periods) and len(cell.text) <= LONGEST_TITLE * 2:
                yield cell
