"""Days and years that must come one after the other, within a row and between tables."""

from __future__ import annotations

import pandas as pd

from generator.rules.registry import hits


def _backwards(given: pd.DataFrame, earlier: str, later: str) -> pd.Series:
    """Whether the later of two columns lies before the earlier one; days are ISO text, years numbers."""
    return (given[later] < given[earlier]).fillna(False).astype(bool)


def in_order(given: pd.DataFrame, *steps: tuple[str, str]) -> pd.DataFrame:
    """Rows in which a day (or year) lies before the one that comes first: ``(column, title)`` in their order.

    Each column is compared with the nearest one before it that the row has.
    """
    found = []
    for place in range(1, len(steps)):
        later, title = steps[place]
        before = pd.Series(pd.NA, index=given.index, dtype=given[later].dtype)
        named = pd.Series("", index=given.index, dtype="str")
        for column, name in steps[:place]:
            before = before.where(given[column].isna(), given[column])
            named = named.where(given[column].isna(), name)
        wrong = _backwards(given.assign(_before=before), "_before", later)
        rows_found, day, first = given[wrong], given[later][wrong].astype("str"), before[wrong].astype("str")
        found.append(
            hits(
                rows_found,
                value=day,
                expected="不早于" + first,
                message=f"{title}写的是 " + day + "，早于" + named[wrong] + " " + first + "。",
                hint="请核对这两个日期（年度）是否填反或写错年份。",
                field=later,
            )
        )
    return pd.concat(found)


def after(rows_found: pd.DataFrame, day: str, title: str, first: pd.Series, named: pd.Series | str) -> pd.DataFrame:
    """Hits of rows whose day lies before one that another table gives."""
    stated = rows_found[day]
    return hits(
        rows_found,
        value=stated,
        expected="不早于" + first,
        message=f"{title}写的是 " + stated + "，早于" + named + " " + first + "。",
        hint="请核对两张表的日期。",
        field=day,
    )
