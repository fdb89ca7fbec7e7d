"""The header of a table's file: the field of each column, or what is wrong, its shape before its parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from generator.core.characters import shortened
from generator.core.schema import Field, Table
from generator.load.garbled import known_as
from generator.load.problem import Problem, first_of

LOOKED_AT = 30  # records among which the header is looked for
_SEPARATORS = (
    (";", "分号"),
    ("\t", "制表符"),
    ("，", "全角逗号"),
    ("|", "竖线"),
    ("；", "全角分号"),
    ("、", "顿号"),
    ("^", "^"),
)
_UNIT = re.compile(r"[(（\[［【][^()（）\[\]［］【】]{1,10}[)）\]］】]$")
_MONEY = {"元": "除以 10000", "千元": "除以 10", "百元": "除以 100", "百万元": "乘以 100", "亿元": "乘以 10000"}
_WRITTEN_UNIT = re.compile(r"[(（\[【]\s?(?:单位[:：])?(百万元|千元|百元|亿元|元)\s?[)）\]】]")
_NUMBERING = frozenset({"序号", "行号", "编号", "no", "no.", "index"})  # what people number rows with
_LISTED = 12  # names that a message lists
_CONVERTED = 40  # headings that are looked for in other encodings
_CLOSE = 50.0  # per cent that a heading has in common with the one that may be meant


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The words of a table's columns: ``exact`` as a file must write them, ``loose`` as people do; word → field."""

    exact: Mapping[str, str]
    loose: Mapping[str, str]

    def known(self, record: Sequence[str]) -> int:
        """How many fields the cells of a record name, however they are written."""
        return len({self.loose[word] for cell in record if (word := simple(cell)) in self.loose})


@lru_cache(maxsize=256)
def heading(names: tuple[str, ...], titles: tuple[str, ...], synonyms: tuple[tuple[str, ...], ...]) -> Heading:
    """The words of the columns with these names, titles and synonyms."""
    exact = dict(zip(titles, names, strict=True)) | {name: name for name in names}
    loose: dict[str, str] = {}
    for name, words in zip(names, synonyms, strict=True):
        for word in words:
            loose.setdefault(simple(word), name)
    loose |= {simple(word): name for word, name in exact.items()}
    return Heading(exact=exact, loose=loose)


def heading_of(table: Table) -> Heading:
    """The words of a table's columns."""
    return heading(table.names, tuple(one.title for one in table.fields), tuple(one.synonyms for one in table.fields))


@lru_cache(maxsize=4096)
def simple(cell: str) -> str:
    """A heading without what people add to it: spaces, marks of must-fill columns, a unit in brackets."""
    plain = re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", cell[:200])).lower()
    while (shorter := _UNIT.sub("", plain)) and shorter != plain:
        plain = shorter
    return plain


def header_names(header: Sequence[str], table: Table) -> list[str] | None:
    """The field of each column, '' for columns without a name; None if the header is not as it should be."""
    exact = heading_of(table).exact
    names = [exact.get(cell.strip(), "") for cell in header]
    named = [name for name in names if name]
    whole = len(set(named)) == len(named) and {one.name for one in table.fields if not one.local} <= {*named}
    return names if whole and all(name or not cell.strip() for name, cell in zip(names, header, strict=True)) else None


def converted(header: Sequence[str], table: Table) -> tuple[str, str] | None:
    """The first heading that is one of the table's in another encoding, and which: at least two of them have to be."""
    titles = [one.title for one in table.fields]
    read = ((cell.strip(), known_as(cell[:60], titles)) for cell in header[:_CONVERTED])
    found = [(cell, meant) for cell, meant in read if meant and cell not in titles]
    return found[0] if len(found) > 1 else None


