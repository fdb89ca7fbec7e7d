"""Afterwards: rectification, spot checks, reviews of reports, and who still owes what."""

from __future__ import annotations

import pandas as pd

from generator.core.numbers import MICRO
from generator.facts.basis import Facts
from generator.facts.joining import beside, known
from generator.facts.numbers import brief, fixed, shown
from generator.facts.wording import blank
from generator.rules.examples import NAME, checked, evaluation, goal, rectification, review, rows, self_evaluation
from generator.rules.registry import hits, rule
from generator.rules.shared import rates

_OURS = "本项目约定"
_YEAR = ["division", "fiscal_year"]
_FOLDER = [*_YEAR, "department"]
_DONE = ("已完成", "已销号")


@rule(
    "F08",
    title="整改超期未销号",
    severity="flag",
    table="rectifications",
    fields=("state",),
    formula="整改期限（有延期的按延期）已过，而状态不是已完成或已销号；或整改措施空泛",
    source="本项目约定",
    good=(
        *rows(rectifications=rectification()),
        *rows(rectifications=rectification(state="延期", extended_date="2025-06-30", closed_date="")),
    ),
    bad=(
        *rows(rectifications=rectification(state="整改中", closed_date="")),
        *rows(rectifications=rectification(measures="无")),
        *rows(rectifications=rectification(measures="")),
    ),
)
def overdue(facts: Facts) -> pd.DataFrame:
    """到了整改期限还没有完成，或者完成了却说不出做了什么。

    可能已经整改、只是台账没有更新；请更新状态和结果，确需延期的写明延期到哪天。
    """
    given = facts.tables["rectifications"]
    found = []
    if facts.today is not None:
        today = facts.today.isoformat()
        due = given["extended_date"].where(given["extended_date"].notna(), given["due_date"])
        late = (due < today).fillna(False).astype(bool) & given["state"].notna() & ~given["state"].isin(_DONE)
        open_ones, due = given[late], due[late]
        state = open_ones["state"]
        found.append(
            hits(
                open_ones,
                value=state,
                expected="已完成或已销号",
                message="整改期限 " + due + " 已过，状态还是「" + state + "」，应已完成或已销号。",
                hint="请更新整改状态与结果；确需延期的，填写「延期至」。",
            )
        )
    begun = given["state"].notna() & (given["state"] != "未开始")
    empty = given[blank(given["measures"]) & (given["measures"].notna() | begun)]
    written = empty["measures"].fillna("")
    said = ("整改措施写的是「" + written + "」").where(written != "", "没有写整改措施")
    found.append(
        hits(
            empty,
            value=written,
            expected="具体措施",
            message=said + "，应写具体措施。",
            hint="请写做什么、谁负责、何时完成。",
            field="measures",
        )
    )
    return pd.concat(found)


@rule(
    "F08b",
    title="整改超期完成",
    severity="flag",
    table="rectifications",
    fields=("closed_date",),
    formula="完成销号日期 ≤ 整改期限（有延期的按延期）",
    source=_OURS,
    good=rows(rectifications=rectification()),
    bad=rows(rectifications=rectification(closed_date="2024-11-20")),
)
def closed_late(facts: Facts) -> pd.DataFrame:
    """整改完成了，但过了期限。如实显示即可；当时准予延期的，请补填「延期至」。"""
    given = facts.tables["rectifications"]
    due = given["extended_date"].where(given["extended_date"].notna(), given["due_date"])
    late = (given["closed_date"] > due).fillna(False).astype(bool)
    found, due = given[late], due[late]
    days = (pd.to_datetime(found["closed_date"]) - pd.to_datetime(due)).dt.days.astype("str")
    return hits(
        found,
        value=found["closed_date"],
        expected="不晚于" + due,
        message="完成销号日期 " + found["closed_date"] + "，应不晚于 " + due + "，迟了 " + days + " 日。",
        hint="请核对日期；准予延期的，请填写「延期至」。",
    )


