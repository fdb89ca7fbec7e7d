"""Whole departments: strategy and yearly goals, tasks, indicators, and the self-evaluation of all they did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.numbers import number
from generator.core.schema import Catalogue
from generator.derive.printed import Marks
from generator.derive.rows import Row, rows
from generator.facts.columns import integers

FOLDER = ["division", "fiscal_year", "department"]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """One department in one year; ``review`` is its self-evaluation, ``results`` its indicators as reported.

    ``weight`` and ``score`` are the sums over ``results``; ``as_printed``: how many of these have a weight or a score
    that is said to stand as the original has it.
    """

    goals: Sequence[Row]
    tasks: Sequence[Row]
    indicators: Sequence[Row]
    review: Row | None
    results: Sequence[Row]
    weight: str
    score: str
    total_micro: int | None
    as_printed: int


def derive_whole_departments(
    catalogue: Catalogue, frames: Mapping[str, pd.DataFrame], marks: Marks
) -> Mapping[tuple[str, str, int], Whole]:
    """By division, department and year; only where there is something."""
    names = {
        "goals": ("department_goals", "goal_no"),
        "tasks": ("department_tasks", "task_no"),
        "indicators": ("department_indicators", "indicator_no"),
        "reviews": ("department_self_evaluations", "self_evaluation_code"),
        "results": ("department_self_evaluation_indicators", "indicator_no"),
    }
    found: dict[str, dict[tuple[str, str, int], list[Row]]] = {}
    for name, (table, order) in names.items():
        frame = frames[table].sort_values([*FOLDER, order], kind="stable")
        grouped: dict[tuple[str, str, int], list[Row]] = {}
        for row in rows(frame, catalogue.tables[table], beside=marks.beside(table, frame)):
            grouped.setdefault((row.division, row.department, row.fiscal_year), []).append(row)
        found[name] = grouped
    scored = frames["department_self_evaluation_indicators"]
    sums = scored.groupby(FOLDER, sort=False)[["weight", "score"]].sum(min_count=1)
    added = {
        (str(division), str(department), int(year)): (weight, score)
        for (division, year, department), weight, score in zip(
            sums.index, integers(sums["weight"]), integers(sums["score"]), strict=True
        )
    }
    beside = marks.beside("department_self_evaluation_indicators", scored)
    places = sorted({place for field in ("weight", "score") for place in beside.get(field, ())})
    counts = Counter(
        (str(division), str(department), int(year))
        for division, year, department in scored[FOLDER].iloc[places].itertuples(index=False, name=None)
    )
    totals = {
        (str(division), str(department), int(year)): int(total)
        for division, year, department, total in frames["department_self_evaluations"][[*FOLDER, "total_score"]]
        .dropna()
        .itertuples(index=False)
    }
    result = {}
    for key in sorted({key for one in found.values() for key in one}):
        weight, score = added.get(key, (None, None))
        result[key] = Whole(
            goals=found["goals"].get(key, []),
            tasks=found["tasks"].get(key, []),
            indicators=found["indicators"].get(key, []),
            review=next(iter(found["reviews"].get(key, [])), None),
            results=found["results"].get(key, []),
            weight=number(weight),
            score=number(score),
            total_micro=totals.get(key),
            as_printed=counts[key],
        )
    return result
