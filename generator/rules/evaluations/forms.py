"""The form of an evaluation: whom and what it is about, by whom, and when."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import FOLDER, beside, known, listed_parts, project_codes
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import evaluation, evaluation_indicator, goal, institution, monitored, rows
from generator.rules.looking import DEPARTMENTS, PROJECTS, among, either, filled, some_filled, stands_in
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS
from generator.rules.unknown_codes import unknown_project, unregistered
from generator.rules.wording import LEFTOVERS, leftovers


def _finding(**others: str) -> dict[str, str]:
    row = {"evaluation_code": "990001-2023-f01", "finding_no": "1", "problem": "1所学校推迟竣工。"}
    return row | {"recommendation": "提前一个学期完成设计和招标。"} | others


@rule(
    "F15",
    title="评价重复或等级矛盾",
    severity="flag",
    table="evaluations",
    fields=("subject_name",),
    looks_at=(either(filled("subject_name"), filled("conclusion", "grade")),),
    formula="同一年度同类评价的对象名称不重复；综合结论里写的等级与等级一栏相同",
    source=OURS,
    good=rows(evaluations=evaluation(conclusion="综合评价得86.40分，评价等级为“良”。")),
    bad=(
        *rows(evaluations=(evaluation(), evaluation(evaluation_code="990001-2023-f02"))),
        *rows(evaluations=evaluation(conclusion="综合评价得86.40分，评价等级为“优”。")),
    ),
)
def contradictions(facts: Facts) -> pd.DataFrame:
    """同一个项目的评价列了两次，或者结论文字写的等级与等级一栏不同。

    可能确实是两次评价（如分期评价），请在名称里区分；等级不同的可能只是笔误，请以报告为准。
    """
    given = facts.tables["evaluations"]
    key = ["division", "fiscal_year", "evaluation_kind", "subject_department", "subject_name"]
    again = given[given["subject_name"].notna() & given.duplicated(key)]
    name = again["subject_name"]
    twice = hits(
        again,
        value=name,
        expected="不重复",
        message="「" + name + "」在同一年度的同类评价里已经出现过，应不重复。",
        hint="请删去重复的一条；确是两次评价的，请在名称里区分。",
    )
    said = given["conclusion"].str.extract(r"等[级次][为：:是]?\s*[“”「『\"]?(优|良|中|差)", expand=False).astype("str")
    differs = said.notna() & given["grade"].notna() & (said != given["grade"])
    found, said = given[differs], said[differs]
    grades = hits(
        found,
        value=found["grade"],
        expected=said,
        message="等级填的是「" + found["grade"] + "」，综合结论里写的是「" + said + "」。",
        hint="请以评价报告为准，改正其中一处。",
        field="grade",
    )
    return pd.concat([twice, grades])


def _projects(facts: Facts) -> pd.DataFrame:
    """The published projects of bureaus: division, fiscal year, ``subject_department``, ``subject_name``, the code."""
    names = [*FOLDER, "project_name", "project_code"]
    rows = pd.concat([facts.tables[one][names] for one in ("goals", "self_evaluations")], ignore_index=True)
    return rows.rename(columns={"department": "subject_department", "project_name": "subject_name"})


def _with_projects(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    return known(rows, _projects(facts), _OF_BUREAU)


_OF_BUREAU = ["division", "fiscal_year", "subject_department"]


@rule(
    "C02",
    title="项目评价须有项目编码",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    looks_at=(among("subject_type", "项目"),),
    needs=(Need("被评价部门同年没有公开项目，无从对上", _with_projects),),
    formula="评价对象类型为“项目”、被评价部门同年公开了项目的，填写项目编码",
    source=OURS,
    good=(
        *rows(goals=goal(), evaluations=evaluation(subject_type="部门整体", project_code="")),
        *rows(goals=goal(), evaluations=evaluation()),
        *rows(evaluations=evaluation(project_code="")),
    ),
    bad=(
        *rows(goals=goal(), evaluations=evaluation(project_code="")),
        *rows(goals=goal(), evaluations=evaluation(project_code="", subject_name="农村公路养护")),
    ),
)
def evaluation_has_code(facts: Facts) -> pd.DataFrame:
    """评价一个项目的，要写它的项目编码，才能和目标、自评、预算接成一条链；部门整体评价留空。

    被评价部门同年没有公开项目的，没有什么可接，留空即可；公开了而没有同名的，只作提醒。
    """
    given, projects = facts.tables["evaluations"], facts.of(_projects)
    asked = (given["subject_type"] == "项目") & given["project_code"].isna() & known(given, projects, _OF_BUREAU)
    found = given[asked.astype(bool)]
    same = [*_OF_BUREAU, "subject_name"]
    code = beside(found, projects.dropna(subset=same).drop_duplicates(same), same, ["project_code"])["project_code"]
    none = code.isna()
    known_ones, others = found[~none], found[none]
    return pd.concat(
        [
            hits(
                known_ones,
                value="",
                expected=code[~none],
                message="评价对象是项目，却没有填写项目编码；同年公开的同名项目是 " + code[~none] + "。",
                hint="请填写这个编码；评价的是部门整体的，请把评价对象类型改为“部门整体”。",
            ),
            hits(
                others,
                value="",
                expected="项目编码",
                message="评价对象是项目，却没有填写项目编码；被评价部门同年公开的项目里也没有同名的。",
                hint="请填写绩效目标表中的项目编码；项目没有公开目标的，照登即可。",
                severity="warning",
            ),
        ]
    )


@rule(
    "C03",
    title="评价的项目编码查无此项",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(PROJECTS,),
    formula="评价的项目编码应在本区划同年的绩效目标或自评中",
    source=OURS,
    good=rows(goals=goal(), evaluations=evaluation()),
    bad=(
        *rows(goals=goal(), evaluations=evaluation(project_code="990001230010009")),
        *rows(goals=goal(fiscal_year="2022"), evaluations=evaluation()),
    ),
)
def evaluated_project(facts: Facts) -> pd.DataFrame:
    """评价的项目要能在同一区划同一年度的目标或自评里找到，否则页面接不上，多半是编码写错。

    只在别的年度出现、或被评价部门当年还没有公开的，只作提醒；全区划都没有公开项目的不检查。
    """
    given = facts.tables["evaluations"]
    given = given[known(given, facts.of(project_codes), ["division"])]
    return unknown_project(facts, given, given["subject_department"])


@rule(
    "C12b",
    title="评价日期先后",
    severity="warning",
    table="evaluations",
    fields=("report_date",),
    looks_at=(either(filled("base_date", "report_date"), filled("report_date", "published_date")),),
    formula="评价基准日 ≤ 报告日期 ≤ 公开日期",
    source=OURS,
    good=rows(evaluations=evaluation(base_date="2023-12-31", report_date="2024-06-20", published_date="2024-08-30")),
    bad=rows(evaluations=evaluation(base_date="2024-12-31", report_date="2024-06-20")),
)
def evaluation_dates(facts: Facts) -> pd.DataFrame:
    """评价报告应当在评价基准日之后写成，在写成之后公开。请核对三个日期。"""
    given = facts.tables["evaluations"]
    found = []
    for name, title, before, earlier in (
        ("report_date", "报告日期", "base_date", "评价基准日"),
        ("published_date", "公开日期", "report_date", "报告日期"),
    ):
        wrong = given[(given[name] < given[before]).fillna(False).astype(bool)]
        found.append(
            hits(
                wrong,
                value=wrong[name],
                expected="不早于" + wrong[before],
                message=f"{title}写的是 " + wrong[name] + f"，早于{earlier} " + wrong[before] + "。",
                hint="请核对日期。",
                field=name,
            )
        )
    return pd.concat(found)


@rule(
    "C12q",
    title="评价日期在检查之后",
    severity="warning",
    table="evaluations",
    fields=(
        "base_date",
        "report_date",
        "published_date",
    ),
    looks_at=(some_filled("base_date", "report_date", "published_date"),),
    formula="评价基准日、报告日期、公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(evaluations=evaluation(base_date="2023-12-31", report_date="2024-06-20", published_date="2024-07-20")),
    bad=(
        *rows(evaluations=evaluation(base_date=AHEAD)),
        *rows(evaluations=evaluation(base_date="2023-12-31", report_date=AHEAD)),
        *rows(evaluations=evaluation(base_date="2023-12-31", report_date="2024-06-20", published_date=AHEAD)),
    ),
)
def evaluated_ahead(facts: Facts) -> pd.DataFrame:
    """评价基准日到了才能评价，报告写成才有报告日期。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "evaluations", base_date="评价基准日", report_date="报告日期", published_date="公开日期")


