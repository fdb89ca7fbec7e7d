"""Projects: one line for each project and fiscal year, and the detail of each, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from generator.core import addresses
from generator.core.facts import Facts
from generator.core.numbers import MISSING, number, original, percent, share, signed
from generator.core.words import TOTAL_FUNDS
from generator.derive.children import Children, Positions, attach
from generator.derive.printed import Key, Marks
from generator.derive.project_indicators import KEY, Group, Indicators, derive_indicators, grouped
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Beside, Row, marked, named, standing
from generator.derive.scores import Proved
from generator.facts.achievement import COUNTS, achievements, missed_shares
from generator.facts.columns import integers, numbers, shared, strings
from generator.facts.funds import FISCAL, GOAL_COLUMNS, PARTS, UNIT
from generator.facts.grades import grades_told
from generator.facts.joining import beside
from generator.facts.next_budgets import after_self_evaluations
from generator.facts.projects import NO_START, STATES, State, changes, project_years

CHUNK = 640  # projects turned into Python objects at a time: bounds memory without paying pandas' price for each

GOAL_TEXTS = (
    "project_kind",
    "project_attribute",
    "budget_type",
    "function_class",
    "fund_domains",
    "start_date",
    "end_date",
    "indicator_scheme",
    "review_grade",
    "amount_unit",
)
# Long texts: most of what the tables hold. They stay where they are until a page has them.
GOAL_LONG = ("term_goal", "annual_goal", "remark")
SELF_LONG = ("annual_goal", "actual_result", "deviation_note", "problems", "improvements", "remark")
GOAL_AMOUNTS = (*GOAL_COLUMNS.values(), "project_total")
# How a page calls the sources of which a form calls more; the others are called as they are.
_SOURCES: Mapping[str, str] = {
    FISCAL: "财政拨款",
    "上级财政资金": "其中：上级",
    "本级财政资金": "其中：本级",
    "上年结转资金": "上年结转",
}
_INNER = {part for source in (FISCAL, UNIT) for parts in PARTS[source] for part in parts}
# What every form has, and a page shows even where it is blank.
_ALWAYS = {*_SOURCES, "其他资金"}
_ZERO = number(0)
SELF_TEXTS = ("grade", "amount_unit")


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """What lists say of a project in a fiscal year; amounts in 万元 as text, ``*_micro`` in millionths.

    ``as_printed``: some of its figures are published as the original has them, and say beside them what they come to.
    """

    position: int
    division: str
    year: int
    department: str
    code: str
    key: str
    name: str
    agency: str
    kind: str
    budget_type: str
    domains: tuple[str, ...]
    as_printed: bool
    has_goal: bool
    has_self: bool
    state: State
    derived: bool  # nobody recorded the state: it is inferred from the amounts
    promised: str  # what was arranged at the start of the year
    promised_micro: int | None
    annual: str  # what the year came to have: 全年预算数
    annual_micro: int | None
    asked_micro: int | None  # as planned with the goal, before the year changed it
    size_micro: int | None  # what puts it in its place by money
    spend: str
    spend_micro: int | None
    rate: str  # as published; computed where the source leaves it empty
    rate_check: str  # computed, where the published one differs by more than rounding
    rate_share: int
    score: str
    score_micro: int | None
    grade: str
    told_grade: str  # the one published, else the one that its score earns
    grade_note: str  # beside a grade that is not what the score comes to, though it is published so
    achieved: Achieved | None  # None without a self-evaluation, or where its state leaves nothing to reach
    highest: bool  # its grade is the best there is
    slow: bool  # less of the money was spent than the profile calls little
    unexplained: bool  # the next year's budget is higher, and nobody says why

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.project(self.division, self.year, self.key)

    @property
    def counted(self) -> bool:
        """Whether its self-score stands in means, distributions and rankings."""
        return self.state.counted

    @property
    def counted_score(self) -> int | None:
        """The self-score in millionths where it is counted."""
        return self.score_micro if self.state.counted else None


def by_size(projects: Iterable[Project]) -> list[Project]:
    """The largest first, by what was arranged at the start of the year; those of which nobody says it come last."""
    return sorted(projects, key=lambda one: (one.size_micro is None, -(one.size_micro or 0), one.position))


class Achieved(NamedTuple):
    """How many indicators were met, missed, and cannot be told."""

    met: int
    missed: int
    untold: int

    @property
    def told(self) -> int:
        """How many can be told."""
        return self.met + self.missed


class Change(NamedTuple):
    """One change of a project's budget during the year; ``amount`` with its sign, empty where nobody says it."""

    kind: str
    amount: str
    day: str
    document: str
    reason: str
    recorded: bool


