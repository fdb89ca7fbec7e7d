"""What files that are imported say beside their records and must not be given away: told with the forms.

A check sees records only. A mark of secrecy above a form is about all that it says, and stops it; a number of a person
goes into no record, and is to be looked at: whoever sends the file next deletes it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.check.privacy.personal import SECRET
from generator.check.privacy.texts import for_reports
from generator.core.finding import Finding
from generator.intake.placing import Placed
from generator.intake.readings import Reading, Trouble
from generator.intake.understanding import Understood
from generator.selfcheck.examining import Place, Setting, beside_records

_LISTED = 5


def told_beside(
    files: Iterable[tuple[str, bytes]],
    found: Understood,
    setting: Setting,
    divisions: set[str],
    today: date,
    *,
    numbers: bool,
) -> Understood:
    """The same forms, each told of what its file or sheet says beside the records.

    ``numbers``: of persons' numbers, too: whoever imports their own forms reads that they were left out.
    """
    readings = found.readings
    told: dict[int, dict[tuple[str, str], list[tuple[str, Finding]]]] = {}
    for place, one in beside_records(files, found, setting, divisions, today):
        number = _whose(place, readings)
        if number is not None and (numbers or one.code == SECRET.code):
            told.setdefault(number, {}).setdefault((one.code, one.hint), []).append((place.cell, one))
    return replace(found, forms=[_with(form, told.get(number, {})) for number, form in enumerate(found.forms)])


def _whose(place: Place, readings: Sequence[Reading]) -> int | None:
    """The first form of the sheet, or else of the file."""
    own = [number for number, one in enumerate(readings) if one.file == place.file]
    same = [number for number in own if place.sheet and readings[number].sheet == place.sheet]
    return next(iter(same or own), None)


def _with(form: Placed, told: Mapping[tuple[str, str], Sequence[tuple[str, Finding]]]) -> Placed:
    reading = form.reading
    for found in told.values():
        cell, first = found[0]
        if first.origin != reading.place(cell):  # in another sheet, or in what is no cell
            cell = first.origin.removeprefix(reading.file)
        rest = [at or one.origin for at, one in found[1:]]
        listed = "、".join(rest[:_LISTED]) + (f" 等 {len(rest):,} 处" if len(rest) > _LISTED else "")
        reading = reading.with_problem(
            Trouble(
                cell=cell,
                message=for_reports(first.code, first.message) + (f"这样的还有 {listed}。" if rest else ""),
                hint=first.hint,
                stops=first.code == SECRET.code,
                masked=True,
            )
        )
    return replace(form, reading=reading)
