"""Which forms a file holds: by the labels on each sheet, whatever its name and wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from generator.core.schema import Table
from generator.forms.layout import Layout, Part
from generator.intake import values
from generator.intake.blocks.reader import read_form
from generator.intake.files.opening import open_book
from generator.intake.files.sheets import Book, Cell, Sheet, UnreadableError, address, stacked
from generator.intake.labels import cleaned, plain
from generator.intake.leaving import UNKNOWN, leave_rest, whole_sheet
from generator.intake.lists import ListHead, list_head, read_list
from generator.intake.rates import rates_in_percent
from generator.intake.readings import LeftOut, Reading, Trouble, Value
from generator.intake.regions import Region, names_of, words_of

_TITLE_WORTH = 5
_TITLE_ROWS, _LONGEST_TITLE = 6, 40
_LEAST_APART = 3  # rows with labels, the list's aside, that make a sheet a form
_TOTALS = {"合计", "总计", "小计"}  # these close lists, too
_PAGES = 3  # sheets over which one form may go on
_LISTED = "三级指标"  # what every form with indicators has
_LISTS = (_LISTED, "指标名称", "三级指标名称", "指标内容")
GUIDE = "填报说明"  # the sheet of a template that says whose it is
_PLACES = {"区划代码": "division", "财政年度": "year", "部门代码": "slug"}
_NUMBER = re.compile(r"^[.,%]*\d[\d.,%]*")
_YEAR_OF_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


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
    context = _context(book)
    seen = [one for one in book.sheets if not one.hidden]
    readings += [_nothing(book.name, one, f"{one.hidden}，没有读") for one in book.sheets if one.hidden and one.cells]
    for found in _of_sheets(book.name, seen, tables, layouts):
        readings.append(_within(found, context))
    told = tuple(Trouble(cell="", message=message, hint=hint, stops=False) for message, hint in _told(book))
    if not any(one.form or one.problems for one in readings):
        problem = _not_understood(book, readings, layouts)
        first = readings[0] if readings else Reading(file=book.name, sheet="", form="")
        readings = [replace(first, problems=(*first.problems, problem)), *readings[1:]]
    for number, one in enumerate(readings):
        yield replace(one, problems=(*told, *one.problems)) if number == 0 else one


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


def _not_understood(book: Book, readings: Sequence[Reading], layouts: Sequence[Layout]) -> Trouble:
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
            if recognised(region, layouts) or _of_records(list_head(region, tables)):
                break
            taken += 1
            if recognised(Region(sheet=whole, top=0, bottom=_last(whole)), layouts) is not None:
                found = _of_sheet(file, whole, tables, layouts)
                break
        else:
            taken = 1
        yield from found
        number += taken if any(one.layout for one in found) else 1


def _of_records(head: ListHead | None) -> bool:
    """Whether a list says in each row of which project it is, as a later page of a form does not."""
    names = () if head is None else (*head.columns.values(), *head.above_columns.values())
    return any(one.name in ("project_code", "project_name") for one in names)


def _last(sheet: Sheet) -> int:
    return max((one.row for one in sheet.cells), default=0)


def _of_sheet(file: str, sheet: Sheet, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Reading]:
    """The forms of a sheet, or its list."""
    if not sheet.cells:
        return []
    sheet, labels = _with_labels(sheet, layouts)
    if labels:
        found = _of_sheet(file, sheet, tables, layouts)
        return [_with_hidden_labels(found[0], labels), *found[1:]] if found else []
    if len(bands := _bands(sheet, layouts)) > 1:
        return [one for band in bands for one in _of_sheet(file, band, tables, layouts)]
    last = _last(sheet)
    readings: list[Reading] = []
    unlike: list[Reading] = []
    for top, bottom in _segments(sheet, last, layouts):
        region = Region(sheet=sheet, top=top, bottom=bottom, names=labels_of(layouts))
        layout = recognised(region, layouts)
        if layout is not None:
            form = _form(file, region, layout, tables)
            if readings and form.year is None:  # one line above all forms of a sheet
                form = replace(form, year=readings[-1].year)
            readings.append(form)
        elif (told := unlike_all(region, layouts, list_head(region, tables))) is not None:
            unlike.append(_unlike(file, region, told))
    if readings or unlike:
        readings += unlike
    else:
        region = Region(sheet=sheet, top=0, bottom=last)
        head = list_head(region, tables)
        if head is None:
            guide = sheet.name == GUIDE
            return [_nothing(file, sheet, "填报表的说明，不是数据" if guide else "这张工作表里没有认得出的表")]
        said = read_list(region, head)
        leave_rest(region, None)
        if "department" not in head.context.values() and (filler := _filler(region)):
            said["department"] = filler
        readings.append(_reading(file, region, head.table.title, "", head.table.name, said))
    hidden = [one for one in sheet.cells if one.hidden]
    if hidden:
        readings[0] = _with_hidden(readings[0], hidden)
    return readings


def _unlike(file: str, region: Region, told: Trouble) -> Reading:
    """A part of a sheet that is nearly a form: nothing of it is taken, and what it lacks is told."""
    first = min(one.place for one in region.cells)
    last = region.bottom, max(one.column for one in region.cells)
    reason = "没有认出这是哪一种表，没有读"
    left = LeftOut(cell=f"{address(first)}:{address(last)}", text="（整个表）", reason=reason)
    return Reading(file=file, sheet=region.sheet.name, form="", left_out=(left,), problems=(told,))


def _with_labels(sheet: Sheet, layouts: Sequence[Layout]) -> tuple[Sheet, list[Cell]]:
    """The sheet with the hidden labels seen that name what is seen beside or below them; and these labels."""
    hidden = [one for one in sheet.cells if one.hidden]
    if not hidden:
        return sheet, []
    names = {plain(name) for layout in layouts for part in _parts(layout) for name in part.names}
    names |= {plain(name) for layout in layouts for block in layout.blocks for name in (block.side, *block.side_names)}
    seen_rows = {one.row for one in sheet.cells if not one.hidden}
    labels = {one for one in hidden if words_of(one) in names - {""} and _names_seen(one, seen_rows)}
    cells = tuple(replace(one, hidden="") if one in labels else one for one in sheet.cells)
    return replace(sheet, cells=cells), sorted(labels, key=lambda one: one.place)


def _names_seen(cell: Cell, seen_rows: set[int]) -> bool:
    """Whether a hidden cell stands in a row that is seen, or in one hidden row between two that are."""
    return cell.row in seen_rows or {cell.row - 1, cell.row + 1} <= seen_rows


def _with_hidden_labels(reading: Reading, labels: Sequence[Cell]) -> Reading:
    problem = Trouble(
        cell=labels[0].address,
        message=f"有 {len(labels)} 个标签在隐藏的行、列里（如「{labels[0].text[:20]}」），照这些标签读了。",
        hint="请取消隐藏后核对。",
        stops=False,
    )
    return reading.with_problem(problem)


def _with_hidden(reading: Reading, hidden: Sequence[Cell]) -> Reading:
    cells = [LeftOut(cell=one.address, text=one.text, reason=f"{one.hidden}，没有读") for one in hidden]
    problem = Trouble(
        cell=cells[0].cell,
        message=f"有 {len(cells)} 格在隐藏的或被筛掉的行、列里，没有读。",
        hint="要用的请取消隐藏和筛选后再导入；用不着的请删去。",
        stops=False,
    )
    return replace(reading, left_out=(*reading.left_out, *cells), problems=(*reading.problems, problem))


# Which form, and where it begins.


def recognised(region: Region, layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose labels the region holds; of several, the one with most of them."""
    best: tuple[int, Layout] | None = None
    words = set(region.words) | set(region.inlines)
    named = titled(region, layouts)
    for layout in layouts:
        score = 0 if named and layout not in named else _score(region, words, layout, named=bool(named))
        if score and (best is None or score > best[0]):
            best = score, layout
    return best[1] if best else None


