"""What must agree between tables: codes that exist, names and targets that stay the same, days in order."""

from __future__ import annotations

import numpy as np
import pandas as pd

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
from generator.rules.indicators import measured
from generator.rules.joining import PROJECT, beside, known
from generator.rules.registry import Context, hits, rule
from generator.rules.targets import parse
from generator.rules.wording import blank

_OURS = "本项目约定"
_YEAR = ["division", "fiscal_year"]
_FOLDER = [*_YEAR, "department"]
_PLACE = [*_YEAR, "project_code"]
_EVERYWHERE = ["division", "project_code"]


def _codes(context: Context) -> pd.DataFrame:
    """Every project code published as a goal or a self-evaluation."""
    tables = context.tables
    return pd.concat([tables["goals"][PROJECT], tables["self_evaluations"][PROJECT]], ignore_index=True)


@rule(
    "C01",
    title="自评没有对应的绩效目标",
    severity="warning",
    table="self_evaluations",
    fields=("project_code",),
    formula="自评的项目编码应在同一部门同一年度的绩效目标中",
    source=_OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(goals=goal(), self_evaluations=(self_evaluation(), self_evaluation(project_code="990001230010002"))),
)
def without_goal(context: Context) -> pd.DataFrame:
    """有自评而没有公开过同年的绩效目标，读者无从比较。

    年中追加、转移支付下达的项目可能确实没有随预算公开目标，所以只作提醒；编码写错的请改正，有目标的请补充公开。
    """
    given, goals = context.tables["self_evaluations"], context.tables["goals"]
    found = given[~known(given, goals, PROJECT) & known(given, goals, _FOLDER)].dropna(subset=["project_code"])
    code = found["project_code"]
    return hits(
        found,
        value=code,
        expected="同年绩效目标中的编码",
        message="项目编码 " + code + " 不在本部门同年的绩效目标里，应为同年绩效目标中的编码。",
        hint="请核对编码；年中追加等没有公开目标的，请在备注说明。",
    )


@rule(
    "C02",
    title="项目评价须有项目编码",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    formula="评价对象类型为“项目”时，项目编码必填",
    source=_OURS,
    good=rows(evaluations=evaluation(subject_type="部门整体", project_code="")),
    bad=rows(evaluations=evaluation(project_code="")),
)
def evaluation_has_code(context: Context) -> pd.DataFrame:
    """评价一个项目的，要写它的项目编码，才能和目标、自评、预算接成一条链；部门整体评价留空。"""
    given = context.tables["evaluations"]
    found = given[(given["subject_type"] == "项目") & given["project_code"].isna()]
    return hits(
        found,
        value="",
        expected="项目编码",
        message="评价对象是项目，却没有填写项目编码。",
        hint="请填写绩效目标表中的项目编码；评价的是一项政策或部门整体的，请改评价对象类型。",
    )


def _stranger(context: Context, given: pd.DataFrame, owner: pd.Series) -> pd.DataFrame:
    """Rows whose project code stands nowhere in that division-year: errors, or warnings where they may be right."""
    codes = context.shared(_codes)
    given = given.assign(owner=owner)
    given = given[given["project_code"].notna() & ~known(given, codes, _PLACE)]
    folders = codes[_FOLDER].rename(columns={"department": "owner"})
    other_year = known(given, codes, _EVERYWHERE)
    unpublished = ~known(given, folders, [*_YEAR, "owner"])
    code = given["project_code"]
    why = pd.Series("本区划同年的绩效目标和自评里都没有", index=given.index, dtype="str")
    why = why.mask(unpublished, "被评价部门同年还没有公开绩效目标和自评，无从核对")
    why = why.mask(other_year, "只在其他年度的绩效目标或自评里有")
    return hits(
        given,
        value=code,
        expected="已公开的项目编码",
        message="项目编码 " + code + "：" + why + "，应为已公开的项目编码。",
        hint="请核对编码；跨年度或没有公开目标的项目，请在备注说明。",
        severity=pd.Series(np.where(unpublished | other_year, "warning", "error"), index=given.index, dtype="str"),
    )