def misplaced(
    records: Sequence[Sequence[str]], rows: Sequence[int], table: Table, tables: Mapping[str, Table]
) -> Problem | None:
    """What is wrong with the shape of a file whose first records these are: none of them is a header in row 1."""
    words = heading_of(table)
    known = [words.known(record) for record in records]
    if (problem := _separated(records, rows, words)) is not None:
        return problem
    best = max(range(len(records)), key=known.__getitem__)
    if (problem := _turned(records, rows, words, known[best], table)) is not None:
        return problem
    if best and rows[best] > rows[0] and known[best] >= 2 and known[best] > 2 * known[0]:
        return _below(records, rows, best, table)
    if rows[0] > 1 and known[0]:
        return _below(records, rows, 0, table)
    if len(records) > 1 and _second_line(records[0], records[1], words):
        return Problem(
            code="L06",
            message="表头占了两行，像是合并过单元格。",
            row=rows[1],
            value=_quoted(records[1]),
            expected="只有第 1 行是表头",
            hint="请把两行并成一行：每一列在第 1 行写全列名，再删除第 2 行。",
        )
    filled = [cell for cell in records[0] if cell.strip()]
    if known[0] < len(filled) and (problem := _of_another(records[0], rows[0], len(filled), table, tables)) is not None:
        return problem
    return _strange(records[0], rows[0], table) if known[0] * 3 < len(filled) or not filled else None


def _below(records: Sequence[Sequence[str]], rows: Sequence[int], place: int, table: Table) -> Problem:
    above = [cell.strip() for record in records[:place] for cell in record if cell.strip()]
    what = f"标题或说明（如「{shortened(above[0], 30)}」）" if above else "空行"
    hint = f"请删除第 1 行到第 {rows[place] - 1} 行，让表头成为第 1 行。" if rows[place] > 2 else "请删除第 1 行。"
    if any(_is_record(record, table) for record in records[:place]):
        what, hint = "数据", f"请把第 {rows[place]} 行（表头）移到最上面，成为第 1 行；上面的各行是数据，不要删除。"
    return Problem(
        code="L06",
        message=f"表头在第 {rows[place]} 行，它上面是{what}。",
        row=rows[place],
        value=_quoted(records[place]),
        expected="第 1 行是表头",
        hint=hint,
    )


def _is_record(cells: Sequence[str], table: Table) -> bool:
    """Whether a row holds data: several cells, the first of them a code of the table's first column."""
    filled = sum(1 for cell in cells if cell.strip())
    first = cells[0].strip() if cells else ""
    return filled > 2 and any(map(str.isdigit, first)) and _fits(table.fields[0], first)


def _turned(
    records: Sequence[Sequence[str]], rows: Sequence[int], words: Heading, known: int, table: Table
) -> Problem | None:
    """A table of which rows and columns are exchanged; ``known``: the most headings in one of its rows."""
    column = [record[0] for record in records if record]
    down = words.known(column)
    if down < 3 or down <= 2 * known or down * 2 < sum(1 for cell in column if cell.strip()):
        return None
    return Problem(
        code="L06",
        message="行和列放反了：列名写在第 1 列，一条记录占了一列。",
        row=rows[0],
        value=_quoted(column),
        expected=f"第 1 行是「{table.title}」的列名，一行一条记录",
        hint="请在 Excel 中选中全表复制，在新工作表里用“选择性粘贴—转置”贴上，再另存为“CSV UTF-8”。",
    )


def _separated(records: Sequence[Sequence[str]], rows: Sequence[int], words: Heading) -> Problem | None:
    """A file whose columns are separated by something else than commas."""
    if len(words.exact) <= 2:  # one column
        return None
    for record, row in zip(records, rows, strict=True):
        if len(record) == 1:
            for mark, name in _SEPARATORS:
                if mark in record[0] and (row == rows[0] or words.known(record[0].split(mark)) > 1):
                    return Problem(
                        code="L08",
                        message=f"用{name}分隔各列。",
                        row=row,
                        value=shortened(record[0]),
                        expected="英文逗号",
                        hint="请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
                    )
    return None


def _second_line(first: Sequence[str], second: Sequence[str], words: Heading) -> bool:
    """Whether two records are the two lines of a header with merged cells."""
    one, two = ({words.loose.get(simple(cell), "") for cell in record} - {""} for record in (first, second))
    return bool(one) and len(two - one) > 1 and not (one & two)


def _of_another(
    header: Sequence[str], row: int, filled: int, table: Table, tables: Mapping[str, Table]
) -> Problem | None:
    """A header that belongs to another table."""
    if filled <= 1 or (other := _heading(header, filled, _others(table, tables))) is None:
        return None
    return Problem(
        code="L06",
        message=f"表头是「{other.title}」的，不是「{table.title}」的。",
        row=row,
        value=_quoted(header),
        expected=f"「{table.title}」的表头",
        hint=f"如果内容是「{other.title}」，请把文件名改成 {other.name}.csv；否则请核对表头。",
    )