@rule(
    "C16",
    title="销号须有日期",
    severity="warning",
    table="rectifications",
    fields=("closed_date",),
    formula="状态为已完成、已销号的有完成销号日期，别的状态没有；完成销号日期不早于反馈日期；状态为延期的写明延期至",
    source=_OURS,
    good=rows(rectifications=rectification(issued_date="2024-07-01")),
    bad=(
        *rows(rectifications=rectification(closed_date="")),
        *rows(rectifications=rectification(state="整改中", due_date="2035-10-31")),
        *rows(rectifications=rectification(state="延期", due_date="2035-10-31", closed_date="")),
        *rows(rectifications=rectification(issued_date="2024-11-01", due_date="2024-12-15")),
    ),
)
def closing_date(facts: Facts) -> pd.DataFrame:
    """写了已完成或已销号的，要写是哪一天完成的，才能算按期整改的比例。请补填日期。"""
    given = facts.tables["rectifications"]
    undated = given[given["state"].isin(_DONE) & given["closed_date"].isna()]
    open_ones = given[given["closed_date"].notna() & given["state"].notna() & ~given["state"].isin(_DONE)]
    until = given[(given["state"] == "延期") & given["extended_date"].isna()]
    early = given[(given["closed_date"] < given["issued_date"]).fillna(False).astype(bool)]
    return pd.concat(
        [
            hits(
                undated,
                value="",
                expected="完成销号日期",
                message="状态是「" + undated["state"] + "」，没有填写完成销号日期。",
                hint="请补填「完成销号日期」。",
            ),
            hits(
                open_ones,
                value=open_ones["state"],
                expected="已完成或已销号",
                message="填了完成销号日期 "
                + open_ones["closed_date"]
                + "，状态却是「"
                + open_ones["state"]
                + "」，应为已完成或已销号。",
                hint="请更新状态，或删去日期。",
                field="state",
            ),
            hits(
                until,
                value="延期",
                expected="延期至",
                message="状态是「延期」，没有填写「延期至」哪一天。",
                hint="请补填「延期至」。",
                field="extended_date",
            ),
            hits(
                early,
                value=early["closed_date"],
                expected="不早于" + early["issued_date"],
                message="完成销号日期 " + early["closed_date"] + " 早于反馈日期 " + early["issued_date"] + "。",
                hint="请核对两个日期。",
            ),
        ]
    )


@rule(
    "R20b",
    title="自评抽查比例（记录）",
    severity="warning",
    table="self_evaluation_checks",
    fields=("population",),
    formula="抽查的项目数 ÷ 抽查总体 ≥ 10%（按本地口径）",
    thresholds=("spot_check_minimum",),
    source="本项目约定，比例参照有关地方的做法",
    good=rows(self_evaluation_checks=(checked(1), checked(2), checked(3))),
    bad=rows(self_evaluation_checks=(checked(1), checked(2))),
)
def checked_share(facts: Facts) -> pd.DataFrame:
    """抽查复核的项目数除以公布的总体，应当不低于本地规定的比例。

    同一年度各行的总体应当相同；不同总体分别计算。请补充抽查记录，或核对总体。
    """
    given = facts.tables["self_evaluation_checks"].dropna(subset=["population", "project_code"])
    groups = [*_FOLDER, "population"]
    first = given.drop_duplicates(groups)
    counts = given.groupby(groups, sort=False)["project_code"].nunique().rename("checked").reset_index()
    checked = beside(first, counts, groups, ["checked"])["checked"].astype("float64")
    population = first["population"].astype("float64")
    share = checked / population.where(population > 0) * 100
    least = facts.profile(first, "spot_check_minimum")
    low = share < least - 1e-9
    found, share, bound = first[low], fixed(share[low]) + "%", least[low].map(brief).astype("str") + "%"
    parts = checked[low].astype("int64").astype("str") + "÷" + found["population"].astype("str")
    return hits(
        found,
        value=share,
        expected="不低于" + bound,
        message="抽查 " + parts + " = " + share + "，应不低于 " + bound + "。",
        hint="请补充抽查记录，或核对「抽查总体」。",
    )


