"""Deadlines of disclosure: worked out by the law, not mixed up, and kept."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.deadlines import publications, reckoned
from generator.facts.workdays import DAYS, WORKING_DAYS
from generator.rules.examples import rows
from generator.rules.looking import among, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import NO_HOLIDAYS

_LAWS = "依据《中华人民共和国预算法》（批准、批复后二十日，自然日）和《中华人民共和国政府信息公开条例》（二十个工作日）"
# Which period the law sets for a kind of document; the others are set locally.
_LEGAL = {"D1": DAYS, "D2": DAYS, "D4": DAYS, "D9": WORKING_DAYS}
_NAMED = {DAYS: "预算法", WORKING_DAYS: "政府信息公开条例"}


def _deadline(document: str, due: str, **others: str) -> dict[str, str]:
    return {"division": "990001", "fiscal_year": "2023", "document": document, "due_date": due} | others


@rule(
    "R24",
    title="公开时限",
    severity="flag",
    table="deadlines",
    fields=("due_date",),
    looks_at=(worked_out(publications),),
    formula="公开日期 ≤ 公开期限",
    source=_LAWS,
    good=rows(
        deadlines={"division": "990001", "fiscal_year": "2023", "document": "D2", "due_date": "2023-02-28"},
        documents={"kind": "D2", "title": "2023年项目绩效目标", "published": "2023-02-20"},
    ),
    bad=rows(
        deadlines={"division": "990001", "fiscal_year": "2023", "document": "D2", "due_date": "2023-02-28"},
        documents={"kind": "D2", "title": "2023年项目绩效目标", "published": "2023-07-03"},
    ),
)
def in_time(facts: Facts) -> pd.DataFrame:
    """部门预算和决算连同绩效目标、自评，应在批复后20日内公开（自然日）；制度文件应在形成后20个工作日内公开。两种期限不可混用。

    每个文种的最后一天由财政部门写在公开期限表里并注明依据（R24c 复算）。迟了的如实显示，不影响发布。
    """
    found = facts.of(publications)
    found = found[(found["published"] > found["due_date"]).fillna(False).astype(bool)]
    days = (pd.to_datetime(found["published"]) - pd.to_datetime(found["due_date"])).dt.days.astype("str")
    said = found["publisher"] + "的 " + found["document"] + " 于 " + found["published"] + " 公开"
    return hits(
        facts.tables["deadlines"].loc[found.index],
        value=found["published"],
        expected="不迟于" + found["due_date"],
        message=said + "，应不迟于 " + found["due_date"] + "，迟了 " + days + " 日。",
        hint="请核对公开日期和期限；确实迟了的照登即可。",
        plain=found["publisher"] + "的文件晚了 " + days + " 日才公开",
    )


@rule(
    "R24c",
    title="公开期限的推算",
    severity="warning",
    table="deadlines",
    fields=("due_date",),
    looks_at=(worked_out(reckoned),),
    needs=(Need(NO_HOLIDAYS, worked_out(reckoned, "exact")),),
    formula="20日：批准批复日期 + 20个自然日；20个工作日：按公布的节假日逐日数；末日逢假可顺延到下一个工作日",
    source=_LAWS,
    good=(
        *rows(deadlines=_deadline("D2", "2023-02-28", approved_date="2023-02-08", period=DAYS)),
        # 2023-04-29 to 05-03 was a holiday, 04-23 and 05-06 were made up for.
        *rows(deadlines=_deadline("D9", "2023-05-15", approved_date="2023-04-14", period=WORKING_DAYS)),
        # 2023-10-04 lies in a holiday: the next working day is 10-07.
        *rows(deadlines=_deadline("D4", "2023-10-07", approved_date="2023-09-14", period=DAYS)),
    ),
    bad=(
        *rows(deadlines=_deadline("D2", "2023-03-08", approved_date="2023-02-08", period=DAYS)),
        *rows(deadlines=_deadline("D9", "2023-05-04", approved_date="2023-04-14", period=WORKING_DAYS)),
    ),
)
def computed_deadline(facts: Facts) -> pd.DataFrame:
    """公开期限由批准、批复或形成的日期推算：预算法的20日是自然日，条例的20个工作日要扣除节假日、加上调休，两种不可混用。

    节假日安排每年年底才公布，资料里没有的年份写明无法核对，不作猜测。本地规定更早的，期限写“其他”。
    """
    given = facts.of(reckoned).dropna(subset=["exact"])
    found = given[(given["due_date"] != given["exact"]) & (given["due_date"] != given["rolled"])]
    exact, rolled = found["exact"], found["rolled"]
    expected = exact.where(exact == rolled, exact + "（逢假顺延可到 " + rolled + "）")
    law = found["period"].map(_NAMED).astype("str")
    how = "，按" + law + "自 " + found["approved_date"] + " 起 " + found["period"] + "应为 " + expected + "。"
    return hits(
        found,
        value=found["due_date"],
        expected=expected,
        message="写的是 " + found["due_date"] + how,
        hint="请核对起算日期和期限；本地规定更早的，期限改写“其他”。",
    )


@rule(
    "R24d",
    title="两种期限不可混用",
    severity="warning",
    table="deadlines",
    fields=("period",),
    looks_at=(
        among("document", *_LEGAL),
        among("period", DAYS, WORKING_DAYS),
    ),
    formula="预算、决算（D1、D2、D4）为20日；制度文件（D9）为20个工作日；本地另定日期的为其他",
    source=_LAWS,
    good=rows(deadlines=_deadline("D9", "2023-06-30", period=WORKING_DAYS)),
    bad=(
        *rows(deadlines=_deadline("D2", "2023-03-08", period=WORKING_DAYS)),
        *rows(deadlines=_deadline("D9", "2023-06-30", period=DAYS)),
    ),
)
def legal_period(facts: Facts) -> pd.DataFrame:
    """预算、决算在批准批复后二十日内公开，说的是自然日；政府信息在形成后二十个工作日内公开，要扣除节假日。请核对文种适用哪一种。"""
    given = facts.tables["deadlines"]
    legal = given["document"].map(_LEGAL).astype("str")
    wrong = legal.notna() & given["period"].isin((DAYS, WORKING_DAYS)) & (given["period"] != legal)
    found, legal = given[wrong], legal[wrong]
    return hits(
        found,
        value=found["period"],
        expected=legal,
        message=found["document"] + " 的期限写的是「" + found["period"] + "」，按" + legal.map(_NAMED).astype("str")
        + "应为「" + legal + "」。",
        hint="请核对期限；本地另行规定日期的，写“其他”。",
    )  # fmt: skip