def _others(table: Table, tables: Mapping[str, Table]) -> list[Table]:
    return [one for one in tables.values() if one.name != table.name]


def _heading(cells: Sequence[str], filled: int, tables: Iterable[Table]) -> Table | None:
    """The first of the tables that has all the ``filled`` ones of the cells in its header."""
    return next((one for one in tables if heading_of(one).known(cells) == filled), None)


def _strange(header: Sequence[str], row: int, table: Table) -> Problem:
    """A first row that is no header at all."""
    if _is_record(header, table):
        return Problem(
            code="L06",
            message=f"第 {row} 行就是数据，上面没有表头。",
            row=row,
            value=_quoted(header),
            expected="第 1 行是表头，从第 2 行起是数据",
            hint="请在最上面插入一行，照各列的内容写上列名；列名见数据字典，也可以从网站“部门填报”下载填报表。",
        )
    return Problem(
        code="L06",
        message=f"第 {row} 行不是「{table.title}」的表头，看不出各列是什么。",
        row=row,
        value=_quoted(header),
        expected=_listed(table.fields),
        hint="请在第 1 行写上列名，次序不限；可以从网站“部门填报”下载填报表，把内容贴进去。",
    )


def _quoted(record: Sequence[str]) -> str:
    return shortened("、".join(cell.strip()[:60] for cell in record[:12] if cell.strip()))


def _listed(fields: Sequence[Field]) -> str:
    more = f" 等 {len(fields)} 列" if len(fields) > _LISTED else ""
    return "、".join(one.title for one in fields[:_LISTED]) + more or "没有更多的列"


@dataclass(frozen=True, kw_only=True)
class Nameless:
    """A column without a name in which something is written: its place from 0, and its values."""

    place: int
    values: Sequence[str]


def faults(
    header: Sequence[str], nameless: Sequence[Nameless], table: Table, row: int, tables: Mapping[str, Table]
) -> list[Problem]:
    """What is wrong with the names of the columns, each cause once; ``tables``: what else may stand in the file."""
    if (problem := _beside_another(header, table, tables, row)) is not None:
        return [problem]
    exact = heading_of(table).exact
    names = [exact.get(cell.strip(), "") for cell in header]
    missing = [one for one in table.fields if one.name not in names]
    repeated = [place for place, name in enumerate(names) if name and name in names[:place]]
    unknown = [place for place, name in enumerate(names) if not name and header[place].strip()]
    found = _meant([header[place] for place in unknown], missing, heading_of(table))
    renamed = [(header[place], field) for place, field in zip(unknown, found, strict=True) if field]
    strange = [header[place] for place, field in zip(unknown, found, strict=True) if not field]
    rest = [one for one in missing if one not in found]
    guessed = _guessed(nameless, names, rest, table)
    gone = [one for one in rest if one not in guessed and not one.local]
    return [
        *first_of(repeated, lambda place: _repeated(header[place], names[place], place, row)),
        *_renamed(renamed, table, row),
        *_unknown(strange, [one for one in rest if not one.local] or rest, table, row),
        *_unnamed_ones([*zip(nameless, guessed, strict=True)], row),
        *_missing(gone, row),
    ]


def _beside_another(header: Sequence[str], table: Table, tables: Mapping[str, Table], row: int) -> Problem | None:
    """Two tables side by side: from some column on there is the header of another one, or the same once more."""
    known = heading_of(table).loose
    names = [known.get(simple(cell), "") if cell.strip() else "" for cell in header]
    first = next((place for place, name in enumerate(names) if place > 1 and name and name in names[:place]), 0)
    rest = [cell for cell in header[first:] if cell.strip()]
    if not first or len(rest) < 3:
        return None
    other = _heading(rest, len(rest), [table, *_others(table, tables)])
    if other is None:
        return None
    own = other.name == table.name
    what = "这张表" if own else f"另一张表「{other.title}」"
    then = "接在前面的行下面（不带表头）。" if own else f"另存为 {other.name}.csv。"
    return Problem(
        code="L06",
        message=f"从第 {first + 1} 列起又是{what}的表头，像是两张表并排贴在了一起。",
        row=row,
        value=_quoted(rest),
        expected=f"一个文件只放一张表，这里放「{table.title}」",
        hint=f"请把第 {first + 1} 列及以后的内容剪下，{then}",
    )


