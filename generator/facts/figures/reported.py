"""The figures of an annual statement as exact numbers with their unit, precision and qualifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from generator.core.numbers import MICRO, MONEY, short

# Rounded when they were written down; what is counted is exact.
_ROUNDED = {*MONEY, "%", "分"}


@dataclass(frozen=True, kw_only=True)
class Interval:
    """What a rounded number can stand for: from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    def meets(self, other: Interval) -> bool:
        """Whether both can stand for the same number."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One published figure; ``value`` in 万元 for money, else in its own unit; ``margin`` is half its last digit."""

    code: str
    label: int
    measure: str
    title: str
    year: int
    scope: str
    budget_scope: str
    value: Fraction | None
    margin: Fraction
    text: str
    unit: str
    qualifier: str
    note: str
    period: str = ""  # the months it counts, 1-8; empty for a year, and where only its title says

    @property
    def exact(self) -> bool:
        """Whether the statement gave it as a number, without 近, 余, 不低于, 拟 or 力争."""
        return self.value is not None and self.qualifier in ("", "列举计数")

    @property
    def number(self) -> Fraction:
        """The value, which callers have made sure is there."""
        if self.value is None:
            raise ValueError(f"{self.code} has no value")
        return self.value

    @property
    def interval(self) -> Interval:
        """What the rounded number can stand for."""
        return Interval(low=self.number - self.margin, high=self.number + self.margin)

    @property
    def shown(self) -> str:
        """The figure as published, with its unit once."""
        whole = self.text.endswith(self.unit) or self.unit in ("日期", "年", "等级")
        return self.text if whole else self.text + self.unit

    @property
    def written(self) -> str:
        """The number alone, in the unit published, as a formula prints it."""
        return self.bare(self.number)

    def bare(self, amount: Fraction, places: int = 4) -> str:
        """An amount of 万元 (or a count) as a number in this figure's unit."""
        return short(amount / MONEY.get(self.unit, Fraction(1)), places)

    def money(self, amount: Fraction, places: int = 4) -> str:
        """The same with the unit."""
        return self.bare(amount, places) + self.unit


class Book:
    """All figures of one division, looked up by statement, measure and subject year."""

    def __init__(self, figures: Iterable[tuple[str, Reported]]) -> None:
        self._by: dict[tuple[str, str, int], list[Reported]] = {}
        self._all: dict[tuple[str, int], list[tuple[str, Reported]]] = {}
        self._years: dict[tuple[str, str], list[int]] = {}
        for statement, figure in figures:
            self._by.setdefault((statement, figure.measure, figure.year), []).append(figure)
            self._all.setdefault((figure.measure, figure.year), []).append((statement, figure))
            years = self._years.setdefault((statement, figure.measure), [])
            if figure.year not in years:
                years.append(figure.year)

    def years(self, statement: str, measure: str) -> list[int]:
        """The years of which a statement reports a measure."""
        return self._years.get((statement, measure), [])

    def find(self, statement: str, measure: str, year: int, scope: str = "") -> Reported | None:
        """A statement's figure; the one of that scope where it gives several."""
        found = self._by.get((statement, measure, year), [])
        for figure in found:
            if figure.scope == scope:
                return figure
        return found[0] if found else None

    def every(self, statement: str, measure: str) -> Iterator[Reported]:
        """A statement's figures of a measure, over all years and scopes."""
        for year in self.years(statement, measure):
            yield from self._by[statement, measure, year]

    def elsewhere(self, measure: str, year: int, scope: str = "") -> tuple[str, Reported] | None:
        """A figure from any of the division's statements."""
        found = self._all.get((measure, year), [])
        for statement, figure in found:
            if figure.scope == scope:
                return statement, figure
        return found[0] if found else None

    def all(self, measure: str) -> Iterator[tuple[str, Reported]]:
        """A measure in all the division's statements, by year."""
        for name, year in sorted(self._all):
            if name == measure:
                yield from self._all[name, year]

    def measures(self, statement: str) -> list[str]:
        """What a statement reports, in its order."""
        return [measure for one, measure in self._years if one == statement]


def together(figures: Iterable[Reported]) -> list[str]:
    """Figures as one formula prints them: bare numbers, or each with its unit where the units differ."""
    several = list(figures)
    mixed = len({one.unit for one in several}) > 1
    return [one.shown if mixed else one.written for one in several]


def figures_of(rows: pd.DataFrame) -> Iterator[tuple[str, Reported]]:
    """The figures of ``reported_figures`` rows, each with its statement's code."""
    names = ["figure_code", "statement_code", "measure", "measure_title", "scope", "value_text", "unit", "qualifier"]
    texts = rows[[*names, "budget_scope", "note", "period"]].fillna("")
    values = rows["value"]
    for label, year, value, row in zip(
        rows.index, rows["subject_year"], values, texts.itertuples(index=False), strict=True
    ):
        if pd.isna(year):
            continue
        scale = MONEY.get(row.unit, Fraction(1))
        yield (
            row.statement_code,
            Reported(
                code=row.figure_code,
                label=int(label),
                measure=row.measure,
                title=row.measure_title,
                year=int(year),
                scope=row.scope,
                budget_scope=row.budget_scope,
                value=None if pd.isna(value) else Fraction(int(value), MICRO) * scale,
                margin=_margin(row.value_text) * scale if row.unit in _ROUNDED else Fraction(0),
                text=row.value_text,
                unit=row.unit,
                qualifier=row.qualifier,
                note=row.note,
                period=row.period,
            ),
        )


def _margin(text: str) -> Fraction:
    """Half a unit of the last digit written."""
    match = re.search(r"\d[\d,]*(?:\.(\d+))?", text)
    return Fraction(1, 2 * 10 ** len(match[1] or "")) if match else Fraction(1, 2)
