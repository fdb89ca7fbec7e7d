"""What a figure is and how it is reckoned from records: declared, so that a figure can say its own formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.core.words import BUDGETS, GRADE_CODES, GRADES
from generator.facts.measures.conditions import SUBJECT_YEAR, Selection, Where
from generator.facts.measures.records import Records


@dataclass(frozen=True, kw_only=True)
class Value:
    """What was reckoned: an exact number (None for words), how many records it rests on, and how many left it empty."""

    number: Fraction | None
    text: str = ""
    count: int
    empty: int = 0


class How(Protocol):
    """A way to reckon a figure from the records of its subject year."""

    @property
    def views(self) -> tuple[str, ...]:
        """The views it reads, the one that counts first."""

    def of(self, records: Records, year: int) -> Value | None:
        """The value; None where the records it needs are not there."""

    def formula(self, records: Records, /) -> str:
        """The formula in Chinese."""

    def filter(self, records: Records, year: int | None, /) -> str:
        """Which rows, in Chinese; without a year, of whichever a figure is about."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure: its code (as in ``reported_figures.measure``), stage, title, unit and how it is reckoned.

    ``offset`` is how far the year it is about lies from the year of the statement: a statement of 2024 tells the
    self-evaluation of 2023 (−1) and the cuts in the budget of 2025 (+1). ``whole`` marks what covers the whole place
    (全区) and not only its own tier (区级).
    """

    code: str
    stage: str
    title: str
    unit: str
    how: How
    offset: int = 0
    whole: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class _Over:
    """Something reckoned over selected rows."""

    rows: Selection

    @property
    def views(self) -> tuple[str, ...]:
        """The view the rows are of."""
        return (self.rows.view,)

    def filter(self, records: Records, year: int | None) -> str:
        """The selection in Chinese."""
        return self.rows.text(records.titles(self.rows.view), year)


@dataclass(frozen=True, kw_only=True)
class Count(_Over):
    """How many rows, or how many different values of a column."""

    distinct: str = ""

    def of(self, records: Records, year: int) -> Value | None:
        """The count; zero only where there are rows of the base."""
        if records.base(self.rows, year).empty:
            return None
        found = records.rows(self.rows, year)
        number = found[self.distinct].dropna().nunique() if self.distinct else len(found)
        return Value(number=Fraction(int(number)), count=len(found))

    def formula(self, records: Records) -> str:
        """The formula in Chinese."""
        if self.distinct:
            return f"个数（按{records.titles(self.rows.view)[self.distinct]}去重）"
        return "记录数"


@dataclass(frozen=True, kw_only=True)
class Total(_Over):
    """The sum of a column, exact; rows that leave it empty add nothing and do not count.

    A ``complete`` sum is none at all where a row leaves it empty: a base that lacks a part makes a rate too large.
    """

    field: str
    complete: bool = False

    def of(self, records: Records, year: int) -> Value | None:
        """The sum; none where no row of the base fills the column."""
        if records.base(self.rows, year)[self.field].notna().sum() == 0:
            return None
        column = records.rows(self.rows, year)[self.field]
        values = _values(column)
        if self.complete and len(values) < len(column):
            return None
        scale = _scale(records, self.rows.view, self.field)
        return Value(number=Fraction(sum(values), scale), count=len(values), empty=len(column) - len(values))

    def formula(self, records: Records) -> str:
        """The formula in Chinese."""
        return f"Σ{records.titles(self.rows.view)[self.field]}"


@dataclass(frozen=True, kw_only=True)
class Mean(_Over):
    """The simple mean of a column over the rows that fill it."""

    field: str

    def of(self, records: Records, year: int) -> Value | None:
        """The mean; none without rows."""
        values = _values(records.rows(self.rows, year)[self.field])
        if not values:
            return None
        scale = _scale(records, self.rows.view, self.field)
        return Value(number=Fraction(sum(values), scale * len(values)), count=len(values))

    def formula(self, records: Records) -> str:
        """The formula in Chinese."""
        return f"Σ{records.titles(self.rows.view)[self.field]}÷个数"


@dataclass(frozen=True, kw_only=True)
class Share:
    """One measure in per cent of another, from their exact values.

    ``paired``: both are sums of fields of the same rows, and there is no share where a row fills only one of them:
    what nobody says to have been spent was not spent on nothing.
    """

    part: Measure
    whole: Measure
    paired: bool = False

    @property
    def views(self) -> tuple[str, ...]:
        """The views of both."""
        return tuple(dict.fromkeys((*self.part.how.views, *self.whole.how.views)))

    def of(self, records: Records, year: int) -> Value | None:
        """The share; none where either is missing or the whole is zero."""
        part, whole = value_of(records, self.part, year), value_of(records, self.whole, year)
        if part is None or whole is None or part.number is None or not whole.number:
            return None
        if self.paired and self._half_told(records, year):
            return None
        return Value(number=part.number / whole.number * 100, count=max(part.count, whole.count))

    def _half_told(self, records: Records, year: int) -> bool:
        """Whether a row fills one of the two fields and leaves the other empty."""
        told = [
            records.rows(one.how.rows, year)[one.how.field].notna()
            for one in (self.part, self.whole)
            if isinstance(one.how, Total)
        ]
        return bool((told[0] != told[1]).any())

    def formula(self, _: Records) -> str:
        """The formula in Chinese."""
        return f"{self.part.title}÷{self.whole.title}×100%"

    def filter(self, records: Records, year: int | None) -> str:
        """The rows of both in Chinese; said once where they are the same."""
        part, whole = self.part.how.filter(records, year), self.whole.how.filter(records, year)
        return part if part == whole else f"分子：{part}。分母：{whole}"


@dataclass(frozen=True, kw_only=True)
class Made:
    """Anything else: a function over the records, with its formula and filter in words."""

    views: tuple[str, ...]
    make: Callable[[Records, int], Value | None]
    formula_text: str
    filter_text: str

    def of(self, records: Records, year: int) -> Value | None:
        """What the function makes of the records."""
        return self.make(records, year)

    def formula(self, _: Records) -> str:
        """The formula in Chinese."""
        return self.formula_text

    def filter(self, _: Records, year: int | None) -> str:
        """The filter in Chinese; ``{year}`` in it stands for the subject year."""
        return self.filter_text.format(year=year or SUBJECT_YEAR)


def graded(
    prefix: str,
    stage: str,
    title: str,
    unit: str,
    rows: Selection,
    *,
    field: str = "grade_",
    offset: int = 0,
    whole: bool = False,
    local: bool = False,
) -> tuple[Measure, ...]:
    """How many rows have each of the four grades; ``local``: or of all that local bands may have."""
    return tuple(
        Measure(
            code=f"{prefix}_{code}_count",
            stage=stage,
            title=f"{title}为{grade}的{'' if unit == '份' else '个数'}{'份数' if unit == '份' else ''}",
            unit=unit,
            how=Count(rows=rows.and_(Where(field=field, values=(grade,)))),
            offset=offset,
            whole=whole,
        )
        for grade, code in (GRADE_CODES if local else GRADES).items()
    )


def booked(
    prefix: str, stage: str, title: str, rows: Selection, amount: str, *, field: str = "budget_", offset: int = 0
) -> tuple[Measure, ...]:
    """How many of the four budgets there are, and count and money of each."""
    books = Measure(
        code=f"{prefix}_budget_books",
        stage=stage,
        title=f"{title}覆盖预算本数",
        unit="本",
        how=Count(rows=rows, distinct=field),
        offset=offset,
    )
    made = [books]
    for budget, code in BUDGETS.items():
        own = rows.and_(Where(field=field, values=(budget,)))
        made.append(
            Measure(
                code=f"{prefix}_{code}_count",
                stage=stage,
                title=f"{title}个数（{budget}）",
                unit="个",
                how=Count(rows=own),
                offset=offset,
            )
        )
        if amount:
            made.append(
                Measure(
                    code=f"{prefix}_{code}_amount",
                    stage=stage,
                    title=f"{title}资金（{budget}）",
                    unit="万元",
                    how=Total(rows=own, field=amount),
                    offset=offset,
                )
            )
    return tuple(made)


def _values(column: pd.Series) -> list[int]:
    return [int(one) for one in column.dropna()]


def _scale(records: Records, view: str, field: str) -> int:
    """What a stored number is divided by: numbers are millionths, integers and years are not."""
    table = records.facts.schemas.get(view)
    if table is not None and field in table.names and table.field(field).type in ("integer", "year"):
        return 1
    return MICRO


def value_of(records: Records, measure: Measure, year: int) -> Value | None:
    """What a measure is in a subject year, reckoned once for all who ask; None without the records it needs."""
    return reading_of(records, measure.how, year)


def reading_of(records: Records, how: How, year: int) -> Value | None:
    """The same for any way to reckon."""
    return records.facts.of(_reckoned, records.division, how, year)


def _reckoned(facts: Facts, division: str, how: How, year: int) -> Value | None:
    return how.of(Records(facts=facts, division=division), year)
