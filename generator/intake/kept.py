"""What a form leaves blank and the records have: an import keeps it, and says so; a blank is no word to delete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake.known import Row, rows_of
from generator.intake.readings import Reading, Trouble, row_of
from generator.intake.rows import FormRow, cell_of, folders
from generator.intake.understanding import Understood
from generator.intake.writing import PLACEHOLDER
from generator.load.files import read_file

_MOST = 32 * 1024 * 1024
_LISTED = 5
_LONGEST = 20  # characters of a value


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A field of a record that stays as it is: where the form has it blank, and what is told of it."""

    reading: Reading
    cell: str
    words: str


def with_kept(found: Understood, into: Path, tables: Mapping[str, Table], layouts: Sequence[Layout]) -> Understood:
    """The same forms, told of what the records at hand keep although the form has it blank."""
    told: dict[int, list[_Kept]] = {}
    for folder in folders(found.forms, tables, layouts):
        place = into / folder.division / str(folder.year) / folder.department
        for name, records in folder.tables.items():
            path = place / f"{name}.csv"
            if path.is_file():
                rows = [row for own in records.values() for row in own]
                for one in _kept(tables[name], rows, rows_of(read_file(path, _MOST), tables[name])):
                    told.setdefault(id(one.reading), []).append(one)
    forms = [
        replace(form, reading=form.reading.with_problem(_trouble(told[id(form.reading)])))
        if id(form.reading) in told
        else form
        for form in found.forms
    ]
    return replace(found, forms=forms)


def _kept(table: Table, rows: Sequence[FormRow], old: Sequence[Row]) -> Iterator[_Kept]:
    there = {tuple(row.get(part, "") for part in table.primary_key): row for row in old}
    columns: dict[int, set[str]] = {}  # of each reading the fields that some row of it fills from a cell
    for row in rows:
        columns.setdefault(id(row.reading), set()).update(row.cells)
    for row in rows:
        before = there.get(tuple(row.values.get(part, "") for part in table.primary_key), {})
        lacking = [one for one in table.fields if before.get(one.name) and one.name not in row.values]
        dashed = bool(lacking) and _dashed(row)
        for one in lacking:
            label = row.reading.blanks.get(one.name, "") if table.name == row.reading.record_table else ""
            if label or one.name in columns[id(row.reading)] or (dashed and one.type == "number"):
                name = row.values.get(table.label) or row.values.get(table.primary_key[-1], "")
                value = before[one.name]
                shown = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
                words = f"{name[:_LONGEST]}「{one.title}」{shown}"
                yield _Kept(reading=row.reading, cell=label or cell_of(row.cells, one.name), words=words)


def _dashed(row: FormRow) -> bool:
    """Whether the line of the form that the row is has a dash where a value could stand."""
    lines = {row_of(one) for one in row.cells.values()}
    return len(lines) == 1 and any(
        one.reason == PLACEHOLDER and row_of(one.cell) in lines for one in row.reading.left_out
    )


def _trouble(kept: Sequence[_Kept]) -> Trouble:
    told = "、".join(one.words for one in kept[:_LISTED]) + ("等" if len(kept) > _LISTED else "")
    return Trouble(
        cell=kept[0].cell,
        message=f"有 {len(kept):,} 格在表上空着，记录里原有的没有动：{told}。",
        hint="要改的请填上；要去掉的，请告诉财政部门在记录里删去。",
        stops=False,
    )
