"""A figure of a statement: its exact value, whose year it is, how it was reckoned and where its records stand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.core.numbers import micro, shown


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the records behind a figure are: a page or file of the site, and which rows of it."""

    path: str  # below the site's root
    title: str  # the tables' titles
    filter: str  # which rows, in Chinese


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure; ``value`` is exact (money in 万元, shares in %) and None for a figure of words, which has ``text``.

    ``measure`` is the code that ``reported_figures.measure`` uses; ``count`` is how many records it rests on.
    """

    code: str
    measure: str
    stage: str
    title: str
    value: Fraction | None
    text: str = ""
    unit: str
    subject_year: int
    scope: str
    budget_scope: str = ""
    formula: str
    note: str = ""
    tables: tuple[str, ...]
    source: Source
    count: int

    @property
    def micro(self) -> int | None:
        """The value in millionths of its unit, as tables hold it, half up."""
        return None if self.value is None else micro(self.value)

    @property
    def number(self) -> str:
        """The number as printed, in the unit of ``shown_unit``."""
        return self.text if self.value is None else shown(self.value, self.unit).number

    @property
    def shown_unit(self) -> str:
        """The unit as printed: 亿元 for large amounts of 万元."""
        return self.unit if self.value is None else shown(self.value, self.unit).unit

    @property
    def words(self) -> str:
        """Number and unit as a sentence has them."""
        return self.text if self.value is None else self.number + self.shown_unit

    @property
    def anchor(self) -> str:
        """The name of its row in the appendix."""
        return f"f-{self.code.lower()}"
