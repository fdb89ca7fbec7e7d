"""Charts of lines below each other: bars, bullets, dumbbells, waterfalls and time lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from generator.core.numbers import MISSING, number, signed
from generator.pages.charts.frame import (
    LOW,
    MOST,
    OTHER,
    OWN,
    REST,
    Chart,
    FigureRow,
    Figures,
    Key,
    Rule,
    fitted,
    grid,
    rule,
    told,
)
from generator.pages.charts.scales import Scale, calendar, ordinal, place, scale

_TOP, _PITCH, _FOOT = 4, 38, 20  # pixels above the lines, from line to line, for the labels of the scale
_TEXT, _BAR = 13, 19  # of a line: the foot of its text, the head of its bar
_LEAST = 0.4  # per cent: what is not nothing is to be seen


class Bar(NamedTuple):
    """A bar from a place in per cent, so many per cent wide."""

    start: str
    width: str
    tone: str


class Stem(NamedTuple):
    """A thin line between two places in per cent."""

    start: str
    end: str
    tone: str


class Dot(NamedTuple):
    """A dot at a place in per cent."""

    at: str
    tone: str


class Pin(NamedTuple):
    """A short upright line at a place in per cent: what a bar is measured by."""

    at: str


class Line(NamedTuple):
    """A line of a chart: its label and value as text, and its marks; places down the picture in pixels."""

    label: str
    value: str
    tone: str
    text: int
    top: int
    middle: int
    bars: Sequence[Bar] = ()
    stems: Sequence[Stem] = ()
    dots: Sequence[Dot] = ()
    pins: Sequence[Pin] = ()


@dataclass(frozen=True, kw_only=True)
class RowChart(Chart):
    """Lines below each other over one scale, with lines across it; ``floor`` is where its grid ends."""

    kind: ClassVar[str] = "rows"

    lines: Sequence[Line] = ()
    rules: Sequence[Rule] = ()
    floor: int = 0


@dataclass(frozen=True, kw_only=True)
class Item:
    """A bar to be: its value (None where nobody says it) and as text, and what it is measured by, if anything."""

    label: str
    value: int | None
    text: str
    tone: str = OWN
    mark: int | None = None
    mark_text: str = ""
    path: str = ""


def bars(
    name: str,
    title: str,
    sentence: str,
    items: Sequence[Item],
    *,
    heads: Sequence[str],
    unit: str,
    limit: int | None = None,
    limit_label: str = "",
    keys: Sequence[Key] = (),
) -> RowChart:
    """Bars from 0 over one scale; a value that is missing has a word and no bar. ``limit`` is a line across.

    With three ``heads`` the items' marks are told too: bullets.
    """
    shown = items[:MOST]
    laid = scale([*(one.value for one in shown), *(one.mark for one in shown), limit])
    marked = len(heads) > 2
    return _chart(
        name,
        title,
        sentence,
        laid,
        unit,
        keys,
        lines=[
            _line(
                position,
                one.label,
                told(one.text),
                one.tone,
                bars=[_bar(laid, 0, one.value, one.tone)] if one.value is not None else (),
                pins=[Pin(place(laid.at(one.mark)))] if one.mark is not None else (),
            )
            for position, one in enumerate(shown)
        ],
        rules=[rule(laid, limit, limit_label)] if limit is not None else (),
        figures=Figures(
            heads=heads,
            rows=[
                FigureRow((one.label, told(one.text), *((told(one.mark_text),) if marked else ())), one.path)
                for one in shown
            ],
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two values of one thing, and how far they lie apart as text."""

    label: str
    first: int | None
    second: int | None
    apart: str
    far: bool = False
    path: str = ""


