"""What a flat table is: columns with their titles and units, and the part each plays where readers explore it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core.schema import Field, FieldType, Table

# A choice is one of few words, choices several of them (``BETWEEN`` them); a number and a day have a range; a name is
# searched; a text is long; a code is kept for other programs.
Role = Literal["choice", "choices", "number", "date", "name", "text", "code"]
Total = Literal["", "sum", "mean"]
BETWEEN = "；"
NOT_PUBLISHED = "没有公布"  # the slice of those that say nothing


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: as a field of a schema has it, and the part it plays.

    ``shown``: readers see it unless they choose others; ``total``: what is told of some rows together; ``ratio``: the
    two columns whose sums make the share of some rows together, over those that say both.
    """

    name: str
    title: str
    role: Role
    description: str
    example: str
    type: FieldType = "string"
    unit: str = ""
    shown: bool = False
    total: Total = ""
    ratio: tuple[str, str] | None = None

    @property
    def field(self) -> Field:
        """The column in the words of a schema, for dictionaries and downloads."""
        return Field(
            name=self.name,
            title=self.title,
            type=self.type,
            description=self.description,
            example=self.example,
            unit=self.unit,
            constraints={"maxLength": 4000} if self.role == "text" else {},
        )


@dataclass(frozen=True, kw_only=True)
class FlatTable:
    """A flat table: what its address calls it, its title, what one row is (``row``, with its counting word)."""

    name: str
    title: str
    row: str
    description: str
    columns: Sequence[Column]
    sort: str  # the column it is sorted by unless a reader says otherwise; a minus before it turns it round
    every_year: bool = False  # readers see all years unless they choose some

    @property
    def schema(self) -> Table:
        """The table in the words of a schema; its name tells it from the table of records that it is made of."""
        return Table(
            name=f"flat_{self.name}",
            title=self.title,
            description=self.description,
            group="",
            scope="common",
            label=next(one.name for one in self.columns if one.role == "name"),
            primary_key=(),
            foreign_keys=(),
            fields=tuple(one.field for one in self.columns),
        )

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for one in self.columns:
            if one.name == name:
                return one
        raise KeyError(name)


def choice(name: str, title: str, description: str, example: str, *, shown: bool = False) -> Column:
    """One of few words."""
    return Column(name=name, title=title, role="choice", description=description, example=example, shown=shown)


def choices(name: str, title: str, description: str, example: str, *, shown: bool = False) -> Column:
    """Several of few words."""
    return Column(name=name, title=title, role="choices", description=description, example=example, shown=shown)


def amount(
    name: str, title: str, description: str, example: str = "320", *, shown: bool = False, total: Total = "sum"
) -> Column:
    """Money in 万元."""
    return _number(name, title, description, example, "number", "万元", shown=shown, total=total)


def score(name: str, title: str, description: str, example: str = "92.5", *, shown: bool = False) -> Column:
    """A score in 分, of which a mean is told."""
    return _number(name, title, description, example, "number", "分", shown=shown, total="mean")


def percentage(
    name: str,
    title: str,
    description: str,
    example: str = "95.2",
    *,
    shown: bool = False,
    ratio: tuple[str, str] | None = None,
) -> Column:
    """A share in %: of several their mean would mislead, so that only the ratio of their sums is told together."""
    return replace(_number(name, title, description, example, "number", "%", shown=shown, total=""), ratio=ratio)


def count(
    name: str, title: str, description: str, example: str = "3", *, unit: str = "个", shown: bool = False
) -> Column:
    """How many there are."""
    return _number(name, title, description, example, "integer", unit, shown=shown, total="sum")


def days(name: str, title: str, description: str, *, shown: bool = False) -> Column:
    """How many days: nobody adds them up."""
    return _number(name, title, description, "30", "integer", "天", shown=shown, total="")


def years(name: str, title: str, description: str, *, shown: bool = False) -> Column:
    """How many years: nobody adds them up."""
    return _number(name, title, description, "2", "integer", "年", shown=shown, total="")


def day(name: str, title: str, description: str, example: str = "2026-08-30", *, shown: bool = False) -> Column:
    """A day."""
    return Column(
        name=name, title=title, role="date", description=description, example=example, type="date", shown=shown
    )


def name(name: str, title: str, description: str, example: str) -> Column:
    """What a row is called."""
    return Column(name=name, title=title, role="name", description=description, example=example, shown=True)


def text(name: str, title: str, description: str, example: str, *, shown: bool = False) -> Column:
    """Words at length."""
    return Column(name=name, title=title, role="text", description=description, example=example, shown=shown)


def code(name: str, title: str, description: str, example: str) -> Column:
    """What programs tell rows apart by."""
    return Column(name=name, title=title, role="code", description=description, example=example)


def _number(
    name: str, title: str, description: str, example: str, kind: FieldType, unit: str, *, shown: bool, total: Total
) -> Column:
    return Column(
        name=name,
        title=title,
        role="number",
        description=description,
        example=example,
        type=kind,
        unit=unit,
        shown=shown,
        total=total,
    )
