"""Scores proved: each indicator's score worked out again by the rules' formulas, and what that makes of the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.model import MICRO, Profile
from generator.rules import Context, profile_for
from generator.rules.indicators import expected_scores
from generator.rules.joining import PROJECT, TOTAL
from generator.rules.registry import rounded, units


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What could be worked out again.

    ``indicators`` stands on the index of ``self_evaluation_indicators``: ``low``, ``high`` and ``other`` (Int64
    millionths of 分; ``other`` where two formulas are allowed), ``agrees`` (1, 0, missing where nothing can be proved).
    ``projects`` has one row a self-evaluation: ``PROJECT``, ``proved``, ``differing`` (counts), ``proved_total``
    (Int64 millionths) and ``proved_grade``, both missing where the total comes out as published.
    """

    indicators: pd.DataFrame
    projects: pd.DataFrame


def prove(frames: Mapping[str, pd.DataFrame], profiles: tuple[Profile, ...]) -> Proof:
    """Work out what can be: see ``Proof``."""
    context = Context(tables=frames, profiles=profiles)
    due = expected_scores(context)
    tolerance = context.profile(due, "score_tolerance") + 1e-9
    low, high, other, got = due["low"], due["high"], due["other"], due["got"]
    single = low == high
    top = (high - due["full"]).abs() < 1e-9
    number = ((got - low).abs() <= tolerance) | ((got - other).abs() <= tolerance)
    band = (got >= low - tolerance) & np.where(top, got <= high + tolerance, got < high - 1e-9)
    known = low.notna() & got.notna()
    agrees = pd.Series(np.where(single, number, band), index=due.index).where(known).astype("Int64")
    indicators = pd.DataFrame(
        {
            "low": _micro(low),
            "high": _micro(high),
            "other": _micro(other.where((other - low).abs() > tolerance)),
            "agrees": agrees,
        },
        index=due.index,
    )
    # Only a score with one possible value can take the place of a published one.
    replaced = known & single & (agrees == 0).fillna(False).astype(bool)
    scores = due["score"].where(~replaced, indicators["low"])
    summing = due[PROJECT].assign(proved=agrees.notna().astype("int64"), differing=(agrees == 0), score=scores)
    summed = summing.assign(differing=summing["differing"].fillna(False).astype("int64"))
    projects = summed.groupby(PROJECT, sort=False)[["proved", "differing", "score"]].sum().reset_index()
    return Proof(indicators=indicators, projects=_totals(context, projects))


def _micro(scores: pd.Series) -> pd.Series:
    return (rounded(scores) * MICRO).round().astype("Int64")


def _totals(context: Context, projects: pd.DataFrame) -> pd.DataFrame:
    """Totals and grades with the proved scores in place of the published ones."""
    own = context.tables["self_evaluations"]
    own = own[[*PROJECT, "total_score", "grade"]].drop_duplicates(PROJECT)
    funds = context.tables["self_evaluation_funds"]
    funds = funds.loc[funds["fund_source"] == TOTAL].drop_duplicates(PROJECT)
    budget, spend, weight = (units(funds[name]) for name in ("annual_budget", "actual_spend", "weight"))
    due = _micro(weight * (spend / budget.where(budget > 0)).clip(upper=1))
    execution = funds[PROJECT].assign(execution=due.where(due.notna(), funds["score"]))
    joined = projects.merge(own, on=PROJECT, how="inner").merge(execution, on=PROJECT, how="left")
    total = joined["score"] + joined["execution"].fillna(0)
    tolerance = (context.profile(joined, "score_tolerance") * MICRO).round().astype("int64")
    apart = ((total - joined["total_score"]).abs() > tolerance).fillna(False).astype(bool) & (joined["proved"] > 0)
    grades = _grades(context, joined, total)
    return joined[[*PROJECT, "proved", "differing"]].assign(
        proved_total=total.where(apart), proved_grade=grades.where(apart)
    )


def _grades(context: Context, rows: pd.DataFrame, totals: pd.Series) -> pd.Series:
    """The grade each total has under the profile in force."""
    result = pd.Series(None, index=rows.index, dtype="str")
    scores = units(totals)
    for (division, year), part in rows.groupby(["division", "fiscal_year"], sort=False):
        bands = sorted(profile_for(context.profiles, str(division), int(year)).bands, key=lambda band: band[1])
        here = scores.loc[part.index]
        for grade, bottom in bands:
            result.loc[here.index[here >= bottom]] = grade
    return result
