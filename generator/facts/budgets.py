"""How a project's budget moved during its year: from its beginning over what was registered to its end."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.facts.amounts import apart
from generator.facts.funds import totals
from generator.facts.joining import PROJECT, beside, known

CARRIED = "上年结转资金"
MOVED = ("调剂", "合并")  # adjustments between two projects
# What the sums are called, by kind of adjustment; 更名 moves no money.
SUMS: Mapping[str, str] = {
    "追加": "added",
    "调减": "cut",
    "取消": "cancelled",
    "暂缓": "postponed",
    "调剂": "transferred",
    "合并": "merged",
}


def registered(facts: Facts) -> pd.DataFrame:
    """What is registered of the budget of each project and fiscal year.

    One row for each project with a goal, a total row of 自评项目资金 or an adjustment (index 0…). Columns: division,
    fiscal_year, department, project_code, then Int64 millionths of 万元:

    - ``initial``: 年初预算数 of the self-evaluation, else 资金总额 of the goal; 0 where there are adjustments only;
    - ``added, cut, cancelled, postponed, transferred, merged``: the signed sums of 调整金额 by kind, 0 where there is
      none; ``adjusted`` is the sum of them all;
    - ``annual``: 全年预算数 as the self-evaluation has it, missing where there is none;

    ``adjustments`` is how many there are (Int64) and ``kinds`` their kinds in the order of their days, joined by 、
    ("" where there is none).
    """
    lines, adjustments = _lines(facts), facts.tables["budget_adjustments"]
    sums = [*SUMS.values(), "adjusted", "adjustments"]
    if adjustments.empty:
        lines = lines.assign(**dict.fromkeys(sums, 0), kinds="")
    else:
        lines = lines.merge(_moved(adjustments), on=PROJECT, how="left")
    lines[sums] = lines[sums].fillna(0).astype("Int64")
    lines["kinds"] = lines["kinds"].fillna("").astype("str")
    unknown = lines["initial"].isna() & (lines["adjustments"] > 0)
    lines["initial"] = lines["initial"].mask(unknown, 0)
    return lines[[*PROJECT, "initial", *SUMS.values(), "adjusted", "annual", "adjustments", "kinds"]]


def budgets(facts: Facts) -> pd.DataFrame:
    """The budget of each project and fiscal year, step by step from the beginning of the year to its end.

    The columns of ``registered`` and, in Int64 millionths of 万元:

    - ``carried``: what 上年结转资金 grew by after the beginning of the year, where that is just what the adjustments
      leave open (the form counts it into the whole year's budget, whether it was registered or not); else 0;
    - ``computed``: initial + adjusted + carried;
    - ``gap``: annual − computed, missing where one of them is.
    """
    lines = facts.of(registered)
    left = lines["annual"] - lines["initial"] - lines["adjusted"]
    carried = beside(lines, _carried(facts), PROJECT, ["carried"])["carried"]
    is_carried = apart(facts, lines, left) & ~apart(facts, lines, left - carried) & carried.notna()
    carried = carried.where(is_carried, 0).astype("Int64")
    computed = lines["initial"] + lines["adjusted"] + carried
    return lines.assign(carried=carried, computed=computed, gap=lines["annual"] - computed)


def _lines(facts: Facts) -> pd.DataFrame:
    """Every project-year once, with ``initial`` and ``annual`` as far as they are published."""
    goals, funds = facts.tables["goals"], facts.of(totals)
    given = [goals, funds, facts.tables["budget_adjustments"]]
    lines = pd.concat([one[PROJECT] for one in given]).dropna().drop_duplicates().reset_index(drop=True)
    own = beside(lines, funds, PROJECT, ["initial_budget", "annual_budget"])
    asked = beside(lines, goals, PROJECT, ["total_amount"])["total_amount"]
    initial = own["initial_budget"].fillna(asked)
    return lines.assign(initial=initial.astype("Int64"), annual=own["annual_budget"].astype("Int64"))


def _moved(adjustments: pd.DataFrame) -> pd.DataFrame:
    """The sums of each project's adjustments by kind, how many there are, and their kinds by day."""
    given = adjustments.dropna(subset=PROJECT)
    amount = given["amount"].fillna(0)
    parts = {name: amount.where(given["kind"] == kind, 0) for kind, name in SUMS.items()}
    numbers = given[PROJECT].assign(**parts, adjusted=amount, adjustments=1)
    grouped = numbers.groupby(PROJECT, sort=False)
    moved = grouped.sum().reset_index()
    by_day = given.assign(number=grouped.ngroup()).sort_values("adjusted_date", kind="stable")
    kinds: list[list[str]] = [[] for _ in range(len(moved))]  # joined by pandas, they take fifty times as long
    for number, kind in zip(by_day["number"].tolist(), by_day["kind"].fillna("").tolist(), strict=True):
        kinds[number].append(kind)
    return moved.assign(kinds=["、".join(one) for one in kinds])


def _carried(facts: Facts) -> pd.DataFrame:
    """What the money carried over from the year before grew by after the beginning of the year."""
    funds = facts.tables["self_evaluation_funds"]
    own = funds[funds["fund_source"] == CARRIED]
    return own[PROJECT].assign(carried=own["annual_budget"] - own["initial_budget"].fillna(0))


def registers(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Whether the folder of each row registers adjustments at all: where none is, nothing can be said to be missing."""
    return known(rows, facts.tables["budget_adjustments"], ["division", "fiscal_year", "department"])


def adjustment_links(facts: Facts) -> pd.DataFrame:
    """Adjustments by day, with the budget each should start from (``due``); ``first``: it is the project's first."""
    given = _by_day(facts)
    before = given.groupby(PROJECT, sort=False)["adjusted_budget"].shift()
    first = ~given.duplicated(PROJECT)
    initial = beside(given, facts.of(registered), PROJECT, ["initial"])["initial"]
    return given.assign(first=first, due=before.mask(first, initial))


def lasting_ends(facts: Facts) -> pd.DataFrame:
    """Each project's 取消, where no later adjustment gave it money again, with the year's budget and spending."""
    given = _by_day(facts)
    given = given[(given["kind"] == "取消") | (given["amount"] > 0).fillna(False).astype(bool)]
    last = given[~given.duplicated(PROJECT, keep="last")]
    last = last[last["kind"] == "取消"]
    columns = ["annual_budget", "actual_spend"]
    return pd.concat([last, beside(last, facts.of(totals), PROJECT, columns)], axis=1)


def balances(facts: Facts) -> pd.DataFrame:
    """Each project's last adjustment, with what it had at the beginning of the year and what they all leave of it.

    Only of projects whose self-evaluation does not say itself what is left. ``begun`` and ``left`` in Int64 millionths
    of 万元, missing where nobody says the first.
    """
    given = _by_day(facts)
    last = given[~given.duplicated(PROJECT, keep="last")]
    known = beside(last, facts.of(registered), PROJECT, ["adjusted", "annual"])
    said = beside(last, facts.tables["goals"], PROJECT, ["total_amount"])["total_amount"]
    return last.assign(begun=said, left=said + known["adjusted"])[known["annual"].isna()]


def pairs(facts: Facts) -> pd.DataFrame:
    """Adjustments between two projects, with the ``total`` of both sides; missing where nobody need know the other.

    ``both``: each side is registered; ``first``: the row is the pair's first.
    """
    given = facts.tables["budget_adjustments"]
    given = given[given["kind"].isin(MOVED)].dropna(subset=["project_code", "counterpart_code"])
    own, other = given["project_code"].str.lower(), given["counterpart_code"].str.lower()
    pair = own.where(own <= other, other) + "＋" + own.where(own > other, other)
    given = given.assign(pair=pair, own=own)[own != other]
    grouped = given.groupby(["division", "fiscal_year", "pair"], sort=False)
    both = grouped["own"].transform("nunique") == 2
    facing = given[PROJECT[:3]].assign(project_code=given["counterpart_code"])
    total = grouped["amount"].transform("sum").where(both | known(facing, facts.tables["goals"], PROJECT))
    return given.assign(total=total, both=both, first=~given.duplicated(["division", "fiscal_year", "pair"]))


def _by_day(facts: Facts) -> pd.DataFrame:
    """The adjustments of projects, the earlier ones of each first."""
    given = facts.tables["budget_adjustments"].dropna(subset=[*PROJECT, "adjusted_date"])
    return given.sort_values("adjusted_date", kind="stable")
