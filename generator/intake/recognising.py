"""Which forms a file holds: by the labels on each sheet, whatever its name and wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.core.characters import shortened
from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake import values
from generator.intake.beginnings import bands, segments
from generator.intake.blocks.reader import read_form
from generator.intake.files.opening import open_book
from generator.intake.files.sheets import Book, Sheet, UnreadableError, address, stacked
from generator.intake.finishing import filler, finished
from generator.intake.hidden import with_hidden, with_hidden_labels, with_labels
from generator.intake.leaving import leave_rest, whole_sheet
from generator.intake.likeness import labels_of, recognised, unlike_all
from generator.intake.lists import list_head, names_of_fields, read_list
from generator.intake.readings import GIVEN, LeftOut, Reading, Trouble
from generator.intake.regions import Region, words_of
from generator.intake.several import parts_of
from generator.intake.yearly import with_other_years, without_years
from generator.load.garbled import garbled, known_as

_LOOKED_AT = 200  # cells of a sheet that nobody understands, in which words in another encoding are looked for
# What somebody writes in a cell so that the import gives codes: 编码由程序编, 没有编码的由程序编号.
_GIVE = re.compile("(?:[^，。]{0,12}(?:编码|代码|编号)[^，。]{0,4}[，：:]?)?由程序(?:自动)?编[码号写]?[。！]?")
_HEADINGS = 3  # in one column, that make a list whose rows and columns are exchanged
_WORD = 40  # characters of a cell that may say so
_PAGES = 3  # sheets over which one form may go on
GUIDE = "填报说明"  # the sheet of a template that says whose it is
_PLACES = {"区划代码": "division", "财政年度": "year", "部门代码": "slug"}


def read_file(name: str, content: bytes, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Reading]:
    """Every form and list of a file; one that cannot be read is a reading with its problem."""
    try:
        return list(_readings(open_book(content, name), tables, layouts))
    except UnreadableError as error:
        return [
            Reading(
                file=name,
                sheet="",
                form="",
                problems=(Trouble(cell="", message=error.message, hint=error.hint),),
            )
        ]


def _readings(book: Book, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> Iterator[Reading]:
    readings: list[Reading] = []
    book, asked = _without_word(book)
    context = {**_context(book), **asked}
    seen = [one for one in book.sheets if not one.hidden]
    readings += [_nothing(book.name, one, f"{one.hidden}，没有读") for one in book.sheets if one.hidden and one.cells]
    for found in _of_sheets(book.name, seen, tables, layouts):
        readings.append(_within(found, context))
    told = tuple(Trouble(cell="", message=message, hint=hint, stops=False) for message, hint in _told(book))
    if not any(one.form or one.problems for one in readings):
        problem = _converted(seen, tables) or _turned(seen, tables) or _not_understood(book, layouts)
        first = readings[0] if readings else Reading(file=book.name, sheet="", form="")
        readings = [replace(first, problems=(*first.problems, problem)), *readings[1:]]
    for number, one in enumerate(readings):
        yield replace(one, problems=(*told, *one.problems)) if number == 0 else one


def _without_word(book: Book) -> tuple[Book, dict[str, str]]:
    """A book without the cells that say that the import is to give codes, and what they say as a head of its forms."""
    seen = [cell for sheet in book.sheets if not sheet.hidden for cell in sheet.cells if not cell.hidden]
    found = {id(one): one.address for one in seen if "由程序" in one.text and _GIVE.fullmatch(one.text.strip()[:_WORD])}
    if not found:
        return book, {}
    sheets = tuple(
        replace(one, cells=tuple(cell for cell in one.cells if id(cell) not in found)) for one in book.sheets
    )
    return replace(book, sheets=sheets), {GIVEN: next(iter(found.values()))}


def _told(book: Book) -> Iterator[tuple[str, str]]:
    """What is said of a file as a whole; the comments of a template are the template's own."""
    yield from book.told
    if book.comments and not any(one.name == GUIDE for one in book.sheets):
        cells = "、".join(book.comments[:3]) + ("等" if len(book.comments) > 3 else "")
        yield f"有 {len(book.comments)} 处批注（{cells}），没有读。", "要公开的内容请写在格子里。"


