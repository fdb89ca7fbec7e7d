"""Chart of a table: how many of its records fill in each field."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.core.numbers import MICRO, half_up, percent
from generator.core.schema import Field
from generator.pages.charts.frame import MOST
from generator.pages.charts.rows import Item, RowChart, bars


def filled(fields: Sequence[Field], frame: pd.DataFrame) -> RowChart | None:
    """The fields that some records fill in and others do not, the emptiest first; None where there is no record."""
    if frame.empty:
        return None
    rows = len(frame)
    counts = sorted(((field, int(frame[field.name].notna().sum())) for field in fields), key=lambda pair: pair[1])
    some = [(field, count) for field, count in counts if 0 < count < rows]
    always, never = sum(count == rows for _, count in counts), sum(not count for _, count in counts)
    said = [f"{always} 个字段每行都填"] if always else []
    said += [f"{len(some)} 个有填有不填"] if some else []
    said += [f"{never} 个一行也没有填"] if never else []
    return bars(
        "filled",
        f"{rows:,} 行：{'，'.join(said)}",
        f"条是填了的行占的比例，填得少的在前{f'，列出 {MOST} 个' if len(some) > MOST else ''}。" if some else "",
        [
            Item(label=field.title, value=half_up(count * 100 * MICRO, rows), text=percent(count, rows))
            for field, count in some
        ],
        heads=("字段", "填了的行"),
        unit="%",
    )
