"""A project's year in one sentence: each clause where its rule says so, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.core.numbers import MICRO
from generator.derive import Site
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Achieved, Project
from generator.derive.verdicts import CLAUSES, verdict
from generator.facts.projects import CANCELLED, STATES


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


@pytest.fixture
def project(site: Site) -> Project:
    """A sound one: 300 万元, all of ten indicators met, 优."""
    line = next(one for one in site.projects.lines if one.counted and one.has_self)
    money = {"promised": "300.00", "promised_micro": 300 * MICRO, "size_micro": 300 * MICRO}
    flags = {"highest": True, "slow": False, "unexplained": False}
    return replace(line, achieved=Achieved(10, 0, 0), grade="优", **money, **flags)


@pytest.fixture
def evaluation(site: Site) -> Evaluation:
    return replace(site.evaluations.lines[0], kind="财政重点评价", score="74.60", grade="中")


def year_after(project: Project, amount: int) -> Project:
    return replace(project, year=project.year + 1, promised_micro=amount * MICRO)


def test_sound(project: Project) -> None:
    assert verdict(project, (), None) == "10 个指标都做到；自评是“优”。"
    assert verdict(project, (), year_after(project, 300)) == "10 个指标都做到；自评是“优”；下一年预算不变。"
    # More money after a good year needs no reason.
    assert verdict(replace(project, unexplained=True), (), year_after(project, 330)).endswith("下一年预算多 10.00%。")


def test_missed(project: Project) -> None:
    missed = replace(project, achieved=Achieved(6, 4, 1), unexplained=True)
    said = verdict(missed, (), year_after(missed, 312))
    assert said == ("能判断的 10 个指标，6 个做到，4 个没做到；自评仍是“优”；下一年预算多 4.00%，没有写明原因。")
    assert "没有写明原因" not in verdict(replace(missed, unexplained=False), (), year_after(missed, 312))
    assert "没有写明原因" not in verdict(missed, (), year_after(missed, 299))
    assert verdict(replace(missed, highest=False, grade="良"), (), None).endswith("自评是“良”。")
    assert verdict(replace(missed, achieved=Achieved(0, 4, 0)), (), None).startswith("4 个指标都没做到")


def test_the_independent_score_comes_first(project: Project, evaluation: Evaluation) -> None:
    assert "；财政重点评价 74.60 分，为“中”，自评是“优”。" in verdict(project, (evaluation,), None)
    same = replace(evaluation, grade="优", score="95.00")
    assert verdict(project, (same,), None) == "10 个指标都做到；财政重点评价 95.00 分，为“优”。"
    odd = replace(project, unexplained=True)
    assert verdict(odd, (evaluation,), year_after(odd, 310)).endswith("没有写明原因。")


def test_slow_and_cancelled_and_unknown(project: Project) -> None:
    assert "钱花了 51.06%" in verdict(replace(project, slow=True, rate="51.06%"), (), None)
    cancelled = replace(project, state=STATES[CANCELLED])
    assert verdict(cancelled, (), year_after(project, 900)) == "年中取消，年初安排的 300 万元没有照计划实施。"
    assert verdict(replace(project, has_self=False, achieved=None, grade=""), (), None) == ""


def test_a_manifold_budget_is_told_in_money(project: Project) -> None:
    assert verdict(project, (), year_after(project, 9000)).endswith("下一年预算是 9,000 万元。")


def test_every_clause_is_said_of_some_shipped_project(site: Site) -> None:
    said = []
    for line in site.projects.lines:
        later = site.projects.at.get((line.division, line.year + 1, line.key))
        after = None if later is None else site.projects.lines[later]
        said.append(verdict(line, site.evaluations.of_project.get(line.position, ()), after))
    text = "".join(said)
    for words in ("没有照计划实施", "个没做到", "自评仍是", "为“", "钱花了", "没有写明原因"):
        assert words in text
    assert len(CLAUSES) == 5
    assert "nan" not in text
    assert "None" not in text
