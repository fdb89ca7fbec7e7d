"""A comparison as the public may read it: who knows what nobody may publish says how each of its texts is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.compare.comparison import Cell, Comparison, Entry, Place

Shown = Callable[[str], str]
_PLAIN = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{0,30})?")  # in a column of numbers it is one


def quoted(told: Comparison) -> Iterator[str]:
    """Every text of a comparison that somebody wrote."""
    for one in told.entries:
        yield from (one.record, one.name, one.project, one.origin, one.file, one.elsewhere, one.place.department)
        for cell in one.cells:
            yield from (text for text in (cell.old, cell.new) if not _is_number(cell, text))
    for place, name in told.names.items():
        yield from (place.department, name)
    for total in told.totals:
        yield from (total.name, total.place.department if total.place else "")
    yield from (*told.unread, *told.frame)


def shown(told: Comparison, show: Shown) -> Comparison:
    """A comparison with each of these texts as it is shown."""
    return replace(
        told,
        entries=[_entry(one, show) for one in told.entries],
        names={_place(place, show): show(name) for place, name in told.names.items()},
        totals=[replace(one, name=show(one.name), place=one.place and _place(one.place, show)) for one in told.totals],
        unread=[show(one) for one in told.unread],
        frame=[show(one) for one in told.frame],
    )


def _entry(entry: Entry, show: Shown) -> Entry:
    return replace(
        entry,
        place=_place(entry.place, show),
        record=show(entry.record),
        name=show(entry.name),
        project=show(entry.project),
        origin=show(entry.origin),
        file=show(entry.file),
        elsewhere=show(entry.elsewhere),
        cells=[_cell(one, show) for one in entry.cells],
    )


def _place(place: Place, show: Shown) -> Place:
    return place._replace(department=show(place.department))


def _cell(cell: Cell, show: Shown) -> Cell:
    old, new = (text if _is_number(cell, text) else show(text) for text in (cell.old, cell.new))
    return replace(cell, old=old, new=new)


def _is_number(cell: Cell, text: str) -> bool:
    """Whether a text is a number where numbers belong, and nobody's."""
    return cell.field.type != "string" and _PLAIN.fullmatch(text) is not None
