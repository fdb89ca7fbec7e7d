"""Templates: filled in, reckoned and saved by LibreOffice, imported: the rows are those that were meant."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from generator.cli.main import main
from generator.core.data import Checked
from generator.core.schema import Catalogue
from generator.forms.due import due_documents
from generator.forms.template import OPTIONS
from generator.intake.merging import same
from tests import office
from tests.conftest import DATA, SHIPPED_TODAY, DataFolder

EDU = "990001/2025/edu"
TABLES = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")
LIVE = {
    ("self_evaluations", "total_score"),
    ("self_evaluation_funds", "execution_rate"),
    ("self_evaluation_funds", "score"),
}


@pytest.fixture
def district(tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The shipped data, a bureau's self-evaluations taken away; the day is that of the invented district."""
    shutil.copytree(DATA, tmp_path / "data")
    for table in TABLES:
        (tmp_path / "data" / EDU / f"{table}.csv").unlink()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    return DataFolder(tmp_path / "data", catalogue)


def _rows(path: Path, catalogue: Catalogue, table: str) -> list[dict[str, str]]:
    fields = {one.title: one.name for one in catalogue.tables[table].fields}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{fields.get(name, name): value for name, value in row.items()} for row in csv.DictReader(file)]


def _template(district: DataFolder, *more: str) -> Path:
    out = district.path.parent / "填报表.xlsx"
    where = ["--division", "990001", "--year", "2025", "--department", "edu"]
    tables = ["--tables", ",".join(TABLES)] if not more else list(more)
    assert main(["template", *where, "--out", str(out), "--data", str(district.path), *tables]) == 0
    return out


def _fill(path: Path, catalogue: Catalogue, wanted: Mapping[str, list[dict[str, str]]]) -> None:
    """Write into each sheet what a clerk would, below its heads; live figures are left to themselves."""
    book = openpyxl.load_workbook(path)
    for table, rows in wanted.items():
        sheet = book[catalogue.tables[table].title[:31]]
        heads = {str(cell.value).partition("（")[0]: cell.column for cell in sheet[1] if cell.value}
        key = catalogue.tables[table].primary_key
        titles = {one.name: one.title.partition("（")[0] for one in catalogue.tables[table].fields}
        there = {
            tuple(str(sheet.cell(row, heads[titles[part]]).value) for part in key): row
            for row in range(2, sheet.max_row + 1)
        }
        free = max(row for values, row in there.items() if values[0] != "None") + 1 if there else 2
        for row in rows:
            line = there.get(tuple(row[part] for part in key), 0)
            if not line:  # a project that had no goal
                line, free = free, free + 1
            for name, value in row.items():
                if value and (table, name) not in LIVE and titles[name] in heads:
                    number = catalogue.tables[table].field(name).type in ("number", "integer")
                    sheet.cell(line, heads[titles[name]]).value = float(value) if number else value
    book.save(path)


def _office(path: Path) -> Path:
    """The workbook as LibreOffice reckons and saves it."""
    [out] = office.saved(path.parent / "saved", path, to="xlsx:Calc MS Excel 2007 XML")
    return out


