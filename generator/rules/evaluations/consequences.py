"""What followed from an evaluation: for poor results, a decision and less money."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.joining import EVALUATION_OF_YEAR, PROJECT_OF_YEAR, beside, known
from generator.facts.numbers import shown
from generator.facts.wording import blank
from generator.rules.examples import application, evaluation, goal, rows
from generator.rules.registry import hits, rule
from generator.rules.sources import METHOD_ON_USE

_POOR = ("中", "差")


@rule(
    "R26",
    title="评价为中、差而没有结果应用",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    formula="评价等级为中或差的，应有结果应用的记录",
    source=METHOD_ON_USE,
    good=rows(evaluations=evaluation(score="70", grade="中"), applications=application()),
    bad=rows(evaluations=evaluation(score="70", grade="中")),
)
def poor_without_consequence(facts: Facts) -> pd.DataFrame:
    """评价结果要和预算安排挂钩：中、差的应当完善政策、改进管理或核减预算，不整改的暂缓安排。

    可能决定已经作出、只是还没有公开；请补充结果应用，或在评价备注里说明进展。
    """
    given, applications = facts.tables["evaluations"], facts.tables["applications"]
    there = known(given, applications, EVALUATION_OF_YEAR)
    there |= known(given, applications, PROJECT_OF_YEAR) & given["project_code"].notna()
    found = given[given["grade"].isin(_POOR) & ~there]
    grade = found["grade"]
    return hits(
        found,
        value=grade,
        expected="结果应用的记录",
        message="评价得 " + shown(found["score"]) + " 分，等级为「" + grade + "」，还没有公开结果应用的记录。",
        hint="请在「绩效结果应用」表补充决定；尚未决定的，请在备注说明进展。",
    )


@rule(
    "F09",
    title="该减未减",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    formula="评价等级为中或差，而次年预算 ≥ 本年预算（或应用后预算数 ≥ 基数），且没有说明",
    source=METHOD_ON_USE,
    good=rows(
        goals=(goal(), goal(fiscal_year="2024", total_amount="250")),
        evaluations=evaluation(score="70", grade="中"),
        applications=application(),
    ),
    bad=(
        *rows(
            goals=(goal(), goal(fiscal_year="2024", total_amount="350")),
            evaluations=evaluation(score="70", grade="中"),
            applications=application(),
        ),
        *rows(
            evaluations=evaluation(score="70", grade="中"),
            applications=application(decision="保持", cut_amount="0", cut_rate="0", approved_amount="300"),
        ),
    ),
)
def not_cut(facts: Facts) -> pd.DataFrame:
    """评价为中、差的项目，次年预算却没有减少，也没有说明理由。

    可能是刚性支出、按合同付款、次年任务增加，或者先整改后安排。请在结果应用的说明里写明。
    """
    given, goals, applications = (facts.tables[name] for name in ("evaluations", "goals", "applications"))
    poor = given[given["grade"].isin(_POOR)]
    amounts = goals.drop_duplicates(PROJECT_OF_YEAR)[[*PROJECT_OF_YEAR, "total_amount"]]
    now = beside(poor, amounts, PROJECT_OF_YEAR, ["total_amount"])["total_amount"]
    later = amounts.assign(fiscal_year=amounts["fiscal_year"] - 1)
    then = beside(poor, later, PROJECT_OF_YEAR, ["total_amount"])["total_amount"]
    silent = applications[blank(applications["note"])]
    explained = known(poor, applications[~blank(applications["note"])], EVALUATION_OF_YEAR)
    kept = beside(poor, silent, EVALUATION_OF_YEAR, ["base_amount", "approved_amount"])
    budget = (then >= now).fillna(False).astype(bool)
    applied = (kept["approved_amount"] >= kept["base_amount"]).fillna(False).astype(bool)
    wrong = (budget | applied) & ~explained & blank(poor["remark"])
    before = shown(now).where(budget, shown(kept["base_amount"]))[wrong]
    after = shown(then).where(budget, shown(kept["approved_amount"]))[wrong]
    found = poor[wrong]
    said = (
        "评价等级为「"
        + found["grade"]
        + "」，预算由 "
        + before
        + " 万元到次年 "
        + after
        + " 万元，没有减少，一般应低于 "
    )
    return hits(
        found,
        value=after,
        expected="低于" + before,
        message=said + before + " 万元或说明理由。",
        hint="请在「绩效结果应用」的说明中写明不核减的理由。",
    )
