"""Files as a bureau has them → what an import understands, what is wrong by cell, what must not leave the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial

from generator.check.privacy.personal import SECRET, Hit, find
from generator.check.privacy.personal import Known as Numbers
from generator.check.privacy.texts import (
    EXPECTED,
    HINTS,
    code_hits,
    hits_of,
    kinds_told,
    known_of,
    own_codes,
    taken_codes,
    text_fields,
)
from generator.check.values import Fault, plain_judge
from generator.core.codes import CODES, UNFILLED
from generator.core.finding import Finding
from generator.core.profile import Profile, profile_for
from generator.core.schema import Field, Table
from generator.forms.layout import Layout
from generator.intake.files.opening import open_book
from generator.intake.files.sheets import Sheet, UnreadableError
from generator.intake.known import Known
from generator.intake.merging import table_content
from generator.intake.placing import Asked
from generator.intake.readings import row_of
from generator.intake.rows import Folder, FormRow, Key, folders
from generator.intake.understanding import Understood, understood
from generator.selfcheck.blanks import together
from generator.selfcheck.outside import outside

_ELSEWHERE = "这里的内容不会取进记录，也不会公开；但直接上传这份文件，它会留在仓库的历史里。请先在原件里删去，再上传。"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the schemas, the forms and the profiles say: all that is asked of cells."""

    tables: Mapping[str, Table]
    layouts: tuple[Layout, ...]
    profiles: tuple[Profile, ...]


