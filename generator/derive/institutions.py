"""Third parties: what they were entrusted with, and the grades of their reports (never a project's grade)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.schema import Catalogue
from generator.core.words import GRADES, OTHER_GRADES
from generator.derive.evaluations import Evaluation
from generator.derive.rows import Counted, Row, rows

MORE = ("evaluation",)


@dataclass(frozen=True, kw_only=True)
class Institution:
    """One institution; ``row`` is None where only its name is known, from a report or an evaluation."""

    name: str
    row: Row | None
    evaluations: Sequence[Evaluation]
    others: int
    reviews: Sequence[Row]
    grades: Sequence[Counted]


class YearReviews(NamedTuple):
    """The reviews of reports of one year, and how many have each grade."""

    year: int
    rows: Sequence[Row]
    grades: Sequence[Counted]


@dataclass(frozen=True, kw_only=True)
class Institutions:
    """A division's institutions, and its reviews of reports by year (rows with the columns ``MORE``)."""

    members: Sequence[Institution]
    reviews: Sequence[YearReviews]


def derive_institutions(
    catalogue: Catalogue,
    frames: Mapping[str, pd.DataFrame],
    evaluations: Sequence[Evaluation],
    at: Mapping[tuple[str, int, str], int],
) -> Mapping[str, Institutions]:
    """By division: the listed institutions, then others that made reports."""
    given = frames["report_reviews"]
    found = [
        at.get((division, int(year), code.lower())) if isinstance(code, str) else None
        for division, year, code in zip(given["division"], given["fiscal_year"], given["evaluation_code"], strict=True)
    ]
    given = given.assign(evaluation=pd.Series(found, index=given.index, dtype="Int64"))
    given = given.sort_values(["division", "fiscal_year", "review_code"], ascending=[True, False, True], kind="stable")
    reviews = rows(given, catalogue.tables["report_reviews"], MORE)
    listed = rows(frames["third_parties"], catalogue.tables["third_parties"])
    others: dict[tuple[str, str], int] = {}
    for table in ("cost_analyses", "fiscal_operations", "ex_ante_evaluations"):
        frame = frames[table]
        name = "assessor" if table == "ex_ante_evaluations" else "evaluator"
        frame = frame[frame["organisation_mode"] == "委托第三方"]
        for key, count in frame.groupby(["division", name]).size().items():
            division, evaluator = key
            others[str(division), str(evaluator)] = others.get((str(division), str(evaluator)), 0) + int(count)
    result = {}
    for division in sorted({row.division for row in (*reviews, *listed)}):
        own = [row for row in reviews if row.division == division]
        by_code = {row.institution_code: row for row in listed if row.division == division}
        by_name = {row.name: row for row in by_code.values()}
        made: dict[str, list[Row]] = {name: [] for name in by_name}
        for row in own:
            known = by_code.get(row.institution_code)
            made.setdefault(known.name if known else row.institution_name, []).append(row)
        done: dict[str, list[Evaluation]] = {}
        for one in evaluations:
            if one.division == division and (one.evaluator in made):
                done.setdefault(one.evaluator, []).append(one)
        result[division] = Institutions(
            members=[
                Institution(
                    name=name,
                    row=by_name.get(name),
                    evaluations=done.get(name, []),
                    others=others.get((division, name), 0),
                    reviews=mine,
                    grades=_grades(mine),
                )
                for name, mine in made.items()
            ],
            reviews=[
                YearReviews(year, here, _grades(here))
                for year in dict.fromkeys(row.fiscal_year for row in own)
                if (here := [row for row in own if row.fiscal_year == year])
            ],
        )
    return result


def _grades(reviews: Sequence[Row]) -> list[Counted]:
    return [
        Counted(grade, count)
        for grade in (*GRADES, *OTHER_GRADES)
        if (count := sum(row.report_grade == grade for row in reviews))
    ]
