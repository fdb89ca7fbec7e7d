"""Indicators of self-evaluations: targets and results as numbers, and the scores that follow from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from operator import itemgetter

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MONEY
from generator.core.units import times
from generator.facts.joining import PROJECT, beside
from generator.facts.numbers import units
from generator.facts.targets import last_days, parse
from generator.facts.wording import blank, shortened

_MONEY = {unit: float(one) for unit, one in MONEY.items()}
UP, EQUAL, DOWN, WORDS = ("≥", ">"), ("=",), ("≤", "<"), ("定性",)
# What the forms call the three results of a qualitative indicator, the worst first: it also contains the others' words.
_RESULTS = (
    ("未达成", r"未达成|未完成|未实现|没有达成|没有完成|未达到|效果较差"),
    ("部分达成", r"部分达成|部分完成|部分实现|基本达成|基本完成|具有一定效果"),
    ("达成", r"^(?:已|全部|全面|完全|如期|按期)?(?:达成|完成|实现|达到)"),
)


def measured(facts: Facts) -> pd.DataFrame:
    """Indicators with target and actual as numbers.

    ``target`` and ``actual`` are floats of one unit, missing where they can't be compared; ``full`` and ``got`` are
    分值 and 得分 as floats; ``over``: 得分 above 分值; ``stated_operator``: the one written in the target's text;
    ``timely`` and ``late``: both are days, and what was due by a day was done by then, or later; ``inside`` and
    ``outside``: the target is a range, and the number reached is as it asks, or is not (``_in_range``); ``unlike``: a
    number was asked for and one reached, in units of different things.
    """
    given = facts.tables["self_evaluation_indicators"]
    targets, actuals = parse(given["target_value"]), parse(given["actual_value"])
    scale = _scale(_units(actuals, given["unit"]), _units(targets, given["unit"]))
    both = (targets["kind"] == "number") & (actuals["kind"] == "number")
    days = (targets["kind"] == "date") & (actuals["kind"] == "date") & given["operator"].isin((*DOWN, *EQUAL))
    done, due = (last_days(one[days], given["fiscal_year"][days]) for one in (actuals, targets))
    figures = (actuals["number"] * scale).where(actuals["kind"] == "number")
    inside, outside = _in_range(given["operator"], targets, figures)
    return given.assign(
        timely=(done <= due).reindex(given.index, fill_value=False).fillna(False).astype(bool),
        late=(done > due).reindex(given.index, fill_value=False).fillna(False).astype(bool),
        inside=inside,
        outside=outside,
        unlike=targets["kind"].isin(("number", "range")) & (actuals["kind"] == "number") & scale.isna(),
        target=targets["number"].where(both),
        actual=figures.where(both),
        stated_operator=targets["operator"],
        full=units(given["weight"]),
        got=units(given["score"]),
        over=(given["score"] > given["weight"]).fillna(False).astype(bool),
    )


def _units(read: pd.DataFrame, column: pd.Series) -> pd.Series:
    """The unit of each value of ``parse``: the one written with it, else that of its column; empty without either."""
    return read["unit"].where(read["unit"] != "", column.fillna("").str.strip())


def _scale(reached: pd.Series, wanted: pd.Series) -> pd.Series:
    """How many of the unit that was asked for one of the unit reached is; missing where they measure something else."""
    apart = (reached != wanted) & (reached != "") & (wanted != "")
    scale = pd.Series(1.0, index=reached.index)
    scale[apart] = [times(one, other) for one, other in zip(reached[apart], wanted[apart], strict=True)]
    return scale


def _in_range(operator: pd.Series, targets: pd.DataFrame, actual: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Whether a number is as a range asks, and whether it is not (bool): 90%—95%.

    ``≥`` asks for no less than the lower end, ``≤`` for no more than the upper one; else what lies between the ends is
    as asked. With ``=`` less than the lower end is too little; of more than the upper one nobody says.
    """
    ranged = (targets["kind"] == "range") & ~operator.isin(WORDS)
    low, high = targets["number"].where(ranged), targets["upper"].where(ranged)
    slack = high.abs().clip(lower=1) * 1e-9  # binary noise of a change of units
    short, beyond = actual < low - slack, actual > high + slack
    up, down = operator.isin(UP), operator.isin(DOWN)
    known = ranged & actual.notna()
    inside = known & ~(short & ~down) & ~(beyond & ~up)
    outside = known & ((short & (up | operator.isin(EQUAL))) | (beyond & down))
    return inside, outside


