"""Cells left blank, told together where they have one cause: a table not filled in, a row, a column of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from generator.check.blanks import FEW, Blank, of_columns, of_row
from generator.core.codes import UNFILLED
from generator.core.finding import Finding
from generator.core.schema import Table


def together(found: Sequence[Finding], table: Table, names: Sequence[str]) -> list[Finding]:
    """What was found in the cells of a table with its blanks told as a check tells them.

    ``names``: what each of its rows is called.
    """
    blanks: dict[str, list[Finding]] = defaultdict(list)  # by field
    for one in found:
        if one.code in ("S02", UNFILLED) and not one.value:
            blanks[one.field].append(one)
    empty = [field for field, own in blanks.items() if len(own) == len(names) > 1]
    explained = {id(one) for field in empty for one in blanks[field]}
    told: dict[int, Finding] = {}  # by the finding in whose place it is told
    if empty:
        first = blanks[empty[0]][0]
        called = list(dict.fromkeys(one for one in names if one))
        blank = of_columns(table, [table.field(one) for one in empty], len(names), called)
        told[id(first)] = replace(_as(first, blank), record="", name="")
    rows: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for own in blanks.values():
        for one in own:
            if id(one) not in explained:
                rows[one.record, one.name].append(one)
    for own in rows.values():
        if len(own) >= FEW:
            explained |= {id(one) for one in own}
            told[id(own[0])] = _as(own[0], of_row([table.field(one.field) for one in own]))
    return [told.get(id(one), one) for one in found if id(one) in told or id(one) not in explained]


def _as(found: Finding, blank: Blank) -> Finding:
    """A finding about a blank cell as one about all of them."""
    return replace(
        found,
        code=blank.code,
        severity="warning" if blank.code == UNFILLED else "error",
        field="",
        message=blank.message,
        hint=blank.hint,
    )