def second_table(cells: Sequence[str], row: int, table: Table, tables: Mapping[str, Table]) -> Problem | None:
    """What a row below the header says if it is the header of another table, with the rest of the file below it."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) <= 2 or (other := _heading(filled, len(filled), _others(table, tables))) is None:
        return None
    return Problem(
        code="L06",
        message=f"从第 {row} 行起是另一张表「{other.title}」，像是两张表上下贴在了一起。",
        row=row,
        value=_quoted(cells),
        expected=f"一个文件只放一张表，这里放「{table.title}」",
        hint=f"请把第 {row} 行及以下的内容剪下，另存为 {other.name}.csv。",
    )


def _meant(cells: Sequence[str], missing: Sequence[Field], words: Heading) -> list[Field | None]:
    """The missing field that each unknown heading likely means, no field twice."""
    left = {one.name: one for one in missing}
    surely = [left.pop(words.loose.get(simple(cell), ""), None) for cell in cells]
    found: list[Field | None] = []
    for cell, sure in zip(cells, surely, strict=True):
        choices = {word: name for name, one in left.items() for word in (one.name, one.title, *one.synonyms)}
        numbering = simple(cell) in _NUMBERING
        close = None
        if not numbering:
            close = process.extractOne(cell.strip()[:60], list(choices), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        found.append(sure or (left.pop(choices[close[0]]) if close else None))
    return found


def _guessed(
    nameless: Sequence[Nameless], names: Sequence[str], missing: Sequence[Field], table: Table
) -> list[Field | None]:
    """The missing field that each column without a name likely is: its values fit, and so does its place."""
    left = list(missing)
    found: list[Field | None] = []
    for column in nameless:
        fitting = [one for one in left if all(_fits(one, value) for value in column.values)]
        best = max(fitting, key=lambda one: _beside(one, column.place, names, table), default=None)
        found.append(best)
        left = [one for one in left if one is not best]
    return found


def _beside(field: Field, place: int, names: Sequence[str], table: Table) -> int:
    """How many neighbours of a column are those that the field has in the table."""
    own = table.names.index(field.name)
    before, after = names[place - 1 : place], names[place + 1 : place + 2]
    return (before == [*table.names[own - 1 : own]]) + (after == [*table.names[own + 1 : own + 2]])


_NUMBER = re.compile(r"[-−]?[0-9,.]+%?")
_DAY = re.compile(r"[12][0-9]{3}[-/.年].*|[0-9]{5}|[12][0-9]{7}")


def _fits(field: Field, value: str) -> bool:
    """Whether a value, as people write it, may belong to the field."""
    if field.numeric:
        return _NUMBER.fullmatch(value) is not None
    if field.type == "date":
        return _DAY.fullmatch(value) is not None
    if "enum" in field.constraints:
        return value in field.constraints["enum"]
    pattern = field.constraints.get("pattern")
    longest = int(field.constraints.get("maxLength", len(value)))
    return len(value) <= longest and (pattern is None or re.fullmatch(pattern, value) is not None)


def _repeated(cell: str, name: str, place: int, row: int) -> Problem:
    return Problem(
        code="L06",
        message=f"第 {place + 1} 列「{shortened(cell)}」与前面的列重复。",
        row=row,
        field=name,
        value=shortened(cell),
        expected="每一列只出现一次",
        hint="请核对两列的内容，只留一列。",
    )


def _renamed(pairs: Sequence[tuple[str, Field]], table: Table, row: int) -> list[Problem]:
    """Columns that bear another name than they should, told at once: they are mended in one row."""
    if not pairs:
        return []
    (cell, meant), *others = pairs
    named = f"表头「{shortened(cell)}」不是「{table.title}」的列。"
    if others:
        named = f"表头有 {len(pairs)} 处与规定的列名不同，如「{shortened(cell, 30)}」应是「{meant.title}」。"
    change = "；".join(f"「{shortened(one, 30)}」改成「{field.title}」" for one, field in pairs[:_LISTED])
    more = f"，另有 {len(pairs) - _LISTED} 处" if len(pairs) > _LISTED else ""
    hint = f"如果是「{meant.title}」，请改成这个名字；可用的列见数据字典。"
    if others:
        hint = f"请在第 {row} 行改列名，不写单位和说明：{change}{more}。"
    return [
        Problem(
            code="L06",
            message=named,
            row=row,
            field=meant.name,
            value=shortened(cell),
            expected=f"{meant.title} 或 {meant.name}",
            hint=hint + _in_other_units(pairs),
        )
    ]


def _in_other_units(pairs: Sequence[tuple[str, Field]]) -> str:
    """What to do with amounts of columns whose heading names another unit than the table's."""
    for cell, field in pairs:
        found = _WRITTEN_UNIT.search(cell[:200])
        unit = found[1] if found else ""
        if unit and field.unit == "万元":
            return f"「{shortened(cell, 30)}」写的单位是{unit}，这里一律用万元：这样的列，数也要{_MONEY[unit]}。"
    return ""


