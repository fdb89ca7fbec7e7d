"""The header of a table's file: the field of each column, or what is wrong, its shape before its parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from generator.core.characters import shortened
from generator.core.schema import Field, Table
from generator.load.problem import Problem, first_of

LOOKED_AT = 12  # records among which the header is looked for
_SEPARATORS = (
    (";", "分号"),
    ("\t", "制表符"),
    ("，", "全角逗号"),
    ("|", "竖线"),
    ("；", "全角分号"),
    ("、", "顿号"),
    ("^", "^"),
)
_UNIT = re.compile(r"[(（][^()（）]{1,10}[)）]$")
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
    return _UNIT.sub("", plain) or plain


def header_names(header: Sequence[str], table: Table) -> list[str] | None:
    """The field of each column, '' for columns without a name; None if the header is not as it should be."""
    exact = heading_of(table).exact
    names = [exact.get(cell.strip(), "") for cell in header]
    named = [name for name in names if name]
    whole = len(set(named)) == len(named) and {one.name for one in table.fields if not one.local} <= {*named}
    return names if whole and all(name or not cell.strip() for name, cell in zip(names, header, strict=True)) else None


def misplaced(
    records: Sequence[Sequence[str]], rows: Sequence[int], table: Table, tables: Mapping[str, Table]
) -> Problem | None:
    """What is wrong with the shape of a file whose first records these are: none of them is a header in row 1."""
    words = heading_of(table)
    known = [words.known(record) for record in records]
    if (problem := _separated(records, rows, words)) is not None:
        return problem
    best = max(range(len(records)), key=known.__getitem__)
    if best and rows[best] > rows[0] and known[best] >= 2 and known[best] > 2 * known[0]:
        return _below(records, rows, best)
    if rows[0] > 1 and known[0]:
        return _below(records, rows, 0)
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


def _below(records: Sequence[Sequence[str]], rows: Sequence[int], place: int) -> Problem:
    above = [cell.strip() for record in records[:place] for cell in record if cell.strip()]
    what = f"标题或说明（如「{shortened(above[0], 30)}」）" if above else "空行"
    return Problem(
        code="L06",
        message=f"表头在第 {rows[place]} 行，它上面是{what}。",
        row=rows[place],
        value=_quoted(records[place]),
        expected="第 1 行是表头",
        hint=f"请删除第 1 行到第 {rows[place] - 1} 行，让表头成为第 1 行。" if rows[place] > 2 else "请删除第 1 行。",
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
    for other in tables.values():
        if other.name != table.name and heading_of(other).known(header) == filled > 1:
            return Problem(
                code="L06",
                message=f"表头是「{other.title}」的，不是「{table.title}」的。",
                row=row,
                value=_quoted(header),
                expected=f"「{table.title}」的表头",
                hint=f"如果内容是「{other.title}」，请把文件名改成 {other.name}.csv；否则请核对表头。",
            )
    return None


def _strange(header: Sequence[str], row: int, table: Table) -> Problem:
    """A first row that is no header at all."""
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
    return "、".join(one.title for one in fields) or "没有更多的列"


@dataclass(frozen=True, kw_only=True)
class Nameless:
    """A column without a name in which something is written: its place from 0, and its values."""

    place: int
    values: Sequence[str]


def faults(header: Sequence[str], nameless: Sequence[Nameless], table: Table, row: int) -> list[Problem]:
    """What is wrong with the names of the columns, each cause once."""
    exact = heading_of(table).exact
    names = [exact.get(cell.strip(), "") for cell in header]
    missing = [one for one in table.fields if one.name not in names]
    repeated = [place for place, name in enumerate(names) if name and name in names[:place]]
    unknown = [place for place, name in enumerate(names) if not name and header[place].strip()]
    renamed = _meant([header[place] for place in unknown], missing, heading_of(table))
    rest = [one for one in missing if one not in renamed]
    guessed = _guessed(nameless, names, rest, table)
    gone = [one for one in rest if one not in guessed and not one.local]
    return [
        *first_of(repeated, lambda place: _repeated(header[place], names[place], place, row)),
        *first_of(range(len(unknown)), lambda one: _unknown(header[unknown[one]], renamed[one], missing, table, row)),
        *first_of(range(len(nameless)), lambda one: _unnamed(nameless[one], guessed[one], row)),
        *first_of(range(len(gone)), lambda one: _missing(gone[one], row)),
    ]


def _meant(cells: Sequence[str], missing: Sequence[Field], words: Heading) -> list[Field | None]:
    """The missing field that each unknown heading likely means, no field twice."""
    left = {one.name: one for one in missing}
    surely = [left.pop(words.loose.get(simple(cell), ""), None) for cell in cells]
    found: list[Field | None] = []
    for cell, sure in zip(cells, surely, strict=True):
        choices = {word: name for name, one in left.items() for word in (one.name, one.title, *one.synonyms)}
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


def _unknown(cell: str, meant: Field | None, missing: Sequence[Field], table: Table, row: int) -> Problem:
    advice = f"如果是「{meant.title}」，请改成这个名字" if meant else "请删除这一列"
    return Problem(
        code="L06",
        message=f"表头「{shortened(cell)}」不是「{table.title}」的列。",
        row=row,
        field=meant.name if meant else "",
        value=shortened(cell),
        expected=f"{meant.title} 或 {meant.name}" if meant else _listed(missing),
        hint=f"{advice}；可用的列见数据字典。",
    )


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


def _missing(field: Field, row: int) -> Problem:
    return Problem(
        code="L06",
        message=f"缺少「{field.title}」（{field.name}）列。",
        row=row,
        field=field.name,
        expected=f"{field.title} 或 {field.name}",
        hint="请补上这一列，且每行都要填写。" if field.required else "请补上这一列；没有内容的格可以留空。",
    )