@pytest.mark.thorough
def test_template_filled_in_reckoned_and_imported_gives_the_rows(
    processes: None, district: DataFolder, shipped_checked: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = district.catalogue
    wanted = {table: _rows(DATA / EDU / f"{table}.csv", catalogue, table) for table in TABLES}
    path = _template(district)
    _fill(path, catalogue, wanted)
    saved = _office(path)
    capsys.readouterr()
    assert main(["import", str(saved), "--data", str(district.path), "--into", str(district.path)]) == 0
    for table, rows in wanted.items():
        got = _rows(district.path / EDU / f"{table}.csv", catalogue, table)
        key = catalogue.tables[table].primary_key
        by_key = {tuple(one[part] for part in key): one for one in got}
        assert set(by_key) == {tuple(one[part] for part in key) for one in rows}
        for one in rows:
            other = by_key[tuple(one[part] for part in key)]
            for name, value in one.items():
                assert same(catalogue.tables[table].field(name), value, other.get(name, "")), (table, name, one, other)
    before = [(one.code, one.record) for one in shipped_checked.findings]
    after = district.check(today=SHIPPED_TODAY).findings
    assert [one for one in after if one.severity == "error" and (one.code, one.record) not in before] == []


def test_every_table_goes_out_and_comes_back(
    processes: None, district: DataFolder, shipped_checked: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bureau that has rows of every table there is: each is reckoned and saved, read back, and checked."""
    catalogue = district.catalogue
    folder = district.path / "990001/2024/finance"
    tables = [one.name for one in catalogue.tables.values() if one.scope == "department-year"]
    before = {name: _rows(folder / f"{name}.csv", catalogue, name) for name in tables}
    out = district.path.parent / "填报表.xlsx"
    where = ["--division", "990001", "--year", "2024", "--department", "finance"]
    data = str(district.path)
    assert main(["template", *where, "--out", str(out), "--data", data, "--tables", ",".join(tables)]) == 0
    saved = _office(out)
    for name in tables:
        (folder / f"{name}.csv").unlink()
    capsys.readouterr()
    assert main(["import", str(saved), "--data", data, "--into", data]) == 0
    for name, wanted in before.items():
        table = catalogue.tables[name]
        got = {
            tuple(one[part] for part in table.primary_key): one
            for one in _rows(folder / f"{name}.csv", catalogue, name)
        }
        assert len(got) == len(wanted) > 0, name
        for one in wanted:
            other = got[tuple(one[part] for part in table.primary_key)]
            differing = [key for key, value in one.items() if not same(table.field(key), value, other.get(key, ""))]
            assert differing == [], (name, one)
    for name in TABLES:  # what the fixture took away
        shutil.copy(DATA / EDU / f"{name}.csv", district.path / EDU)
    after = sorted((one.code, one.table, one.record) for one in district.check(today=SHIPPED_TODAY).findings)
    assert after == sorted((one.code, one.table, one.record) for one in shipped_checked.findings)


def test_live_figures_have_their_true_values_from_the_start(district: DataFolder) -> None:
    shutil.copy(DATA / EDU / "self_evaluation_funds.csv", district.path / EDU)
    shutil.copy(DATA / EDU / "self_evaluation_indicators.csv", district.path / EDU)
    shutil.copy(DATA / EDU / "self_evaluations.csv", district.path / EDU)
    path = _template(district)
    shown = openpyxl.load_workbook(path, data_only=True)
    rows = _rows(DATA / EDU / "self_evaluations.csv", district.catalogue, "self_evaluations")
    sheet = shown["项目支出绩效自评"]
    column = next(cell.column for cell in sheet[1] if str(cell.value).startswith("总分"))
    values = [sheet.cell(number, column).value for number in range(2, len(rows) + 2)]
    assert values == [pytest.approx(float(row["total_score"]), abs=0.011) for row in rows]


def test_a_template_says_what_to_write_and_offers_choices(district: DataFolder) -> None:
    book = openpyxl.load_workbook(_template(district))
    sheet = book["自评项目资金"]
    assert "万元" in sheet["C1"].comment.text
    assert "例：" in sheet["C1"].comment.text
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert lists
    assert all(len(one.formula1) <= 257 for one in lists)
    assert book[OPTIONS].sheet_state == "hidden" if OPTIONS in book.sheetnames else True
    assert book["项目支出绩效自评"]["A2"].number_format == "@"
    assert book["项目支出绩效自评"].conditional_formatting


def test_only_what_is_due_and_not_yet_published_is_asked_for(catalogue: Catalogue) -> None:
    deadlines = _rows(DATA / "common" / "deadlines.csv", catalogue, "deadlines")
    assert "D4" not in due_documents(deadlines, "990001", 2025, date(2025, 3, 1))
    assert "D4" in due_documents(deadlines, "990001", 2025, date(2026, 6, 1))
    assert "D4" not in due_documents(deadlines, "990001", 2025, date(2026, 6, 1), ["D4"])
    assert due_documents([], "990001", 2025, date(2025, 8, 1)) == ("D2", "D3", "D11")
    assert due_documents([], "990001", 2025, date(2026, 3, 1)) == ("D4", "D5")