def _context(book: Book) -> dict[str, str]:
    """What the first sheet of a template says of the whole: division, year, department."""
    found: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name != GUIDE or sheet.hidden:
            continue
        for cell in sheet.cells:
            name, beside = _PLACES.get(cell.text.strip()), sheet.at(cell.row, cell.column + 1)
            if name and beside:
                found.setdefault(name, beside.text.strip())
    return found


def _within(reading: Reading, context: Mapping[str, str]) -> Reading:
    """A form of a book that says whose it is as a whole."""
    if not context or not reading.form:
        return reading
    said = values.year(context.get("year", ""))
    return replace(reading, heads={**context, **reading.heads}, year=reading.year or said)


def _converted(sheets: Sequence[Sheet], tables: Mapping[str, Table]) -> Trouble | None:
    """A file whose words were read in the wrong encoding before they came here."""
    titles = dict.fromkeys(one.title for table in tables.values() for one in table.fields)
    for cell in (one for sheet in sheets for one in sheet.cells[:_LOOKED_AT] if not one.hidden):
        text = cell.text.strip()[:60]
        found = garbled(text)
        if meant := found.meant if found else "" if text in titles else known_as(text, titles):
            return Trouble(
                cell=cell.address,
                message=f"表里的文字是乱码：「{shortened(text, 30)}」多半是「{shortened(meant, 30)}」。",
                hint="这是转换编码时出的错：请打开原来的文件另存为 .xlsx，或从原系统重新导出。",
            )
    return None


def _turned(sheets: Sequence[Sheet], tables: Mapping[str, Table]) -> Trouble | None:
    """A list of which rows and columns are exchanged: its headings stand below each other."""
    for sheet in sheets:
        first = min((one.column for one in sheet.cells), default=0)
        down = [one for one in sheet.cells if one.column == first and not one.hidden][:_LOOKED_AT]
        words = {words_of(one) for one in down}
        known = max((len(words & names_of_fields(table).keys()) for table in tables.values()), default=0)
        if known >= _HEADINGS and known * 2 > len(down):
            return Trouble(
                cell=down[0].address,
                message="行和列放反了：列名写在第 1 列，一条记录占了一列。",
                hint="请选中全表复制，在新工作表里用“选择性粘贴—转置”贴上，再导入。",
            )
    return None


def _not_understood(book: Book, layouts: Sequence[Layout]) -> Trouble:
    forms = "、".join(dict.fromkeys(f"《{one.title}》" for one in layouts))
    empty = not any(one.cells for one in book.sheets)
    return Trouble(
        cell="",
        message="文件里没有内容。" if empty else "没有认出这是哪一种表。",
        hint=f"能认的有：{forms}，以及表头是数据字典中各列名称的清单。请核对表里的标签（项目名称、一级指标等）是否齐全。",
    )


def _nothing(file: str, sheet: Sheet, reason: str) -> Reading:
    return Reading(file=file, sheet=sheet.name, form="", left_out=(whole_sheet(sheet, reason),))


def _of_sheets(
    file: str, sheets: Sequence[Sheet], tables: Mapping[str, Table], layouts: Sequence[Layout]
) -> Iterator[Reading]:
    """The forms of all sheets; one that goes on over several of them, each too little to be known, is one form."""
    number = 0
    template = any(one.name == GUIDE for one in sheets)
    while number < len(sheets):
        found, taken = _of_sheet(file, sheets[number], tables, layouts), 1
        alone = template or any(one.form for one in found)
        while not alone and number + taken < min(len(sheets), number + _PAGES):
            following, whole = sheets[number + taken], stacked(sheets[number : number + taken + 1])
            region = Region(sheet=following, top=0, bottom=_last(following))
            if recognised(region, layouts) or ((head := list_head(region, tables)) and head.of_records):
                break
            taken += 1
            if recognised(Region(sheet=whole, top=0, bottom=_last(whole)), layouts) is not None:
                found = _of_sheet(file, whole, tables, layouts)
                break
        else:
            taken = 1
        yield from found
        number += taken if any(one.layout for one in found) else 1


def _last(sheet: Sheet) -> int:
    return max((one.row for one in sheet.cells), default=0)


