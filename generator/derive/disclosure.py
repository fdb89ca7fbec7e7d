"""What is disclosed, by when it was due, and what is lawfully withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from generator.core.days import days_between
from generator.core.facts import Facts
from generator.core.package import KINDS, Package, Withheld
from generator.derive.rows import named
from generator.facts.columns import integers, strings
from generator.facts.deadlines import first_published
from generator.facts.department_years import FOLDER
from generator.facts.disclosure import UNASKED, owed, records

OPEN, AHEAD, LATE, WITHHELD, EXEMPT, NONE, APART = (
    "已公开",
    "未到公开期限",
    "逾期未公开",
    "依法不公开",
    "免办",
    "尚未公开",
    "未列入",
)
SLUGS: Mapping[str, str] = {
    OPEN: "open",
    AHEAD: "ahead",
    LATE: "late",
    WITHHELD: "withheld",
    EXEMPT: "exempt",
    NONE: "none",
    APART: "apart",
}
# What is open without a day of its own.
UNDATED, ELSEWHERE = "记录已登载，没有登记公开日期", "记录由其他部门登载"
MEANINGS: Mapping[str, str] = {
    OPEN: "部门已公开，写明公开日期；晚于期限的同时写明晚了几天。",
    AHEAD: "还没有公开，也还没有到规定的公开期限。",
    LATE: "规定的公开期限已过，仍未公开。",
    WITHHELD: "属于国家秘密等依法不公开的情形，只公布个数和理由。",
    EXEMPT: "项目年中取消、暂缓或并入其他项目，这一环节不必再办。",
    NONE: "还没有公开；本站没有登记这一文种的公开期限，不判断是否逾期。",
    APART: "这一环节不是每个项目都有，没有见到本项目的记录。",
}


@dataclass(frozen=True, kw_only=True)
class Status:
    """The state of one document or stage: one of the seven states, with its dates and the reason in words."""

    state: str
    published: str = ""
    due: str = ""
    late: int = 0
    note: str = ""

    @property
    def slug(self) -> str:
        """The state as an English word, for style sheets."""
        return SLUGS[self.state]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The last day for a kind of document of a division and year, what it rests on, and from when it was reckoned."""

    due: str
    basis: str
    approved: str = ""
    period: str = ""


class Held(NamedTuple):
    """How many records of a kind of document the site holds: in the department's folder, and elsewhere about it."""

    kept: int
    about: int


Holding = tuple[str, int, str, str]  # division, fiscal year, department, kind of document


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """States of documents by department-year and kind, as of a day."""

    packages: Mapping[tuple[str, int, str], Package]
    deadlines: Mapping[tuple[str, int, str], Deadline]
    first_published: Mapping[Holding, str]  # the day
    today: date
    owed: frozenset[Holding] = frozenset()
    held: Mapping[Holding, Held] = field(default_factory=dict)
    _told: dict[tuple[str, int, str, str, str], Status] = field(default_factory=dict)  # all projects ask the same

    @cached_property
    def _today(self) -> str:
        return self.today.isoformat()

    def due(self, division: str, year: int, kind: str) -> str:
        """The last day for that kind; empty if none is known."""
        deadline = self.deadlines.get((division, year, kind))
        return deadline.due if deadline else ""

    def published(self, division: str, year: int, department: str, kind: str) -> str:
        """The first day on which the department published that kind; empty if it has not."""
        return self.first_published.get((division, year, department, kind), "")

    def withheld(self, division: str, year: int, department: str, kind: str) -> tuple[Withheld, ...]:
        """What the department withholds of that kind."""
        package = self.packages.get((division, year, department))
        return tuple(one for one in package.withheld if one.kind == kind) if package else ()

    def status(self, division: str, year: int, department: str, kind: str) -> Status:
        """The state of a department's documents of that kind."""
        published = self.published(division, year, department, kind)
        withheld = self.withheld(division, year, department, kind)
        if not published and withheld:
            grounds = "；".join(f"{one.ground} {one.count} 项" for one in withheld)
            return Status(state=WITHHELD, due=self.due(division, year, kind), note=grounds)
        if not published and (there := self.held.get((division, year, department, kind))):
            note = UNDATED if there.kept else ELSEWHERE
            return Status(state=OPEN, due=self.due(division, year, kind), note=note)
        return self.dated(division, year, kind, published)

    def dated(self, division: str, year: int, kind: str, published: str, note: str = "") -> Status:
        """The state that follows from the day of publication (empty if none) and the deadline."""
        asked = (division, year, kind, published, note)
        if asked not in self._told:
            self._told[asked] = self._dated(*asked)
        return self._told[asked]

    def _dated(self, division: str, year: int, kind: str, published: str, note: str) -> Status:
        due = self.due(division, year, kind)
        if published:
            late = max(0, days_between(due, published)) if due else 0
            return Status(state=OPEN, published=published, due=due, late=late, note=note)
        if not due:
            return Status(state=NONE, note=note)
        return Status(state=AHEAD if self._today <= due else LATE, due=due, note=note)

    def _kept(self, division: str, year: int, department: str, kind: str) -> bool:
        """Whether the department's folder has records of that kind."""
        there = self.held.get((division, year, department, kind))
        return there is not None and there.kept > 0

    def kinds(self, division: str, year: int, department: str) -> tuple[str, ...]:
        """The kinds that concern that department in that year: what it owes, has published, withholds or has here."""
        package = self.packages.get((division, year, department))
        own = {one.kind for one in package.documents} | {one.kind for one in package.withheld} if package else set()
        return tuple(
            kind
            for kind in KINDS
            if kind in own
            or (division, year, department, kind) in self.owed
            or (kind not in UNASKED and self._kept(division, year, department, kind))
        )


def derive_disclosure(facts: Facts, packages: Sequence[Package], today: date) -> Disclosure:
    """What the packages and deadlines say, as of a day."""
    frame = facts.tables["deadlines"]
    names = ("division", "document", "due_date", "basis", "approved_date", "period")
    columns = {**{name: strings(frame[name]) for name in names}, "fiscal_year": frame["fiscal_year"].tolist()}
    return Disclosure(
        packages={package.key: package for package in packages},
        deadlines={
            (row.division, int(row.fiscal_year), row.document): Deadline(
                due=row.due_date, basis=row.basis, approved=row.approved_date, period=row.period
            )
            for row in named(columns)
        },
        first_published=first_days(facts),
        owed=kinds_owed(facts),
        held=kinds_held(facts),
        today=today,
    )


def kinds_owed(facts: Facts) -> frozenset[Holding]:
    """The kinds that departments owe, by division, year, department and kind."""
    columns = (facts.of(owed)[name].tolist() for name in (*FOLDER, "document"))
    return frozenset(zip(*columns, strict=True))


def kinds_held(facts: Facts) -> dict[Holding, Held]:
    """How many records there are of each kind, by division, year, department and kind."""
    known = facts.of(records)
    keys = zip(*(known[name].tolist() for name in (*FOLDER, "document")), strict=True)
    counts = zip(integers(known["kept"]), integers(known["about"]), strict=True)
    return {key: Held(kept or 0, about or 0) for key, (kept, about) in zip(keys, counts, strict=True)}


def first_days(facts: Facts) -> dict[tuple[str, int, str, str], str]:
    """The first day on which each department published each kind, by division, year, department and kind."""
    names = ("division", "fiscal_year", "department", "document", "published")
    columns = (facts.of(first_published)[name].tolist() for name in names)
    return {
        (division, year, department, kind): day for division, year, department, kind, day in zip(*columns, strict=True)
    }
