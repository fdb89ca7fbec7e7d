"""What a people's congress may look at in a year, in the order in which a reviewer works; of a division or a bureau."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from generator.core import addresses
from generator.core.numbers import MISSING, headed, number
from generator.core.package import KINDS
from generator.core.profile import Profile, profile_for
from generator.core.words import DONE
from generator.derive.coverage import Link
from generator.derive.disclosure import LATE
from generator.derive.flat import FLAT_TABLES, Column
from generator.derive.projects import Project, by_size
from generator.derive.published import Published
from generator.derive.questions import (
    DEPARTMENT_COLUMN,
    QUESTIONS,
    YEAR_COLUMN,
    Question,
    Slice,
    address,
    answer,
    judged,
)
from generator.derive.rows import Row
from generator.derive.site import Site, Year
from generator.derive.verdicts import verdict
from generator.facts.columns import integers, shared, strings
from generator.rules.asking import ASKS

LARGEST, UNANSWERED, OPEN, ROWS = 10, 15, 15, 10
_NUMBERS = ("number", "integer", "year")
# The page of what a row is about: the table → the column of its code and the address.
_PAGES = {
    "projects": ("project_code", addresses.project),
    "evaluations": ("evaluation_code", addresses.evaluation),
    "rectifications": ("project_code", addresses.project),
}


class Head(NamedTuple):
    """The head of a column; ``numeric``: what is below it is set to the right; ``dated``: days; ``bureau``: bureaus."""

    title: str
    numeric: bool
    dated: bool
    bureau: bool


class Cell(NamedTuple):
    """A cell as text, and the page that it leads to ('' for none)."""

    text: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A ready question with its answer: ``total`` rows of ``looked`` that were looked through, the first as a table.

    ``path`` opens the explorer at the answer.
    """

    question: Question
    path: str
    total: int
    looked: int
    row: str  # what a row is called, with its counting word
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]

    @property
    def counted(self) -> str:
        """How much the answer is, in words."""
        if not self.total:
            return f"看了 {self.looked:,} {self.row}，没有" if self.looked else "没有可以看的记录"
        return f"{self.total:,} {self.row}"


class Large(NamedTuple):
    """A project with much money: what came of it, and what may be asked."""

    project: Project
    bureau: str
    verdict: str
    question: str


class Lacking(NamedTuple):
    """A kind of document that is overdue, and who owes it."""

    kind: str
    title: str
    due: str
    bureaus: Sequence[str]


class Unfinished(NamedTuple):
    """A problem that is not put right yet, what it belongs to, and what may be asked."""

    row: Row
    bureau: str
    path: str
    question: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """A division's year, or a bureau's (``department`` is its code, else empty), as a reviewer goes through it."""

    year: Year
    department: str
    name: str  # whose year it is
    links: Sequence[Link]
    lacking: Sequence[Lacking]
    answers: Sequence[Answered]
    largest: Sequence[Large]
    projects: int
    unanswered: Sequence[Published]
    unanswered_total: int
    found: int
    replied: int  # of them, how many their bureau has explained
    checked: int  # records that were checked
    unfinished: Sequence[Unfinished]
    unfinished_total: int
    rectifications: int

    @property
    def owed(self) -> int:
        """How many documents are overdue."""
        return sum(len(one.bureaus) for one in self.lacking)

    @property
    def in_time(self) -> str:
        """What can be said where nothing is overdue."""
        if not self.year.timed:
            return "没有登记公开期限，不判断文件是否逾期"
        return "到期的文件都公开了" if self.year.owed else "没有到期的文件"

    @property
    def settled(self) -> str:
        """Why nothing that was found is left to ask about: bureaus explained it, or it is about filling in forms."""
        if not self.replied:
            return f"发现的 {self.found:,} 处只关系到怎样填写"
        rest = self.found - self.replied
        replied = f"{self.replied:,} 处部门作了说明" if rest else "部门都作了说明"
        return f"发现的 {self.found:,} 处，{replied}" + ("，其余只关系到怎样填写" if rest else "")

    @property
    def answer(self) -> str:
        """What is owed, unanswered and not put right, in a sentence."""
        owed = f"{self.owed:,} 份文件逾期未公开" if self.owed else self.in_time
        if self.unanswered_total:
            found = f"{self.unanswered_total:,} 处发现部门还没有说明"
        elif self.found:
            found = self.settled
        else:
            found = f"核对了 {self.checked:,} 条记录，没有发现" if self.checked else "没有可以核对的记录"
        if self.unfinished_total:
            put_right = f"{self.unfinished_total:,} 项整改没有完成"
        else:
            put_right = f"{self.rectifications:,} 项整改都完成了" if self.rectifications else "没有公开整改台账"
        return f"{owed}；{found}；{put_right}。"