class Originals(NamedTuple):
    """The amounts of a row of money in the unit of the form."""

    initial: str
    annual: str
    spend: str


class Fund(NamedTuple):
    """One row of the funds table of a self-evaluation."""

    source: str
    initial: str
    annual: str
    spend: str
    rate: str
    check: str  # the computed rate, where the published one differs by more than rounding
    rate_share: int
    weight: str
    score: str
    originals: Originals | None  # the amounts as the form printed them, where that is in another unit

    @property
    def nothing(self) -> bool:
        """Whether the row says 0.00 of every amount, and nothing else."""
        amounts = {self.initial, self.annual, self.spend}
        return amounts == {_ZERO} and self.weight == self.score == MISSING and not (self.check or self.originals)


class GoalFund(NamedTuple):
    """One source of the money planned with a goal; ``inner`` where it is part of the one above."""

    title: str
    amount: str
    inner: bool
    original: str  # as the form printed it, where that is in another unit

    @property
    def nothing(self) -> bool:
        """Whether it is 0.00."""
        return self.amount == _ZERO and not self.original


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """What the page of a project adds to its line."""

    function_class: str
    attribute: str
    start: str
    end: str
    term_goal: str
    goal_text: str
    scheme: str
    review_grade: str
    goal_remark: str
    sources: list[GoalFund]
    total_amount: str
    total_original: str
    project_total: str  # over all years of the project; empty where the form has none
    project_original: str
    expected: str
    result: str
    deviation: str
    problems: str
    improvements: str
    self_remark: str
    funds: list[Fund]
    changes: list[Change]
    groups: list[Group]
    indicators: int
    goal_indicators: int  # those published with the goal
    changed: int
    reported: bool  # whether a self-evaluation tells of the indicators
    weight_total: str
    score_total: str
    proved: int  # indicators whose score could be worked out again, and how many of them differ
    differing: int
    proved_total: str  # the total with the proved scores in place of the published ones, where it differs
    proved_grade: str
    compared: bool  # whether an independent evaluation has some of the same indicators
    as_printed: int  # indicators whose weight or score is said to stand as the original has it
    noted: bool  # whether any indicator has a note, or the arithmetic of a score that does not agree


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Columns of a table of which each project has a row or none (−1): where it stands is kept, and no copy."""

    frame: pd.DataFrame
    rows: Positions

    def cut(self, first: int, last: int) -> dict[str, list[str]]:
        """The texts of the projects ``first`` to ``last`` (exclusive) by column, empty where there are none."""
        own = self.frame.reindex(self.rows[first:last])
        return {name: strings(own[name]) for name in own.columns}

    def of(self, project: int, name: str) -> str:
        """One project's text."""
        row = int(self.rows[project])
        text = self.frame[name].iat[row] if row >= 0 else ""
        return text if isinstance(text, str) else ""


