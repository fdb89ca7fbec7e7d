"""Ready questions: what a reviewer asks of the flat tables, as data; the explorer opens at them, pages count them.

An address of the explorer is ``explore/?table=projects&fiscal_year=2025&rate=..<80&sort=rate``: the table, then for
every column that is narrowed down its name with

- a word, once for each that is wanted (``self_grade=中&self_grade=差``);
- a range (``gap=10..``, ``rate=50..80``, ``rate=..<80`` for less than 80); days as ``2026-01-01``;
- nothing at all (``self_grade=``): those that say nothing, 没有公布;

``fiscal_year=all`` is every year; without it the explorer opens at the latest year that was reported on. And ``q``
(parts of a name), ``sort`` (a column, a minus before it turns it round), ``top`` (only the first so many), ``columns``
(names with commas between), ``group`` (a column of choices) and ``page``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

from generator.core import addresses
from generator.core.numbers import MICRO, brief
from generator.core.profile import Profile
from generator.core.words import POOR
from generator.derive.disclosure import LATE
from generator.derive.flat import FLAT_TABLES
from generator.derive.flat.projects import BOTH, GREW, LOW_GRADE, LOW_RATE
from generator.derive.flat.rectifications import OVERDUE
from generator.facts.projects import ADDED, CHANGED, NORMAL, PLANNED, STATES, UNCLEAR

YEAR_COLUMN, DIVISION_COLUMN, DEPARTMENT_COLUMN = "fiscal_year", "division_name", "department_name"
EVERY_YEAR = "all"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A value of the profile in force."""

    name: str

    def of(self, profile: Profile) -> float:
        """The value."""
        return float(getattr(profile, self.name))


@dataclass(frozen=True, kw_only=True)
class Words:
    """A column that says one of some words; the highest grade of the profile where ``best``."""

    column: str
    words: Sequence[str] = ()
    best: bool = False

    def of(self, profile: Profile) -> Sequence[str]:
        """The words that are wanted."""
        return (profile.bands[0][0],) if self.best else self.words


@dataclass(frozen=True, kw_only=True)
class Range:
    """A column of numbers that lies between two, in its unit; ``below``: and is less than the upper one."""

    column: str
    least: float | Threshold | None = None
    most: float | Threshold | None = None
    below: bool = False

    def ends(self, profile: Profile) -> tuple[float | None, float | None]:
        """The two numbers; None where there is none."""
        least, most = (one.of(profile) if isinstance(one, Threshold) else one for one in (self.least, self.most))
        return least, most


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question: what it is called, what one might ask when its answer is not empty, and where its answer stands.

    ``needs``: what a row has to tell before it can answer at all, ``unsettled`` the
    words of a column with which it can not yet, ``lacking`` what to say where none does.
    ``every_year``: it is asked of all years together. ``top``: only the first so many rows are meant, then their number
    tells nothing.
    """

    name: str
    title: str
    ask: str
    table: str
    wanted: Sequence[Words | Range]
    needs: Sequence[str]
    sort: str
    unsettled: Words | None = None
    lacking: str = "没有公开能判断的记录"
    columns: Sequence[str] = ()
    top: int = 0
    every_year: bool = False


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What a question is asked about: a division and a department by name, a year; all where it is empty or 0."""

    division: str = ""
    year: int = 0
    department: str = ""

    def places(self) -> list[tuple[str, str]]:
        """The columns of places that are narrowed down, with their words."""
        named = ((DIVISION_COLUMN, self.division), (DEPARTMENT_COLUMN, self.department))
        return [(column, word) for column, word in named if word]