def _of_sheet(file: str, sheet: Sheet, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Reading]:
    """The forms of a sheet, or its list, by their labels without the year."""
    yearly = without_years(sheet, layouts, tables)
    found = _of_labels(file, yearly.sheet, tables, layouts)
    return [with_other_years(found[0], yearly), *found[1:]] if found else []


def _of_labels(file: str, sheet: Sheet, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Reading]:
    """The forms of a sheet, or its list."""
    if not sheet.cells:
        return []
    sheet, labels = with_labels(sheet, layouts)
    if labels:
        found = _of_labels(file, sheet, tables, layouts)
        return [with_hidden_labels(found[0], labels), *found[1:]] if found else []
    if len(beside := bands(sheet, layouts)) > 1:
        return [one for band in beside for one in _of_labels(file, band, tables, layouts)]
    readings = _forms(file, sheet, tables, layouts) or _lists(file, sheet, tables)
    if not readings:
        guide = sheet.name == GUIDE
        return [_nothing(file, sheet, "填报表的说明，不是数据" if guide else "这张工作表里没有认得出的表")]
    if hidden := [one for one in sheet.cells if one.hidden]:
        readings[0] = with_hidden(readings[0], hidden)
    return readings


def _forms(file: str, sheet: Sheet, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Reading]:
    """The forms of a sheet, and behind them what is nearly one."""
    readings: list[Reading] = []
    unlike: list[Reading] = []
    rest: list[Reading] = []
    for top, bottom in segments(sheet, _last(sheet), layouts):
        region = Region(sheet=sheet, top=top, bottom=bottom, names=labels_of(layouts))
        layout = recognised(region, layouts)
        if layout is not None:
            form = _form(file, region, layout, tables)
            if readings and form.year is None:  # one line above all forms of a sheet
                form = replace(form, year=readings[-1].year)
            readings.append(form)
        elif (told := unlike_all(region, layouts, list_head(region, tables))) is not None:
            unlike.append(_unlike(file, region, told))
        elif region.cells:
            rest.append(_rest(file, region))
    return readings + unlike + (rest if readings else [])


def _form(file: str, region: Region, layout: Layout, tables: Mapping[str, Table]) -> Reading:
    form = read_form(region, layout, tables)
    leave_rest(region, layout)
    heads = {**form.heads, "unit": form.unit}
    if "department" not in heads and (bureau := filler(region)):
        heads["department"] = bureau
    return finished(
        file, region, form=layout.title, layout=layout.name, record_table=layout.record, heads=heads, tables=tables
    )


def _unlike(file: str, region: Region, told: Trouble) -> Reading:
    """A part of a sheet that is nearly a form: nothing of it is taken, and what it lacks is told."""
    first = min(one.place for one in region.cells)
    last = region.bottom, max(one.column for one in region.cells)
    reason = "没有认出这是哪一种表，没有读"
    left = LeftOut(cell=f"{address(first)}:{address(last)}", text="（整个表）", reason=reason)
    return Reading(file=file, sheet=region.sheet.name, form="", left_out=(left,), problems=(told,))


def _rest(file: str, region: Region) -> Reading:
    """A part of a sheet with forms that is none: it begins as one, or stands above the first."""
    told = Trouble(
        cell=region.cells[0].address,
        message="从这里起的一段没有认出是哪一种表，没有读。",
        hint="是表的一部分的，请与表连在一起，去掉重复的“项目名称”等标签；用不着的请删去。",
        stops=False,
    )
    return _unlike(file, region, told)


def _lists(file: str, sheet: Sheet, tables: Mapping[str, Table]) -> list[Reading]:
    """The lists of a sheet; what the first says of itself holds for those below and beside it, too."""
    readings: list[Reading] = []
    for region in parts_of(sheet, tables):
        head = list_head(region, tables)
        if head is None:
            continue
        said = read_list(region, head)
        leave_rest(region, None)
        if "department" not in head.context.values() and (bureau := filler(region)):
            said["department"] = bureau
        said = {**(readings[0].heads if readings else {}), **said}
        reading = finished(file, region, form=head.table.title, record_table=head.table.name, heads=said, tables=tables)
        if readings and reading.year is None:
            reading = replace(reading, year=readings[0].year)
        readings.append(reading)
    return readings