@dataclass(kw_only=True)
class Looked:
    """How much was looked at: cells of records judged, texts searched for numbers and marks."""

    cells: int = 0
    texts: int = 0
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What was found: of the forms, of the cells of records, and of what must not be given away.

    ``files``: the records as tables, path → content, where nothing of them has to be put right first.
    """

    understood: Understood
    cells: Sequence[Finding]
    gate: Sequence[Finding]
    looked: Looked
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def stops(self) -> int:
        """How many things have to be put right before anything is sent."""
        told = sum(one.stops for reading in self.understood.readings for one in reading.problems)
        return told + sum(one.count for one in (*self.cells, *self.gate) if one.severity == "error")

    @property
    def looks(self) -> int:
        """How many things are to be looked at, and stop nothing."""
        told = sum(not one.stops for reading in self.understood.readings for one in reading.problems)
        return told + sum(one.count for one in (*self.cells, *self.gate) if one.severity != "error")


def examined(
    files: Sequence[tuple[str, bytes]],
    setting: Setting,
    known: Callable[[Sequence[tuple[str, int, str]]], Known],
    *,
    asked: Asked,
    today: date,
) -> Examined:
    """Examine files (name and content); ``known`` is asked what is known of the folders that their forms belong to."""
    looked = Looked(files=len(files))
    found = understood(files, setting.tables, setting.layouts, asked=asked, known=known)
    made = folders(found.forms, setting.tables, setting.layouts)
    numbers = _numbers(made, setting.tables, {one.division for one in known(()).bureaus}, today)
    judges = {name: _judges(setting.tables[name]) for folder in made for name in folder.tables}
    cells: list[Finding] = []
    private: list[Finding] = []
    judged: set[tuple[str, str, str]] = set()
    for folder in made:
        without = {name: _without(setting.tables[name], rows) for name, rows in folder.tables.items()}
        refused: dict[str, list[Finding]] = {name: [] for name in folder.tables}
        called: dict[str, list[str]] = {name: [] for name in folder.tables}
        for table, row in _rows(folder, setting.tables):
            refused[table.name] += _refused(
                folder, table, row, judges[table.name], setting.profiles, without[table.name]
            )
            called[table.name].append(row.values.get(table.label, ""))
            private += _private(folder, table, row, numbers)
            looked.cells += sum(map(bool, row.values.values()))
            judged |= {(row.reading.file, row.reading.sheet, cell) for cell in row.cells.values()}
        for name, own in refused.items():
            cells += together(own, setting.tables[name], called[name])
    whole = [*private, *(one for _, one in _elsewhere(files, numbers, judged, looked))]
    result = Examined(understood=found, cells=cells, gate=whole, looked=looked)
    return result if _held(result) else replace(result, files=_files(made, setting.tables))


def _held(found: Examined) -> bool:
    """Whether the tables are kept back; a number of a person beside the records is in none of them."""
    wrong = (one for one in (*found.cells, *found.gate) if one.severity == "error")
    return found.understood.stopped or any(one.table or one.code == SECRET.code for one in wrong)


def _rows(folder: Folder, tables: Mapping[str, Table]) -> Iterator[tuple[Table, FormRow]]:
    for name, records in folder.tables.items():
        for rows in records.values():
            for row in rows:
                yield tables[name], row


# Cells of records.

_Judges = Sequence[tuple[Field, Callable[[str], str]]]  # each field, and why a text is refused ('' where it is not)


def _judges(table: Table) -> _Judges:
    return [(one, _why(one)) for one in table.fields]


def _why(of: Field) -> Callable[[str], str]:
    judge = plain_judge(of)
    missing = "missing" if of.required else "unfilled" if of.expected else ""
    return lambda text: judge(text)[1] if text else missing


def _without(table: Table, records: Mapping[Key, Sequence[FormRow]]) -> frozenset[str]:
    """The columns that a list does not have: not one of its rows fills them."""
    filled = {name for rows in records.values() for row in rows for name, value in row.values.items() if value}
    return frozenset(table.names) - filled if table.of_lists else frozenset()


def _refused(
    folder: Folder,
    table: Table,
    row: FormRow,
    judges: _Judges,
    profiles: tuple[Profile, ...],
    without: frozenset[str],
) -> Iterator[Finding]:
    """What the schema refuses in a row; what an original may have left blank is to be looked at.

    ``without``: what the list that the row is of has no column for.
    """
    lacking = {*profile_for(profiles, folder.division, folder.year).lacking_fields.get(table.name, ()), *without}
    nameless = _nameless(row)
    for of, why in judges:
        text = row.values.get(of.name, "")
        if nameless and not text and of.name in table.primary_key:
            continue
        if reason := why(text):
            if not text and _told_of(row, of):
                continue
            fault = Fault(field=of, text=text, why=reason)
            if fault.code == UNFILLED and of.name in lacking:
                continue
            found = _finding(folder, table, row, of, fault.code)
            yield replace(
                found,
                severity="warning" if fault.code == UNFILLED else "error",
                value=fault.value,
                expected=fault.expected,
                message=fault.message,
                hint=fault.hint,
            )


def _told_of(row: FormRow, of: Field) -> bool:
    """Whether a cell of the row was told not to be a value of the field: then it is not empty."""
    lines = {row_of(cell) for cell in row.cells.values()}
    return any(one.stops and one.about == of.name and one.rows & lines for one in row.reading.problems)


def _nameless(row: FormRow) -> bool:
    """Whether a form lacks the code of its project and was told so: once, not again for each of its rows."""
    reading = row.reading
    return bool(reading.layout) and not reading.record and any(one.stops for one in reading.problems)


def _finding(folder: Folder, table: Table, row: FormRow, of: Field, code: str) -> Finding:
    """A finding about a cell, its place and record; what is wrong is still to be said."""
    names = dict.fromkeys(one for one in (row.reading.name, row.values.get(table.label, "")) if one)
    return Finding(
        code=code,
        severity="error",
        title=of.title,
        message="",
        hint="",
        file="",
        division=folder.division,
        year=folder.year,
        department=folder.department,
        table=table.name,
        field=of.name,
        record="＋".join(row.values.get(one, "") for one in table.primary_key),
        name="／".join(names),
        origin=row.place(of.name),
    )


# Personal numbers and marks of secrecy.


def _numbers(made: Iterable[Folder], tables: Mapping[str, Table], divisions: set[str], today: date) -> Numbers:
    """The numbers that the records use as codes."""
    codes = set()
    places = {one[:6] for one in divisions}
    for folder in made:
        places.add(folder.division[:6])
        for table, row in _rows(folder, tables):
            given = (row.values.get(one.name, "") for one in own_codes(table))
            codes |= {one.upper() for one in given if 11 <= len(one) <= 31 and one[:-1].isdecimal()}
    return known_of(codes, places, today)


def _private(folder: Folder, table: Table, row: FormRow, numbers: Numbers) -> Iterator[Finding]:
    """What of a row must not be published."""
    for of in text_fields(table):
        if text := row.values.get(of.name, ""):
            yield from _told(_finding(folder, table, row, of, ""), hits_of(of, text, numbers))
    for of in own_codes(table):
        yield from _told(_finding(folder, table, row, of, ""), code_hits(row.values.get(of.name, ""), numbers))
    for of in taken_codes(table):
        text = row.values.get(of.name, "")
        if text.upper() not in numbers.persons:  # told where it is given
            yield from _told(_finding(folder, table, row, of, ""), code_hits(text, numbers))


def _told(found: Finding, hits: Sequence[Hit], hint: str = "") -> Iterator[Finding]:
    for code, shown, message in kinds_told(hits):
        yield replace(
            found,
            code=code,
            title=found.title or CODES[code].title,
            name="" if code == SECRET.code else found.name,  # what is under seal is not even named
            value=shown,
            expected=EXPECTED[code],
            message=f"含有{message}",
            hint=hint if hint and code == "S04" else HINTS[code],
        )


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in a file beside the cells of its records; no cell: in a name, or in what is no cell."""

    file: str
    sheet: str = ""
    cell: str = ""


