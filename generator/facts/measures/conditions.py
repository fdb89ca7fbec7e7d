"""Which records a figure rests on: conditions that are run over a frame and said in Chinese, so neither can drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

SUBJECT_YEAR = "所指年度"  # the field of a published figure that says which year it is about

Test = Literal["one of", "filled", "positive", "that year", "by the year"]


@dataclass(frozen=True, kw_only=True)
class Where:
    """One condition on a column; dates are compared by their year with the figure's subject year."""

    field: str
    test: Test = "one of"
    values: tuple[str | int, ...] = ()

    def mask(self, rows: pd.DataFrame, year: int) -> pd.Series:
        """Which rows meet it."""
        column = rows[self.field]
        if self.test == "one of":
            met = column.isin(list(self.values))
        elif self.test == "filled":
            met = column.notna()
        elif self.test == "positive":
            met = column > 0
        elif self.test == "that year":
            met = _years(column) == year
        else:
            met = _years(column) <= year
        return met.fillna(False).astype("bool")

    def text(self, titles: Mapping[str, str], year: int | None) -> str:
        """The condition in words, with the column's Chinese title; without a year, of whichever a figure is about."""
        title = titles.get(self.field, self.field)
        if self.values == ("是",):
            return title.removeprefix("是否")
        if self.test == "one of":
            return f"{title}＝{'、'.join(map(str, self.values))}"
        if self.test == "filled":
            return f"{title}已填写"
        if self.test == "positive":
            return f"{title}＞0"
        if self.field.endswith("fiscal_year"):
            return f"{title}＝{year or SUBJECT_YEAR}"
        return f"{title}{'在' if self.test == 'that year' else '不晚于'}{f'{year}年' if year else SUBJECT_YEAR}"


def is_(field: str, *values: str | int) -> Where:
    """The column holds one of these values."""
    return Where(field=field, values=values)


def filled(field: str) -> Where:
    """The column holds anything."""
    return Where(field=field, test="filled")


def positive(field: str) -> Where:
    """The column holds a number above zero."""
    return Where(field=field, test="positive")


def that_year(field: str) -> Where:
    """The column's date or year lies in the figure's subject year."""
    return Where(field=field, test="that year")


def by_the_year(field: str) -> Where:
    """The column's date or year lies in the figure's subject year or before it."""
    return Where(field=field, test="by the year")


FOLDER = that_year("fiscal_year")  # the folder's fiscal year is the figure's subject year


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Rows of a view; without rows of its ``base`` there is no figure, not even a zero."""

    view: str
    base: tuple[Where, ...] = (FOLDER,)
    where: tuple[Where, ...] = ()

    def and_(self, *more: Where) -> Selection:
        """The same with further conditions; its base stays."""
        return Selection(view=self.view, base=self.base, where=(*self.where, *more))

    def based(self, *more: Where) -> Selection:
        """The same with a narrower base."""
        return Selection(view=self.view, base=(*self.base, *more), where=self.where)

    def text(self, titles: Mapping[str, str], year: int | None) -> str:
        """All conditions in words."""
        return "；".join(one.text(titles, year) for one in (*self.base, *self.where))


def _years(column: pd.Series) -> pd.Series:
    """Years of a column of years or of ISO dates, as Int64."""
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("Int64")
    return pd.to_numeric(column.str[:4]).astype("Int64")
