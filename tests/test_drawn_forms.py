"""Forms drawn by hand from descriptions of real ones, saved by LibreOffice as Excel, old Excel and Word, and imported.

``drawn/NAME.html`` is the form, ``drawn/NAME.json`` what each of its cells means: for every form of it the year, the
record and table → rows → field → [value, cell of the workbook].
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.files.opening import open_book
from generator.intake.readings import Reading
from generator.intake.recognising import read_file
from tests import office

DRAWN = Path(__file__).parent / "drawn"
NAMES = sorted(path.stem for path in DRAWN.glob("*.html"))
_FORMATS = {
    "xlsx": ("HTML (StarCalc)", "xlsx:Calc MS Excel 2007 XML"),
    "xls": ("HTML (StarCalc)", "xls:MS Excel 97"),
    "docx": ("HTML (StarWriter)", "docx:MS Word 2007 XML"),
}


@pytest.fixture(scope="module")
def saved(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice saved every form in every format."""
    out = tmp_path_factory.mktemp("drawn")
    files = [DRAWN / f"{name}.html" for name in NAMES]
    for source, target in _FORMATS.values():
        office.saved(out, *files, to=target, reading=source)
    return out


def told(readings: list[Reading], *, cells: bool) -> list[dict]:
    """What was read, as the expectation has it."""
    return [
        {
            "form": one.form,
            "year": one.year,
            "record": one.record,
            "rows": {
                table: [
                    {name: [value.value, value.cell] if cells else [value.value] for name, value in row.items()}
                    for row in one.rows(table).values()
                ]
                for table in dict.fromkeys(value.table for value in one.values)
            },
        }
        for one in readings
        if one.form
    ]


def _without_cells(expected: list[dict]) -> list[dict]:
    return [
        {
            **one,
            "rows": {
                table: [{name: pair[:1] for name, pair in row.items()} for row in rows]
                for table, rows in one["rows"].items()
            },
        }
        for one in expected
    ]


@pytest.mark.parametrize("kind", _FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_drawn_form_means_what_it_should(
    name: str, kind: str, saved: Path, catalogue: Catalogue
) -> None:
    readings = read_file(f"{name}.{kind}", (saved / f"{name}.{kind}").read_bytes(), catalogue.tables, layouts())
    expected = json.loads((DRAWN / f"{name}.json").read_text(encoding="utf-8"))
    exact = kind != "docx"  # a document's tables have no names of cells
    assert told(readings, cells=exact) == (expected if exact else _without_cells(expected))
    assert [one.message for reading in readings for one in reading.problems if one.stops] == []
    assert [one.text for reading in readings for one in reading.left_out if one.reason.startswith("没有认出")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_a_value_a_label_or_left_out(name: str, saved: Path, catalogue: Catalogue) -> None:
    content = (saved / f"{name}.xlsx").read_bytes()
    accounted: set[str] = set()
    for reading in read_file(f"{name}.xlsx", content, catalogue.tables, layouts()):
        accounted |= {one.cell for one in (*reading.values, *reading.left_out)} | reading.labels
    assert {cell.address for cell in open_book(content, name).sheets[0].cells} - accounted == set()


def test_there_are_ten() -> None:
    assert len(NAMES) >= 10
