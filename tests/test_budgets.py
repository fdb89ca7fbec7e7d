"""How a project's budget moved in its year, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.budgets import SUMS, budgets
from generator.load import load_catalogue, load_profiles
from generator.rules import RULES
from generator.rules.examples import CODE, adjustment, fund, goal, source
from tests.conftest import DATA, DataFolder
from tests.frames import typed_frames

CATALOGUE = load_catalogue(DATA)
OTHER = "990001230010002"


def worked_out(**tables: Any) -> pd.DataFrame:
    """The budgets of some rows, by project code, amounts in 万元."""
    facts = Facts(tables=typed_frames(CATALOGUE, tables), profiles=load_profiles(DATA))
    found = facts.of(budgets).set_index("project_code")
    amounts = ["initial", *SUMS.values(), "adjusted", "carried", "computed", "annual", "gap"]
    assert all(found[name].dtype == "Int64" for name in (*amounts, "adjustments"))
    return found.assign(**{name: found[name].astype("float64") / MICRO for name in amounts})


def test_each_kind_has_its_sum_and_together_they_lead_to_the_annual_budget() -> None:
    steps = {"追加": "50.5", "调减": "-20", "暂缓": "-0.5", "调剂": "-30", "合并": "15", "更名": ""}
    rows = [
        adjustment(adjustment_code=f"t{number}", kind=kind, amount=amount, adjusted_date=f"2023-{12 - number:02d}-01")
        for number, (kind, amount) in enumerate(steps.items(), 1)
    ]
    found = worked_out(goals=[goal()], self_evaluation_funds=[fund(annual_budget="335")], budget_adjustments=rows).loc[
        CODE
    ]
    assert found[["initial", "added", "cut", "cancelled", "postponed"]].tolist() == [320, 50.5, -20, 0, -0.5]
    assert found[["transferred", "merged", "adjusted"]].tolist() == [-30, 15, 15]
    assert found[["computed", "annual", "gap", "adjustments"]].tolist() == [335, 335, 0, 6]
    assert found["kinds"] == "更名、合并、调剂、暂缓、调减、追加"  # the earliest day first


def test_exact_to_a_fen() -> None:
    rows = [adjustment(adjustment_code=f"t{number}", amount="-0.0001") for number in range(1000)]
    found = worked_out(goals=[goal()], self_evaluation_funds=[fund(annual_budget="319.9")], budget_adjustments=rows)
    assert found.loc[CODE, "gap"] == 0


def test_a_project_without_adjustments_says_what_is_not_registered() -> None:
    found = worked_out(goals=[goal()], self_evaluation_funds=[fund(annual_budget="300")]).loc[CODE]
    assert found[["computed", "annual", "gap", "adjustments"]].tolist() == [320, 300, -20, 0]
    assert found["kinds"] == ""


def test_the_goal_gives_the_beginning_and_nothing_the_end_before_the_self_evaluation() -> None:
    found = worked_out(goals=[goal(total_amount="310")], budget_adjustments=[adjustment()]).loc[CODE]
    assert found[["initial", "computed"]].tolist() == [310, 278]
    assert found[["annual", "gap"]].isna().all()


def test_a_project_that_was_added_in_the_year_begins_with_nothing() -> None:
    added = adjustment(project_code=OTHER, kind="追加", amount="80")
    found = worked_out(goals=[goal()], budget_adjustments=[added])
    assert found.loc[OTHER, ["initial", "added", "computed"]].tolist() == [0, 80, 80]
    assert found.loc[CODE, "adjustments"] == 0


@pytest.mark.parametrize(
    ("adjustments", "carried", "gap"),
    [
        ([], 20, 0),  # what was carried over explains the difference by itself,
        ([adjustment(kind="追加", amount="20")], 0, 0),  # unless it was registered,
        ([adjustment(kind="追加", amount="5")], 0, 15),  # and explains nothing that differs by something else
    ],
)
def test_money_carried_over_is_a_step_only_where_it_explains_the_difference(
    adjustments: list[dict[str, str]], carried: float, gap: float
) -> None:
    funds = [
        fund(annual_budget="340"),
        source("当年财政拨款", "320", "300"),
        source("上年结转资金", "20", "4") | {"initial_budget": "0"},
    ]
    found = worked_out(goals=[goal()], self_evaluation_funds=funds, budget_adjustments=adjustments).loc[CODE]
    assert found[["carried", "gap"]].tolist() == [carried, gap]


def test_nothing_gives_an_empty_frame_of_the_same_columns() -> None:
    assert len(worked_out()) == 0


@pytest.mark.parametrize(
    ("months", "day", "late"),
    [
        (3, "2024-03-31", False),
        (3, "2024-04-01", True),
        (0, "2023-12-31", False),
        (0, "2024-01-01", True),
        (12, "2024-12-31", False),
        (12, "2025-01-01", True),
    ],
)
def test_the_time_for_settlement_is_the_profiles(months: int, day: str, late: bool) -> None:
    profiles = tuple(replace(one, settlement_months=months) for one in load_profiles(DATA))
    tables = typed_frames(CATALOGUE, {"goals": [goal()], "budget_adjustments": [adjustment(adjusted_date=day)]})
    assert RULES["C33"].function(Facts(tables=tables, profiles=profiles)).empty is not late


def test_what_is_to_be_written_is_what_differs(folder: DataFolder) -> None:
    """Who spent more than there was is not asked what was not reached."""
    rows = {
        "less": ("100", "100", "50"),
        "more": ("100", "100", "120"),
        "none": ("100", "0", "0"),
        "changed": ("100", "120", "119"),
    }
    folder.table(
        "self_evaluations", *(folder.row("self_evaluations", project_code=one, deviation_note="") for one in rows)
    )
    names = ("initial_budget", "annual_budget", "actual_spend")
    folder.table(
        "self_evaluation_funds",
        *(
            folder.row(
                "self_evaluation_funds",
                project_code=one,
                fund_source="年度资金总额",
                **dict(zip(names, money, strict=True)),
            )
            for one, money in rows.items()
        ),
    )
    hints = {
        one.record: one.hint.removeprefix("请写清").removesuffix("，不写“无”或“暂无”。") for one in folder.found("R17b")
    }
    assert hints == {
        "less": "钱没有花完的原因和改进措施",
        "more": "超出预算的原因和钱从哪里来",
        "none": "预算减到 0 的原因",
        "changed": "年中调整预算的原因",
    }