@dataclass(frozen=True, kw_only=True)
class Projects:
    """All projects, sorted by division, fiscal year, department and code, with their rows."""

    lines: Sequence[Project]
    at: Mapping[tuple[str, int, str], int]  # division, fiscal year, code in lower case → position
    spans: Mapping[tuple[str, int, str], tuple[int, int]]  # division, fiscal year, department → positions
    years: Mapping[tuple[str, int], tuple[int, int]]
    history: Mapping[tuple[str, str], list[int]]  # division, code in lower case → positions by year
    spine: pd.DataFrame
    goal_texts: Texts
    self_texts: Texts
    indicators: Indicators
    funds: Children
    changes: Children
    marks: Marks

    def planned(self, division: str, year: int, key: str) -> bool:
        """Whether any department published a goal with money for a project (its code in lower case) in a year."""
        position = self.at.get((division, year, key))
        return position is not None and self.lines[position].asked_micro is not None

    def details(self, first: int = 0, last: int | None = None) -> Iterator[tuple[Project, Detail]]:
        """Lines with their details, a chunk of rows at a time."""
        end = len(self.lines) if last is None else last
        for start in range(first, end, CHUNK):
            stop = min(start + CHUNK, end)
            yield from zip(self.lines[start:stop], self._chunk(start, stop), strict=True)

    def _chunk(self, first: int, last: int) -> Iterator[Detail]:
        spine = self.spine.iloc[first:last]
        text = {name: strings(spine[name]) for name in spine.columns if spine[name].dtype == "str"}
        text |= self.goal_texts.cut(first, last)
        text |= {f"self_{name}": own for name, own in self.self_texts.cut(first, last).items()}
        amount = {name: integers(spine[name]) for name in GOAL_AMOUNTS}
        reported, goal = (self.marks.beside(name, spine) for name in ("self_evaluations", "goals"))
        text["annual_goal"] = marked(text["annual_goal"], goal.get("annual_goal"))
        for name in ("annual_goal", "actual_result"):
            text[f"self_{name}"] = marked(text[f"self_{name}"], reported.get(name))
        planned_total = marked([number(one) for one in amount["total_amount"]], goal.get("total_amount"))
        goals = spine["has_goal"].tolist()
        proved, differing, totals = (integers(spine[name]) for name in ("proved", "differing", "proved_total"))
        planned = integers(spine["_planned"])
        cut = self.funds.cut(first, last)
        funds = _funds(cut, self.marks.beside("self_evaluation_funds", cut))
        fund_offsets = list(pairwise(self.funds.offsets(first, last)))
        changes = _changes(self.changes.cut(first, last))
        change_offsets = list(pairwise(self.changes.offsets(first, last)))
        rows = self.indicators.rows(first, last)
        offsets = list(pairwise(self.indicators.offsets(first, last)))
        for i in range(last - first):
            own = rows[slice(*offsets[i])]
            groups, weight, score, changed, reported_there = grouped(own)
            has_goal = goals[i]
            unit = text["amount_unit"][i]
            sources = _sources({name: amount[name][i] for name in GOAL_AMOUNTS}, unit) if has_goal else []
            total, whole = amount["total_amount"][i], amount["project_total"][i]
            yield Detail(
                function_class=text["function_class"][i],
                attribute=text["project_attribute"][i],
                start=text["start_date"][i],
                end=text["end_date"][i],
                term_goal=text["term_goal"][i],
                goal_text=text["annual_goal"][i],
                scheme=text["indicator_scheme"][i],
                review_grade=text["review_grade"][i],
                goal_remark=text["remark"][i],
                sources=sources,
                total_amount=planned_total[i],
                total_original=original(total, unit),
                project_total=number(whole) if whole is not None else "",
                project_original=original(whole, unit),
                expected=text["self_annual_goal"][i],
                result=text["self_actual_result"][i],
                deviation=text["self_deviation_note"][i],
                problems=text["self_problems"][i],
                improvements=text["self_improvements"][i],
                self_remark=text["self_remark"][i],
                funds=funds[slice(*fund_offsets[i])],
                changes=changes[slice(*change_offsets[i])],
                groups=groups,
                indicators=offsets[i][1] - offsets[i][0],
                goal_indicators=planned[i] or 0,
                changed=changed,
                reported=reported_there,
                weight_total=weight,
                score_total=score,
                proved=proved[i] or 0,
                differing=differing[i] or 0,
                proved_total=number(totals[i]) if totals[i] is not None else "",
                proved_grade=text["proved_grade"][i],
                compared=any(row[4].other for row in own),
                as_printed=sum(row[4].as_printed for row in own),
                noted=any(row[4].note or row[4].how for row in own),
            )


def _sources(amounts: Mapping[str, int | None], unit: str) -> list[GoalFund]:
    """The sources that a goal tells; on a form that has none of its own, those that every form has, too."""
    told = {source for source, column in GOAL_COLUMNS.items() if amounts[column] is not None and source != TOTAL_FUNDS}
    shown = told if told - _ALWAYS else told | _ALWAYS
    return [
        GoalFund(
            _SOURCES.get(source, source), number(amounts[column]), source in _INNER, original(amounts[column], unit)
        )
        for source, column in GOAL_COLUMNS.items()
        if source in shown
    ]


_MONEY = ("initial_budget", "annual_budget", "actual_spend")


