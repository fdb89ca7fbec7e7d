"""Calendars of what each bureau has still to publish, for the calendar of a phone or an office (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from generator.core import addresses
from generator.core.data import Checked
from generator.core.output import Output
from generator.core.package import KINDS
from generator.facts.printed_forms import bureaus
from generator.facts.reporting import Due, to_publish

_MOST = 75  # bytes of a line
_WARNED = 14  # days before


def calendar_outputs(checked: Checked, *, clock: datetime) -> Iterator[Output]:
    """A calendar for each bureau that has something to publish."""
    names = checked.facts.of(bureaus)
    for (division, department), due in checked.facts.of(to_publish).items():
        name = names.get((division, department), department)
        lines = [*_head(name), *(line for one in due for line in _event(division, department, name, one, clock))]
        content = "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])
        yield Output(path=addresses.calendar(division, department), content=content.encode())


def _head(name: str) -> Sequence[str]:
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//yusuan-jixiao//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'{name}绩效信息公开期限')}",
    )


def _event(division: str, department: str, name: str, due: Due, clock: datetime) -> Iterator[str]:
    day = date.fromisoformat(due.day)
    title = KINDS[due.document].title
    yield "BEGIN:VEVENT"
    yield f"UID:{division}-{due.year}-{department}-{due.document}@yusuan-jixiao"
    yield f"DTSTAMP:{clock:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{name}：{due.year}年度{title}公开的最后一天')}"
    yield f"DESCRIPTION:{_escaped(KINDS[due.document].holds)}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{_WARNED}D", f"DESCRIPTION:{_escaped(title)}")
    yield from ("END:VALARM", "END:VEVENT")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in parts of 75 bytes at most, none of them within a character."""
    parts, size = [""], 0
    for one in line:
        width = len(one.encode())
        if size + width > _MOST:
            parts.append(" ")
            size = 1
        parts[-1] += one
        size += width
    return "\r\n".join(parts) + "\r\n"
