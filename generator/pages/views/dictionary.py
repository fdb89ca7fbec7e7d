"""The pages of the data dictionary: one for each table, and their overview."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.schema import Field, Table
from generator.core.words import TABLE_GROUPS
from generator.derive.rest import belongs
from generator.derive.site import Site
from generator.forms.reading import usual
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.words import shortened
from generator.pages.views.pictures.dictionary import filled
from generator.pages.views.records import place_of
from generator.rules import RULES
from generator.rules.registry import Rule


class FormLabel(NamedTuple):
    """Where an official form has a field: the form's title, and what it calls the field."""

    form: str
    label: str


class FieldRow(NamedTuple):
    """A field, its constraints in words, where official forms have it, and the rules that check it."""

    field: Field
    words: Sequence[str]
    labels: Sequence[FormLabel]
    rules: Sequence[Rule]


class KeyRow(NamedTuple):
    """The titles of the fields whose values must stand in another table."""

    titles: Sequence[str]
    table: Table


class RegisteredRow(NamedTuple):
    """Records of the table: where they are registered, how many, and their page."""

    place: str
    total: int
    path: str


@dataclass(frozen=True, kw_only=True)
class TablePage(Content):
    """A table: its rows' number, its fields and a chart of how many rows fill them in, and other tables.

    ``keys`` are those it looks up, ``used`` those that look it up. ``registered`` are its records by folder; where
    it is ``owned``, those of projects stand on their pages.
    """

    table: Table
    rows: int
    fields: Sequence[FieldRow]
    chart: RowChart | None
    keys: Sequence[KeyRow]
    used: Sequence[Table]
    registered: Sequence[RegisteredRow]
    owned: bool


def table_pages(site: Site) -> Iterator[PageContext[TablePage]]:
    """One page for each table of the dictionary."""
    tables = site.checked.catalogue.tables
    for table in tables.values():
        yield PageContext(
            params={"table": table.name},
            title=f"{table.title}（{table.name}）",
            description=shortened(f"数据字典：{table.title}。{table.description}"),
            trail=(Crumb(table.title),),
            content=TablePage(
                table=table,
                rows=len(site.checked.frames[table.name]),
                fields=[
                    FieldRow(
                        field,
                        constraint_words(field.constraints),
                        form_labels(table, field),
                        [rule for rule in RULES.values() if rule.table == table.name and field.name in rule.fields],
                    )
                    for field in table.fields
                ],
                chart=filled(table.fields, site.checked.frames[table.name]),
                keys=[
                    KeyRow(
                        [table.field(name).title if name in table.names else name for name in key.fields],
                        tables[key.table],
                    )
                    for key in table.foreign_keys
                ],
                registered=[
                    RegisteredRow(place_of(site, folder), one.count, folder.path_of(one))
                    for folder, one in site.records.of_table[table.name]
                ],
                owned=belongs(table),
                used=[other for other in tables.values() if any(key.table == table.name for key in other.foreign_keys)],
            ),
        )


def constraint_words(constraints: Mapping[str, object]) -> list[str]:
    """A field's constraints in words."""
    words = []
    for name, value in constraints.items():
        match name, value:
            case "required", True:
                pass  # shown in a column of its own
            case "unique", True:
                words.append("不重复")
            case "enum", list() | tuple():
                words.append("只填：" + "、".join(str(one) or "（空）" for one in value))
            case "pattern", _:
                words.append(pattern_words(str(value)))
            case "minimum", _:
                words.append(f"不小于 {value}")
            case "maximum", _:
                words.append(f"不大于 {value}")
            case "maxLength", _:
                words.append(f"不超过 {value} 字")
            case "minLength", _:
                words.append(f"不少于 {value} 字")
    return words


# What patterns of several fields ask for; others are shown by the example alone.
_PATTERNS: Mapping[str, str] = {
    "[0-9A-Za-z][0-9A-Za-z-]{0,63}": "只写字母、数字和短横，不超过 64 个字符",
    "[a-z0-9][a-z0-9-]{0,63}": "只写小写字母、数字和短横，不超过 64 个字符",
    "[a-z][a-z0-9_]{0,63}": "只写小写字母、数字和下划线，以字母开头",
    "[0-9]{6}": "六位数字",
}
_SEVERAL = re.compile(r"\(([^()|]+(?:\|[^()|]+)+)\)\(;\(\1\)\)\*")  # a list whose parts stand between semicolons


def pattern_words(pattern: str) -> str:
    """What a pattern asks for, in words."""
    if several := _SEVERAL.fullmatch(pattern):
        return f"可以写几项，用半角分号隔开：{'、'.join(several[1].split('|'))}"
    if pattern.startswith("http"):
        return "网址，照例子的样子写全"
    return _PATTERNS.get(pattern, "照例子的样子写")


def form_labels(table: Table, field: Field) -> list[FormLabel]:
    """Where the official forms have a field, and what they call it."""
    found = []
    for layout in usual():
        for block in layout.blocks:
            parts = [*(block.parts if (block.table or layout.record) == table.name else ())]
            parts += block.totals if layout.record == table.name else ()
            label = next((one.label for one in parts if field.name in one.field.split("|")), "")
            if label and FormLabel(layout.title, label) not in found:
                found.append(FormLabel(layout.title, label))
    return found


class TableRow(NamedTuple):
    """A table, and the number of its rows."""

    table: Table
    rows: int


class TableGroup(NamedTuple):
    """The tables of a group."""

    title: str
    tables: Sequence[TableRow]


@dataclass(frozen=True, kw_only=True)
class Dictionary(Content):
    """The tables by group; a group without tables is left out."""

    groups: Sequence[TableGroup]


def overview(site: Site) -> Dictionary:
    """The tables by group, with the number of their rows."""
    tables = site.checked.catalogue.tables.values()
    groups = [
        TableGroup(
            title,
            [TableRow(table, len(site.checked.frames[table.name])) for table in tables if table.group == group],
        )
        for group, title in TABLE_GROUPS.items()
    ]
    return Dictionary(groups=[group for group in groups if group.tables])
