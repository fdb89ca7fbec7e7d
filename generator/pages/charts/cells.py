"""Charts of cells: a strip of signs, and heat maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, NamedTuple

from generator.pages.charts.frame import Chart, FigureRow, Figures, Key, fitted
from generator.pages.charts.scales import place

MET, MISSED, UNTOLD = "met", "no", "unsaid"
# A sign as an SVG path in a square of 16 pixels: a disc, a cross, a dash; they differ without any colour.
_SIGNS = {MET: "M{0} {2}h.01", MISSED: "M{0} {1}l9 9m0-9l-9 9", UNTOLD: "M{0} {2}h9"}
_WORDS = {True: "做到", False: "没做到", None: "判断不了"}
_ACROSS, _PITCH = 16, 20  # signs beside each other on a phone; pixels from one to the next
_ROW, _CELL, _HEAD, _LINE = 42, 20, 22, 14  # _HEAD has one line, each further line takes _LINE


@dataclass(frozen=True, kw_only=True)
class StripChart(Chart):
    """Signs in a row: one path for all of a kind, by its style."""

    kind: ClassVar[str] = "strip"

    met: str = ""
    missed: str = ""
    untold: str = ""


def strip(name: str, title: str, sentence: str, states: Sequence[bool | None], there: str = "") -> StripChart:
    """What was met, missed, and cannot be told, in this order, with their numbers as a table.

    ``there`` is the anchor of a table of the page that has them one by one.
    """
    counts = [states.count(state) for state in _WORDS]
    met, missed, untold = _paths(*counts)
    return StripChart(
        name=name,
        title=title,
        sentence=sentence,
        there=there,
        met=met,
        missed=missed,
        untold=untold,
        height=-(-len(states) // _ACROSS) * _PITCH,
        figures=None
        if there or not states
        else Figures(
            heads=("结果", "个数"),
            rows=[FigureRow((word, str(count))) for word, count in zip(_WORDS.values(), counts, strict=True) if count],
        ),
    )


@lru_cache(maxsize=4_096)
def _paths(met: int, missed: int, untold: int) -> tuple[str, str, str]:
    """So many signs of each kind, one after the other."""
    signs = [MET] * met + [MISSED] * missed + [UNTOLD] * untold
    paths = {MET: "", MISSED: "", UNTOLD: ""}
    for position, sign in enumerate(signs):
        down, across = divmod(position, _ACROSS)
        left, top = across * _PITCH + 4, down * _PITCH + 4
        paths[sign] += _SIGNS[sign].format(left + 4 if sign == MET else left, top, top + 5)
    return paths[MET], paths[MISSED], paths[UNTOLD]


class HeatCell(NamedTuple):
    """A cell: where it begins and how wide it is in per cent, its style, its middle and what it says."""

    start: str
    width: str
    tone: str
    middle: str
    text: str


class HeatHead(NamedTuple):
    """What stands over a column, line by line (few characters: a column is narrow), and what it is called at length."""

    lines: Sequence[str]
    title: str


class HeatText(NamedTuple):
    """A line over a column: its place in per cent and in pixels, and what it says."""

    at: str
    top: int
    text: str


class HeatRow(NamedTuple):
    """A row of cells with its label; places down the picture in pixels."""

    label: str
    text: int
    top: int
    middle: int
    cells: Sequence[HeatCell]


@dataclass(frozen=True, kw_only=True)
class HeatChart(Chart):
    """Rows of cells under the names of their columns (``over``)."""

    kind: ClassVar[str] = "heat"

    over: Sequence[HeatText] = ()
    rows: Sequence[HeatRow] = ()


@dataclass(frozen=True, kw_only=True)
class Heat:
    """What one cell says in a few characters, the same at length, and its style."""

    short: str
    text: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class HeatLine:
    """The cells of one row, one for each column (None where a column does not concern it)."""

    label: str
    cells: Sequence[Heat | None]
    path: str = ""


def heat(
    name: str,
    title: str,
    sentence: str,
    columns: Sequence[str | HeatHead],
    lines: Sequence[HeatLine],
    *,
    head: str,
    keys: Sequence[Key],
) -> HeatChart:
    """A heat map; each cell says in characters what its colour says."""
    heads = [HeatHead((one,), one) if isinstance(one, str) else one for one in columns]
    if not lines or not columns:
        return HeatChart(name=name, title=title, sentence=sentence)
    width = 100 / len(columns)
    top = _HEAD + _LINE * (max(len(one.lines) for one in heads) - 1)
    return HeatChart(
        name=name,
        title=title,
        sentence=sentence,
        keys=keys,
        height=top + _ROW * len(lines),
        over=[
            HeatText(place(width * (position + 0.5)), 12 + _LINE * line, text)
            for position, one in enumerate(heads)
            for line, text in enumerate(one.lines)
        ],
        rows=[
            HeatRow(
                fitted(one.label, ""),
                top + _ROW * down + 14,
                top + _ROW * down + 19,
                top + _ROW * down + 33,
                [
                    HeatCell(
                        place(width * across + 0.3),
                        place(width - 0.6),
                        cell.tone,
                        place(width * (across + 0.5)),
                        cell.short,
                    )
                    for across, cell in enumerate(one.cells)
                    if cell
                ],
            )
            for down, one in enumerate(lines)
        ],
        figures=Figures(
            heads=(head, *(one.title for one in heads)),
            rows=[
                FigureRow((one.label, *(cell.text if cell else "—" for cell in one.cells)), one.path) for one in lines
            ],
        ),
    )