@rule(
    "C19",
    title="抽查的自评得分",
    severity="warning",
    table="self_evaluation_checks",
    fields=("self_score",),
    formula="抽查记录的自评得分 = 自评表的总得分",
    thresholds=("score_tolerance",),
    source=_OURS,
    good=rows(self_evaluations=self_evaluation(), self_evaluation_checks=checked(1, self_score="98", population="5")),
    bad=rows(self_evaluations=self_evaluation(), self_evaluation_checks=checked(1, self_score="97", population="5")),
)
def checked_score(facts: Facts) -> pd.DataFrame:
    """抽查记录里的自评得分，应当就是公开的自评总得分。请核对；自评后来改过的，请在备注说明。"""
    given = facts.tables["self_evaluation_checks"]
    key = [*_YEAR, "project_code"]
    total = beside(given, facts.tables["self_evaluations"], key, ["total_score"])["total_score"]
    tolerance = (facts.profile(given, "score_tolerance") * MICRO).round().astype("int64")
    wrong = ((given["self_score"] - total).abs() > tolerance).fillna(False).astype(bool) & blank(given["remark"])
    stated, due = shown(given["self_score"][wrong]), shown(total[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="自评得分写的是 " + stated + " 分，公开的自评总得分是 " + due + " 分。",
        hint="请核对自评得分；自评改过的，请在备注说明。",
    )


@rule(
    "R13d",
    title="成本分析压减率",
    severity="warning",
    table="cost_analyses",
    fields=("cut_rate",),
    formula="压减率 = 压减额 ÷ 基数 × 100%",
    thresholds=("rate_tolerance",),
    source=_OURS,
    good=rows(
        cost_analyses={
            "analysis_code": "c1", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "base_amount": "300", "cut_amount": "45", "cut_rate": "15",
        }
    ),
    bad=rows(
        cost_analyses={
            "analysis_code": "c1", "subject_type": "项目", "subject_name": NAME, "total_cost": "320",
            "base_amount": "300", "cut_amount": "45", "cut_rate": "18",
        }
    ),
)  # fmt: skip
def cost_cut_rate(facts: Facts) -> pd.DataFrame:
    """成本分析结果应用的压减率，等于压减额除以公布的基数。请核对三个数。"""
    return rates(
        facts,
        "cost_analyses",
        part="cut_amount",
        whole="base_amount",
        rate="cut_rate",
        names=("压减额", "基数"),
        hint="请核对「压减额」「基数」「压减率」。",
    )


@rule(
    "F15c",
    title="评审报告重复",
    severity="flag",
    table="report_reviews",
    fields=("report_title",),
    formula="同一年度同类报告的名称不重复",
    source=_OURS,
    good=rows(report_reviews=(review("r1", "校舍维修改造绩效评价报告"), review("r2", "学前教育补助绩效评价报告"))),
    bad=rows(report_reviews=(review("r1", "校舍维修改造绩效评价报告"), review("r2", "校舍维修改造绩效评价报告"))),
)
def repeated_reports(facts: Facts) -> pd.DataFrame:
    """同一份报告列了两次，份数就多算了一份。也可能确是两份（如分年度），请在名称里区分。"""
    given = facts.tables["report_reviews"]
    key = [*_YEAR, "report_kind", "report_title"]
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
    "R25",
    title="部门评价周期",
    severity="flag",
    table="goals",
    fields=("project_code",),
    formula="部门评价以五年为周期，应覆盖部门的重点项目",
    thresholds=("evaluation_cycle",),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
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
    goals, evaluations = facts.tables["goals"], facts.tables["evaluations"]
    first = goals.dropna(subset=["project_code"]).drop_duplicates(_FOLDER)
    owner = ["division", "fiscal_year", "department"]
    own = evaluations[evaluations["evaluation_kind"] == "部门评价"][[*_YEAR, "subject_department"]]
    own = own.rename(columns={"subject_department": "department"})
    whole = pd.Series(True, index=first.index)
    evaluated = pd.Series(False, index=first.index)
    cycle = facts.profile(first, "evaluation_cycle").astype("int64")
    for back in range(int(cycle.max()) if len(cycle) else 0):
        then, within = first.assign(fiscal_year=first["fiscal_year"] - back), cycle > back
        whole &= known(then, first, owner) | ~within
        evaluated |= known(then, own, owner) & within
    latest = first["fiscal_year"] == first.groupby(["division", "department"])["fiscal_year"].transform("max")
    found = first[whole & ~evaluated & latest]
    years, since = cycle[found.index].astype("str"), (found["fiscal_year"] - cycle[found.index] + 1).astype("str")
    said = "本部门 " + since + " 年以来连续公开绩效目标，没有公开过部门评价，"
    return hits(
        found,
        value="",
        expected="至少一次部门评价",
        message=said + years + " 年内应有至少一次部门评价。",
        hint="请补充公开部门评价结果。",
    )
