"""Spending standards: one at a time, with an end where another follows."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import beside, listed_parts
from generator.rules.date_order import in_order
from generator.rules.examples import rows, standard
from generator.rules.looking import filled
from generator.rules.registry import hits, rule
from generator.rules.sources import OURS


def _dated(**others: str) -> dict[str, str]:
    row = {"division": "990001", "standard_code": "b01", "sector": "教育", "name": "校舍维修", "value": "600"}
    return row | {"unit": "元/平方米", "basis": "成本分析", "valid_from": "2024-01-01"} | others


@rule(
    "C12h",
    title="支出标准起止日期",
    severity="warning",
    table="spending_standards",
    fields=("valid_to",),
    looks_at=(filled("valid_from", "valid_to"),),
    formula="终止日期 ≥ 起始日期",
    source=OURS,
    good=rows(spending_standards=_dated(valid_to="2026-12-31")),
    bad=rows(spending_standards=_dated(valid_to="2023-12-31")),
)
def standard_dates(facts: Facts) -> pd.DataFrame:
    """支出标准的终止日期不早于起始日期。请核对是否填反。"""
    return in_order(facts.tables["spending_standards"], ("valid_from", "起始日期"), ("valid_to", "终止日期"))


@rule(
    "C23",
    title="支出标准重叠",
    severity="warning",
    table="spending_standards",
    fields=("valid_from",),
    looks_at=(filled("name", "valid_from", "standard_code"),),
    formula="同一名称、档次、单位的支出标准，有效期不重叠",
    source=OURS,
    good=rows(
        spending_standards=(
            standard(valid_from="2021-01-01", valid_to="2023-12-31"),
            standard(standard_code="b02", supersedes="b01"),
        )
    ),
    bad=rows(
        spending_standards=(
            standard(valid_from="2021-01-01", valid_to="2024-12-31"),
            standard(standard_code="b02", supersedes="b01"),
        )
    ),
)
def overlapping_standards(facts: Facts) -> pd.DataFrame:
    """同一件事同一天只有一个标准，预算才好核定。新标准从旧标准终止的次日起算；确有两种口径的，请用档次区分。"""
    key = ["division", "name", "tier", "unit", "applies_to"]
    given = facts.tables["spending_standards"].dropna(subset=["name", "valid_from", "standard_code"])
    ordered = given.assign(**{name: given[name].fillna("") for name in key}).sort_values([*key, "valid_from"])
    end = ordered["valid_to"].fillna("9999-12-31")
    before = end.groupby([ordered[name] for name in key], sort=False).shift()
    named = ordered["standard_code"].groupby([ordered[name] for name in key], sort=False).shift()
    wrong = (ordered["valid_from"] <= before).fillna(False).astype(bool)
    found, last, code = given.loc[ordered.index][wrong], before[wrong], named[wrong]
    until = ("到 " + last).where(last != "9999-12-31", "没有终止日期")
    return hits(
        found,
        value=found["valid_from"],
        expected="在" + code + "终止之后",
        message="起始日期是 " + found["valid_from"] + "，同名同档的标准 " + code + " " + until + "，起始日期应在" + code
        + "终止之后。",
        hint="请给旧标准填上终止日期，或用档次、适用范围区分。",
    )  # fmt: skip


@rule(
    "C23b",
    title="被替代的支出标准",
    severity="warning",
    table="spending_standards",
    fields=("supersedes",),
    looks_at=(filled("supersedes"),),
    formula="替代的标准编码在表中，且被替代的标准有终止日期",
    source=OURS,
    good=rows(
        spending_standards=(
            standard(valid_from="2021-01-01", valid_to="2023-12-31"),
            standard(standard_code="b02", supersedes="b01"),
        )
    ),
    bad=(
        *rows(spending_standards=standard(supersedes="b09")),
        *rows(
            spending_standards=(
                standard(valid_from="2021-01-01", tier="砖木结构"),
                standard(standard_code="b02", supersedes="b01"),
            )
        ),
    ),
)
def superseded_standards(facts: Facts) -> pd.DataFrame:
    """新标准替代旧标准的，旧标准要在表里，并写明到哪一天为止。请补上旧标准或它的终止日期。"""
    given = facts.tables["spending_standards"]
    own = listed_parts(given["supersedes"])
    own = own.assign(division=given["division"].reindex(own["label"]).to_numpy())
    old = given.rename(columns={"standard_code": "part", "valid_to": "end"}).assign(there="是")
    joined = beside(own, old, ["division", "part"], ["there", "end"])
    missing, endless = own[joined["there"].isna()], own[joined["there"].notna() & joined["end"].isna()]
    found = []
    for some, said, due in ((missing, "不在支出标准表里", "表中的标准编码"), (endless, "没有终止日期", "终止日期")):
        first = some.drop_duplicates("label").set_index("label")["part"]
        found.append(
            hits(
                given.loc[first.index],
                value=first,
                expected=due,
                message="替代的标准 " + first + f" {said}，应有{due}。",
                hint="请核对标准编码，并给被替代的标准填上终止日期。",
            )
        )
    return pd.concat(found)
