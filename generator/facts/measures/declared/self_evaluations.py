"""Self-evaluations of the year before, done in the year of the statement, and what spot checks of them found."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.measures.conditions import FOLDER, Selection, is_
from generator.facts.measures.measure import Count, Made, Mean, Measure, Share, Total, Value, booked, graded
from generator.facts.measures.records import Records
from generator.facts.projects import ADDED, CANCELLED, MERGED, POSTPONED, STATES, State, project_years
from generator.facts.self_evaluation_checks import batches

_STAGE = "绩效自评"
_ALL = Selection(view="self_evaluations")
_COUNTED = _ALL.and_(is_("counted_", "是"))
# What became of projects, told beside the scores: those that are not counted, and those that came during the year.
_TOLD = (CANCELLED, POSTPONED, MERGED, ADDED)
_CHECKS = Selection(view="self_evaluation_checks")
_AMOUNT = Measure(
    code="self_evaluation_amount",
    stage=_STAGE,
    title="单位自评项目资金",
    unit="万元",
    how=Total(rows=_ALL, field="annual_budget"),
    offset=-1,
)
_SPEND = Measure(
    code="self_evaluation_spend",
    stage=_STAGE,
    title="单位自评项目全年执行数",
    unit="万元",
    how=Total(rows=_ALL, field="actual_spend"),
    offset=-1,
)
_CHECKED = Measure(
    code="self_evaluation_check_count",
    stage=_STAGE,
    title="自评抽查复核项目数",
    unit="个",
    how=Count(rows=_CHECKS),
    offset=-1,
)


def _population(records: Records, year: int) -> Value | None:
    """The populations drawn from: each batch states its own, and all its rows state the same."""
    rows = records.rows(Selection(view="self_evaluation_checks", base=(FOLDER,)), year)
    stated = rows.dropna(subset=["population"])
    if stated.empty or len(stated) < len(rows):
        return None
    drawn = records.facts.of(batches)
    own = drawn[(drawn["division"] == records.division) & (drawn["fiscal_year"] == year)]
    return Value(number=Fraction(int(own["population"].sum())), count=len(stated))


def _gap(records: Records, year: int) -> Value | None:
    rows = records.rows(_CHECKS, year).dropna(subset=["self_score", "checked_score"])
    if rows.empty:
        return None
    low = int((rows["checked_score"] < rows["self_score"]).sum())
    return Value(number=Fraction(low), count=len(rows))


def _stated(state: State) -> tuple[Measure, ...]:
    """How many projects came to a state in the year, and their money; neither where there is none."""

    def rows(records: Records, year: int) -> pd.DataFrame:
        projects = records.facts.of(project_years)
        place = (projects["division"] == records.division) & (projects["fiscal_year"] == year)
        return projects[place & (projects["state"] == state.word)]

    def count(records: Records, year: int) -> Value | None:
        found = rows(records, year)
        return Value(number=Fraction(len(found)), count=len(found)) if len(found) else None

    def money(records: Records, year: int) -> Value | None:
        found = rows(records, year)
        given = found["annual" if state.counted else "promised"].dropna()
        if given.empty:
            return None
        return Value(number=Fraction(int(given.sum()), MICRO), count=len(given), empty=len(found) - len(given))

    amount = "全年预算" if state.counted else "年初预算"
    return tuple(
        Measure(
            code=f"project_{state.slug}_{kind}",
            stage=_STAGE,
            title=f"{state.word}的{title}",
            unit=unit,
            how=Made(
                views=("self_evaluations", "goals"),
                make=make,
                formula_text=formula,
                filter_text=f"财政年度＝{{year}}；项目状态＝{state.word}",
            ),
            offset=-1,
        )
        for kind, title, unit, make, formula in (
            ("count", "项目数", "个", count, "项目数"),
            ("amount", f"项目{amount}", "万元", money, f"Σ{amount}"),
        )
    )


_POPULATION = Measure(
    code="self_evaluation_check_population",
    stage=_STAGE,
    title="自评抽查总体",
    unit="个",
    how=Made(
        views=("self_evaluation_checks",),
        make=_population,
        formula_text="Σ各批抽查的总体（一批只计一次）",
        filter_text="财政年度＝{year}",
    ),
    offset=-1,
)

MEASURES = (
    Measure(
        code="self_evaluation_count", stage=_STAGE, title="单位自评项目数", unit="个", how=Count(rows=_ALL), offset=-1
    ),
    _AMOUNT,
    _SPEND,
    Measure(
        code="self_evaluation_rate",
        stage=_STAGE,
        title="单位自评项目执行率",
        unit="%",
        how=Share(part=_SPEND, whole=_AMOUNT, paired=True),
        offset=-1,
    ),
    Measure(
        code="self_evaluation_department_count",
        stage=_STAGE,
        title="开展单位自评的部门数",
        unit="家",
        how=Count(rows=_ALL, distinct="department"),
        offset=-1,
    ),
    Measure(
        code="self_evaluation_mean_score",
        stage=_STAGE,
        title="单位自评平均分",
        unit="分",
        how=Mean(rows=_COUNTED, field="total_score"),
        offset=-1,
        note="简单平均",
    ),
    *graded("self_evaluation", _STAGE, "单位自评等级", "个", _COUNTED, offset=-1, local=True),
    *(measure for word in _TOLD for measure in _stated(STATES[word])),
    *booked("self_evaluation", _STAGE, "单位自评", _ALL, "annual_budget", offset=-1),
    _CHECKED,
    _POPULATION,
    Measure(
        code="self_evaluation_check_share",
        stage=_STAGE,
        title="自评抽查复核比例",
        unit="%",
        how=Share(part=_CHECKED, whole=_POPULATION),
        offset=-1,
        note="基数为抽查总体",
    ),
    Measure(
        code="self_evaluation_check_lower_count",
        stage=_STAGE,
        title="复核得分低于自评得分的项目数",
        unit="个",
        how=Made(
            views=("self_evaluation_checks",),
            make=_gap,
            formula_text="复核得分＜自评得分的记录数",
            filter_text="财政年度＝{year}；两种得分都有",
        ),
        offset=-1,
    ),
)
