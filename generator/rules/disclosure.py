"""Disclosure: days against deadlines, and how much of what was planned was reported on."""

from __future__ import annotations

import pandas as pd

from generator.rules.examples import goal, rows, self_evaluation
from generator.rules.joining import PROJECT, known
from generator.rules.registry import Context, hits, rule

_FOLDER = ["division", "fiscal_year", "department"]


@rule(
    "R24",
    title="公开时限",
    severity="flag",
    table="deadlines",
    fields=("due_date",),
    formula="公开日期 ≤ 公开期限",
    source="依据《中华人民共和国预算法》（批准、批复后二十日，自然日）和《中华人民共和国政府信息公开条例》（二十个工作日）",
    good=rows(
        deadlines={"division": "990001", "fiscal_year": "2023", "document": "D2", "due_date": "2023-02-28"},
        documents={"kind": "D2", "title": "2023年项目绩效目标", "published": "2023-02-20"},
    ),
    bad=rows(
        deadlines={"division": "990001", "fiscal_year": "2023", "document": "D2", "due_date": "2023-02-28"},
        documents={"kind": "D2", "title": "2023年项目绩效目标", "published": "2023-07-03"},
    ),
)
def in_time(context: Context) -> pd.DataFrame:
    """部门预算和决算连同绩效目标、自评，应在批复后20日内公开（自然日）；制度文件应在形成后20个工作日内公开。两种期限不可混用。

    每个文种的最后一天由财政部门算好、写在公开期限表里并注明依据。迟了的如实显示，不影响发布。
    """
    given = context.tables["deadlines"]
    published = [
        (package.division, package.fiscal_year, package.publisher or package.department, one.kind, one.published)
        for package in context.packages
        for one in package.documents
    ]
    late = pd.DataFrame(published, columns=["division", "fiscal_year", "publisher", "document", "published"])
    late = late.astype({"division": "str", "document": "str", "published": "str", "fiscal_year": "Int64"})
    first = late.sort_values("published").drop_duplicates(["division", "fiscal_year", "publisher", "document"])
    due = given[["division", "fiscal_year", "document", "due_date"]].assign(_label=given.index)
    joined = due.merge(first, on=["division", "fiscal_year", "document"], how="inner").set_index("_label")
    joined = joined[(joined["published"] > joined["due_date"]).fillna(False).astype(bool)]
    days = (pd.to_datetime(joined["published"]) - pd.to_datetime(joined["due_date"])).dt.days.astype("str")
    said = joined["publisher"] + "的 " + joined["document"] + " 于 " + joined["published"] + " 公开"
    return hits(
        given.loc[joined.index],
        value=joined["published"],
        expected="不迟于" + joined["due_date"],
        message=said + "，应不迟于 " + joined["due_date"] + "，迟了 " + days + " 日。",
        hint="请核对公开日期和期限；确实迟了的照登即可。",
    )


@rule(
    "F14",
    title="有目标而没有公开自评",
    severity="flag",
    table="goals",
    fields=("project_code",),
    formula="部门已公开自评的年度，每个有绩效目标的项目都应有自评",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）关于单位自评全覆盖的要求",
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(
        goals=(goal(), goal(project_code="990001230010002", project_name="学前教育补助")),
        self_evaluations=self_evaluation(),
    ),
)
def not_evaluated(context: Context) -> pd.DataFrame:
    """部门当年的自评已经公开，这个有绩效目标的项目却没有自评。

    年中取消、预算调减为零、依法不公开的可以没有自评，请在目标备注里说明。
    """
    given, own = context.tables["goals"], context.tables["self_evaluations"]
    withheld = {
        (package.division, package.fiscal_year, package.department, one.project_code)
        for package in context.packages
        for one in package.withheld
        if one.project_code
    }
    missing = given[known(given, own, _FOLDER) & ~known(given, own, PROJECT) & given["remark"].isna()]
    missing = missing.dropna(subset=["project_code"])
    keys = zip(*(missing[name] for name in PROJECT), strict=True)
    found = missing[pd.Series([key not in withheld for key in keys], index=missing.index, dtype="bool")]
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="该项目的自评",
        message="项目编码 " + code + " 有绩效目标，本部门已公开的自评里没有它，应有该项目的自评。",
        hint="请补充公开自评；取消或不公开的，请在备注说明。",
    )
