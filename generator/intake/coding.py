"""Codes that an import gives to what has none, where it is asked to: addresses of this site are made of them.

What was published under a name before, or comes in with the same import, keeps the code it has; the rest are numbered
within their folder. So the same list, brought in again, is the same records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.core.characters import shortened
from generator.core.schema import Table
from generator.intake.known import Known
from generator.intake.placing import Placed, own_code
from generator.intake.readings import SUBJECT, Trouble, Value

_Place = tuple[str, int, str]
_LETTERS = re.compile(r"-([a-z]+)\d+$")  # how the example of a code marks its kind: 990001-2023-f01
_PROJECT = "p"
_TOLD = 5  # codes that were given, told one by one
_LONGEST_SLUG = 40  # of the 64 characters that a code may have


def with_given_projects(known: Known, forms: Sequence[Placed]) -> Known:
    """What is known, and codes for the projects that forms name and nobody knows one of."""
    projects = {place: dict(names) for place, names in known.projects.items()}
    for one in forms:
        for name in _nameless(one):
            assert one.folder is not None  # noqa: S101 - asked in _nameless
            if known.codes(*one.folder, name):
                continue
            names = projects.setdefault(one.folder, {})
            if name not in names:
                names[name] = frozenset({_free(one.folder, _PROJECT, {code for its in names.values() for code in its})})
    return replace(known, projects=projects)


def with_word_on_codes(one: Placed, coded: Placed, known: Known) -> Placed:
    """A form with a word on the codes that it was given and nobody knew before; ``one``: the same before."""
    there = {code for names in known.projects.values() for codes in names.values() for code in codes}
    there |= {code for names in known.records.values() for codes in names.values() for code in codes}
    there |= {value.value for value in one.reading.values}
    tables = dict.fromkeys(value.table for value in coded.reading.values)
    rows = [row for table in tables for row in coded.reading.rows(table).values()]
    given: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if name.endswith("_code") and name != SUBJECT and value.value not in there:
                given.setdefault(value.value, _label(coded, row, value))
    if not given:
        return coded
    named = "、".join(f"{shortened(name, 20)} {code}" for code, name in list(given.items())[:_TOLD])
    more = f"等 {len(given):,} 个" if len(given) > _TOLD else ""
    told = Trouble(
        cell="",
        message=f"没有编码的由程序编了：{named}{more}。",
        hint="请核对：编码会写进网址，以后不变；同名的下次还是这个。原来有编码的，请在表上写明再交。",
        stops=False,
    )
    return replace(coded, reading=coded.reading.with_problem(told))


def _label(one: Placed, row: Mapping[str, Value], code: Value) -> str:
    """What the record of a row is called: the text of the cell that its code was given for."""
    return next(
        (value.value for value in row.values() if value.cell == code.cell and value is not code), one.reading.name
    )


def _nameless(one: Placed) -> Iterator[str]:
    """The names of the projects of a form that has no code for them."""
    reading = one.reading
    if one.folder is None or not (reading.layout or reading.record_table):
        return
    for table in dict.fromkeys(value.table for value in reading.values):
        for row in reading.rows(table).values():
            if "project_name" in row and "project_code" not in row:
                yield row["project_name"].value


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """Codes of records that are no projects: by folder, table and label in their order, given so far or known."""

    known: Known
    given: dict[tuple[_Place, str], dict[str, list[str]]] = field(default_factory=dict)
    seen: dict[tuple[str, _Place, str, str], int] = field(default_factory=dict)

    def coded(self, one: Placed, tables: Mapping[str, Table]) -> Placed:
        """A form with a code for each of its records that says none."""
        reading = one.reading
        part = own_code(tables[reading.record_table]) if reading.record_table else ""
        if one.folder is None or not part:
            return one
        table = tables[reading.record_table]
        added = []
        for row in reading.rows(table.name).values():
            label = row.get(table.label)
            if part in row or label is None:
                continue
            code = self._code(one.folder, table, label.value, reading.place(""))
            added.append(replace(label, field=part, value=code))
        return replace(one, reading=replace(reading, values=(*reading.values, *added))) if added else one

    def _code(self, place: _Place, table: Table, label: str, source: str) -> str:
        """The code of the first, second … record of that label of a form: the one it has, or a free one."""
        codes = self.given.setdefault((place, table.name), {
            name: list(its) for name, its in self.known.records.get((place, table.name), {}).items()
        })  # fmt: skip
        times = self.seen.get((source, place, table.name, label), 0)
        self.seen[source, place, table.name, label] = times + 1
        its = codes.setdefault(label, [])
        if times >= len(its):
            letters = _LETTERS.search(table.field(own_code(table)).example)
            its.append(_free(place, letters[1] if letters else "r", {code for one in codes.values() for code in one}))
        return its[times]


def _free(place: _Place, letters: str, used: set[str]) -> str:
    division, year, department = place
    stem = f"{division}-{year}-{department[:_LONGEST_SLUG]}-{letters}"
    number = next(one for one in range(1, len(used) + 2) if f"{stem}{one:02d}" not in used)
    return f"{stem}{number:02d}"
