"""What stands at a single label, noted as what the label asks for: a field, a word of the form's own, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.schema import Table
from generator.forms.layout import Part
from generator.intake import values
from generator.intake.blocks.form import Form
from generator.intake.blocks.pairs import going_on
from generator.intake.files.sheets import Cell
from generator.intake.labels import cleaned
from generator.intake.leaving import hidden_person
from generator.intake.readings import SUBJECT, Value
from generator.intake.writing import converted, usable

_LONG = 1_000  # characters that make a field a text of its own


@dataclass(frozen=True, kw_only=True)
class Said:
    """What stands at a label: ``text`` is what ``cell`` holds for it, which may be a part of the cell's text."""

    part: Part
    table: Table
    cell: Cell
    text: str


def note(form: Form, said: Said) -> None:
    """Make a value, a label or a left-out cell of what stands at a label."""
    part, cell = said.part, said.cell
    if part.reading == "private":
        form.region.leave(cell, "个人信息，不公开，有意不取", hidden_person(cell.text))
    elif part.reading == "ignored":
        form.region.leave(cell, f"记录里没有“{part.label}”这一项")
    elif usable(form.region, cell, told=_is_long(said)):
        _note_usable(form, said)


def _is_long(said: Said) -> bool:
    field = said.table.field(said.part.field) if said.part.field in said.table.names else None
    return field is not None and field.constraints.get("maxLength", 0) > _LONG


def _note_usable(form: Form, said: Said) -> None:
    match said.part.reading:
        case "department":
            _note_department(form, said)
        case "year":
            form.heads.setdefault("year", values.bare(said.text))
            form.region.labels.add(said.cell.place)
        case "period":
            _note_period(form, said)
        case "row":
            _note_row(form, said)
        case "span":
            _note_span(form, said)
        case _:
            _note_field(form, said)


def _note_department(form: Form, said: Said) -> None:
    code, name = values.coded(said.text)
    form.heads.setdefault("department", cleaned(name))
    form.heads.setdefault("department_code", code)
    form.region.labels.add(said.cell.place)


def _note_period(form: Form, said: Said) -> None:
    if (month := values.last_month(said.text)) is not None:
        form.region.value(said.cell, said.table.name, 1, said.part.field, month)
        return
    message = f"「{said.part.label}」写的是「{said.text[:30]}」，看不出到几月。"
    form.region.wrong(said.cell, message, "请写成 1—7月 这样。")


def _note_row(form: Form, said: Said) -> None:
    """A record of its own, of the kind that the label says."""
    number = len({one.row for one in form.region.values if one.table == said.table.name}) + 1
    text = going_on(form, said.cell) if said.text == said.cell.text else said.text
    form.region.value(said.cell, said.table.name, number, said.part.field, values.bare(text))
    form.region.value(said.cell, said.table.name, number, "goal_kind", said.part.choice)


def _note_span(form: Form, said: Said) -> None:
    """A first and a last day."""
    days = values.days_between(said.text, None)
    if days is None:
        form.region.wrong(
            said.cell,
            f"「{said.part.label}」写的是「{said.text[:30]}」，看不出从哪天到哪天，没有取。",
            "请写成 2024年1月—2024年12月 这样；没有期限的可以不写。",
            stops=False,
        )
        form.region.leave(said.cell, "看不出起止日期，没有取")
        return
    for name, day in zip(said.part.field.split("|"), days, strict=True):
        form.region.value(said.cell, said.table.name, 1, name, day)


def _note_field(form: Form, said: Said) -> None:
    """The value of a field, and the code that stands before a name."""
    part, region = said.part, form.region
    code, name = values.coded(said.text) if part.code or part.field == SUBJECT else ("", said.text)
    own = (one for one in region.values if (one.field, one.table) == (part.field, said.table.name))
    if (before := next(own, None)) is not None:
        _note_again(form, said, name, before)
        return
    form.take(said.cell, said.table, 1, part.field, text=name)
    if part.field == "department_name":
        form.heads.setdefault("department", cleaned(name))
    if part.reading == "subject":
        form.heads.setdefault("subject", cleaned(name))
    if code and not any(one.field == part.code for one in region.values):
        region.value(said.cell, said.table.name, 1, part.code, code)


def _note_again(form: Form, said: Said, name: str, before: Value) -> None:
    """A label that stands twice: the first is taken, and another value is told; of what names a record it stops."""
    field = said.part.field
    if field == SUBJECT:  # the unit of the bureau that was named
        form.region.leave(said.cell, "记录里只存被评价的部门，不存它下面的单位")
        return
    form.region.leave(said.cell, f"“{said.part.label}”在表里出现了不止一次，取的是前一处")
    if converted(said.table.field(field), name, form.unit) != before.value:
        form.region.wrong(
            said.cell,
            f"「{said.part.label}」写的是「{name[:30]}」，{before.cell} 写的是「{before.value[:30]}」。",
            "请核对，两处改成一样，或删去一处。",
            stops=field.endswith(("_code", "_name")),
        )
