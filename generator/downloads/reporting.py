"""Workbooks for whoever reports: a template a bureau and year that owes something, and the official forms, blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from generator.core import addresses
from generator.core.data import Checked
from generator.core.output import Output
from generator.core.schema import Table
from generator.facts.printed_forms import FormOf, Place, bureaus, rows_of
from generator.facts.reporting import Owed, owed
from generator.forms.due import due_tables
from generator.forms.filling import known_rows
from generator.forms.layout import Layout
from generator.forms.printing import Filling, printed
from generator.forms.reading import layouts
from generator.forms.template import Order, template
from generator.forms.workbook import workbook

Row = Mapping[str, str]
# The levels that a blank form offers, as the official ones do; what a place does not need it takes away.
_LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
)


def form_workbook(place: Place, found: FormOf, *, clock: datetime) -> Output:
    """The records of a bureau and year as their official forms of one kind, in a workbook."""
    sheets = ((one.sheet, one.grid) for one in found.printed)
    return Output(path=addresses.form_workbook(*place, found.layout.name), content=workbook(sheets, clock=clock))


def reporting_outputs(checked: Checked, *, clock: datetime) -> Iterator[Output]:
    """The templates of what is owed, and the blank forms."""
    for layout in layouts():
        if layout.prints:
            yield Output(
                path=addresses.blank_form(layout.name), content=_blank(layout, checked.catalogue.tables, clock)
            )
    for one in checked.facts.of(owed):
        path = addresses.template(one.division, one.year, one.department)
        yield Output(path=path, content=template(_order(one, checked), clock=clock))


def _blank(layout: Layout, tables: Mapping[str, Table], clock: datetime) -> bytes:
    rows = {
        block.table: [
            {block.by: str(number), **(dict(zip(("level1", "level2"), levels, strict=True)) if leveled else {})}
            for number, levels in enumerate(_LEVELS, 1)
        ]
        for block in layout.blocks
        if block.kind == "list" and block.half != "left"
        for leveled in ["level1" in tables[block.table].names and not layout.name.startswith("department")]
    }
    filling = Filling(record={}, rows=rows, year="　　　　", department="")
    return workbook([(layout.title, printed(layout, filling, tables))], clock=clock)


def _order(one: Owed, checked: Checked) -> Order:
    """What a bureau's template holds."""
    tables = checked.catalogue.tables
    names = due_tables(one.documents)

    @cache  # several tables begin from the same goals
    def rows(year: int, table: str) -> Sequence[Row]:
        place = (one.division, year, one.department)
        return rows_of(checked.facts, tables[table], [place])[place]

    named = [*rows(one.year, "goals"), *rows(one.year - 1, "goals"), *rows(one.year, "self_evaluations")]
    return Order(
        division=one.division,
        year=one.year,
        department=one.department,
        bureau=checked.facts.of(bureaus).get((one.division, one.department), one.department),
        tables=[tables[name] for name in names if name in tables],
        rows={name: known_rows(name, one.year, rows) for name in names if name in tables},
        names={row["project_code"]: row.get("project_name", "") for row in named},
    )