def unread(facts: Facts) -> pd.Series:
    """What of target and result could not be read as a figure, or not be compared, of indicators that ask for figures.

    A text to quote for each such row, on the index of those rows of ``self_evaluation_indicators``.
    """
    given = facts.tables["self_evaluation_indicators"]
    asked = given["operator"].isin((*UP, *EQUAL, *DOWN)) & given["target_value"].notna() & given["actual_value"].notna()
    given = given[asked]
    targets, actuals = parse(given["target_value"]), parse(given["actual_value"])
    name = "「" + given["level3"].fillna("") + "」的"
    apart = facts.of(measured)["unlike"].loc[given.index]
    quoted = {column: "「" + shortened(given[column].fillna("")) + "」" for column in ("target_value", "actual_value")}
    units_ = "（单位：" + given["unit"].fillna("未填") + "）"
    texts = pd.Series("", index=given.index, dtype="str")
    texts = texts.mask(apart, name + "指标值" + quoted["target_value"] + "与完成值" + quoted["actual_value"] + units_)
    texts = texts.mask(actuals["kind"] == "unknown", name + "实际完成值" + quoted["actual_value"])
    texts = texts.mask(targets["kind"] == "unknown", name + "年度指标值" + quoted["target_value"])
    return texts[texts != ""]


def in_money(names: pd.Series) -> pd.Series:
    """How many 万元 one of each unit of money is; missing for other units."""
    return names.map(_MONEY).astype("float64")


def expected_scores(facts: Facts) -> pd.DataFrame:
    """Indicators as ``measured`` with the score that can be proved.

    ``low`` and ``high`` are equal for numbers, a range for words (``result`` says which), missing where nothing can be
    proved; ``other`` is the second formula where the profile allows two for ≤.
    """
    frame = facts.of(measured)
    target, actual, full = frame["target"], frame["actual"], frame["full"]
    share = (actual.clip(lower=0) / target.where(target > 0)).where(target != 0, np.where(actual >= 0, 1.0, 0.0))
    up = np.where(actual >= target, 1.0, share)
    equal = np.where(target > 0, up, np.where(target == 0, np.where(actual <= 0, 1.0, 0.0), np.nan))
    positive = target.where(target > 0)
    less = (1 - (actual - positive) / positive).clip(lower=0)
    down = np.where(actual <= target, 1.0, less.where(target > 0, 0.0))
    ratio = np.where(actual <= target, 1.0, (positive / actual.where(actual > 0)).where(target > 0, 0.0))
    operator = frame["operator"]
    known = target.notna() & actual.notna()
    low = pd.Series(
        np.select([operator.isin(UP), operator.isin(EQUAL), operator.isin(DOWN)], [up, equal, down], np.nan),
        index=frame.index,
    ).where(known)
    # Done too late, or outside a range: how much to deduct is not written anywhere.
    low = low.mask(frame["timely"] | frame["inside"], 1.0)
    other = pd.Series(ratio, index=frame.index).where(known & operator.isin(DOWN))
    only_a = facts.profile(frame, "at_most_formulas", lambda names: set(names) == {"a"})
    only_b = facts.profile(frame, "at_most_formulas", lambda names: set(names) == {"b"}) & operator.isin(DOWN)
    low = low.where(~only_b, other)
    other = other.where(~only_a & ~only_b)
    low_words, high_words, result = _words(facts, frame)
    return frame.assign(
        low=(low * full).where(low_words.isna(), low_words),
        high=(low * full).where(low_words.isna(), high_words),
        other=other * full,
        result=result,
    )


