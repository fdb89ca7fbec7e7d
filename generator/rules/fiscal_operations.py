"""Fiscal operation of lower governments: dimensions that add up, grades, ranks, days."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import FOLDER, beside, summed
from generator.facts.numbers import shown
from generator.facts.scores import FULL
from generator.rules.date_order import in_order
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import rows
from generator.rules.looking import filled, filled_in_group, some_filled, some_filled_of_group, stands_in, two_filled
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import add_up, grades, limits
from generator.rules.sources import OURS

_SUBJECT = [*FOLDER, "subject_code"]


def _dimension(number: int, weight: str, score: str) -> dict[str, str]:
    row = {"subject_code": "st01", "dimension_no": str(number), "dimension": f"第{number}个维度"}
    return row | {"weight": weight, "score": score}


def _reported(**others: str) -> dict[str, str]:
    row = {"subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86"}
    return row | others


def _street(**others: str) -> dict[str, str]:
    return _reported(grade="良") | others


def _dimensions(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "subject_code": "st01",
            "dimension_no": str(number),
            "dimension": f"第{number}个维度",
            "weight": weight,
            "score": score,
        }
        for number, (weight, score) in enumerate(pairs, 1)
    )


@rule(
    "R03h",
    title="财政运行评价合计",
    severity="error",
    table="fiscal_operations",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有公布各维度得分", stands_in("fiscal_operation_dimensions", *_SUBJECT)),),
    formula="评价得分 = Σ各维度得分",
    thresholds=("score_tolerance",),
    source=OURS,
    good=rows(fiscal_operations=_street(), fiscal_operation_dimensions=_dimensions(("50", "44"), ("50", "42"))),
    bad=rows(fiscal_operations=_street(), fiscal_operation_dimensions=_dimensions(("50", "44"), ("50", "40"))),
)
def operation_total(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价的得分等于各维度得分之和。请核对各维度。"""
    given = facts.tables["fiscal_operations"]
    summing = summed(facts.tables["fiscal_operation_dimensions"], _SUBJECT).rename(columns={"score": "added"})
    added = beside(given, summing, _SUBJECT, ["added"])["added"]
    tolerance = facts.tolerance(given, "score_tolerance")
    wrong = ((given["score"] - added).abs() > tolerance).fillna(False).astype(bool)
    stated, due = shown(given["score"][wrong]), shown(added[wrong])
    return hits(
        given[wrong],
        value=stated,
        expected=due,
        message="评价得分写的是 " + stated + " 分，各维度得分合计应为 " + due + " 分。",
        hint="请核对「评价得分」和各维度得分。",
    )


