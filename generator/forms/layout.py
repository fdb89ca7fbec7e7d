"""What a layout says of a form: its blocks from top to bottom, their labels, and the fields that these fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

# How a value is read beyond what its field says: a target is direction, value and unit in one cell; a measure is in the
# unit of its indicator; a span is a first and a last day; a tick chooses what its column stands for; a
# row is a record of the block's table of its own; what stands in the total row of a column may be the record's; a
# subject is the bureau that the form is about, and whose it is where nobody else is named.
Reading = Literal[
    "",
    "target",
    "measure",
    "span",
    "tick",
    "ticks",
    "department",
    "subject",
    "year",
    "period",
    "private",
    "ignored",
    "row",
    "record",
]
READINGS: tuple[Reading, ...] = get_args(Reading)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A label of a form and what stands at it: the value beside it, below it, or in its column or row.

    ``field``: what it fills, of the block's table; ``code``: what a code before the name fills; ``choice``: what a tick
    in its column says, or the row of a table of funds that it names; ``span``, ``across``: columns of the printed grid
    that the label and the value take; ``optional``: printed only where there is something to say;
    ``alone``: what is meant where only the side of the block is labelled (else the first).
    """

    label: str
    synonyms: tuple[str, ...] = ()
    field: str = ""
    code: str = ""
    reading: Reading = ""
    choice: str = ""
    under: str = ""
    span: int = 1
    across: int = 1
    optional: bool = False
    alone: bool = False
    printed: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The label and what other forms call it."""
        return (self.label, *self.synonyms)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Labels that stand side by side in one printed row."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of a form.

    ``heads``: labels with the value to the right. ``pairs``: labels in one row, values in the next. ``matrix``: a row a
    fund (``rows``), a column a figure (``columns``), each row a record of ``table``, its name in ``by``. ``list``: a
    row a record of ``table``, numbered in ``by``, then ``totals``, whose value stands in ``total_column``; a row counts
    if it holds one of ``keys``. ``half``: of two lists side by side under heads that stand twice, this one; the left
    one is there only then, or under heads of its own. ``side``: the label that stands beside the whole block.
    """

    kind: Literal["heads", "pairs", "matrix", "list"]
    table: str
    side: str = ""
    side_names: tuple[str, ...] = ()
    side_span: int = 1
    by: str = ""
    lines: tuple[Line, ...] = ()
    rows: tuple[Part, ...] = ()
    columns: tuple[Part, ...] = ()
    totals: tuple[Part, ...] = ()
    total_column: str = ""
    half: Literal["", "left", "right"] = ""
    keys: tuple[str, ...] = ()

    @property
    def parts(self) -> Iterator[Part]:
        """Every label of the block, its totals aside."""
        for line in self.lines:
            yield from line.parts
        yield from self.rows
        yield from self.columns

    @property
    def sides(self) -> tuple[str, ...]:
        """The label beside the whole block and what other forms call it; none where none stands there."""
        return tuple(one for one in (self.side, *self.side_names) if one)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One form as some place prints it.

    ``record``: the table whose row the form is about; ``needs``: labels without which a sheet is not this form;
    ``without``: labels that only other forms have; ``widths``: of the printed grid's columns, in characters;
    ``variant``: what tells it from the usual form of that title; ``prints``: it is printed back, too; ``whole``: it is
    a bureau's, and no single record stands above its rows.
    """

    name: str
    title: str
    basis: str
    variant: str
    record: str
    titles: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...]
    widths: tuple[int, ...]
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    prints: bool
    whole: bool

    @property
    def called(self) -> str:
        """Its title, and what tells it from the usual form of that title."""
        return f"{self.title}（{self.variant}）" if self.variant else self.title

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every label of the form, those of totals too, block by block."""
        return tuple(part for block in self.blocks for part in (*block.parts, *block.totals))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it fills, the record's own first."""
        return tuple(dict.fromkeys((self.record, *(one.table for one in self.blocks if one.table))))
