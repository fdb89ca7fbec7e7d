"""The page of common mistakes: each is one, what is said of it is what a check says, and put right it is none."""

from __future__ import annotations

import pytest

from generator.check.mistakes import CELLS, cell_mistakes, file_mistakes, given_mistakes, row_mistakes
from generator.check.values import plain_judge
from generator.core.schema import Catalogue
from tests.conftest import DataFolder


@pytest.mark.parametrize(("table", "field", "before", "after"), CELLS)
def test_a_cell_is_refused_before_and_not_after(
    catalogue: Catalogue, table: str, field: str, before: str, after: str
) -> None:
    judge = plain_judge(catalogue.tables[table].field(field))
    assert judge(before)[1]
    assert not judge(after)[1]


def test_what_the_page_says_is_what_a_check_says(folder: DataFolder) -> None:
    told = {one.before: (one.message, one.hint) for one in cell_mistakes(folder.catalogue.tables)}
    for table, field, before, _ in CELLS[:6]:
        row = {"project_code": "A1", "fund_source": "年度资金总额", field: before}
        folder.table(table, {**dict.fromkeys(folder.catalogue.tables[table].names, ""), **row})
        found = [one for one in folder.check(rules=()).findings if one.field == field and one.value == before]
        assert [(one.message, one.hint) for one in found] == [told[before]]


def test_every_mistake_of_a_file_is_another(catalogue: Catalogue) -> None:
    told = [*row_mistakes(catalogue.tables), *file_mistakes(catalogue.tables), *given_mistakes()]
    assert len(told) == 18
    assert all(one.message.endswith("。") and one.hint.endswith("。") for one in told)
    assert all(one.before != one.after for one in told)
    assert len({one.place + one.before for one in told}) == len(told)


def test_rows_that_are_no_records_are_told_as_a_check_tells_them(folder: DataFolder) -> None:
    told = {one.place: one for one in row_mistakes(folder.catalogue.tables)}
    good = folder.row("rectifications")
    blank = dict.fromkeys(good, "")
    name = next(iter(good))
    folder.table("rectifications", good, {**blank, name: "合计"})
    found = [one for one in folder.check(rules=()).findings if one.code == "S06"]
    total = told["下面有合计行"]
    assert [(one.message, one.hint) for one in found] == [(total.message.partition("：")[2], total.hint)]
    merged = told["合并过单元格"]
    assert "「一级指标」只填在每块的第一行" in merged.message
    assert merged.before.count("产出指标") < merged.after.count("产出指标")
