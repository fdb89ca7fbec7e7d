"""Amounts of a project set beside each other: which are ten thousand times too large or too small."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.core.facts import Facts
from generator.core.words import TOTAL_FUNDS
from generator.facts.numbers import units

_PROJECT = ["division", "project_code"]

# A factor of 10⁴ as decimal logarithm, with room for what really changed.
LEAST, _MOST = 3.4, 4.6
# Where a project's amounts stand; in each table the field that says how much in all comes first.
AMOUNTS: dict[str, dict[str, str]] = {
    "goals": {"total_amount": "资金总额"},
    "self_evaluation_funds": {
        "annual_budget": "全年预算数",
        "initial_budget": "年初预算数",
        "actual_spend": "全年执行数",
    },
    "monitorings": {"annual_budget": "全年预算数", "initial_budget": "年初预算数", "actual_spend": "累计执行数"},
    "ex_ante_evaluations": {"applied_amount": "申报额", "approved_amount": "核定额"},
    "evaluations": {"evaluated_amount": "评价资金"},
    "applications": {"base_amount": "基数", "approved_amount": "应用后预算数"},
}
_TITLES = {
    "goals": "绩效目标",
    "self_evaluation_funds": "自评",
    "monitorings": "监控",
    "ex_ante_evaluations": "事前评估",
    "evaluations": "评价",
    "applications": "结果应用",
}

PARTS = tuple((table, name, title) for table, columns in AMOUNTS.items() for name, title in columns.items())
_PART = {(table, name): place for place, (table, name, _) in enumerate(PARTS)}


def apart(facts: Facts, rows: pd.DataFrame, gap: pd.Series) -> pd.Series:
    """Whether a difference of money (millionths) is more than the rows' tolerance; a missing one is not."""
    return (gap.abs() > facts.tolerance(rows, "amount_tolerance")).fillna(False).astype(bool)


def project_amounts(facts: Facts) -> pd.DataFrame:
    """Every positive amount of a project: its row's division, year and label, and ``log`` of it in 万元.

    ``project``: a number for its division and code; ``part``: the place of its table and field in ``PARTS``.
    """
    found: list[pd.DataFrame] = []
    for table, columns in AMOUNTS.items():
        given = facts.tables[table]
        if table == "self_evaluation_funds":
            given = given[given["fund_source"] == TOTAL_FUNDS]
        given = given[[*_PROJECT, "fiscal_year", *columns]].dropna(subset=["project_code"])
        if given.empty and found:
            continue
        for name in columns:
            values = units(given[name])
            values = values[values > 0]
            if name == "actual_spend":  # little may have been spent; but hardly more than there was
                values = values[values > units(given["annual_budget"]).reindex(values.index)]
            rows = given[[*_PROJECT, "fiscal_year"]].loc[values.index]
            found.append(rows.assign(label=rows.index, part=_PART[table, name], log=np.log10(values)))
    amounts = pd.concat(found, ignore_index=True)
    return amounts.assign(project=amounts.groupby(_PROJECT, sort=False).ngroup())


def slips(facts: Facts) -> pd.DataFrame:
    """Amounts that are ten thousand times too large or small; ``other`` (万元), ``source`` say against what.

    ``source`` is empty where there is nothing to compare with and the amount is beyond what is plausible; ``title``:
    what the amount is called.
    """
    amounts = facts.of(project_amounts)
    # Amounts of one project fall into groups wherever the next larger one is thousands of times as large.
    amounts = amounts.sort_values(["project", "log"], kind="stable")
    step = (amounts.groupby("project", sort=False)["log"].diff() >= LEAST).astype("int64")
    group = step.groupby(amounts["project"], sort=False).cumsum()
    grouped = amounts.groupby(["project", group], sort=False)["log"]
    usual = amounts.groupby("division", sort=False)["log"].transform("median")
    amounts = amounts.assign(group=group, size=grouped.transform("size"), center=grouped.transform("median"))
    amounts = amounts.assign(off=(amounts["center"] - usual).abs()).sort_index()
    # The largest group is right; of equal ones that which is more like the division's other amounts.
    right = amounts.sort_values(["size", "off"], ascending=[False, True], kind="stable").drop_duplicates("project")
    other = right.set_index("project")[["group", "center", "log", "part"]].reindex(amounts["project"])
    other = other.set_axis(amounts.index)
    apart = (amounts["center"] - other["center"]).abs()
    wrong = (amounts["group"] != other["group"]) & (apart >= LEAST) & (apart <= _MOST)
    single = amounts.groupby("project", sort=False)["group"].transform("max") == 0
    least, most = (facts.profile(amounts, name) for name in ("plausible_least", "plausible_most"))
    number = 10 ** amounts["log"]
    beyond = single & ((number < least - 1e-9) | (number > most + 1e-9))
    told = wrong | beyond
    found, other, wrong, number, most = (one[told] for one in (amounts, other, wrong, number, most))
    found = found.assign(
        other=10 ** other["log"],
        source=_told(other["part"], [_TITLES[table] + "的" + title for table, _, title in PARTS]).where(wrong, ""),
        limit=most.where(number > most, least[told]),
        above=(found["center"] > other["center"]).where(wrong, number > most),
        table=_told(found["part"], [table for table, _, _ in PARTS]),
        field=_told(found["part"], [name for _, name, _ in PARTS]),
        title=_told(found["part"], [title for _, _, title in PARTS]),
    )
    return found.sort_values(["label", "part"], kind="stable").drop_duplicates(["table", "label"])


def _told(parts: pd.Series, words: list[str]) -> pd.Series:
    return pd.Series([words[int(one)] for one in parts], index=parts.index, dtype="str")
