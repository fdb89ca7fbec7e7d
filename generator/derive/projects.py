"""Projects: one line for each project and fiscal year, and the detail of each, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pandas as pd

from generator.derive.children import Children, attach
from generator.derive.proof import Proved
from generator.derive.text import MISSING, integers, number, numbers, percent, share, strings
from generator.model import MICRO

KEY = ["division", "fiscal_year", "department", "project_code"]
CHUNK = 256  # projects turned into Python objects at a time: bounds memory without paying pandas' price for each
TOTAL = "年度资金总额"
QUALITATIVE = "定性"
ROUNDING = MICRO // 100  # percentage points within which a published rate counts as the computed one

GOAL_TEXTS = (
    "project_kind",
    "project_attribute",
    "budget_type",
    "function_class",
    "fund_domains",
    "start_date",
    "end_date",
    "term_goal",
    "annual_goal",
    "indicator_scheme",
    "review_grade",
    "remark",
)
GOAL_AMOUNTS = (
    "total_amount",
    "fiscal_appropriation",
    "superior_appropriation",
    "local_appropriation",
    "carryover",
    "other_funds",
)
SELF_TEXTS = (
    "annual_goal",
    "actual_result",
    "grade",
    "deviation_note",
    "problems",
    "improvements",
    "remark",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """What lists say of a project in a fiscal year; amounts in 万元 as text, ``*_micro`` in millionths."""

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
    has_goal: bool
    has_self: bool
    budget: str
    budget_micro: int | None
    asked_micro: int | None  # as planned with the goal, before the year changed it
    spend: str
    spend_micro: int | None
    rate: str  # as published; computed where the source leaves it empty
    rate_check: str  # computed, where the published one differs by more than rounding
    rate_share: int
    score: str
    score_micro: int | None
    grade: str

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return f"projects/{self.division}/{self.year}/{self.key}/"


class Indicator(NamedTuple):
    """One indicator as promised and as reported; a field the source leaves empty is the empty text."""

    level2: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    short: str
    note: str
    rule: str
    promised: str
    proof: str  # the score worked out again; empty where it cannot be
    agrees: bool  # whether the published score is that one (or cannot be worked out)
    how: str  # the arithmetic, where it does not agree
    other: str  # what an independent evaluation gave for the same indicator, of how many points


class Group(NamedTuple):
    """The indicators under one first-level indicator, with their sums."""

    name: str
    weight: str
    score: str
    rows: list[Indicator]


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
    sources: list[tuple[str, str, bool]]
    total_amount: str
    expected: str
    result: str
    deviation: str
    problems: str
    improvements: str
    self_remark: str
    funds: list[Fund]
    groups: list[Group]
    indicators: int
    goal_indicators: int  # those published with the goal
    changed: int
    scored: bool
    weight_total: str
    score_total: str
    proved: int  # indicators whose score could be worked out again, and how many of them differ
    differing: int
    proved_total: str  # the total with the proved scores in place of the published ones, where it differs
    proved_grade: str
    compared: bool  # whether an independent evaluation has some of the same indicators


@dataclass(frozen=True, kw_only=True)
class Projects:
    """All projects, sorted by division, fiscal year, department and code, with their rows."""

    lines: Sequence[Project]
    at: Mapping[tuple[str, int, str], int]  # division, fiscal year, code in lower case → position
    spans: Mapping[tuple[str, int, str], tuple[int, int]]  # division, fiscal year, department → positions
    years: Mapping[tuple[str, int], tuple[int, int]]
    history: Mapping[tuple[str, str], list[int]]  # division, code in lower case → positions by year
    spine: pd.DataFrame
    indicators: Children
    funds: Children

    def details(self, first: int = 0, last: int | None = None) -> Iterator[tuple[Project, Detail]]:
        """Lines with their details, a chunk of rows at a time."""
        end = len(self.lines) if last is None else last
        for start in range(first, end, CHUNK):
            stop = min(start + CHUNK, end)
            yield from zip(self.lines[start:stop], self._chunk(start, stop), strict=True)

    def _chunk(self, first: int, last: int) -> Iterator[Detail]:
        spine = self.spine.iloc[first:last]
        text = {name: strings(spine[name]) for name in spine.columns if spine[name].dtype == "str"}
        amount = {name: numbers(spine[name]) for name in GOAL_AMOUNTS}
        goals = spine["_goal"].tolist()
        proved, differing, totals = (integers(spine[name]) for name in ("proved", "differing", "proved_total"))
        planned = integers(spine["_planned"])
        funds = _funds(self.funds.cut(first, last))
        fund_offsets = list(pairwise(self.funds.offsets(first, last)))
        rows = _indicators(self.indicators.cut(first, last))
        offsets = list(pairwise(self.indicators.offsets(first, last)))
        for i in range(last - first):
            own = rows[slice(*offsets[i])]
            groups, weight, score, changed, scored = _grouped(own)
            has_goal = goals[i]
            sources = [
                ("财政拨款", amount["fiscal_appropriation"][i], False),
                ("其中：上级", amount["superior_appropriation"][i], True),
                ("其中：本级", amount["local_appropriation"][i], True),
                ("上年结转", amount["carryover"][i], False),
                ("其他资金", amount["other_funds"][i], False),
            ]
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
                sources=sources if has_goal else [],
                total_amount=amount["total_amount"][i],
                expected=text["self_annual_goal"][i],
                result=text["self_actual_result"][i],
                deviation=text["self_deviation_note"][i],
                problems=text["self_problems"][i],
                improvements=text["self_improvements"][i],
                self_remark=text["self_remark"][i],
                funds=funds[slice(*fund_offsets[i])],
                groups=groups,
                indicators=offsets[i][1] - offsets[i][0],
                goal_indicators=planned[i] or 0,
                changed=changed,
                scored=scored,
                weight_total=weight,
                score_total=score,
                proved=proved[i] or 0,
                differing=differing[i] or 0,
                proved_total=number(totals[i]) if totals[i] is not None else "",
                proved_grade=text["proved_grade"][i],
                compared=any(row[4].other for row in own),
            )


# An indicator with what its group needs: first level, weight, score, changed, and the indicator itself.
_Row = tuple[str, "int | None", "int | None", bool, Indicator]


def _grouped(rows: list[_Row]) -> tuple[list[Group], str, str, int, bool]:
    """Indicators under their first levels (in the order of appearance) with sums; and the sums of all."""
    groups: list[Group] = []
    weights = scores = changed = 0
    scored = False
    for name, members in groupby(rows, key=_first):
        weight = score = 0
        indicators = []
        for _, part, points, moved, indicator in members:
            weight += part or 0
            score += points or 0
            changed += moved
            scored = scored or points is not None
            indicators.append(indicator)
        weights += weight
        scores += score
        groups.append(Group(name, number(weight), number(score), indicators))
    return groups, number(weights), number(scores), changed, scored


def _first(row: _Row) -> str:
    return row[0]


def _indicators(rows: pd.DataFrame) -> list[_Row]:
    weights, scores = integers(rows["weight"]), integers(rows["score"])
    columns = [
        strings(rows[name])
        for name in (
            "level1",
            "level2",
            "level3",
            "target",
            "actual",
            "note",
            "scoring_rule",
            "promised",
            "how",
            "proof",
            "independent",
        )
    ]
    agreeing = rows["agrees"].tolist()
    result: list[_Row] = []
    for weight, score, level1, level2, name, target, actual, note, rule, promised, how, proof, other, agrees in zip(
        weights, scores, *columns, agreeing, strict=True
    ):
        indicator = Indicator(
            level2,
            name,
            target,
            actual,
            number(weight),
            number(score),
            number(weight - score) if weight is not None and score is not None and score < weight else "",
            note,
            rule,
            promised,
            proof,
            agrees,
            how,
            other,
        )
        result.append((level1, weight, score, promised != "", indicator))
    return result


def _funds(rows: pd.DataFrame) -> list[Fund]:
    annual, spend = integers(rows["annual_budget"]), integers(rows["actual_spend"])
    published = integers(rows["execution_rate"])
    return [
        Fund(
            source,
            initial,
            number(budget),
            number(spent),
            *_rate(rate, spent, budget),
            share(spent or 0, budget or 0),
            weight,
            score,
        )
        for source, initial, budget, spent, rate, weight, score in zip(
            strings(rows["fund_source"]),
            numbers(rows["initial_budget"]),
            annual,
            spend,
            published,
            numbers(rows["weight"]),
            numbers(rows["score"]),
            strict=True,
        )
    ]


def derive_projects(frames: Mapping[str, pd.DataFrame], proof: Proved) -> Projects:
    """Bring goals, self-evaluations, funds and indicators together by project and fiscal year."""
    spine = _spine(frames, proof)
    lines = _lines(spine)
    spans: dict[tuple[str, int, str], tuple[int, int]] = {}
    years: dict[tuple[str, int], tuple[int, int]] = {}
    history: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        i = line.position
        span = (line.division, line.year, line.department)
        spans[span] = (spans.get(span, (i, i))[0], i + 1)
        years[span[:2]] = (years.get(span[:2], (i, i))[0], i + 1)
        history.setdefault((line.division, line.key), []).append(i)
    funds = attach(frames["self_evaluation_funds"], spine, KEY)
    return Projects(
        lines=lines,
        at={(line.division, line.year, line.key): line.position for line in lines},
        spans=spans,
        years=years,
        history={key: positions for key, positions in history.items() if len(positions) > 1},
        spine=spine,
        indicators=attach(_joined_indicators(frames, proof), spine, KEY, ["indicator_no"]),
        funds=funds,
    )


def _spine(frames: Mapping[str, pd.DataFrame], proof: Proved) -> pd.DataFrame:
    goals = frames["goals"]
    goals = goals[[*KEY, "project_name", "agency_name", *GOAL_TEXTS, *GOAL_AMOUNTS]].drop_duplicates(KEY)
    own = frames["self_evaluations"]
    own = own[[*KEY, "project_name", "agency_name", "total_score", *SELF_TEXTS]].drop_duplicates(KEY)
    own = own.rename(columns={name: f"self_{name}" for name in ("project_name", "agency_name", *SELF_TEXTS)})
    spine = goals.assign(_goal=True).merge(own.assign(_self=True), on=KEY, how="outer")
    funds = frames["self_evaluation_funds"]
    funds = funds.loc[funds["fund_source"] == TOTAL, [*KEY, "annual_budget", "actual_spend", "execution_rate"]]
    spine = spine.merge(funds.drop_duplicates(KEY), on=KEY, how="left")
    spine = spine.merge(proof.projects.drop_duplicates(KEY), on=KEY, how="left")
    planned = frames["goal_indicators"].groupby(KEY, sort=False).size().rename("_planned").reset_index()
    spine = spine.merge(planned, on=KEY, how="left")
    spine = spine.astype({"proved": "Int64", "differing": "Int64", "_planned": "Int64"})
    for name in ("project_name", "agency_name"):
        spine[name] = spine[name].fillna(spine[f"self_{name}"])
    for name in ("_goal", "_self"):
        spine[name] = spine[name].notna()
    spine["_key"] = spine["project_code"].str.lower()
    spine = spine.drop_duplicates(["division", "fiscal_year", "_key"])
    return spine.sort_values(KEY, kind="stable").reset_index(drop=True)


def _lines(spine: pd.DataFrame) -> list[Project]:
    budget = spine["annual_budget"].fillna(spine["total_amount"])
    columns: list[list[Any]] = [
        strings(spine["division"]),
        [int(year) for year in spine["fiscal_year"]],
        *(strings(spine[name]) for name in ("department", "project_code", "_key", "project_name", "agency_name")),
        *(strings(spine[name]) for name in ("project_kind", "budget_type", "fund_domains", "self_grade")),
        spine["_goal"].tolist(),
        spine["_self"].tolist(),
        integers(budget),
        integers(spine["total_amount"]),
        integers(spine["actual_spend"]),
        integers(spine["total_score"]),
        *_rates(spine, budget),
    ]
    return [
        Project(
            position=position,
            division=division,
            year=year,
            department=department,
            code=code,
            key=key,
            name=name,
            agency=agency,
            kind=kind,
            budget_type=budget_type,
            domains=tuple(one.strip() for one in domains.replace("；", ";").split(";") if one.strip()),
            has_goal=has_goal,
            has_self=has_self,
            budget=number(amount),
            budget_micro=amount,
            asked_micro=asked,
            spend=number(spent),
            spend_micro=spent,
            rate=rate,
            rate_check=check,
            rate_share=share(spent or 0, amount or 0) if has_self else 0,
            score=number(score),
            score_micro=score,
            grade=grade,
        )
        for position, (
            division,
            year,
            department,
            code,
            key,
            name,
            agency,
            kind,
            budget_type,
            domains,
            grade,
            has_goal,
            has_self,
            amount,
            asked,
            spent,
            score,
            rate,
            check,
        ) in enumerate(zip(*columns, strict=True))
    ]


def _rates(spine: pd.DataFrame, budget: pd.Series) -> tuple[list[str], list[str]]:
    """Execution rates as published (computed where empty), and the computed ones where the published ones differ."""
    pairs = [
        _rate(own, spent, amount) if reported else (MISSING, "")
        for own, spent, amount, reported in zip(
            integers(spine["execution_rate"]),
            integers(spine["actual_spend"]),
            integers(budget),
            spine["_self"].tolist(),
            strict=True,
        )
    ]
    return [rate for rate, _ in pairs], [check for _, check in pairs]


def _rate(published: int | None, spent: int | None, budget: int | None) -> tuple[str, str]:
    """A rate as published (computed where empty), and the computed one where the published one differs."""
    computed = percent(spent, budget)
    if published is None:
        return computed, ""
    if spent is None or not budget or abs(published * budget - 100 * MICRO * spent) <= ROUNDING * budget:
        return f"{number(published)}%", ""
    return f"{number(published)}%", computed


def _joined_indicators(frames: Mapping[str, pd.DataFrame], proof: Proved) -> pd.DataFrame:
    """Promised and reported indicators side by side; ``promised`` holds the promised target where it differs."""
    key = [*KEY, "indicator_no"]
    levels = ["level1", "level2", "level3"]
    goals = frames["goal_indicators"]
    goals = goals[[*key, *levels, "weight", "scoring_rule"]].assign(goal_target=target(goals)).drop_duplicates(key)
    own = frames["self_evaluation_indicators"]
    own = own[[*key, *levels, "weight", "score", "deviation_note"]].assign(
        target=target(own), actual=with_unit(own["actual_value"], own["unit"]), **dict(proof.indicators.items())
    )
    own = own.drop_duplicates(key).rename(columns={name: f"self_{name}" for name in (*levels, "weight")})
    both = goals.assign(_goal=True).merge(own.assign(_self=True), on=key, how="outer")
    reported, promised = both["_self"].notna(), both["_goal"].notna()
    same = (both["goal_target"].fillna("") == both["target"].fillna("")) & (both["level3"] == both["self_level3"])
    moved = reported & promised & ~same
    before = both["level3"].where(both["level3"] != both["self_level3"], "").fillna("")
    before = before.where(before == "", before + " ") + both["goal_target"].fillna("")
    result = both[key].copy()
    for name in (*levels, "weight"):
        result[name] = both[f"self_{name}"].where(reported, both[name])
    result["target"] = both["target"].where(reported, both["goal_target"])
    result["actual"] = both["actual"]
    result["score"] = both["score"]
    result["note"] = both["deviation_note"]
    result["scoring_rule"] = both["scoring_rule"]
    result["promised"] = before.where(moved, "")
    result["proof"], result["how"] = both["proof"], both["how"]
    result["agrees"] = both["agrees"].ne(False)
    return result.merge(_independent(frames), on=[*KEY[:2], "project_code", "level3"], how="left")


def _independent(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What independent evaluations gave for indicators, by the project's code and the indicator's name.

    Of several evaluations of one project the last one published counts.
    """
    key = [*KEY[:3], "evaluation_code"]
    evaluations = frames["evaluations"].dropna(subset=["project_code"])
    evaluations = evaluations.sort_values("published_date", kind="stable", na_position="first")
    found = evaluations[[*key, "project_code"]].merge(
        frames["evaluation_indicators"][[*key, "level3", "weight", "score"]], on=key
    )
    shares = zip(numbers(found["score"]), numbers(found["weight"]), strict=True)
    found = found.assign(independent=[f"{score} / {weight}" for score, weight in shares])
    found = found[[*KEY[:2], "project_code", "level3", "independent"]].astype({"independent": "str"})
    return found.drop_duplicates([*KEY[:2], "project_code", "level3"], keep="last")


def target(rows: pd.DataFrame) -> pd.Series:
    """The target as one reads it: operator, value and unit."""
    sign = rows["operator"].fillna("")
    value = rows["target_value"].fillna("")
    # A value that already carries its sign (as some forms print it) does not get it twice.
    bare = (sign == QUALITATIVE) | value.str.startswith(("≥", "≤", ">", "<", "=", "＝"))
    return sign.where(~bare, "") + with_unit(value, rows["unit"])


def with_unit(value: pd.Series, unit: pd.Series) -> pd.Series:
    """Value and unit, the unit only behind a number."""
    value, unit = value.fillna(""), unit.fillna("")
    return value + unit.where(value.str.fullmatch(r"-?[0-9][0-9,]*(\.[0-9]+)?"), "")