def exceeded(facts: Facts, frame: pd.DataFrame) -> pd.Series:
    """Whether each indicator (as ``measured``) was exceeded by more than the profile's ratio."""
    ratio = frame["actual"] / frame["target"].where(frame["target"] > 0)
    return (ratio > facts.profile(frame, "overachieved_ratio") + 1e-9) & frame["operator"].isin((*UP, *EQUAL))


def misscored(facts: Facts, operators: tuple[str, ...]) -> pd.DataFrame:
    """Indicators of some operators whose score is not what the formula gives; 得分 above 分值 is R11's."""
    frame = facts.of(expected_scores)
    frame = frame[frame["operator"].isin(operators) & frame["low"].notna() & frame["got"].notna() & ~frame["over"]]
    tolerance = facts.profile(frame, "score_tolerance") + 1e-9
    off = ((frame["got"] - frame["low"]).abs() > tolerance) & ~((frame["got"] - frame["other"]).abs() <= tolerance)
    return frame[off]


@cache
def approved_targets(table: str) -> Callable[[Facts], pd.DataFrame]:
    """The fact of what was approved, in the goal of that name, for each row of a table (``target_value``, ``unit``)."""

    def approved(facts: Facts) -> pd.DataFrame:
        given, goals = facts.tables[table], facts.tables["goal_indicators"]
        return beside(given, goals, [*PROJECT, "level3"], ["target_value", "unit"])

    return approved


def changed_from_goal(facts: Facts, table: str) -> pd.DataFrame:
    """Rows of a table of indicators whose 年度指标值 is not the one approved (``approved``) for the goal of that name.

    Rows that say why are left out.
    """
    given, goal = facts.tables[table], facts.of(approved_targets(table))
    both = goal["target_value"].notna() & given["target_value"].notna()
    differs = both & (goal["target_value"] != given["target_value"]) & blank(given["deviation_note"])
    given, goal = given[differs], goal[differs]
    approved = goal["target_value"]
    now, then = parse(given["target_value"]), parse(approved)
    # 12 次 for 12 场 is another word: only a unit of the same of another size makes it another number.
    scale = _scale(_units(now, given["unit"]), _units(then, goal["unit"])).fillna(1)
    room = 1e-9 * then[["number", "upper"]].abs().max(axis=1).clip(lower=1)
    ends = [(now[name] * scale - then[name]).abs() < room for name in ("number", "upper")]
    same = (now["kind"] == then["kind"]) & ends[0] & (ends[1] | (now["kind"] == "number"))
    same |= given["target_value"].str.strip() == approved.str.strip()
    return given[~same].assign(approved=approved[~same])


def _words(facts: Facts, frame: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Lowest and highest score of each qualitative indicator whose result is said, and the result."""
    result = results(frame["actual_value"].where(frame["operator"].isin(WORDS)))
    low = pd.Series(np.nan, index=frame.index)
    high = low.copy()
    done, partly = (
        facts.profile(frame, "qualitative_bands", itemgetter(name)).astype("float64") for name in ("达成", "部分达成")
    )
    for name, bottom, top in (("达成", done, done * 0 + 1), ("部分达成", partly, done), ("未达成", done * 0, partly)):
        low, high = low.mask(result == name, bottom), high.mask(result == name, top)
    return low * frame["full"], high * frame["full"], result


def results(texts: pd.Series) -> pd.Series:
    """Which of the forms' three results each text says: 达成, 部分达成, 未达成 or empty."""
    codes, distinct = pd.factorize(texts)
    named = np.array([*(_result(str(text)) for text in distinct), ""], dtype=object)
    return pd.Series(named[codes], index=texts.index, dtype="str")


def _result(text: str) -> str:
    return next((name for name, pattern in _RESULTS if re.search(pattern, text)), "")
