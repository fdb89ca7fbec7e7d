"""The district's own yearly statements and their figures, summed from the records they can be verified against.

The latest one is not made here: the command drafts it from the finished records, as a finance bureau would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from generator.sample.content import texts
from generator.sample.departments import DIVISION, DIVISION_NAME
from generator.sample.numbers import HUNDRED, fixed, half_up, money, percent
from generator.sample.plan import TODAY
from generator.sample.tables import Rows

_YI = 100_000_000
_TOLD_OF_JULY = ("monitoring_count", "monitoring_amount", "monitoring_spend", "monitoring_rate")
_ANNOUNCED = (9, 10)  # month and day of the bulletin on what July looked like


@dataclass(kw_only=True, slots=True)
class Figure:
    """One figure as the statement tells it; ``count`` is its number where it is a count, else ``text`` says it."""

    code: str
    stage: str
    measure: str
    title: str
    year: int
    kind: str
    unit: str
    section: str
    count: int = 0
    text: str = ""


@cache
def _texts() -> Mapping[str, Any]:
    return texts("statements")


def written(year: int) -> date:
    """The day on which the statement of a year is written."""
    return date(year + 1, 1, 20)


def stated(year: int) -> bool:
    """Whether the statement of a year is written by TODAY."""
    return written(year) <= TODAY


def drafted(years: Iterable[int]) -> int | None:
    """The latest year with a statement: the one that is drafted from the records; None if none is written yet."""
    return max(filter(stated, years), default=None)


def figures(year: int, sums: Mapping[int, Mapping[str, int]]) -> list[Figure]:
    """The figures of the statement of a year; those whose records lie outside the sample's years are left out."""
    found = []
    for number, entry in enumerate(_texts()["figures"], 1):
        subject = year + entry["year"]
        if subject not in sums:
            continue
        given = [sums[subject].get(name, 0) for name in entry["of"]]
        # No such records at all; where there are some, none of a kind is told as 0.
        if not given[-1] and not sums[subject].get(entry.get("zero", ""), 0):
            continue
        one = Figure(
            code=f"sl{year % 100}-{number:02d}",
            stage=entry["stage"],
            measure=entry["measure"],
            title=entry["title"],
            year=subject,
            kind=entry["kind"],
            unit=entry.get("unit") or _texts()["units"][entry["kind"]],
            section=entry["at"],
        )
        _tell(one, given)
        found.append(one)
    return found


def _tell(one: Figure, given: list[int]) -> None:
    if one.kind == "count":
        one.count = given[0]
    elif one.kind == "money" and given[0] < _YI:
        one.text, one.unit = money(given[0]), "万元"
    elif one.kind == "money":
        one.text = fixed(half_up(given[0] * HUNDRED, _YI))
    else:
        one.text = fixed(percent(*given) if one.kind == "rate" else half_up(given[0], given[1]))


def statement_rows(year: int) -> Rows:
    """The row of ``statements``."""
    text = _texts()
    yield {
        "statement_code": f"{DIVISION}-{year}",
        "title": text["title"].format(year=year),
        "report_year": str(year),
        "publisher": f"{DIVISION_NAME}财政局",
        "written_date": written(year).isoformat(),
        "scope_note": text["scope_note"].format(before=year - 1, after=year + 1),
        "source_note": text["source_note"],
    }


def announced(year: int) -> bool:
    """Whether the bulletin on the monitoring of a year is out, and its annual statement is not yet."""
    return date(year, *_ANNOUNCED) <= TODAY and not stated(year)


def bulletin_rows(year: int) -> Rows:
    """The row of ``statements`` for the bulletin on the monitoring of January to July."""
    text = _texts()["bulletin"]
    yield {
        "statement_code": bulletin_code(year),
        "title": text["title"].format(year=year),
        "report_year": str(year),
        "publisher": f"{DIVISION_NAME}财政局",
        "written_date": date(year, *_ANNOUNCED).isoformat(),
        "kind": "监控通报",
        "period": "1-7",
        "document_number": text["document_number"].format(year=year),
        "scope_note": text["scope_note"],
        "source_note": text["source_note"],
    }


def bulletin_code(year: int) -> str:
    """The code of the bulletin on the monitoring of a year."""
    return f"tb-{year}-7"


def bulletin_figures(year: int, sums: Mapping[str, int]) -> list[Figure]:
    """What the bulletin tells: how many projects were monitored, with how much money, and how much was spent."""
    told = [one for one in figures(year, {year: sums}) if one.measure in _TOLD_OF_JULY]
    return [replace(one, code=f"tb{year % 100}-{number:02d}", section="") for number, one in enumerate(told, 1)]


def figure_rows(found: Iterable[Figure], code: str) -> Rows:
    """Rows of ``reported_figures`` of the document with that code."""
    for one in found:
        yield {
            "figure_code": one.code,
            "statement_code": code,
            "stage": one.stage,
            "measure": one.measure,
            "measure_title": one.title,
            "subject_year": str(one.year),
            "scope": "全区" if one.stage == "财政运行" else "区级",
            "value": one.text or str(one.count),
            "value_text": one.text or str(one.count),
            "unit": one.unit,
            "section": one.section,
        }
