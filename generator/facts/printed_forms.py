"""The official forms of a bureau and year: its records as the layouts print them, for pages and workbooks alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.facts import Facts
from generator.core.numbers import plain
from generator.core.schema import Table
from generator.facts.department_years import FOLDER
from generator.forms.layout import Layout
from generator.forms.printing import Row
from generator.forms.reading import usual
from generator.forms.records import Printed, forms_of

Place = tuple[str, int, str]  # division, fiscal year, department
_INVENTED = "示例数据，内容是虚构的。"


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


def rows_at(facts: Facts, table: str) -> Mapping[Place, Sequence[int]]:
    """Where the rows of each bureau and year stand in a table."""
    found: dict[Place, Sequence[int]] = {}
    for place, positions in facts.tables[table].groupby(FOLDER, sort=False).indices.items():
        division, year, department = place
        found[str(division), int(year), str(department)] = positions.tolist()
    return found


def printed_forms(facts: Facts, place: Place) -> Iterator[FormOf]:
    """The forms of a bureau and year, one kind after the other."""
    kept: dict[str, list[Row]] = {}

    def rows(name: str) -> list[Row]:
        if name not in kept:
            kept[name] = rows_of(facts, facts.schemas[name], place)
        return kept[name]

    bureau, notes = facts.of(bureaus).get((place[0], place[2]), place[2]), facts.of(_notes, place[0])
    for layout in facts.of(forms_filled).get(place, ()):
        forms = forms_of(layout, rows, facts.schemas, year=place[1], bureau=bureau, notes=notes)
        yield FormOf(layout, forms)


def rows_of(facts: Facts, table: Table, place: Place) -> list[Row]:
    """The rows of a bureau and year as text; what is missing is left out."""
    positions = facts.of(rows_at, table.name).get(place, ())
    if not positions:
        return []
    cut = facts.tables[table.name].iloc[list(positions)]
    found: list[dict[str, str]] = [{} for _ in positions]
    for field in table.fields:
        values = cut[field.name].to_numpy(dtype=object, na_value=None).tolist()
        for row, value in zip(found, values, strict=True):
            if value is not None:
                row[field.name] = plain(int(value)) if field.type == "number" else str(value)
    return [*found]


def bureaus(facts: Facts) -> Mapping[tuple[str, str], str]:
    """The registered name of each department: (division, department) → name."""
    register = facts.tables["departments"][["division", "department", "name"]].dropna()
    return {(str(division), str(code)): str(name) for division, code, name in register.itertuples(index=False)}


def _notes(facts: Facts, division: str) -> tuple[str, ...]:
    """What stands below every form of a division: that an invented one is."""
    register = facts.tables["divisions"]
    sample = register[register["division"] == division]["is_sample"].eq("是").any()
    return (_INVENTED,) if sample else ()
