"""The rest of what is recorded of a project: filled fields that no section of its page has a place for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.core.schema import Catalogue, Table
from generator.derive.children import attach
from generator.derive.printed import Marks
from generator.derive.project_indicators import NUMBER
from generator.derive.related import PROJECT, Related
from generator.facts.funds import GOAL_COLUMNS
from generator.facts.joining import PROJECT as KEY
from generator.facts.joining import beside, known

# The fields that the sections of a project's page show of the tables that they are made of. What is not here, as a
# field that a schema has got since, stands in the fold «其他内容» at the end of the page.
ON_PAGE: Mapping[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "goals": "project_code project_kind project_attribute budget_type function_class fund_domains start_date"
        " end_date project_total term_goal annual_goal remark " + " ".join(GOAL_COLUMNS.values()),
        "goal_indicators": "project_code indicator_no level3 operator target_value",
        "self_evaluations": "project_code annual_goal actual_result total_score deviation_note problems improvements"
        " remark",
        "self_evaluation_funds": "project_code fund_source initial_budget annual_budget actual_spend weight"
        " execution_rate score",
        "self_evaluation_indicators": "project_code indicator_no level1 level2 level3 operator target_value"
        " actual_value weight score deviation_note",
        "monitorings": "project_code period monitored_date initial_budget annual_budget actual_spend execution_rate"
        " expected_spend dual_monitoring likelihood needs_rectification key_monitoring deviation_note measures result"
        " recovered_amount key_monitoring_opinion remark",
        "monitoring_indicators": "project_code period indicator_no level3 operator target_value actual_value"
        " expected_value deviation_causes deviation_note likelihood",
        "budget_adjustments": "project_code adjusted_date kind amount approved_document reason",
        "self_evaluation_checks": "project_code checked_date checked_by population population_scope self_score"
        " checked_score problems follow_up",
    }.items()
}
# What tells the rows of a table apart for a reader.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "goal_indicators": ("level3",),
    "self_evaluation_funds": ("fund_source",),
    "self_evaluation_indicators": ("level3",),
    "monitorings": ("period",),
    "monitoring_indicators": ("period", "level3"),
    "budget_adjustments": ("adjusted_date", "kind"),
}
_SAID = ("project_name", "agency_name")  # said at the top of the page
_INDICATOR = [*KEY, "indicator_no"]
_SPINE = ["division", "fiscal_year", "_key"]


def named(table: str) -> tuple[str, ...]:
    """The fields that tell the rows of a table apart."""
    return _NAMED.get(table, ())


def belongs(table: Table) -> bool:
    """Whether the rows of a table are a project's own, which its page shows whole: its code is part of their key."""
    keyed = PROJECT in table.primary_key or any(
        key.match == "folder" and PROJECT in key.fields for key in table.foreign_keys
    )
    return table.scope == "department-year" and (keyed or table.name in ON_PAGE)


def derive_rest(catalogue: Catalogue, facts: Facts, spine: pd.DataFrame, marks: Marks) -> Related:
    """The rows of the tables of ``ON_PAGE`` that fill a field which is not shown, with only such fields."""
    owners = spine[["division", "fiscal_year", "project_code", *_SAID]].assign(_key=spine["key"])
    tables, children, only = {}, {}, {}
    for name, shown in ON_PAGE.items():
        table = catalogue.tables.get(name)
        if table is None or facts.tables[name].empty:
            continue
        fields = [field.name for field in table.fields if field.name not in shown]
        frame = _unsaid(name, facts, owners, fields)
        filled = [field for field in fields if frame[field].notna().any()]
        if not filled:
            continue
        rows = frame[frame[filled].notna().any(axis=1)]
        tables[name], only[name] = table, tuple(dict.fromkeys((*named(name), *filled)))
        order = [one for one in table.primary_key if one != PROJECT and one in rows]
        children[name] = attach(rows, owners, _SPINE, order)
    return Related(tables=tables, children=children, more={}, only=only, made={}, projects=len(spine), marks=marks)


def _unsaid(name: str, facts: Facts, owners: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """The fields with what the page says anyway left out, and what rows are sorted and known by."""
    frame = facts.tables[name]
    kept = dict.fromkeys((*KEY, *named(name), *fields, *(one for one in ("period", "indicator_no") if one in frame)))
    rows = frame[list(kept)].assign(_key=frame[PROJECT].str.lower())
    same = beside(rows, owners, _SPINE, _SAID)
    changes = {one: rows[one].where(rows[one] != same[one]) for one in _SAID if one in rows}
    if "agency_code" in rows and name != "goals":
        first = beside(rows, facts.tables["goals"], KEY, ["agency_code"])["agency_code"]
        changes["agency_code"] = rows["agency_code"].where(rows["agency_code"] != first)
    if name == "goal_indicators":
        changes |= _differing(
            rows, facts.tables["self_evaluation_indicators"], ("level1", "level2", "weight"), alone=False
        )
    if name == "monitoring_indicators":
        changes |= _differing(rows, facts.tables["goal_indicators"], ("level1", "level2"), alone=True)
    if name == "monitorings" and "annual_goal" in rows:  # the goal's own text stands on the page
        theirs = beside(rows, facts.tables["goals"], KEY, ["annual_goal"])["annual_goal"]
        changes["annual_goal"] = rows["annual_goal"].where(~(rows["annual_goal"] == theirs).fillna(False))
    if "unit" in rows:  # stands behind a number, not behind words
        words = [frame[one] for one in ("target_value", "actual_value") if one in frame]
        numeric = pd.concat([one.fillna("0").str.fullmatch(NUMBER.pattern) for one in words], axis=1).all(axis=1)
        changes["unit"] = rows["unit"].where(~numeric)
    return rows.assign(**changes)


def _differing(
    rows: pd.DataFrame, other: pd.DataFrame, fields: tuple[str, ...], *, alone: bool
) -> dict[str, pd.Series]:
    """The fields that another table has otherwise, else missing; ``alone``: kept where it has no such indicator."""
    theirs, there = beside(rows, other, _INDICATOR, fields), known(rows, other, _INDICATOR)
    return {
        one: rows[one].where((there & ~(rows[one] == theirs[one]).fillna(False)) | (~there & alone)) for one in fields
    }
