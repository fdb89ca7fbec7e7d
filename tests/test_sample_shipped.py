"""The data that is shipped is what the sample command makes, byte for byte, and it covers what it is meant to show."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from generator.load import load_catalogue
from generator.sample import Planted, sample, shipped

DATA = Path(__file__).parents[1] / "data"
DIVISION = "990001"
# python -m generator sample --projects 64 --years 3 --departments 12 --seed 2 --last-year 2026 --out data
SIZE = {"projects": 64, "years": 3, "departments": 12, "seed": 2, "last_year": 2026}


def test_shipped_data_is_what_the_command_makes() -> None:
    existing = {f"common/{path.name}": path.read_bytes() for path in (DATA / "common").glob("*.csv")}
    record: list[Planted] = []
    made = {output.path: output.content for output in sample(existing=existing, record=record, **SIZE)}
    there = {path.relative_to(DATA).as_posix() for path in (DATA / DIVISION).rglob("*") if path.is_file()}
    # A file of an earlier generation that is no longer made would stay unseen.
    assert there == {path for path in made if path.startswith(DIVISION)}
    assert not {path for path in made if (DATA / path).read_bytes() != made[path]}
    assert {one.planter for one in record} == set(shipped())


def test_each_table_of_the_district_has_rows_in_the_two_finished_years() -> None:
    for name, table in load_catalogue(DATA).tables.items():
        if table.scope == "common":
            text = (DATA / "common" / f"{name}.csv").read_text(encoding="utf-8")
            assert any(row["division"] == DIVISION for row in csv.DictReader(io.StringIO(text))), name
            continue
        for year in ("2024", "2025"):
            assert list((DATA / DIVISION / year).glob(f"*/{name}.csv")), (name, year)


def test_fund_domains_and_budgets_are_all_there() -> None:
    goals = [
        row
        for path in sorted((DATA / DIVISION).glob("*/*/goals.csv"))
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    ]
    domains = {one for row in goals for one in row["fund_domains"].split(";") if one}
    assert domains >= {"政府债券", "政府购买服务", "国有资产", "产业引导基金", "转移支付", "直达资金", "PPP"}
    assert len({row["budget_type"] for row in goals}) == 4
