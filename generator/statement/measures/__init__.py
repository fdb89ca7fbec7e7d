"""Every measure that a statement reports, in the order of its sections."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statement.measure import Measure
from generator.statement.measures import (
    consequences,
    costs,
    departments,
    disclosure,
    evaluation,
    ex_ante,
    frame,
    goals,
    monitoring,
    operations,
    reviews,
    self_evaluation,
)
from generator.statement.measures.alternatives import ALTERNATIVES

MEASURES: Mapping[str, Measure] = {
    one.code: one
    for module in (
        frame,
        ex_ante,
        goals,
        monitoring,
        self_evaluation,
        evaluation,
        departments,
        operations,
        costs,
        reviews,
        consequences,
        disclosure,
    )
    for one in module.MEASURES
}

# What is told with the change against the year before.
COMPARED = (
    "ex_ante_count",
    "ex_ante_amount",
    "ex_ante_cut",
    "goal_count",
    "goal_amount",
    "monitoring_count",
    "monitoring_amount",
    "self_evaluation_count",
    "self_evaluation_amount",
    "department_evaluation_count",
    "key_evaluation_count",
    "key_evaluation_amount",
    "whole_department_count",
    "application_cut",
    "disclosure_count",
)

# Where a published code means the same as another, or promises what another one tells.
ALIASES: Mapping[str, str] = {
    "self_evaluation_check_ratio": "self_evaluation_check_share",
}

__all__ = ["ALIASES", "ALTERNATIVES", "COMPARED", "MEASURES"]
