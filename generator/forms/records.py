"""The records of a bureau and year, laid out as their official forms: one a project, or one for the whole bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.forms.printing import Filling, Grid, Row, printed


def fillings(layout: Layout, rows: Mapping[str, Sequence[Row]], key: Sequence[str], place: Row) -> Iterator[Filling]:
    """What fills each form: ``rows``: the bureau's, by table; ``key``: of the record; ``place``: year and bureau."""
    if layout.whole:
        yield Filling(record={}, rows=rows, year=place["year"], department=place["bureau"])
        return
    for record in rows[layout.record]:
        mine = {
            name: [one for one in those if all(one[part] == record[part] for part in key if part in one)]
            for name, those in rows.items()
        }
        yield Filling(record=record, rows=mine, year=place["year"], department=place["bureau"])


def forms_of(
    layout: Layout, rows: Callable[[str], Sequence[Row]], tables: Mapping[str, Table], *, year: int, bureau: str
) -> list[tuple[str, Grid]]:
    """The name and the grid of each form of a bureau and year; none where it has no such record."""
    its = {name: rows(name) for name in layout.tables if name in tables}
    if not its.get(layout.record):
        return []
    place = {"year": str(year), "bureau": bureau}
    key = tables[layout.record].primary_key
    return [(_name(one, layout), printed(layout, one, tables)) for one in fillings(layout, its, key, place)]


def _name(filling: Filling, layout: Layout) -> str:
    """What a sheet is called: the project, with its period where it has several."""
    name = filling.record.get("project_name") or filling.department
    period = filling.record.get("period", "") if layout.record == "monitorings" else ""
    return f"{name[:22]}{f'1-{period}月' if period else ''}"
