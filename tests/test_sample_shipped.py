"""The data that is shipped is what the sample command makes, byte for byte, and it covers what it is meant to show."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.core.data import Checked
from generator.load import load_catalogue
from generator.rules import RULES
from generator.sample import Planted, sample, shipped
from generator.statement import as_data, draft
from tests.shipped import DATA
from tests.statement_data import verify

DIVISION = "990001"
# python -m generator sample --projects 64 --years 3 --departments 12 --seed 2 --last-year 2026 --out data
SIZE = {"projects": 64, "years": 3, "departments": 12, "seed": 2, "last_year": 2026}


@pytest.mark.thorough
def test_shipped_data_is_what_the_command_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(DATA / "common", tmp_path / "common")
    words = [f"--{name.replace('_', '-')}={value}" for name, value in SIZE.items()]
    assert main(["sample", *words, "--data", str(DATA), "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    made = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / DIVISION).rglob("*") if path.is_file()}
    there = {path.relative_to(DATA).as_posix() for path in (DATA / DIVISION).rglob("*") if path.is_file()}
    # A file of an earlier generation that is no longer made would stay unseen.
    assert there == made
    common = {f"common/{path.name}" for path in (DATA / "common").glob("*.csv")}
    assert not {path for path in made | common if (DATA / path).read_bytes() != (tmp_path / path).read_bytes()}


def test_everything_that_is_shipped_is_planted() -> None:
    record: list[Planted] = []
    for _ in sample(record=record, tables=load_catalogue(DATA).tables, **SIZE):
        pass
    assert {one.planter for one in record} == set(shipped())


def test_the_latest_statement_is_what_the_command_drafts_and_agrees_with_the_records(shipped_checked: Checked) -> None:
    drafted = as_data(draft(shipped_checked.facts, DIVISION, 2025), shipped_checked.catalogue)
    figures = next(one for one in drafted if one.path.endswith("reported_figures.csv"))
    assert (DATA / figures.path).read_bytes() == figures.content
    found = verify(shipped_checked)
    mine = found[found["statement_code"] == f"{DIVISION}-2025"]
    assert len(mine) > 150
    assert set(mine["verdict"]) == {"可复算一致"}
    # The earlier one was entered by hand, with a slip.
    wrong = found[(found["statement_code"] == f"{DIVISION}-2024") & (found["verdict"] != "可复算一致")]
    assert wrong["published"].tolist() == ["66个"]


def test_nothing_has_been_done_after_the_day_of_the_sample(shipped_checked: Checked) -> None:
    deeds = {code for code, rule in RULES.items() if rule.formula.endswith(" ≤ 检查之日")}
    assert deeds
    assert [one for one in shipped_checked.findings if one.code in deeds] == []


def test_each_table_of_the_district_has_rows_in_the_two_finished_years() -> None:
    for name, table in load_catalogue(DATA).tables.items():
        if table.scope == "common":
            text = (DATA / "common" / f"{name}.csv").read_text(encoding="utf-8-sig")
            title = table.field("division").title
            assert any(row[title] == DIVISION for row in csv.DictReader(io.StringIO(text))), name
            continue
        for year in ("2024", "2025"):
            assert list((DATA / DIVISION / year).glob(f"*/{name}.csv")), (name, year)


def test_the_largest_project_of_2025_was_cancelled_and_it_says_so() -> None:
    """What moved a bureau's budget from 10,152 to 465 and back is on record, with reason and document."""
    rows = csv.DictReader(io.StringIO((DATA / DIVISION / "2025/water/budget_adjustments.csv").read_text("utf-8")))
    (cancelled,) = (row for row in rows if row["kind"] == "取消")
    assert (cancelled["project_name"], cancelled["amount"]) == ("灌区续建配套与现代化改造", "-10446.71")
    assert cancelled["approved_by"] == "本级人大常委会"
    assert "选址调整未能落实" in cancelled["reason"]
    for path, words in (
        ("2025/water/department_self_evaluations.csv", "取消「灌区续建配套与现代化改造」收回"),
        ("2026/water/goals.csv", "年初安排的10446.71万元已取消"),
    ):
        assert words in (DATA / DIVISION / path).read_text(encoding="utf-8")
    kinds = {
        row["kind"]
        for path in (DATA / DIVISION).glob("*/*/budget_adjustments.csv")
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    }
    assert kinds == set(load_catalogue(DATA).tables["budget_adjustments"].field("kind").constraints["enum"])


def test_fund_domains_and_budgets_are_all_there() -> None:
    goals = [
        row
        for path in sorted((DATA / DIVISION).glob("*/*/goals.csv"))
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    ]
    domains = {one for row in goals for one in row["fund_domains"].split(";") if one}
    assert domains >= {"政府债券", "政府购买服务", "国有资产", "产业引导基金", "转移支付", "直达资金", "PPP"}
    assert len({row["budget_type"] for row in goals}) == 4
