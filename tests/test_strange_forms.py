"""Forms as bureaus that nobody here knows would send them: what each says is read, or told; nothing is made up."""

from __future__ import annotations

import pytest

from generator.core.schema import Catalogue
from tests.grids import drawn, read, values_of

HEAD = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
（2024年度） | < | < | < | < | < | < | < | < | <
项目名称 | < | 农村公路养护 | < | < | 项目编码 | 99000124T000000000207 | < | < | <
主管部门 | < | 示例区交通运输局 | < | < | 实施单位 | 示例区公路养护中心 | < | < | <
"""
FUNDS = """
项目资金（万元） | < | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | < | 年度资金总额 | < | #500 | #480 | #432.5 | #10 | 90.1% | #9.01
^ | < | 其中：当年财政拨款 | < | #450 | #430 | #385 | — | | —
^ | < | 上年结转资金 | < | #30 | #30 | #30 | — | | —
^ | < | 其他资金 | < | #20 | #20 | #17.5 | — | | —
"""
GOAL = """
年度总体目标 | < | 预期目标 | < | < | 实际完成情况 | < | < | < | <
^ | < | 完成120公里养护。 | < | < | 完成118公里。 | < | < | < | <
"""
INDICATORS = """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
^ | 产出指标 | 数量指标 | 养护里程 | ≥120公里 | 118公里 | #20 | #19.67 | 暴雨毁路 | <
^ | ^ | 质量指标 | 验收合格率 | =100% | 100% | #20 | #20 | | <
^ | ^ | 时效指标 | 完成时间 | 2024年12月底 | 按时完成 | #10 | #10 | | <
^ | 效益指标 | 社会效益指标 | 受益人口 | ≥3.2万人 | 3.3万人 | #30 | #30 | | <
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92.5% | #10 | #9.5 | 样本偏少 | <
总分 | < | < | < | < | < | #100 | #98.18 | | <
"""


def form(head: str = HEAD, funds: str = FUNDS, goal: str = GOAL, indicators: str = INDICATORS) -> str:
    """The grid of a self-evaluation."""
    return "\n".join(one.strip() for one in (head, funds, goal, indicators))


def test_the_usual_form_is_read_whole(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form()), catalogue)
    assert len(reading.values) == 71
    assert not reading.problems


_YEAR_ROW = "（2024年度） | < | < | < | < | < | < | < | < | <"
_BESIDE = "（2024年度） | < | < | < | < | < | < | < | {} | <"
_IN_YUAN = FUNDS.replace("（万元）", "")
for _before in ("500", "480", "432.5", "450", "430", "385", "30", "20", "17.5"):
    _IN_YUAN = _IN_YUAN.replace(f"#{_before} ", f"#{float(_before) * 10_000:.0f} ")


@pytest.mark.parametrize(
    ("head", "funds"),
    [
        (_BESIDE.format("金额单位：元"), _IN_YUAN),
        (_BESIDE.format("单位：人民币（元）"), _IN_YUAN),
        (_YEAR_ROW.replace("年度）", "年度，单位：元）"), _IN_YUAN),
        (_YEAR_ROW.replace("年度）", "年度）（金额单位：人民币元）"), _IN_YUAN),
        (_YEAR_ROW, _IN_YUAN.replace("项目资金", "项目资金\\n（单位：人民币元，保留两位小数）")),
        (_YEAR_ROW, _IN_YUAN.replace("项目资金", "项目资金（元）")),
    ],
)  # fmt: skip
def test_money_is_in_the_unit_that_is_said_wherever_it_is_said(head: str, funds: str, catalogue: Catalogue) -> None:
    [expected] = read(drawn(form()), catalogue)
    [reading] = read(drawn(form(HEAD.replace(_YEAR_ROW, head), funds)), catalogue)
    assert values_of(reading) == values_of(expected)
    assert reading.year == 2024


def test_two_units_of_money_that_contradict_are_told(catalogue: Catalogue) -> None:
    [reading] = read(drawn(form(HEAD.replace(_YEAR_ROW, _BESIDE.format("单位：元")))), catalogue)
    [problem] = reading.problems
    assert (problem.cell, problem.stops) == ("I2", True)
    assert problem.message == "这里写的金额单位是元，A5 写的是万元。"