def derive_reviews(site: Site, year: Year) -> Iterator[Review]:
    """The review of a division's year, then of each of its bureaus."""
    asked = [_Asked.of(site, one, year) for one in QUESTIONS.values()]
    for department in ("", *(one.department.code for one in year.departments)):
        yield _review(site, year, department, [one.answered(department) for one in asked])


def derive_review(site: Site, year: Year) -> Review:
    """The review of a division's year."""
    return next(derive_reviews(site, year))


def _review(site: Site, year: Year, department: str, answers: Sequence[Answered]) -> Review:
    division, number_ = year.division.code, year.year
    key = (division, number_)
    projects = site.projects_of(division, number_, department or None)
    if department:
        found: Sequence[Published] = site.published.of_department.get((*key, department), ())
        links = site.coverage.of_department.get((division, department, number_), ())
    else:
        found, links = site.published.of_place.get(key, ()), site.coverage.of_year.get(key, ())
    unanswered = [one for one in found if not one.answered and one.weight != "form"]
    rows = site.rectified(*key, department)
    unfinished = [one for one in rows if one.condition not in DONE]
    looked = site.looked.of_year.get(key)
    return Review(
        year=year,
        department=department,
        name=site.department(division, department) if department else year.division.name,
        links=links,
        lacking=_lacking(year, department),
        answers=answers,
        largest=[_large(site, one) for one in by_size(projects)[:LARGEST] if one.size_micro],
        projects=len(projects),
        unanswered=unanswered[:UNANSWERED],
        unanswered_total=len(unanswered),
        found=len(found),
        replied=sum(one.answered for one in found),
        checked=looked.records if looked else 0,
        unfinished=[_unfinished(site, one) for one in unfinished[:OPEN]],
        unfinished_total=len(unfinished),
        rectifications=len(rows),
    )


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question asked of a division's year once, so that the part of each bureau is only taken from its answer.

    ``bureaus`` has that of each row of the answer; ``rows`` the cells of the first rows of each bureau and of all, by
    their places in the answer: to make texts of all of some twenty answers takes as much room as all projects.
    ``looked`` counts the rows that were looked through by bureau.
    """

    question: Question
    profile: Profile
    about: Slice
    names: Mapping[str, str]  # of the bureaus
    columns: Sequence[Column]
    bureaus: Sequence[str]
    rows: Mapping[int, Sequence[Cell]]
    looked: Mapping[str, int]

    @classmethod
    def of(cls, site: Site, question: Question, year: Year) -> _Asked:
        """The question with its answer for all of a division."""
        profile = profile_for(site.checked.profiles, year.division.code, year.year)
        about, frame = Slice(division=year.division.name, year=year.year), site.flat[question.table]
        found = answer(replace(question, top=0), frame, profile, about)
        columns = _columns(question)
        bureaus = shared(strings(found["department"]))
        first = sorted({*range(min(ROWS, len(bureaus))), *_first(bureaus)})
        return cls(
            question=question,
            profile=profile,
            about=about,
            names={one.department.code: one.department.name for one in year.departments},
            columns=columns,
            bureaus=bureaus,
            rows=dict(zip(first, _rows(found.iloc[first], question.table, columns), strict=True)),
            looked=Counter(strings(frame["department"][judged(question, frame, about)])),
        )

    def answered(self, department: str) -> Answered:
        """The answer for a bureau, of the whole division where ``department`` is empty."""
        question = self.question
        rows = [place for place, bureau in enumerate(self.bureaus) if not department or bureau == department]
        rows = rows[: question.top] if question.top else rows
        kept = [place for place, one in enumerate(self.columns) if not department or one.name != DEPARTMENT_COLUMN]
        heads = [
            Head(
                f"{one.title}（{one.unit}）" if one.unit else one.title,
                one.type in _NUMBERS,
                one.type == "date",
                one.name == DEPARTMENT_COLUMN,
            )
            for one in self.columns
        ]
        return Answered(
            question=question,
            path=address(question, self.profile, replace(self.about, department=self.names.get(department, ""))),
            total=len(rows),
            looked=self.looked[department] if department else sum(self.looked.values()),
            row=FLAT_TABLES[question.table].row,
            heads=[heads[place] for place in kept],
            rows=[[self.rows[row][place] for place in kept] for row in rows[:ROWS]],
        )


def _first(bureaus: Sequence[str]) -> Iterator[int]:
    """The places of the rows of each bureau that an answer shows."""
    seen: Counter[str] = Counter()
    for place, bureau in enumerate(bureaus):
        seen[bureau] += 1
        if seen[bureau] <= ROWS:
            yield place


# The columns of an answer where its question names none: as many as fit on paper.
_SHOWN = {
    "evaluations": (
        "subject_name",
        "department_name",
        "score",
        "grade",
        "budget",
        "next_budget",
        "next_change",
        "consequence",
    ),
    "rectifications": ("subject_name", "fiscal_year", "department_name", "problem", "due", "days_late"),
    "owed": ("document", "fiscal_year", "department_name", "due_date", "days_late"),
}


def _columns(question: Question) -> list[Column]:
    """The columns of an answer; the year only where it is about several."""
    table = FLAT_TABLES[question.table]
    named = question.columns or _SHOWN.get(question.table) or [one.name for one in table.columns if one.shown]
    return [table.column(name) for name in named if question.every_year or name != YEAR_COLUMN]


def _lacking(year: Year, department: str) -> list[Lacking]:
    late = [
        (document, one.department.name)
        for one in year.departments
        if not department or one.department.code == department
        for document in one.documents
        if document.status.state == LATE
    ]
    return [
        Lacking(
            kind,
            KINDS[kind].title,
            next(document.status.due for document, _ in late if document.kind == kind),
            [name for document, name in late if document.kind == kind],
        )
        for kind in KINDS
        if any(document.kind == kind for document, _ in late)
    ]


def _rows(frame: pd.DataFrame, table: str, columns: Sequence[Column]) -> list[list[Cell]]:
    paths = _paths(frame, table)
    texts = [_texts(frame[one.name], one) for one in columns]
    return [
        [
            Cell(text, path if column.role == "name" else "")
            for column, text in zip(columns, (own[place] for own in texts), strict=True)
        ]
        for place, path in enumerate(paths)
    ]


def _paths(frame: pd.DataFrame, table: str) -> list[str]:
    if table not in _PAGES:
        return [""] * len(frame)
    column, page = _PAGES[table]
    keys = zip(strings(frame["division"]), integers(frame["fiscal_year"]), strings(frame[column]), strict=True)
    return [page(division, year or 0, code.lower()) if code else "" for division, year, code in keys]


def _texts(values: pd.Series, column: Column) -> list[str]:
    match column.type:
        case "number":
            return [number(one) for one in integers(values)]
        case "integer" | "year":
            return [MISSING if one is None else str(one) for one in integers(values)]
        case _:
            return [one or MISSING for one in strings(values)]


def _large(site: Site, project: Project) -> Large:
    later = site.projects.at.get((project.division, project.year + 1, project.key))
    said = verdict(
        project,
        site.evaluations.of_project.get(project.position, ()),
        site.projects.lines[later] if later is not None else None,
    )
    bureau = site.department(project.division, project.department)
    return Large(project, bureau, said or "还没有公开自评和独立评价。", _about_money(project))


def _about_money(project: Project) -> str:
    if not project.counted:
        return f"{project.state.word}的原因是什么，{headed(project.promised_micro)}后来用到了哪里？"
    if not project.has_self:
        return "进展到哪一步，什么时候公开结果？"
    if project.achieved and project.achieved.missed:
        return f"没有做到的 {project.achieved.missed} 个指标是哪几个，原因是什么？"
    if project.slow:
        return f"钱只花了 {project.rate}，剩下的怎样安排？"
    return "效果是怎样核实的，受益的人怎么说？"


def _unfinished(site: Site, row: Row) -> Unfinished:
    path = f"{site.projects.lines[row.project].path}#rectifications" if row.project is not None else ""
    if row.condition == "逾期":
        question = ASKS["late"].format(late=row.late)
    else:
        question = ASKS["due"].format(due=row.due) if row.due else ASKS["open"]
    bureau = site.department(row.division, row.subject_department or row.department)
    return Unfinished(row, bureau, path, question)