def titled(region: Region, layouts: Sequence[Layout]) -> Sequence[Layout]:
    """The layouts whose title stands above the region's form: of titles within each other, the longest."""
    lines = [one for row in list(region.rows)[:_TITLE_ROWS] for cell in region.rows[row] if (one := words_of(cell))]
    found = [
        (len(name), layout)
        for layout in layouts
        for title in (layout.title, *layout.titles)
        if any((name := plain(title)) in one and len(one) < _LONGEST_TITLE for one in lines)
    ]
    longest = max((length for length, _ in found), default=0)
    return list(dict.fromkeys(layout for length, layout in found if length == longest))


@lru_cache(maxsize=8)
def _labels(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(one) for one in names)


def labels_of(layouts: Sequence[Layout]) -> frozenset[str]:
    """The labels of single values of all layouts."""
    parts = (part for layout in layouts for block in layout.blocks if block.kind == "heads" for part in block.parts)
    return _labels(tuple(name for part in parts for name in part.names))


def _parts(layout: Layout) -> list[Part]:
    return [part for block in layout.blocks for part in (*block.parts, *block.totals)]


def _needed(layout: Layout) -> Mapping[str, set[str]]:
    """Each label that the layout needs, with all its names."""
    parts = _parts(layout)
    return {one: {plain(name) for part in parts if one in part.names for name in part.names} for one in layout.needs}


