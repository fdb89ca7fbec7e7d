"""Files as given → forms as understood: read, recognised, and told whose they are. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake.coding import Numbering, with_given_projects, with_word_on_codes
from generator.intake.known import Known
from generator.intake.placing import Asked, Placed, placed, with_codes, with_keys, with_subjects
from generator.intake.readings import GIVEN, Reading, Trouble
from generator.intake.recognising import read_file
from generator.intake.rows import FormRow, rows_of_form

Folder = tuple[str, int, str]
_MOST_TOLD = 5  # differences of one form


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What was understood of all files."""

    forms: Sequence[Placed]

    @property
    def readings(self) -> list[Reading]:
        """The forms as read."""
        return [one.reading for one in self.forms]

    @property
    def stopped(self) -> bool:
        """Whether something has to be put right before anything can be written."""
        return any(one.stopped for one in self.readings)


def understood(
    files: Iterable[tuple[str, bytes]],
    tables: Mapping[str, Table],
    layouts: Sequence[Layout],
    *,
    asked: Asked,
    known: Callable[[Sequence[Folder]], Known],
) -> Understood:
    """Read files (name and content); ``known`` is asked what is known of the folders that their forms belong to."""
    readings = [one for name, content in files for one in read_file(name, content, tables, layouts)]
    first = known(())
    forms = [placed(one, first, asked) for one in readings]
    folders = sorted({one.folder for one in forms if one.folder is not None})
    before = _with_named(known(folders), forms)
    given = [asked.give_codes or GIVEN in one.reading.heads for one in forms]
    everything = with_given_projects(before, [one for one, give in zip(forms, given, strict=True) if give])
    numbering = Numbering(known=everything)
    coded = (with_codes(with_subjects(one, everything), everything) for one in forms)
    coded = (
        with_word_on_codes(one, numbering.coded(new, tables), before) if give else new
        for one, new, give in zip(forms, coded, given, strict=True)
    )
    keyed = (_with_single_rows(with_keys(one, tables), tables) for one in coded)
    return Understood(forms=tuple(_agreeing(list(_twice(keyed)), tables, layouts)))


def _with_named(known: Known, forms: Sequence[Placed]) -> Known:
    """What is known, and the projects that forms of the same import name with their codes."""
    projects = {place: dict(names) for place, names in known.projects.items()}
    for one in forms:
        reading = one.reading
        if one.folder is None or not (reading.layout and reading.record and reading.name):
            continue
        names = projects.setdefault(one.folder, {})
        names[reading.name] = names.get(reading.name, frozenset()) | {reading.record}
    return replace(known, projects=projects)


def _twice(forms: Iterable[Placed]) -> Iterable[Placed]:
    """Two forms of one kind about one record are told, unless they say the same."""
    seen: dict[tuple[object, ...], Reading] = {}
    for one in forms:
        reading = one.reading
        own = reading.rows(reading.record_table).get(1, {})
        period = own["period"].value if "period" in own else ""
        key = (one.folder, reading.record_table, reading.record, period)
        if not reading.layout or not reading.record or key not in seen:
            seen.setdefault(key, reading)
            yield one
            continue
        other = seen[key]
        if _said(other) != _said(reading):
            problem = Trouble(
                cell="",
                message=f"「{reading.name[:40]}」（{reading.record}）在{other.place('')}里已有一份，两份内容不同。",
                hint="请只留一份；旧的一份移出后再导入。",
            )
            one = replace(one, reading=reading.with_problem(problem))
        yield one


def _with_single_rows(one: Placed, tables: Mapping[str, Table]) -> Placed:
    """The same, told of records that stand in several rows of a list: nobody could choose."""
    reading = one.reading
    if reading.layout or not reading.record_table:
        return one
    table = tables[reading.record_table]
    cells: dict[tuple[str, ...], list[str]] = {}
    for row in reading.rows(table.name).values():
        if all(part in row for part in table.primary_key):
            key = tuple(row[part].value for part in table.primary_key)
            cells.setdefault(key, []).append(row[table.primary_key[0]].cell)
    again = {"＋".join(key): found for key, found in cells.items() if len(found) > 1}
    if not again:
        return one
    title = "＋".join(table.field(part).title for part in table.primary_key)
    listed = "、".join(f"{key[:40]}（{'、'.join(found[:_MOST_TOLD])}）" for key, found in [*again.items()][:_MOST_TOLD])
    more = f"等 {len(again):,} 个" if len(again) > _MOST_TOLD else ""
    problem = Trouble(
        cell=next(iter(again.values()))[1],
        message=f"「{title}」相同的不止一行：{listed}{more}。",
        hint="同一条只留一行；不是同一条的，请照原件改正编码。",
    )
    return replace(one, reading=reading.with_problem(problem))


def _agreeing(forms: Sequence[Placed], tables: Mapping[str, Table], layouts: Sequence[Layout]) -> Iterable[Placed]:
    """What a list and a form, or two kinds of forms, say of one record differently is told: nobody could choose."""
    by_name = {one.name: one for one in layouts}
    said: dict[tuple[object, ...], tuple[str, FormRow]] = {}
    for one in forms:
        if one.folder is None or not one.reading.form:
            yield one
            continue
        problems: list[Trouble] = []
        for name, rows in rows_of_form(one, tables, by_name.get(one.reading.layout)).items():
            for row in rows:
                key = (one.folder, name, *(row.values.get(part, "") for part in tables[name].primary_key))
                layout, other = said.setdefault(key, (one.reading.layout, row))
                if other.reading is not one.reading and (layout != one.reading.layout or not layout):
                    problems += _differing(row, other, tables[name])
        yield replace(one, reading=replace(one.reading, problems=(*one.reading.problems, *problems[:_MOST_TOLD])))


def _differing(row: FormRow, other: FormRow, table: Table) -> Iterable[Trouble]:
    for name, value in row.values.items():
        if name in row.cells and name in other.cells and other.values[name] != value:
            here = f"「{table.field(name).title}」写的是「{value[:30]}」"
            yield Trouble(
                cell=row.cells[name],
                message=f"{here}，{other.place(name)} 写的是「{other.values[name][:30]}」。",
                hint="请核对，两处改成一样，或删去一处后再导入。",
            )


def _said(reading: Reading) -> frozenset[tuple[str, int, str, str]]:
    return frozenset((one.table, one.row, one.field, one.value) for one in reading.values)
