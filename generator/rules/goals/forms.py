"""The form of a goal: its days, its weights, its words, and what becomes of it in later years."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.goals import evaluation_cycles, indicator_weights
from generator.facts.joining import FOLDER, PROJECT, beside, known
from generator.facts.numbers import shown
from generator.facts.scores import FULL
from generator.facts.wording import seen_alike
from generator.rules.examples import evaluation, goal, goal_indicator, rows, self_evaluation
from generator.rules.looking import filled, some_filled, stands_in, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import METHOD, OURS, OURS_AFTER_FORM
from generator.rules.wording import LEFTOVERS, leftovers, other_money


def _weighted(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(indicator_weights)["some"].eq(True)


def _fully_weighted(facts: Facts, _: pd.DataFrame) -> pd.Series:
    return facts.of(indicator_weights)["all"].eq(True)


@rule(
    "R03e",
    title="目标分值合计",
    severity="warning",
    table="goals",
    fields=("project_name",),
    looks_at=(_weighted,),
    needs=(Need("有的指标没有写权重", _fully_weighted),),
    formula="Σ三级指标权重 = 100 − 预算执行率分值（一般为90）",
    thresholds=("execution_weight",),
    source=OURS_AFTER_FORM,
    good=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="30"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
    bad=rows(
        goals=goal(),
        goal_indicators=(
            goal_indicator(1, "产出指标", "成本指标", weight="50"),
            goal_indicator(2, "效益指标", "社会效益指标", weight="20"),
            goal_indicator(3, "满意度指标", "服务对象满意度", weight="10"),
        ),
    ),
)
def goal_weights(facts: Facts) -> pd.DataFrame:
    """目标表写了权重的，各指标权重合计应当正好留出预算执行率的分值；全部没有写权重的不检查。

    现在配好，年末自评就不必再改分值。请调整权重，或请财政部门核对本地口径。
    """
    goals, joined = facts.tables["goals"], facts.of(indicator_weights)
    due = (FULL - facts.profile(goals, "execution_weight") * MICRO).round().astype("int64")
    wrong = _fully_weighted(facts, goals) & (joined["weight"] != due).fillna(False).astype(bool)
    stated, expected = shown(joined["weight"][wrong]), shown(due[wrong])
    return hits(
        goals[wrong],
        value=stated,
        expected=expected,
        message="各指标权重合计 " + stated + " 分，应为 " + expected + " 分（另留预算执行率的分值）。",
        hint="请核对「绩效目标指标」各行权重。",
    )


@rule(
    "R25",
    title="部门评价周期",
    severity="flag",
    table="goals",
    fields=("project_code",),
    looks_at=(worked_out(evaluation_cycles),),
    formula="部门评价以五年为周期，应覆盖部门的重点项目",
    thresholds=("evaluation_cycle",),
    source=METHOD,
    good=rows(
        goals=tuple(goal(fiscal_year=str(year)) for year in range(2019, 2024)),
        evaluations=evaluation(fiscal_year="2021", evaluation_kind="部门评价"),
    ),
    bad=rows(goals=tuple(goal(fiscal_year=str(year)) for year in range(2019, 2024))),
)
def evaluation_cycle(facts: Facts) -> pd.DataFrame:
    """一个部门连续五年公开了绩效目标，却没有公开过一次部门评价。

    可能评价过而没有公开。请补充公开部门评价结果，或安排评价计划。
    """
    cycles = facts.of(evaluation_cycles)
    found = cycles[~cycles["evaluated"]]
    years, since = found["cycle"].astype("str"), (found["fiscal_year"] - found["cycle"] + 1).astype("str")
    said = "本部门 " + since + " 年以来连续公开绩效目标，没有公开过部门评价，"
    return hits(
        found,
        value="",
        expected="至少一次部门评价",
        message=said + years + " 年内应有至少一次部门评价。",
        hint="请补充公开部门评价结果。",
    )


@rule(
    "F05",
    title="缺成本或满意度指标",
    severity="flag",
    table="goals",
    fields=("project_name",),
    needs=(Need("没有公开绩效指标", stands_in("goal_indicators", *PROJECT)),),
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


_TEXTS = {
    "project_name": "项目名称",
    "agency_functions": "单位职能",
    "project_overview": "项目概况",
    "basis": "立项依据",
    "necessity": "必要性",
    "feasibility": "可行性",
    "implementation": "实施内容",
    "schedule": "进度计划",
    "term_goal": "实施期目标",
    "annual_goal": "年度目标",
    "remark": "备注",
}


@rule(
    "F11b",
    title="目标的空话与模板残留",
    severity="flag",
    table="goals",
    fields=("annual_goal",),
    looks_at=(some_filled(*_TEXTS),),
    formula=LEFTOVERS,
    source=OURS,
    good=rows(goals=goal()),
    bad=(
        *rows(goals=goal(annual_goal="完成XX所学校校舍维修改造。")),
        *rows(goals=goal(project_overview="对校舍维修改造（150字内）")),
    ),
)
def leftover_goals(facts: Facts) -> pd.DataFrame:
    """绩效目标里有像是没有改掉的模板文字，可能只是漏改了一处。请写具体的数量和效果。"""
    return leftovers(facts.tables["goals"], _TEXTS)


@rule(
    "F21b",
    title="目标文字里的金额",
    severity="flag",
    table="goals",
    fields=("annual_goal",),
    looks_at=(some_filled("annual_goal", "project_overview", "implementation"),),
    formula="文字里写明的年度预算、资金总额和相加的数（万元、亿元、元），与各表中这个项目的一个金额相同（按所写位数）；累计、历年、总投资的不看",
    source=OURS,
    good=(
        *rows(goals=goal(annual_goal="年度预算320万元，维修12所学校。")),
        *rows(goals=goal(annual_goal="三年累计年度预算900万元，本年维修12所学校。")),
    ),
    bad=rows(goals=goal(total_amount="90", annual_goal="硬化12所学校道路，资金30+30+29.99万元。")),
)
def money_in_goals(facts: Facts) -> pd.DataFrame:
    """目标的文字里写着一个金额，各张表里却没有这个数，可能是单位写错、加错，也可能说的是其中一部分。"""
    titles = {"annual_goal": "年度目标", "project_overview": "项目概况", "implementation": "实施内容"}
    return other_money(facts, "goals", titles)


@rule(
    "F14",
    title="有目标而没有公开自评",
    severity="flag",
    table="goals",
    fields=("project_code",),
    looks_at=(filled("project_code"),),
    needs=(Need("本部门当年还没有公开自评", stands_in("self_evaluations", *FOLDER)),),
    formula="部门已公开自评的年度，每个有绩效目标的项目都应有自评",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）关于单位自评全覆盖的要求",
    good=rows(goals=goal(), self_evaluations=self_evaluation()),
    bad=rows(
        goals=(goal(), goal(project_code="990001230010002", project_name="学前教育补助")),
        self_evaluations=self_evaluation(),
    ),
)
def not_evaluated(facts: Facts) -> pd.DataFrame:
    """部门当年的自评已经公开，这个有绩效目标的项目却没有自评。

    年中取消、预算调减为零、依法不公开的可以没有自评，请在目标备注里说明。
    """
    given, own = facts.tables["goals"], facts.tables["self_evaluations"]
    withheld = {
        (package.division, package.fiscal_year, package.department, one.project_code)
        for package in facts.packages
        for one in package.withheld
        if one.project_code
    }
    missing = given[known(given, own, FOLDER) & ~known(given, own, PROJECT) & given["remark"].isna()]
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
        plain="有目标，没有公开自评",
    )


@rule(
    "F15b",
    title="项目重复",
    severity="flag",
    table="goals",
    fields=("project_name",),
    looks_at=(filled("project_name", "agency_name", "project_code"),),
    formula="同一部门同一年度，名称和实施单位都相同（空格、全角半角不计）的项目只有一个",
    source=OURS,
    good=rows(goals=(goal(), goal(project_code="990001230010002", agency_name="某区第一中学"))),
    bad=(
        *rows(goals=(goal(), goal(project_code="990001230010002"))),
        *rows(
            goals=(
                goal(project_name="校舍维修（一期）"),
                goal(project_code="990001230010002", project_name="校舍 维修(一期)"),
            )
        ),
    ),
)
def repeated_projects(facts: Facts) -> pd.DataFrame:
    """两个编码不同的项目，名称和实施单位都一样，读者分不清是不是重复列报。

    可能是分批下达的，请在名称里写明批次；重复的请删去。
    """
    given = facts.tables["goals"].dropna(subset=[*FOLDER, "project_name", "agency_name", "project_code"])
    given = given.assign(name=seen_alike(given["project_name"]), agency=seen_alike(given["agency_name"]))
    key = [*FOLDER, "name", "agency"]
    first = given.drop_duplicates(key).rename(columns={"project_code": "first_code", "project_name": "first_name"})
    again = given[given.duplicated(key)]
    other = beside(again, first, key, ["first_code", "first_name"])
    name = again["project_name"]
    same = " 的项目名称、实施单位都相同，应不重复。"
    nearly = " 的项目「" + other["first_name"] + "」只差空格、全角半角的写法，实施单位也相同，应不重复。"
    return hits(
        again,
        value=name,
        expected="不重复",
        message="「" + name + "」与编码 " + other["first_code"] + nearly.where(name != other["first_name"], same),
        hint="请核对是否重复列报；分批下达的，请在名称里写明批次。",
    )


@rule(
    "C12",
    title="项目起止日期",
    severity="error",
    table="goals",
    fields=("end_date",),
    looks_at=(filled("start_date", "end_date"),),
    formula="结束日期 ≥ 开始日期",
    source=OURS,
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
