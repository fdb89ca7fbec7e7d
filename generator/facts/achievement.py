"""Indicators met: which targets of self-evaluations were reached, and how many of each project's."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.facts.grades import grades_told
from generator.facts.indicators import DOWN, EQUAL, UP, WORDS, expected_scores, results
from generator.facts.joining import PROJECT, beside
from generator.facts.projects import projects_of_folders
from generator.facts.targets import parse
from generator.facts.wording import unsaid

COUNTS = ("met", "missed", "untold")
MOST_SHARE = 999_999  # %: beyond that the target was no target


def met(facts: Facts) -> pd.Series:
    """Whether the target of each indicator was reached (boolean on the index of ``self_evaluation_indicators``).

    Two numbers in units of the same by the operator (``=`` asks for no less than a target above 0, for nothing more
    than 0; without one nobody says which way); a number by the range that was asked for; two days by whether what was
    due was done by then; words by the qualitative bands in force: the result that they say (only 达成 reaches the
    target), else the share of the weight that was given. Missing where none of these holds, and where a stand-in was
    left in place of the result: full marks for 待定 are no achievement.
    """
    frame = facts.of(expected_scores)
    reached = _numbers(frame)
    held, failed = frame["timely"] | frame["inside"], frame["late"] | frame["outside"]
    reached = reached.where(~(held | failed), held)
    kind, worded = parse(frame["actual_value"])["kind"], frame["operator"].isin(WORDS)
    words = reached.isna() & ((kind == "qualitative") | (worded & (kind != "missing")))
    words &= ~unsaid(frame["actual_value"].where(words))
    return reached.where(~words, _words(facts, frame, words))


def _words(facts: Facts, frame: pd.DataFrame, words: pd.Series) -> pd.Series:
    """Whether the words of some rows say that the target was reached, or the share of the weight given says so."""
    share = frame["got"] / frame["full"].where(frame["full"] > 0)
    least = facts.profile(frame, "qualitative_bands", itemgetter("达成")).astype("float64")
    given = (share >= least - 1e-9).astype("boolean").mask(share.isna())
    result = results(frame["actual_value"].where(words))
    return (result == "达成").astype("boolean").where(result != "", given)


def _numbers(frame: pd.DataFrame) -> pd.Series:
    """Whether the number reached is what the operator asks for; missing where there are not two numbers."""
    target, actual, operator = frame["target"], frame["actual"], frame["operator"]
    same = (actual - target).abs() <= 1e-9 * target.abs().clip(lower=1)  # binary noise of a change of units
    more, less = (actual > target) & ~same, (actual < target) & ~same
    equal = (~less).where(target > 0, (~more).where(target == 0, same))
    held = np.select(
        [operator == "≥", operator == ">", operator == "≤", operator == "<", operator == "="],
        [~less, more, ~more, less, equal],
        False,
    )
    known = target.notna() & actual.notna() & operator.isin((*UP, *EQUAL, *DOWN))
    return pd.Series(held.astype(bool), index=frame.index, dtype="boolean").mask(~known)


def reached_shares(facts: Facts) -> pd.Series:
    """What was reached as a share of its target (Int64 %, half up, on the index of ``self_evaluation_indicators``).

    Missing where there are not two numbers, a target that is not above 0, or less than nothing was reached.
    """
    frame = facts.of(expected_scores)
    target, actual = frame["target"].where(frame["target"] > 0), frame["actual"].where(frame["actual"] >= 0)
    share = (actual / target * 100 + 0.5 + 1e-9).where(~frame["operator"].isin(WORDS))
    return np.floor(share).clip(upper=MOST_SHARE).astype("Int64")


def achievements(facts: Facts) -> pd.DataFrame:
    """How many indicators each self-evaluated project has ``met``, ``missed`` and left ``untold`` (counts).

    Projects that were cancelled or postponed are not among them: they had nothing to reach any more.
    """
    reached = facts.of(met)
    rows = facts.tables["self_evaluation_indicators"][PROJECT].assign(
        met=reached.fillna(False).astype("int64"),
        missed=(~reached).fillna(False).astype("int64"),
        untold=reached.isna().astype("int64"),
    )
    projects = facts.of(projects_of_folders)
    counted = projects.loc[projects["counted"] & projects["has_self"], PROJECT]
    sums = rows.groupby(PROJECT, sort=False)[list(COUNTS)].sum().reset_index()
    return counted.merge(sums, on=PROJECT, how="inner")


def missed_shares(facts: Facts) -> pd.DataFrame:
    """Self-evaluations of projects that went on, with their indicators met and missed, on the index of their table.

    ``met`` and ``missed`` (Int64 counts), ``told`` (both together), ``share`` (% of them missed; missing where none
    can be told) and ``top`` (bool: the grade, published or else earned by the score, is the highest of the profile).
    """
    given = facts.tables["self_evaluations"]
    counts = beside(given, facts.of(achievements), PROJECT, ["met", "missed"]).astype("Int64")
    told = counts["met"] + counts["missed"]
    highest = facts.profile(given, "bands").map(lambda bands: bands[0][0])
    grade = grades_told(facts, given, "total_score")
    share = (counts["missed"] / told.where(told > 0) * 100).astype("Float64").astype("float64")
    return given.assign(met=counts["met"], missed=counts["missed"], told=told, share=share, top=grade == highest)


def years_missed(facts: Facts) -> pd.DataFrame:
    """In how many years up to its own each project missed an indicator: ``PROJECT`` and ``years_missed`` (Int64).

    A project is the same over the years by its division and code; a year in which it met all does not count.
    """
    counts = facts.of(achievements).assign(key=lambda rows: rows["project_code"].str.lower())
    counts = counts.sort_values("fiscal_year", kind="stable")
    missed = (counts["missed"] > 0).astype("int64")
    so_far = missed.groupby([counts["division"], counts["key"]], sort=False).cumsum()
    return counts[PROJECT].assign(years_missed=so_far.where(missed > 0, 0).astype("Int64"))
