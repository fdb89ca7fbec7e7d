"""Many cells left blank, told by what they have in common: a table not filled in yet, columns, or a row of them.

Without pandas: what is said here is said in a browser, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.check.values import PERMISSION
from generator.core.characters import shortened
from generator.core.codes import UNFILLED
from generator.core.schema import Field, Table

FEW = 3  # blank cells of a row from which on they are told as one
MANY = 10  # blank cells of a column from which on they are told as one
_NAMED = 4  # columns or records that are named
_PART = 0.5  # of the columns that have to be filled: with so many of them blank a table is not filled in yet


@dataclass(frozen=True, kw_only=True)
class Blank:
    """Blank cells in words: the code of their finding, what is wrong, what to do."""

    code: str
    message: str
    hint: str


def code_of(fields: Sequence[Field]) -> str:
    """The code of blanks of several fields: where one of them must be filled, that says it."""
    return "S02" if any(one.required for one in fields) else UNFILLED


def of_row(fields: Sequence[Field]) -> Blank:
    """Blank cells of one row."""
    return Blank(
        code=code_of(fields),
        message=f"{_columns(fields)} {len(fields)} 格没有填写。",
        hint=f"请照原件填全这一行；整行用不上的，请删除。{_permission(fields)}",
    )


def of_columns(table: Table, fields: Sequence[Field], rows: int, names: Sequence[str]) -> Blank:
    """Columns of a table in which nothing is filled; ``names``: what its records are called, each once."""
    wanted = [one for one in table.fields if one.wanted and one.name not in table.primary_key]
    columns = f"{_columns(fields)} {len(fields)} 列" if len(fields) > 1 else f"「{fields[0].title}」"
    if len(fields) > 1 and len(fields) >= len(wanted) * _PART:
        records = f"{_records(names) if len(names) == rows else ''}{rows:,} 行"
        return Blank(
            code=code_of(fields),
            message=f"「{table.title}」还没有填（{records}）：{columns}都空着。",
            hint=f"请照原件填写；不用这张表的，请删去它的各行。{_permission(fields)}",
        )
    return Blank(
        code=code_of(fields),
        message=f"{columns}整列都没有填写（{rows:,} 行）。",
        hint=f"请照原件填写。{_permission(fields)}{lacking(table, fields)}",
    )


def of_column(field: Field, blank: int, rows: int, where: Sequence[int]) -> Blank:
    """Very many blank cells of a column in which others are filled; ``where``: the first of their rows in the file."""
    places = "、".join(map(str, where))
    return Blank(
        code=code_of([field]),
        message=f"{rows:,} 行里有 {blank:,} 行没有填写（第 {places} 行{'等' if blank > len(where) else ''}）。",
        hint=f"请筛选出「{field.title}」空着的行，照原件填写：{field.description}{_permission([field])}",
    )


def lacking(table: Table, fields: Sequence[Field]) -> str:
    """What the finance bureau writes where the local form has no such columns at all."""
    names = ", ".join(one.name for one in fields if not one.required)
    column = "一栏" if len(fields) == 1 else "几栏"
    told = f"本地的表没有这{column}的，请财政部门在口径文件里写 lacking_fields: {{{table.name}: [{names}]}}。"
    return told if names else ""


def _columns(fields: Sequence[Field]) -> str:
    named = "".join(f"「{one.title}」" for one in fields[:_NAMED])
    return named + ("等" if len(fields) > _NAMED else "这")


def _records(names: Sequence[str]) -> str:
    named = "、".join(shortened(one, 20) for one in names[:_NAMED])
    return f"{named}等 " if named else ""


def _permission(fields: Sequence[Field]) -> str:
    """What may stay blank if the original is so."""
    must = [one for one in fields if one.required]
    if len(must) == len(fields):
        return ""
    if not must:
        return PERMISSION
    named = f"{_columns(must)} {len(must)} 格" if len(must) > 1 else f"「{must[0].title}」"
    return f"{named}必须填写；其余的，{PERMISSION}"
