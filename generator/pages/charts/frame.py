"""What every chart has: a title that says the finding, a sentence, keys, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from generator.core.numbers import MISSING
from generator.pages.charts.scales import Scale, place

MOST = 30  # marks that a chart of lines shows; the page's own lists have all
WIDTH = 27  # Chinese characters of a line on a phone

# The shapes and colours of data: each differs by shape or filling too, for print and for those who see no colours.
OWN = "own"  # the main value: filled
OTHER = "other"  # what it is set against: hollow
LOW = "low"  # what fell short: hollow, in red
REST = "rest"  # what only stands beside: pale


class Key(NamedTuple):
    """What a shape of a chart means."""

    tone: str
    word: str


class FigureRow(NamedTuple):
    """A row of the table below a chart, and the page that its first cell leads to ('' for none)."""

    cells: Sequence[str]
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a chart as a table."""

    heads: Sequence[str]
    rows: Sequence[FigureRow]


class Tick(NamedTuple):
    """A line of the grid with its label, at a place in per cent or pixels; ``side`` is where the label is anchored."""

    at: str
    label: str
    side: str


class Rule(NamedTuple):
    """A line across a chart that stands for a value, with its name."""

    at: str
    label: str
    side: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: ``name`` is its own on the page, ``title`` says the finding, ``sentence`` says it with figures.

    ``figures`` hold what the picture shows; without them ``there`` is the anchor of a table of the same page that does.
    A chart of no ``height`` has nothing to show: then its sentence stands alone.
    """

    kind: ClassVar[str]

    name: str
    title: str
    sentence: str
    height: int = 0
    unit: str = ""
    keys: Sequence[Key] = ()
    figures: Figures | None = None
    there: str = ""
    ticks: Sequence[Tick] = field(default=())


def grid(laid: Scale) -> list[Tick]:
    """The ticks of a horizontal scale; those at the ends are anchored so that nothing is cut off."""
    return [Tick(place(at), one.label, side(at)) for one in laid.ticks for at in (laid.at(one.value),)]


def side(at: float) -> str:
    """How a text at a place in per cent is anchored: ``s`` start, ``m`` middle, ``e`` end."""
    return "s" if at < 8 else "e" if at > 92 else "m"


def rule(laid: Scale, value: int, label: str) -> Rule:
    """A line across at a value."""
    at = laid.at(value)
    return Rule(place(at), label, side(at))


def fitted(label: str, value: str) -> str:
    """A label cut to the room that the value on the same line leaves on a phone."""
    room = WIDTH - _width(value)
    if _width(label) <= room:
        return label
    kept = 0
    while kept < len(label) and _width(label[: kept + 1]) <= room - 1:
        kept += 1
    return f"{label[:kept]}…"


def cut(name: str, most: int = 9) -> str:
    """A name cut to so many characters, for a label within a picture."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def named(name: str, value: str, room: float) -> str:
    """A name, cut as it must be, and a value behind it, in so many Chinese characters of room."""
    return f"{cut(name, min(9, int(room - _width(f' {value}'))))} {value}"


def _width(text: str) -> float:
    """About how many Chinese characters wide a text is."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.6 for one in text)


def told(text: str) -> str:
    """A value as text, a dash where there is none."""
    return text or MISSING
