"""Read one form of a known layout: each kind of block by its own module, lists first and single labels last."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.schema import Table
from generator.forms.layout import Layout
from generator.intake.blocks.form import Form
from generator.intake.blocks.funds import read_funds
from generator.intake.blocks.headers import header_of
from generator.intake.blocks.heads import read_heads
from generator.intake.blocks.listed import read_listed
from generator.intake.blocks.money import form_money
from generator.intake.blocks.months import months_said, note_months
from generator.intake.blocks.pairs import read_pairs
from generator.intake.regions import Region, known_words
from generator.intake.sums import tell_sums


def read_form(region: Region, layout: Layout, tables: Mapping[str, Table]) -> Form:
    """Make a value, a label or a left-out cell of what the layout knows; what the form says of itself is returned."""
    headers = [header_of(region, layout, block, tables[block.table]) for block in layout.blocks]
    form = Form(
        region=region,
        layout=layout,
        tables=tables,
        known=known_words(layout),
        unit=form_money(region, layout),
        tops=frozenset(one.top for one in headers if one is not None),
    )
    months = months_said(form)
    blocks = list(zip(layout.blocks, headers, strict=True))
    for block, header in blocks:
        if block.kind == "list" and header is not None:
            read_listed(form, block, header)
    for block, header in blocks:
        if block.kind == "matrix":
            read_funds(form, block, header)
    for block in layout.blocks:
        if block.kind == "pairs":
            read_pairs(form, block)
    read_heads(form)
    tell_sums(region, form.sums, with_others=any(one.kind == "matrix" for one in layout.blocks))
    note_months(form, months)
    return form
