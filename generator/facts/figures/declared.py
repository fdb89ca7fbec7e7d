"""Where each relation is looked for: data over measure codes, so a statement of any place and year is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.core.words import BUDGETS, GRADE_CODES, GRADES, OTHER_GRADES
from generator.facts.figures.arithmetic import PartOf, Rate, Sum
from generator.facts.figures.scopes import (
    Coverage,
    Disclosed,
    Fewer,
    HighMean,
    Opposite,
    SpotCheck,
    YearsApart,
)
from generator.facts.figures.times import Deadline, Planned, Schedule
from generator.facts.figures.verdicts import Relation
from generator.facts.figures.years import Series, YearOnYear

# 优良 is told as one class where the two are not told apart.
_BETTER = "good_or_better"


def _graded(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{grade}_count" for grade in GRADES.values())


def _graded_otherwise(prefix: str) -> tuple[str, ...]:
    """Counts of other words for grades."""
    return tuple(f"{prefix}_{grade}_count" for grade in map(GRADE_CODES.__getitem__, OTHER_GRADES))


def _graded_in_classes(prefix: str) -> tuple[str, ...]:
    """Counts of all grades with 优良 as one class."""
    return (f"{prefix}_{_BETTER}_count", *_graded(prefix)[2:], *_graded_otherwise(prefix))


def _leading(prefix: str) -> tuple[str, ...]:
    """Counts of the grades that most have: a statement that gives none of them tells of the poor ones alone."""
    return _graded(prefix)[:2]


def _classes(prefix: str, name: str, whole: str, apart: tuple[str, ...] = ()) -> tuple[Relation, ...]:
    """What 优良 as one class must agree with: the total with the other grades, its two parts, and its share."""
    better = f"{prefix}_{_BETTER}"
    return (
        Sum(
            title=f"{name}等级（优良合为一档）合计",
            parts=_graded_in_classes(prefix),
            totals=((whole,),),
            apart=apart,
            leading=(f"{better}_count",),
        ),
        Sum(title=f"{name}优良合计", parts=_graded(prefix)[:2], totals=((f"{better}_count",),)),
        Rate(
            title=f"{name}优良占比",
            part=f"{better}_count",
            whole=whole,
            rate=f"{better}_rate",
            relation="R16b",
            terms="个数和总数",
        ),
    )


_STAGES = {"goal": "绩效目标", "self_evaluation": "绩效自评", "monitoring": "运行监控", "key_evaluation": "重点评价"}
_COVERAGES = {"goal": "目标覆盖率", "monitoring": "监控覆盖率", "self_evaluation": "自评覆盖率"}
_CUT = "压减额和基数"
_CALLED_OFF = ("project_cancelled_count", "project_postponed_count", "project_merged_count")

RELATIONS: tuple[Relation, ...] = (
    # Sums. Grades of reports (report_review_*) are not grades of projects (grade_*).
    Sum(
        title="评价报告评审等级合计",
        parts=_graded("report_review_evaluation"),
        leading=_leading("report_review_evaluation"),
        totals=(("report_review_evaluation_count",),),
    ),
    Sum(
        title="跟踪报告评审等级合计",
        parts=_graded("report_review_tracking"),
        leading=_leading("report_review_tracking"),
        totals=(("report_review_tracking_count",),),
    ),
    Sum(
        title="评审报告合计",
        parts=("report_review_evaluation_count", "report_review_tracking_count"),
        totals=(("report_review_count",),),
    ),
    Sum(
        title="重点评价实施方式合计",
        parts=("key_evaluation_third_party_count", "key_evaluation_own_count"),
        totals=(("key_evaluation_count",),),
    ),
    Sum(
        title="评价等级合计",
        parts=(*_graded("grade"), *_graded_otherwise("grade")),
        leading=(*_leading("grade"), "grade_pass_count"),
        totals=(("key_evaluation_count", "whole_department_key_evaluation_count"), ("key_evaluation_count",)),
    ),
    Sum(
        title="自评等级合计",
        parts=(*_graded("self_evaluation"), *_graded_otherwise("self_evaluation")),
        leading=(*_leading("self_evaluation"), "self_evaluation_pass_count"),
        totals=(("self_evaluation_count",),),
        apart=_CALLED_OFF,
    ),
    *_classes("grade", "评价", "key_evaluation_count"),
    *_classes("self_evaluation", "自评", "self_evaluation_count", _CALLED_OFF),
    *(
        Sum(
            title=f"{name}分预算{what}合计",
            parts=tuple(f"{stage}_{book}_{unit}" for book in BUDGETS.values()),
            totals=((f"{stage}_{unit}",),),
        )
        for stage, name in _STAGES.items()
        for unit, what in (("count", "个数"), ("amount", "金额"))
    ),
    # Parts
    PartOf(title="全过程跟踪项目", part="key_evaluation_tracking_count", whole="key_evaluation_count"),
    PartOf(title="财政重点监控项目", part="key_monitoring_count", whole="monitoring_count"),
    PartOf(title="财政重点监控资金", part="key_monitoring_amount", whole="monitoring_amount"),
    PartOf(title="监控期支出", part="monitoring_spend", whole="monitoring_amount"),
    PartOf(title="事前评估复评项目", part="ex_ante_re_review_count", whole="ex_ante_count"),
    PartOf(title="事前评估压减额", part="ex_ante_cut", whole="ex_ante_amount"),
    PartOf(title="公开的绩效目标", part="goal_published_count", whole="goal_count"),
    PartOf(title="自评抽查数", part="self_evaluation_check_count", whole="self_evaluation_count"),
    # Rates
    Rate(
        title="运行监控执行率",
        part="monitoring_spend",
        whole="monitoring_amount",
        rate="monitoring_rate",
        relation="R01b",
        terms="支出数和资金规模",
    ),
    Rate(
        title="事前评估压减率",
        part="ex_ante_cut",
        whole="ex_ante_amount",
        rate="ex_ante_cut_rate",
        relation="R13b",
        terms=_CUT,
    ),
    Rate(
        title="重点评价压减率",
        part="key_evaluation_cut",
        whole="cut_base",
        rate="cut_rate",
        reference="key_evaluation_amount",
        relation="R13b",
        terms=_CUT,
    ),
    Rate(
        title="成本结果应用压减率",
        part="cost_cut",
        whole="cost_cut_base",
        rate="cost_cut_rate",
        relation="R13b",
        terms=_CUT,
    ),
    *(
        Rate(
            title=name,
            part=f"{stage}_done_count",
            whole=f"{stage}_due_count",
            rate=f"{stage}_coverage",
            relation="R21",
            terms="已完成和应完成的个数",
        )
        for stage, name in _COVERAGES.items()
    ),
    # Years
    YearOnYear(),
    Series(title="绩效目标个数的历年变化", measures=("goal_count", "goal_published_count")),
    Series(title="绩效目标资金的历年变化", measures=("goal_amount",)),
    Series(title="自评项目数的历年变化", measures=("self_evaluation_count",)),
    Series(title="自评资金的历年变化", measures=("self_evaluation_amount",)),
    # Stages against each other
    Coverage(title="监控项目数与目标个数", part="monitoring_count", wholes=("goal_count",), table="monitorings"),
    Coverage(title="监控资金与目标资金", part="monitoring_amount", wholes=("goal_amount",), table="monitorings"),
    Coverage(
        title="自评项目数与目标个数",
        part="self_evaluation_count",
        wholes=("goal_count", "goal_published_count"),
        table="self_evaluations",
    ),
    YearsApart(
        title="自评项目数与目标个数", part="self_evaluation_count", wholes=("goal_count", "goal_published_count")
    ),
    Fewer(title="重点评价与自评的预算本数", part="key_evaluation_budget_books", whole="self_evaluation_budget_books"),
    Opposite(
        title="事前评估与绩效目标的数量和金额",
        count="ex_ante_count",
        amount="ex_ante_amount",
        other_count="goal_count",
        other_amount="goal_amount",
        shift=-1,
    ),
    Opposite(
        title="自评与绩效目标的数量和金额",
        count="self_evaluation_count",
        amount="self_evaluation_amount",
        other_count="goal_count",
        other_amount="goal_amount",
        shift=1,
    ),
    SpotCheck(
        title="自评抽查比例",
        checked="self_evaluation_check_count",
        ratio="self_evaluation_check_ratio",
        populations=("self_evaluation_check_population", "self_evaluation_count"),
        reference="goal_count",
    ),
    Schedule(title="监控期执行率与序时进度", rate="monitoring_rate", cutoff="monitoring_cutoff"),
    # Dates, disclosure, scores
    Planned(title="拟办事项", dates=("monitoring_end_date", "key_monitoring_end_date", "goal_published_dates")),
    Deadline(title="绩效目标公开时限", published="goal_published_dates", approved="budget_approved_date"),
    Disclosed(
        title="公开条数与应公开数",
        disclosed="disclosure_count",
        goals="goal_count",
        evaluations="self_evaluation_count",
    ),
    HighMean(title="自评平均分", mean="self_evaluation_mean_score"),
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure that only statements tell: no record can be set beside it, but the relations above read it."""

    stage: str
    title: str
    unit: str
    note: str = ""


TOLD: Mapping[str, Told] = {
    **{
        f"{prefix}_{_BETTER}_{what}": Told(
            stage=stage, title=f"{name}“优良”的{said}", unit=unit, note="优、良没有分开写的用这一个"
        )
        for prefix, stage, name in (("grade", "绩效评价", "评价等级"), ("self_evaluation", "绩效自评", "自评等级"))
        for what, said, unit in (("count", "个数", "个"), ("rate", "占比", "%"))
    },
    "goal_published_dates": Told(stage="绩效目标", title="绩效目标公开日期", unit="日期", note="写多个日期的照原文"),
    "budget_approved_date": Told(stage="绩效目标", title="预算批复日期", unit="日期", note="公开期限由它起算"),
    "monitoring_end_date": Told(
        stage="运行监控", title="运行监控结束日期", unit="日期", note="还是计划的，限定词写“拟”"
    ),
    "key_monitoring_end_date": Told(
        stage="运行监控", title="财政重点监控结束日期", unit="日期", note="还是计划的，限定词写“拟”"
    ),
    "key_evaluation_tracking_count": Told(
        stage="绩效评价", title="财政重点评价中全过程跟踪问效的项目数", unit="个", note="财政重点评价项目数的一部分"
    ),
}
