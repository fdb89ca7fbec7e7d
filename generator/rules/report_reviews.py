"""Reviews of evaluation reports: grades, days, names."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.grades import graded
from generator.facts.joining import EVALUATION_OF_YEAR, YEAR, beside
from generator.facts.numbers import shown
from generator.rules.date_order import after
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import evaluation, institution, review, rows
from generator.rules.looking import filled, stands_in
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS


def _bases(facts: Facts) -> pd.Series:
    """The day that the reviewed evaluation looks back from."""
    given = facts.tables["report_reviews"]
    return beside(given, facts.tables["evaluations"], EVALUATION_OF_YEAR, ["base_date"])["base_date"]


def _based(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(_bases).notna()


@rule(
    "R12e",
    title="报告等级",
    severity="warning",
    table="report_reviews",
    fields=("report_grade",),
    looks_at=(filled("report_grade"),),
    needs=(Need("没有公布评审得分", filled("review_score")),),
    formula="报告等级与评审得分相称：优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=OURS,
    good=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告", review_score="85")),
    bad=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告", review_score="92")),
)
def report_grade(facts: Facts) -> pd.DataFrame:
    """报告评审的等级说的是第三方报告写得好不好，不是项目绩效的等级；它应当与评审得分相称。

    各地评审另有分档办法的，请写进口径文件。
    """
    given = facts.tables["report_reviews"]
    earned = graded(facts, given, "review_score")
    wrong = given["report_grade"].notna() & earned.notna() & (given["report_grade"] != earned)
    found, due = given[wrong], earned[wrong]
    said = "报告等级写的是「" + found["report_grade"] + "」，按评审得分 " + shown(found["review_score"])
    return hits(
        found,
        value=found["report_grade"],
        expected=due,
        message=said + " 分应为「" + due + "」。",
        hint="请核对评审得分与等级。",
    )


@rule(
    "F15c",
    title="评审报告重复",
    severity="flag",
    table="report_reviews",
    fields=("report_title",),
    looks_at=(filled("report_title"),),
    formula="同一年度同类报告的名称不重复",
    source=OURS,
    good=rows(report_reviews=(review("r1", "校舍维修改造绩效评价报告"), review("r2", "学前教育补助绩效评价报告"))),
    bad=rows(report_reviews=(review("r1", "校舍维修改造绩效评价报告"), review("r2", "校舍维修改造绩效评价报告"))),
)
def repeated_reports(facts: Facts) -> pd.DataFrame:
    """同一份报告列了两次，份数就多算了一份。也可能确是两份（如分年度），请在名称里区分。"""
    given = facts.tables["report_reviews"]
    key = [*YEAR, "report_kind", "report_title"]
    again = given[given["report_title"].notna() & given.duplicated(key)]
    name = again["report_title"]
    return hits(
        again,
        value=name,
        expected="不重复",
        message="「" + name + "」在同一年度已经出现过，应不重复。",
        hint="请删去重复的一条；确是两份报告的，请在名称里区分。",
    )


@rule(
    "C12l",
    title="报告评审日期",
    severity="warning",
    table="report_reviews",
    fields=("reviewed_date",),
    looks_at=(filled("evaluation_code", "reviewed_date"),),
    needs=(Need("没有公开被评审的评价，或它没有评价基准日", _based),),
    formula="评审日期不早于被评审评价的基准日",
    source=OURS,
    good=rows(
        evaluations=evaluation(base_date="2023-12-31"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", evaluation_code="990001-2023-f01"),
    ),
    bad=rows(
        evaluations=evaluation(base_date="2024-12-31"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", evaluation_code="990001-2023-f01"),
    ),
)
def review_dates(facts: Facts) -> pd.DataFrame:
    """报告评审在评价基准日之后：基准日还没到，报告就写不出来。请核对两个日期。"""
    given, base = facts.tables["report_reviews"], facts.of(_bases)
    early = (given["reviewed_date"] < base).fillna(False).astype(bool)
    return after(given[early], "reviewed_date", "评审日期", base[early], "评价基准日")


@rule(
    "C12t",
    title="评审日期在检查之后",
    severity="warning",
    table="report_reviews",
    fields=("reviewed_date",),
    looks_at=(filled("reviewed_date"),),
    formula="评审日期 ≤ 检查之日",
    source=OURS,
    good=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告")),
    bad=rows(report_reviews=review("r1", "校舍维修改造绩效评价报告", reviewed_date=AHEAD)),
)
def reviewed_ahead(facts: Facts) -> pd.DataFrame:
    """评审日期是作出评审结论的那一天，有了结论才登记。请核对是否写错年份。"""
    return ahead(facts, "report_reviews", reviewed_date="评审日期")


@rule(
    "C26",
    title="第三方机构名称",
    severity="warning",
    table="report_reviews",
    fields=("institution_name",),
    looks_at=(filled("institution_code", "institution_name"),),
    needs=(Need("机构名录里没有这个机构编码", stands_in("third_parties", "division", "institution_code")),),
    formula="机构名称与第三方机构表中该机构编码的名称相同",
    source=OURS,
    good=rows(
        third_parties=institution(),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", institution_code="j01"),
    ),
    bad=rows(
        third_parties=institution(name="样例咨询有限公司（虚构）"),
        report_reviews=review("r1", "校舍维修改造绩效评价报告", institution_code="j01"),
    ),
)
def institution_name(facts: Facts) -> pd.DataFrame:
    """评审记录写的机构名称应当和机构名录一致，读者才找得到它还做过哪些报告。请核对名称和机构编码。"""
    given, listed = facts.tables["report_reviews"], facts.tables["third_parties"]
    name = beside(given, listed, ["division", "institution_code"], ["name"])["name"]
    wrong = name.notna() & given["institution_name"].notna() & (name != given["institution_name"])
    found, due = given[wrong], name[wrong]
    return hits(
        found,
        value=found["institution_name"],
        expected=due,
        message="机构名称写的是「" + found["institution_name"] + "」，机构名录里这个编码是「" + due + "」。",
        hint="请核对机构名称和机构编码。",
    )
