"""What was understood of a form: values with their cells, what was left out, and what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any, Literal

GIVEN = "give_codes"  # the head of a form on which somebody has written that the import is to give the codes
YEAR = "year"  # what a form's trouble is about where it says several years
SUBJECT = "subject_department"  # the field of the bureau that a record of somebody else is about


def row_of(cell: str) -> str:
    """The row of a sheet that a cell stands in: 14 of E14, also where the sheet is named before it."""
    return cell.rpartition("」")[2].lstrip(ascii_uppercase)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value of the records and its cell; ``row`` numbers the rows of a table within the form from 1."""

    cell: str
    table: str
    row: int
    field: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A cell, or a range of them, that is no part of the records, and why; ``text`` hides what is personal."""

    cell: str
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What is wrong with a cell, or of the form as a whole (no cell), and what to do.

    ``stops``: nothing is written; ``lacks``: what of its place the form does not say, and whoever imports it can;
    ``masked``: it is about what nobody may publish, and quotes no more of it than everybody may read; ``about``: the
    field that it keeps from being read, so that nobody tells once more that it is missing; ``others``: the further
    cells that it is told of.
    """

    cell: str
    message: str
    hint: str
    stops: bool = True
    lacks: tuple[Literal["division", "year", "department", "code"], ...] = ()
    masked: bool = False
    about: str = ""
    others: tuple[str, ...] = ()

    @property
    def rows(self) -> frozenset[str]:
        """The rows of the sheet that it is told of: 14 of E14."""
        return frozenset(row_of(one) for one in (self.cell, *self.others) if one)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One form as read.

    ``layout``: the name of its description, empty where it was not recognised; ``heads``: what the form says of itself
    that is no field: ``department`` (as written), ``department_code``, ``unit`` of money, ``period``; ``blanks``:
    fields of the record whose label is there with nothing at it → the cell of the label; ``bureaus``: those that
    the rows of a list name → the first cell of each; ``labels``: the cells that are labels; ``tails``: those whose
    numbers are stored with more digits than are shown, and read as shown.
    """

    file: str
    sheet: str
    form: str
    layout: str = ""
    record_table: str = ""
    year: int | None = None
    record: str = ""
    name: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    bureaus: Mapping[str, str] = field(default_factory=dict)
    values: Sequence[Value] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[Trouble] = ()
    labels: frozenset[str] = frozenset()
    tails: Sequence[str] = ()

    def place(self, cell: str) -> str:
        """Where a cell is, as people say it: 自评表.xlsx「污水处理」E14."""
        sheet = f"「{self.sheet}」" if self.sheet and not cell.startswith(("「", "（")) else ""
        if not self.sheet and cell and not cell.startswith("（"):
            return f"{self.file} {cell}"  # else the end of the name and the cell are one word
        return f"{self.file}{sheet}{cell}"

    def rows(self, table: str) -> dict[int, dict[str, Value]]:
        """The rows of a table, by number: field → value."""
        rows: dict[int, dict[str, Value]] = {}
        for one in self.values:
            if one.table == table:
                rows.setdefault(one.row, {})[one.field] = one
        return dict(sorted(rows.items()))

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that keeps the form from being written."""
        return any(one.stops for one in self.problems)

    def with_problem(self, problem: Trouble) -> Reading:
        """The same with one more thing that is wrong."""
        return replace(self, problems=(*self.problems, problem))


def document(readings: Iterable[Reading]) -> dict[str, Any]:
    """All readings for programs."""
    told = list(readings)
    forms: list[dict[str, Any]] = [
        {
            "file": one.file,
            "sheet": one.sheet,
            "form": one.form,
            "year": one.year,
            "record": one.record,
            "name": one.name,
            "values": [
                {"cell": value.cell, "table": value.table, "row": value.row, "field": value.field, "value": value.value}
                for value in one.values
            ],
            "left_out": [{"cell": left.cell, "text": left.text, "reason": left.reason} for left in one.left_out],
            "problems": [
                {"cell": problem.cell, "message": problem.message, "hint": problem.hint} for problem in one.problems
            ],
        }
        for one in told
    ]
    records = {record for one in told for record in _records(one)}
    return {
        "summary": {
            "forms": len(forms),
            "records": len(records),
            "values": sum(len(one["values"]) for one in forms),
            "left_out": sum(len(one["left_out"]) for one in forms),
            "problems": sum(len(one["problems"]) for one in forms),
        },
        "forms": forms,
    }


def _records(reading: Reading) -> Iterable[tuple[object, ...]]:
    """What tells the records of a form apart; of a list each of its rows is one."""
    if not reading.values:
        return []
    if reading.layout:
        return [(reading.record_table, reading.year, reading.record or reading.name or reading.place(""))]
    return [(reading.record_table, reading.place(""), row) for row in reading.rows(reading.record_table)]