def dumbbells(
    name: str,
    title: str,
    sentence: str,
    pairs: Sequence[Pair],
    *,
    heads: Sequence[str],
    unit: str,
    band: int | None = None,
    band_label: str = "",
) -> RowChart:
    """Two dots a line and what lies between; ``heads`` name the thing, the first value, the second and the gap."""
    shown = pairs[:MOST]
    laid = scale([value for one in shown for value in (one.first, one.second)], zero=False, start=2, end=98)
    _, first, second, _ = heads
    return _chart(
        name,
        title,
        sentence,
        laid,
        unit,
        (Key(OWN, first), Key(OTHER, second)),
        lines=[
            _line(
                position,
                one.label,
                told(one.apart),
                LOW if one.far else OWN,
                stems=_between(laid, one.first, one.second, LOW if one.far else OWN),
                dots=[
                    Dot(place(laid.at(value)), tone)
                    for value, tone in ((one.first, OWN), (one.second, OTHER))
                    if value is not None
                ],
            )
            for position, one in enumerate(shown)
        ],
        rules=[rule(laid, band, band_label)] if band is not None and laid.low < band < laid.high else (),
        figures=Figures(
            heads=heads,
            rows=[
                FigureRow((one.label, number(one.first), number(one.second), told(one.apart)), one.path)
                for one in shown
            ],
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """Several values on one line, each of another thing and as text; ``middle`` is what they are measured by."""

    label: str
    values: Sequence[int | None]
    texts: Sequence[str]
    middle: int | None
    middle_text: str


def dots(name: str, title: str, sentence: str, rows: Sequence[Row], *, heads: Sequence[str], unit: str) -> RowChart:
    """Dot strips: on each line a dot for each thing over one scale, and its middle; ``heads`` name line and things."""
    shown = rows[:MOST]
    laid = scale([value for one in shown for value in (*one.values, one.middle)], zero=False, start=2, end=98)
    return _chart(
        name,
        title,
        sentence,
        laid,
        unit,
        (Key(OTHER, "一个对象"), Key("pin", "平均")),
        lines=[
            _line(
                position,
                one.label,
                told(one.middle_text),
                OWN,
                dots=[Dot(place(laid.at(value)), OTHER) for value in one.values if value is not None],
                pins=[Pin(place(laid.at(one.middle)))] if one.middle is not None else (),
            )
            for position, one in enumerate(shown)
        ],
        figures=Figures(
            heads=heads, rows=[FigureRow((one.label, told(one.middle_text), *map(told, one.texts))) for one in shown]
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Fall:
    """A step of a waterfall: a ``level`` stands on the ground, any other is added to what came before.

    The amount of a level is None where nobody says it.
    """

    label: str
    amount: int | None
    level: bool


def waterfall(
    name: str, title: str, sentence: str, falls: Sequence[Fall], *, heads: Sequence[str], unit: str
) -> RowChart:
    """Totals, and what leads from each to the next."""
    ends: list[tuple[int, int]] = []
    reached = 0
    for one in falls:
        amount = one.amount or 0
        ends.append((0, amount) if one.level else (reached, reached + amount))
        reached = ends[-1][1]
    laid = scale([value for pair in ends for value in pair])
    texts = [number(one.amount) if one.level else signed(one.amount) for one in falls]
    tones = [OWN if one.level else LOW if (one.amount or 0) < 0 else REST for one in falls]
    return _chart(
        name,
        title,
        sentence,
        laid,
        unit,
        (Key(OWN, "合计"), Key(LOW, "减少"), Key(REST, "增加")),
        lines=[
            _line(
                position, one.label, text, tone, bars=[_bar(laid, start, end, tone)] if one.amount is not None else ()
            )
            for position, (one, (start, end), text, tone) in enumerate(zip(falls, ends, texts, tones, strict=True))
        ],
        figures=Figures(
            heads=heads, rows=[FigureRow((one.label, text)) for one, text in zip(falls, texts, strict=True)]
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Term:
    """Something with a beginning, a day it was due and a day it ended (ISO days, '' for none), and how it stands."""

    label: str
    begun: str
    due: str
    ended: str
    text: str
    late: bool = False
    path: str = ""


def timeline(
    name: str, title: str, sentence: str, terms: Sequence[Term], *, heads: Sequence[str], today: str
) -> RowChart:
    """When things began, were due and ended, with today; what has not ended reaches to today. ISO days sort as text."""
    shown = [one for one in terms if one.begun][:MOST]
    if not shown:
        return RowChart(name=name, title=title, sentence=sentence)
    laid = calendar([today, *(day for one in shown for day in (one.begun, one.due, one.ended) if day)], start=1, end=99)
    return _chart(
        name,
        title,
        sentence,
        laid,
        "日期",
        (Key(OWN, "已完成"), Key(LOW, "没有完成或逾期"), Key("pin", "期限")),
        lines=[
            _line(
                position,
                one.label,
                told(one.text),
                LOW if one.late else OWN,
                stems=_between(
                    laid, ordinal(one.begun), ordinal(one.ended or max(today, one.begun)), LOW if one.late else OWN
                ),
                dots=[Dot(place(laid.at(ordinal(one.ended or max(today, one.begun)))), OWN if one.ended else LOW)],
                pins=[Pin(place(laid.at(ordinal(one.due))))] if one.due else (),
            )
            for position, one in enumerate(shown)
        ],
        rules=[rule(laid, ordinal(today), f"今天 {today}")],
        figures=Figures(
            heads=heads,
            rows=[
                FigureRow((one.label, told(one.begun), told(one.due), told(one.ended), told(one.text)), one.path)
                for one in shown
            ],
        ),
    )


def _chart(
    name: str,
    title: str,
    sentence: str,
    laid: Scale,
    unit: str,
    keys: Sequence[Key],
    *,
    lines: Sequence[Line],
    figures: Figures,
    rules: Sequence[Rule] = (),
) -> RowChart:
    """Lines over their scale, as high as they need; nothing where there is no line."""
    if not lines:
        return RowChart(name=name, title=title, sentence=sentence)
    head = _TOP + (14 if rules else 0)
    floor = head + _PITCH * len(lines)
    return RowChart(
        name=name,
        title=title,
        sentence=sentence,
        unit=unit,
        keys=keys,
        figures=figures,
        ticks=grid(laid),
        lines=[_lowered(one, head) for one in lines],
        rules=rules,
        floor=floor,
        height=floor + _FOOT,
    )


def _line(
    position: int,
    label: str,
    value: str,
    tone: str,
    *,
    bars: Sequence[Bar] = (),
    stems: Sequence[Stem] = (),
    dots: Sequence[Dot] = (),
    pins: Sequence[Pin] = (),
) -> Line:
    top = position * _PITCH
    tone = REST if value == MISSING else tone
    return Line(fitted(label, value), value, tone, top + _TEXT, top + _BAR, top + _BAR + 6, bars, stems, dots, pins)


def _lowered(line: Line, by: int) -> Line:
    return line._replace(text=line.text + by, top=line.top + by, middle=line.middle + by)


def _bar(laid: Scale, start: int, end: int, tone: str) -> Bar:
    """A bar between two values; nothing is a hair's breadth, so that it is told from what is missing."""
    low, high = sorted((laid.at(start), laid.at(end)))
    low = min(low, 100 - _LEAST)
    return Bar(place(low), place(max(high - low, _LEAST)), tone)


def _between(laid: Scale, first: int | None, second: int | None, tone: str) -> list[Stem]:
    if first is None or second is None:
        return []
    low, high = sorted((laid.at(first), laid.at(second)))
    return [Stem(place(low), place(high), tone)]
