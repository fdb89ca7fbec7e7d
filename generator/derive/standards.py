"""Spending standards and the cost analyses they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number
from generator.core.schema import Catalogue
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Row, Section, YearRows, rows
from generator.derive.summary import added
from generator.facts.periods import within

MORE_ANALYSIS = ("project", "anchor", *RATES, "saved_micro")
MORE_STANDARD = ("anchor", "current")


@dataclass(frozen=True, kw_only=True)
class Standards:
    """The standards and analyses of a division, by sector and by year; ``made``: analysis code → its standards."""

    sectors: Sequence[Section]
    standards: int
    current: int
    analyses: Sequence[YearRows]
    analysed: int
    cut: str
    made: Mapping[str, Sequence[Row]]
    by_code: Mapping[str, Row]


def derive_standards(
    catalogue: Catalogue,
    facts: Facts,
    today: str,
    projects: Mapping[tuple[str, int, str], int],
) -> Mapping[str, Standards]:
    """By division."""
    given = facts.tables["spending_standards"]
    given = given.assign(
        anchor=given["standard_code"].str.lower(), current=within(given["valid_from"], given["valid_to"], today)
    )
    given = given.sort_values(["division", "sector", "name", "valid_from"], kind="stable")
    standards = rows(given, catalogue.tables["spending_standards"], MORE_STANDARD)
    frame = with_rates(facts, "cost_analyses")
    frame = frame.assign(
        anchor=frame["analysis_code"].str.lower(),
        saved_micro=frame["cut_amount"],
        project=pd.Series(
            [
                projects.get((division, int(year), code.lower())) if isinstance(code, str) else None
                for division, year, code in zip(
                    frame["division"], frame["fiscal_year"], frame["project_code"], strict=True
                )
            ],
            index=frame.index,
            dtype="Int64",
        ),
    ).sort_values(["division", "fiscal_year", "analysis_code"], ascending=[True, False, True], kind="stable")
    analyses = rows(frame, catalogue.tables["cost_analyses"], MORE_ANALYSIS)
    result = {}
    for division in sorted({row.division for row in (*standards, *analyses)}):
        own = [row for row in standards if row.division == division]
        analysed = [row for row in analyses if row.division == division]
        made: dict[str, list[Row]] = {}
        for row in own:
            if row.analysis_code:
                made.setdefault(row.analysis_code, []).append(row)
        result[division] = Standards(
            sectors=[
                Section(sector, [row for row in own if row.sector == sector])
                for sector in dict.fromkeys(row.sector for row in own)
            ],
            standards=len(own),
            current=sum(row.current for row in own),
            analyses=[
                YearRows(year, [row for row in analysed if row.fiscal_year == year])
                for year in dict.fromkeys(row.fiscal_year for row in analysed)
            ],
            analysed=len(analysed),
            cut=number(added(row.saved_micro for row in analysed)),
            made=made,
            by_code={row.analysis_code: row for row in analysed},
        )
    return result
