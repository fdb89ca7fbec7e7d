"""Amounts of one row in two units of money: what is spent is no hundredfold of what there was to spend."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.core.schema import Table
from generator.intake import values
from generator.intake.readings import Value
from generator.intake.regions import Region

# An amount that is part of another, and that.
_PARTS = (
    ("actual_spend", "annual_budget"),
    ("expected_spend", "annual_budget"),
    ("fiscal_appropriation", "total_amount"),
    ("carryover", "total_amount"),
    ("other_funds", "total_amount"),
)
_MOST = 100  # times a whole that a part never is, whatever was added in the year


def tell_mixed(region: Region, tables: Mapping[str, Table]) -> None:
    """Tell of amounts that must be in another unit of money than those beside them."""
    rows: dict[tuple[str, int], dict[str, Value]] = {}
    for one in region.values:
        rows.setdefault((one.table, one.row), {})[one.field] = one
    cells = {one.address: one for one in region.cells} if rows else {}
    for (name, _), row in rows.items():
        for part, whole in _PARTS:
            if part not in row or whole not in row:
                continue
            number, of = values.number(row[part].value), values.number(row[whole].value)
            if number is None or of is None or not Decimal(0) < of * _MOST <= number:
                continue
            titles = [tables[name].field(one).title for one in (part, whole)]
            region.wrong(
                cells.get(row[part].cell),
                f"「{titles[0]}」写的是 {row[part].value} 万元，"
                f"「{titles[1]}」（{row[whole].cell}）是 {row[whole].value} 万元，"
                "多半有一处是以元填写的。",
                "请核对，各处金额用同一个单位；1 万元是 10,000 元。",
                stops=False,
            )
