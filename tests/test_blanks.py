"""Cells left blank by the dozen: a table not filled in yet, a row half filled, a column left out, each told once."""

from __future__ import annotations

import pytest

from generator.check.blanks import FEW, MANY
from generator.core.finding import Finding
from tests.conftest import DataFolder

TABLE = "self_evaluations"


def told(folder: DataFolder, *rows: dict[str, str]) -> list[Finding]:
    """What a check says of blank cells in a table of these rows."""
    folder.table(TABLE, *rows)
    return [one for one in folder.check(()).findings if one.code in ("S02", "S09") and one.table == TABLE]


@pytest.fixture
def rows(folder: DataFolder) -> list[dict[str, str]]:
    return [folder.row(TABLE, project_code=f"P{one}", project_name=f"项目{one}") for one in range(30)]


def test_columns_that_are_left_out(folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]) -> None:
    """Several are one thing to do, as one is."""
    (found,) = told(folder, *(row | dict.fromkeys(wanted[-2:], "") for row in rows))
    assert found.message == "「实际完成情况」「总分」这 2 列整列都没有填写（30 行）。"
    (found,) = told(folder, *(row | {wanted[-1]: ""} for row in rows))
    assert found.message == "整列都没有填写（30 行）。"


@pytest.fixture
def wanted(folder: DataFolder) -> list[str]:
    table = folder.catalogue.tables[TABLE]
    return [one.name for one in table.fields if one.wanted and one.name not in (*table.primary_key, table.label)]


def test_a_template_that_nobody_has_filled_in(
    folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]
) -> None:
    assert len(wanted) >= FEW
    """Who and where was filled in before; without that, too, there is nothing but codes and names (S06)."""
    (found,) = told(folder, *(row | dict.fromkeys(wanted[1:], "") for row in rows))
    assert found.message.startswith("「项目支出绩效自评」还没有填（项目0、项目1、项目2、项目3等 30 行）：")
    assert f"{len(wanted) - 1} 列都空着" in found.message
    assert "请照原件填写" in found.hint
    assert (found.record, found.name) == ("", ""), "it is about no one of them"


def test_a_row_that_is_half_filled(folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]) -> None:
    rows[3] |= dict.fromkeys(wanted[:FEW], "")
    rows[7] |= dict.fromkeys(wanted[-FEW:], "")
    found = told(folder, *rows)
    assert [one.row for one in found] == [5, 9]
    assert all(f"{FEW} 格没有填写" in one.message for one in found)
    assert found[0].name == "项目3"
    assert len(told(folder, *rows[:3], rows[4] | dict.fromkeys(wanted[: FEW - 1], ""))) == FEW - 1


def test_of_very_many_such_rows_the_first_are_told(
    folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]
) -> None:
    blank = [row | dict.fromkeys(wanted[number // 15 :][:FEW], "") for number, row in enumerate(rows[:-1])]
    found = told(folder, *blank, rows[-1])
    assert sum(one.count for one in found) == 29
    assert len(found) == 20


def test_a_column_in_which_most_is_blank(folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]) -> None:
    more = [row | {"project_code": f"Q{number}"} for number, row in enumerate(rows)]
    for row in rows[2 : 2 + MANY]:
        row[wanted[0]] = ""
    (found,) = told(folder, *rows, *more)
    assert found.field == wanted[0]
    assert found.message == f"60 行里有 {MANY} 行没有填写（第 4、5、6、7、8 行等）。"
    rows[2][wanted[0]] = "示例区第一中学"
    assert len(told(folder, *rows, *more)) == MANY - 1, "each by itself"


def test_what_the_finance_bureau_let_pass_is_not_among_them(
    folder: DataFolder, rows: list[dict[str, str]], wanted: list[str]
) -> None:
    table = folder.catalogue.tables[TABLE]
    may = [one for one in wanted if table.field(one).expected][: FEW - 1]
    if len(may) < FEW - 1:
        pytest.skip("the table has no such fields")
    must = next(one for one in wanted if one not in may)
    rows[0] |= dict.fromkeys([*may, must], "")
    (found,) = told(folder, *rows)
    assert f"{FEW} 格没有填写" in found.message
    assert "请财政部门豁免照登" in found.hint
