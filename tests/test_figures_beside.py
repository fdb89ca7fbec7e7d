"""Figures moved one column beside: each could be where it is, and what they say of each other tells it."""

from __future__ import annotations

import pytest

from generator.core.schema import Catalogue
from generator.intake.readings import Trouble
from tests.grids import drawn, read
from tests.test_strange_forms import FUNDS, HEAD, form

_TOTAL = "#500 | #480 | #432.5 | #10 | 90.1% | #9.01"
_LIST = """
自评项目资金（2024年度） 单位：万元 | < | < | < | < | <
项目编码 | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
{}
"""
_GOALS = """
项目支出绩效目标（2024年度） 单位：万元 | < | < | < | < | <
项目编码 | 项目名称 | 资金总额 | 财政拨款 | 上年结转 | 其他资金
{}
"""


def told(content: bytes, catalogue: Catalogue) -> list[Trouble]:
    [reading] = read(content, catalogue)
    return [one for one in reading.problems if "错了一列" in one.message]


@pytest.mark.parametrize(
    ("figures", "way"),
    [
        ("| #500 | #480 | #432.5 | 90.1% | #9.01", "右"),  # the points for the execution overwritten
        ("| #500 | #480 | #432.5 | #10 | 90.1%", "右"),  # all of the line
        ("#480 | #432.5 | #10 | | 90.1% | #9.01", "左"),
    ],
)
def test_a_form_whose_figures_stand_beside_their_columns_is_told(figures: str, way: str, catalogue: Catalogue) -> None:
    [problem] = told(drawn(form(HEAD, FUNDS.replace(_TOTAL, figures))), catalogue)
    assert not problem.stops
    assert problem.message == (
        f"第 6 行的各数像是向{way}错了一列：照现在的列，算不出表上的「执行率」；移回一列就正好。"
    )


@pytest.mark.parametrize(
    "figures",
    [
        _TOTAL,
        _TOTAL.replace("90.1%", "90%"),
        _TOTAL.replace("90.1%", "#0.901"),
        _TOTAL.replace("90.1%", "88.8%"),  # wrong, and no other column makes it right
        _TOTAL.replace("90.1%", "100%"),
        _TOTAL.replace("#432.5", "#481").replace("90.1%", "100.21%"),
        "#480 | #480 | #480 | #10 | 100% | #10",
        "#100.4 | #100.4 | #100.4 | #10 | 100% | #10",  # ten points are a tenth of it
        "#100.4 | #100.4 | #100.4 | 100% | #10 | #10",
        "#1000 | #1000 | #0 | #10 | 0% | #0",
        "#480 | #9.51 | #95.1 | #10 | 95.1% | #9.51",
        "#0 | #0 | #0 | #10 | 0% | #0",
        "| #480 | #432.5 | #10 | 90.1% | #9.01",
    ],
)
def test_figures_in_their_columns_are_not(figures: str, catalogue: Catalogue) -> None:
    assert not told(drawn(form(HEAD, FUNDS.replace(_TOTAL, figures))), catalogue)


def test_of_a_list_the_rows_are_named(catalogue: Catalogue) -> None:
    rows = [f"P{one} | 年度资金总额 | #{300 + one} | #{200 + one} | #{150 + one} | " for one in range(12)]
    lines = [line + f"{(150 + one) / (200 + one):.2%}" for one, line in enumerate(rows)]
    assert not told(drawn(_LIST.format("\n".join(lines))), catalogue)
    for one in (4, 7):
        lines[one] = f"P{one} | 年度资金总额 | #{200 + one} | #{150 + one} |  | {(150 + one) / (200 + one):.2%}"
    [problem] = told(drawn(_LIST.format("\n".join(lines))), catalogue)
    assert problem.message.startswith("第 7、10 行的各数像是向左错了一列")


def test_a_total_that_only_the_columns_beside_make_is_told(catalogue: Catalogue) -> None:
    right = "P1 | 道路养护 | #480 | #400 | #30 | #50"
    assert not told(drawn(_GOALS.format(f"{right}\nP2 | 桥梁 | #20 | #20 | |")), catalogue)
    moved = "P2 | 桥梁 | #400 | #30 | #50 |"
    assert not told(drawn(_GOALS.format(f"{right}\n{moved}")), catalogue)  # no total that they could be
    grid = _GOALS.replace("| 其他资金", "| 其他资金 | 中央资金").replace(" | <\n", " | < | <\n", 1)
    [problem] = told(drawn(grid.format(f"{right} |\nP2 | 桥梁 | | #480 | #400 | #30 | #50")), catalogue)
    assert problem.message.startswith("第 4 行的各数像是向右错了一列：照现在的列，「资金总额」与各项之和对不上；")
