"""The months that a monitoring is of, where only its title or its heads say them (1—7月执行数)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.intake import values
from generator.intake.blocks.form import Form
from generator.intake.files.sheets import Cell
from generator.intake.labels import MONTHS
from generator.intake.regions import Region

_SPACES = re.compile(r"\s+")
_LONGEST = 60  # characters of a title or a head


def months_said(form: Form) -> Mapping[str, Cell]:
    """The last months that titles and heads say → the first cell that says it; more than one are told."""
    if "period" not in form.record.primary_key:
        return {}
    said = _said(form.region)
    if len(said) > 1:
        told = "、".join(f"{cell.address} 是到 {month} 月" for month, cell in said.items())
        form.region.wrong(next(iter(said.values())), f"表上写的月份不一样：{told}。", "请核对，改成一样的月份。")
    return said


def _said(region: Region) -> dict[str, Cell]:
    said: dict[str, Cell] = {}
    for cell in region.cells:
        found = MONTHS.search(_SPACES.sub("", cell.text)) if len(cell.text) < _LONGEST and cell.kind == "text" else None
        if found and (month := values.last_month(found.group())) is not None:
            said.setdefault(month, cell)
    return said


def note_months(form: Form, said: Mapping[str, Cell]) -> None:
    """The first of the months said is the record's period, where no label has said it."""
    if said and not any(one.field == "period" for one in form.region.values):
        month, cell = next(iter(said.items()))
        form.region.value(cell, form.layout.record, 1, "period", month)