def unlike_all(region: Region, layouts: Sequence[Layout], listed: ListHead | None) -> Trouble | None:
    """What keeps a region, which is no known form, from being the one that it is most like; None if it is like none.

    ``listed``: the head of the list that it would be else; one that tells of each row whose it is, or that bears the
    name of its table, is a list.
    """
    if _of_records(listed) or (listed and plain(region.sheet.name).startswith(plain(listed.table.title)[:31])):
        return None
    heads = {listed.row, listed.row - 1} if listed else set[int]()
    words = set(region.words) | set(region.inlines)
    named = titled(region, layouts)
    best: tuple[int, Layout, list[str]] | None = None
    for layout in named or layouts:
        missing = [one for one, names in _needed(layout).items() if not names & words]
        apart = _apart(region, layout) - heads
        hits = sum(any(plain(name) in words for name in part.names) for part in _parts(layout))
        if len(apart) < _LEAST_APART or (len(missing) * 2 > len(layout.needs) and not named):
            continue
        if best is None or hits - 2 * len(missing) > best[0]:
            best = hits - 2 * len(missing), layout, missing
    if best is None:
        return None
    _, layout, missing = best
    foreign = [one for one in layout.without if plain(one) in words]
    lacks = f"缺少标签：{'、'.join(missing)}" if missing else ""
    holds = f"有这种表没有的标签：{'、'.join(foreign)}" if foreign else ""
    why = "，".join(one for one in (lacks, holds) if one) or "标签不齐"
    title = "标题写的是" if named else "最像"
    cell = min(one.place for one in region.cells)
    return Trouble(
        cell=address(cell),
        message=f"没有认出这是哪一种表：{title}《{layout.title}》，但{why}。",
        hint="请照表样补上或改好这些标签后再导入；标签可以用相近的名称，见填报指南。",
    )


def _apart(region: Region, layout: Layout) -> set[int]:
    """The rows, the heads of the list aside, that have labels of single values or of funds."""
    listed = {cell.row for one in _LISTS for cell in region.words.get(one, ())}
    blocks = [one for one in layout.blocks if one.kind != "list"]
    heads = {plain(name) for block in blocks for part in block.parts for name in part.names}
    heads -= _TOTALS
    cells = [cell for one in heads for cell in region.words.get(one, ())]
    cells += [cell for one in heads for cell, _ in region.inlines.get(one, ())]
    return {cell.row for cell in cells} - listed


def _score(region: Region, words: set[str], layout: Layout, *, named: bool) -> int:
    """How many of the layout's labels the region holds; 0 where one that it needs is missing."""
    parts = _parts(layout)
    needed = list(_needed(layout).values())
    if not all(one & words for one in needed) or any(plain(one) in words for one in layout.without):
        return 0
    rows = [{cell.row for one in group for cell in region.words.get(one, ())} for group in needed]
    heads = {
        plain(name) for block in layout.blocks if block.kind == "heads" for part in block.parts for name in part.names
    }
    shared = set.intersection(*rows) if len(rows) > 2 else set[int]()
    apart = {cell.row for one in heads for cell in region.words.get(one, ())} - shared
    apart |= {cell.row for one in heads for cell, _ in region.inlines.get(one, ())} - shared
    if shared and not apart:  # the heads of one list
        return 0
    hits = sum(any(plain(name) in words for name in part.names) for part in parts)
    return hits + (_TITLE_WORTH if named else 0)


def _segments(sheet: Sheet, last: int, layouts: Sequence[Layout]) -> Iterator[tuple[int, int]]:
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
    listed = sorted({cell.row for one in _LISTS for cell in region.words.get(one, ())})
    kept: list[int] = []
    for begin in begins:
        goes_on = bool(kept) and not any(kept[-1] < row < begin for row in listed)
        if goes_on and sure:
            goes_on = [one.text for one in region.rows[kept[-1]]] == [one.text for one in region.rows[begin]]
        if not goes_on:
            kept.append(begin)
    return kept


def _bands(sheet: Sheet, layouts: Sequence[Layout]) -> list[Sheet]:
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
        if all(any(words_of(one) == _LISTED for one in band.cells) for band in bands):
            return bands
    return [sheet]


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


