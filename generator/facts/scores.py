"""Score proof: what each self-evaluation's scores come to when worked out again, and how much of it can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.funds import totals
from generator.facts.grades import grade_of
from generator.facts.indicators import expected_scores
from generator.facts.joining import PROJECT, beside
from generator.facts.numbers import briefly, rounded, units
from generator.facts.targets import parse
from generator.facts.wording import shortened

FULL = 100 * MICRO  # what the indicators of a form add up to, with the points for execution
SAME, INSIDE, DIFFERENT, UNPROVABLE = "一致", "在档次内", "不一致", "不可复算"
PROVED, PARTLY = "可复算", "部分可复算"
_FOLDER = ["division", "fiscal_year", "department"]
# Why a score can't be worked out, by what the two values were read as.
_REASONS = {
    "unknown": "「{}」没有读懂",
    "missing": "没有填写「{}」",
    "qualitative": "「{}」是文字",
    "date": "「{}」是日期",
    "range": "「{}」是一个区间",
}


@dataclass(frozen=True, kw_only=True)
class Proof:
    """All scores of self-evaluations, worked out again under the profile in force.

    ``indicators``, on the index of ``self_evaluation_indicators``: ``stated`` (得分), ``low``, ``high`` (what it may
    be, equal for numbers, a band for words, missing where it can't be worked out), ``recomputed`` (the admissible value
    nearest to the stated one; missing likewise), ``difference`` (stated − recomputed), ``verdict`` (一致, 在档次内,
    不一致, 不可复算), ``how`` (the arithmetic in words) and ``reason`` (why it can't be worked out; else empty).

    ``evaluations``, on the index of ``self_evaluations``: ``indicators`` and ``proved`` (counts), ``execution`` and
    ``execution_stated``, ``added`` (the stated scores added up), ``recomputed`` (the recomputed ones, with the stated
    where nothing can be worked out), ``stated`` (总得分), ``difference`` (stated − recomputed), ``grade_stated``,
    ``grade`` (that of ``recomputed``), ``share`` (of the weights that could be worked out, %), ``verdict`` (可复算,
    部分可复算, 不可复算; the first only if every score could) and ``apart`` (bool: ``difference`` is more than the
    profile tolerates and rounding can make). Missing where the form lacks its parts.

    ``bureaus``: division, fiscal_year, department with ``evaluations``, ``proved`` (whole totals), ``agreeing``
    (proved and equal), ``indicators``, ``proved_indicators``, ``share`` (of indicators, %) and ``weight_share`` (of
    weights, %).

    Scores are floats of 分.
    """

    indicators: pd.DataFrame
    evaluations: pd.DataFrame
    bureaus: pd.DataFrame


def prove(facts: Facts) -> Proof:
    """Work out again what can be; nothing is guessed where a value wasn't understood."""
    due = facts.of(expected_scores)
    tolerance = facts.profile(due, "score_tolerance") + 1e-9
    indicators = _indicators(due, tolerance)
    evaluations = _evaluations(facts, due, indicators)
    return Proof(indicators=indicators, evaluations=evaluations, bureaus=_bureaus(facts, due, indicators, evaluations))


def _indicators(due: pd.DataFrame, tolerance: pd.Series) -> pd.DataFrame:
    stated, full = due["got"], due["full"]
    low, high, other = (rounded(due[name]) for name in ("low", "high", "other"))
    known = low.notna() & full.notna()
    single = known & (low == high)
    nearest = low.where(~(single & ((stated - other).abs() < (stated - low).abs())), other)
    band = stated.clip(lower=low, upper=high)
    # In a band without the lower limit of the next one, that limit belongs to the next.
    above = known & ~single & (high < full - 1e-9) & (stated >= high - 1e-9)
    recomputed = nearest.where(single, band).where(known & stated.notna())
    apart = (stated - recomputed).abs() > tolerance
    verdict = pd.Series(UNPROVABLE, index=due.index, dtype="str")
    verdict = verdict.mask(known & stated.notna(), pd.Series(np.where(single, SAME, INSIDE), index=due.index))
    verdict = verdict.mask(known & stated.notna() & (apart | above), DIFFERENT)
    return pd.DataFrame(
        {
            "stated": stated,
            "low": low.where(known),
            "high": high.where(known),
            "recomputed": recomputed,
            "difference": stated - recomputed,
            "verdict": verdict,
            "how": _how(due, known, single),
            "reason": _reason(due, known & stated.notna()),
        },
        index=due.index,
    )


def _how(due: pd.DataFrame, known: pd.Series, single: pd.Series) -> pd.Series:
    """The arithmetic of each score in words, as a page can print it."""
    full, target, actual = (briefly(due[name]) for name in ("full", "target", "actual"))
    low, high = briefly(rounded(due["low"])), briefly(rounded(due["high"]))
    reached = due["low"] >= due["full"] - 1e-9
    none = due["low"].abs() < 1e-9
    upward = due["operator"].isin(("≥", ">", "="))
    two = due["other"].notna() & ((due["other"] - due["low"]).abs() > 0.005)
    over = "超过指标值，" + full + "×(1−(" + actual + "−" + target + ")÷" + target + ") = " + low
    ratio = full + "×" + target + "÷" + actual + " = " + briefly(rounded(due["other"].fillna(due["low"])))
    how = over.where(~two, over + " 或 " + ratio)
    how = how.where(~upward, full + "×" + actual + "÷" + target + " = " + low)
    how = how.where(~none, "指标值 " + target + "，实际 " + actual + "，不得分")
    met = pd.Series(np.where(upward, "达到", "没有超过"), index=due.index, dtype="str")
    how = how.where(~reached, "实际 " + actual + "，" + met + "指标值 " + target + "，得满分 " + full)
    how = how.mask(due["timely"], "按期完成，得满分 " + full)
    if due["inside"].any():  # few are
        some = due[due["inside"]]
        asked, done = (shortened(some[name]) for name in ("target_value", "actual_value"))
        how[some.index] = "实际「" + done + "」，合乎指标值「" + asked + "」，得满分 " + full[some.index]
    how = how.where(single, "「" + due["result"] + "」，" + low + "—" + high + " 分")
    return how.where(known, "").fillna("").astype("str")


def _reason(due: pd.DataFrame, provable: pd.Series) -> pd.Series:
    """Why each score that can't be worked out can't."""
    reason = pd.Series("", index=due.index, dtype="str")
    rest = due[~provable]
    kinds = {title: parse(rest[name])["kind"] for name, title in _VALUES}
    said = pd.Series("指标值与完成值单位不同", index=rest.index, dtype="str")
    for title in reversed(kinds):
        for kind, text in _REASONS.items():
            said = said.mask((kinds[title] == kind) & ~rest["unlike"], text.format(title))
    said = said.mask(rest["operator"] == "定性", "完成情况没有写明达成、部分达成或未达成")
    said = said.mask(rest["operator"].isna(), "没有填写「指标方向」")
    said = said.mask(rest["full"].isna() | rest["got"].isna(), "没有填写分值或得分")
    reason.loc[rest.index] = said
    return reason


_VALUES = (("target_value", "年度指标值"), ("actual_value", "实际完成值"))


def _evaluations(facts: Facts, due: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    own = facts.tables["self_evaluations"]
    proved = indicators["verdict"] != UNPROVABLE
    rows = due[PROJECT].assign(
        proved=proved,
        weight=due["full"],
        proved_weight=due["full"].where(proved, 0.0),
        stated=indicators["stated"],
        recomputed=indicators["recomputed"].where(proved, indicators["stated"]),
    )
    grouped = rows.groupby(PROJECT, sort=False)
    sums = grouped[["weight", "proved_weight", "stated", "recomputed"]].sum(min_count=1)
    sums = sums.assign(indicators=grouped.size(), proved=grouped["proved"].sum()).reset_index()
    joined = beside(own, sums, PROJECT, [name for name in sums.columns if name not in PROJECT])
    money = facts.of(totals)
    budget, spend, weight = (units(money[name]) for name in ("annual_budget", "actual_spend", "weight"))
    weight = weight.fillna(facts.profile(money, "execution_weight"))
    execution = rounded(weight * (spend / budget.where(budget > 0)).clip(upper=1))
    money = money[PROJECT].assign(execution=execution, execution_stated=units(money["score"]), points=weight)
    money = beside(own, money, PROJECT, ["execution", "execution_stated", "points"])
    added = joined["stated"] + money["execution_stated"].fillna(0)
    part = money["execution"].where(money["execution"].notna(), money["execution_stated"]).fillna(0)
    recomputed = (joined["recomputed"] + part).round(2)
    stated = units(own["total_score"])
    # Without a row for the money the form had no points for it, and nothing of it is missing.
    points, worked = money["points"].fillna(0), money["execution"].notna() | money["points"].isna()
    whole = (joined["proved"] == joined["indicators"]) & worked
    none = joined["indicators"].isna() | ((joined["proved"] == 0) & money["execution"].isna())
    verdict = pd.Series(PARTLY, index=own.index, dtype="str").mask(whole, PROVED).mask(none, UNPROVABLE)
    weights, difference = joined["weight"] + points, (stated - recomputed).round(2)
    # Each rounded score may be off by half of its last digit.
    room = facts.profile(own, "score_tolerance") + 0.005 * joined["indicators"].fillna(0) + 1e-9
    return pd.DataFrame(
        {
            "indicators": joined["indicators"].astype("Int64"),
            "proved": joined["proved"].astype("Int64"),
            "execution": money["execution"],
            "execution_stated": money["execution_stated"],
            "added": added,
            "recomputed": recomputed,
            "stated": stated,
            "difference": difference,
            "apart": difference.abs() > room,
            "grade_stated": own["grade"],
            "grade": grade_of(facts, own, recomputed),
            "share": (joined["proved_weight"] + points.where(worked, 0)) / weights.where(weights > 0) * 100,
            "verdict": verdict,
        },
        index=own.index,
    )


def _bureaus(facts: Facts, due: pd.DataFrame, indicators: pd.DataFrame, evaluations: pd.DataFrame) -> pd.DataFrame:
    own = facts.tables["self_evaluations"][_FOLDER]
    whole = evaluations["verdict"] == PROVED
    known = evaluations["difference"].notna()
    totals_ = own.assign(proved=whole, agreeing=whole & known & ~evaluations["apart"])
    grouped = totals_.groupby(_FOLDER, sort=False)
    result = grouped[["proved", "agreeing"]].sum().assign(evaluations=grouped.size())
    proved = indicators["verdict"] != UNPROVABLE
    rows = due[_FOLDER].assign(
        proved_indicators=proved, weight=due["full"].fillna(0), proved_weight=due["full"].where(proved, 0.0).fillna(0)
    )
    grouped = rows.groupby(_FOLDER, sort=False)
    counts = grouped[["proved_indicators", "weight", "proved_weight"]].sum().assign(indicators=grouped.size())
    joined = result.join(counts, how="left")
    return joined.assign(
        share=joined["proved_indicators"] / joined["indicators"] * 100,
        weight_share=joined["proved_weight"] / joined["weight"].where(joined["weight"] > 0) * 100,
    )[["evaluations", "proved", "agreeing", "indicators", "proved_indicators", "share", "weight_share"]].reset_index()
