"""The official forms on the site: on pages and in workbooks the same records, reached from projects and bureaus."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from generator.core import addresses
from generator.core.data import Checked
from generator.derive import Site
from generator.downloads.reporting import form_workbook
from generator.facts import printed_forms as facts_module
from generator.facts.printed_forms import FormOf, Place, bureaus, forms_filled, printed_forms, rows_of
from generator.forms.printing import Grid
from generator.forms.reading import layouts
from generator.intake.known import table_rows
from generator.intake.merging import same
from generator.intake.recognising import read_file
from generator.pages.engine.fragments import environment
from generator.pages.engine.shell import Shell
from generator.pages.registry import EACH
from generator.pages.views import printed_forms as view_module
from generator.pages.views.printed_forms import printed_form_pages
from generator.pages.views.projects import project_pages
from tests.conftest import DATA

EDU: Place = ("990001", 2025, "edu")
KINDS = ["department-goals", "department-self-evaluation", "goals", "monitoring", "self-evaluation"]


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    """What the shipped data comes to."""
    return shipped_derived


def _edu(checked: Checked) -> Sequence[FormOf]:
    """The forms of one bureau and year."""
    found = list(printed_forms(checked.facts, [EDU]))
    assert {place for place, _ in found} == {EDU}
    return [form for _, form in found]


def _taken(grid: Grid) -> list[int]:
    """How many columns of each line of a form are taken, by cells that begin there or reach down into it."""
    taken = [0] * grid.height
    for one in grid.cells:
        for line in range(one.row, one.row + one.height):
            taken[line] += one.width
    return taken


def test_every_line_of_a_form_reaches_from_edge_to_edge(shipped_checked: Checked) -> None:
    for form in _edu(shipped_checked):
        for one in form.printed:
            assert set(_taken(one.grid)) == {len(one.grid.widths)}, (form.layout.name, one.grid.title)


def test_the_money_of_a_goals_form_stands_beside_its_label(shipped_checked: Checked) -> None:
    [goals] = [one for one in _edu(shipped_checked) if one.layout.name == "goals"]
    for one in goals.printed:
        [side] = [cell for cell in one.grid.cells if cell.text == "项目资金（万元）"]
        [total] = [cell for cell in one.grid.cells if cell.text == "年度资金总额"]
        assert side.row <= total.row < side.row + side.height
        assert total.column == side.column + side.width


def test_every_bureau_and_year_with_records_has_its_forms(shipped_checked: Checked) -> None:
    found = shipped_checked.facts.of(forms_filled)
    assert [one.name for one in found[EDU]] == KINDS
    for (division, year, department), filled in found.items():
        folder = DATA / division / str(year) / department
        there = {
            one.name for one in layouts() if one.prints and not one.variant and (folder / f"{one.record}.csv").exists()
        }
        assert {one.name for one in filled} == there


def test_rows_are_those_of_the_files(shipped_checked: Checked) -> None:
    for name in ("goals", "self_evaluation_funds", "monitorings"):
        table = shipped_checked.catalogue.tables[name]
        told = table_rows(DATA, table, EDU)
        got = rows_of(shipped_checked.facts, table, [EDU])[EDU]
        assert len(got) == len(told) > 0
        for mine, row in zip(got, told, strict=True):
            assert [
                one.name for one in table.fields if not same(one, row.get(one.name, ""), mine.get(one.name, ""))
            ] == []


def test_an_invented_division_says_so_on_every_form(shipped_checked: Checked) -> None:
    for found in _edu(shipped_checked):
        for one in found.printed:
            assert one.grid.cells[-1].text == "注：示例数据，内容是虚构的。"


def test_workbooks_are_read_back(shipped_checked: Checked) -> None:
    forms = _edu(shipped_checked)
    made = [form_workbook(EDU, form, clock=datetime(2026, 11, 20, tzinfo=UTC)) for form in forms]
    outputs = {one.path: one.content for one in made}
    assert set(outputs) == {addresses.form_workbook(*EDU, kind) for kind in KINDS}
    tables = shipped_checked.catalogue.tables
    for found in forms:
        content = outputs[addresses.form_workbook(*EDU, found.layout.name)]
        readings = read_file("表.xlsx", content, tables, layouts())
        assert [one.layout for one in readings] == [found.layout.name] * len(found.printed)
        assert [one.record for one in readings] == [one.code for one in found.printed] or found.layout.whole
        assert [problem.message for one in readings for problem in one.problems] == []
        assert {one.heads["department"] for one in readings} == {shipped_checked.facts.of(bureaus)["990001", "edu"]}


@cache
def _shell() -> Shell:
    source = '<div data-fill="printed_forms/forms"></div>'
    return Shell(source, EACH["printed-forms"].address, environment(), {"base": "https://example.org/"})


def _reach(attributes: str, name: str) -> int:
    """How many columns or rows a cell takes."""
    found = re.search(rf'{name}="(\d+)"', attributes)
    return int(found[1]) if found else 1


def _drawn(grid: Grid) -> list[tuple[str, int, int]]:
    """Text, width and height of each cell that a grid has, row by row."""
    return [(one.text, one.width, one.height) for line in grid.lines() for one in line]


def test_the_page_draws_the_grid_cell_by_cell(site: Site) -> None:
    for page in printed_form_pages(site):
        if page.params["folder"] != "2025-edu":
            continue
        text = _shell().stamp("forms/990001/2025-edu/x/", page, (), site).decode()
        cells = re.findall(r"<t[hd]((?: [a-z]+=\"[^\"]*\")*)>([^<]*)</t[hd]>", text)
        got = [(html.unescape(said), _reach(how, "colspan"), _reach(how, "rowspan")) for how, said in cells]
        assert got == [cell for one in page.content.sheets for grid in one.grids for cell in _drawn(grid)]
        assert addresses.form_workbook(*EDU, page.params["form"]) in text


@pytest.mark.parametrize("most", [100, 2])
def test_each_project_leads_to_its_own_forms(site: Site, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On whichever page they stand."""
    for module in (facts_module, view_module):
        monkeypatch.setattr(module, "SHEETS", most)
    fresh = replace(site.checked.facts, _known={})
    site = replace(site, checked=replace(site.checked, facts=fresh))
    pages = list(printed_form_pages(site))
    assert all(len(page.content.sheets) <= most for page in pages)
    places = [
        f"{page.content.pages[page.content.number - 1]}#{one.key}" for page in pages for one in page.content.sheets
    ]
    assert len(set(places)) == len(places)
    linked = [link.path for page in project_pages(site) for link in page.content.forms]
    assert sorted(linked) == sorted(one for one in places if one.rpartition("#")[2] not in KINDS)
    for page in pages:
        path = page.content.pages[page.content.number - 1]
        assert path == f"forms/{'/'.join(page.params[name] for name in ('division', 'folder', 'form'))}/"
