"""Rectifications: in time, with measures, in the order of days."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import DONE
from generator.facts.joining import EVALUATION_OF_YEAR, beside
from generator.facts.rectifications import standing
from generator.facts.wording import blank
from generator.rules.date_order import after, in_order
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import evaluation, rectification, rows
from generator.rules.looking import either, filled, some_filled
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS


def _two_days(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Two of its days are filled, or one and the day of the report that it follows from."""
    own = rows[["issued_date", "due_date", "extended_date"]].notna().sum(axis=1) > 1
    return own | (rows["issued_date"].notna() & facts.of(_reported).notna())


def _reported(facts: Facts) -> pd.Series:
    """The day of the evaluation report that each rectification follows from."""
    given = facts.tables["rectifications"]
    return beside(given, facts.tables["evaluations"], EVALUATION_OF_YEAR, ["report_date"])["report_date"]


@rule(
    "F08",
    title="整改超期未销号",
    severity="flag",
    table="rectifications",
    fields=("state",),
    looks_at=(some_filled("state", "measures"),),
    formula="整改期限（有延期的按延期）已过，而状态不是已完成或已销号；或整改措施空泛",
    source=OURS,
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
    given, now = facts.tables["rectifications"], facts.of(standing)
    late = now["overdue"] & given["state"].notna()
    state, due = given["state"][late], now["due"][late]
    expired = hits(
        given[late],
        value=state,
        expected="已完成或已销号",
        message="整改期限 " + due + " 已过，状态还是「" + state + "」，应已完成或已销号。",
        hint="请更新整改状态与结果；确需延期的，填写「延期至」。",
        plain="整改过了期限，还没有完成",
    )
    begun = given["state"].notna() & (given["state"] != "未开始")
    empty = given[blank(given["measures"]) & (given["measures"].notna() | begun)]
    written = empty["measures"].fillna("")
    said = ("整改措施写的是「" + written + "」").where(written != "", "没有写整改措施")
    vague = hits(
        empty,
        value=written,
        expected="具体措施",
        message=said + "，应写具体措施。",
        hint="请写做什么、谁负责、何时完成。",
        field="measures",
        plain="整改没有写具体做了什么",
    )
    return pd.concat([expired, vague])


@rule(
    "F08b",
    title="整改超期完成",
    severity="flag",
    table="rectifications",
    fields=("closed_date",),
    looks_at=(filled("closed_date"),),
    needs=(Need("没有填写整改期限", some_filled("due_date", "extended_date")),),
    formula="完成销号日期 ≤ 整改期限（有延期的按延期）",
    source=OURS,
    good=rows(rectifications=rectification()),
    bad=rows(rectifications=rectification(closed_date="2024-11-20")),
)
def closed_late(facts: Facts) -> pd.DataFrame:
    """整改完成了，但过了期限。如实显示即可；当时准予延期的，请补填「延期至」。"""
    now = facts.of(standing)
    late = now[now["late"]]
    found, due, days = facts.tables["rectifications"].loc[late.index], late["due"], late["days"].astype("str")
    return hits(
        found,
        value=found["closed_date"],
        expected="不晚于" + due,
        message="完成销号日期 " + found["closed_date"] + "，应不晚于 " + due + "，迟了 " + days + " 日。",
        hint="请核对日期；准予延期的，请填写「延期至」。",
        plain="整改晚了 " + days + " 日才完成",
    )


@rule(
    "C12f",
    title="整改日期先后",
    severity="warning",
    table="rectifications",
    fields=("due_date",),
    looks_at=(_two_days,),
    formula="评价报告日期 ≤ 反馈日期 ≤ 整改期限 ≤ 延期至",
    source=OURS,
    good=rows(
        evaluations=evaluation(report_date="2024-06-20"),
        rectifications=rectification(evaluation_code="990001-2023-f01", issued_date="2024-07-01"),
    ),
    bad=(
        *rows(
            rectifications=rectification(
                issued_date="2024-07-01",
                due_date="2024-06-30",
                state="延期",
                extended_date="2035-12-31",
                closed_date="",
            )
        ),
        *rows(
            rectifications=rectification(
                state="延期", due_date="2035-06-30", extended_date="2035-03-31", closed_date=""
            )
        ),
        *rows(
            evaluations=evaluation(report_date="2024-08-20"),
            rectifications=rectification(evaluation_code="990001-2023-f01", issued_date="2024-07-01"),
        ),
    ),
)
def rectification_dates(facts: Facts) -> pd.DataFrame:
    """先有评价报告，再反馈问题，然后才有整改期限；延期只会往后延。请核对这几个日期。"""
    given, report = facts.tables["rectifications"], facts.of(_reported)
    early = (given["issued_date"] < report).fillna(False).astype(bool)
    steps = (("issued_date", "反馈日期"), ("due_date", "整改期限"), ("extended_date", "延期至"))
    return pd.concat(
        [
            in_order(given, *steps),
            after(given[early], "issued_date", "反馈日期", report[early], "评价报告日期"),
        ]
    )


@rule(
    "C12u",
    title="整改办理日期在检查之后",
    severity="warning",
    table="rectifications",
    fields=(
        "issued_date",
        "closed_date",
    ),
    looks_at=(some_filled("issued_date", "closed_date"),),
    formula="反馈日期、完成销号日期 ≤ 检查之日",
    source=OURS,
    good=rows(rectifications=rectification(issued_date="2024-07-01")),
    bad=(
        *rows(rectifications=rectification(issued_date=AHEAD, due_date="2098-12-31", state="整改中", closed_date="")),
        *rows(rectifications=rectification(issued_date="2024-07-01", closed_date=AHEAD, due_date="2098-12-31")),
    ),
)
def rectified_ahead(facts: Facts) -> pd.DataFrame:
    """反馈了才有反馈日期，改完了才有完成销号日期；整改期限和延期至可以在以后。请核对是否写错年份，没有完成的请改整改状态。"""
    return ahead(facts, "rectifications", issued_date="反馈日期", closed_date="完成销号日期")


@rule(
    "C16",
    title="销号须有日期",
    severity="warning",
    table="rectifications",
    fields=("closed_date",),
    looks_at=(either(filled("state"), filled("issued_date", "closed_date")),),
    formula="状态为已完成、已销号的有完成销号日期，别的状态没有；完成销号日期不早于反馈日期；状态为延期的写明延期至",
    source=OURS,
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
    undated = given[given["state"].isin(DONE) & given["closed_date"].isna()]
    open_ones = given[given["closed_date"].notna() & given["state"].notna() & ~given["state"].isin(DONE)]
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
