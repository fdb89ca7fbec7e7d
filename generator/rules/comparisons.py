"""What a reviewer would compare: scores among themselves, with independent ones, between documents and years."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.grades import graded
from generator.facts.joining import PROJECT, beside, totals
from generator.facts.numbers import brief, briefly, fixed, shown, units
from generator.facts.wording import blank
from generator.rules.examples import CODE, evaluation, fund, goal, goal_indicator, rows, self_evaluation
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_FOLDER = ["division", "fiscal_year", "department"]
_PLACE = ["division", "fiscal_year", "project_code"]
_RANKS = {"优": 4, "良": 3, "中": 2, "差": 1}


def _batch(*scores: int) -> tuple[dict[str, str], ...]:
    return tuple(
        self_evaluation(project_code=f"{CODE[:-2]}{number:02d}", total_score=str(score))
        for number, score in enumerate(scores, 1)
    )


@rule(
    "F01",
    title="自评得分普遍很高",
    severity="flag",
    table="self_evaluations",
    fields=("total_score",),
    formula="同一部门同一年度（10个项目以上）：95%以上的项目 ≥ 90分；或平均分 ≥ 95 且标准差 < 3（按本地口径）",
    thresholds=("high_score", "uniform_projects", "uniform_share", "uniform_mean", "uniform_deviation"),
    source=_OURS,
    good=rows(self_evaluations=_batch(98, 96, 95, 93, 91, 90, 88, 85, 82, 76)),
    bad=rows(self_evaluations=_batch(99, 98, 98, 97, 97, 96, 96, 95, 95, 94)),
)
def inflated(facts: Facts) -> pd.DataFrame:
    """一个部门几乎所有项目都在90分以上，分数就分不出好坏。

    可能确实完成得好，也可能目标定得低、打分宽松。可以和财政重点评价的得分、目标完成的具体数量对照着看。
    """
    given = facts.tables["self_evaluations"]
    scores = given[_FOLDER].assign(score=units(given["total_score"])).dropna()
    scores["high"] = scores["score"] >= facts.profile(scores, "high_score")
    grouped = scores.groupby(_FOLDER, sort=False)
    figures = grouped["score"].agg(["size", "mean", "std"]).assign(high=grouped["high"].sum()).reset_index()
    names = ("uniform_projects", "uniform_share", "uniform_mean", "uniform_deviation")
    fewest, share, mean, spread = (facts.profile(figures, name) for name in names)
    many = figures["size"] >= fewest
    even = (figures["mean"] >= mean) & (figures["std"] < spread)
    inflated_ones = (figures["high"] * 100 >= figures["size"] * share) | even
    first = given.drop_duplicates(_FOLDER)
    joined = beside(first, figures[many & inflated_ones], _FOLDER, ["size", "mean", "std", "high"]).dropna()
    count, high = (joined[name].astype("int64").astype("str") for name in ("size", "high"))
    mean, line = fixed(joined["mean"]), briefly(facts.profile(first.loc[joined.index], "high_score"))
    return hits(
        first.loc[joined.index],
        value=mean,
        expected="有高有低",
        message="本部门自评 " + count + " 个项目，" + high + " 个在 " + line + " 分以上，平均 " + mean + " 分，标准差 "
        + fixed(joined["std"]) + "；一般应有高有低。",
        hint="请抽查打分依据；目标偏低的，下一年度提高指标值。",
    )  # fmt: skip


@rule(
    "F05",
    title="缺成本或满意度指标",
    severity="flag",
    table="goals",
    fields=("project_name",),
    formula="项目的三级指标中没有成本指标，或没有满意度指标，或效益指标全是定性",
    source="本项目约定，参照《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）",
    good=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标"),
            goal_indicator(2, "效益指标", "社会效益指标"),
            goal_indicator(3, "满意度指标", "服务对象满意度"),
        ),
    ),
    bad=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "数量指标"),
            goal_indicator(2, "效益指标", "社会效益指标", operator="定性", target_value="明显改善", unit=""),
        ),
    ),
)
def missing_indicators(facts: Facts) -> pd.DataFrame:
    """没有成本指标，就不知道花得值不值；没有满意度指标，就不知道受益的人怎么看；效益全是定性，就很难核对。

    内部管理、涉密等项目可能本来就不便设满意度，一次性采购的成本也可能已由合同锁定。其余请补设。
    """
    goals, given = facts.tables["goals"], facts.tables["goal_indicators"]
    names = given["level1"].fillna("") + given["level2"].fillna("")
    benefit = given["level1"].fillna("").str.contains("效益")
    marks = given[PROJECT].assign(
        cost=names.str.contains("成本"),
        satisfaction=names.str.contains("满意"),
        benefit=benefit,
        measured=benefit & (given["operator"] != "定性"),
    )
    columns = ["cost", "satisfaction", "benefit", "measured"]
    joined = beside(goals, marks.groupby(PROJECT, sort=False)[columns].any().reset_index(), PROJECT, columns)
    there = joined["cost"].notna()
    lack = pd.Series("", index=goals.index, dtype="str")
    for name, title in (("cost", "没有成本指标"), ("satisfaction", "没有满意度指标")):
        lack = lack.mask(there & joined[name].eq(False), lack + "、" + title)
    vague = there & joined["benefit"].eq(True) & joined["measured"].eq(False)
    lack = lack.mask(vague, lack + "、效益指标全是定性").str.removeprefix("、")
    found, lack = goals[lack != ""], lack[lack != ""]
    return hits(
        found,
        value=lack,
        expected="补设指标",
        message="绩效指标" + lack + "，宜补设指标。",
        hint="请补设可以量化的成本、效益和满意度指标；不适用的在备注说明。",
    )


@rule(
    "F07",
    title="自评与独立评价差距大",
    severity="flag",
    table="evaluations",
    fields=("score",),
    formula="自评得分 − 评价得分 ≥ 10（按本地口径），或自评高一个等级以上",
    thresholds=("evaluation_gap",),
    source=_OURS,
    good=rows(self_evaluations=self_evaluation(total_score="88"), evaluations=evaluation()),
    bad=(
        *rows(self_evaluations=self_evaluation(total_score="98"), evaluations=evaluation()),
        *rows(self_evaluations=self_evaluation(total_score="91"), evaluations=evaluation()),
    ),
)
def self_against_independent(facts: Facts) -> pd.DataFrame:
    """同一个项目，单位自评和部门、财政评价差得多。

    两者的指标体系不同，分数本来就可能不一样；差距大的，值得看评价报告里的扣分原因和自评的打分依据。
    """
    given, own = facts.tables["evaluations"], facts.tables["self_evaluations"]
    projects = given.dropna(subset=["project_code", "grade", "evaluation_kind"])
    own = own.assign(earned=graded(facts, own, "total_score"))
    joined = beside(projects, own, _PLACE, ["total_score", "earned", "grade"])
    gap = units(joined["total_score"]) - units(projects["score"])
    mine = joined["grade"].where(joined["grade"].notna(), joined["earned"])
    ranks = mine.map(_RANKS).astype("float64") - projects["grade"].map(_RANKS).astype("float64")
    wide = (gap >= facts.profile(projects, "evaluation_gap") - 1e-9) | ((ranks >= 1) & (gap > 0))
    found, mine, joined, gap = projects[wide], mine[wide], joined[wide], gap[wide]
    score, other = shown(found["score"]), shown(joined["total_score"])
    said = (
        "单位自评 "
        + other
        + " 分（"
        + mine
        + "），"
        + found["evaluation_kind"]
        + " "
        + score
        + " 分（"
        + found["grade"]
        + "）"
    )
    return hits(
        found,
        value=score,
        expected="与自评 " + other + " 分相近",
        message=said + "，相差 " + briefly(gap) + " 分，差距较大。",
        hint="请对照评价报告的扣分原因核对自评打分。",
    )


@rule(
    "F12",
    title="目标与自评的预算数不一",
    severity="flag",
    table="self_evaluations",
    fields=("project_name",),
    formula="自评的年初预算数（年度资金总额）= 绩效目标的资金总额",
    thresholds=("amount_tolerance",),
    source=_OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    bad=rows(
        goals=goal(total_amount="280"),
        self_evaluations=self_evaluation(),
        self_evaluation_funds=fund(),
    ),
)
def same_budget(facts: Facts) -> pd.DataFrame:
    """自评表的年初预算数，应当就是随预算公开的目标表上的资金总额。

    口径不同（如一处含上年结转）会造成差异；请核对，或在偏差说明写明。
    """
    given = facts.tables["self_evaluations"]
    initial = beside(given, totals(facts), PROJECT, ["initial_budget"])["initial_budget"]
    goal_amount = beside(given, facts.tables["goals"], PROJECT, ["total_amount"])["total_amount"]
    tolerance = (facts.profile(given, "amount_tolerance") * MICRO).round().astype("int64")
    wrong = ((initial - goal_amount).abs() > tolerance).fillna(False).astype(bool) & blank(given["deviation_note"])
    # Thousands of times as much is a question of units (C21).
    ratio = units(initial) / units(goal_amount).where(lambda amount: amount > 0)
    wrong &= ~((ratio > 1000) | (ratio < 0.001))
    stated, expected = shown(initial[wrong]), shown(goal_amount[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message="年初预算数写的是 " + stated + " 万元，公开的绩效目标资金总额为 " + expected + " 万元。",
        hint="请核对两处金额；口径不同的，请在「偏差说明」写明。",
    )


@rule(
    "F13b",
    title="项目预算跳变",
    severity="flag",
    table="goals",
    fields=("total_amount",),
    formula="（本年资金总额 − 上年资金总额）÷ 上年资金总额 > 200%（按本地口径），且备注没有说明",
    thresholds=("yoy_jump",),
    source=_OURS,
    good=rows(goals=(goal(fiscal_year="2022", total_amount="300"), goal())),
    bad=rows(goals=(goal(fiscal_year="2022", total_amount="80"), goal())),
)
def budget_jump(facts: Facts) -> pd.DataFrame:
    """同一编码的项目，资金一年之间增加到三倍以上，而备注没有说明。

    可能是新的建设阶段、上级追加，也可能编码用错了项目。
    """
    given = facts.tables["goals"]
    amounts = given.drop_duplicates(_PLACE)[[*_PLACE, "total_amount"]]
    last = amounts.assign(fiscal_year=amounts["fiscal_year"] + 1)
    before = beside(given, last, _PLACE, ["total_amount"])["total_amount"]
    then, now = units(before), units(given["total_amount"])
    growth = (now - then) / then.where(then > 0) * 100
    limit = facts.profile(given, "yoy_jump")
    # Thousands of times as much is a question of units (C21).
    wrong = (growth > limit + 1e-9) & (now < then * 1000) & blank(given["remark"])
    stated, old = shown(given["total_amount"][wrong]), shown(before[wrong])
    bound = limit[wrong].map(brief).astype("str")
    return hits(
        given[wrong],
        value=stated,
        expected="增幅不超过" + bound + "%",
        message="资金总额由上年 "
        + old
        + " 万元变为 "
        + stated
        + " 万元，增 "
        + fixed(growth[wrong])
        + "%，超过 "
        + bound
        + "%。",
        hint="请在备注说明增加的原因，或核对项目编码。",
    )


@rule(
    "F15",
    title="评价重复或等级矛盾",
    severity="flag",
    table="evaluations",
    fields=("subject_name",),
    formula="同一年度同类评价的对象名称不重复；综合结论里写的等级与等级一栏相同",
    source=_OURS,
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


@rule(
    "F15b",
    title="项目重复",
    severity="flag",
    table="goals",
    fields=("project_name",),
    formula="同一部门同一年度，名称和实施单位都相同的项目只有一个",
    source=_OURS,
    good=rows(goals=(goal(), goal(project_code="990001230010002", agency_name="示例区第一中学"))),
    bad=rows(goals=(goal(), goal(project_code="990001230010002"))),
)
def repeated_projects(facts: Facts) -> pd.DataFrame:
    """两个编码不同的项目，名称和实施单位都一样，读者分不清是不是重复列报。

    可能是分批下达的，请在名称里写明批次；重复的请删去。
    """
    key = [*_FOLDER, "project_name", "agency_name"]
    given = facts.tables["goals"].dropna(subset=[*key, "project_code"])
    first = given.drop_duplicates(key).rename(columns={"project_code": "first_code"})
    again = given[given.duplicated(key)]
    other = beside(again, first, key, ["first_code"])["first_code"]
    name = again["project_name"]
    return hits(
        again,
        value=name,
        expected="不重复",
        message="「" + name + "」与编码 " + other + " 的项目名称、实施单位都相同，应不重复。",
        hint="请核对是否重复列报；分批下达的，请在名称里写明批次。",
    )