def _unknown(cells: Sequence[str], missing: Sequence[Field], table: Table, row: int) -> list[Problem]:
    """Columns that the table does not have, told at once."""
    if not cells:
        return []
    named = "".join(f"「{shortened(cell, 30)}」" for cell in cells[:_LISTED])
    message = f"表头{named}不是「{table.title}」的列。"
    if len(cells) > 1:
        message = f"表头有 {len(cells)} 列不是「{table.title}」的：{named}{'等' if len(cells) > _LISTED else ''}。"
    these = "这些列" if len(cells) > 1 else "这一列"
    hint = f"请删除{these}，要公开的内容写进「备注」一类的列；可用的列见数据字典。"
    if all(simple(cell) in _NUMBERING for cell in cells):
        hint = f"请删除{these}，行的序号不用填。"
    return [
        Problem(
            code="L06",
            message=message,
            row=row,
            value=shortened(cells[0]),
            expected=_listed(missing),
            hint=hint,
        )
    ]


def _unnamed_ones(columns: Sequence[tuple[Nameless, Field | None]], row: int) -> list[Problem]:
    """Columns without a name in which something is written, told at once: they are mended in one row."""
    if len(columns) < 2:
        return [_unnamed(column, guessed, row) for column, guessed in columns]
    first = _unnamed(*columns[0], row)
    places = "、".join(str(column.place + 1) for column, _ in columns[:_LISTED])
    places += " 列等" if len(columns) > _LISTED else " 列"
    likely = [f"第 {column.place + 1} 列多半是「{guessed.title}」" for column, guessed in columns if guessed]
    hint = f"{'，'.join(likely[:_LISTED])}，" if likely else ""
    return [
        replace(
            first,
            message=f"第 {places}共 {len(columns)} 列没有列名，却填了内容（如「{first.value}」）。",
            hint=f"{hint}请核对后在第 1 行写上列名；不属于这张表的内容，请另外保存。",
        )
    ]


def _unnamed(column: Nameless, guessed: Field | None, row: int) -> Problem:
    example = shortened(column.values[0], 30)
    if guessed:
        hint = f"多半是「{guessed.title}」，请核对后在第 1 行写上列名。"
    else:
        hint = "请在第 1 行写上列名；不属于这张表的内容，请移到「备注」一类的列里，或另外保存。"
    return Problem(
        code="L06",
        message=f"第 {column.place + 1} 列没有列名，却有 {len(column.values):,} 格填了内容（如「{example}」）。",
        row=row,
        field=guessed.name if guessed else "",
        value=example,
        expected=f"{guessed.title} 或 {guessed.name}" if guessed else "每一列都有列名",
        hint=hint,
    )


def _missing(fields: Sequence[Field], row: int) -> list[Problem]:
    """Columns that are not there, told at once."""
    if not fields:
        return []
    first, *others = fields
    if not others:
        filled = "请补上这一列，且每行都要填写。" if first.required else "请补上这一列；没有内容的格可以留空。"
        message, expected = f"缺少「{first.title}」（{first.name}）列。", f"{first.title} 或 {first.name}"
    else:
        required = "".join(f"「{one.title}」" for one in fields if one.required)
        message, expected = f"缺少 {len(fields)} 列：{_listed(fields)}。", _listed(fields)
        filled = f"请补上这些列；{f'其中{required}每行都要填写，别的' if required else ''}没有内容的格可以留空。"
    return [Problem(code="L06", message=message, row=row, field=first.name, expected=expected, hint=filled)]
