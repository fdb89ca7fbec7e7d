"""Small multiples of annual statements: each measure that several of them give, a bar for each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from generator.core.numbers import MICRO, MONEY, YI, headed
from generator.derive.statements import ComparedRow, ComparedStage, Figure, Statement
from generator.pages.charts.rows import Item, RowChart, bars

LEAST = 3  # figures that are worth a picture
MOST = 4  # pictures of a stage; its table has all


def multiples(stage: ComparedStage, columns: Sequence[Statement], there: str) -> list[RowChart]:
    """The measures of a stage that most statements give; ``there`` is the anchor of its table."""
    drawn = [
        chart
        for row in sorted(stage.rows, key=lambda row: -sum(map(len, row.cells)))
        if (chart := _multiple(row, columns, f"{there}-{stage.rows.index(row) + 1}", there))
    ]
    return drawn[:MOST]


def _multiple(row: ComparedRow, columns: Sequence[Statement], name: str, there: str) -> RowChart | None:
    """One measure: years and scopes stand in the labels; None where its figures are not of one kind."""
    known = [
        (statement.place, figure, value, unit)
        for statement, cell in zip(columns, row.cells, strict=True)
        for figure in cell
        for value, unit in _measured(figure)
    ]
    units = {unit for *_, unit in known}
    if len(known) < LEAST or len(units) > 1:
        return None
    large = units == {"万元"} and max(value for _, _, value, _ in known) >= YI * MICRO
    ends = (end(known, key=lambda one: one[2]) for end in (min, max))
    least, most = (_text(figure, value) for _, figure, value, _ in ends)
    said = f"{'、'.join(row.mixed)}，先看口径，再比大小。" if row.mixed else "年度和范围相同。"
    chart = bars(
        name,
        f"{row.title}：{least} 到 {most}" if least != most else f"{row.title}：都是 {most}",
        said,
        [
            Item(
                label=f"{place}，{figure.year}年度{figure.scope}",
                value=value // YI if large else value,
                text=_text(figure, value),
            )
            for place, figure, value, _ in known
        ],
        heads=("说明", row.title),
        unit="亿元" if large else units.pop(),
    )
    return replace(chart, figures=None, there=there)


def _text(figure: Figure, value: int) -> str:
    """A figure as it is printed; one in 万元 that counts 亿 with two decimals, as the table has all of them."""
    return headed(value) if figure.converted else figure.text


def _measured(figure: Figure) -> Iterator[tuple[int, str]]:
    """The value of a figure in millionths of its unit, of money in 万元; nothing where it is said in words or names."""
    if figure.value is not None and any(one.isdigit() for one in figure.text):
        share = MONEY.get(figure.unit, Fraction(1))
        yield int(figure.value * share), "万元" if figure.unit in MONEY else figure.unit
