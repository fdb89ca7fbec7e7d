"""What the next year's budget made of a project: one answer, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from generator.core.facts import Facts
from generator.derive import derive
from generator.derive.bias import changes
from generator.derive.next_budgets import next_budgets
from generator.facts.evaluations import poor_evaluations
from generator.facts.next_budgets import after_self_evaluations, began_next
from generator.facts.self_evaluations import deviations, spending
from generator.rules.examples import application, evaluation, fund, goal, self_evaluation
from tests.conftest import DataFolder
from tests.test_facts_projects import year

Rows = Mapping[str, tuple[Mapping[str, str], ...]]
OWN = {"self_evaluations": (self_evaluation(total_score="70", grade="中"),)}
JUDGED = {"evaluations": (evaluation(score="70", grade="中"),)}
LATER = {"fiscal_year": "2024"}
# How a county may publish that 320 became 400.
PUBLISHED: Mapping[str, Rows] = {
    "goals": {"goals": (goal(), goal(total_amount="400", **LATER)), "self_evaluation_funds": (fund(),)} | OWN,
    "self-evaluations only": {
        "self_evaluations": (*OWN["self_evaluations"], self_evaluation(**LATER)),
        "self_evaluation_funds": (fund(), fund(initial_budget="400", annual_budget="400", **LATER)),
    },
}
NOTED = {
    "decision": "保持",
    "cut_amount": "0",
    "cut_rate": "0",
    "approved_amount": "400",
    "applied_fiscal_year": "2024",
}
# Who may say why.
REASONS: Mapping[str, Rows] = {
    "evaluation": {"evaluations": (evaluation(score="70", grade="中", remark="新增3所学校。"),)},
    "consequence of the evaluation": {"applications": (application(project_code="", note="新增3所学校。", **NOTED),)},
    "consequence for the project": {"applications": (application(evaluation_code="", note="新增3所学校。", **NOTED),)},
    "goal": {"goals": (goal(), goal(total_amount="400", remark="新增3所学校。", **LATER))},
}


def after(facts: Facts) -> tuple[pd.Series, pd.Series]:
    """What is told of the self-evaluation of 2023, and of the evaluation."""
    own = facts.of(after_self_evaluations)
    return own[own["fiscal_year"] == 2023].iloc[0], facts.of(poor_evaluations).iloc[0]


@pytest.mark.parametrize("how", PUBLISHED)
def test_the_next_budget_is_found_however_it_was_published(how: str) -> None:
    facts = year(**PUBLISHED[how] | JUDGED)
    own, judged = after(facts)
    assert (own["now"], own["then"]) == (judged["now"], judged["then"]) == (320_000_000, 400_000_000)
    assert [own["rose"], judged["uncut"], own["explained"], judged["explained"]] == [True, True, False, False]
    assert 400_000_000 in facts.of(began_next)["promised"].tolist()


def test_a_code_may_be_written_in_small_letters_the_next_year() -> None:
    code, small = {"project_code": "XM01"}, {"project_code": "xm01"}
    rows = {
        "goals": (goal(**code), goal(total_amount="400", remark="新增3所学校。", **small, **LATER)),
        "self_evaluations": (self_evaluation(total_score="70", grade="中", **code),),
        "self_evaluation_funds": (fund(**code),),
        "evaluations": (evaluation(score="70", grade="中", **code),),
    }
    own, judged = after(year(**rows))
    assert own["then"] == judged["then"] == 400_000_000
    assert [own["explained"], judged["explained"]] == [True, True]


@pytest.mark.parametrize("who", REASONS)
def test_a_reason_counts_for_everybody_who_asks(who: str) -> None:
    own, judged = after(year(**PUBLISHED["goals"] | JUDGED | REASONS[who]))
    assert [own["explained"], judged["explained"]] == [True, True]


def test_what_was_not_published_has_not_ended(folder: DataFolder) -> None:
    """Nor is anything new, where the year before has no goals."""
    for fiscal_year, table in ((2023, "goals"), (2024, "self_evaluations"), (2025, "goals")):
        folder.table(table, folder.row(table, project_code="P1"), folder=f"990001/{fiscal_year}/edu")
    site = derive(folder.check())
    years: dict[int, list] = {}
    for line in site.projects.lines:
        years.setdefault(line.year, []).append(line)
    assert sorted(years) == [2023, 2024, 2025]
    assert changes(years, site.projects.planned) == []


def test_of_several_evaluations_the_one_published_last_counts(folder: DataFolder) -> None:
    for fiscal_year in (2023, 2024):
        folder.table("goals", folder.row("goals", project_code="P1"), folder=f"990001/{fiscal_year}/edu")
    told = {"project_code": "P1", "subject_department": "edu"}
    folder.table(
        "evaluations",
        folder.row("evaluations", evaluation_code="v1", published_date="2024-08-20", score="95", grade="优", **told),
        folder.row("evaluations", evaluation_code="v2", published_date="2024-06-20", score="65", grade="中", **told),
        folder="990001/2023/finance",
    )
    assert [one.grade for one in next_budgets(derive(folder.check()), "990001", 2023)] == ["优"]


def test_a_rate_is_judged_as_everybody_reads_it() -> None:
    """69.997% is printed as 70.00%: it is not told to be below 70, by no rule and no page."""
    for spend, rate, slow in (("209.99", 0.7, False), ("209.98", 0.6999, True)):
        rows = {
            "self_evaluations": (self_evaluation(total_score="95"),),
            "self_evaluation_funds": (fund(initial_budget="300", annual_budget="300", actual_spend=spend),),
        }
        facts = year(**rows)
        told = facts.of(spending).iloc[0]
        assert told["rate"] == pytest.approx(rate, abs=1e-9)
        assert facts.of(after_self_evaluations)["slow"].tolist() == [slow]
        assert bool(told["low_high"]) is slow


def test_one_yuan_above_the_budget_is_above_it() -> None:
    rows = {
        "self_evaluations": (self_evaluation(),),
        "self_evaluation_funds": (fund(initial_budget="300", annual_budget="300", actual_spend="300.0001"),),
    }
    assert year(**rows).of(deviations)["over"].tolist() == [True]
