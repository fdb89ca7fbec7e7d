"""What followed from an evaluation: for poor results, a decision and less money."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import POOR
from generator.facts.evaluations import poor_evaluations
from generator.facts.numbers import shown
from generator.rules.examples import application, evaluation, goal, rows
from generator.rules.looking import among, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import METHOD_ON_USE


@rule(
    "R26",
    title="评价为中、差而没有结果应用",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    looks_at=(among("grade", *POOR),),
    formula="评价等级为中或差的，应有结果应用的记录",
    source=METHOD_ON_USE,
    good=rows(evaluations=evaluation(score="70", grade="中"), applications=application()),
    bad=rows(evaluations=evaluation(score="70", grade="中")),
)
def poor_without_consequence(facts: Facts) -> pd.DataFrame:
    """评价结果要和预算安排挂钩：中、差的应当完善政策、改进管理或核减预算，不整改的暂缓安排。

    可能决定已经作出、只是还没有公开；请补充结果应用，或在评价备注里说明进展。
    """
    poor = facts.of(poor_evaluations)
    found = poor[~poor["applied"]]
    grade = found["grade"]
    return hits(
        found,
        value=grade,
        expected="结果应用的记录",
        message="评价得 " + shown(found["score"]) + " 分，等级为「" + grade + "」，还没有公开结果应用的记录。",
        hint="请在「绩效结果应用」表补充决定；尚未决定的，请在备注说明进展。",
        plain="评价为" + grade + "，没有看到结果怎样用",
    )


@rule(
    "F09",
    title="该减未减",
    severity="flag",
    table="evaluations",
    fields=("grade",),
    looks_at=(among("grade", *POOR),),
    needs=(Need("还没有公开下一年度的预算，也没有公布应用后的预算数", worked_out(poor_evaluations, "now", "then")),),
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
    poor = facts.of(poor_evaluations)
    found = poor[poor["uncut"] & ~poor["explained"]]
    before, after = shown(found["now"]), shown(found["then"])
    # A consequence may be of a year later: by the year after the project's, the budget may well have fallen.
    year = found["then_year"].fillna(found["fiscal_year"] + 1).astype("str")
    later = found["then_year"] > found["fiscal_year"] + 1
    of_year = ("到 " + year + " 年度的 ").where(later.fillna(False), "到次年 ")
    said = "评价等级为「" + found["grade"] + "」，预算由 " + before + " 万元" + of_year + after
    budget = (year + " 年度预算").where(later.fillna(False), "预算")
    kept = pd.Series("一分没减", index=found.index, dtype="str").where(found["then"] <= found["now"], "反而增加")
    return hits(
        found,
        value=after,
        expected="低于" + before,
        message=said + " 万元，没有减少，一般应低于 " + before + " 万元或说明理由。",
        hint="请在「绩效结果应用」的说明中写明不核减的理由。",
        plain="评价为" + found["grade"] + "，" + budget + kept,
    )
