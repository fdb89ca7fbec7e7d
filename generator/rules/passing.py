"""What only rules ask of the facts, and large: nobody needs it when the data is checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.facts.amounts import project_amounts
from generator.facts.budgets import adjustment_links, registered
from generator.facts.copies import comparable, shared_indicators
from generator.facts.indicators import approved_targets
from generator.facts.library import definitions, listed_values, usual_values
from generator.facts.projects import counted_scores
from generator.facts.self_evaluations import deviations, level_weights, spending, sums, value_pairs
from generator.facts.spoken import known_amounts

ONLY_RULES: tuple[Callable[..., Any], ...] = (
    adjustment_links,
    *map(approved_targets, ("self_evaluation_indicators", "monitoring_indicators")),
    comparable,
    counted_scores,
    definitions,
    deviations,
    known_amounts,
    level_weights,
    listed_values,
    project_amounts,
    registered,
    shared_indicators,
    spending,
    sums,
    usual_values,
    value_pairs,
)