_OPEN = (PLANNED,)
_STOPPED = tuple(one.word for one in STATES.values() if not one.counted)
_RANKED = (NORMAL, CHANGED, ADDED, UNCLEAR)  # those that were carried out: the others have no rate, or are not counted
QUESTIONS: Mapping[str, Question] = {
    one.name: one
    for one in (
        Question(
            name="slowest",
            title="执行率最低的十个项目",
            ask="钱为什么没有花出去？年初安排时是不是估得太多？",
            table="projects",
            wanted=(Range(column="rate", least=0), Words(column="state", words=_RANKED)),
            needs=("rate",),
            unsettled=Words(column="state", words=_STOPPED),
            sort="rate",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "annual",
                "spend",
                "rate",
                "self_score",
                "state",
            ),
            top=10,
        ),
        Question(
            name="overrated",
            title="自评比独立评价高出很多的",
            ask="同一个项目，自评和独立评价差在哪几个指标？自评依据的材料是什么？",
            table="projects",
            wanted=(Range(column="gap", least=Threshold(name="evaluation_gap")),),
            needs=("gap",),
            sort="-gap",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "self_score",
                "independent_score",
                "gap",
                "independent_grade",
                "promised",
            ),
        ),
        Question(
            name="poor-money",
            title="评价为中、差的，下一年的钱去了哪里",
            ask="评价结果不好，下一年的预算减了没有？没有减的，理由写在哪里？",
            table="evaluations",
            wanted=(Words(column="grade", words=POOR),),
            needs=("grade",),
            sort="-budget",
        ),
        Question(
            name="overdue",
            title="所有逾期的整改",
            ask="期限已过，卡在哪里？新的完成日期是哪一天，谁来核实？",
            table="rectifications",
            wanted=(Words(column="condition", words=(OVERDUE,)),),
            needs=("due",),
            sort="-days_late",
            every_year=True,
        ),
        Question(
            name="owed",
            title="还欠公开的所有文件",
            ask="期限已过还没有公开，哪一天公开？",
            table="owed",
            wanted=(Words(column="state", words=(LATE,)),),
            needs=("due_date",),
            lacking="没有登记公开期限",
            sort="-days_late",
            every_year=True,
        ),
        Question(
            name="stopped",
            title="大额项目没有实施",
            ask="年初为什么安排？取消经过了什么程序，钱调到了哪里？",
            table="projects",
            wanted=(
                Words(column="state", words=_STOPPED),
                Range(column="share", least=Threshold(name="large_project")),
            ),
            needs=("share",),
            unsettled=Words(column="state", words=_OPEN),
            sort="-promised",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "state",
                "promised",
                "share",
                "annual",
                "findings",
            ),
        ),
        Question(
            name="best-but-missed",
            title="评为最高等级而指标多项没有达成",
            ask="三分之一以上的指标没有做到，为什么还是最高等级？",
            table="projects",
            wanted=(
                Words(column="self_grade", best=True),
                Range(column="missed_share", least=Threshold(name="missed_share")),
            ),
            needs=("self_grade", "missed_share"),
            sort="-missed_share",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "self_score",
                "self_grade",
                "indicators_met",
                "indicators_told",
                "missed_share",
            ),
        ),
        Question(
            name="slow-but-high",
            title="钱没花多少而得分很高",
            ask="钱只花了一部分，目标怎么都完成了？是预算多了，还是目标低了？",
            table="projects",
            wanted=(
                Range(column="rate", most=Threshold(name="low_execution"), below=True),
                Range(column="self_score", least=Threshold(name="high_score")),
            ),
            needs=("rate", "self_score"),
            sort="rate",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "annual",
                "spend",
                "rate",
                "self_score",
                "self_grade",
            ),
        ),
        Question(
            name="missed-again",
            title="连着几年有指标没有达成",
            ask="同一个项目几年都有指标没有做到，是目标定得不对，还是没有改？",
            table="projects",
            wanted=(Range(column="years_missed", least=2),),
            needs=("indicators_told",),
            sort="-years_missed",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "years_missed",
                "indicators_met",
                "indicators_told",
                "missed_share",
                "self_grade",
            ),
        ),
        Question(
            name="poor-but-more",
            title="结果不好而下一年预算增加",
            ask="这一年结果不好，下一年为什么反而多给？",
            table="projects",
            wanted=(
                Words(column="weak", words=(LOW_GRADE, LOW_RATE, BOTH)),
                Words(column="next_direction", words=(GREW,)),
            ),
            needs=("next_direction",),
            sort="-next_change",
            columns=(
                "project_name",
                "fiscal_year",
                "department_name",
                "rate",
                "self_grade",
                "weak",
                "promised",
                "next_promised",
                "next_change",
            ),
        ),
    )
}


