"""Every measure that a statement reports, in the order of its sections."""

from __future__ import annotations

from collections.abc import Mapping

from generator.facts.measures.declared import (
    consequences,
    cost_analyses,
    departments,
    disclosure,
    evaluations,
    ex_ante_evaluations,
    fiscal_operations,
    goals,
    monitorings,
    policies,
    report_reviews,
    self_evaluations,
)
from generator.facts.measures.measure import Measure

MEASURES: Mapping[str, Measure] = {
    one.code: one
    for module in (
        policies,
        ex_ante_evaluations,
        goals,
        monitorings,
        self_evaluations,
        evaluations,
        departments,
        fiscal_operations,
        cost_analyses,
        report_reviews,
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

__all__ = ["ALIASES", "COMPARED", "MEASURES"]
