"""Afterwards: what was reported to whom, how departments' management was assessed, and which scores were checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number, percent
from generator.core.schema import Catalogue
from generator.derive.rows import Row, rows
from generator.facts.columns import integers, strings
from generator.facts.self_evaluation_checks import batches

CHECK_MORE = ("change",)


class Batch(NamedTuple):
    """Projects drawn from one population: its scope in words, its size, how many were drawn, and their share."""

    scope: str
    population: int
    checked: int
    share: str


@dataclass(frozen=True, kw_only=True)
class Checks:
    """The spot checks of a division and year: how many of how many, and the rows with ``change`` (a text)."""

    rows: Sequence[Row]
    checked: int
    batches: Sequence[Batch]


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Reports, assessments and checks by division and year."""

    reports: Mapping[tuple[str, int], Sequence[Row]]
    assessments: Mapping[tuple[str, int], Sequence[Row]]
    checks: Mapping[tuple[str, int], Checks]


def derive_reports(catalogue: Catalogue, facts: Facts) -> Reports:
    """Sort them by division and year: reports by their day, assessments by score, checks by how far scores fell."""
    frames, drawn = facts.tables, _batches(facts)
    reports = frames["congress_reports"].sort_values(["report_date", "report_code"], kind="stable")
    given = frames["management_assessments"].sort_values("score", ascending=False, kind="stable")
    checks = with_change(frames["self_evaluation_checks"])
    order = (checks["checked_score"] - checks["self_score"]).sort_values(kind="stable").index
    by_year = _grouped(rows(checks.loc[order], catalogue.tables["self_evaluation_checks"], CHECK_MORE))
    return Reports(
        reports=_grouped(rows(reports, catalogue.tables["congress_reports"])),
        assessments=_grouped(rows(given, catalogue.tables["management_assessments"])),
        checks={key: Checks(rows=ones, checked=len(ones), batches=drawn.get(key, ())) for key, ones in by_year.items()},
    )


def with_change(frame: pd.DataFrame) -> pd.DataFrame:
    """The table of spot checks with ``change``: how the checked score lies to the self-score."""
    pairs = zip(integers(frame["checked_score"]), integers(frame["self_score"]), strict=True)
    return frame.assign(change=[_change(after, before) for after, before in pairs])


def _change(after: int | None, before: int | None) -> str:
    if after is None or before is None:
        return ""
    return "没有改变" if after == before else f"{'低' if after < before else '高'} {number(abs(after - before))} 分"


def _grouped(made: Sequence[Row]) -> dict[tuple[str, int], list[Row]]:
    result: dict[tuple[str, int], list[Row]] = {}
    for row in made:
        result.setdefault((row.division, row.fiscal_year), []).append(row)
    return result


def _batches(facts: Facts) -> dict[tuple[str, int], list[Batch]]:
    """How many were drawn from each population, by division and year."""
    drawn = facts.of(batches)
    result: dict[tuple[str, int], list[Batch]] = {}
    for division, year, scope, population, checked in zip(
        strings(drawn["division"]),
        drawn["fiscal_year"].tolist(),
        strings(drawn["population_scope"]),
        drawn["population"].tolist(),
        drawn["checked"].tolist(),
        strict=True,
    ):
        batch = Batch(scope, population, checked, percent(checked, population))
        result.setdefault((division, year), []).append(batch)
    return result