@rule(
    "C03",
    title="评价的项目编码查无此项",
    severity="error",
    table="evaluations",
    fields=("project_code",),
    formula="评价的项目编码应在本区划同年的绩效目标或自评中",
    source=_OURS,
    good=rows(goals=goal(), evaluations=evaluation()),
    bad=(
        *rows(goals=goal(), evaluations=evaluation(project_code="990001230010009")),
        *rows(goals=goal(fiscal_year="2022"), evaluations=evaluation()),
    ),
)
def evaluated_project(context: Context) -> pd.DataFrame:
    """评价的项目要能在同一区划同一年度的目标或自评里找到，否则页面接不上，多半是编码写错。

    只在别的年度出现、或被评价部门当年还没有公开的，只作提醒；全区划都没有公开项目的不检查。
    """
    given = context.tables["evaluations"]
    given = given[known(given, context.shared(_codes), ["division"])]
    return _stranger(context, given, given["subject_department"])


@rule(
    "C04",
    title="结果应用的项目编码查无此项",
    severity="error",
    table="applications",
    fields=("project_code",),
    formula="结果应用的项目编码应在本区划同年的绩效目标或自评中",
    source=_OURS,
    good=rows(goals=goal(), applications=application(evaluation_code="", basis="绩效自评")),
    bad=rows(
        goals=goal(), applications=application(evaluation_code="", basis="绩效自评", project_code="990001230010009")
    ),
)
def applied_project(context: Context) -> pd.DataFrame:
    """结果应用写了项目编码的，要能在同一区划同一年度的目标或自评里找到；涉及政策或部门整体的留空。"""
    given = context.tables["applications"]
    given = given[known(given, context.shared(_codes), ["division"])]
    return _stranger(context, given, given["subject_department"])


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
def applied_later(context: Context) -> pd.DataFrame:
    """结果应用影响的是以后年度的预算，应用年度应当晚于被评价资金的年度（文件夹的年度）。

    当年运行监控后调减当年预算的，依据填“绩效监控”，应用年度可以等于当年。
    """
    given = context.tables["applications"]
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
def complete_form(context: Context) -> pd.DataFrame:
    """自评表由项目资金、年度总体目标和绩效指标三部分组成，缺一部分就看不出钱花得怎么样。请补齐缺的部分。

    全区划都没有公开某一部分的，不逐项提醒。
    """
    given = context.tables["self_evaluations"]
    missing = pd.Series("", index=given.index, dtype="str")
    for table, title in (("self_evaluation_funds", "项目资金"), ("self_evaluation_indicators", "绩效指标")):
        part = context.tables[table]
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
def same_name(context: Context) -> pd.DataFrame:
    """同一个项目在目标和自评里用了两个名字，读者会当成两个项目。请统一；确实更名的在备注说明。"""
    given = context.tables["self_evaluations"]
    name = beside(given, context.tables["goals"], PROJECT, ["project_name"])["project_name"]
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
def same_target(context: Context) -> pd.DataFrame:
    """自评时的指标值应当就是年初批复的指标值。悄悄改低指标值，完成率就失去意义。

    年中按程序调整过目标的，请在偏差原因或备注写明；写法不同而数值相同（如 95% 与 95）不算不一致。
    """
    given, goals = context.tables["self_evaluation_indicators"], context.tables["goal_indicators"]
    key = [*PROJECT, "level3"]
    approved = beside(given, goals.rename(columns={"target_value": "approved"}), key, ["approved"])["approved"]
    differs = approved.notna() & given["target_value"].notna() & (approved != given["target_value"])
    given, approved = (
        given[differs & blank(given["deviation_note"])],
        approved[differs & blank(given["deviation_note"])],
    )
    now, then = parse(given["target_value"]), parse(approved)
    same = (now["kind"] == "number") & (then["kind"] == "number") & ((now["number"] - then["number"]).abs() < 1e-9)
    same |= given["target_value"].str.strip() == approved.str.strip()
    found, approved = given[~same], approved[~same]
    return hits(
        found,
        value=found["target_value"],
        expected=approved,
        message="年度指标值写的是「" + found["target_value"] + "」，批复的绩效目标里是「" + approved + "」。",
        hint="请改回批复的指标值；按程序调整过的，请在偏差原因写明。",
    )


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
def same_direction(context: Context) -> pd.DataFrame:
    """指标值的文字写着“不超过”，指标方向却填“≥”，得分就会算反。请改正其中之一；指标值宜只写数值。"""
    frame = context.shared(measured)
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
def dates_in_order(context: Context) -> pd.DataFrame:
    """项目的结束日期不早于开始日期。请核对是否填反或年份写错。"""
    given = context.tables["goals"]
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
def evaluation_dates(context: Context) -> pd.DataFrame:
    """评价报告应当在评价基准日之后写成，在写成之后公开。请核对三个日期。"""
    given = context.tables["evaluations"]
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
    "C13",
    title="结果应用的评价编码查无此项",
    severity="error",
    table="applications",
    fields=("evaluation_code",),
    formula="结果应用的评价编码应在本区划同年的评价中",
    source=_OURS,
    good=rows(evaluations=evaluation(), applications=application()),
    bad=rows(evaluations=evaluation(), applications=application(evaluation_code="990001-2023-f99")),
)
def applied_evaluation(context: Context) -> pd.DataFrame:
    """结果应用写了评价编码的，要能在同一区划同一年度找到那次评价；全区划没有公开评价的不检查。"""
    given, evaluations = context.tables["applications"], context.tables["evaluations"]
    there = known(given, evaluations, [*_YEAR, "evaluation_code"])
    found = given[given["evaluation_code"].notna() & ~there & known(given, evaluations, _YEAR)]
    code = found["evaluation_code"]
    return hits(
        found,
        value=code,
        expected="同年的评价编码",
        message="评价编码 " + code + " 不在本区划同年的评价里，应为同年的评价编码。",
        hint="请核对评价编码；依据不是评价的，请留空。",
    )


