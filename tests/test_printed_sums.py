"""Sums that a form or list prints and the records do not keep: told where the rows add up to another."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from generator.core.schema import Catalogue
from generator.intake import sums, values
from generator.intake.readings import Trouble
from tests.grids import drawn, read
from tests.test_strange_forms import FUNDS, HEAD, INDICATORS, form

_TOTAL = "总分 | < | < | < | < | < | #100 | #98.18 | | <"
_LIST = """
项目支出绩效目标（2024年度） 单位：万元 | < | < | < |
项目编码 | 项目名称 | 实施单位 | 资金总额 | 财政拨款
{}
"""
_ROWS = ("P1 | 道路养护 | 公路中心 | #480 | #400", "P2 | 桥梁加固 | 公路中心 | #20.5 | #20.5")


def told(content: bytes, catalogue: Catalogue) -> list[Trouble]:
    [reading] = read(content, catalogue)
    return [one for one in reading.problems if "合计写的是" in one.message]


def of_form(total: str, catalogue: Catalogue, funds: str = FUNDS) -> list[Trouble]:
    return told(drawn(form(HEAD, funds, indicators=INDICATORS.replace(_TOTAL, total))), catalogue)


@pytest.mark.parametrize("weights", ["#100", "#90", "100分", "１００", "—", ""])
def test_the_total_of_weights_may_hold_those_of_the_execution_or_not(weights: str, catalogue: Catalogue) -> None:
    assert not of_form(_TOTAL.replace("#100", weights), catalogue)


def test_another_total_of_weights_is_told(catalogue: Catalogue) -> None:
    [problem] = of_form(_TOTAL.replace("#100", "#95"), catalogue)
    assert (problem.cell, problem.stops) == ("G18", False)
    assert problem.message == "合计写的是 95 分，各行「分值」加起来是 90 分，连同别处的 10 分是 100 分。"


def test_where_no_points_for_the_execution_are_written_the_total_may_hold_them(catalogue: Catalogue) -> None:
    assert not of_form(_TOTAL, catalogue, FUNDS.replace("#10 |", " |").replace("#9.01", ""))


def test_subtotals_are_of_the_rows_above_them(catalogue: Catalogue) -> None:
    first = "小计 | < | < | < | < | < | #50 | #49.67 | | <"
    grid = INDICATORS.replace("^ | 效益指标 |", f"{first}\n绩效指标 | 效益指标 |")
    assert not told(drawn(form(indicators=grid)), catalogue)
    problems = told(drawn(form(indicators=grid.replace("#50 |", "#45 |").replace("#49.67", "#48"))), catalogue)
    assert [(one.cell, one.message[:11]) for one in problems] == [
        ("G16", "合计写的是 45 分，"),
        ("H16", "合计写的是 48 分，"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (*_ROWS, "合计 | | | #500.5 | #420.5"),
        ("合计 | | | #500.5 | #420.5", *_ROWS),
        (_ROWS[0], "小计 | | | #480 | #400", _ROWS[1], "小计 | | | #20.5 | #20.5", "总计 | | | #500.5 | #420.5"),
        ("小计 | | | #480 | #400", _ROWS[0], "小计 | | | #20.5 | #20.5", _ROWS[1]),
        (*_ROWS, "其中：重点 | | | #99 | "),
        (*_ROWS, "累计 | | | #9900 | #9000"),
    ],
)
def test_a_list_may_have_its_sums_anywhere(rows: tuple[str, ...], catalogue: Catalogue) -> None:
    assert not told(drawn(_LIST.format("\n".join(rows))), catalogue)


@pytest.mark.parametrize("place", [0, 2])
def test_the_sum_of_a_list_that_its_rows_do_not_make_is_told(place: int, catalogue: Catalogue) -> None:
    rows = [*_ROWS]
    rows.insert(place, "合计 | | | #600.5 | #420.5")
    [problem] = told(drawn(_LIST.format("\n".join(rows))), catalogue)
    assert (problem.cell, problem.stops) == (f"D{place + 3}", False)
    assert problem.message == "合计写的是 600.5 万元，各行「资金总额」加起来是 500.5 万元。"


def test_sums_in_another_unit_are_of_the_same_money(catalogue: Catalogue) -> None:
    rows = ("P1 | 道路 | 中心 | #4800000 | ", "P2 | 桥梁 | 中心 | #205000 | ", "合计 | | | #5005000 | ")
    assert not told(drawn(_LIST.replace("万元", "元").format("\n".join(rows))), catalogue)


def test_a_number_is_looked_at_once_however_many_sums_are_printed(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload of thousands of subtotals takes no minutes."""
    looked: list[str] = []

    def number(text: str) -> Decimal | None:
        looked.append(text)
        return values.number(text)

    monkeypatch.setattr(sums, "values", SimpleNamespace(number=number, written=values.written))
    rows = [f"P{one} | 道路{one} | 公路中心 | #1 | #1\n小计 | | | #1 | #1" for one in range(30)]
    assert not told(drawn(_LIST.format("\n".join(rows))), catalogue)
    assert len(looked) == 2 * 30