# One form.


def _form(file: str, region: Region, layout: Layout, tables: Mapping[str, Table]) -> Reading:
    form = read_form(region, layout, tables)
    leave_rest(region, layout)
    heads = {**form.heads, "unit": form.unit}
    if "department" not in heads and (filler := _filler(region)):
        heads["department"] = filler
    return _reading(file, region, layout.title, layout.name, layout.record, heads)


def _tell_struck(region: Region) -> None:
    """Words that somebody crossed out and left: nobody could say whether they hold."""
    values_ = {one.cell for one in region.values}
    for cell in [one for one in region.cells if one.struck and one.address in values_][:_MOST_STRUCK]:
        region.wrong(cell, f"有划掉的字：「{cell.text[:30]}」。", "不要的请删去，要的请取消删除线。")


_MOST_STRUCK = 20
_FILLERS = ("填报单位", "填报部门", "编报单位", "报送单位", "填表单位", "编制单位", "填报单位名称")


def _filler(region: Region) -> str:
    """The bureau that fills the form, where no other label names one: 填报单位（盖章）：…"""
    for name in _FILLERS:
        for cell, text in region.inlines.get(plain(name), ()):
            if values.bare(text):
                region.left.pop(cell.place, None)
                region.labels.add(cell.place)
                return cleaned(values.coded(text)[1])
        for cell in region.words.get(plain(name), ()):
            beside = next((one for place in region.sheet.right_of(cell.place) if (one := region.at(*place))), None)
            if beside is not None and beside.place not in region.taken and not values.is_placeholder(beside.text):
                region.left.pop(beside.place, None)
                region.labels |= {cell.place, beside.place}
                return cleaned(values.coded(beside.text)[1])
    return ""


def _reading(file: str, region: Region, form: str, layout: str, record_table: str, heads: Mapping[str, str]) -> Reading:
    rates_in_percent(region)
    _tell_struck(region)
    first = {one.field: one.value for one in region.values if one.table == record_table and one.row == 1}
    for cell in [one for one in region.left.values() if one.reason == UNKNOWN and _NUMBER.fullmatch(one.text)]:
        region.problems.append(
            Trouble(
                cell=cell.cell,
                message=f"有一个数 {cell.text[:30]}，看不出是哪一项。",
                hint="请核对这一格上方和左边的标签；用不着的请删去。",
                stops=False,
            )
        )
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
        values=tuple(_in_order(region, record_table)),
        left_out=tuple(region.left[place] for place in sorted(region.left)),
        problems=tuple(region.problems),
        labels=frozenset(address(place) for place in region.labels),
        tails=tuple(region.tails),
    )


def _in_order(region: Region, record_table: str) -> list[Value]:
    """The values of the record itself, then of each table by rows."""
    order = {name: number for number, name in enumerate(dict.fromkeys(one.table for one in region.values), 1)}
    order[record_table] = 0
    return sorted(region.values, key=lambda one: (order[one.table], one.row))


def _year(file: str, region: Region, heads: Mapping[str, str]) -> int | None:
    """The fiscal year, as a label or the title says it, else the sheet's or the file's name; two are told."""
    if "year" in heads and (said := values.year(heads["year"])):
        return said
    found: dict[int, Cell] = {}
    for cell in _frame(region):
        for one in values.years(cell.text):
            found.setdefault(one, cell)
    if len(found) > 1:
        told = "、".join(f"{cell.address} 写的是 {one} 年" for one, cell in found.items())
        message = f"表头上的年度不一样：{told}。"
        hint = "请核对，只留资金所属的年度。"
        region.problems.append(Trouble(cell=next(iter(found.values())).address, message=message, hint=hint))
        return None
    if found:
        return next(iter(found))
    for name in (region.sheet.name, file):
        names = set(_YEAR_OF_NAME.findall(name))
        if len(names) == 1:
            return int(names.pop())
    return None


def _frame(region: Region) -> Iterator[Cell]:
    """The lines above a form that are no values: titles, years, whatever they were taken for."""
    taken = [cell.row for cell in region.cells if cell.place in region.taken]
    first = min(taken, default=region.bottom + 1)
    periods = {one.cell for one in region.values if one.field == "period"}
    for row in list(region.rows)[:_TITLE_ROWS]:
        for cell in region.rows[row]:
            left = region.left.get(cell.place)
            label = cell.place in region.labels or (left is not None and left.reason == UNKNOWN and row < first)
            if (label or cell.address in periods) and len(cell.text) <= _LONGEST_TITLE * 2:
                yield cell
