"""The official forms of a bureau and year: its records as the layouts print them, for pages and workbooks alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from generator.core.facts import Facts
from generator.core.frames import Positions
from generator.core.numbers import plain
from generator.core.schema import Table
from generator.facts.department_years import FOLDER
from generator.forms.layout import Layout
from generator.forms.printing import Row
from generator.forms.reading import usual
from generator.forms.records import Printed, forms_of, notes_of

Place = tuple[str, int, str]  # division, fiscal year, department
SHEETS = 100  # projects on one page of printed forms
# Forms whose columns are made text at a time: each taking of a column costs as much as some rows, but the rows of each
# thousand forms take some 40 MB, when most is held beside them.
_TOGETHER = 750
_NOWHERE: Positions = np.zeros(0, dtype=np.int64)
_TOLD: Mapping[str, Callable[[Any], str]] = {"number": lambda value: plain(int(value))}


class FormOf(NamedTuple):
    """The forms of one kind that a bureau and year fills."""

    layout: Layout
    printed: Sequence[Printed]


def forms_filled(facts: Facts) -> Mapping[Place, Sequence[Layout]]:
    """The kinds of forms that each bureau and year has records of, in the order of the layouts."""
    found: dict[Place, list[Layout]] = {}
    for layout in usual():
        for place in facts.of(rows_at, layout.record):
            found.setdefault(place, []).append(layout)
    return dict(sorted(found.items()))


def rows_at(facts: Facts, table: str) -> Mapping[Place, Positions]:
    """Where the rows of each bureau and year stand in a table."""
    found: dict[Place, Positions] = {}
    for place, positions in facts.tables[table].groupby(FOLDER, sort=False).indices.items():
        division, year, department = place
        found[str(division), int(year), str(department)] = positions.astype(np.int64, copy=False)
    return found


def later_pages(facts: Facts, record: str) -> Mapping[tuple[str, int, str, str], int]:
    """On which page a project's form of a kind stands, where it is not the first: by place and code in lower case."""
    found: dict[tuple[str, int, str, str], int] = {}
    for place, positions in facts.of(rows_at, record).items():
        if len(positions) > SHEETS:
            codes = facts.tables[record]["project_code"].take(positions).str.lower()
            found |= {(*place, code): number // SHEETS + 1 for number, code in enumerate(dict.fromkeys(codes))}
    return {key: page for key, page in found.items() if page > 1}


def printed_forms(facts: Facts, places: Sequence[Place]) -> Iterator[tuple[Place, FormOf]]:
    """The forms of some bureaus and years, a kind at a time: those of a large bureau take much room."""
    for some in _batches(facts, places):
        needed = {name for place in some for layout in facts.of(forms_filled).get(place, ()) for name in layout.tables}
        rows = {name: rows_of(facts, facts.schemas[name], some) for name in sorted(needed) if name in facts.schemas}
        for place in some:
            own = {name: found.get(place, ()) for name, found in rows.items()}
            for one in facts.of(forms_filled).get(place, ()):
                yield place, _form_of(facts, place, one, own)


def _batches(facts: Facts, places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """The bureaus and years in their order, as many at a time as fill some forms."""
    some: list[Place] = []
    forms = 0
    for place in places:
        some.append(place)
        forms += sum(len(facts.of(rows_at, layout.record)[place]) for layout in facts.of(forms_filled).get(place, ()))
        if forms >= _TOGETHER:
            yield some
            some, forms = [], 0
    if some:
        yield some


def _form_of(facts: Facts, place: Place, layout: Layout, rows: Mapping[str, Sequence[Row]]) -> FormOf:
    division, year, department = place
    bureau, notes = facts.of(bureaus).get((division, department), department), facts.of(_notes, division)
    made = forms_of(layout, rows.__getitem__, facts.schemas, year=year, bureau=bureau, notes=notes)
    return FormOf(layout, made)


def rows_of(facts: Facts, table: Table, places: Sequence[Place]) -> Mapping[Place, Sequence[Row]]:
    """The rows of some bureaus and years as text; what is missing is left out."""
    at = facts.of(rows_at, table.name)
    positions = np.concatenate([_NOWHERE, *(at[place] for place in places if place in at)])
    found: list[dict[str, str]] = [{} for _ in positions]
    frame = facts.tables[table.name]
    for field in table.fields if found else ():
        values = frame[field.name].take(positions).to_numpy(dtype=object, na_value=None).tolist()
        tell = _TOLD.get(field.type, str)
        texts = {one: tell(one) for one in dict.fromkeys(values) if one is not None}  # what is equal is one text
        for row, value in zip(found, values, strict=True):
            if value is not None:
                row[field.name] = texts[value]
    left = iter(found)
    return {place: [next(left) for _ in at.get(place, _NOWHERE)] for place in places}


def bureaus(facts: Facts) -> Mapping[tuple[str, str], str]:
    """The registered name of each department: (division, department) → name."""
    register = facts.tables["departments"][["division", "department", "name"]].dropna()
    return {(str(division), str(code)): str(name) for division, code, name in register.itertuples(index=False)}


def _notes(facts: Facts, division: str) -> tuple[str, ...]:
    register = facts.tables["divisions"][["division", "is_sample"]].dropna().astype("str")
    rows = [{"division": code, "is_sample": sample} for code, sample in register.itertuples(index=False, name=None)]
    return notes_of(rows, division)
