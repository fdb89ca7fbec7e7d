"""Single labels: each with its value to the right, below, or behind it in the same cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.core.schema import Table
from generator.forms.layout import Part
from generator.intake import values
from generator.intake.blocks.form import Form, choices
from generator.intake.blocks.said import Said, note
from generator.intake.files.sheets import Cell
from generator.intake.labels import cleaned, plain

_NAMES = ("project_name", "project_code")  # these name a record, on each of its sheets of paper


def read_heads(form: Form) -> None:
    """Values of all single labels of a form."""
    heads, after_list = _Heads(form=form), False
    for block in form.layout.blocks:
        after_list = after_list or block.kind == "list"
        for line in block.lines if block.kind == "heads" else ():
            for part in line.parts:
                heads.read(part, form.tables[block.table], after_list=after_list)


@dataclass(frozen=True, kw_only=True)
class _Heads:
    """Finds labels and their values; ``columns``: field → the column of its label."""

    form: Form
    columns: dict[str, int] = field(default_factory=dict)

    def read(self, part: Part, table: Table, *, after_list: bool) -> None:
        """The value of a label by the first of its names that the form has; below a list, the last such label's."""
        region = self.form.region
        for name in part.names:
            found = [one for one in region.words.get(plain(name), ()) if region.free(one)]
            if found:
                label = self._own(part, found) if part.under else found[-1 if after_list else 0]
                self._labelled(part, table, label)
                self._again(part, table, [one for one in found if one is not label])
                return
            for cell, text in region.inlines.get(plain(name), ()):
                if region.free(cell) or cell.place in region.several:
                    note(self.form, Said(part=part, table=table, cell=cell, text=text))
                    return

    def _labelled(self, part: Part, table: Table, label: Cell) -> None:
        self.form.region.labels.add(label.place)
        self.columns.setdefault(part.field, label.column)
        value = self.form.beside(label, choices(part, table)) or self._below(label)
        if value is not None:
            note(self.form, Said(part=part, table=table, cell=value, text=value.text))
        for name in filter(None, part.field.split("|")):
            self.form.region.blanks.setdefault((table.name, name), label.address)

    def _below(self, label: Cell) -> Cell | None:
        """The value below a label, where a row of labels stands above a row of values."""
        rows, form = self.form.region.rows, self.form
        row, column = form.region.sheet.below(label.place)
        value = form.region.at(row, column)
        labels, others = rows.get(label.row, ()), rows.get(row, ())
        if value is None or len(labels) < 2 or not all(form.is_label(one) for one in labels):
            return None
        return value if form.is_value(value) and not any(form.is_label(one) for one in others) else None

    def _own(self, part: Part, found: Sequence[Cell]) -> Cell:
        """Of labels that stand twice side by side, the one in the column of the label that its part names."""
        column = self.columns.get(part.under.removeprefix("@"))
        if len(found) == 1 or column is None:
            return found[0]
        own = next((one for one in found if one.column == column), found[0])
        for label in found:
            if label is not own and label.row == own.row:
                value = self.form.beside(label)
                self.form.region.labels.add(label.place)
                if value is not None:
                    self.form.region.leave(value, "整个实施期的资金构成，记录里只存年度的")
        return own

    def _again(self, part: Part, table: Table, labels: Sequence[Cell]) -> None:
        """What stands at further labels of what names the record, as on a second sheet of paper."""
        if part.field not in _NAMES and part.reading != "department":
            return
        for label in labels:
            self.form.region.labels.add(label.place)
            value = self.form.beside(label)
            if value is not None and part.reading == "department":
                self._same_department(part, value)
            elif value is not None:
                note(self.form, Said(part=part, table=table, cell=value, text=value.text))

    def _same_department(self, part: Part, cell: Cell) -> None:
        before = self.form.heads.get("department")
        if cleaned(values.coded(cell.text)[1]) == before:
            self.form.region.labels.add(cell.place)
            return
        self.form.region.wrong(
            cell,
            f"「{part.label}」写的是「{cell.text[:30]}」，前面写的是「{before or ''}」。",
            "请核对，两处改成一样。",
        )
