"""Evaluations: what their indicators add up to."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import EVALUATION, beside, summed


def evaluation_sums(facts: Facts) -> pd.DataFrame:
    """Evaluations with the sums of their indicators."""
    evaluations = facts.tables["evaluations"]
    summing = summed(facts.tables["evaluation_indicators"], EVALUATION)
    summing = summing.rename(columns={"weight": "weight_sum", "score": "score_sum"})
    return pd.concat([evaluations, beside(evaluations, summing, EVALUATION, ["weight_sum", "score_sum"])], axis=1)