@rule(
    "C14",
    title="被评价部门没有登记",
    severity="error",
    table="evaluations",
    fields=("subject_department",),
    formula="被评价部门代码应在预算部门表中",
    source=_OURS,
    good=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"}, evaluations=evaluation()
    ),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"},
        evaluations=evaluation(subject_department="jyj"),
    ),
)
def registered_department(context: Context) -> pd.DataFrame:
    """被评价部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return _unregistered(context, "evaluations")


@rule(
    "C14b",
    title="结果应用的部门没有登记",
    severity="error",
    table="applications",
    fields=("subject_department",),
    formula="被评价部门代码应在预算部门表中",
    source=_OURS,
    good=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"}, applications=application()
    ),
    bad=rows(
        departments={"division": "990001", "department": "edu", "name": "示例区教育局"},
        applications=application(subject_department="jyj"),
    ),
)
def registered_applicant(context: Context) -> pd.DataFrame:
    """结果应用所涉部门要用本站登记的部门代码，页面才能归到那个部门；本区划没有登记部门的不检查。"""
    return _unregistered(context, "applications")


def _unregistered(context: Context, table: str) -> pd.DataFrame:
    given, departments = context.tables[table], context.tables["departments"]
    listed = departments[["division", "department"]].rename(columns={"department": "subject_department"})
    there = known(given, listed, ["division", "subject_department"])
    found = given[given["subject_department"].notna() & ~there & known(given, listed, ["division"])]
    code = found["subject_department"]
    return hits(
        found,
        value=code,
        expected="已登记的部门代码",
        message="被评价部门代码 " + code + " 不在预算部门表里，应为已登记的部门代码。",
        hint="请核对部门代码，或请财政部门先在预算部门表登记。",
    )


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
def numbered(context: Context) -> pd.DataFrame:
    """指标序号跳号，往往是漏了一行。请补上漏掉的指标，或重新编号。"""
    given, evaluations = context.tables["self_evaluation_indicators"], context.tables["self_evaluations"]
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
