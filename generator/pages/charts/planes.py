"""Charts over two scales: scatters, lines and slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import ClassVar, NamedTuple

from generator.core.numbers import brief, number
from generator.pages.charts.frame import LOW, OWN, Chart, FigureRow, Figures, Key, Tick, cut, grid, named, side, told
from generator.pages.charts.scales import Scale, place, scale

_HIGH, _LOW_CHART = 320, 150  # pixels of a scatter or slope, and of a line
_HEAD, _FOOT = 18, 24
_SMALL, _LARGE = 4.0, 18.0  # radius of the smallest dot of a scatter, and of the largest
_LINE = 15  # pixels between two labels below each other
_BESIDE = 13.2  # Chinese characters of room beside the end of a slope on a phone
_NAMED = 6  # dots of a scatter that bear their names


class Spot(NamedTuple):
    """A dot: places in per cent across and pixels down, radius in pixels, and what it is."""

    across: str
    down: str
    radius: str
    tone: str
    name: str = ""


class Segment(NamedTuple):
    """A line from one place to another."""

    across: str
    down: str
    then_across: str
    then_down: str
    tone: str


class Note(NamedTuple):
    """A text at a place; ``side`` is how it is anchored, ``aside`` so many pixels further."""

    across: str
    down: str
    side: str
    tone: str
    text: str
    aside: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaneChart(Chart):
    """Dots and lines over two scales: ``levels`` are the ticks of the upright one, ``ticks`` those across."""

    kind: ClassVar[str] = "plane"

    levels: Sequence[Tick] = ()
    segments: Sequence[Segment] = ()
    spots: Sequence[Spot] = ()
    notes: Sequence[Note] = ()
    floor: int = 0


@dataclass(frozen=True, kw_only=True)
class Point:
    """A thing with two values and a size (all may be missing), each as text too."""

    label: str
    across: int | None
    up: int | None
    size: int | None
    texts: Sequence[str]
    tone: str = OWN
    path: str = ""


def scatter(
    name: str,
    title: str,
    sentence: str,
    points: Sequence[Point],
    *,
    heads: Sequence[str],
    unit: str,
    up_unit: str,
    keys: Sequence[Key] = (),
) -> PlaneChart:
    """Dots over two scales, the largest behind; the area of a dot is its size. The table has all, dots or none."""
    known = sorted(
        (one for one in points if one.across is not None and one.up is not None), key=lambda one: -(one.size or 0)
    )
    rows = [FigureRow((one.label, *map(told, one.texts)), one.path) for one in points]
    if not known:
        return PlaneChart(name=name, title=title, sentence=sentence, figures=Figures(heads=heads, rows=rows))
    across = scale([one.across for one in known], start=9, end=96)
    floor = _HIGH - _FOOT
    up = scale([one.up for one in known], zero=False, start=floor - 8, end=_HEAD + 12)
    most = max((one.size or 0 for one in known), default=0)
    spots = [
        Spot(
            place(across.at(one.across or 0)),
            place(up.at(one.up or 0)),
            _radius(one.size, most),
            one.tone,
            f"{one.label}：{'，'.join(map(told, one.texts))}",
        )
        for one in known
    ]
    return PlaneChart(
        name=name,
        title=title,
        sentence=sentence,
        height=_HIGH,
        unit=unit,
        keys=keys,
        spots=spots,
        floor=floor,
        figures=Figures(heads=heads, rows=rows),
        ticks=grid(across),
        levels=_levels(up),
        notes=[Note("0", "11", "s", "axis", up_unit), *_names(known, across, up, most)],
    )


def _radius(size: int | None, most: int) -> str:
    share = sqrt((size or 0) / most) if most else 0.0
    return place(_SMALL + (_LARGE - _SMALL) * share)


def _names(points: Sequence[Point], across: Scale, up: Scale, most: int) -> list[Note]:
    """Names of the points that fell short, each on a line of its own, no more than there is room for."""
    notes: list[Note] = []
    taken: list[float] = []
    for one in points:
        at, down = across.at(one.across or 0), up.at(one.up or 0) + 4
        if one.tone != LOW or len(notes) == _NAMED or any(abs(down - other) < _LINE for other in taken):
            continue
        taken.append(down)
        right, aside = at > 50, brief(float(_radius(one.size, most)) + 4, 0)
        notes.append(
            Note(place(at), place(down), "e" if right else "s", LOW, cut(one.label), f"{'-' if right else ''}{aside}")
        )
    return notes


class Series(NamedTuple):
    """One value for each place along a line chart (None where it is missing)."""

    word: str
    values: Sequence[int | None]
    tone: str


def line(
    name: str,
    title: str,
    sentence: str,
    columns: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    below: Sequence[str] = (),
    head: str = "年度",
    there: str = "",
) -> PlaneChart:
    """Lines through a value for each of some columns; what is missing breaks a line. ``below`` stands under a column.

    ``there`` is the anchor of a table that has the figures already.
    """
    known = [value for one in series for value in one.values if value is not None]
    if not known:
        return PlaneChart(name=name, title=title, sentence=sentence)
    floor = _LOW_CHART - _FOOT - (_LINE if below else 0)
    up = scale(known, steps=3, start=floor, end=_HEAD)
    places = _columns(len(columns))
    dots = [
        [None if value is None else _Dot(one.at, place(up.at(value))) for one, value in zip(places, own, strict=True)]
        for _, own, _ in series
    ]
    return PlaneChart(
        name=name,
        title=title,
        sentence=sentence,
        height=_LOW_CHART,
        unit=unit,
        there=there,
        floor=floor,
        keys=[Key(one.tone, one.word) for one in series],
        levels=_levels(up),
        ticks=[Tick(one.at, column, one.side) for one, column in zip(places, columns, strict=True)],
        segments=[
            Segment(*first, *second, one.tone)
            for one, own in zip(series, dots, strict=True)
            for first, second in pairwise(own)
            if first and second
        ],
        spots=[Spot(*dot, "4", one.tone) for one, own in zip(series, dots, strict=True) for dot in own if dot],
        notes=[
            Note(one.at, str(_LOW_CHART - 4), one.side, "axis", text)
            for one, text in zip(places, below, strict=bool(below))
            if text
        ],
        figures=None
        if there
        else Figures(
            heads=(head, *(one.word for one in series), *(("说明",) if below else ())),
            rows=[
                FigureRow(
                    (
                        column,
                        *(number(one.values[position]) for one in series),
                        *((told(below[position]),) if below else ()),
                    )
                )
                for position, column in enumerate(columns)
            ],
        ),
    )


class _Dot(NamedTuple):
    """A place across and down."""

    across: str
    down: str


class _Column(NamedTuple):
    """Where a column stands, in per cent, and how a text there is anchored."""

    at: str
    side: str


@lru_cache(maxsize=256)
def _columns(count: int) -> Sequence[_Column]:
    """Places of columns side by side."""
    # The first leaves room for the labels of the lines, which are as wide on a phone as elsewhere.
    places = [15 + 81 * position / (count - 1) for position in range(count)] if count > 1 else [50.0]
    return tuple(_Column(place(at), side(at)) for at in places)


@dataclass(frozen=True, kw_only=True)
class Slope:
    """What something was and what it came to be, each as text too; ``change`` is the one by the other as text."""

    label: str
    before: int | None
    after: int | None
    texts: Sequence[str]
    change: str
    tone: str = OWN
    path: str = ""


def slopes(
    name: str,
    title: str,
    sentence: str,
    lines: Sequence[Slope],
    *,
    heads: Sequence[str],
    ends: tuple[str, str],
    unit: str,
) -> PlaneChart:
    """A line from what was to what came to be; names stand at the end where there is room for them."""
    known = [one for one in lines if one.before is not None and one.after is not None]
    rows = [FigureRow((one.label, *map(told, one.texts), told(one.change)), one.path) for one in lines]
    figures = Figures(heads=heads, rows=rows)
    if not known:
        return PlaneChart(name=name, title=title, sentence=sentence, figures=figures if rows else None)
    floor = _HIGH - _FOOT
    # From half of what was: lines close together are told apart, and a small change does not look like a large one.
    half = min(one.before or 0 for one in known) // 2
    values = [value for one in known for value in (one.before, one.after)]
    up = scale([*values, half], zero=False, start=floor, end=_HEAD)
    left, right = 10.0, 52.0
    ordered = sorted(known, key=lambda one: up.at(one.after or 0))
    return PlaneChart(
        name=name,
        title=title,
        sentence=sentence,
        height=_HIGH,
        unit=unit,
        figures=figures,
        floor=floor,
        keys=(Key(OWN, "没有减少"), Key(LOW, "减少")),
        levels=_levels(up),
        ticks=[Tick(place(left), ends[0], "s"), Tick(place(right), ends[1], "m")],
        segments=[
            Segment(place(left), place(up.at(one.before or 0)), place(right), place(up.at(one.after or 0)), one.tone)
            for one in ordered
        ],
        spots=[
            Spot(place(at), place(up.at(value or 0)), "4", one.tone)
            for one in ordered
            for at, value in ((left, one.before), (right, one.after))
        ],
        notes=[
            Note(place(right + 3), place(down), "s", one.tone, named(one.label, one.change, _BESIDE))
            for one, down in zip(ordered, apart([up.at(one.after or 0) + 4 for one in ordered]), strict=True)
            if down <= floor + 4
        ],
    )


def apart(places: Sequence[float]) -> list[float]:
    """Places of labels in order from above, each moved down where it would touch the one above it."""
    found: list[float] = []
    for one in places:
        found.append(max(one, found[-1] + _LINE) if found else one)
    return found


def _levels(up: Scale) -> list[Tick]:
    return [Tick(place(up.at(one.value)), one.label, "s") for one in up.ticks]
