"""The form back: every record of the invented district printed as its official form and read again is the same rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from generator.cli.main import main
from generator.core.schema import Catalogue
from generator.forms.layout import Layout
from generator.forms.printing import Filling, printed
from generator.forms.reading import layouts
from generator.forms.records import fillings
from generator.forms.workbook import workbook
from generator.intake.merging import same
from generator.intake.readings import Reading
from generator.intake.recognising import read_file
from tests.conftest import DATA

FOLDERS = sorted(path for path in (DATA / "990001").glob("*/*") if path.is_dir())
PRINTED = [one for one in layouts() if one.prints]
DERIVED = {"indicator_scheme"}  # follows from the form as a whole, when rows are put together


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _fillings(folder: Path, layout: Layout, catalogue: Catalogue) -> list[Filling]:
    """What fills each form of a bureau-year."""
    rows = {table: _rows(folder, table) for table in layout.tables}
    key = catalogue.tables[layout.record].primary_key
    return list(fillings(layout, rows, key, {"year": folder.parts[-2], "bureau": "示例区教育局"}))


def _differences(filling: Filling, reading: Reading, layout: Layout, catalogue: Catalogue) -> Iterator[str]:
    for name in layout.tables:
        table = catalogue.tables[name]
        own = name == layout.record and not layout.whole
        wanted = [filling.record] if own else filling.rows[name]
        got = list(reading.rows(name).values())
        if len(wanted) != len(got):
            yield f"{name}: {len(got)} rows instead of {len(wanted)}"
            continue
        counted = {part for part in table.primary_key if part.endswith("_no")}
        once = set() if own else set(table.primary_key) - {"fund_source"}
        for one, other in zip(wanted, got, strict=True):
            for field in table.fields:
                value = other[field.name].value if field.name in other else ""
                skipped = field.name in DERIVED | counted | once
                if not skipped and not same(field, one.get(field.name, ""), value):
                    yield f"{name}.{field.name}: {value!r} instead of {one[field.name]!r}"


@pytest.mark.thorough
@pytest.mark.parametrize("layout", PRINTED, ids=lambda one: one.name)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parts[-2]}-{path.parts[-1]}")
def test_what_is_printed_is_read_again(folder: Path, layout: Layout, catalogue: Catalogue) -> None:
    if not _rows(folder, layout.record):
        return
    its = _fillings(folder, layout, catalogue)
    grids = [(one.record.get("project_name", "表"), printed(layout, one, catalogue.tables)) for one in its]
    content = workbook(grids, clock=datetime(2026, 1, 1))
    readings = read_file("表.xlsx", content, catalogue.tables, layouts())
    assert len(readings) == len(its)
    for filling, reading in zip(its, readings, strict=True):
        assert reading.layout == layout.name
        assert [one.message for one in reading.problems] == []
        assert [one.cell for one in reading.left_out if one.reason.startswith("没有认出")] == []
        assert list(_differences(filling, reading, layout, catalogue)) == []


def test_the_command_writes_a_workbook_that_imports_without_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "自评表.xlsx"
    where = ["--division", "990001", "--year", "2025", "--department", "edu"]
    assert main(["form", *where, "--out", str(out), "--data", str(DATA)]) == 0
    capsys.readouterr()
    arguments = [str(out), "--data", str(DATA), "--into", str(DATA), "--dry-run", "--department", "edu"]
    assert main(["import", *arguments, "--division", "990001"]) == 0
    assert "没有要改的" in capsys.readouterr().out


def test_an_empty_place_is_marked_and_a_short_form_has_no_lines_for_what_nobody_said(catalogue: Catalogue) -> None:
    layout = next(one for one in PRINTED if one.name == "self-evaluation")
    record = {"project_code": "A-001", "project_name": "校舍维修", "total_score": "90"}
    grid = printed(layout, Filling(record=record, rows={}, year="2023", department="示例区教育局"), catalogue.tables)
    texts = [one.text for one in grid.cells]
    assert texts.count("—") == 24
    assert "存在问题" not in texts
    more = Filling(record={**record, "problems": "勘察不够"}, rows={}, year="2023", department="示例区教育局")
    assert "存在问题" in [one.text for one in printed(layout, more, catalogue.tables).cells]


@pytest.mark.parametrize("name", ["self-evaluation", "goals"])
def test_a_text_of_many_lines_has_room_and_is_read_again(name: str, catalogue: Catalogue) -> None:
    """No program makes a row taller than 409 points; more than that takes several rows, merged."""
    layout = next(one for one in PRINTED if one.name == name)
    text = "为落实重点任务，会同镇街开展摸底、招标、施工、验收和决算审核；" * 60
    record = {"project_code": "A-001", "project_name": "校舍维修", "annual_goal": text, "project_overview": text}
    rows = {
        "self_evaluation_indicators": [{"level3": "里程", "operator": "≥", "target_value": "1", "deviation_note": text}]
    }
    filling = Filling(record=record, rows=rows, year="2023", department="示例区教育局")
    content = workbook([("表", printed(layout, filling, catalogue.tables))], clock=datetime(2026, 1, 1))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    assert max(heights.values()) <= 409
    [merge] = [one for one in sheet.merged_cells.ranges if sheet.cell(one.min_row, one.min_col).value == text][:1]
    assert sum(heights[row] for row in range(merge.min_row, merge.max_row + 1)) > 409
    [reading] = read_file("表.xlsx", content, catalogue.tables, layouts())
    found = {(one.table, one.field): one.value for one in reading.values}
    assert found[layout.record, "annual_goal"] == found[layout.record, "project_overview"] == text
    if name == "self-evaluation":
        assert found["self_evaluation_indicators", "deviation_note"] == text
    assert not reading.problems