def _funds(rows: pd.DataFrame, beside: Beside) -> list[Fund]:
    columns: dict[str, list[Any]] = {
        **{name: strings(rows[name]) for name in ("fund_source", "rate_text", "rate_check", "amount_unit")},
        **{name: marked(numbers(rows[name]), beside.get(name)) for name in ("weight", "score")},
        **{name: integers(rows[name]) for name in _MONEY},
        **{f"{name}_text": marked(numbers(rows[name]), beside.get(name)) for name in _MONEY},
    }
    return [
        Fund(
            source=row.fund_source,
            initial=row.initial_budget_text,
            annual=row.annual_budget_text,
            spend=row.actual_spend_text,
            rate=row.rate_text,
            check=row.rate_check,
            rate_share=share(row.actual_spend or 0, row.annual_budget or 0),
            weight=row.weight,
            score=row.score,
            originals=_originals(row),
        )
        for row in named(columns)
    ]


def _originals(row: Row) -> Originals | None:
    if not row.amount_unit:
        return None
    return Originals(
        *(original(one, row.amount_unit) for one in (row.initial_budget, row.annual_budget, row.actual_spend))
    )


def _changes(rows: pd.DataFrame) -> list[Change]:
    texts = (strings(rows[name]) for name in ("kind", "adjusted_date", "approved_document", "reason"))
    return [
        Change(kind, signed(amount), day, document, reason, recorded)
        for kind, day, document, reason, amount, recorded in zip(
            *texts, integers(rows["amount"]), rows["recorded"].tolist(), strict=True
        )
    ]


def derive_projects(facts: Facts, proof: Proved, marks: Marks) -> Projects:
    """Bring goals, self-evaluations, funds and indicators together by project and fiscal year."""
    rated = with_rates(facts, "self_evaluation_funds")
    spine = _spine(facts, rated, proof)
    lines = _lines(spine, marks.of_projects())
    spans: dict[tuple[str, int, str], tuple[int, int]] = {}
    years: dict[tuple[str, int], tuple[int, int]] = {}
    history: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        i = line.position
        span = (line.division, line.year, line.department)
        spans[span] = (spans.get(span, (i, i))[0], i + 1)
        years[span[:2]] = (years.get(span[:2], (i, i))[0], i + 1)
        history.setdefault((line.division, line.key), []).append(i)
    return Projects(
        lines=lines,
        at={(line.division, line.year, line.key): line.position for line in lines},
        spans=spans,
        years=years,
        history={key: positions for key, positions in history.items() if len(positions) > 1},
        spine=spine,
        goal_texts=_texts(facts.tables["goals"], spine, GOAL_LONG),
        self_texts=_texts(facts.tables["self_evaluations"], spine, SELF_LONG),
        indicators=derive_indicators(facts.tables, proof, spine, marks),
        funds=attach(_in_their_unit(facts, rated), spine, KEY),
        # That nobody says what a budget was at the start is no change of it.
        changes=attach(facts.of(changes)[lambda rows: rows["kind"] != NO_START], spine, KEY),
        marks=marks,
    )


def _texts(frame: pd.DataFrame, spine: pd.DataFrame, names: Sequence[str]) -> Texts:
    own = frame.reset_index(drop=True)
    rows = beside(spine, own[KEY].assign(_row=own.index), KEY, ["_row"])["_row"]
    return Texts(frame=own[list(names)], rows=rows.fillna(-1).to_numpy(dtype="int64"))


def _in_their_unit(facts: Facts, funds: pd.DataFrame) -> pd.DataFrame:
    """Rows of money with the unit of the form that they stand in."""
    return funds.assign(
        amount_unit=beside(funds, facts.tables["self_evaluations"], KEY, ["amount_unit"])["amount_unit"]
    )


