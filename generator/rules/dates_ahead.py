"""Days of what has been done: none of them lies after the day of the check.

A day that may lie ahead is no deed: when a policy or a standard takes effect or ends, when a project begins or ends, by
when something is due, and what a deadline that has not come yet will be counted from.
"""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.rules.registry import hits

AHEAD = "2098-03-01"  # a day of the examples that no check has reached


def ahead(facts: Facts, table: str, **days: str) -> pd.DataFrame:
    """Rows of a table with a day after that of the check; ``days``: column → title of each day that is a deed."""
    given = facts.tables[table]
    if facts.today is None:
        return hits(given.iloc[:0], value="", expected="", message="", hint="")
    today = facts.today.isoformat()
    found = []
    for column, title in days.items():
        later = given[(given[column] > today).fillna(False).astype(bool)]
        found.append(
            hits(
                later,
                value=later[column],
                expected=f"不晚于{today}",
                message=f"{title}写的是 " + later[column] + f"，在检查之日 {today} 之后。",
                hint="请核对是否写错年份；还没有做的事，日期请留空，做了再填。",
                field=column,
            )
        )
    return pd.concat(found)
