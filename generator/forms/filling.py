"""What a template holds before a clerk begins: the projects and goals that are already known, this year's or last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Row = Mapping[str, str]
Rows = Callable[[int, str], Sequence[Row]]  # year and table → the bureau's rows

_FUNDS = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")
_BUDGETS = dict(zip(_FUNDS, ("total_amount", "fiscal_appropriation", "carryover", "other_funds"), strict=True))
_WHO = ("project_code", "project_name", "agency_code", "agency_name")
_WHAT = ("level1", "level2", "level3", "operator", "target_value", "unit")


def known_rows(table: str, year: int, rows: Rows) -> list[Row]:
    """The rows of a table to begin with: those there are, else what follows from this year's goals or last year's."""
    if there := rows(year, table):
        return list(there)
    make = _FOLLOWING.get(table)
    return make(year, rows) if make else []


def _goals(year: int, rows: Rows) -> list[Row]:
    """Last year's projects: what stays is filled in, money and goals are new."""
    keep = (*_WHO, "project_kind", "budget_type", "function_class", "fund_domains", "start_date", "end_date")
    return [
        {**_some(one, (*keep, "term_goal", "indicator_scheme")), "project_attribute": "延续"}
        for one in rows(year - 1, "goals")
        if not one.get("end_date") or one["end_date"] >= f"{year}-01-01"
    ]


def _goal_indicators(year: int, rows: Rows) -> list[Row]:
    going = {one["project_code"] for one in _goals(year, rows)}
    keep = ("project_code", "indicator_no", *_WHAT, "weight", "scoring_rule", "value_source")
    return [_some(one, keep) for one in rows(year - 1, "goal_indicators") if one.get("project_code") in going]


def _self_evaluations(year: int, rows: Rows) -> list[Row]:
    return [_some(one, (*_WHO, "annual_goal")) for one in rows(year, "goals")]


def _funds(year: int, rows: Rows) -> list[Row]:
    """Four rows a project; what the goal planned is the budget at the beginning of the year."""
    return [
        {
            "project_code": one["project_code"],
            "fund_source": source,
            "initial_budget": one.get(_BUDGETS[source], ""),
            **({"weight": "10"} if source == _FUNDS[0] else {}),
        }
        for one in rows(year, "goals")
        for source in _FUNDS
    ]


def _indicators(year: int, rows: Rows) -> list[Row]:
    return [_some(one, ("project_code", "indicator_no", *_WHAT, "weight")) for one in rows(year, "goal_indicators")]


def _monitorings(year: int, rows: Rows) -> list[Row]:
    return [
        {
            **_some(one, (*_WHO, "annual_goal")),
            "period": "7",
            "initial_budget": one.get("total_amount", ""),
            "annual_budget": one.get("total_amount", ""),
            "key_monitoring": "否",
        }
        for one in rows(year, "goals")
    ]


def _monitoring_indicators(year: int, rows: Rows) -> list[Row]:
    return [
        {**_some(one, ("project_code", "indicator_no", *_WHAT)), "period": "7"} for one in rows(year, "goal_indicators")
    ]


def _some(row: Row, names: Sequence[str]) -> dict[str, str]:
    return {name: row[name] for name in names if row.get(name)}


_FOLLOWING: Mapping[str, Callable[[int, Rows], list[Row]]] = {
    "goals": _goals,
    "goal_indicators": _goal_indicators,
    "self_evaluations": _self_evaluations,
    "self_evaluation_funds": _funds,
    "self_evaluation_indicators": _indicators,
    "monitorings": _monitorings,
    "monitoring_indicators": _monitoring_indicators,
}