def beside_records(
    files: Iterable[tuple[str, bytes]], found: Understood, setting: Setting, divisions: set[str], today: date
) -> Iterator[tuple[Place, Finding]]:
    """What must not be given away of files that were understood, where it stands in no record.

    No check of the records sees it, and a mark of secrecy there is about all that the form says.
    """
    made = folders(found.forms, setting.tables, setting.layouts)
    rows = (row for folder in made for _, row in _rows(folder, setting.tables))
    judged = {(row.reading.file, row.reading.sheet, cell) for row in rows for cell in row.cells.values()}
    told = list(_elsewhere(files, _numbers(made, setting.tables, divisions, today), set(), Looked()))
    # The body of a document is all of its cells once more.
    cells = {(place.file, one.code, one.value) for place, one in told if place.cell}
    for place, one in told:
        again = not place.sheet and (place.file, one.code, one.value) in cells
        if not again and (place.file, place.sheet, place.cell) not in judged:
            yield place, one


def _elsewhere(
    files: Iterable[tuple[str, bytes]], numbers: Numbers, judged: set[tuple[str, str, str]], looked: Looked
) -> Iterator[tuple[Place, Finding]]:
    """What stands in a file beside the cells of records: it is not published, but uploaded with the file."""
    look = cache(partial(find, known=numbers))  # forms of a kind say the same things
    for name, content in files:
        own = Place(file=name)
        yield from _told_at(own, name, look(name, name=True))
        for place, text in dict.fromkeys(outside(content)):
            looked.texts += 1
            yield from _told_at(own, f"{name}（{place}）", look(text))
        try:
            sheets = open_book(content, name).sheets
        except UnreadableError:  # told where it is read
            continue
        for sheet in sheets:
            yield from _of_sheet(name, sheet, look, judged, looked)


def _of_sheet(
    file: str, sheet: Sheet, look: Callable[..., Sequence[Hit]], judged: set[tuple[str, str, str]], looked: Looked
) -> Iterator[tuple[Place, Finding]]:
    title = f"「{sheet.name}」" if sheet.name else ""
    own = Place(file=file, sheet=sheet.name)
    yield from _told_at(own, f"{file}{title}", look(sheet.name, name=True))
    for cell in sheet.cells:
        looked.texts += 1
        if (file, sheet.name, cell.address) not in judged and (hits := look(cell.text)):
            yield from _told_at(replace(own, cell=cell.address), f"{file}{title}{cell.address}", hits)


def _told_at(place: Place, origin: str, hits: Sequence[Hit]) -> Iterator[tuple[Place, Finding]]:
    found = Finding(code="", severity="error", title="", message="", hint="", file="", origin=origin)
    for one in _told(found, hits, _ELSEWHERE):
        yield place, one


# The records as tables.


def _files(made: Iterable[Folder], tables: Mapping[str, Table]) -> dict[str, bytes]:
    """The tables of all folders, as an import writes new ones."""
    return {
        f"{folder.division}/{folder.year}/{folder.department}/{name}.csv": table_content(
            tables[name], [dict(row.values) for rows in records.values() for row in rows]
        )
        for folder in made
        for name, records in folder.tables.items()
    }