def address(question: Question, profile: Profile, about: Slice) -> str:
    """The explorer's address, below the site's root, that answers a question about a slice under a profile."""
    of_year = str(about.year) if about.year and not question.every_year else EVERY_YEAR
    parts = [("table", question.table), (YEAR_COLUMN, of_year), *about.places()]
    for one in question.wanted:
        parts += [(one.column, word) for word in _written(one, profile)]
    parts.append(("sort", question.sort))
    if question.top:
        parts.append(("top", str(question.top)))
    if question.columns:
        parts.append(("columns", ",".join(question.columns)))
    return f"{addresses.EXPLORE}?{urlencode(parts, safe=',')}"


def slice_address(table: str, about: Mapping[str, str | Sequence[str]], *, sort: str = "") -> str:
    """The explorer's address, below the site's root, of any slice: column → its word, words or range as written."""
    parts = [("table", table)]
    for column, values in about.items():
        parts += [(column, value) for value in ([values] if isinstance(values, str) else values)]
    return f"{addresses.EXPLORE}?{urlencode([*parts, *([('sort', sort)] if sort else [])], safe=',')}"


def answer(question: Question, frame: pd.DataFrame, profile: Profile, about: Slice) -> pd.DataFrame:
    """The rows of the question's flat table that answer it, in its order: what its address shows."""
    there = _about(question, frame, about)
    for one in question.wanted:
        exact = FLAT_TABLES[question.table].column(one.column).type == "number"
        there &= _within(frame[one.column], one, profile, MICRO if exact else 1)
    column, down = question.sort.lstrip("-"), question.sort.startswith("-")
    found = frame[there.fillna(False).astype(bool)].sort_values(column, ascending=not down, kind="stable")
    return found.head(question.top) if question.top else found


def judged(question: Question, frame: pd.DataFrame, about: Slice) -> pd.Series:
    """Which rows of the question's flat table can answer it: those of the slice that tell what it needs."""
    there = _about(question, frame, about) & frame[list(question.needs)].notna().all(axis=1)
    if question.unsettled is not None:
        there &= ~frame[question.unsettled.column].isin(question.unsettled.words)
    return there.fillna(False).astype(bool)


def _about(question: Question, frame: pd.DataFrame, about: Slice) -> pd.Series:
    there = pd.Series(data=True, index=frame.index)
    if about.year and not question.every_year:
        there &= frame[YEAR_COLUMN] == about.year
    for column, name in about.places():
        there &= frame[column] == name
    return there


def _written(wanted: Words | Range, profile: Profile) -> Iterator[str]:
    if isinstance(wanted, Words):
        yield from wanted.of(profile)
        return
    least, most = ("" if one is None else brief(one, 6) for one in wanted.ends(profile))
    yield f"{least}..{'<' if wanted.below else ''}{most}"


def _within(column: pd.Series, wanted: Words | Range, profile: Profile, scale: int) -> pd.Series:
    """Whether each row is wanted; the column holds whole numbers of which so many make one of its unit."""
    if isinstance(wanted, Words):
        return column.isin(list(wanted.of(profile)))
    least, most = wanted.ends(profile)
    there = column.notna()
    if least is not None:
        there &= (column >= round(least * scale)).fillna(False)
    if most is not None:
        end = round(most * scale)
        there &= (column < end if wanted.below else column <= end).fillna(False)
    return there