@rule(
    "C14",
    title="被评价部门没有登记",
    severity="error",
    table="evaluations",
    fields=("subject_department",),
    looks_at=(filled("subject_department"),),
    needs=(DEPARTMENTS,),
    formula="被评价部门代码应在预算部门表中",
    source=OURS,
    good=rows(departments={"division": "990001", "department": "edu", "name": "某区教育局"}, evaluations=evaluation()),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "某区教育局"},
        evaluations=evaluation(subject_department="jyj"),
    ),
)
def registered_department(facts: Facts) -> pd.DataFrame:
    """被评价部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return unregistered(facts, "evaluations")


@rule(
    "C21e",
    title="评价资金的单位",
    severity="warning",
    table="evaluations",
    fields=("evaluated_amount",),
    looks_at=(has_amount("evaluations"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), evaluations=evaluation(evaluated_amount="318.5")),
    bad=rows(goals=goal(), monitorings=monitored(), evaluations=evaluation(evaluated_amount="3185000")),
)
def evaluated_unit(facts: Facts) -> pd.DataFrame:
    """评价资金以万元为单位。与这个项目的目标、自评的金额相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "evaluations")


@rule(
    "C26b",
    title="第三方机构没有登记",
    severity="flag",
    table="evaluations",
    fields=("evaluator",),
    looks_at=(
        among("organisation_mode", "委托第三方"),
        filled("evaluator"),
    ),
    needs=(Need("本区划没有公开第三方机构名录", stands_in("third_parties", "division")),),
    formula="委托第三方的评价，评价机构应在第三方机构表中",
    source=OURS,
    good=rows(third_parties=institution(), evaluations=evaluation()),
    bad=rows(third_parties=institution(name="样例咨询有限公司（虚构）"), evaluations=evaluation()),
)
def listed_institution(facts: Facts) -> pd.DataFrame:
    """委托第三方做的评价，机构应当在公开的机构名录里，名称一字不差。

    可能是名录没有更新，或者名称写了简称；几家机构合作的用分号隔开。本区划没有公开名录的不检查。
    """
    given, listed = facts.tables["evaluations"], facts.tables["third_parties"]
    given = given[(given["organisation_mode"] == "委托第三方") & known(given, listed, ["division"])]
    own = listed_parts(given["evaluator"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    missing = own[~known(own, listed.rename(columns={"name": "part"}), ["division", "part"])]
    first = missing.drop_duplicates("label").set_index("label")["part"]
    return hits(
        given.loc[first.index],
        value=first,
        expected="机构名录中的名称",
        message="评价机构「" + first + "」不在本区划的第三方机构名录里，应为机构名录中的名称。",
        hint="请补登机构，或改正名称。",
    )


_TEXTS = {
    "conclusion": "综合结论",
    "remark": "备注",
}


@rule(
    "F11g",
    title="评价结论的模板残留",
    severity="flag",
    table="evaluations",
    fields=("conclusion",),
    looks_at=(some_filled(*_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(evaluations=evaluation()),
    bad=rows(evaluations=evaluation(conclusion="项目总体执行情况较好（500字以内）")),
)
def leftover_conclusions(facts: Facts) -> pd.DataFrame:
    """评价的结论里有像是没有改掉的模板文字，可能只是漏改了一处。请照报告写；报告如此的照登即可。"""
    return leftovers(facts.tables["evaluations"], _TEXTS)


_INDICATOR_TEXTS = {
    "level2": "二级指标",
    "level3": "三级指标",
    "explanation": "指标解释",
    "standard": "评价要点",
    "deduction_reason": "扣分原因",
}


@rule(
    "F11h",
    title="评价指标的模板残留",
    severity="flag",
    table="evaluation_indicators",
    fields=("level3",),
    looks_at=(some_filled(*_INDICATOR_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(evaluation_indicators=evaluation_indicator(1, "产出", "60", "54")),
    bad=rows(evaluation_indicators=evaluation_indicator(1, "产出", "60", "54") | {"deduction_reason": "请填写"}),
)
def leftover_criteria(facts: Facts) -> pd.DataFrame:
    """评价指标表里有像是没有改掉的模板文字，可能只是漏改了一处。请照报告写；报告如此的照登即可。"""
    return leftovers(facts.tables["evaluation_indicators"], _INDICATOR_TEXTS)


_FINDING_TEXTS = {
    "problem": "主要问题",
    "recommendation": "有关建议",
}


@rule(
    "F11i",
    title="评价问题的模板残留",
    severity="flag",
    table="evaluation_findings",
    fields=("problem",),
    looks_at=(some_filled(*_FINDING_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(evaluation_findings=_finding()),
    bad=rows(evaluation_findings=_finding(recommendation="待完善")),
)
def leftover_problems(facts: Facts) -> pd.DataFrame:
    """评价发现的问题和建议里有像是没有改掉的模板文字，可能只是漏改了一处。请照报告写；报告如此的照登即可。"""
    return leftovers(facts.tables["evaluation_findings"], _FINDING_TEXTS)
