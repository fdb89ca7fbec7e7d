"""What must agree within a form and between forms: names, targets, days, numbering."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.indicators import measured
from generator.facts.joining import PROJECT, beside, known
from generator.facts.wording import blank
from generator.rules.examples import (
    application,
    evaluation,
    fund,
    goal,
    goal_indicator,
    indicator,
    indicators,
    rows,
    self_evaluation,
)
from generator.rules.registry import hits, rule
from generator.rules.shared import changed_targets

_OURS = "本项目约定"


@rule(
    "C05",
    title="应用年度",
    severity="error",
    table="applications",
    fields=("applied_fiscal_year",),
    formula="应用年度 > 被评价资金的年度",
    source=_OURS,
    good=rows(applications=application(evaluation_code="", basis="绩效自评", applied_fiscal_year="2024")),
    bad=rows(applications=application(evaluation_code="", basis="绩效自评", applied_fiscal_year="2023")),
)
def applied_later(facts: Facts) -> pd.DataFrame:
    """结果应用影响的是以后年度的预算，应用年度应当晚于被评价资金的年度（文件夹的年度）。

    当年运行监控后调减当年预算的，依据填“绩效监控”，应用年度可以等于当年。
    """
    given = facts.tables["applications"]
    current = given["basis"] == "绩效监控"
    first = given["fiscal_year"].astype("Int64") + (~current).astype("Int64")
    early = (given["applied_fiscal_year"] < first).fillna(False).astype(bool)
    found, first = given[early], first[early].astype("str")
    year = found["applied_fiscal_year"].astype("str")
    return hits(
        found,
        value=year,
        expected=first + "及以后",
        message="应用年度写的是 " + year + "，被评价的是 " + found["fiscal_year"].astype("str") + " 年的资金，应为 "
        + first + " 年及以后。",
        hint="请核对应用年度，或核对数据是否放错了年度文件夹。",
    )  # fmt: skip


@rule(
    "C06",
    title="自评表不完整",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    formula="每个自评项目都应有项目资金和绩效指标",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附项目支出绩效自评表",
    good=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="50", 效益指标="30", 满意度指标="10"),
    ),
    bad=rows(
        self_evaluations=(
            self_evaluation(total_score="99.5"),
            self_evaluation(project_code="990001230010002", project_name="学前教育补助"),
        ),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=indicators(产出指标="50", 效益指标="30", 满意度指标="10"),
    ),
)
def complete_form(facts: Facts) -> pd.DataFrame:
    """自评表由项目资金、年度总体目标和绩效指标三部分组成，缺一部分就看不出钱花得怎么样。请补齐缺的部分。

    全区划都没有公开某一部分的，不逐项提醒。
    """
    given = facts.tables["self_evaluations"]
    missing = pd.Series("", index=given.index, dtype="str")
    for table, title in (("self_evaluation_funds", "项目资金"), ("self_evaluation_indicators", "绩效指标")):
        part = facts.tables[table]
        there = known(given, part, PROJECT) | ~known(given, part, ["division"])
        missing = missing.where(there, missing + "、" + title)
    missing = missing.str.removeprefix("、")
    found, what = given[missing != ""], missing[missing != ""]
    return hits(
        found,
        value="",
        expected=what,
        message="自评表缺少" + what + "。",
        hint="请在对应的表里补上这个项目的行。",
    )


@rule(
    "C07",
    title="项目名称前后不一",
    severity="warning",
    table="self_evaluations",
    fields=("project_name",),
    formula="同一年度同一编码，自评与绩效目标的项目名称相同",
    source=_OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(goals=goal(), self_evaluations=self_evaluation(project_name="学校维修")),
)
def same_name(facts: Facts) -> pd.DataFrame:
    """同一个项目在目标和自评里用了两个名字，读者会当成两个项目。请统一；确实更名的在备注说明。"""
    given = facts.tables["self_evaluations"]
    name = beside(given, facts.tables["goals"], PROJECT, ["project_name"])["project_name"]
    differs = name.notna() & given["project_name"].notna() & (name.str.strip() != given["project_name"].str.strip())
    found, name = given[differs & blank(given["remark"])], name[differs & blank(given["remark"])]
    return hits(
        found,
        value=found["project_name"],
        expected=name,
        message="项目名称写的是「" + found["project_name"] + "」，绩效目标里是「" + name + "」。",
        hint="请统一名称；确实更名的，请在备注说明。",
    )


@rule(
    "C08",
    title="指标值与批复的目标不一致",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("target_value",),
    formula="同一项目同名三级指标，自评的年度指标值 = 绩效目标的指标值",
    source=_OURS,
    good=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标"), self_evaluation_indicators=indicator(1, "产出指标")
    ),
    bad=rows(
        goal_indicators=goal_indicator(1, "产出指标", "数量指标", target_value="15"),
        self_evaluation_indicators=indicator(1, "产出指标"),
    ),
)
def same_target(facts: Facts) -> pd.DataFrame:
    """自评时的指标值应当就是年初批复的指标值。悄悄改低指标值，完成率就失去意义。

    年中按程序调整过目标的，请在偏差原因或备注写明；写法不同而数值相同（如 95% 与 95）不算不一致。
    """
    return changed_targets(facts, "self_evaluation_indicators")


@rule(
    "C09",
    title="指标方向自相矛盾",
    severity="warning",
    table="self_evaluation_indicators",
    fields=("operator",),
    formula="指标值文字里的“不少于、不超过”等与指标方向一致",
    source=_OURS,
    good=rows(self_evaluation_indicators=indicator(1, "产出指标", target_value="不少于12所")),
    bad=rows(
        self_evaluation_indicators=indicator(
            1, "产出指标", target_value="不超过12所", actual_value="12所", operator="≥"
        )
    ),
)
def same_direction(facts: Facts) -> pd.DataFrame:
    """指标值的文字写着“不超过”，指标方向却填“≥”，得分就会算反。请改正其中之一；指标值宜只写数值。"""
    frame = facts.of(measured)
    group = {"≥": "大", ">": "大", "≤": "小", "<": "小"}
    column, text = frame["operator"].map(group).astype("str"), frame["stated_operator"].map(group).astype("str")
    differs = column.notna() & text.notna() & (column != text)
    found = frame[differs]
    stated = found["stated_operator"]
    return hits(
        found,
        value=found["operator"],
        expected=stated,
        message="指标方向填的是「"
        + found["operator"]
        + "」，指标值「"
        + found["target_value"]
        + "」的意思是「"
        + stated
        + "」。",
        hint="请改正指标方向，指标值只写数值。",
    )


@rule(
    "C12",
    title="项目起止日期",
    severity="error",
    table="goals",
    fields=("end_date",),
    formula="结束日期 ≥ 开始日期",
    source=_OURS,
    good=rows(goals=goal(start_date="2023-01-01", end_date="2023-12-31")),
    bad=rows(goals=goal(start_date="2023-09-01", end_date="2023-06-30")),
)
def dates_in_order(facts: Facts) -> pd.DataFrame:
    """项目的结束日期不早于开始日期。请核对是否填反或年份写错。"""
    given = facts.tables["goals"]
    found = given[(given["end_date"] < given["start_date"]).fillna(False).astype(bool)]
    end, start = found["end_date"], found["start_date"]
    return hits(
        found,
        value=end,
        expected="不早于" + start,
        message="结束日期写的是 " + end + "，早于开始日期 " + start + "。",
        hint="请核对两个日期是否填反。",
    )


@rule(
    "C12b",
    title="评价日期先后",
    severity="warning",
    table="evaluations",
    fields=("report_date",),
    formula="评价基准日 ≤ 报告日期 ≤ 公开日期",
    source=_OURS,
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
    "C15",
    title="指标序号",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    formula="三级指标序号从1起连续",
    source=_OURS,
    good=rows(self_evaluation_indicators=(indicator(1, "产出指标"), indicator(2, "产出指标"))),
    bad=rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=(
            indicator(1, "产出指标", weight="50", score="50"),
            indicator(2, "效益指标", weight="30", score="30"),
            indicator(4, "满意度指标", weight="10", score="10"),
        ),
    ),
)
def numbered(facts: Facts) -> pd.DataFrame:
    """指标序号跳号，往往是漏了一行。请补上漏掉的指标，或重新编号。"""
    given, evaluations = facts.tables["self_evaluation_indicators"], facts.tables["self_evaluations"]
    grouped = given.groupby(PROJECT, sort=False)["indicator_no"].agg(["max", "nunique"]).reset_index()
    joined = beside(evaluations, grouped, PROJECT, ["max", "nunique"])
    wrong = (joined["max"] != joined["nunique"]).fillna(False).astype(bool)
    last, count = (joined[name][wrong].astype("Int64").astype("str") for name in ("max", "nunique"))
    return hits(
        evaluations[wrong],
        value=last,
        expected=count,
        message="最大的指标序号是 " + last + "，而指标只有 " + count + " 行，序号应连续编到 " + count + "。",
        hint="请看是否漏了一行指标，或重新编号。",
    )