def _spine(facts: Facts, rated: pd.DataFrame, proof: Proved) -> pd.DataFrame:
    """The facts of every project-year with what its goal and its self-evaluation say, sorted."""
    frames = facts.tables
    goals = frames["goals"][[*KEY, "agency_name", *GOAL_TEXTS, *GOAL_AMOUNTS]].drop_duplicates(KEY)
    own = frames["self_evaluations"][[*KEY, "agency_name", *SELF_TEXTS]].drop_duplicates(KEY)
    own = own.rename(columns={name: f"self_{name}" for name in ("agency_name", *SELF_TEXTS)})
    rates = rated.loc[rated["fund_source"] == TOTAL_FUNDS, [*KEY, *RATES]].drop_duplicates(KEY)
    planned = frames["goal_indicators"].groupby(KEY, sort=False).size().rename("_planned").reset_index()
    spine = facts.of(project_years)
    spine = spine.assign(told_grade=grades_told(facts, spine, "total_score")).drop(columns="grade")
    for other in (goals, own, rates, proof.projects.drop_duplicates(KEY), planned, facts.of(achievements)):
        spine = spine.merge(other, on=KEY, how="left")
    after = facts.of(after_self_evaluations)
    after = after.assign(unexplained=after["rose"] & ~after["explained"]).drop_duplicates(KEY)
    graded = facts.of(missed_shares).rename(columns={"top": "highest"}).drop_duplicates(KEY)
    for other in (after[[*KEY, "slow", "unexplained"]], graded[[*KEY, "highest"]]):
        spine = spine.merge(other, on=KEY, how="left")
    for name in ("highest", "slow", "unexplained"):
        spine[name] = spine[name].fillna(False).astype(bool)
    spine = spine.astype(dict.fromkeys(("proved", "differing", "_planned", *COUNTS), "Int64"))
    spine["agency_name"] = spine["agency_name"].fillna(spine["self_agency_name"])
    return spine.sort_values(KEY, kind="stable").reset_index(drop=True)


# How the lines call the columns of ``project_years`` and of the goals: as text, as they are, as whole millionths.
_TEXTS = {"code": "project_code", "key": "key", "name": "project_name", "agency": "agency_name", "state": "state"}
_TEXTS |= {"division": "division", "department": "department", "kind": "project_kind", "budget_type": "budget_type"}
_TEXTS |= {"domains": "fund_domains", "grade": "self_grade", "told_grade": "told_grade"}
_FLAGS = {"year": "fiscal_year", "has_goal": "has_goal", "has_self": "has_self", "derived": "derived"}
_FLAGS |= {"highest": "highest", "slow": "slow", "unexplained": "unexplained"}
_AMOUNTS = {"promised": "promised", "annual": "annual", "asked": "goal", "size": "size", "spend": "spend"}
_AMOUNTS |= {"score": "total_score", **{name: name for name in COUNTS}}


def _lines(spine: pd.DataFrame, printed: Mapping[Key, Mapping[str, str]]) -> list[Project]:
    columns: dict[str, list[Any]] = {
        **{name: shared(strings(spine[column])) for name, column in _TEXTS.items()},
        **{name: spine[column].tolist() for name, column in _FLAGS.items()},
        **{name: integers(spine[column]) for name, column in _AMOUNTS.items()},
    }
    columns["rate"] = shared(strings(spine["rate_text"].where(spine["has_self"]).fillna(MISSING)))
    columns["rate_check"] = shared(strings(spine["rate_check"].where(spine["has_self"])))
    return [
        _line(position, row, printed.get((row.division, row.year, row.key), {}))
        for position, row in enumerate(named(columns))
    ]


def _line(position: int, row: Row, printed: Mapping[str, str]) -> Project:
    domains = row.domains.replace("；", ";").split(";")
    return Project(
        position=position,
        division=row.division,
        year=row.year,
        department=row.department,
        code=row.code,
        key=row.key,
        name=row.name,
        agency=row.agency,
        kind=row.kind,
        budget_type=row.budget_type,
        domains=tuple(one.strip() for one in domains if one.strip()),
        has_goal=row.has_goal,
        has_self=row.has_self,
        state=STATES[row.state],
        derived=row.derived,
        as_printed=bool(printed),
        promised=standing(number(row.promised), printed.get("promised", "")),
        promised_micro=row.promised,
        annual=standing(number(row.annual), printed.get("annual", "")),
        annual_micro=row.annual,
        asked_micro=row.asked,
        size_micro=row.size,
        spend=standing(number(row.spend), printed.get("spend", "")),
        spend_micro=row.spend,
        # A form without 全年预算数 prints no rate; what the year came to have is known from its goal and the changes.
        rate=percent(row.spend, row.annual) if row.rate == MISSING and row.has_self else row.rate,
        rate_check=row.rate_check,
        rate_share=share(row.spend or 0, row.annual or 0) if row.has_self else 0,
        score=standing(number(row.score), printed.get("score", "")),
        score_micro=row.score,
        grade=row.grade,
        told_grade=row.told_grade,
        grade_note=printed.get("grade", ""),
        achieved=None if row.met is None else Achieved(row.met, row.missed, row.untold),
        highest=row.highest,
        slow=row.slow,
        unexplained=row.unexplained,
    )
