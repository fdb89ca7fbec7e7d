"""Readings put together as rows of the records' tables, each value with the cell it came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake.placing import Placed
from generator.intake.readings import Reading

Key = tuple[str, ...]
_WHOLE = re.compile("整体支出|整体绩效|部门整体|单位整体")


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """One row: its fields, and where each was read."""

    values: Mapping[str, str]
    cells: Mapping[str, str]
    reading: Reading

    def place(self, name: str = "") -> str:
        """Where a field was read, or is lacking."""
        return self.reading.place(cell_of(self.cells, name))


def cell_of(cells: Mapping[str, str], name: str) -> str:
    """The cell of a field; of one that is not written the row that most of the others stand in, else the uppermost one.

    The cell beside an empty one would send the clerk to what is filled in.
    """
    if name and name not in cells and cells:
        ((row, count),) = Counter(one.lstrip(ascii_uppercase) for one in cells.values()).most_common(1)
        if count * 2 > len(cells):
            return f"第 {row} 行"
    return cells.get(name) or min(cells.values(), key=_reading_order, default="")


def _reading_order(cell: str) -> tuple[int, int, str]:
    """Row by row, from left to right: what names a record stands first on a form."""
    letters = cell.rstrip("0123456789")
    row = cell[len(letters) :]
    column = letters[len(letters.rstrip(ascii_uppercase)) :]
    return int(row or 0), len(column), column


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The rows of one division-year-department: table → key of the record above → its rows in order.

    A record's own row is alone under its key. ``bureau``: the department's name.
    """

    division: str
    year: int
    department: str
    bureau: str
    tables: Mapping[str, Mapping[Key, Sequence[FormRow]]] = field(default_factory=dict)


def owner_key(table: Table) -> tuple[str, ...]:
    """The key fields that say which record a row belongs to; all of them where it is a record itself."""
    for key in table.foreign_keys:
        if key.match == "folder" and set(key.fields) < set(table.primary_key):
            return key.fields
    return () if len(table.primary_key) == 1 and table.primary_key[0].endswith("_no") else table.primary_key


def folders(forms: Iterable[Placed], tables: Mapping[str, Table], layouts: Sequence[Layout]) -> list[Folder]:
    """The rows of all forms, by folder; of two forms about one record, the later stands."""
    found: dict[tuple[str, int, str], dict[str, dict[Key, list[FormRow]]]] = {}
    bureaus: dict[tuple[str, int, str], str] = {}
    by_name = {one.name: one for one in layouts}
    for one in forms:
        if one.folder is None:
            continue
        bureaus[one.folder] = one.bureau or bureaus.get(one.folder, "")
        its = found.setdefault(one.folder, {})
        for name, rows in rows_of_form(one, tables, by_name.get(one.reading.layout)).items():
            grouped: dict[Key, list[FormRow]] = {}
            owner = owner_key(tables[name])
            for row in rows:
                grouped.setdefault(tuple(row.values.get(part, "") for part in owner), []).append(row)
            _take_in(its.setdefault(name, {}), grouped, tables[name], alone=owner == tables[name].primary_key)
    return [
        Folder(division=place[0], year=place[1], department=place[2], bureau=bureaus[place], tables=its)
        for place, its in found.items()
    ]


def _key(row: FormRow, table: Table) -> Key:
    return tuple(row.values.get(part, "") for part in table.primary_key)


def _take_in(rows: dict[Key, list[FormRow]], more: Mapping[Key, list[FormRow]], table: Table, *, alone: bool) -> None:
    """Add the rows of another form: of a record told in two places, what either says; of numbered lists, the later."""
    for key, found in more.items():
        if not alone and key in rows and not table.primary_key[-1].endswith("_no"):
            by_key = {_key(one, table): one for one in rows[key]}
            found = [*by_key.values(), *(one for one in found if _key(one, table) not in by_key)]
        if alone and key in rows:
            before, now = rows[key][0], found[0]
            values = {**before.values, **now.values}
            rows[key] = [FormRow(values=values, cells={**now.cells, **before.cells}, reading=before.reading)]
        else:
            rows[key] = found


def rows_of_form(form: Placed, tables: Mapping[str, Table], layout: Layout | None) -> dict[str, list[FormRow]]:
    """The rows of a reading by table, keys filled in that its form says once, or only by order."""
    reading = form.reading
    names = list(dict.fromkeys(one.table for one in reading.values))
    record = {name: one.value for name, one in reading.rows(reading.record_table).get(1, {}).items()} if layout else {}
    if reading.record_table == "department_self_evaluations":  # official forms have no code
        record.setdefault("self_evaluation_code", f"{form.division}-{form.year}-{form.department}")
    result: dict[str, list[FormRow]] = {}
    for name in names:
        table = tables[name]
        counted: dict[Key, int] = {}
        rows = []
        for row in reading.rows(name).values():
            values = {field_: one.value for field_, one in row.items()}
            cells = {field_: one.cell for field_, one in row.items()}
            for part in table.primary_key:
                if part not in values and part in record:
                    values[part] = record[part]
            _number(table, values, counted)
            values = {**_defaults(table, reading), **_subject_type(table, values), **values}
            rows.append(FormRow(values=values, cells=cells, reading=reading))
        result[name] = rows
    return result


def _number(table: Table, values: dict[str, str], counted: dict[Key, int]) -> None:
    """Give a row of a numbered list its number within its record."""
    last = table.primary_key[-1]
    if not last.endswith("_no"):
        return
    owner = tuple(values.get(part, "") for part in table.primary_key[:-1])
    counted[owner] = counted.get(owner, 0) + 1
    values.setdefault(last, str(counted[owner]))


def _subject_type(table: Table, values: Mapping[str, str]) -> dict[str, str]:
    """What an evaluation is of, where its form does not say: a bureau's whole spending is called so in its name."""
    if table.name != "evaluations" or "subject_name" not in values:
        return {}
    return {"subject_type": "部门整体" if _WHOLE.search(values["subject_name"]) else "项目"}


def _defaults(table: Table, reading: Reading) -> dict[str, str]:
    """What follows from the form as a whole: where cost is a level of its own, and what its title says."""
    found: dict[str, str] = {}
    levels = {one.value for one in reading.values if one.field == "level1"}
    if "indicator_scheme" in table.names and reading.layout and levels:
        found["indicator_scheme"] = "B" if any("成本" in one for one in levels) else "A"
    unit = reading.heads.get("unit", "")
    if unit and "amount_unit" in table.names and unit in table.field("amount_unit").constraints.get("enum", ()):
        found["amount_unit"] = unit
    return found
