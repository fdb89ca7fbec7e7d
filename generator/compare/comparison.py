"""What a comparison says: entries from the greatest loss on, counts, and what is summed before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.core.schema import Field, Table

Kind = Literal["removed", "changed", "added"]
# In the order in which they are told: what is lost first.
KINDS: Mapping[Kind, str] = {"removed": "撤下", "changed": "改动", "added": "新增"}
Level = Literal["folder", "project", "record"]


class Place(NamedTuple):
    """A department-year; all empty (0) for what belongs to all."""

    division: str
    year: int
    department: str

    @property
    def path(self) -> str:
        """Its folder below the data folder; empty for what belongs to all."""
        return f"{self.division}/{self.year}/{self.department}" if self.department else self.division


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A field whose value is another now; empty where there is none."""

    field: Field
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that differs: a department-year, a project or a record that went or came, or a record that changed.

    ``name``: of the project or the record; ``rows``: how many records it stands for; ``amount``: the money of a
    project (the goal's, else the annual budget) in millionths of 万元; ``file``, ``row``: where it stands, or stood;
    ``elsewhere``: the folder in which the same project came or went; ``origin``: the cell of the clerk's workbook.
    """

    kind: Kind
    level: Level
    place: Place
    table: Table | None = None
    record: str = ""
    name: str = ""
    project: str = ""
    rows: int = 1
    amount: int | None = None
    cells: Sequence[Cell] = ()
    file: str = ""
    row: int | None = None
    elsewhere: str = ""
    origin: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """Something counted or summed on both sides; None where a file of it could not be read.

    ``unit``: 个 for what is counted, 万元 for millionths of it; ``unclear``: how many cells of either side are no
    number, and left out of the sum.
    """

    title: str
    unit: str
    old: int | None
    new: int | None
    unclear: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """What a department-year, or all that is compared, holds before and after."""

    place: Place | None
    name: str
    figures: Sequence[Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCount:
    """How many records of a table went, changed and came."""

    table: Table
    counts: Mapping[Kind, int]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that two sides differ in.

    ``records``: how many records went, changed and came; ``cells``: how many fields changed; ``projects``: how many
    whole projects went and came, and how many changed; ``entries``: those that are told one by one; ``left_out``: how
    many of each kind are not; ``unread``: files that could not be read on one side, so that nothing is said of them;
    ``names``: what the department-years are called; ``untouched``: how many department-years are the same byte for byte
    and were not read; ``frame``: files of schemas and profiles that differ; ``files``: all that differ, by their paths
    below the data folder, None where that is not known.
    """

    old: str
    new: str
    records: Mapping[Kind, int]
    cells: int
    projects: Mapping[Kind, int]
    tables: Sequence[TableCount]
    totals: Sequence[Total]
    entries: Sequence[Entry]
    left_out: Mapping[Kind, int]
    unread: Sequence[str]
    names: Mapping[Place, str]
    untouched: int = 0
    frame: Sequence[str] = ()
    files: frozenset[str] | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs as far as can be told."""
        return not any(self.records.values()) and not self.unread and not self.frame

    @property
    def lost(self) -> bool:
        """Whether something that was there is not there any more."""
        return bool(self.records["removed"])
