"""Spot checks of self-evaluations: how many, when, and what they came to."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import YEAR, beside
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.self_evaluation_checks import batches
from generator.facts.wording import blank
from generator.rules.date_order import after
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import checked, rows, self_evaluation
from generator.rules.looking import SELF_EVALUATION, filled, positive
from generator.rules.registry import hits, rule
from generator.rules.sources import OURS


@rule(
    "R20b",
    title="自评抽查比例（记录）",
    severity="warning",
    table="self_evaluation_checks",
    fields=("population",),
    looks_at=(
        filled("population", "project_code"),
        positive("population"),
    ),
    formula="抽查的项目数 ÷ 抽查总体 ≥ 10%（按本地口径）",
    thresholds=("spot_check_minimum",),
    source="本项目约定，比例参照有关地方的做法",
    good=rows(self_evaluation_checks=(checked(1), checked(2), checked(3))),
    bad=rows(self_evaluation_checks=(checked(1), checked(2))),
)
def checked_share(facts: Facts) -> pd.DataFrame:
    """抽查复核的项目数除以公布的总体，应当不低于本地规定的比例。

    同一批抽查各行的总体和总体范围应当相同；不同的总体分别计算。请补充抽查记录，或核对总体。
    """
    drawn = facts.of(batches)
    least = facts.profile(drawn, "spot_check_minimum")
    found = drawn[drawn["share"] < least - 1e-9]
    share, bound = fixed(found["share"]) + "%", briefly(least[found.index]) + "%"
    parts = found["checked"].astype("str") + "÷" + found["population"].astype("str")
    return hits(
        found,
        value=share,
        expected="不低于" + bound,
        message="抽查 " + parts + " = " + share + "，应不低于 " + bound + "。",
        hint="请补充抽查记录，或核对「抽查总体」。",
    )


@rule(
    "F07b",
    title="自评与抽查复核差距大",
    severity="flag",
    table="self_evaluation_checks",
    fields=("checked_score",),
    looks_at=(filled("self_score", "checked_score"),),
    formula="自评得分 − 复核得分 ≥ 10（按本地口径）",
    thresholds=("evaluation_gap",),
    source=OURS,
    good=rows(self_evaluation_checks=checked(1, population="5")),
    bad=rows(self_evaluation_checks=checked(1, population="5", checked_score="82")),
)
def checked_lower(facts: Facts) -> pd.DataFrame:
    """财政部门抽查复核的得分，比单位自评低得多。

    可能是佐证材料当时没有备齐，也可能打分宽松。请看抽查发现的问题和处理情况。
    """
    given = facts.tables["self_evaluation_checks"]
    gap = units(given["self_score"]) - units(given["checked_score"])
    wide = gap >= facts.profile(given, "evaluation_gap") - 1e-9
    found, gap = given[wide], briefly(gap[wide])
    own, score = shown(found["self_score"]), shown(found["checked_score"])
    return hits(
        found,
        value=score,
        expected="与自评 " + own + " 分相近",
        message="自评 "
        + own
        + " 分，抽查复核 "
        + score
        + " 分，相差 "
        + gap
        + " 分，一般应与自评 "
        + own
        + " 分相近。",
        hint="请对照抽查发现的问题核对自评打分，并公开处理情况。",
    )


@rule(
    "C12e",
    title="抽查日期",
    severity="warning",
    table="self_evaluation_checks",
    fields=("checked_date",),
    looks_at=(filled("checked_date"),),
    formula="抽查日期晚于被评价的年度，且不早于同一项目的监控日期",
    source=OURS,
    good=rows(self_evaluation_checks=checked(1, population="5")),
    bad=rows(self_evaluation_checks=checked(1, population="5", checked_date="2023-10-20")),
)
def check_dates(facts: Facts) -> pd.DataFrame:
    """自评在年度结束以后做，抽查自评更在其后。请核对抽查日期。"""
    given = facts.tables["self_evaluation_checks"].dropna(subset=["checked_date"])
    first = (given["fiscal_year"] + 1).astype("str") + "-01-01"
    early = given["checked_date"] < first
    return after(given[early], "checked_date", "抽查日期", first[early], "年度终了之日")


@rule(
    "C12p",
    title="抽查日期在检查之后",
    severity="warning",
    table="self_evaluation_checks",
    fields=("checked_date",),
    looks_at=(filled("checked_date"),),
    formula="抽查日期 ≤ 检查之日",
    source=OURS,
    good=rows(self_evaluation_checks=checked(1, population="5")),
    bad=rows(self_evaluation_checks=checked(1, population="5", checked_date=AHEAD)),
)
def checked_ahead(facts: Facts) -> pd.DataFrame:
    """抽查日期是完成抽查的那一天，抽查完才有复核得分。请核对是否写错年份。"""
    return ahead(facts, "self_evaluation_checks", checked_date="抽查日期")


@rule(
    "C19",
    title="抽查的自评得分",
    severity="warning",
    table="self_evaluation_checks",
    fields=("self_score",),
    looks_at=(filled("self_score"),),
    needs=(SELF_EVALUATION,),
    formula="抽查记录的自评得分 = 自评表的总得分",
    thresholds=("score_tolerance",),
    source=OURS,
    good=rows(self_evaluations=self_evaluation(), self_evaluation_checks=checked(1, self_score="98", population="5")),
    bad=rows(self_evaluations=self_evaluation(), self_evaluation_checks=checked(1, self_score="97", population="5")),
)
def checked_score(facts: Facts) -> pd.DataFrame:
    """抽查记录里的自评得分，应当就是公开的自评总得分。请核对；自评后来改过的，请在备注说明。"""
    given = facts.tables["self_evaluation_checks"]
    key = [*YEAR, "project_code"]
    total = beside(given, facts.tables["self_evaluations"], key, ["total_score"])["total_score"]
    tolerance = facts.tolerance(given, "score_tolerance")
    wrong = ((given["self_score"] - total).abs() > tolerance).fillna(False).astype(bool) & blank(given["remark"])
    stated, due = shown(given["self_score"][wrong]), shown(total[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="自评得分写的是 " + stated + " 分，公开的自评总得分是 " + due + " 分。",
        hint="请核对自评得分；自评改过的，请在备注说明。",
    )
