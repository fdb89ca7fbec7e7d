"""The flat table of project-years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.derive.disclosure import EXEMPT, OPEN, WITHHELD, Disclosure
from generator.derive.flat.columns import BETWEEN
from generator.derive.flat.findings import NO
from generator.derive.flat.numbers import percentages, whole
from generator.derive.topics import matters
from generator.facts.achievement import COUNTS, achievements, years_missed
from generator.facts.columns import strings
from generator.facts.evaluations import latest_evaluations
from generator.facts.grades import grades_told
from generator.facts.joining import PROJECT, YEAR, beside
from generator.facts.next_budgets import after_self_evaluations, began_next
from generator.facts.projects import project_years
from generator.facts.rectifications import owners, standing

_KEY = [*YEAR, "key"]
_GOAL = ["project_kind", "project_attribute", "budget_type", "fund_domains", "function_class"]
GREW, FELL, SAME = "增加", "减少", "不变"
LOW_GRADE, LOW_RATE, BOTH, NEITHER = "等级低", "执行率低", "等级和执行率都低", "都不是"


def flat_projects(facts: Facts, disclosure: Disclosure, findings: pd.DataFrame) -> pd.DataFrame:
    """One row a project-year, on an index of its own; ``findings`` as ``finding_rows`` has them."""
    projects = facts.of(project_years).sort_values([*PROJECT], kind="stable").reset_index(drop=True)
    own = projects["total_score"].where(projects["counted"])
    goals = beside(projects, facts.tables["goals"], PROJECT, _GOAL)
    judged = beside(projects, facts.of(latest_evaluations), _KEY, ["score", "grade", "evaluation_kind"])
    return projects.assign(
        **goals.drop(columns=["fund_domains", "function_class"]),
        matters=_matters(goals["function_class"], projects["project_name"]),
        fund_domains=_domains(goals["fund_domains"]),
        annual_change=projects["annual"] - projects["promised"],
        rate=percentages(projects["spend"], projects["annual"].where(projects["has_self"])),
        share=percentages(projects["promised"], projects.groupby(YEAR, sort=False)["promised"].transform("sum")),
        self_score=own,
        self_grade=grades_told(facts, projects, "total_score").where(projects["counted"]),
        independent_score=judged["score"],
        independent_grade=judged["grade"],
        evaluation_kind=judged["evaluation_kind"],
        gap=own - judged["score"],
        self_state=_self_states(projects, disclosure),
        **_indicators(facts, projects),
        **_rectified(facts, projects),
        **_following(facts, projects),
        **_found(projects, findings),
    )


def _domains(listed: pd.Series) -> pd.Series:
    """The domains of each goal with one mark between them."""
    return listed.str.replace(r"\s{0,4}[;；]\s{0,4}", BETWEEN, regex=True).str.strip(BETWEEN)


def _matters(classes: pd.Series, names: pd.Series) -> pd.Series:
    """The matters of life that each project is about, by its expenditure class and name."""
    told = [
        BETWEEN.join(matters(function_class, called)) or None
        for function_class, called in zip(strings(classes), strings(names), strict=True)
    ]
    return pd.Series(told, index=names.index, dtype="str")


def _indicators(facts: Facts, projects: pd.DataFrame) -> dict[str, pd.Series]:
    counts = beside(projects, facts.of(achievements), PROJECT, list(COUNTS)).astype("Int64")
    told = counts["met"] + counts["missed"]
    return {
        "indicators_met": counts["met"].mask(told.eq(0).fillna(False)),  # where none can be told, none is missed either
        "indicators_told": told,
        "missed_share": percentages(counts["missed"], told),
        "years_missed": beside(projects, facts.of(years_missed), PROJECT, ["years_missed"])["years_missed"],
    }


def _rectified(facts: Facts, projects: pd.DataFrame) -> dict[str, pd.Series]:
    """How many rectifications are about each project, and how many of them are overdue; 0 where there is none."""
    given = facts.tables["rectifications"][YEAR].assign(
        key=facts.of(owners), rectifications=1, rectifications_overdue=facts.of(standing)["overdue"].astype("int64")
    )
    names = ["rectifications", "rectifications_overdue"]
    sums = given.dropna(subset=["key"]).groupby(_KEY, sort=False)[names].sum().reset_index()
    counted = beside(projects, sums, _KEY, names).fillna(0).astype("Int64")
    return {name: counted[name] for name in names}


def _following(facts: Facts, projects: pd.DataFrame) -> dict[str, pd.Series]:
    """What the next year's budget made of each project, and whether its year came out poor."""
    later = beside(projects, facts.of(began_next), _KEY, ["promised"])["promised"]
    change = (later - projects["size"]).astype("Int64")
    direction = pd.Series(
        np.select([(change > 0).fillna(False), (change < 0).fillna(False), change.notna()], [GREW, FELL, SAME], ""),
        index=projects.index,
        dtype="str",
    )
    judged = beside(projects, facts.of(after_self_evaluations), PROJECT, ["poor", "slow"])
    poor, slow = (judged[name].fillna(False).astype(bool) for name in ("poor", "slow"))
    weak = pd.Series(np.select([poor & slow, poor, slow], [BOTH, LOW_GRADE, LOW_RATE], NEITHER), index=projects.index)
    return {
        "next_promised": later,
        "next_change": change,
        "next_direction": direction.where(change.notna()),
        "weak": weak.astype("str").where(judged["poor"].notna()),
    }


def _found(projects: pd.DataFrame, findings: pd.DataFrame) -> dict[str, pd.Series]:
    """How many findings are about each project, how many of them nobody has replied to, and of which rules."""
    own = findings.dropna(subset=["key"]).assign(findings=1)
    own["findings_unanswered"] = own["replied"].eq(NO).astype("int64")
    names = ["findings", "findings_unanswered"]
    counts = beside(projects, own.groupby(_KEY, sort=False)[names].sum().reset_index(), _KEY, names)
    rules = own.drop_duplicates([*_KEY, "code"]).sort_values("code", kind="stable")
    joined = rules.groupby(_KEY, sort=False)["code"].agg(BETWEEN.join).rename("finding_codes").reset_index()
    return {
        **{name: whole(counts[name].fillna(0)) for name in names},
        "finding_codes": beside(projects, joined, _KEY, ["finding_codes"])["finding_codes"].astype("str"),
    }


def _self_states(projects: pd.DataFrame, disclosure: Disclosure) -> pd.Series:
    """Whether each self-evaluation is published; where it is not, whether it need not be or by when it should."""
    places = projects[["division", "fiscal_year", "department"]].drop_duplicates()
    due, apart = {}, set()
    for division, year, department in places.itertuples(index=False, name=None):
        due[division, year, department] = disclosure.dated(division, year, "D4", "").state
        withheld = disclosure.withheld(division, year, department, "D4")
        apart |= {(division, year, department, one.project_code.lower()) for one in withheld if one.project_code}
    keys = [projects[name].tolist() for name in ("division", "fiscal_year", "department", "key")]
    places_of = list(zip(*keys[:3], strict=True))
    state = pd.Series([due[place] for place in places_of], index=projects.index, dtype="str")
    hidden = [place in apart for place in zip(*keys, strict=True)]
    state = state.mask(~projects["counted"], EXEMPT).mask(pd.Series(hidden, index=projects.index), WITHHELD)
    return state.mask(projects["has_self"], OPEN)
