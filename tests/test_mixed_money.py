"""Amounts of one form in two units of money, and parts of a sheet that are no form: told, never passed over."""

from __future__ import annotations

import pytest

from generator.core.schema import Catalogue
from tests.grids import drawn, read
from tests.test_strange_forms import FUNDS, HEAD, INDICATORS, form


@pytest.mark.parametrize(
    ("old", "new", "cell"), [("#432.5", "#4325000", "G6"), ("#480 | #432.5", "#0.048 | #432.5", "G6")]
)
def test_spending_that_is_a_hundredfold_of_the_budget_is_in_another_unit(
    old: str, new: str, cell: str, catalogue: Catalogue
) -> None:
    [reading] = read(drawn(form(HEAD, FUNDS.replace(old, new))), catalogue)
    [problem] = [one for one in reading.problems if "以元填写" in one.message]
    assert (problem.cell, problem.stops) == (cell, False)
    assert "「全年执行数」写的是" in problem.message
    assert "「全年预算数」（F6）是" in problem.message


@pytest.mark.parametrize(("old", "new"), [("#480", "#0"), ("#480", "#5"), ("#500", "#0.01"), ("#432.5", "#0")])
def test_other_figures_are_not(old: str, new: str, catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD, FUNDS.replace(old, new))), catalogue)
    assert not [one for one in reading.problems if "以元填写" in one.message]


def test_a_part_of_a_sheet_with_forms_that_is_none_is_told(catalogue: Catalogue) -> None:
    [whole, rest] = read(drawn(f"{form()}\n项目名称 | < | 农村公路 | < | < | | | | |"), catalogue)
    assert not whole.problems
    [problem] = rest.problems
    assert (problem.cell, problem.stops) == ("A19", False)
    assert problem.message == "从这里起的一段没有认出是哪一种表，没有读。"
    assert [one.cell for one in rest.left_out] == ["A19:C19"]


@pytest.mark.parametrize(
    ("heading", "cells"), [("实际完成值", "F13：这里写的是「118公里」"), ("分值", "G13：这里写的是「20」")]
)
def test_a_column_of_a_form_whose_heading_is_gone_is_told_once(heading: str, cells: str, catalogue: Catalogue) -> None:
    """Also where its numbers have units: nobody reads a list of cells that were left out."""
    first, _, rest = INDICATORS.strip().partition("\n")
    [reading] = read(drawn(form(indicators=f"{first.replace(f'| {heading} |', '| |')}\n{rest}")), catalogue)
    [problem] = [one for one in reading.problems if "看不出是哪一项" in one.message]
    assert f"{problem.cell}：{problem.message}".startswith(cells)
    assert "这样的还有" in problem.message
    assert not problem.stops


@pytest.mark.parametrize("note", ["请核对", "见附件3"])
def test_a_year_or_a_remark_beside_a_form_is_no_number(note: str, catalogue: Catalogue) -> None:
    lines = form().split("\n")
    lines[3] += f" | {note}"
    [reading] = read(drawn("\n".join(lines)), catalogue)
    assert not reading.problems
    assert "K4" in {one.cell for one in reading.left_out}
