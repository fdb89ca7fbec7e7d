"""The proof of scores as the pages show it: what each score comes to, what that makes of the total, and the shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO, mean, number
from generator.derive.rows import named
from generator.facts.achievement import met, reached_shares
from generator.facts.joining import PROJECT
from generator.facts.scores import DIFFERENT, UNPROVABLE, prove


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How much of a department's self-evaluations of a year could be worked out again.

    ``totals`` of ``evaluations`` could be worked out whole, ``agreeing`` of them came out as published; ``share`` is
    that of indicators, as text.
    """

    evaluations: int
    totals: int
    agreeing: int
    indicators: int
    proved: int
    share: str


@dataclass(frozen=True, kw_only=True)
class Proved:
    """What could be worked out again.

    ``indicators`` stands on the index of ``self_evaluation_indicators``: ``proof`` (text: the score, or the range a
    grade of words allows; empty where nothing can be worked out), ``agrees`` (bool), ``how`` (the arithmetic, where it
    does not agree), ``met`` (boolean: the target was reached; missing where nobody can tell)
    and ``reach`` (Int64 %: what was reached of the target; missing where these are not two numbers).

    ``projects``: ``PROJECT`` with ``proved`` and ``differing`` (counts of indicators), ``proved_total`` (Int64
    millionths of 分) and ``proved_grade``, both missing where the total comes out as published.

    ``shares``: by division, department and year.
    """

    indicators: pd.DataFrame
    projects: pd.DataFrame
    shares: Mapping[tuple[str, str, int], Share]


def derive_proof(facts: Facts) -> Proved:
    """The proof in the pages' words: see ``Proved``."""
    proof = facts.of(prove)
    found = proof.indicators
    wrong = found["verdict"] == DIFFERENT
    indicators = pd.DataFrame(
        {
            "proof": _texts(found),
            "agrees": ~wrong,
            "how": found["how"].where(wrong, ""),
            "met": facts.of(met),
            "reach": facts.of(reached_shares),
        },
        index=found.index,
    )
    rows = facts.tables["self_evaluation_indicators"][PROJECT]
    counts = rows.assign(differing=wrong.astype("int64"), proved=(found["verdict"] != UNPROVABLE).astype("int64"))
    summed = counts.groupby(PROJECT, sort=False)[["proved", "differing"]].sum().reset_index()
    own, totals = facts.tables["self_evaluations"][PROJECT], proof.evaluations
    apart = totals["apart"] & (totals["verdict"] != UNPROVABLE)
    projects = own.assign(
        proved_total=(totals["recomputed"] * MICRO).round().astype("Int64").where(apart),
        proved_grade=totals["grade"].where(apart),
    ).drop_duplicates(PROJECT)
    return Proved(
        indicators=indicators, projects=projects.merge(summed, on=PROJECT, how="left"), shares=_shares(proof.bureaus)
    )


def _texts(found: pd.DataFrame) -> pd.Series:
    """The scores as text, each distinct one written once."""
    single = (found["low"] == found["high"]) | found["low"].isna()
    low = found["recomputed"].where(single & found["recomputed"].notna(), found["low"])
    pairs = pd.DataFrame({"low": low, "high": found["high"].where(~single)}).round(6)
    code = pairs.groupby(["low", "high"], sort=False, dropna=False).ngroup().to_numpy()
    words = [_text(first, second) for first, second in pairs.drop_duplicates().itertuples(index=False)]
    return pd.Series(np.array(words, dtype=object)[code] if words else [], index=found.index, dtype="str")


def _text(low: float, high: float) -> str:
    if low != low:
        return ""
    first = number(round(low * MICRO))
    return first if high != high else f"{first}–{number(round(high * MICRO))}"


def _shares(bureaus: pd.DataFrame) -> dict[tuple[str, str, int], Share]:
    return {
        (str(row.division), str(row.department), int(row.fiscal_year)): Share(
            evaluations=int(row.evaluations),
            totals=int(row.proved),
            agreeing=int(row.agreeing),
            indicators=int(row.indicators) if row.indicators == row.indicators else 0,
            proved=int(row.proved_indicators) if row.proved_indicators == row.proved_indicators else 0,
            share=f"{mean([round(row.share * MICRO)])}%" if row.share == row.share else "—",
        )
        for row in named({name: bureaus[name].tolist() for name in bureaus})
    }
