"""The records of a bureau and year, laid out as their official forms: one a project, or one for the whole bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.forms.printing import Filling, Grid, Known, Row, printed

_INVENTED = "示例数据，内容是虚构的。"


class Printed(NamedTuple):
    """A form: what its sheet is called, the code and the name of its project ('' for a bureau's), and its grid."""

    sheet: str
    code: str
    project: str
    grid: Grid


def fillings(layout: Layout, rows: Mapping[str, Sequence[Row]], key: Sequence[str], place: Row) -> Iterator[Filling]:
    """What fills each form: ``rows``: the bureau's, by table; ``key``: of the record; ``place``: year and bureau."""
    if layout.whole:
        yield Filling(record={}, rows=rows, year=place["year"], department=place["bureau"])
        return
    theirs = {name: _by_record(those, key) for name, those in rows.items()}
    for record in rows[layout.record]:
        mine = {name: found(record) for name, found in theirs.items()}
        yield Filling(record=record, rows=mine, year=place["year"], department=place["bureau"])


def _by_record(rows: Sequence[Row], key: Sequence[str]) -> Callable[[Row], Sequence[Row]]:
    """What finds the rows of a record: those that agree with it in as much of the key as their table has."""
    parts = [one for one in key if rows and one in rows[0]]
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.get(one, "") for one in parts), []).append(row)
    return lambda record: found.get(tuple(record.get(one, "") for one in parts), ())


def forms_of(
    layout: Layout,
    rows: Callable[[str], Sequence[Row]],
    tables: Mapping[str, Table],
    *,
    year: int,
    bureau: str,
    notes: Sequence[str] = (),
) -> list[Printed]:
    """Each form of a bureau and year with ``notes`` below it; none where it has no such record."""
    its = {name: rows(name) for name in layout.tables if name in tables}
    if not its.get(layout.record):
        return []
    place = {"year": str(year), "bureau": bureau}
    key = tables[layout.record].primary_key
    known: Known = {}
    return [
        Printed(
            sheet=_name(one, layout),
            code=one.record.get("project_code", ""),
            project=one.record.get("project_name", ""),
            grid=printed(layout, replace(one, notes=notes), tables, known),
        )
        for one in fillings(layout, its, key, place)
    ]


def notes_of(divisions: Iterable[Row], division: str) -> tuple[str, ...]:
    """What stands below every form of a division: that an invented one is; ``divisions``: the rows of that table."""
    sample = any(one.get("division") == division and one.get("is_sample") == "是" for one in divisions)
    return (_INVENTED,) if sample else ()


def _name(filling: Filling, layout: Layout) -> str:
    """What a sheet is called: the project, with its period where it has several."""
    name = filling.record.get("project_name") or filling.department
    period = filling.record.get("period", "") if layout.record == "monitorings" else ""
    return f"{name[:22]}{f'1-{period}月' if period else ''}"
