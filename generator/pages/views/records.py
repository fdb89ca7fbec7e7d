"""The pages of registered records: every filled field of every record that no page of a project shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.core.schema import Table
from generator.derive.records import Folder, Part
from generator.derive.site import Site
from generator.pages.engine.context import Content, Crumb, PageContext


class Told(NamedTuple):
    """A filled field of a record."""

    heading: str
    value: str


class Shown(NamedTuple):
    """Records of a table, the filled fields of each."""

    table: Table
    records: Sequence[Sequence[Told]]


@dataclass(frozen=True, kw_only=True)
class RecordsPage(Content):
    """Page ``number`` of the records of a folder: ``parts`` of its tables."""

    folder: Folder
    place: str
    sample: bool
    parts: Sequence[Shown]
    number: int


def record_pages(site: Site) -> Iterator[PageContext[RecordsPage]]:
    """The records of each folder."""
    for folder in site.records.folders.values():
        for number in range(1, folder.pages + 1):
            yield _page(site, folder, number)


def _page(site: Site, folder: Folder, number: int) -> PageContext[RecordsPage]:
    place = place_of(site, folder)
    department = site.departments.get((folder.division, folder.department))
    named = department or folder.year is None
    title = place if named else f"{site.place(folder.division)}{place}"
    trail = [Crumb(department.name, department.path)] if department else [Crumb("数据字典", addresses.DICTIONARY)]
    return PageContext(
        params={"division": folder.division, "folder": folder.name, "page": str(number)},
        title=f"{title}登记的记录" + (f"（第 {number} 页，共 {folder.pages} 页）" if folder.pages > 1 else ""),
        description=f"{place}登记的 {folder.count} 条记录，填了的各项逐条照登。",
        trail=(*trail, Crumb("登记的记录")),
        content=RecordsPage(
            folder=folder,
            place=place,
            sample=site.sample(folder.division),
            parts=[_shown(one) for one in folder.page(number)],
            number=number,
        ),
    )


def _shown(part: Part) -> Shown:
    """The filled fields of some records; a row has the table's context before them."""
    headings = [field.heading for field in part.table.fields]
    skipped = len(part.table.context)
    return Shown(
        part.table,
        [
            [Told(head, value) for head, value in zip(headings, row[skipped:], strict=True) if value is not None]
            for row in part.rows
        ],
    )


def place_of(site: Site, folder: Folder) -> str:
    """Where records are registered, in words."""
    if folder.year is None:
        return f"{site.place(folder.division)}（全区划共用）"
    return f"{site.titled(folder.division, folder.department)}{folder.year}年度"