@rule(
    "R03k",
    title="财政运行评价分值合计",
    severity="error",
    table="fiscal_operation_dimensions",
    fields=("weight",),
    looks_at=(some_filled_of_group("weight", *_SUBJECT),),
    needs=(Need("有的维度没有写分值", filled_in_group("weight", *_SUBJECT)),),
    formula="同一被评价政府各维度 Σ分值 = 100",
    source=OURS,
    good=rows(fiscal_operation_dimensions=(_dimension(1, "60", "50"), _dimension(2, "40", "36"))),
    bad=rows(fiscal_operation_dimensions=(_dimension(1, "60", "50"), _dimension(2, "30", "26"))),
)
def dimension_weights(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价各维度的分值合计为100分。用其他满分的，请折算成100分并在备注说明。"""
    return add_up(facts.tables["fiscal_operation_dimensions"], _SUBJECT, "各维度的分值", (FULL,))


@rule(
    "R11e",
    title="财政运行维度得分不越界",
    severity="error",
    table="fiscal_operation_dimensions",
    fields=("score",),
    looks_at=(filled("score"),),
    needs=(Need("没有填写分值", filled("weight")),),
    formula="0 ≤ 得分 ≤ 分值",
    source=OURS,
    good=rows(fiscal_operation_dimensions=_dimensions(("60", "54"), ("40", "36"))),
    bad=rows(fiscal_operation_dimensions=_dimensions(("60", "54"), ("40", "42"))),
)
def dimension_limit(facts: Facts) -> pd.DataFrame:
    """财政运行评价各维度的得分不超过分值。请核对是否填反。"""
    return limits(facts.tables["fiscal_operation_dimensions"])


@rule(
    "R12d",
    title="财政运行评价等级",
    severity="warning",
    table="fiscal_operations",
    fields=("grade",),
    looks_at=(filled("grade"),),
    needs=(Need("没有填写得分", filled("score")),),
    formula="优 ≥ 90 > 良 ≥ 80 > 中 ≥ 60 > 差（半开区间；按本地口径）",
    thresholds=("bands",),
    source=OURS,
    good=rows(fiscal_operations=_street()),
    bad=rows(fiscal_operations=_street(grade="优")),
)
def operation_grade(facts: Facts) -> pd.DataFrame:
    """财政运行综合绩效评价的等级应当与得分相称；各地另有分档办法的，请写进口径文件。"""
    return grades(facts, facts.tables["fiscal_operations"], "score")


@rule(
    "C12i",
    title="财政运行评价日期",
    severity="warning",
    table="fiscal_operations",
    fields=("report_date",),
    looks_at=(two_filled("base_date", "report_date", "published_date"),),
    formula="评价基准日 ≤ 报告日期 ≤ 公开日期",
    source=OURS,
    good=rows(
        fiscal_operations={
            "subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86",
            "base_date": "2023-12-31", "report_date": "2024-06-20",
        }
    ),
    bad=rows(
        fiscal_operations={
            "subject_code": "st01", "subject_name": "示例街道", "group_name": "街道组", "score": "86",
            "base_date": "2023-12-31", "report_date": "2023-06-20",
        }
    ),
)  # fmt: skip
def operation_dates(facts: Facts) -> pd.DataFrame:
    """评价报告在评价基准日之后写成，在写成之后公开。请核对三个日期。"""
    steps = (("base_date", "评价基准日"), ("report_date", "报告日期"), ("published_date", "公开日期"))
    return in_order(facts.tables["fiscal_operations"], *steps)


@rule(
    "C12r",
    title="财政运行评价日期在检查之后",
    severity="warning",
    table="fiscal_operations",
    fields=(
        "base_date",
        "report_date",
        "published_date",
    ),
    looks_at=(some_filled("base_date", "report_date", "published_date"),),
    formula="评价基准日、报告日期、公开日期 ≤ 检查之日",
    source=OURS,
    good=rows(
        fiscal_operations=_reported(base_date="2023-12-31", report_date="2024-06-20", published_date="2024-07-20")
    ),
    bad=(
        *rows(fiscal_operations=_reported(base_date=AHEAD)),
        *rows(fiscal_operations=_reported(base_date="2023-12-31", report_date=AHEAD)),
        *rows(fiscal_operations=_reported(base_date="2023-12-31", report_date="2024-06-20", published_date=AHEAD)),
    ),
)
def operation_ahead(facts: Facts) -> pd.DataFrame:
    """评价基准日到了才能评价，报告写成才有报告日期。还没有公开的留空，公开以后再填。请核对是否写错年份。"""
    return ahead(facts, "fiscal_operations", base_date="评价基准日", report_date="报告日期", published_date="公开日期")


@rule(
    "C18",
    title="组内名次",
    severity="warning",
    table="fiscal_operations",
    fields=("group_rank",),
    looks_at=(filled("group_name", "group_rank"),),
    needs=(Need("没有填写得分", filled("score")),),
    formula="同一组内，得分高的名次在前",
    source=OURS,
    good=rows(
        fiscal_operations=(
            _street(group_rank="1"),
            _street(subject_code="st02", subject_name="样例街道", score="82", group_rank="2"),
        )
    ),
    bad=rows(
        fiscal_operations=(
            _street(group_rank="1"),
            _street(subject_code="st02", subject_name="样例街道", score="82", group_rank="3"),
        )
    ),
)
def group_rank(facts: Facts) -> pd.DataFrame:
    """名次只在同一组内排，得分相同的名次相同。不同组（如行政区与开发区）之间不比较。"""
    given = facts.tables["fiscal_operations"].dropna(subset=["group_name", "score", "group_rank"])
    groups = [*FOLDER[:2], "group_name"]
    due = given.groupby(groups, sort=False)["score"].rank(method="min", ascending=False).astype("Int64")
    wrong = (given["group_rank"] != due).fillna(False).astype(bool)
    found, due = given[wrong], due[wrong].astype("str")
    stated = found["group_rank"].astype("str")
    return hits(
        found,
        value=stated,
        expected=due,
        message="组内名次写的是 " + stated + "，按得分 " + shown(found["score"]) + " 分在「" + found["group_name"]
        + "」组应为 " + due + "。",
        hint="请核对得分与名次，名次只在同一组内排。",
    )  # fmt: skip
