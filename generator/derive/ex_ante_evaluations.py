"""Ex-ante evaluations: what was asked for, what was cut before any money was spent, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import mean, number, percent
from generator.core.schema import Table
from generator.derive.printed import Marks
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Counted, Placed, Row, rows
from generator.facts.columns import integers

MORE = RATES
CONCLUSIONS = ("予以支持", "调整完善后予以支持", "不予支持")
# The five aspects: field → title.
ASPECTS: Mapping[str, str] = {
    "necessity_score": "立项必要性",
    "economy_score": "投入经济性",
    "goal_score": "绩效目标合理性",
    "plan_score": "实施方案可行性",
    "funding_score": "筹资合规性",
}


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """The assessments asked for one budget year: counts, sums in 万元 as text, and rows with their projects."""

    count: int
    applied: str
    cut: str
    approved: str
    rate: str
    score_mean: str
    conclusions: Sequence[Counted]
    again: int | None  # both None where no form says
    admitted: int | None
    rows: Sequence[Placed]


@dataclass(frozen=True, kw_only=True)
class ExAnteEvaluations:
    """Ex-ante evaluations by division and year."""

    years: Mapping[tuple[str, int], Assessed]
    of_project: Mapping[int, Sequence[Row]]


def derive_ex_ante_evaluations(
    facts: Facts, table: Table, projects: Mapping[tuple[str, int, str], int], marks: Marks
) -> ExAnteEvaluations:
    """Add up by division and year; rows carry the cut rate as published and as computed."""
    frame = with_rates(facts, "ex_ante_evaluations")
    years = {}
    of_project: dict[int, list[Row]] = {}
    for (division, year), part in frame.groupby(["division", "fiscal_year"], sort=True):
        part = part.sort_values("applied_amount", ascending=False, kind="stable")
        applied, cut, approved = (_sum(part[f"{name}_amount"]) for name in ("applied", "cut", "approved"))
        both = part[part["applied_amount"].notna() & part["cut_amount"].notna()]
        counts = part["conclusion"].value_counts()
        placed = [
            Placed(row, _project(row, projects))
            for row in rows(part, table, MORE, beside=marks.beside(table.name, part))
        ]
        for row, project in placed:
            if project is not None:
                of_project.setdefault(project, []).append(row)
        years[str(division), int(year)] = Assessed(
            count=len(part),
            applied=number(applied),
            cut=number(cut),
            approved=number(approved),
            rate=percent(_sum(both["cut_amount"]), _sum(both["applied_amount"])),
            score_mean=mean([one for one in integers(part["total_score"]) if one is not None]),
            conclusions=[Counted(one, int(counts.get(one, 0))) for one in CONCLUSIONS],
            again=_yes(part["re_review"]),
            admitted=_yes(part["admitted"]),
            rows=placed,
        )
    return ExAnteEvaluations(years=years, of_project=of_project)


def _sum(amounts: pd.Series) -> int | None:
    """What amounts come to in millionths of 万元; None where nobody says one."""
    return int(amounts.sum()) if amounts.notna().any() else None


def _yes(answers: pd.Series) -> int | None:
    """How many say 是; None where no form says either."""
    return int((answers == "是").sum()) if answers.notna().any() else None


def _project(row: Row, projects: Mapping[tuple[str, int, str], int]) -> int | None:
    """The project it became, in the year it was budgeted for."""
    if row.project_code is None:
        return None
    year = int(row.applied_fiscal_year) if row.applied_fiscal_year else row.fiscal_year
    key = row.project_code.lower()
    return projects.get((row.division, year, key), projects.get((row.division, row.fiscal_year, key)))
